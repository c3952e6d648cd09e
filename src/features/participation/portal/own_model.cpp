// What the person's own page says: the state in the heading, what has changed above it, what can be done below.

#include <fmt/format.h>

#include "app/contacts/call_us.hpp"
#include "app/questions/asking.hpp"
#include "app/site.hpp"
#include "features/participation/entry/letters.hpp"
#include "features/participation/portal/own.hpp"
#include "language/when/in_words.hpp"

namespace veche::participation {

using app::Context;
using app::OccasionState;
using nlohmann::json;

bool is_ahead(const Own& own)
{
    return own.occasion.state == OccasionState::ahead && !own.over;
}

std::string names_of(const Entry& entry)
{
    std::string names;
    for (const auto& guest : entry.guests) names += (names.empty() ? "" : ", ") + guest.name;
    return names;
}

bool by_letter(const Context& context)
{
    return is_letter_key(context.path("key"), context.town.id, context.site.settings().letters_key);
}

namespace {

std::string moment(const Context& context, Instant at)
{
    const auto local = context.town.zone.local(at);
    return fmt::format("{}, {}", context.words.short_day(local.day), context.words.clock(local.minute));
}

/// "called_off", "withdrawn", "held" when the occasion says it, else the entry's stage.
std::string_view state_of(const Own& own)
{
    switch (own.occasion.state) {
        case OccasionState::cancelled:
        case OccasionState::gone: return "called_off";
        case OccasionState::held: return "held";
        case OccasionState::withdrawn:
            if (!is_over(own.entry.stage)) return "withdrawn";
            break;
        case OccasionState::ahead: break;
    }
    return own.over && !is_over(own.entry.stage) ? "held" : to_text(own.entry.stage);
}

/// What the state means for the person, in a sentence; "" when the heading has said it all.
std::string stage_words(const Context& context, const Own& own)
{
    const auto& words = context.words;
    const auto& entry = own.entry;
    const auto state = state_of(own);
    if (state == "called_off") return words.say("participation.text_no_event");
    if (state == "withdrawn") return words.say("participation.text_withdrawn");
    if (state == "held") return words.say("participation.text_held");
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

bool may_answer(const Context& context, const Entry& entry)
{
    return entry.stage == Stage::offered || (entry.stage == Stage::unconfirmed && by_letter(context));
}

/// What befell the occasion since it was told first: above everything, in its colour. False when nothing did.
json change_model(const language::Words& words, const Own& own)
{
    const auto state = own.occasion.state;
    const bool off = state == OccasionState::cancelled || state == OccasionState::gone;
    if (!off && (!own.former || state != OccasionState::ahead || own.over)) return false;
    return {{"code", off ? "cancelled" : "moved"},
            {"title", words.say(off ? "participation.change_cancelled" : "participation.change_moved")},
            {"former",
             off ? language::time_words(words, own.occasion.when) : language::time_words(words, own.former->when)},
            {"now", off ? "" : language::time_words(words, own.occasion.when)},
            {"reason", own.occasion.reason}};
}

/// How they hear of a change: by what they wrote down, so that a typing error is seen. "" when nothing is to be told any more.
std::string reach_words(const Context& context, const Own& own)
{
    const auto& words = context.words;
    const auto& entry = own.entry;
    if (!is_ahead(own) || is_over(entry.stage)) return "";
    if (!entry.email.empty() && context.site.settings().mail_set_up)
        return words.say("participation.reach_email", {{"email", entry.email}});
    if (!entry.phone.empty()) return words.say("participation.reach_phone", {{"phone", entry.phone}});
    return entry.email.empty() ? "" : words.say("participation.reach_link");
}

json guests_model(const language::Words& words, const Own& own)
{
    json guests = json::array();
    for (const auto& guest : own.entry.guests)
        guests.push_back(
            {{"name", guest.name},
             {"answers", app::questions::answers_model(own.questions, own.answers, guest.position)},
             {"seat", guest.seat ? words.say("participation.seat", {{"seat", std::to_string(*guest.seat)}}) : ""}});
    return guests;
}

/// Addresses of what can be done now; "" of what cannot.
json deeds_model(const Context& context, const Own& own)
{
    const auto& entry = own.entry;
    const bool ahead = is_ahead(own), over = is_over(entry.stage);
    // It may be yet: who cannot come says so, for another may have the place.
    const bool stands = !over && (ahead || (own.occasion.state == OccasionState::withdrawn && !own.over));
    const bool open = is_open(own.sign_up, context.now);
    const bool own_hand =
        entry.stage == Stage::cancelled && entry.reason.empty() && !entry.offer_until && !entry.confirm_by;
    const bool returns = ahead && own_hand && open && !entry.contact.empty();
    const bool asked = own.following == Following::asked || own.following == Following::answered;
    const auto at = [&](bool can, std::string_view end) { return can ? own_path(context, end) : std::string(); };
    return {{"ics_href", ahead && !over ? own.occasion.url + ".ics" : ""},
            {"questions_href", at(asked, "/questions")},
            {"asked", own.following == Following::asked},
            {"ticket_href", at(ahead && entry.stage == Stage::accepted, "/ticket.svg")},
            {"accept_action", at(ahead && may_answer(context, entry), "/acceptance")},
            {"change_href", at(stands && open, "/guests")},
            {"thanks_action", at(!entry.thanks_consent.empty(), "/thanks-withdrawal")},
            {"cancel_action", at(stands, "/cancellation")},
            {"restore_action", at(returns && own.room, "/restoration")},
            {"no_way_back", returns && !own.room}};
}

}  // namespace

json own_model(Context& context, const Own& own)
{
    const auto& words = context.words;
    const auto& entry = own.entry;
    const auto state = own.occasion.state;
    const bool shown = state != OccasionState::gone && state != OccasionState::withdrawn;
    const auto number = std::to_string(entry.number);
    json model = {
        {"heading", words.say(fmt::format("participation.own_{}", state_of(own)))},
        {"csrf", context.csrf()},
        {"number", number},
        {"number_words", words.say("participation.own_heading", {{"number", number}})},
        {"change", change_model(words, own)},
        {"said", context.flash_at("who")},
        {"state",
         {{"code", stage_colour(entry.stage)},
          {"title", words.say(fmt::format("participation.stage_{}", to_text(entry.stage)))}}},
        {"text", stage_words(context, own)},
        {"reason", entry.reason},
        {"title", own.occasion.title},
        {"occasion_href", shown ? own.occasion.url : ""},
        {"when", language::time_words(words, own.occasion.when)},
        {"place", own.occasion.place},
        {"bring", own.sign_up.bring},
        {"guests", guests_model(words, own)},
        {"answers", app::questions::answers_model(own.questions, own.answers, app::questions::whole_entry)},
        {"reach", reach_words(context, own)},
        {"address", context.town.base_url + own_path(context)},
        {"accept_title",
         words.say(entry.stage == Stage::unconfirmed ? "participation.confirm" : "participation.accept")},
        {"cancel_follows", words.say(own.sign_up.seats ? "participation.cancel_frees" : "participation.cancel_only")},
        {"who", names_of(entry)},
        {"call_us", app::call_us_model(context)}};
    model.update(deeds_model(context, own));
    return model;
}

}  // namespace veche::participation
