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
#include "features/participation/entry/store_told.hpp"
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

/// The time that people were told before the last move, whatever became of it since.
std::optional<app::Occasion> before_move(app::View& view, app::Occasion now)
{
    constexpr int looked_at = 20;
    now.state = app::OccasionState::ahead;
    for (auto& told : store::list_told(view.db, view.town.id, now.id, looked_at)) {
        told.state = app::OccasionState::ahead;
        if (change_between(told, now).news == app::Change::News::moved) return told;
    }
    return std::nullopt;
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
        own.over = own.occasion.over < view.town.zone.local(view.now).day;
        own.room = has_room(own.sign_up, own.sign_up.taken, entry->guests.size());
        own.former = before_move(view, own.occasion);
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

web::Response show_own(Context& context, const Own& own, std::string refusal = "", int status = 200)
{
    json model = own_model(context, own);
    model["refusal"] = std::move(refusal);
    const std::string title = model["heading"];
    return context.show({.view = "participation/portal_entry",
                         .model = std::move(model),
                         .title = title,
                         .status = status,
                         .canonical = own.occasion.url});  // not the secret
}

web::Response own_page(Context& context)
{
    return show_own(context, own_of(context));
}

web::Response cancel_own(Context& context)
{
    const Own own = own_of(context);
    web::Form form(context.request, {.single = {}});
    const auto done =
        context.change([&](app::Work& work) { return cancel_by_hash(work, link_hash(context, work.tx)); });
    if (!done) return show_own(context, own, context.words.say(done.error()), 422);
    return context.go(own_path(context));  // whose heading says it
}

web::Response restore_own(Context& context)
{
    own_of(context);
    web::Form form(context.request, {.single = {}});
    const auto done =
        context.change([&](app::Work& work) { return restore_by_hash(work, link_hash(context, work.tx)); });
    if (!done) return show_own(context, own_of(context), context.words.say(done.error()), 422);
    return context.go(own_path(context));
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
    if (own.entry.stage != Stage::accepted || !is_ahead(own)) throw NotFound("ticket");
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
            .letters = context.site.settings().mail_set_up,
            .action = own_path(context, "/guests"),
            .back_href = own_path(context),
            .teller = Teller::changes,
            .questions = own.questions,
            .given = app::questions::at_positions(own.answers, rows)};
}

web::Response change_page(Context& context)
{
    const Own own = own_of(context);
    return show_form(context, place_of(context, own), {.open = std::max<std::size_t>(own.entry.guests.size(), 1)},
                     content_of(own.entry));
}

web::Response save_change(Context& context)
{
    const Own own = own_of(context);
    const FormPlace place = place_of(context, own);
    const EntryFields fields(context.words, place);
    web::Form form(context.request, fields.all(), app::questions::field_prefix);
    if (wants_rows(form)) return show_rows(context, place, fields, form);
    auto application = application_in(form, fields, place, rows_in(form, place.sign_up));
    const Rows rows = typed_rows(form, fields, place);
    application.email = Email::parse(own.entry.email).value_or(Email());
    application.data_consent = true;
    application.network = network_in(context);
    if (place.by_phone) application.phone = Phone::parse(own.entry.phone).value_or(Phone());
    application.child_consent = application.child_consent || consent_holds(own.entry, application, own.terms);
    refuse_faults(form, application, place, context.now);
    if (!form.good()) return show_form(context, place, rows, {}, &form);
    const auto done =
        context.change([&](app::Work& work) { return change_by_hash(work, link_hash(context, work.tx), application); });
    if (done) return context.go(own_path(context, "#who"), "flash.guests_saved");
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
    routes.post("/sign-ups/{key}/restoration", anyone, restore_own);
    routes.post("/sign-ups/{key}/thanks-withdrawal", anyone, withdraw_thanks);
}

}  // namespace veche::participation
