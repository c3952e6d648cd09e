#include "features/participation/entry/terms.hpp"

#include "features/law/feature.hpp"

namespace veche::participation {

namespace {
constexpr std::string_view thanks = "term.thanks";
}

Terms terms_of(db::Session& db, Id<app::Town> town, Day today)
{
    using namespace std::chrono;
    const auto profile = law::at(db, town, today);
    // Of the year before last everybody has been thanked, of the last one when its day is over.
    const bool over = today > profile.day_of_next_year(thanks, int(today.year()) - 1);
    return {.adult = profile.number("age.consent_alone"),
            .kept_days = profile.number("term.participation"),
            .thanked = Day{today.year() - years(over ? 0 : 1), January, day(1)}};
}

Day thanked_until(db::Session& db, Id<app::Town> town, Day today, Day ends)
{
    return law::at(db, town, today).day_of_next_year(thanks, int(ends.year()));
}

}  // namespace veche::participation
