#include "features/participation/entry/letters.hpp"

#include <array>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/letter_mark.hpp"
#include "app/letters.hpp"
#include "app/occasions/calendar.hpp"
#include "app/token.hpp"
#include "core/text.hpp"
#include "features/participation/entry/calls.hpp"
#include "features/participation/entry/said.hpp"
#include "features/participation/entry/store_calls.hpp"
#include "features/participation/entry/store_told.hpp"
#include "features/participation/questions/commands.hpp"
#include "features/participation/questions/store_answers.hpp"
#include "language/when/in_words.hpp"
#include "outside/base64.hpp"

namespace veche::participation {

namespace {
using namespace std::chrono_literals;

constexpr std::size_t id_bytes = 8, key_bytes = 32, subject_limit = 120;
constexpr int reminder_minute = 9 * 60;

std::string bytes_of(std::int64_t id)
{
    std::string bytes;
    for (int shift = 56; shift >= 0; shift -= 8) bytes += char((std::uint64_t(id) >> shift) & 0xFF);
    return bytes;
}

struct Said {
    std::string name;   // of the letter: "participation.accepted"
    std::string key;    // what comes after the entry: what may be told more than once
    std::string first;  // the first lines
    std::string last;   // what stands before the link
    app::Letter::Cause cause = app::Letter::Cause::town;
    std::int64_t knew = 0;  // the number of what they knew of the occasion before
    Hears hears = Hears::later;
    std::string_view page = {};  // behind the person's own: "/questions"

