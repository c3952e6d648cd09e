#include "app/figures/store_counted.hpp"
#include "features/letters/access.hpp"
#include "features/letters/figures.hpp"

namespace veche::letters::figures {

namespace {

constexpr app::Dimension letter_dimensions[] = {{"stage", "figures.by_stage", "letters.stage_"},
                                                {"kind", "figures.by_kind", "letter_kind."}};

/// By the day on which they were queued, by the index of that.
constexpr app::CountedRows letter_rows{
    .rows =
        "SELECT l.made_at, l.id, l.subject, l.stage, l.kind, coalesce(l.settled_at, l.due_at) AS version"
        " FROM letters l WHERE l.town_id = :town",
    .dimensions = letter_dimensions,
    .place = {"made_at", "id"},
    .object = "letter",
    .at = "made_at",
    .title = "subject",
    .page = "'/office/letters?stage=' || stage",
    .personal = true};

}  // namespace

std::vector<app::Figure> all()
{
    return {app::counted<letter_rows>({.id = "letters.letters",
                                       .title = "figures.letters",
                                       .definition = "figures.letters_text",
                                       .unit = "figures.unit_letters",
                                       .since_version = "0.1.0",
                                       .permission = keep_letters})};
}

}  // namespace veche::letters::figures
