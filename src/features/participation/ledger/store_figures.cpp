#include "app/figures/store_counted.hpp"
#include "features/participation/access.hpp"
#include "features/participation/ledger/figures.hpp"

namespace veche::participation::figures {

namespace {

/// What the occasion was called when people were last told of it, and where the office has it; "" before they were told anything.
#define VECHE_TOLD_LAST(COLUMN)                                              \
    "coalesce((SELECT t." COLUMN                                             \
    " FROM participation_told t WHERE t.town_id = :town AND t.occasion_id =" \
    " f.occasion_id ORDER BY t.number DESC LIMIT 1), '')"

constexpr app::Dimension entry_dimensions[] = {{"stage", "figures.by_stage", "participation.stage_"}};

/// A record is an entry, without a name; counted are its guests.
#define VECHE_GUESTS_OF_ENTRIES(WHICH)                                                                   \
    "SELECT * FROM (SELECT e.id, e.occasion_id, e.stage, e.made_at, e.changed_at, (SELECT count(*) FROM" \
    " participation_persons p WHERE p.town_id = e.town_id AND p.entry_id = e.id" WHICH                   \
    ") AS guests FROM"                                                                                   \
    " participation_entries e WHERE e.town_id = :town) e WHERE e.guests > 0"

constexpr app::CountedRows guest_rows{.rows = VECHE_GUESTS_OF_ENTRIES(""),
                                      .dimensions = entry_dimensions,
                                      .place = {"id"},
                                      .object = "entry",
                                      .at = "made_at",
                                      .amount = "guests",
                                      .version = "changed_at",
                                      .title = VECHE_TOLD_LAST("title"),
                                      .page = VECHE_TOLD_LAST("office_url"),
                                      .personal = true};

constexpr app::CountedRows seat_rows = [] {
    auto rows = guest_rows;
    rows.rows = VECHE_GUESTS_OF_ENTRIES(" AND p.seat IS NOT NULL");
    return rows;
}();

constexpr app::Dimension came_dimensions[] = {{"age_group", "figures.by_age_group", "figures.age_"},
                                              {"signed_up", "figures.by_sign_up", "figures.answer_"}};

/// A record is a day of an occasion.
constexpr app::CountedRows came_rows{
    .rows =
        "SELECT a.came_on, a.occasion_id, a.age_group, a.received_at, CASE WHEN a.entry_id IS NULL THEN 'no' ELSE"
        " 'yes' END AS signed_up FROM participation_attendance a WHERE a.town_id = :town AND a.stage = 'came'",
    .dimensions = came_dimensions,
    .place = {"came_on", "occasion_id"},
    .object = "occasion",
    .day = "came_on",
    .version = "received_at",
    .title = VECHE_TOLD_LAST("title"),
    .page = VECHE_TOLD_LAST("office_url"),
    .gathered = true};

}  // namespace

std::vector<app::Figure> all()
{
    return {app::counted<guest_rows>({.id = "participation.guests",
                                      .title = "figures.guests",
                                      .definition = "figures.guests_text",
                                      .unit = "figures.unit_people",
                                      .since_version = "0.1.0",
                                      .permission = keep_entries}),
            app::counted<seat_rows>({.id = "participation.seats",
                                     .title = "figures.seats",
                                     .definition = "figures.seats_text",
                                     .unit = "figures.unit_seats",
                                     .since_version = "0.1.0",
                                     .permission = keep_entries}),
            app::counted<came_rows>({.id = "participation.came",
                                     .title = "figures.came",
                                     .definition = "figures.came_text",
                                     .unit = "figures.unit_people",
                                     .since_version = "0.1.0",
                                     .permission = keep_entries})};
}

}  // namespace veche::participation::figures