    std::string once(const Entry& entry) const { return fmt::format("{}/{}{}", name, to_text(entry.id), key); }
};

std::string own_link(const Matter& m, const Secret<>& secret)
{
    return m.town.base_url + "/sign-ups/" + letter_key(secret, m.town.id, m.entry.id);
}

void write(app::Work& work, const Matter& m, const Post& post, const Said& said)
{
    if (way_to(m.entry, post.mail) == Way::call) {
        if (said.hears == Hears::at_once) return;
        return ask_to_call(work, m.entry, {.kind = said.name, .once = said.once(m.entry), .knew = said.knew},
                           m.occasion);
    }
    const auto email = Email::parse(m.entry.email);
    if (!email) return;  // blanked thirty days after the occasion
    const auto link = own_link(m, post.secret) + std::string(said.page);
    const auto title = shortened(m.occasion.title, subject_limit);
    app::Letter letter{.to = *email,
                       .subject = m.words.say(fmt::format("letter_subject.{}", said.name), {{"title", title}}),
                       .text = fmt::format("{}\n\n{}\n{}\n{}\n\n{}\n", said.first, facts(m), said.last, link,
                                           m.words.say("letter.signed", {{"town", work.town.name}})),
                       .kind = said.name,
                       .key = said.once(m.entry),
                       .cause = said.cause,
                       .not_after = end_of(m)};
    const auto calendar = app::calendar_of(m.occasion, m.words, work.town);
    if (m.entry.stage == Stage::accepted && !calendar.empty())
        letter.attachments.push_back(
            {.name = "event.ics", .media_type = "text/calendar; charset=utf-8; method=PUBLISH", .content = calendar});
    app::send(work, letter);
}

std::string_view to_text(News news)
{
    switch (news) {
        case News::accepted: return "accepted";
        case News::waiting: return "waiting";
        case News::taken_in: return "taken_in";
        case News::offered: return "offered";
        case News::offer_over: return "offer_over";
        case News::awaiting: return "awaiting";
        case News::approved: return "approved";
        case News::approved_waiting: return "approved_waiting";
        case News::refused: return "refused";
        case News::confirm: return "confirm";
        case News::cancelled: break;
    }
    return "cancelled";
}

/// The stage in which an entry still is what the news says.
Stage stage_of(std::string_view news)
{
    if (news == to_text(News::waiting) || news == to_text(News::approved_waiting)) return Stage::waiting;
    if (news == to_text(News::awaiting)) return Stage::awaiting;
    if (news == to_text(News::refused)) return Stage::refused;
    if (news == to_text(News::offered)) return Stage::offered;
    if (news == to_text(News::confirm)) return Stage::unconfirmed;
    return news == to_text(News::cancelled) || news == to_text(News::offer_over) ? Stage::cancelled : Stage::accepted;
}

/// What stands before the link.
std::string last_words(const language::Words& words, Stage stage)
{
    if (is_over(stage)) return words.say("letter.see_here");
    if (stage == Stage::unconfirmed) return words.say("letter.confirm_here");
    return words.say(stage == Stage::offered ? "letter.answer_here" : "letter.cancel_here");
}

/// What befell one entry. The entry as it is now: what was taken back meanwhile is told no more.
void write_news(app::Work& work, const nlohmann::json& payload, const Post& post)
{
    const auto id = parse_id<Entry>(payload.at("entry").get<std::string>());
    auto entry = id ? store::find_entry_by_id(work.tx, work.town.id, *id) : std::nullopt;
    const auto news = payload.at("news").get<std::string>();
    if (!entry) return;
    // Read again under the lock: they may be calling it off, or be erased, at this moment.
    const auto sign_up = store::get_for_update(work.tx, work.town.id, entry->occasion);
    entry = store::find_entry_by_id(work.tx, work.town.id, *id);
    if (!entry || entry->stage != stage_of(news)) return;
    const auto occasion = store::last_told(work.tx, work.town.id, sign_up);
    if (occasion.state != app::OccasionState::ahead) return;  // that it is off is news of its own
    const bool asked = news == to_text(News::accepted) || news == to_text(News::waiting) ||
                       news == to_text(News::awaiting) || news == to_text(News::confirm);
    // The letter says when and where it is: who has just signed up is not told the same as a change.
    if (asked) store::set_entry_told(work.tx, work.town.id, entry->id, sign_up.told);

    const auto& words = app::letter_words();
    const Matter m{work.town, words, *entry, occasion, sign_up.bring};
    Said said{.name = "participation." + news,
              .key = "",
              .first = "",
              .last = last_words(words, entry->stage),
              .cause = asked ? app::Letter::Cause::stranger : app::Letter::Cause::town,
              .knew = entry->told,
              .hears = payload.value("aloud", false) ? Hears::at_once : Hears::later};
    const auto hour = entry->stage == Stage::unconfirmed ? entry->confirm_by : entry->offer_until;
    const std::string until = !is_over(entry->stage) && hour ? moment(m, *hour) : std::string();
    said.first = words.say(fmt::format("letter_text.{}", said.name), {{"title", occasion.title}, {"until", until}});
    if (!entry->reason.empty()) said.first += "\n" + words.say("letter.reason", {{"reason", entry->reason}});
    const bool follows = entry->stage == Stage::accepted && is_following(work, sign_up);
    // A call for a place does not speak of questions: they are told of them by a call of its own.
    if (follows && way_to(*entry, post.mail) == Way::call)
        work.announce("participation.follow_up", {{"occasion", to_text(entry->occasion)}});
    else if (follows) {
        store::set_follow_told(work.tx, work.town.id, entry->id, work.now);
        said.last =
            words.say("letter.follow_up", {{"link", own_link(m, post.secret) + "/questions"}}) + "\n\n" + said.last;
    }
    if (asked) said.last = words.say("letter.not_you") + "\n\n" + said.last;
    write(work, m, post, said);
}

void write_change(app::Work& work, const Matter& m, const Post& post, const app::Change& change, std::int64_t knew)
{
    const auto letter = letter_of(change.news);
    if (change.news == app::Change::News::nothing) forget_change(work, m.entry.id);
    if (letter.empty()) return;
    const bool ahead = m.occasion.state == app::OccasionState::ahead;
    Said said{.name = fmt::format("participation.{}", letter), .key = "", .first = "", .last = "", .knew = knew};
    said.first = change_words(m, said.name, change);
    said.last = m.words.say(ahead ? "letter.cancel_if_moved" : "letter.see_here");
    said.key = fmt::format("/{}", m.entry.told);
    write(work, m, post, said);
}

/// Each is told what has changed since they were told something last: once, whatever way it came, and however many changes there were.
/// So many at a time; a rest is the next step's.
void tell_occasion(app::Work& work, const nlohmann::json& payload, const Post& post)
{
    constexpr int step = 200;
    const auto id = parse_id<app::Occasion>(payload.at("occasion").get<std::string>());
    const auto sign_up = id ? store::find_for_update(work.tx, work.town.id, *id) : std::nullopt;
    if (!sign_up) return;
    const auto now = store::last_told(work.tx, work.town.id, *sign_up);
    std::map<std::int64_t, app::Change> changes;
    const auto untold = store::list_untold(work.tx, work.town.id, *id, sign_up->told, step);
    for (const auto& one : untold) {
        const auto knew = way_to(one, post.mail) == Way::call ? known_to(work, one) : one.told;
        if (!changes.contains(knew)) {
            const auto told = store::find_told(work.tx, work.town.id, *id, knew);
            changes[knew] = told ? change_between(*told, now) : app::Change{};
        }
        Entry entry = one;
        entry.told = sign_up->told;
        store::set_entry_told(work.tx, work.town.id, entry.id, entry.told);
        write_change(work, {work.town, app::letter_words(), entry, now, sign_up->bring}, post, changes[knew], knew);
    }
    if (untold.size() == std::size_t(step)) work.announce("participation.occasion.news", payload);
}

/// What is asked afterwards is told once to each who is accepted: now, or in the letter that says so.
void tell_follow_up(app::Work& work, const nlohmann::json& payload, const Post& post)
{
    constexpr int step = 200;
    const auto id = parse_id<app::Occasion>(payload.at("occasion").get<std::string>());
    const auto sign_up = id ? store::find_for_update(work.tx, work.town.id, *id) : std::nullopt;
    if (!sign_up || !is_following(work, *sign_up)) return;
    const auto occasion = store::last_told(work.tx, work.town.id, *sign_up);
    const auto& words = app::letter_words();
    const auto untold = store::list_unfollowed(work.tx, work.town.id, *id, step);
    for (const auto& entry : untold) {
        store::set_follow_told(work.tx, work.town.id, entry.id, work.now);
        const Said said{.name = "participation.follow_up",
                        .key = "",
                        .first = words.say("letter_text.participation.follow_up", {{"title", occasion.title}}),
                        .last = words.say("letter.answer_questions_here"),
                        .page = "/questions"};
        write(work, {work.town, words, entry, occasion, sign_up->bring}, post, said);
    }
    if (untold.size() == std::size_t(step)) work.announce("participation.follow_up", payload);
}

/// From nine in the morning: an announcement for each occasion of tomorrow, so that none is held while the others are written.
void remind(app::Work& work)
{
    const auto local = work.town.zone.local(work.now);
    if (local.minute < reminder_minute) return;
    const Day tomorrow{std::chrono::sys_days(local.day) + std::chrono::days(1)};
    for (const auto id : store::list_beginning(work.tx, work.town.id, tomorrow))
        work.announce("participation.remind", {{"occasion", to_text(id)}, {"day", iso_day(tomorrow)}, {"after", 0}});
}

void remind_one(app::Work& work, const Matter& m, const Post& post, std::string_view day)
{
    // Who signed up within a day has the letter of that still before them.
    if (m.entry.made > work.now - 24h) return;
    Said said{.name = "participation.reminder",
              .key = "/" + std::string(day),
              .first = m.words.say("letter_text.participation.reminder", {{"title", m.occasion.title}}),
              .last = m.words.say("letter.cancel_here"),
              .knew = m.entry.told};
    // By the one way or the other: letters may have begun to leave since this morning.
    const auto once = said.once(m.entry);
    if (app::is_queued(work, once) || store::has_call(work.tx, work.town.id, once)) return;
    write(work, m, post, said);
}

/// So many of one occasion at a time; a rest is the next step's. It may have been moved since: then its day is another's.
void remind_some(app::Work& work, const nlohmann::json& payload, const Post& post)
{
    constexpr int step = 200;
    const auto id = parse_id<app::Occasion>(payload.at("occasion").get<std::string>());
    const auto sign_up = id ? store::find_for_update(work.tx, work.town.id, *id) : std::nullopt;
    if (!sign_up) return;
    const auto day = payload.at("day").get<std::string>();
    const auto occasion = store::last_told(work.tx, work.town.id, *sign_up);
    if (sign_up->state != app::OccasionState::ahead || !sign_up->starts || iso_day(*sign_up->starts) != day) return;
    const auto some = store::list_entries(work.tx, work.town.id, *id, Stage::accepted, payload.at("after"), step);
    for (const auto& entry : some)
        remind_one(work, {work.town, app::letter_words(), entry, occasion, sign_up->bring}, post, day);
    if (some.size() < std::size_t(step)) return;
    work.announce("participation.remind", {{"occasion", to_text(*id)}, {"day", day}, {"after", some.back().number}});
}

}  // namespace

void tell(app::Work& work, const Entry& entry, News news, Hears hears)
{
    nlohmann::json payload = {{"entry", to_text(entry.id)}, {"news", to_text(news)}};
    if (hears == Hears::at_once) payload["aloud"] = true;
    work.announce("participation.entry.news", payload);
}

std::string letter_key(const Secret<>& secret, Id<app::Town> town, Id<Entry> entry)
{
    const auto mac = app::signature(secret, fmt::format("sign-up/{}/{}", to_text(town), to_text(entry)));
    const std::string bytes = bytes_of(entry.value()) + mac.substr(0, key_bytes - id_bytes);
    return outside::to_base64_url(bytes);
}

namespace {

/// The entry of a letter's key; nullopt for one of a form.
std::optional<Id<Entry>> entry_of_key(std::string_view key, Id<app::Town> town, const Secret<>& secret)
{
    if (secret.reveal().empty()) return std::nullopt;  // a site that writes no letters
    const auto bytes = outside::from_base64_url(key);
    if (!bytes || bytes->size() != key_bytes) return std::nullopt;
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < id_bytes; ++i) value = value << 8 | static_cast<unsigned char>((*bytes)[i]);
    if (value >> 63 != 0) return std::nullopt;  // a form's key is random: half of them begin with what is no id at all
    const Id<Entry> id(static_cast<std::int64_t>(value));
    return is_same_secret(letter_key(secret, town, id), key) ? std::optional(id) : std::nullopt;
}

}  // namespace

bool is_letter_key(std::string_view key, Id<app::Town> town, const Secret<>& secret)
{
    return entry_of_key(key, town, secret).has_value();
}

std::string hash_of_link(db::Session& db, Id<app::Town> town, std::string_view key, const Secret<>& secret)
{
    if (const auto id = entry_of_key(key, town, secret)) return store::find_key_hash(db, town, *id).value_or("");
    return app::token_hash(key);
}

std::vector<app::Listener> letter_listeners(const Post& post)
{
    const auto with = [&post](auto write_it) {
        return [post, write_it](app::Work& work, const nlohmann::json& payload) { write_it(work, payload, post); };
    };
    return {
        {.kind = "participation.entry.news", .name = "participation.write_news", .handle = with(write_news)},
        {.kind = "participation.occasion.news", .name = "participation.tell", .handle = with(tell_occasion)},
        {.kind = "participation.remind", .name = "participation.remind_some", .handle = with(remind_some)},
        {.kind = "participation.follow_up", .name = "participation.tell_follow_up", .handle = with(tell_follow_up)}};
}

app::Periodic reminders()
{
    return {.name = "participation.remind", .period = std::chrono::minutes(30), .run = remind};
}

}  // namespace veche::participation
