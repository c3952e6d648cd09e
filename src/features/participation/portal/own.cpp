// The person's own page, opened by the secret link: what was signed up for, the ticket, the answer to an offered seat, other people,
// and calling it off.

#include <map>

#include <fmt/format.h>

#include "app/site.hpp"
#include "core/errors.hpp"
#include "features/participation/edges.hpp"
#include "features/participation/entry/commands.hpp"
#include "features/participation/entry/letters.hpp"
#include "features/participation/entry/store.hpp"
#include "features/participation/entry/terms.hpp"
#include "features/participation/portal/form.hpp"
#include "features/participation/portal/own.hpp"
#include "features/participation/questions/store_answers.hpp"
#include "language/when/in_words.hpp"
#include "outside/qr.hpp"
#include "web/form.hpp"

namespace veche::participation {

using app::Context;
using nlohmann::json;

std::string ticket_code(const Entry& entry)
{
    return entry.key_hash.substr(0, 16);
}

std::string link_hash(const Context& context, db::Session& db)
{
    return hash_of_link(db, context.town.id, context.path("key"), context.site.settings().letters_key);
}

namespace {

/// What is asked of the entry, and what it has answered.
void ask(app::View& view, Own& own)
{
    const auto& entry = own.entry;
    own.questions = app::questions::find_questions(view, questions_owner(entry.occasion));
    if (own.questions.version == 0) return;
    own.answers = store::find_answers(view.db, view.town.id, entry.id);
    own.follow_up = store::find_follow_up(view.db, view.town.id, entry.occasion);
    std::vector<app::questions::Person> people;
    for (const auto& guest : entry.guests) people.push_back({guest.position, guest.age});
    const auto later = app::questions::Moment::afterwards;
    const bool answered = store::has_followed(view.db, view.town.id, entry.id) &&
                          app::questions::lacking(own.questions, later, people, own.answers) == 0;
    own.following = following_of(entry, own.sign_up, own.follow_up, answered, view.now);
    if (own.questions.asked(later).empty()) own.following = Following::nothing;
}

}  // namespace

Own own_of(Context& context)
{
    const auto& key = context.path("key");
    if (!is_key(key)) throw NotFound("entry");
    return context.read([&](app::View& view) {
        auto entry = store::find_entry(view.db, view.town.id, link_hash(context, view.db));
        if (!entry) throw NotFound("entry");
        Own own{.entry = *entry,
                .occasion = occasion_or_last(view, entry->occasion),
                .sign_up = store::find_sign_up(view.db, view.town.id, entry->occasion).value(),
                .terms = terms_of(view.db, view.town.id, view.town.zone.local(view.now).day),
                .before = 0};
        own.sign_up.state = own.occasion.state;
        ask(view, own);
        if (entry->stage == Stage::waiting)
            own.before = store::count_waiting_before(view.db, view.town.id, entry->occasion, entry->number);
        return own;
    });
}

std::string own_path(const Context& context, std::string_view end)
{
    return fmt::format("/sign-ups/{}{}", context.path("key"), end);
}

namespace {

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
    switch (own.occasion.state) {
        case app::OccasionState::cancelled:
        case app::OccasionState::gone: return words.say("participation.text_no_event");
        case app::OccasionState::withdrawn:
            if (is_over(entry.stage)) break;
            return words.say("participation.text_withdrawn");
        case app::OccasionState::held: return words.say("participation.text_held");
        case app::OccasionState::ahead: break;
    }
    switch (entry.stage) {
        case Stage::accepted: return words.say("participation.text_accepted");
        case Stage::waiting: return words.say("participation.before_you", own.before);
        case Stage::unconfirmed:
            return words.say(
                entry.email.empty() ? "participation.text_unconfirmed_call" : "participation.text_unconfirmed",
                {{"until", moment(context, *entry.confirm_by)}});
        case Stage::offered:
            return words.say("participation.text_offered", {{"until", moment(context, *entry.offer_until)}});
        case Stage::awaiting: return words.say("participation.text_awaiting");
        case Stage::refused: return words.say("participation.text_refused");
        case Stage::cancelled: break;
    }
    return words.say(entry.offer_until ? "participation.text_late" : "participation.text_cancelled");
}

std::string_view stage_colour(Stage stage)
{
    switch (stage) {
        case Stage::accepted: return "held";
        case Stage::waiting:
        case Stage::unconfirmed:
        case Stage::awaiting:
        case Stage::offered: return "waiting";
        case Stage::cancelled:
        case Stage::refused: return "cancelled";
    }
    return "cancelled";
}

bool by_letter(const Context& context)
{
    return is_letter_key(context.path("key"), context.town.id, context.site.settings().letters_key);
}

bool may_answer(const Context& context, const Entry& entry)
{
    return entry.stage == Stage::offered || (entry.stage == Stage::unconfirmed && by_letter(context));
}

web::Response show_own(Context& context, const Own& own, std::string refusal, int status)
{
    const auto& words = context.words;
    json guests = json::array();
    for (const auto& guest : own.entry.guests)
        guests.push_back(
            {{"name", guest.name},
             {"answers", app::questions::answers_model(own.questions, own.answers, guest.position)},
             {"seat", guest.seat ? words.say("participation.seat", {{"seat", std::to_string(*guest.seat)}}) : ""}});
    const auto number = std::to_string(own.entry.number);
    const auto state = own.occasion.state;
    const bool ahead = state == app::OccasionState::ahead;
    // It may be yet: who cannot come says so, for another may have the place.
    const bool stands = !is_over(own.entry.stage) && (ahead || state == app::OccasionState::withdrawn);
    const bool shown = state != app::OccasionState::gone && state != app::OccasionState::withdrawn;
    json model = {{"heading", words.say("participation.own_heading", {{"number", number}})},
                  {"csrf", context.csrf()},
                  {"number", number},
                  {"refusal", std::move(refusal)},
                  {"state",
                   {{"code", stage_colour(own.entry.stage)},
                    {"title", words.say(fmt::format("participation.stage_{}", to_text(own.entry.stage)))}}},
                  {"text", stage_words(context, own)},
                  {"reason", own.entry.reason},
                  {"title", own.occasion.title},
                  {"occasion_href", shown ? own.occasion.url : ""},
                  {"ics_href", ahead ? own.occasion.url + ".ics" : ""},
                  {"when", language::time_words(words, own.occasion.when)},
                  {"place", own.occasion.place},
                  {"bring", own.sign_up.bring},
                  {"guests", guests},
                  {"answers", app::questions::answers_model(own.questions, own.answers, app::questions::whole_entry)},
                  {"asked", own.following == Following::asked},
                  {"questions_href", own.following == Following::asked || own.following == Following::answered
                                         ? own_path(context, "/questions")
                                         : ""},
                  {"address", context.town.base_url + own_path(context)},
                  {"ticket_href", ahead && own.entry.stage == Stage::accepted ? own_path(context, "/ticket.svg") : ""},
                  {"accept_action", ahead && may_answer(context, own.entry) ? own_path(context, "/acceptance") : ""},
                  {"accept_title",
                   words.say(own.entry.stage == Stage::unconfirmed ? "participation.confirm" : "participation.accept")},
                  {"change_href", stands && is_open(own.sign_up, context.now) ? own_path(context, "/guests") : ""},
                  {"thanks_action", own.entry.thanks_consent.empty() ? "" : own_path(context, "/thanks-withdrawal")},
                  {"cancel_action", stands ? own_path(context, "/cancellation") : ""}};
    const std::string title = model["heading"];
    return context.show({.view = "participation/portal_entry",
                         .model = std::move(model),
                         .title = title,
                         .status = status,
                         .canonical = own.occasion.url});  // not the secret
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
    const bool confirms = own_of(context).entry.stage == Stage::unconfirmed && by_letter(context);
    web::Form form(context.request, {.single = {}});
    const auto done = context.change([&](app::Work& work) {
        const auto hash = link_hash(context, work.tx);
        return confirms ? confirm_by_hash(work, hash) : accept_by_hash(work, hash);
    });
    if (!done) return show_own(context, own_of(context), context.words.say(done.error()), 422);
    return context.go(own_path(context));
}

web::Response withdraw_thanks(Context& context)
{
    own_of(context);
    web::Form form(context.request, {.single = {}});
    (void)context.change([&](app::Work& work) { return withdraw_thanks_by_hash(work, link_hash(context, work.tx)); });
    return context.go(own_path(context), "flash.thanks_withdrawn");
}

/// What the person at the door scans with the camera of a phone: an address of the office, which opens for staff only and holds
/// nothing by which the entry could be changed.
web::Response ticket(Context& context)
{
    const Own own = own_of(context);
    if (own.entry.stage != Stage::accepted || own.occasion.state != app::OccasionState::ahead) throw NotFound("ticket");
    const auto address =
        fmt::format("{}{}?ticket={}", context.town.base_url, check_in_path(own.entry.occasion), ticket_code(own.entry));
    return web::respond(200, "image/svg+xml", outside::qr_svg(address)).with("cache-control", "no-store");
}

// Other people in the same entry.

FormPlace place_of(Context& context, const Own& own)
{
    if (is_over(own.entry.stage) || own.occasion.state != app::OccasionState::ahead) throw NotFound("entry");
    std::map<int, int> rows;
    for (std::size_t i = 0; i < own.entry.guests.size(); ++i) rows[own.entry.guests[i].position] = int(i) + 1;
    return {.occasion = own.occasion,
            .sign_up = own.sign_up,
            .room = is_open(own.sign_up, context.now) ? Room::open : Room::closed,
            .terms = own.terms,
            .by_phone = own.entry.email.empty(),
            .action = own_path(context, "/guests"),
            .back_href = own_path(context),
            .teller = Teller::changes,
            .questions = own.questions,
            .given = app::questions::at_positions(own.answers, rows)};
}

web::Response change_page(Context& context)
{
    const Own own = own_of(context);
    return show_form(context, place_of(context, own), std::max<std::size_t>(own.entry.guests.size(), 1),
                     content_of(own.entry));
}

web::Response save_change(Context& context)
{
    const Own own = own_of(context);
    const FormPlace place = place_of(context, own);
    const EntryFields fields(context.words, place);
    web::Form form(context.request, fields.all(), app::questions::field_prefix);
    const auto rows = rows_in(form, place.sign_up);
    if (wants_more(form))
        return show_form(context, place, std::min(rows + 1, std::size_t(place.sign_up.guests_most)), {}, &form);
    auto application = application_in(form, fields, place, rows);
    application.email = Email::parse(own.entry.email).value_or(Email());
    application.data_consent = true;
    application.network = network_in(context);
    if (place.by_phone) application.phone = Phone::parse(own.entry.phone).value_or(Phone());
    application.child_consent = application.child_consent || consent_holds(own.entry, application, own.terms);
    refuse_faults(form, application, place, context.now);
    if (!form.good()) return show_form(context, place, rows, {}, &form);
    const auto done =
        context.change([&](app::Work& work) { return change_by_hash(work, link_hash(context, work.tx), application); });
    if (done) return context.go(own_path(context));
    form.refuse(done.error());
    return show_form(context, place, rows, {}, &form);
}

}  // namespace

void mount_own(app::Routes& routes)
{
    using app::anyone;
    routes.get("/sign-ups/{key}", anyone, own_page);
    routes.get("/sign-ups/{key}/ticket.svg", anyone, ticket);
    routes.get("/sign-ups/{key}/guests", anyone, change_page);
    routes.post("/sign-ups/{key}/guests", anyone, save_change, entry_limits);
    routes.post("/sign-ups/{key}/acceptance", anyone, accept_own);
    routes.post("/sign-ups/{key}/cancellation", anyone, cancel_own);
    routes.post("/sign-ups/{key}/thanks-withdrawal", anyone, withdraw_thanks);
}

}  // namespace veche::participation
