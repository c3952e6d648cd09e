// Signing up on the portal: no account, one page, no script. The form's hidden key is the secret of the person's own link.

#include <charconv>

#include <fmt/format.h>

#include "app/site.hpp"
#include "app/token.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "features/participation/commands.hpp"
#include "features/participation/edges.hpp"
#include "features/participation/letters.hpp"
#include "features/participation/store.hpp"
#include "features/plan/feature.hpp"
#include "web/form.hpp"

namespace veche::participation {

using app::Context;
using nlohmann::json;

std::string sign_up_path(const plan::Line& line, Id<plan::Happening> happening)
{
    return fmt::format("{}/sign-up/{}", plan::line_path(line), to_text(happening));
}

namespace {

struct Place {
    plan::Line line;
    const plan::Happening* happening = nullptr;
    SignUp sign_up;
    Room room{};
};

/// What the address names: an announced line of this year and town, a happening of it that one may sign up for.
Place place_of(Context& context)
{
    const auto line_id = context.path_id<plan::Line>("id");
    const auto happening = context.path_id<plan::Happening>("happening");
    Place place;
    context.read([&](app::View& view) {
        place.line = plan::get_line(view, line_id);
        const auto found = store::find_sign_up(view.db, view.town.id, happening);
        if (!place.line.announced() || std::to_string(place.line.year) != context.path("year") || !found ||
            found->line != line_id)
            throw NotFound("sign-up");
        place.sign_up = *found;
        const auto taken = found->seats ? store::count_taken(view.db, view.town.id, happening) : 0;
        place.room = room_of(*found, std::size_t(taken), view.now);
        return true;
    });
    const auto one = std::ranges::find(place.line.happenings, happening, &plan::Happening::id);
    if (one == place.line.happenings.end()) throw NotFound("happening");
    place.happening = &*one;
    return place;
}

/// A key the form may carry: 43 characters of base 64 for addresses.
bool is_key(std::string_view key)
{
    return key.size() == 43 && std::ranges::all_of(key, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                      c == '_';
           });
}

std::string ages_words(const language::Words& words, const SignUp& sign_up)
{
    if (sign_up.age_least && sign_up.age_most)
        return words.say("participation.ages_between",
                         {{"least", std::to_string(*sign_up.age_least)}, {"most", std::to_string(*sign_up.age_most)}});
    if (sign_up.age_least) return words.say("participation.ages_from", {{"least", std::to_string(*sign_up.age_least)}});
    if (sign_up.age_most) return words.say("participation.ages_to", {{"most", std::to_string(*sign_up.age_most)}});
    return "";
}

json person_row(const language::Words& words, std::size_t number, const std::string& name, const std::string& age)
{
    const auto text = std::to_string(number);
    return {{"number", text},
            {"title", words.say("participation.person", {{"number", text}})},
            {"name_id", "name-" + text},
            {"age_id", "age-" + text},
            {"name", name},
            {"age", age},
            {"name_error", ""},
            {"age_error", ""}};
}

/// The form, fresh or with what was typed. `rows`: how many people there is room for on the page.
json form_model(Context& context, const Place& place, std::size_t rows, const web::Form* form)
{
    const auto& words = context.words;
    json persons = json::array();
    for (std::size_t i = 1; i <= rows; ++i) {
        const auto number = std::to_string(i);
        persons.push_back(
            person_row(words, i, form ? form->text("name-" + number) : "", form ? form->text("age-" + number) : ""));
    }
    json model = {
        {"heading", words.say("participation.heading", {{"title", place.line.content.title}})},
        {"csrf", context.csrf()},
        {"action", sign_up_path(place.line, place.sign_up.happening)},
        {"line_href", plan::line_path(place.line)},
        {"when", plan::happening_words(words, place.line, *place.happening)},
        {"place", place.line.content.place},
        {"room", words.say(fmt::format("participation.room_{}", to_text(place.room)))},
        {"takes", place.room != Room::closed && place.room != Room::full},
        {"ages", ages_words(words, place.sign_up)},
        {"bring", place.sign_up.bring},
        {"key", form ? form->text("key") : app::random_token().reveal()},
        {"rows", std::to_string(rows)},
        {"persons", persons},
        {"more", rows < std::size_t(place.sign_up.persons_most)},
        {"several", place.sign_up.persons_most > 1},
        {"data_consent", form && form->flag("data_consent")},
        {"child_consent", form && form->flag("child_consent")},
        {"values", {{"contact", ""}, {"email", ""}, {"phone", ""}, {"group", ""}}},
        {"errors",
         {{"contact", ""}, {"email", ""}, {"phone", ""}, {"group", ""}, {"data_consent", ""}, {"child_consent", ""}}},
        {"error_list", json::array()},
        {"has_errors", false}};
    if (!form) return model;
    model.update(form->model(words), true);
    for (const auto& refusal : form->refusals())
        for (auto& person : model["persons"]) {
            if (person["name_id"] == refusal.field) person["name_error"] = words.say(refusal);
            if (person["age_id"] == refusal.field) person["age_error"] = words.say(refusal);
        }
    return model;
}

web::Response show_form(Context& context, const Place& place, std::size_t rows, const web::Form* form, int status)
{
    auto model = form_model(context, place, rows, form);
    const std::string title = model["heading"];
    return context.show({.view = "participation/portal_sign_up",
                         .model = std::move(model),
                         .title = title,
                         .status = status,
                         .section = "plan"});
}

web::Response sign_up_page(Context& context)
{
    const Place place = place_of(context);
    return show_form(context, place, 1, nullptr, 200);
}

std::size_t rows_in(const web::Form& form, const SignUp& sign_up)
{
    const auto& text = form.text("rows");
    int rows = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), rows);
    if (error != std::errc() || end != text.data() + text.size() || rows < 1 || rows > persons_limit)
        throw web::BadRequest("rows");
    return std::size_t(std::min(rows, sign_up.persons_most));
}

