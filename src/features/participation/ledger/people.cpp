// The ledger by person: who signed up for what and came, while their names are kept.

#include <fmt/format.h>

#include "app/lists/listing.hpp"
#include "app/site.hpp"
#include "core/errors.hpp"
#include "core/fold.hpp"
#include "core/phone.hpp"
#include "core/text.hpp"
#include "features/participation/access.hpp"
#include "features/participation/edges.hpp"
#include "features/participation/ledger/store_people.hpp"
#include "features/participation/ledger/ways.hpp"
#include "language/when/in_words.hpp"

namespace veche::participation {

using app::Context;
using nlohmann::json;

namespace {

constexpr web::FormField person_filters[] = {
    {.name = "q", .label = "participation.find_person", .hint = "participation.find_person_hint", .limit = 100}};
constexpr int entries_most = 200;

/// A number is found however it is typed.
std::string sought_in(std::string_view typed)
{
    const auto phone = Phone::parse(typed);
    return phone ? phone->folded() : fold_part(trimmed(typed));
}

web::Response people_page(Context& context)
{
    const app::Listing listing(context.request, std::string(people_path), person_filters);
    const auto sought = sought_in(listing.text("q"));
    auto contacts = context.read([&](app::View& view) {
        return store::list_contacts(view.db, view.town.id, sought, parse_id<Entry>(listing.after()),
                                    int(app::Listing::page_rows) + 1);
    });
    const bool more = listing.cut(contacts);
    const auto& words = context.words;
    json rows = json::array();
    for (const auto& one : contacts)
        rows.push_back({{"name", one.name},
                        {"href", fmt::format("{}/{}", people_path, to_text(one.entry))},
                        {"email", one.email},
                        {"phone", one.phone},
                        {"occasions", words.number(one.occasions)},
                        {"came", words.number(one.came)}});
    const bool nothing = rows.empty();
    const auto title = words.say("participation.people");
    return context.show({.view = "participation/office_people",
                         .model = {{"heading", title},
                                   {"tabs", ledger_tabs(words, "participation.by_person")},
                                   {"rows", std::move(rows)},
                                   {"nothing", nothing},
                                   {"filter", listing.filter_model(words, {})},
                                   {"pager", listing.pager_model(more ? to_text(contacts.back().entry) : "")}},
                         .title = title,
                         .section = "office.participation"});
}

struct Deed {
    store::ContactEntry of;
    app::Occasion occasion;
};

json deed_model(const language::Words& words, const Deed& deed)
{
    const auto& [entry, came] = deed.of;
    std::string guests;
    for (const auto& guest : entry.guests) guests += (guests.empty() ? "" : ", ") + guest.name;
    const bool gone = deed.occasion.state == app::OccasionState::gone;
    return {{"title", deed.occasion.title},
            {"href", gone ? "" : office_path(entry.occasion)},
            {"when", language::time_words(words, deed.occasion.when)},
            {"number", std::to_string(entry.number)},
            {"state", words.say(fmt::format("participation.stage_{}", to_text(entry.stage)))},
            {"guests", guests},
            {"came", came == 0 ? "" : words.say("participation.came_count", came)}};
}

web::Response person_page(Context& context)
{
    const auto id = context.path_id<Entry>("entry");
    const auto deeds = context.read([&](app::View& view) {
        std::vector<Deed> all;
        for (auto& one : store::list_of_contact(view.db, view.town.id, id, entries_most)) {
            const auto occasion = occasion_or_last(view, one.entry.occasion);
            all.push_back({std::move(one), occasion});
        }
        return all;
    });
    if (deeds.empty()) throw NotFound("person");  // the names are blanked
    json rows = json::array();
    for (const auto& deed : deeds) rows.push_back(deed_model(context.words, deed));
    const auto& latest = deeds.front().of.entry;
    return context.show({.view = "participation/office_person",
                         .model = {{"heading", latest.contact},
                                   {"back_href", std::string(people_path)},
                                   {"email", latest.email},
                                   {"phone", latest.phone},
                                   {"rows", std::move(rows)}},
                         .title = latest.contact,
                         .section = "office.participation"});
}

}  // namespace

void mount_people(app::Routes& routes)
{
    routes.get(people_path, keep_entries, people_page);
    routes.get("/office/participation/people/{entry}", keep_entries, person_page);
}

}  // namespace veche::participation
