#include "features/participation/letters.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <sodium.h>
#include <nlohmann/json.hpp>

#include "app/letter_mark.hpp"
#include "app/letters.hpp"
#include "app/token.hpp"
#include "core/text.hpp"
#include "features/participation/store.hpp"
#include "features/participation/store_letters.hpp"
#include "features/plan/feature.hpp"

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

/// Everything a letter about an entry is made of.
struct Matter {
    const app::Work& work;
    const language::Words& words;
    const Entry& entry;
    const plan::Line& line;
    const plan::Happening& happening;
};

/// After it the letter is worth nothing.
std::optional<Instant> end_of(const Matter& m)
{
    if (m.entry.stage == Stage::offered) return m.entry.offer_until;
    if (!m.happening.period) return std::nullopt;
    return m.work.town.zone.instant(m.happening.period->last, 24 * 60 - 1);
}

/// "Когда: …" for each that is known.
std::string facts(const Matter& m, const std::string& bring)
{
    std::string text = m.words.say("letter.entry_number", {{"number", std::to_string(m.entry.number)}}) + "\n";
    std::string seats;
    for (const auto& person : m.entry.persons)
        if (person.seat) seats += (seats.empty() ? "" : ", ") + std::to_string(*person.seat);
    const auto add = [&](std::string_view message, const std::string& value) {
        if (!value.empty()) text += m.words.say(message, {{"value", value}}) + "\n";
    };
    if (m.entry.stage == Stage::accepted || m.entry.stage == Stage::offered)
        add(seats.find(',') == std::string::npos ? "letter.seat" : "letter.seats", seats);
    add("letter.when", plan::happening_words(m.words, m.line, m.happening));
    add("letter.where", m.line.content.place);
    add("letter.bring", bring);
    return text;
}

struct Said {
    std::string name;   // of the letter: "participation.accepted"
    std::string key;    // what comes after the entry: what may be told more than once
    std::string first;  // the first lines
    std::string last;   // what stands before the link
};

void write(app::Work& work, const Matter& m, const Secret<>& secret, const Said& said, app::Letter::Cause cause)
{
    const auto email = Email::parse(m.entry.email);
    if (!email) return;  // blanked thirty days after the happening
    std::string bring;
    if (const auto sign_up = store::find_sign_up(work.tx, work.town.id, m.entry.happening)) bring = sign_up->bring;
    const auto link = work.town.base_url + "/sign-ups/" + letter_key(secret, work.town.id, m.entry.id);
    const auto title = shortened(m.line.content.title, subject_limit);
    app::Letter letter{.to = *email,
                       .subject = m.words.say(fmt::format("letter_subject.{}", said.name), {{"title", title}}),
                       .text = fmt::format("{}\n\n{}\n{}\n{}\n\n{}\n", said.first, facts(m, bring), said.last, link,
                                           m.words.say("letter.signed", {{"town", work.town.name}})),
                       .kind = said.name,
                       .key = fmt::format("{}/{}{}", said.name, to_text(m.entry.id), said.key),
                       .cause = cause,
                       .not_after = end_of(m)};
    const auto calendar = plan::happening_calendar(m.words, work.town, m.line, m.happening);
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
        case News::cancelled: break;
    }
    return "cancelled";
}

const plan::Happening* find_happening(const plan::Line& line, Id<plan::Happening> id)
{
    const auto found = std::ranges::find(line.happenings, id, &plan::Happening::id);
    return found == line.happenings.end() ? nullptr : &*found;
}

/// nullopt when it was removed since: there is nothing to write of.
std::optional<plan::Line> line_of(app::Work& work, Id<plan::Line> id)
{
    app::View view(work.tx, work.town, work.actor, work.now);  // a letter changes nothing of the plan
    return plan::find_line(view, id);
}

/// The stage in which an entry still is what the news says.
Stage stage_of(std::string_view news)
{
    if (news == to_text(News::waiting)) return Stage::waiting;
    if (news == to_text(News::offered)) return Stage::offered;
    return news == to_text(News::cancelled) || news == to_text(News::offer_over) ? Stage::cancelled : Stage::accepted;
}

/// What stands before the link.
std::string last_words(const language::Words& words, Stage stage)
{
    if (stage == Stage::cancelled) return words.say("letter.see_here");
    return words.say(stage == Stage::offered ? "letter.answer_here" : "letter.cancel_here");
}

/// "6 июля, вторник, 12:00"
std::string moment(const Matter& m, Instant at)
{
    const auto local = m.work.town.zone.local(at);
    return m.words.day_and_weekday(local.day) + ", " + m.words.clock(local.minute);
}