std::optional<int> age_in(web::Form& form, const std::string& field)
{
    const auto text = trimmed(form.text(field));
    if (text.empty()) return std::nullopt;
    int age = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), age);
    if (error == std::errc() && end == text.data() + text.size() && age >= 0 && age <= 120) return age;
    form.refuse({RefusalKind::invalid, "participation.age_wrong", field, {}});
    return std::nullopt;
}

/// Rows left wholly empty are nobody; a row with an age has a name.
Application application_in(web::Form& form, std::size_t rows)
{
    Application application{.contact = form.take(parse_line(form.text("contact"), "contact", 1, person_limit)),
                            .email = form.take(Email::parse(form.text("email"))),
                            .phone = form.take(parse_line(form.text("phone"), "phone", 0, phone_limit)),
                            .group = form.take(parse_line(form.text("group"), "group", 0, group_limit)),
                            .persons = {},
                            .data_consent = form.flag("data_consent"),
                            .child_consent = form.flag("child_consent")};
    for (std::size_t i = 1; i <= rows; ++i) {
        const auto number = std::to_string(i);
        if (trimmed(form.text("name-" + number)).empty() && trimmed(form.text("age-" + number)).empty()) continue;
        application.persons.push_back(
            {.name = form.take(parse_line(form.text("name-" + number), "name-" + number, 1, person_limit)),
             .age = age_in(form, "age-" + number),
             .seat = std::nullopt});
    }
    return application;
}

web::Response save_sign_up(Context& context)
{
    const Place place = place_of(context);
    web::Form form(context.request, {.single = {"contact", "email", "phone", "group", "data_consent", "child_consent",
                                                "key", "rows", "deed"},
                                     .many = {},
                                     .prefixes = {"name-", "age-"}});
    if (!is_key(form.text("key"))) throw web::BadRequest("key");
    const auto rows = rows_in(form, place.sign_up);
    if (form.text("deed") == "more")
        return show_form(context, place, std::min(rows + 1, std::size_t(place.sign_up.persons_most)), &form, 200);
    const auto application = application_in(form, rows);
    const bool again = context.read([&](app::View& view) {
        return store::find_entry(view.db, view.town.id, app::token_hash(form.text("key"))).has_value();
    });
    if (!again && form.good())
        for (auto& fault : faults_of(application, place.sign_up, context.now)) form.refuse(std::move(fault));
    if (!again && !form.good()) return show_form(context, place, rows, &form, 422);
    const auto done = context.change(
        [&](app::Work& work) { return sign_up(work, place.sign_up.happening, application, form.text("key")); });
    if (done) return context.go("/sign-ups/" + form.text("key"));
    form.refuse(done.error());
    return show_form(context, place, rows, &form, 422);
}

