// The person's own page, opened by the secret link: what was signed up for, the ticket, the answer to an offered seat, other people,
// and calling it off.

#include <algorithm>

#include <fmt/format.h>

#include "app/site.hpp"
#include "core/errors.hpp"
#include "features/participation/commands.hpp"
#include "features/participation/edges.hpp"
#include "features/participation/letters.hpp"
#include "features/participation/portal_form.hpp"
#include "features/participation/store.hpp"
#include "features/plan/feature.hpp"
#include "outside/qr.hpp"
#include "web/form.hpp"

namespace veche::participation {

using app::Context;
using nlohmann::json;

std::string ticket_code(const Entry& entry)
{
    return entry.key_hash.substr(0, 16);
}

namespace {

struct Own {
    Entry entry;
    plan::Line line;
    SignUp sign_up;
    plan::Happening happening;
    std::int64_t before = 0;  // how many wait before
};

/// A link from the form or from a letter.
std::string link_hash(const Context& context, db::Session& db)
{
    return hash_of_link(db, context.town.id, context.path("key"), context.site.settings().letters_key);
}

Own own_of(Context& context)
{
    const auto& key = context.path("key");
    if (!is_key(key)) throw NotFound("entry");
    return context.read([&](app::View& view) {
        auto entry = store::find_entry(view.db, view.town.id, link_hash(context, view.db));
        if (!entry) throw NotFound("entry");
        Own own{.entry = *entry,
                .line = plan::get_line(view, entry->line),
                .sign_up = store::find_sign_up(view.db, view.town.id, entry->happening).value(),
                .happening = {},
                .before = 0};
        if (entry->stage == Stage::waiting)
            own.before = store::count_waiting_before(view.db, view.town.id, entry->happening, entry->number);
        const auto one = std::ranges::find(own.line.happenings, entry->happening, &plan::Happening::id);
        if (one != own.line.happenings.end()) own.happening = *one;
        return own;
    });
}

std::string own_path(const Context& context, std::string_view end = {})
{
    return fmt::format("/sign-ups/{}{}", context.path("key"), end);
}

std::string moment(const Context& context, Instant at)
{
    const auto local = context.town.zone.local(at);
    return fmt::format("{}, {}", context.words.short_day(local.day), context.words.clock(local.minute));
}

/// What the state means for the person, in a sentence.
std::string stage_words(const Context& context, const Own& own)
{
    const auto& words = context.words;
    const auto& entry = own.entry;
    if (std::holds_alternative<plan::Cancelled>(own.happening.outcome)) return words.say("participation.text_no_event");
    switch (entry.stage) {
        case Stage::accepted: return words.say("participation.text_accepted");
        case Stage::waiting: return words.say("participation.before_you", own.before);
        case Stage::offered:
            return words.say("participation.text_offered", {{"until", moment(context, *entry.offer_until)}});
        case Stage::cancelled: break;
    }
    return words.say(entry.offer_until ? "participation.text_late" : "participation.text_cancelled");
}

std::string_view stage_colour(Stage stage)
{
    switch (stage) {
        case Stage::accepted: return "held";
        case Stage::waiting:
        case Stage::offered: return "moved";
        case Stage::cancelled: return "cancelled";
    }
    return "cancelled";
}

web::Response show_own(Context& context, const Own& own, std::string refusal, int status)
{
    const auto& words = context.words;
    json persons = json::array();
    for (const auto& person : own.entry.persons)
        persons.push_back(
            {{"name", person.name},
             {"seat", person.seat ? words.say("participation.seat", {{"seat", std::to_string(*person.seat)}}) : ""}});
    const auto number = std::to_string(own.entry.number);
    const bool stands = own.entry.stage != Stage::cancelled && !own.happening.settled();
    json model = {{"heading", words.say("participation.own_heading", {{"number", number}})},
                  {"csrf", context.csrf()},
                  {"number", number},
                  {"refusal", std::move(refusal)},
                  {"state",
                   {{"code", stage_colour(own.entry.stage)},
                    {"title", words.say(fmt::format("participation.stage_{}", to_text(own.entry.stage)))}}},
                  {"text", stage_words(context, own)},
                  {"reason", own.entry.reason},
                  {"title", own.line.content.title},
                  {"line_href", plan::line_path(own.line)},
                  {"ics_href", plan::line_path(own.line) + ".ics"},
                  {"when", plan::happening_words(words, own.line, own.happening)},
                  {"place", own.line.content.place},
                  {"bring", own.sign_up.bring},
                  {"persons", persons},
                  {"address", context.town.base_url + own_path(context)},
                  {"ticket_href", stands && own.entry.stage == Stage::accepted ? own_path(context, "/ticket.svg") : ""},
                  {"accept_action", own.entry.stage == Stage::offered ? own_path(context, "/acceptance") : ""},
                  {"change_href", stands && is_open(own.sign_up, context.now) ? own_path(context, "/persons") : ""},
                  {"cancel_action", stands ? own_path(context, "/cancellation") : ""}};
    const std::string title = model["heading"];
    return context.show({.view = "participation/portal_entry",
                         .model = std::move(model),
                         .title = title,
                         .status = status,
                         .canonical = plan::line_path(own.line),  // not the secret
                         .section = "plan"});
}

web::Response own_page(Context& context)
{
    return show_own(context, own_of(context), "", 200);
}

web::Response cancel_own(Context& context)
{
    const Own own = own_of(context);
    web::Form form(context.request, {.single = {}});
    const auto done =
        context.change([&](app::Work& work) { return cancel_by_hash(work, link_hash(context, work.tx)); });
    if (!done) return show_own(context, own, context.words.say(done.error()), 422);
    return context.go(own_path(context), "flash.sign_up_cancelled");
}

web::Response accept_own(Context& context)
{
    own_of(context);
    web::Form form(context.request, {.single = {}});
    const auto done =
        context.change([&](app::Work& work) { return accept_by_hash(work, link_hash(context, work.tx)); });
    if (!done) return show_own(context, own_of(context), context.words.say(done.error()), 422);
    return context.go(own_path(context));
}

/// What the person at the door scans with the camera of a phone: an address of the office, which opens for staff only and holds
/// nothing by which the entry could be changed.
web::Response ticket(Context& context)
{
    const Own own = own_of(context);
    if (own.entry.stage != Stage::accepted) throw NotFound("ticket");
    const auto address = fmt::format("{}{}?ticket={}", context.town.base_url,
                                     check_in_path(own.line.id, own.entry.happening), ticket_code(own.entry));
    return web::respond(200, "image/svg+xml", outside::qr_svg(address)).with("cache-control", "no-store");
}

// Other people in the same entry.

FormPlace place_of(Context& context, const Own& own)
{
    if (own.entry.stage == Stage::cancelled || own.happening.settled()) throw NotFound("entry");
    return {.line = own.line,
            .happening = own.happening,
            .sign_up = own.sign_up,
            .room = is_open(own.sign_up, context.now) ? Room::open : Room::closed,
            .action = own_path(context, "/persons"),
            .back_href = own_path(context),
            .changes = true};
}

web::Response change_page(Context& context)
{
    const Own own = own_of(context);
    const FormPlace place = place_of(context, own);
    json model = form_model(context, place, own.entry.persons.size(), nullptr);
    for (std::size_t i = 0; i < own.entry.persons.size(); ++i) {
        const auto& person = own.entry.persons[i];
        model["persons"][i]["name"] = person.name;
        model["persons"][i]["age"] = person.age ? std::to_string(*person.age) : "";
    }
    model["values"]["contact"] = own.entry.contact;
    model["values"]["phone"] = own.entry.phone;
    model["values"]["group"] = own.entry.group;
    model["child_consent"] = !own.entry.child_consent.empty();
    return show_form(context, place, std::move(model), 200);
}

web::Response save_change(Context& context)
{
    const Own own = own_of(context);
    const FormPlace place = place_of(context, own);
    web::Form form(context.request, {.single = {"contact", "phone", "group", "child_consent", "key", "rows", "deed"},
                                     .many = {},
                                     .prefixes = {"name-", "age-"}});
    const auto rows = rows_in(form, place.sign_up);
    if (form.text("deed") == "more") {
        const auto more = std::min(rows + 1, std::size_t(place.sign_up.persons_most));
        return show_form(context, place, form_model(context, place, more, &form), 200);
    }
    auto application = application_in(form, rows, false);
    application.data_consent = true;
    refuse_faults(form, application, place.sign_up, context.now);
    if (!form.good()) return show_form(context, place, form_model(context, place, rows, &form), 422);
    const auto done =
        context.change([&](app::Work& work) { return change_by_hash(work, link_hash(context, work.tx), application); });
    if (done) return context.go(own_path(context));
    form.refuse(done.error());
    return show_form(context, place, form_model(context, place, rows, &form), 422);
}

}  // namespace

void mount_own(app::Routes& routes)
{
    using app::anyone;
    routes.get("/sign-ups/{key}", anyone, own_page);
    routes.get("/sign-ups/{key}/ticket.svg", anyone, ticket);
    routes.get("/sign-ups/{key}/persons", anyone, change_page);
    routes.post("/sign-ups/{key}/persons", anyone, save_change);
    routes.post("/sign-ups/{key}/acceptance", anyone, accept_own);
    routes.post("/sign-ups/{key}/cancellation", anyone, cancel_own);
}

}  // namespace veche::participation