/// What befell one entry. The entry as it is now: what was taken back meanwhile is told no more.
void write_news(app::Work& work, const nlohmann::json& payload, const Secret<>& secret)
{
    const auto id = parse_id<Entry>(payload.at("entry").get<std::string>());
    const auto entry = id ? find_entry_by_id(work.tx, work.town.id, *id) : std::nullopt;
    const auto news = payload.at("news").get<std::string>();
    if (!entry || entry->stage != stage_of(news)) return;
    const auto found = line_of(work, entry->line);
    const auto* happening = found ? find_happening(*found, entry->happening) : nullptr;
    if (!happening || happening->settled()) return;
    const auto& line = *found;

    const auto& words = app::letter_words();
    const Matter m{work, words, *entry, line, *happening};
    Said said{.name = "participation." + news, .key = "", .first = "", .last = last_words(words, entry->stage)};
    const std::string until =
        entry->stage == Stage::offered && entry->offer_until ? moment(m, *entry->offer_until) : std::string();
    said.first = words.say(fmt::format("letter_text.{}", said.name), {{"title", line.content.title}, {"until", until}});
    if (!entry->reason.empty()) said.first += "\n" + words.say("letter.reason", {{"reason", entry->reason}});
    const bool asked = news == to_text(News::accepted) || news == to_text(News::waiting);
    if (asked) said.last = words.say("letter.not_you") + "\n\n" + said.last;
    write(work, m, secret, said, asked ? app::Letter::Cause::stranger : app::Letter::Cause::town);
}

/// Everybody who has a place or waits for one, in steps that keep memory small.
template <class Deed>
void each_entry(app::Work& work, Id<plan::Happening> happening, Deed deed)
{
    for (const Stage stage : {Stage::accepted, Stage::offered, Stage::waiting}) {
        std::int64_t after = 0;
        for (;;) {
            const auto some = store::list_entries(work.tx, work.town.id, happening, stage, after, 200);
            for (const auto& entry : some) deed(entry);
            if (some.size() < 200) break;
            after = some.back().number;
        }
    }
}

std::optional<plan::Line> line_in(app::Work& work, const nlohmann::json& payload)
{
    const auto id = parse_id<plan::Line>(payload.at("line").get<std::string>());
    return id ? line_of(work, *id) : std::nullopt;
}

/// A move may leave fewer dates: those who come on a date that is gone are told that it is off, once.
void write_dropped(app::Work& work, const plan::Line& line, const plan::Move& move, const Secret<>& secret)
{
    const auto& words = app::letter_words();
    const Day today = work.town.zone.local(work.now).day;
    for (const auto& sign_up : store::list_sign_ups(work.tx, work.town.id, line.id)) {
        if (!sign_up.ends || *sign_up.ends < today || find_happening(line, sign_up.happening)) continue;
        const auto& former = move.former.periods;
        const auto period = std::ranges::find(former, *sign_up.ends, &language::Period::last);
        if (period == former.end()) continue;
        const plan::Happening gone{
            .id = sign_up.happening, .period = *period, .outcome = plan::Cancelled{move.reason, move.at}};
        each_entry(work, gone.id, [&](const Entry& entry) {
            Said said{.name = "participation.called_off",
                      .key = "/dropped",
                      .first = words.say("letter_text.participation.called_off", {{"title", line.content.title}}),
                      .last = words.say("letter.see_here")};
            if (!move.reason.empty()) said.first += "\n" + words.say("letter.reason", {{"reason", move.reason}});
            write(work, {work, words, entry, line, gone}, secret, said, app::Letter::Cause::town);
        });
    }
}

void write_moved(app::Work& work, const nlohmann::json& payload, const Secret<>& secret)
{
    const auto line = line_in(work, payload);
    if (!line || line->moves.empty()) return;
    const auto& words = app::letter_words();
    const auto& move = line->moves.back();
    write_dropped(work, *line, move, secret);
    for (const auto& happening : line->happenings) {
        // Of a line with several dates only those are told whose date changed.
        const auto& former = move.former.periods;
        if (happening.settled() || !happening.period || std::ranges::find(former, *happening.period) != former.end())
            continue;
        each_entry(work, happening.id, [&](const Entry& entry) {
            Said said{
                .name = "participation.moved", .key = "/" + std::to_string(line->sequence), .first = "", .last = ""};
            said.first =
                words.say("letter_text.participation.moved",
                          {{"title", line->content.title}, {"when", plan::happening_words(words, *line, happening)}});
            if (!move.reason.empty()) said.first += "\n" + words.say("letter.reason", {{"reason", move.reason}});
            said.last = words.say("letter.cancel_if_moved");
            write(work, {work, words, entry, *line, happening}, secret, said, app::Letter::Cause::town);
        });
    }
}

