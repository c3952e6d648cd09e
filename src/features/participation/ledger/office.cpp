// The ledger of participation: of each occasion, how many were expected, came, and came without signing up.

#include <algorithm>

#include "app/lists/listing.hpp"
#include "app/site.hpp"
#include "features/participation/access.hpp"
#include "features/participation/door/store_attendance.hpp"
#include "features/participation/edges.hpp"
#include "features/participation/ledger/ways.hpp"
#include "language/when/in_words.hpp"
#include "outside/table_writer.hpp"

namespace veche::participation {

using app::Context;
using nlohmann::json;

namespace {

constexpr std::string_view ledger_path = "/office/participation";
constexpr int file_rows = 10'000;
constexpr web::FormField filters[] = {{.name = "first", .kind = web::FieldKind::day, .label = "participation.from_day"},
                                      {.name = "last", .kind = web::FieldKind::day, .label = "participation.to_day"}};

struct LedgerRow {
    store::DayAttendance of;
    app::Occasion occasion;
    std::string title, when;
};
struct Ledger {
    Day first{}, last{};
    std::vector<LedgerRow> rows;
};

/// The day that was asked for, or without one `otherwise`. Throws web::BadRequest for what no page of ours sends.
Day day_in(const app::Listing& listing, std::string_view field, Day otherwise)
{
    const auto& text = listing.text(field);
    if (text.empty()) return otherwise;
    const auto day = parse_iso_day(text);
    if (!day) throw web::BadRequest(std::string(field));
    return *day;
}

/// Of one that was removed and had no sign-up, only marks at the door, nothing is left but its figures.
app::Occasion occasion_for(app::View& view, Id<app::Occasion> id)
{
    if (auto found = app::find_occasion(view, id)) return *found;
    if (store::find_sign_up(view.db, view.town.id, id)) return occasion_or_last(view, id);
    app::Occasion unknown;
    unknown.id = id;
    unknown.state = app::OccasionState::gone;
    return unknown;
}

/// From the beginning to the end of this year when nothing else is asked for.
Ledger ledger_of(Context& context, const app::Listing& listing, int limit)
{
    using namespace std::chrono;
    const auto this_year = context.town.zone.local(context.now).day.year();
    Ledger ledger{.first = day_in(listing, "first", Day{this_year, January, day(1)}),
                  .last = day_in(listing, "last", Day{this_year, December, day(31)}),
                  .rows = {}};
    return context.read([&](app::View& view) {
        for (const auto& one : store::list_attendance(view.db, view.town.id,
                                                      {.first = ledger.first,
                                                      .last = ledger.last,
                                                      .after = store::parse_ledger_key(listing.after()),
                                                      .limit = limit})) {
            LedgerRow row{.of = one, .occasion = occasion_for(view, one.attendance.occasion), .title = "", .when = ""};
            row.title =
                row.occasion.title.empty() ? context.words.say("participation.removed_title") : row.occasion.title;
            row.when = language::time_words(context.words, row.occasion.when);
            ledger.rows.push_back(std::move(row));
        }
        return ledger;
    });
}

std::string heading_of(const language::Words& words, const Ledger& ledger)
{
    return words.say("participation.ledger",
                     {{"days", words.day_range(ledger.first, std::max(ledger.first, ledger.last))}});
}

json row_model(const language::Words& words, const LedgerRow& row)
{
    const auto& one = row.of.attendance;
    return {{"title", row.title},
            {"href", row.occasion.state == app::OccasionState::gone ? "" : row.occasion.office_url},
            {"when", row.when},
            {"accepted", words.number(one.accepted)},
            {"came", words.number(one.came)},
            {"walk_ins", words.number(one.walk_ins)},
            {"all", words.number(one.all())},
            {"children", words.number(one.children)},
            {"check_in_href", row.occasion.title.empty() ? "" : check_in_path(one.occasion)}};
}

web::Response ledger_page(Context& context)
{
    const app::Listing listing(context.request, std::string(ledger_path), filters);
    auto ledger = ledger_of(context, listing, int(app::Listing::page_rows) + 1);
    const bool more = listing.cut(ledger.rows);
    const auto& words = context.words;
    json rows = json::array();
    for (const auto& row : ledger.rows) rows.push_back(row_model(words, row));
    const bool nothing = rows.empty();
    const auto heading = heading_of(words, ledger);
    return context.show(
        {.view = "participation/office_ledger",
         .model = {{"heading", heading},
                   {"tabs", ledger_tabs(words, "participation.by_date")},
                   {"rows", std::move(rows)},
                   {"nothing", nothing},
                   {"turned", ledger.last < ledger.first},
                   {"csv_href", listing.address({}, ".csv")},
                   {"filter", listing.filter_model(words, {})},
                   {"pager", listing.pager_model(more ? store::ledger_key(ledger.rows.back().of) : "")}},
         .title = heading,
         .section = "office.participation"});
}

web::Response ledger_file(Context& context)
{
    const app::Listing listing(context.request, std::string(ledger_path), filters);
    const auto ledger = ledger_of(context, listing, file_rows);
    const auto& words = context.words;
    outside::Sheet sheet;
    sheet.name = heading_of(words, ledger);
    for (const auto* message : {"participation.what", "participation.when_title", "participation.accepted_title",
                                "participation.came_title", "participation.walk_ins", "participation.children_title",
                                "participation.adults_title", "participation.unknown_title"})
        sheet.columns.push_back({words.say(message)});
    for (const auto& row : ledger.rows) {
        const auto& one = row.of.attendance;
        sheet.rows.push_back(
            {outside::Sheet::RowKind::line,
             {row.title, row.when, std::to_string(one.accepted), std::to_string(one.came), std::to_string(one.walk_ins),
              std::to_string(one.children), std::to_string(one.adults), std::to_string(one.unknown)}});
    }
    return app::list_file(context, sheet, "participation");
}

}  // namespace

json ledger_tabs(const language::Words& words, std::string_view here)
{
    json tabs = json::array();
    for (const auto& [message, href] :
         {std::pair<std::string_view, std::string_view>{"participation.by_date", ledger_path},
          {"participation.by_person", people_path}})
        tabs.push_back({{"title", words.say(message)}, {"href", href}, {"here", message == here}});
    return tabs;
}

void mount_ledger(app::Routes& routes)
{
    routes.get("/office/participation", keep_entries, ledger_page);
    routes.get("/office/participation.csv", keep_entries, ledger_file);
    routes.get("/office/participation.xlsx", keep_entries, ledger_file);
}

}  // namespace veche::participation