// The person's own page.

struct Own {
    Entry entry;
    plan::Line line;
    std::string bring, when;
    std::int64_t before = 0;  // how many wait before
};

Own own_of(Context& context)
{
    const auto& key = context.path("key");
    if (!is_key(key)) throw NotFound("entry");
    return context.read([&](app::View& view) {
        const auto hash = hash_of_link(view.db, view.town.id, key, context.site.settings().letters_key);
        auto entry = store::find_entry(view.db, view.town.id, hash);
        if (!entry) throw NotFound("entry");
        Own own{.entry = *entry, .line = plan::get_line(view, entry->line), .bring = "", .when = "", .before = 0};
        if (const auto sign_up = store::find_sign_up(view.db, view.town.id, entry->happening))
            own.bring = sign_up->bring;
        if (entry->stage == Stage::waiting)
            own.before = store::count_waiting_before(view.db, view.town.id, entry->happening, entry->number);
        const auto one = std::ranges::find(own.line.happenings, entry->happening, &plan::Happening::id);
        if (one != own.line.happenings.end()) own.when = plan::happening_words(context.words, own.line, *one);
        return own;
    });
}

web::Response own_page(Context& context)
{
    const Own own = own_of(context);
    const auto& words = context.words;
    json persons = json::array();
    for (const auto& person : own.entry.persons)
        persons.push_back(
            {{"name", person.name},
             {"seat", person.seat ? words.say("participation.seat", {{"seat", std::to_string(*person.seat)}}) : ""}});
    const auto number = std::to_string(own.entry.number);
    const std::string stage(to_text(own.entry.stage));
    json model = {{"heading", words.say("participation.own_heading", {{"number", number}})},
                  {"csrf", context.csrf()},
                  {"number", number},
                  {"state",
                   {{"code", own.entry.stage == Stage::accepted  ? "held"
                             : own.entry.stage == Stage::waiting ? "moved"
                                                                 : "cancelled"},
                    {"title", words.say("participation.stage_" + stage)}}},
                  {"text", own.entry.stage == Stage::waiting ? words.say("participation.before_you", own.before)
                                                             : words.say("participation.text_" + stage)},
                  {"reason", own.entry.reason},
                  {"title", own.line.content.title},
                  {"line_href", plan::line_path(own.line)},
                  {"ics_href", plan::line_path(own.line) + ".ics"},
                  {"when", own.when},
                  {"place", own.line.content.place},
                  {"bring", own.bring},
                  {"persons", persons},
                  {"address", context.town.base_url + "/sign-ups/" + context.path("key")},
                  {"cancel_action",
                   own.entry.stage == Stage::cancelled ? "" : "/sign-ups/" + context.path("key") + "/cancellation"}};
    const std::string title = model["heading"];
    return context.show(
        {.view = "participation/portal_entry", .model = std::move(model), .title = title, .section = "plan"});
}

web::Response cancel_own(Context& context)
{
    const std::string key = context.path("key");
    if (!is_key(key)) throw NotFound("entry");
    web::Form form(context.request, {.single = {}});
    const auto done = context.change([&](app::Work& work) {
        const auto& secret = context.site.settings().letters_key;
        return cancel_by_hash(work, hash_of_link(work.tx, work.town.id, key, secret));
    });
    if (!done) throw NotFound("entry");
    return context.go("/sign-ups/" + key, "flash.sign_up_cancelled");
}

}  // namespace

void mount_portal(app::Routes& routes)
{
    using app::anyone;
    routes.get("/plan/{year}/lines/{id}/sign-up/{happening}", anyone, sign_up_page);
    routes.post("/plan/{year}/lines/{id}/sign-up/{happening}", anyone, save_sign_up);
    routes.get("/sign-ups/{key}", anyone, own_page);
    routes.post("/sign-ups/{key}/cancellation", anyone, cancel_own);
}

}  // namespace veche::participation