void write_called_off(app::Work& work, const nlohmann::json& payload, const Secret<>& secret)
{
    const auto line = line_in(work, payload);
    if (!line) return;
    const auto& words = app::letter_words();
    for (const auto& happening : line->happenings) {
        const auto* off = std::get_if<plan::Cancelled>(&happening.outcome);
        if (!off) continue;
        each_entry(work, happening.id, [&](const Entry& entry) {
            // Called off, taken back and called off again is told again.
            Said said{.name = "participation.called_off",
                      .key = "/" + std::to_string(off->told.milliseconds),
                      .first = words.say("letter_text.participation.called_off", {{"title", line->content.title}}),
                      .last = words.say("letter.see_here")};
            if (!off->reason.empty()) said.first += "\n" + words.say("letter.reason", {{"reason", off->reason}});
            write(work, {work, words, entry, *line, happening}, secret, said, app::Letter::Cause::town);
        });
    }
}

/// Known to the day, and that day is `day`.
bool begins_on(const plan::Line& line, const plan::Happening& happening, Day day)
{
    const auto precision = line.content.when.precision;
    return !happening.settled() && happening.period && happening.period->first == day &&
           !happening.period->open_start &&
           (precision == language::Precision::minute || precision == language::Precision::day);
}

void remind(app::Work& work, const Secret<>& secret)
{
    const auto local = work.town.zone.local(work.now);
    if (local.minute < reminder_minute) return;
    const Day tomorrow{std::chrono::sys_days(local.day) + std::chrono::days(1)};
    const auto& words = app::letter_words();
    for (const auto& [happening_id, line_id] : list_sign_ups_from(work.tx, work.town.id, tomorrow)) {
        const auto line = line_of(work, line_id);
        const auto* happening = line ? find_happening(*line, happening_id) : nullptr;
        if (!happening || !line->announced() || !begins_on(*line, *happening, tomorrow)) continue;
        each_entry(work, happening_id, [&](const Entry& entry) {
            // Who signed up within a day has the letter of that still before them.
            if (entry.stage != Stage::accepted || entry.made > work.now - 24h) return;
            Said said{.name = "participation.reminder", .key = "/" + iso_day(tomorrow), .first = "", .last = ""};
            if (app::is_queued(work, fmt::format("{}/{}{}", said.name, to_text(entry.id), said.key))) return;
            said.first = words.say("letter_text.participation.reminder", {{"title", line->content.title}});
            said.last = words.say("letter.cancel_here");
            write(work, {work, words, entry, *line, *happening}, secret, said, app::Letter::Cause::town);
        });
    }
}

}  // namespace

void tell(app::Work& work, const Entry& entry, News news)
{
    work.announce("participation.entry.news", {{"entry", to_text(entry.id)}, {"news", to_text(news)}});
}

std::string letter_key(const Secret<>& secret, Id<app::Town> town, Id<Entry> entry)
{
    const auto mac = app::signature(secret, fmt::format("sign-up/{}/{}", to_text(town), to_text(entry)));
    const std::string bytes = bytes_of(entry.value()) + mac.substr(0, key_bytes - id_bytes);
    std::array<char, 64> text{};
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return text.data();
}

std::string hash_of_link(db::Session& db, Id<app::Town> town, std::string_view key, const Secret<>& secret)
{
    if (secret.reveal().empty()) return app::token_hash(key);  // a site that writes no letters
    std::array<unsigned char, key_bytes> bytes{};
    std::size_t size = 0;
    const int wrong = sodium_base642bin(bytes.data(), bytes.size(), key.data(), key.size(), nullptr, &size, nullptr,
                                        sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    if (wrong == 0 && size == key_bytes) {
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < id_bytes; ++i) value = value << 8 | bytes[i];
        // A form's key is 32 random bytes: half of them begin with what is no id at all.
        const bool may_be_id = value >> 63 == 0;
        const Id<Entry> id(static_cast<std::int64_t>(value));
        const auto own = may_be_id ? letter_key(secret, town, id) : std::string();
        if (own.size() == key.size() && sodium_memcmp(own.data(), key.data(), own.size()) == 0)
            return find_key_hash(db, town, id).value_or("");
    }
    return app::token_hash(key);
}

std::vector<app::Listener> letter_listeners(const Secret<>& secret)
{
    const auto with = [&secret](auto write_it) {
        return [secret, write_it](app::Work& work, const nlohmann::json& payload) { write_it(work, payload, secret); };
    };
    return {
        {.kind = "participation.entry.news", .name = "participation.write_news", .handle = with(write_news)},
        {.kind = "plan.line.moved", .name = "participation.write_moved", .handle = with(write_moved)},
        {.kind = "plan.line.cancelled", .name = "participation.write_called_off", .handle = with(write_called_off)}};
}

app::Periodic reminders(const Secret<>& secret)
{
    return {.name = "participation.remind", .period = std::chrono::minutes(30), .run = [secret](app::Work& work) {
                remind(work, secret);
            }};
}

}  // namespace veche::participation
