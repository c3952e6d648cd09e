#include "features/participation/entry/said.hpp"

#include <fmt/format.h>

#include "language/when/in_words.hpp"

namespace veche::participation {

std::optional<Instant> end_of(const Matter& m)
{
    if (m.entry.stage == Stage::offered) return m.entry.offer_until;
    if (!period_of(m.occasion)) return std::nullopt;
    return m.town.zone.instant(period_of(m.occasion)->last, 24 * 60 - 1);
}

std::string moment(const Matter& m, Instant at)
{
    const auto local = m.town.zone.local(at);
    return m.words.day_and_weekday(local.day) + ", " + m.words.clock(local.minute);
}

namespace {

/// Number, seats, time and place.
std::string main_facts(const Matter& m)
{
    std::string text = m.words.say("letter.entry_number", {{"number", std::to_string(m.entry.number)}}) + "\n";
    std::string seats;
    for (const auto& guest : m.entry.guests)
        if (guest.seat) seats += (seats.empty() ? "" : ", ") + std::to_string(*guest.seat);
    const auto add = [&](std::string_view message, const std::string& value) {
        if (!value.empty()) text += m.words.say(message, {{"value", value}}) + "\n";
    };
    if (m.entry.stage == Stage::accepted || m.entry.stage == Stage::offered)
        add(seats.find(',') == std::string::npos ? "letter.seat" : "letter.seats", seats);
    add("letter.when", language::time_words(m.words, m.occasion.when));
    add("letter.where", m.occasion.place);
    return text;
}

std::string bring_words(const Matter& m)
{
    return m.bring.empty() ? "" : m.words.say("letter.bring", {{"value", m.bring}}) + "\n";
}

}  // namespace

std::string facts(const Matter& m)
{
    const auto programme = language::programme_text(m.occasion.programme);
    return main_facts(m) + (programme.empty() ? "" : m.words.say("letter.programme", {{"value", programme}}) + "\n") +
           bring_words(m);
}

std::string_view letter_of(app::Change::News news)
{
    using News = app::Change::News;
    switch (news) {
        case News::moved: return "moved";
        case News::corrected: return "corrected";
        case News::place: return "place";
        case News::cancelled:
        case News::gone: return "called_off";
        case News::restored:
        case News::returned: return "restored";
        case News::withdrawn: return "withdrawn";
        case News::held:
        case News::nothing: break;
    }
    return "";
}

namespace {

enum class By { letter, telephone };

/// The sentence of a kind of letter. What a letter says otherwise ("we will write") has words of its own by telephone, where the title stands
/// above what is said.
std::string sentence(const Matter& m, std::string_view kind, By by)
{
    const bool asks = m.entry.stage == Stage::unconfirmed || m.entry.stage == Stage::offered;
    const auto hour = m.entry.stage == Stage::unconfirmed ? m.entry.confirm_by : m.entry.offer_until;
    const auto own = fmt::format("call_text.{}", kind);
    const auto message = by == By::telephone && m.words.has(own) ? own : fmt::format("letter_text.{}", kind);
    auto text = m.words.say(message, {{"title", m.occasion.title},
                                      {"when", language::time_words(m.words, m.occasion.when)},
                                      {"place", m.occasion.place},
                                      {"until", asks && hour ? moment(m, *hour) : std::string()}});
    const auto title = "\n\n" + m.occasion.title;
    if (by == By::telephone && text.ends_with(title)) text.resize(text.size() - title.size());
    return text;
}

std::string change_sentences(const Matter& m, std::string_view kind, const app::Change& change, By by)
{
    auto text = sentence(m, kind, by);
    if (change.place && change.news != app::Change::News::place && !m.occasion.place.empty())
        text += "\n" + m.words.say("letter.new_place", {{"place", m.occasion.place}});
    if (!change.reason.empty() && change.news != app::Change::News::withdrawn)
        text += "\n" + m.words.say("letter.reason", {{"reason", change.reason}});
    return text;
}

}  // namespace

std::string change_words(const Matter& m, std::string_view kind, const app::Change& change)
{
    return change_sentences(m, kind, change, By::letter);
}

std::vector<std::string> spoken(const Matter& m, const Call& call, const app::Occasion& knew)
{
    std::vector<std::string> said;
    const auto change = change_between(knew, m.occasion);
    const auto letter = letter_of(change.news);
    if (!letter.empty())
        said.push_back(change_sentences(m, fmt::format("participation.{}", letter), change, By::telephone));
    if (m.occasion.state != app::OccasionState::ahead) {
        if (said.empty()) said.push_back(main_facts(m));
        return said;
    }
    if (about_of(call.kind) != About::occasion) {
        said.push_back(sentence(m, call.kind, By::telephone));
        if (!m.entry.reason.empty()) said.back() += "\n" + m.words.say("letter.reason", {{"reason", m.entry.reason}});
    } else if (m.entry.stage == Stage::offered) {
        said.push_back(sentence(m, fmt::format("participation.{}", to_text(m.entry.stage)), By::telephone));
    }
    said.push_back(main_facts(m) + bring_words(m));
    return said;
}

}  // namespace veche::participation
