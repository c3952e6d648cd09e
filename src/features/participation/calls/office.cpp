// The calls to be made: whom, what to say, until when; a button for each way in which a call ends.

#include <charconv>

#include <fmt/format.h>

#include "app/lists/listing.hpp"
#include "app/site.hpp"
#include "core/errors.hpp"
#include "core/whole.hpp"
#include "features/participation/access.hpp"
#include "features/participation/calls/commands.hpp"
#include "features/participation/calls/queries.hpp"
#include "features/participation/edges.hpp"
#include "web/form.hpp"

namespace veche::participation {

using app::Context;
using nlohmann::json;
using web::FieldKind;

namespace {

constexpr std::string_view path = "/office/calls";
constexpr web::FormField filters[] = {{.name = "occasion", .kind = FieldKind::select, .label = "participation.what"},
                                      {.name = "state", .kind = FieldKind::select, .label = "participation.state"}};
constexpr web::FormField press_fields[] = {web::version_field};
constexpr int occasions_most = 100;
constexpr auto undo_within = std::chrono::hours(1);

/// "1625000000000.4711", where a page begins.
std::optional<store::CallPlace> place_in(const std::string& text)
{
    const auto dot = text.find('.');
    if (dot == text.npos) return std::nullopt;
    const auto whole = [](std::string_view part) {
        return parse_whole<std::int64_t>(part, 0, std::numeric_limits<std::int64_t>::max());
    };
    const auto at = whole(std::string_view(text).substr(0, dot)), id = whole(std::string_view(text).substr(dot + 1));
    return at && id ? std::optional(store::CallPlace{.at = *at, .id = *id}) : std::nullopt;
}

std::string text_of(const store::CallPlace& place)
{
    return fmt::format("{}.{}", place.at, place.id);
}

/// What was chosen on the page on which a button was pressed, too.
struct Asked {
    app::Listing listing;
    store::CallFilter filter;
    std::string query;  // "?state=late", what comes behind every address of the page
};
Asked asked_for(const Context& context)
{
    Asked asked{.listing = app::Listing(context.request, std::string(path), filters), .filter = {}, .query = ""};
    asked.filter.state = parse_call_state(asked.listing.text("state")).value_or(CallState::open);
    asked.filter.occasion = parse_id<app::Occasion>(asked.listing.text("occasion"));
    const auto address = asked.listing.address(asked.listing.after());
    asked.query = address.substr(path.size());
    return asked;
}

/// A button that was refused: told beside its call, or on top when that is not on the page any more.
struct Refused {
    Id<Call> call{};
    Refusal refusal;
};

std::string deed_path(const Call& call, std::string_view deed, const Asked& asked)
{
    return fmt::format("{}/{}/{}{}", path, to_text(call.id), deed, asked.query);
}

/// What can be pressed; "" for what cannot.
json deeds_of(const CallRow& row, const Asked& asked)
{
    const bool open = row.call.state == CallState::open, ahead = row.occasion.state == app::OccasionState::ahead;
    const bool asks = row.entry.stage == Stage::offered || row.entry.stage == Stage::unconfirmed;
    const auto action = [&](bool can, std::string_view deed) { return can ? deed_path(row.call, deed, asked) : ""; };
    const bool undone = row.call.state == CallState::done && row.call.answer == CallAnswer::none;
    return {{"told_action", action(open, "closure")},
            {"asks", open && ahead && asks},
            {"attempt_action", action(open, "attempts")},
            {"coming_action", action(open && ahead && asks, "acceptance")},
            {"not_coming_action", action(open && ahead && !is_over(row.entry.stage), "cancellation")},
            {"reopen_action", action(undone, "reopening")}};
}

json said_model(const std::vector<std::string>& said)
{
    json paragraphs = json::array();
    for (const auto& paragraph : said) {
        json lines = json::array();
        for (std::size_t at = 0; at < paragraph.size();) {
            const auto end = std::min(paragraph.find('\n', at), paragraph.size());
            if (end > at) lines.push_back(paragraph.substr(at, end - at));
            at = end + 1;
        }
        paragraphs.push_back({{"lines", lines}});
    }
    return paragraphs;
}

std::string attempts_words(const Context& context, const Call& call)
{
    if (call.attempts == 0) return "";
    const auto when = call.tried ? short_moment(context.town, context.words, *call.tried) : std::string();
    return context.words.say("participation.call_attempts", call.attempts, {{"when", when}});
}

json row_model(const Context& context, const CallRow& row, const Asked& asked, const Colleagues& colleagues)
{
    const auto& words = context.words;
    const auto phone = Phone::parse(row.entry.phone);
    const auto& call = row.call;
    const auto moment = [&](Instant at) { return short_moment(context.town, words, at); };
    const bool open = call.state == CallState::open;
    json model = {
        {"id", to_text(call.id)},
        {"version", std::to_string(call.version)},
        {"name", row.entry.contact},
        {"number", words.say("participation.entry_number", {{"number", std::to_string(row.entry.number)}})},
        {"phone", row.entry.phone},
        {"phone_href", phone ? "tel:" + phone->folded() : ""},
        {"kind", words.say("letter_kind." + call.kind)},
        {"title", row.occasion.title},
        {"href", office_path(call.occasion)},
        {"said", said_model(row.said)},
        {"made", words.say("participation.call_made", {{"when", moment(call.made)}})},
        {"until", open && call.call_by ? words.say("participation.call_by", {{"when", moment(*call.call_by)}}) : ""},
        {"overdue", open && call.call_by && *call.call_by <= context.now},
        {"attempts", attempts_words(context, call)},
        {"closing", closing_words(context.town, words, call, colleagues)},
        {"refusal", ""}};
    model.update(deeds_of(row, asked));
    return model;
}

app::Choices state_choices(const language::Words& words)
{
    app::Choices choices{{"", words.say("participation.calls_open")}};
    for (const auto state : {CallState::late, CallState::done, CallState::replaced, CallState::dropped})
        choices.push_back(
            {std::string(to_text(state)), words.say(fmt::format("participation.calls_{}", to_text(state)))});
    return choices;
}

/// What one of several occasions of one name is told by.
std::string dated_title(const language::Words& words, const app::Occasion& occasion)
{
    const auto day = first_day_of(occasion);
    return day ? fmt::format("{}, {}", occasion.title, words.short_day(*day)) : occasion.title;
}

app::Choices occasion_choices(app::View& view, const language::Words& words, const store::CallFilter& filter)
{
    auto ids = store::list_occasions_of_calls(view.db, view.town.id, occasions_most);
    if (filter.occasion && std::ranges::find(ids, *filter.occasion) == ids.end()) ids.push_back(*filter.occasion);
    app::Choices choices{{"", words.say("participation.any_stage")}};
    for (const auto id : ids)
        if (store::find_sign_up(view.db, view.town.id, id))
            choices.push_back({to_text(id), dated_title(words, occasion_or_last(view, id))});
    return choices;
}

/// The last closing of this colleague, within the hour: a wrong button can be taken back.
json undo_model(app::View& view, const language::Words& words, const Asked& asked)
{
    const auto last = store::find_last_closed(view.db, view.town.id, view.actor.account, view.now - undo_within);
    if (!last) return false;
    const auto entry = store::get_entry(view.db, view.town.id, last->occasion, last->entry);
    return {{"text", words.say("participation.call_last", {{"who", entry.contact}})},
            {"version", std::to_string(last->version)},
            {"action", deed_path(*last, "reopening", asked)}};
}

std::string late_words(app::View& view, const language::Words& words, const store::CallFilter& filter)
{
    if (filter.state == CallState::late) return "";
    const auto late = store::count_calls(view.db, view.town.id, {CallState::late, filter.occasion});
    return late == 0 ? "" : words.say("participation.calls_late_count", late);
}

/// A refusal in words; of a call that is closed by now, how.
std::string refusal_words(app::View& view, const language::Words& words, const Refused& refused,
                          const Colleagues& colleagues)
{
    auto refusal = refused.refusal;
    const auto call = store::find_call(view.db, view.town.id, refused.call);
    if (call && refusal.message == "participation.call_closed")
        refusal.values.emplace_back("how", closing_words(view.town, words, *call, colleagues));
    return words.say(refusal);
}

/// The refusal stands in its row, or on top.
void place_refusal(json& model, const Refused& refused, const std::string& text)
{
    for (auto& row : model["calls"])
        if (row["id"] == to_text(refused.call)) {
            row["refusal"] = text;
            return;
        }
    model["refusal"] = text;
}

json page_model(Context& context, const Asked& asked, const Refused* refused)
{
    const auto& words = context.words;
    return context.read([&](app::View& view) -> json {
        auto calls = store::list_calls(view.db, view.town.id, asked.filter, place_in(asked.listing.after()),
                                       int(app::Listing::page_rows) + 1);
        const bool more = asked.listing.cut(calls);
        const Colleagues colleagues(view.db, view.town.id);
        json rows = json::array();
        for (const auto& row : list_call_rows(view, words, calls))
            rows.push_back(row_model(context, row, asked, colleagues));
        const bool nothing = rows.empty();
        const auto open = store::count_calls(view.db, view.town.id, {CallState::open, asked.filter.occasion});
        const auto late = late_words(view, words, asked.filter);
        json model = {
            {"summary",
             open == 0 ? words.say("participation.calls_none") : words.say("participation.calls_count", open)},
            {"late", late},
            {"late_href",
             fmt::format("{}?{}state=late", path,
                         asked.filter.occasion ? "occasion=" + to_text(*asked.filter.occasion) + "&" : "")},
            {"undo", undo_model(view, words, asked)},
            {"refusal", ""},
            {"calls", std::move(rows)},
            {"nothing", nothing},
            {"filter", asked.listing.filter_model(words, {{"occasion", occasion_choices(view, words, asked.filter)},
                                                          {"state", state_choices(words)}})},
            {"pager", asked.listing.pager_model(more ? text_of(store::place_of(calls.back())) : "")}};
        if (refused) place_refusal(model, *refused, refusal_words(view, words, *refused, colleagues));
        return model;
    });
}

web::Response show_calls(Context& context, const Refused* refused = nullptr)
{
    json model = page_model(context, asked_for(context), refused);
    for (auto& row : model["calls"]) row["done"] = context.flash_at("call-" + row["id"].get<std::string>());
    model["csrf"] = context.csrf();
    const int status = !refused ? 200 : refused->refusal.kind == RefusalKind::conflict ? 409 : 422;
    return context.show({.view = "participation/office_calls",
                         .model = std::move(model),
                         .title = context.words.say("menu.calls"),
                         .status = status,
                         .section = "office.calls"});
}

/// One button: the deed, then the same page again.
template <class Deed>
web::Response press(Context& context, Deed deed, std::string_view flash)
{
    web::Form form(context.request, press_fields);
    const auto id = context.path_id<Call>("call");
    const auto version = form.version();
    const auto done = context.change([&](app::Work& work) { return deed(work, id, version); });
    if (done) return context.go(fmt::format("{}{}#call-{}", path, asked_for(context).query, to_text(id)), flash);
    const Refused refused{.call = id, .refusal = done.error()};
    return show_calls(context, &refused);
}

web::Response calls_page(Context& context)
{
    return show_calls(context);
}

web::Response save_closure(Context& context)
{
    return press(context, close_call, "");
}

web::Response save_attempt(Context& context)
{
    return press(context, note_attempt, "flash.call_attempt");
}

web::Response save_acceptance(Context& context)
{
    const auto accept = [](app::Work& work, Id<Call> id, std::int64_t version) {
        return answer_call(work, id, version, CallAnswer::coming);
    };
    return press(context, accept, "flash.call_coming");
}

web::Response save_cancellation(Context& context)
{
    const auto cancel = [](app::Work& work, Id<Call> id, std::int64_t version) {
        return answer_call(work, id, version, CallAnswer::not_coming);
    };
    return press(context, cancel, "flash.call_not_coming");
}

web::Response save_reopening(Context& context)
{
    return press(context, reopen_call, "flash.call_reopened");
}

}  // namespace

std::string calls_path(std::optional<Id<app::Occasion>> occasion)
{
    return std::string(path) + (occasion ? "?occasion=" + to_text(*occasion) : "");
}

void mount_calls(app::Routes& routes)
{
    routes.get("/office/calls", keep_entries, calls_page);
    routes.post("/office/calls/{call}/closure", keep_entries, save_closure);
    routes.post("/office/calls/{call}/attempts", keep_entries, save_attempt);
    routes.post("/office/calls/{call}/acceptance", keep_entries, save_acceptance);
    routes.post("/office/calls/{call}/cancellation", keep_entries, save_cancellation);
    routes.post("/office/calls/{call}/reopening", keep_entries, save_reopening);
}

}  // namespace veche::participation
