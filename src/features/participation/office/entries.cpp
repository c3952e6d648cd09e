// Who has signed up for an occasion: the list, the same as a file, and an entry called off.

#include <fmt/format.h>

#include "app/forms/deed_form.hpp"
#include "app/lists/listing.hpp"
#include "app/site.hpp"
#include "core/whole.hpp"
#include "features/law/feature.hpp"
#include "features/participation/access.hpp"
#include "features/participation/edges.hpp"
#include "features/participation/entry/commands.hpp"
#include "features/participation/entry/store.hpp"
#include "features/participation/entry/store_calls.hpp"
#include "features/participation/questions/store_answers.hpp"
#include "language/when/in_words.hpp"

namespace veche::participation {

using app::Context;
using nlohmann::json;
using web::FieldKind;

std::string office_path(Id<app::Occasion> occasion)
{
    return app::office_occasion_path(occasion) + "/sign-up";
}

namespace {

constexpr web::FormField filters[] = {{.name = "stage", .kind = FieldKind::select, .label = "participation.state"}};
constexpr web::FormField cancel_fields[] = {{.name = "reason",
                                             .label = "participation.reason",
                                             .hint = "participation.reason_hint",
                                             .limit = reason_limit,
                                             .obligatory = true,
                                             .empty = "participation.reason_needed"}};
constexpr web::FormField decision_fields[] = {cancel_fields[0], {.name = "yes", .kind = FieldKind::hidden}};
constexpr int file_entries = 100'000;

struct Kept {
    app::Occasion occasion;
    SignUp sign_up;  // version 0: never opened
};

Kept kept_of(Context& context)
{
    const auto id = context.path_id<app::Occasion>("occasion");
    return context.read([&](app::View& view) {
        Kept kept{.occasion = occasion_or_last(view, id), .sign_up = {}};
        kept.sign_up = store::find_sign_up(view.db, view.town.id, id).value_or(SignUp{.occasion = id});
        return kept;
    });
}

struct Listed {
    std::vector<Entry> entries;
    app::questions::Questions questions;
    std::map<Id<Entry>, app::questions::Answers> answers;
    app::questions::Answered answered;  // of the whole occasion
};

Listed listed_of(Context& context, const app::Listing& listing, Id<app::Occasion> occasion, int limit)
{
    const auto after =
        parse_whole<std::int64_t>(listing.after(), 0, std::numeric_limits<std::int64_t>::max()).value_or(0);
    const auto stage = parse_stage(listing.text("stage"));
    return context.read([&](app::View& view) {
        Listed listed{.entries = store::list_entries(view.db, view.town.id, occasion, stage, after, limit),
                      .questions = app::questions::find_questions(view, questions_owner(occasion)),
                      .answers = {},
                      .answered = {}};
        if (listed.questions.version == 0) return listed;
        listed.answers = store::list_answers(view.db, view.town.id, listed.entries);
        listed.answered = store::list_answered(view.db, view.town.id, occasion);
        return listed;
    });
}

std::string stage_title(const language::Words& words, Stage stage)
{
    return words.say(fmt::format("participation.stage_{}", to_text(stage)));
}

/// Who answered what: each guest by name, and the entry itself by none.
json said_model(const Listed& listed, const Entry& entry)
{
    json said = json::array();
    const auto found = listed.answers.find(entry.id);
    if (found == listed.answers.end()) return said;
    const auto add = [&](const std::string& who, int position) {
        auto answers = app::questions::answers_model(listed.questions, found->second, position);
        if (!answers.empty()) said.push_back({{"who", who}, {"answers", std::move(answers)}});
    };
    for (const auto& guest : entry.guests) add(guest.name, guest.position);
    add("", app::questions::whole_entry);
    return said;
}

/// Its row on the page of entries, where each deed leads back to.
std::string entry_anchor(const Entry& entry)
{
    return fmt::format("entry-{}", entry.number);
}

json entry_model(Context& context, const Listed& listed, const Entry& entry)
{
    const auto& words = context.words;
    std::string guests;
    for (const auto& guest : entry.guests) {
        guests += (guests.empty() ? "" : ", ") + guest.name;
        if (guest.age) guests += fmt::format(" ({})", *guest.age);
    }
    const bool over = is_over(entry.stage);
    return {{"number", std::to_string(entry.number)},
            {"id", entry_anchor(entry)},
            {"done", context.flash_at(entry_anchor(entry))},
            {"contact", entry.contact},
            {"group", entry.group},
            {"guests", guests},
            {"said", said_model(listed, entry)},
            {"email", entry.email},
            {"phone", entry.phone},
            {"entered", entry.entered_by ? words.say("participation.entered") : ""},
            {"consent",
             entry.child_consent.empty() ? "" : words.say("participation.consented", {{"who", entry.child_consent}})},
            {"state",
             {{"code", over                             ? "cancelled"
                       : entry.stage == Stage::accepted ? "held"
                                                        : "waiting"},
              {"title", stage_title(words, entry.stage)}}},
            {"awaits", entry.stage == Stage::awaiting},
            {"decision_action", fmt::format("{}/entries/{}/decision", office_path(entry.occasion), to_text(entry.id))},
            {"cancel_href",
             over ? "" : fmt::format("{}/entries/{}/cancellation", office_path(entry.occasion), to_text(entry.id))}};
}

app::Choices stage_choices(const language::Words& words)
{
    app::Choices choices{{"", words.say("participation.any_stage")}};
    for (const auto stage : {Stage::accepted, Stage::waiting, Stage::offered, Stage::awaiting, Stage::unconfirmed,
                             Stage::cancelled, Stage::refused})
        choices.push_back({std::string(to_text(stage)), stage_title(words, stage)});
    return choices;
}

std::string summary(const language::Words& words, const SignUp& sign_up)
{
    if (!sign_up.seats) return words.say("participation.numbers_given", sign_up.last_number);
    return words.say("participation.taken", sign_up.taken, {{"seats", words.number(*sign_up.seats)}});
}

/// "Позвонить: 3"; "" for nobody.
std::string calls_words(Context& context, Id<app::Occasion> occasion)
{
    const auto open = context.read([&](app::View& view) {
        return store::count_calls(view.db, view.town.id, {CallState::open, occasion});
    });
    return open == 0 ? "" : context.words.say("participation.calls_todo", open);
}

web::Response list_page(Context& context)
{
    const Kept kept = kept_of(context);
    if (kept.sign_up.version == 0) return show_settings(context);  // nobody has opened it yet
    const auto path = office_path(kept.occasion.id);
    const app::Listing listing(context.request, path, filters);
    auto listed = listed_of(context, listing, kept.occasion.id, int(app::Listing::page_rows) + 1);
    auto& entries = listed.entries;
    const bool more = listing.cut(entries);
    const bool later = !listed.questions.asked(app::questions::Moment::afterwards).empty();
    const auto& words = context.words;
    json rows = json::array();
    for (const auto& entry : entries) rows.push_back(entry_model(context, listed, entry));
    const bool nothing = rows.empty();
    const bool open = is_open(kept.sign_up, context.now);
    const auto heading = words.say("participation.office_heading");
    return context.show(
        {.view = "participation/office_entries",
         .model = {{"heading", heading},
                   {"title", kept.occasion.title},
                   {"when", language::time_words(words, kept.occasion.when)},
                   {"back_href", kept.occasion.office_url},
                   {"state",
                    {{"code", open ? "announced" : "cancelled"},
                     {"title", words.say(open ? "participation.is_open" : "participation.room_closed")}}},
                   {"summary", summary(words, kept.sign_up)},
                   {"csrf", context.csrf()},
                   {"settings", settings_model(context, kept.sign_up)},
                   {"questions_href", questions_path(kept.occasion.id)},
                   {"follow_up_href", later ? follow_up_path(kept.occasion.id) : ""},
                   {"check_in_href", check_in_path(kept.occasion.id)},
                   {"new_href", open ? path + "/new" : ""},
                   {"calls", calls_words(context, kept.occasion.id)},
                   {"calls_href", calls_path(kept.occasion.id)},
                   {"csv_href", listing.address({}, ".csv")},
                   {"entries", std::move(rows)},
                   {"nothing", nothing},
                   {"filter", listing.filter_model(words, {{"stage", stage_choices(words)}})},
                   {"pager", listing.pager_model(more ? std::to_string(entries.back().number) : "")}},
         .title = heading,
         .section = "office.participation"});
}

/// A row for each guest, so that a list at the door can be printed and ticked. Of many people it needs a second colleague's yes.
web::Response list_file(Context& context)
{
    const Kept kept = kept_of(context);
    const app::Listing listing(context.request, office_path(kept.occasion.id), filters);
    const auto listed = listed_of(context, listing, kept.occasion.id, file_entries);
    const auto& entries = listed.entries;
    std::int64_t people = 0;
    for (const auto& entry : entries) people += std::int64_t(entry.guests.size());
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
    const auto shown = app::questions::shown(listed.questions, listed.answered);
    for (auto& title : app::questions::columns(shown)) sheet.columns.push_back({std::move(title)});
    for (const auto& entry : entries) {
        const auto found = listed.answers.find(entry.id);
        const auto answers = found == listed.answers.end() ? app::questions::Answers() : found->second;
        for (const auto& guest : entry.guests) {
            std::vector<std::string> cells{std::to_string(entry.number),
                                           stage_title(words, entry.stage),
                                           guest.name,
                                           digits_or_none(guest.age),
                                           digits_or_none(guest.seat),
                                           entry.contact,
                                           entry.email,
                                           entry.phone,
                                           entry.group};
            for (auto& answer : app::questions::cells(shown, answers, guest.position))
                cells.push_back(std::move(answer));
            sheet.rows.push_back({outside::Sheet::RowKind::line, std::move(cells)});
        }
    }
    return app::list_file(context, sheet, "sign-up");
}

// An entry called off.

struct KeptEntry {
    Kept kept;
    Entry entry;
};

KeptEntry kept_entry_of(Context& context)
{
    const Kept kept = kept_of(context);
    const auto id = context.path_id<Entry>("entry");
    return {kept, context.read(
                      [&](app::View& view) { return store::get_entry(view.db, view.town.id, kept.occasion.id, id); })};
}

std::string back_to(const KeptEntry& of)
{
    return office_path(of.kept.occasion.id) + "#" + entry_anchor(of.entry);
}

/// An entry ends, with a reason: by one page for all ways.
struct Ending {
    std::string_view heading, button, deed;
};
constexpr Ending cancellation{"participation.cancel_heading", "participation.cancel_entry", "/cancellation"};
constexpr Ending refusal{"participation.refuse_heading", "participation.refuse_entry", "/decision"};

app::DeedForm<KeptEntry> ending(Context& context, const Ending& by)
{
    return {.context = context,
            .table = cancel_fields,
            .load = [&context] { return kept_entry_of(context); },
            .content = [](const KeptEntry&) -> app::FormContent { return {}; },
            .page = [&context, &by](const KeptEntry& of) -> app::Page {
                const auto heading = context.words.say(by.heading, {{"number", std::to_string(of.entry.number)}});
                return {.view = "participation/office_cancel",
                        .model = {{"heading", heading},
                                  {"contact", of.entry.contact},
                                  {"title", of.kept.occasion.title},
                                  {"csrf", context.csrf()},
                                  {"back_href", office_path(of.kept.occasion.id)},
                                  {"button", context.words.say(by.button)},
                                  {"action", fmt::format("{}/entries/{}{}", office_path(of.kept.occasion.id),
                                                         to_text(of.entry.id), by.deed)}},
                        .title = heading,
                        .section = "office.participation"};
            }};
}

web::Response cancel_page(Context& context)
{
    return ending(context, cancellation).show(kept_entry_of(context));
}

web::Response save_cancel(Context& context)
{
    const KeptEntry of = kept_entry_of(context);
    web::Form form(context.request, cancel_fields);
    const auto reason = form.line("reason");
    const auto cancel = [&](app::Work& work) { return cancel_entry(work, of.kept.occasion.id, of.entry.id, reason); };
    return ending(context, cancellation).run(of, form, cancel, back_to(of), "flash.entry_cancelled");
}

// The organiser's yes and no.

web::Response refusal_page(Context& context)
{
    const KeptEntry of = kept_entry_of(context);
    if (of.entry.stage != Stage::awaiting) return web::see_other(office_path(of.kept.occasion.id));
    return ending(context, refusal).show(of);
}

/// A yes comes from the list, a no with its reason from a page of its own.
web::Response save_decision(Context& context)
{
    const KeptEntry of = kept_entry_of(context);
    web::Form form(context.request, decision_fields);
    const auto back = back_to(of);
    if (form.text("yes") == "1") {
        const auto done = context.change(
            [&](app::Work& work) { return decide_entry(work, of.kept.occasion.id, of.entry.id, {.yes = true}); });
        if (done) return context.go(back, "flash.entry_approved");
        return context.go(back, done.error().kind == RefusalKind::conflict ? "flash.entry_decided" : "flash.no_room");
    }
    const Decision no{.yes = false, .reason = form.line("reason")};
    const auto decide = [&](app::Work& work) { return decide_entry(work, of.kept.occasion.id, of.entry.id, no); };
    return ending(context, refusal).run(of, form, decide, back, "flash.entry_refused");
}

}  // namespace

void mount_entries(app::Routes& routes)
{
    routes.get("/office/occasions/{occasion}/sign-up", keep_entries, list_page);
    routes.get("/office/occasions/{occasion}/sign-up.csv", keep_entries, list_file);
    routes.get("/office/occasions/{occasion}/sign-up.xlsx", keep_entries, list_file);
    routes.get("/office/occasions/{occasion}/sign-up/entries/{entry}/cancellation", keep_entries, cancel_page);
    routes.post("/office/occasions/{occasion}/sign-up/entries/{entry}/cancellation", keep_entries, save_cancel);
    routes.get("/office/occasions/{occasion}/sign-up/entries/{entry}/decision", keep_entries, refusal_page);
    routes.post("/office/occasions/{occasion}/sign-up/entries/{entry}/decision", keep_entries, save_decision);
}

}  // namespace veche::participation
