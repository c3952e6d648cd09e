// "Персональные данные": who answers for them, what is kept of people, for what and until when, and what a person may ask. Made of what the migrations
// declare and of the law profile of the day, so that it cannot promise another term than the one that erases.

#include <fmt/format.h>

#include "app/contacts/call_us.hpp"
#include "features/law/feature.hpp"
#include "features/law/office.hpp"
#include "features/law/purposes.hpp"

namespace veche::law {

using app::Context;
using nlohmann::json;

namespace {

json purposes_model(const language::Words& words, const Profile& profile)
{
    json rows = json::array();
    for (const auto& purpose : purposes())
        rows.push_back({{"title", words.say(fmt::format("law.purpose_{}", purpose.name))},
                        {"ground", words.say(fmt::format("law.purpose_{}_ground", purpose.name))},
                        {"kinds", kinds_of(words, purpose)},
                        {"until", until_words(words, profile, purpose)}});
    return rows;
}

web::Response personal_data_page(Context& context)
{
    const auto& words = context.words;
    const Day today = context.town.zone.local(context.now).day;
    const auto profile = context.read([&](app::View& view) { return at(view.db, view.town.id, today); });
    const auto contacts = app::contacts_of(context);
    const auto& who = contacts->data_operator;
    const auto term = value_words(words, Kind::working_days, profile.of("answer.subject").value);
    return context.show(
        {.view = "law/portal_personal_data",
         .model = {{"operator", {{"name", who.name}, {"address", who.address}, {"contact", who.contact}}},
                   {"named", who.named()},
                   {"to_settings", !who.named() && context.actor.has(app::Role::administrator) ? "/office/town" : ""},
                   {"purposes", purposes_model(words, profile)},
                   {"day", words.day_month_year(today)},
                   {"answered", words.say("law.rights_answered", {{"term", term}})},
                   {"call_us", app::call_us_model(context)}},
         .title = words.say("law.personal_data"),
         .description = words.say("law.personal_data_lead")});
}

}  // namespace

void mount_personal_data(app::Routes& routes)
{
    routes.get("/personal-data", app::anyone, personal_data_page);
}

}  // namespace veche::law
