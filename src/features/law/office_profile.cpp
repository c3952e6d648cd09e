// The law profile and the working days, read by every colleague and kept by administrators.

#include <algorithm>

#include <fmt/format.h>

#include "core/text.hpp"
#include "features/law/access.hpp"
#include "features/law/commands.hpp"
#include "features/law/feature.hpp"
#include "features/law/office.hpp"
#include "features/law/office_fields.hpp"
#include "features/law/store.hpp"

namespace veche::law {

using app::Context;
using nlohmann::json;

namespace {

constexpr Field value_fields[] = {
    {"value", "text"}, {"since", "date", 10}, {"norm", "text", 300}, {"edition", "text"}, {"confirmed_by", "text"}};
constexpr Field day_fields[] = {{"day", "date", 10}};

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
            {"href", "/office/law/values/" + value.key},
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
    json model = fields_model(
        words, value_fields,
        {{"value", now.value}, {"since", ""}, {"norm", now.norm}, {"edition", now.edition}, {"confirmed_by", ""}},
        form);
    model["csrf"] = context.csrf();
    model["may_enter"] = may_enter_law(context.actor);
    model["action"] = "/office/law/values/" + std::string(norm.key);
    model["now"] = value_model(words, now);
    json rows = json::array();
    for (const auto& value : history) rows.push_back(value_model(words, value));
    for (const auto& one : shipped())
        if (one.key == norm.key)
            rows.push_back(value_model(words, {std::string(one.key), one.since, std::string(one.value),
                                               std::string(one.norm), std::string(one.edition)}));
    model["history"] = std::move(rows);
    return context.show({.view = "law/office_value",
                         .model = std::move(model),
                         .title = words.say("law.title." + std::string(norm.key)),
                         .status = form ? form->status() : 200,
                         .section = "office.law"});
}

Day take_day(web::Form& form, std::string_view field)
{
    const auto day = parse_iso_day(trimmed(form.text(field)));
    if (!day) form.refuse({RefusalKind::invalid, "law.day_wrong", std::string(field), {}});
    return day.value_or(Day());
}

web::Response value_page(Context& context)
{
    return show_value(context, nullptr);
}

web::Response save_value(Context& context)
{
    const auto& norm = norm_of(context);
    web::Form form(context.request, {.single = {"value", "since", "norm", "edition", "confirmed_by"}});
    Value value{.key = std::string(norm.key)};
    value.value = form.take(parse_value(norm.kind, form.text("value")));
    value.since = take_day(form, "since");
    value.norm = form.take(parse_line(form.text("norm"), "norm", 1, 300));
    value.edition = form.take(parse_line(form.text("edition"), "edition", 0, 200));
    value.confirmed_by = form.take(parse_line(form.text("confirmed_by"), "confirmed_by", 0, 200));
    if (form.good()) form.take(context.change([&](app::Work& work) { return enter_value(work, value); }));
    if (!form.good()) return show_value(context, &form);
    return context.go("/office/law/values/" + value.key, "flash.law_saved");
}

web::Response show_days(Context& context, const web::Form* form)
{
    const auto& words = context.words;
    const auto days = context.read([](app::View& view) { return store::list_days(view.db, view.town.id); });
    json model = fields_model(words, day_fields, {{"day", ""}}, form);
    model["csrf"] = context.csrf();
    model["may_enter"] = may_enter_law(context.actor);
    model["rows"] = json::array();
    for (const auto& one : days)
        model["rows"].push_back({{"title", words.day(one.day)},
                                 {"state", words.say(one.working ? "law.day_working" : "law.day_off")},
                                 {"removal", fmt::format("/office/law/days/{}/removal", iso_day(one.day))}});
    model["nothing"] = days.empty();
    const auto year = today(context).year();
    json missing = json::array();
    for (const auto one : {year, year + std::chrono::years(1)})
        if (!has_decree(one))
            missing.push_back({{"words", words.say("law.no_decree", {{"year", std::to_string(int(one))}})}});
    model["missing"] = std::move(missing);
    return context.show({.view = "law/office_days",
                         .model = std::move(model),
                         .title = words.say("law.days_heading"),
                         .status = form ? form->status() : 200,
                         .section = "office.law"});
}

web::Response days_page(Context& context)
{
    return show_days(context, nullptr);
}

web::Response save_day(Context& context)
{
    web::Form form(context.request, {.single = {"day", "working"}});
    const OddDay day{.day = take_day(form, "day"), .working = form.flag("working")};
    if (form.good()) form.take(context.change([&](app::Work& work) { return enter_day(work, day); }));
    if (!form.good()) return show_days(context, &form);
    return context.go("/office/law/days", "flash.law_saved");
}

web::Response remove_day(Context& context)
{
    web::Form form(context.request, {.single = {}});
    const auto day = parse_iso_day(context.path("day"));
    if (!day) throw NotFound("day");
    context.change([&](app::Work& work) { return forget_day(work, *day); });
    return context.go("/office/law/days", "flash.law_saved");
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
