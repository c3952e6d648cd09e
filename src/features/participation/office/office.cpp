// The back office of signing up: settings of an occasion, who has signed up, an entry called off.

#include <charconv>

#include <fmt/format.h>

#include "app/site.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "features/law/feature.hpp"
#include "features/participation/access.hpp"
#include "features/participation/edges.hpp"
#include "features/participation/entry/commands.hpp"
#include "features/participation/entry/store.hpp"
#include "language/when/in_words.hpp"
#include "outside/table_writer.hpp"
#include "web/form.hpp"

namespace veche::participation {

using app::Context;
using nlohmann::json;

std::string office_path(Id<app::Occasion> occasion)
{
    return app::office_occasion_path(occasion) + "/sign-up";
}

namespace {

constexpr int page_rows = 100;

struct Kept {
    app::Occasion occasion;
    SignUp sign_up;  // version 0: never opened
    std::vector<Entry> entries;
};

Kept kept_of(Context& context, std::int64_t after, int limit)
{
    const auto id = context.path_id<app::Occasion>("occasion");
    return context.read([&](app::View& view) {
        Kept kept{.occasion = occasion_or_last(view, id), .sign_up = {}, .entries = {}};
        kept.sign_up = store::find_sign_up(view.db, view.town.id, id).value_or(SignUp{});
        kept.sign_up.occasion = id;
        kept.entries = store::list_entries(view.db, view.town.id, id, std::nullopt, after, limit);
        return kept;
    });
}

std::string number_or(const std::optional<int>& number)
{
    return number ? std::to_string(*number) : "";
}

json entry_model(const language::Words& words, const Kept& kept, const Entry& entry)
{
    std::string guests;
    for (const auto& guest : entry.guests) {
        guests += (guests.empty() ? "" : ", ") + guest.name;
        if (guest.age) guests += fmt::format(" ({})", *guest.age);
    }
    return {{"number", std::to_string(entry.number)},
            {"contact", entry.contact},
            {"group", entry.group},
            {"guests", guests},
            {"email", entry.email},
            {"phone", entry.phone},
            {"consent",
             entry.child_consent.empty() ? "" : words.say("participation.consented", {{"who", entry.child_consent}})},
            {"state",
             {{"code", entry.stage == Stage::accepted    ? "held"
                       : entry.stage == Stage::cancelled ? "cancelled"
                                                         : "moved"},
              {"title", words.say(fmt::format("participation.stage_{}", to_text(entry.stage)))}}},
            {"cancel_href",
             entry.stage == Stage::cancelled
                 ? ""
                 : fmt::format("{}/entries/{}/cancellation", office_path(kept.occasion.id), to_text(entry.id))}};
}

json settings_model(Context& context, const Kept& kept)
{
    const auto& zone = context.town.zone;
    const auto& one = kept.sign_up;
    std::string day, clock;
    if (one.closes) {
        const auto local = zone.local(*one.closes);
        day = iso_day(local.day);
        clock = fmt::format("{:02}:{:02}", local.minute / 60, local.minute % 60);
    }
    return {{"seats", number_or(one.seats)},
            {"guests_most", std::to_string(one.guests_most)},
            {"closes_day", day},
            {"closes_clock", clock},
            {"age_least", number_or(one.age_least)},
            {"age_most", number_or(one.age_most)},
            {"offer_hours", one.offer_hours == 0 ? "" : std::to_string(one.offer_hours)},
            {"bring", one.bring}};
}

web::Response show(Context& context, const Kept& kept, const web::Form* form, std::string meanwhile = {},
                   int status = 200)
{
    const auto& words = context.words;
    json entries = json::array();
    for (const auto& entry : kept.entries) {
        if (entries.size() == page_rows) break;
        entries.push_back(entry_model(words, kept, entry));
    }
    const auto path = office_path(kept.occasion.id);
    const bool more = kept.entries.size() > std::size_t(page_rows);
    json model = {{"heading", words.say("participation.office_heading")},
                  {"title", kept.occasion.title},
                  {"when", language::time_words(words, kept.occasion.when)},
                  {"back_href", kept.occasion.office_url},
                  {"csrf", context.csrf()},
                  {"action", path},
                  {"csv_href", path + ".csv"},
                  {"check_in_href", check_in_path(kept.occasion.id)},
                  {"version", std::to_string(kept.sign_up.version)},
                  {"open", kept.sign_up.version == 0 || kept.sign_up.open},
                  {"list", kept.sign_up.queue == Queue::list},
                  {"summary", kept.sign_up.seats ? words.say("participation.taken", kept.sign_up.taken,
                                                             {{"seats", words.number(*kept.sign_up.seats)}})
                                                 : words.say("participation.numbers_given", kept.sign_up.last_number)},
                  {"entries", entries},
                  {"nothing", entries.empty()},
                  {"next_href", more ? fmt::format("{}?after={}", path, kept.entries[page_rows - 1].number) : ""},
                  {"values", settings_model(context, kept)},
                  {"errors",
                   {{"seats", ""},
                    {"guests_most", ""},
                    {"closes_day", ""},
                    {"closes_clock", ""},
                    {"age_least", ""},
                    {"age_most", ""},
                    {"offer_hours", ""},
                    {"bring", ""}}},
                  {"error_list", json::array()},
                  {"has_errors", false},
                  {"meanwhile", std::move(meanwhile)}};
    if (form) {
        model.update(form->model(words), true);
        model["open"] = form->flag("open");
        model["list"] = form->flag("list");
    }
    const std::string title = model["heading"];
    return context.show({.view = "participation/office_sign_up",
                         .model = std::move(model),
                         .title = title,
                         .status = status,
                         .section = "office.participation"});
}

std::int64_t number_of(const std::string* text)
{
    std::int64_t number = 0;
    if (text) std::from_chars(text->data(), text->data() + text->size(), number);
    return number;
}

web::Response settings_page(Context& context)
{
    return show(context, kept_of(context, number_of(context.request.query_value("after")), page_rows + 1), nullptr);
}

std::optional<int> number_in(web::Form& form, std::string_view field)
{
    const auto text = trimmed(form.text(field));
    if (text.empty()) return std::nullopt;
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size()) return number;
    form.refuse({RefusalKind::invalid, "participation.number_wrong", std::string(field), {}});
    return std::nullopt;
}

std::optional<Instant> closes_in(web::Form& form, const language::Zone& zone)
{
    const auto day_text = trimmed(form.text("closes_day")), clock = trimmed(form.text("closes_clock"));
    if (day_text.empty()) return std::nullopt;
    const auto day = parse_iso_day(day_text);
    int hour = 23, minute = 59;
    bool good = day.has_value();
    if (!clock.empty()) {
        const auto read = [&](std::string_view part, int& value, int most) {
            const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
            return error == std::errc() && end == part.data() + part.size() && value >= 0 && value <= most;
        };
        good = good && clock.size() == 5 && clock[2] == ':' && read(clock.substr(0, 2), hour, 23) &&
               read(clock.substr(3), minute, 59);
    }
    if (good) return zone.instant(*day, hour * 60 + minute);
    form.refuse({RefusalKind::invalid, "when.form_bad_day", "closes_day", {}});
    return std::nullopt;
}

web::Response save_settings(Context& context)
{
    const Kept kept = kept_of(context, 0, page_rows + 1);
    web::Form form(context.request, {.single = {"seats", "guests_most", "closes_day", "closes_clock", "age_least",
                                                "age_most", "offer_hours", "bring", "open", "list", "version"}});
    SignUp wanted = kept.sign_up;
    wanted.version = number_of(&form.text("version"));
    wanted.open = form.flag("open");
    wanted.queue = form.flag("list") ? Queue::list : Queue::none;
    wanted.seats = number_in(form, "seats");
    wanted.guests_most = number_in(form, "guests_most").value_or(1);
    wanted.age_least = number_in(form, "age_least");
    wanted.age_most = number_in(form, "age_most");
    wanted.offer_hours = number_in(form, "offer_hours").value_or(0);
    wanted.bring = form.take(parse_line(form.text("bring"), "bring", 0, bring_limit));
    wanted.closes = closes_in(form, context.town.zone);
    if (form.good())
        for (auto& fault : faults_of(wanted, {})) form.refuse(std::move(fault));
    if (!form.good()) return show(context, kept, &form, "", 422);
    const auto done = context.change(
        [&](app::Work& work) { return put_sign_up(work, app::get_for_update(work, kept.occasion.id), wanted); });
    if (done) return context.go(office_path(kept.occasion.id), "flash.sign_up_saved");
    if (done.error().field.empty())
        return show(context, kept, &form, context.words.say(done.error()),
                    done.error().kind == RefusalKind::conflict ? 409 : 422);
    form.refuse(done.error());
    return show(context, kept, &form, "", 422);
}

web::Response show_cancel(Context& context, const Kept& kept, const Entry& entry, const web::Form* form)
{
    json model = {
        {"heading", context.words.say("participation.cancel_heading", {{"number", std::to_string(entry.number)}})},
        {"contact", entry.contact},
        {"title", kept.occasion.title},
        {"csrf", context.csrf()},
        {"back_href", office_path(kept.occasion.id)},
        {"action", context.request.path},
        {"values", {{"reason", ""}}},
        {"errors", {{"reason", ""}}},
        {"error_list", json::array()},
        {"has_errors", false}};
    if (form) model.update(form->model(context.words), true);
    const std::string title = model["heading"];
    return context.show({.view = "participation/office_cancel",
                         .model = std::move(model),
                         .title = title,
                         .status = form ? 422 : 200,
                         .section = "office.participation"});
}

Entry entry_of(Context& context, const Kept& kept)
{
    const auto id = context.path_id<Entry>("entry");
    return context.read([&](app::View& view) { return store::get_entry(view.db, view.town.id, kept.occasion.id, id); });
}

web::Response cancel_page(Context& context)
{
    const Kept kept = kept_of(context, 0, 1);
    return show_cancel(context, kept, entry_of(context, kept), nullptr);
}

web::Response save_cancel(Context& context)
{
    const Kept kept = kept_of(context, 0, 1);
    const Entry entry = entry_of(context, kept);
    web::Form form(context.request, {.single = {"reason"}});
    const auto reason = form.take(parse_line(form.text("reason"), "reason", 0, reason_limit));
    if (form.good() && reason.empty()) form.refuse({RefusalKind::invalid, "participation.reason_needed", "reason", {}});
    if (!form.good()) return show_cancel(context, kept, entry, &form);
    const auto done =
        context.change([&](app::Work& work) { return cancel_entry(work, kept.occasion.id, entry.id, reason); });
    if (done) return context.go(office_path(kept.occasion.id), "flash.entry_cancelled");
    form.refuse(done.error());
    return show_cancel(context, kept, entry, &form);
}

/// A row for each person, so that a list at the door can be printed and ticked. Of many people it needs a second colleague's yes.
web::Response csv(Context& context)
{
    const Kept kept = kept_of(context, 0, 100'000);
    std::int64_t people = 0;
    for (const auto& entry : kept.entries) people += std::int64_t(entry.guests.size());
    if (auto stopped = law::may_export(
            context, {.what = "participation.whole_list", .path = context.request.target, .people = people}))
        return std::move(*stopped);
    const auto& words = context.words;
    outside::Sheet sheet;
    sheet.name = kept.occasion.title;
    for (const auto* message : {"participation.number", "participation.state", "participation.name",
                                "participation.age", "participation.seat_title", "participation.contact_title",
                                "participation.email", "participation.phone", "participation.group"})
        sheet.columns.push_back({words.say(message)});
    for (const auto& entry : kept.entries)
        for (const auto& guest : entry.guests)
            sheet.rows.push_back(
                {outside::Sheet::RowKind::line,
                 {std::to_string(entry.number), words.say(fmt::format("participation.stage_{}", to_text(entry.stage))),
                  guest.name, number_or(guest.age), number_or(guest.seat), entry.contact, entry.email, entry.phone,
                  entry.group}});
    auto response = web::respond(200, "text/csv; charset=utf-8", outside::write_csv(sheet));
    response.with("content-disposition", "attachment; filename=\"sign-up.csv\"");
    return response;
}

}  // namespace

void mount_office(app::Routes& routes)
{
    routes.get("/office/occasions/{occasion}/sign-up", keep_entries, settings_page);
    routes.post("/office/occasions/{occasion}/sign-up", keep_entries, save_settings);
    routes.get("/office/occasions/{occasion}/sign-up.csv", keep_entries, csv);
    routes.get("/office/occasions/{occasion}/sign-up/entries/{entry}/cancellation", keep_entries, cancel_page);
    routes.post("/office/occasions/{occasion}/sign-up/entries/{entry}/cancellation", keep_entries, save_cancel);
}

}  // namespace veche::participation
