// The map of personal data, as the regulator asks for it: what is kept, of what class, why, how long, and what erases it. Made of what
// the migrations declare, so that it cannot differ from the database.

#include <algorithm>

#include <fmt/format.h>

#include "app/erasure/personal.hpp"
#include "features/law/access.hpp"
#include "features/law/feature.hpp"
#include "features/law/office.hpp"

namespace veche::law {

using app::Context;
using app::erasure::Column;
using app::erasure::Deed;
using app::erasure::Fate;
using app::erasure::Table;
using nlohmann::json;

namespace {

std::string term_words(const language::Words& words, const Profile& profile, const Fate& fate)
{
    if (!fate.law.empty()) return value_words(words, find_norm(fate.law)->kind, profile.of(fate.law).value);
    return fate.hours % 24 == 0 ? words.say("law.value_days", fate.hours / 24)
                                : words.say("law.value_hours", fate.hours);
}

std::string fate_words(const language::Words& words, const Profile& profile, const Table& table, const Fate& fate)
{
    switch (fate.deed) {
        case Deed::kept: return words.say("personal.deed_kept");
        case Deed::with:
            return words.say("personal.deed_with",
                             {{"what", words.say(fmt::format("personal.table_{}", table.parent))}});
        case Deed::job:
            return words.say("personal.deed_job",
                             {{"term", term_words(words, profile, fate)}, {"job", std::string(fate.job)}});
        default:
            return words.say(
                fate.deed == Deed::remove ? "personal.deed_delete" : "personal.deed_blank",
                {{"term", term_words(words, profile, fate)}, {"after", std::string(fate.after)}, {"job", "app.erase"}});
    }
}

json columns_model(const language::Words& words, const Profile& profile, const Table& table)
{
    json rows = json::array();
    for (const auto& column : table.columns) {
        if (!column.personal()) continue;
        std::string fates;
        for (const auto& fate : column.fates) {
            const auto one = fate_words(words, profile, table, fate);
            fates += (fates.empty() ? "" : "; ") + one + (fate.when.empty() ? "" : fmt::format(" ({})", fate.when));
        }
        rows.push_back({{"name", column.name},
                        {"kind", words.say(fmt::format("personal.kind_{}", column.kind))},
                        {"fate", fates}});
    }
    return rows;
}

web::Response map_page(Context& context)
{
    const auto& words = context.words;
    const Day today = context.town.zone.local(context.now).day;
    const auto profile = context.read([&](app::View& view) { return at(view.db, view.town.id, today); });
    json tables = json::array();
    for (const auto& table : app::erasure::tables())
        if (table.personal())
            tables.push_back({{"name", table.name},
                              {"about", words.say(fmt::format("personal.table_{}", table.name))},
                              {"rows", columns_model(words, profile, table)}});
    return context.show({.view = "law/office_map",
                         .model = {{"tables", std::move(tables)}, {"day", words.day_month_year(today)}},
                         .title = words.say("menu.personal"),
                         .section = "office.personal"});
}

}  // namespace

void mount_map(app::Routes& routes)
{
    routes.get("/office/personal", answer_subjects, map_page);
}

}  // namespace veche::law
