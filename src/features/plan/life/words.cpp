#include "features/plan/life/words.hpp"

#include <fmt/format.h>

#include "app/object.hpp"
#include "features/plan/line/cards.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

bool is_one_day(const When& when)
{
    const bool exact = when.precision == Precision::minute || when.precision == Precision::day;
    return exact && when.periods.size() == 1 && when.periods[0].first == when.periods[0].last;
}

json state(const language::Words& words, std::string_view code)
{
    const auto sign = code == "ahead" ? "announced" : code;  // docs/signs.md
    return app::object({{"code", sign}, {"title", words.say(fmt::format("plan.state_{}", code))}});
}

}  // namespace

std::string time_words(const language::Words& words, const Line& line, const Happening& happening)
{
    if (!happening.period) return line.content.when.text;
    When one;
    one.precision = line.content.when.precision;
    one.repeat = line.content.when.repeat;
    one.periods = {*happening.period};
    return time_words(words, one);
}

std::string held_days(const language::Words& words, const Held& held)
{
    return held.first == held.last ? words.day(held.first) : words.day_range(held.first, held.last);
}

json life_state_model(const language::Words& words, const Line& line, Day today)
{
    return state(words, to_text(life_state(line, today)));
}

json happening_state(const language::Words& words, const Line& line, const Happening& happening, Day today)
{
    if (happening.settled()) return state(words, to_text(happening.outcome));
    if (!line.announced()) return state(words, "planned");
    return state(words, is_overdue(line, happening, today) ? "overdue" : "ahead");
}

std::string moved_words(const language::Words& words, const Line& line, std::size_t index)
{
    const Move& move = line.moves.at(index);
    When former = move.former;
    if (const auto left = former_periods(line, index); !left.empty()) former.periods = left;
    if (is_one_day(former))
        return words.say("plan.moved_from_day",
                         {{"day", words.short_day(former.periods[0].first)}, {"reason", move.reason}});
    return words.say("plan.moved_from", {{"former", time_words(words, former)}, {"reason", move.reason}});
}

std::string told_words(const language::Words& words, const Happening& happening)
{
    if (const auto* held = std::get_if<Held>(&happening.outcome))
        return words.say("plan.held_words", {{"days", held_days(words, *held)},
                                             {"people", words.say("plan.participants", held->participants)},
                                             {"summary", held->summary}});
    if (const auto* cancelled = std::get_if<Cancelled>(&happening.outcome))
        return words.say("plan.cancelled_words", {{"reason", cancelled->reason}});
    return "";
}

std::string news_title(const language::Words& words, const Line& line)
{
    const language::Values title = {{"title", line.content.title}};
    if (line.standing() == Standing::cancelled) return words.say("plan.cancelled_title", title);
    if (line.standing() == Standing::held) return words.say("plan.held_title", title);
    return line.moves.empty() ? line.content.title : words.say("plan.moved_title", title);
}

std::string news_words(const language::Words& words, const Line& line)
{
    std::string text;
    const auto add = [&](std::string sentence) {
        if (sentence.empty()) return;
        text += (text.empty() ? "" : " ") + sentence;
        if (!text.ends_with('.') && !text.ends_with('!') && !text.ends_with('?')) text += ".";
    };
    for (const auto& one : line.happenings) {
        if (!one.settled()) continue;
        const bool cancelled = std::holds_alternative<Cancelled>(one.outcome);
        if (cancelled)
            add(words.say("plan.cancelled_news", {{"when", time_words(words, line, one)},
                                                  {"reason", std::get<Cancelled>(one.outcome).reason}}));
        else
            add(told_words(words, one));
    }
    for (std::size_t i = line.moves.size(); i > 0; --i)
        add(words.say("plan.moved_news", {{"words", moved_words(words, line, i - 1)}}));
    return text;
}

}  // namespace veche::plan
