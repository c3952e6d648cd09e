// The law profile and the working days, read by every colleague and kept by administrators.

#include <algorithm>

#include <fmt/format.h>

#include "app/forms/deed_form.hpp"
#include "features/law/access.hpp"
#include "features/law/commands.hpp"
#include "features/law/feature.hpp"
#include "features/law/office.hpp"
#include "features/law/store.hpp"

namespace veche::law {

using app::Context;
using nlohmann::json;
using web::FieldKind, web::FormField;

namespace {

constexpr FormField value_fields[] = {
    {.name = "value",
     .label = "law.field_value",
     .hint = "law.hint_value",
     .limit = 200,
     .obligatory = true,
     .look = "middling"},
    {.name = "since", .kind = FieldKind::day, .label = "law.field_since", .hint = "law.hint_since", .obligatory = true},
    {.name = "norm", .label = "law.field_norm", .limit = 300, .obligatory = true, .look = "middling"},
    {.name = "edition", .label = "law.field_edition", .limit = 200, .look = "middling"},
    {.name = "confirmed_by",
     .label = "law.field_confirmed_by",
     .hint = "law.hint_confirmed_by",
     .limit = 200,
     .look = "middling"}};
constexpr FormField day_fields[] = {
    {.name = "day", .kind = FieldKind::day, .label = "law.field_day", .obligatory = true},
    {.name = "working", .kind = FieldKind::box, .label = "law.field_working"}};

constexpr std::string_view days_path = "/office/law/days";

std::string value_path(std::string_view key)
{
    return fmt::format("/office/law/values/{}", key);
}

Day today(const Context& context)
{
    return context.town.zone.local(context.now).day;
}

const Norm& norm_of(const Context& context)
{
    const auto* norm = find_norm(context.path("key"));
    if (!norm) throw NotFound("law");
    return *norm;
}

json value_model(const language::Words& words, const Value& value)
{
    const auto* norm = find_norm(value.key);
    return {{"title", words.say("law.title." + value.key)},
            {"href", value_path(value.key)},
            {"value", value_words(words, norm->kind, value.value)},
            {"since", words.day_month_year(value.since)},
            {"norm", value.norm},
            {"edition", value.edition},
            {"confirmed_by", value.confirmed_by},
            {"entered_by", value.entered_by},
            {"shipped", !value.entered}};
}

std::string group_of(std::string_view key)
{
    return std::string(key.substr(0, key.find('.')));
}

web::Response profile_page(Context& context)
{
    const auto& words = context.words;
    const auto profile = context.read([&](app::View& view) { return at(view.db, view.town.id, today(context)); });
    json groups = json::array();
    for (const auto& value : profile.values()) {
        const auto title = words.say("law.group_" + group_of(value.key));
        if (groups.empty() || groups.back()["title"] != title)
            groups.push_back({{"title", title}, {"rows", json::array()}});
        groups.back()["rows"].push_back(value_model(words, value));
    }
    return context.show({.view = "law/office_law",
                         .model = {{"groups", std::move(groups)}, {"day", words.day_month_year(today(context))}},
                         .title = words.say("menu.law"),
                         .section = "office.law"});
}

web::Response show_value(Context& context, const web::Form* form)
{
    const auto& words = context.words;
    const auto& norm = norm_of(context);
    const auto [now, history] = context.read([&](app::View& view) {
        return std::pair(at(view.db, view.town.id, today(context)).of(norm.key),
                         store::list_values_of(view.db, view.town.id, norm.key));
    });
    json rows = json::array();
    for (const auto& value : history) rows.push_back(value_model(words, value));
    for (const auto& one : shipped())
        if (one.key == norm.key)
            rows.push_back(value_model(words, {std::string(one.key), one.since, std::string(one.value),
                                               std::string(one.norm), std::string(one.edition)}));
    return app::show_form(context,
                          {.view = "law/office_value",
                           .model = {{"may_enter", may_enter_law(context.actor)},
                                     {"action", value_path(norm.key)},
                                     {"now", value_model(words, now)},
                                     {"history", std::move(rows)}},
                           .title = words.say("law.title." + std::string(norm.key)),
                           .section = "office.law"},
                          value_fields,
                          {.values = {{"value", now.value}, {"norm", now.norm}, {"edition", now.edition}}}, form,
                          app::Placing::in_a_row);
}

web::Response value_page(Context& context)
{
    return show_value(context, nullptr);
}

web::Response save_value(Context& context)
{
    const auto& norm = norm_of(context);
    web::Form form(context.request, value_fields);
    const Value value{.key = std::string(norm.key),
                      .since = form.day("since").value_or(Day()),
                      .value = form.take(parse_value(norm.kind, form.text("value"))),
                      .norm = form.line("norm"),
                      .edition = form.line("edition"),
                      .confirmed_by = form.line("confirmed_by")};
    if (form.good()) form.take(context.change([&](app::Work& work) { return enter_value(work, value); }));
    if (!form.good()) return show_value(context, &form);
    return context.go(value_path(norm.key), "flash.law_saved");
}

web::Response show_days(Context& context, const web::Form* form)
{
    const auto& words = context.words;
    const auto days = context.read([](app::View& view) { return store::list_days(view.db, view.town.id); });
    json rows = json::array(), missing = json::array();
    for (const auto& one : days)
        rows.push_back({{"title", words.day(one.day)},
                        {"state", words.say(one.working ? "law.day_working" : "law.day_off")},
                        {"removal", fmt::format("{}/{}/removal", days_path, iso_day(one.day))}});
    const auto year = today(context).year();
    for (const auto one : {year, year + std::chrono::years(1)})
        if (!has_decree(one))
            missing.push_back({{"words", words.say("law.no_decree", {{"year", std::to_string(int(one))}})}});
    return app::show_form(context,
                          {.view = "law/office_days",
                           .model = {{"may_enter", may_enter_law(context.actor)},
                                     {"rows", std::move(rows)},
                                     {"nothing", days.empty()},
                                     {"missing", std::move(missing)}},
                           .title = words.say("law.days_heading"),
                           .section = "office.law"},
                          day_fields, {}, form, app::Placing::in_a_row);
}

web::Response days_page(Context& context)
{
    return show_days(context, nullptr);
}

web::Response save_day(Context& context)
{
    web::Form form(context.request, day_fields);
    const OddDay day{.day = form.day("day").value_or(Day()), .working = form.flag("working")};
    if (form.good()) form.take(context.change([&](app::Work& work) { return enter_day(work, day); }));
    if (!form.good()) return show_days(context, &form);
    return context.go(std::string(days_path), "flash.law_saved");
}

web::Response remove_day(Context& context)
{
    const web::Form form(context.request, web::FormFields());
    const auto day = parse_iso_day(context.path("day"));
    if (!day) throw NotFound("day");
    context.change([&](app::Work& work) { return forget_day(work, *day); });
    return context.go(std::string(days_path), "flash.law_saved");
}

}  // namespace

std::string value_words(const language::Words& words, Kind kind, const std::string& value)
{
    switch (kind) {
        case Kind::years: return words.say("law.value_years", std::stoll(value));
        case Kind::days: return words.say("law.value_days", std::stoll(value));
        case Kind::working_days: return words.say("law.value_working_days", std::stoll(value));
        case Kind::hours: return words.say("law.value_hours", std::stoll(value));
        case Kind::count: return words.number(std::stoll(value));
        case Kind::next_year: {
            const auto day = parse_next_year(value).value();
            return words.say("law.value_until",
                             {{"day", words.short_day(Day{std::chrono::year(2001), day.month(), day.day()})}});
        }
        default: return value;
    }
}

void mount_profile(app::Routes& routes)
{
    routes.get("/office/law", read_law, profile_page);
    routes.get("/office/law/values/{key}", read_law, value_page);
    routes.post("/office/law/values/{key}", enter_law, save_value);
    routes.get("/office/law/days", read_law, days_page);
    routes.post("/office/law/days", enter_law, save_day);
    routes.post("/office/law/days/{day}/removal", enter_law, remove_day);
}

}  // namespace veche::law
