#include "features/subscriptions/letters.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.hpp"

namespace veche::subscriptions {

using std::chrono::days;
using std::chrono::sys_days;

namespace {

constexpr std::size_t subject_title = 120;  // code points of a title in a subject

/// "На этой неделе" and two line ends: paragraphs of a plain letter.
void add(std::string& text, std::string_view paragraph)
{
    if (!text.empty()) text += "\n\n";
    text += paragraph;
}

std::string signature(const language::Words& words, const app::Town& town)
{
    return words.say("subscriptions.letter_signature", {{"town", town.name}});
}

/// The last lines of every letter but the first: how to choose otherwise, how to end it.
std::string ending(const language::Words& words, const app::Town& town, const std::string& token)
{
    std::string text = words.say("subscriptions.letter_change") + "\n" + link_of(town, token);
    add(text, signature(words, town));
    return text;
}

std::string chosen_words(const language::Words& words, const Choice& choice)
{
    std::string text;
    const auto line = [&](const std::string& what) { text += (text.empty() ? "— " : "\n— ") + what; };
    if (choice.weekly) line(words.say("subscriptions.letter_weekly"));
    if (choice.urgent) line(words.say("subscriptions.letter_urgent"));
    const auto listed = [&](const char* message, const std::vector<std::string>& list) {
        std::string all;
        for (const auto& one : list) all += (all.empty() ? "" : "; ") + one;
        if (!all.empty()) line(words.say(message, {{"list", all}}));
    };
    std::vector<std::string> kinds;
    for (const auto& kind : choice.kinds) kinds.push_back(words.say(fmt::format("kind.{}", kind)));
    listed("subscriptions.letter_kinds", kinds);
    listed("subscriptions.letter_places", choice.places);
    listed("subscriptions.letter_audiences", choice.audiences);
    return text;
}

std::string list_id(const app::Town& town)
{
    return "news." + town.host;
}

bool is_exact(const language::When& when)
{
    return when.precision == language::Precision::minute || when.precision == language::Precision::day;
}

std::string item_words(const language::Words& words, const app::Town& town, const plan::Line& line,
                       const plan::Happening& happening)
{
    std::string text = plan::happening_words(words, line, happening) + "\n" + line.content.title;
    if (line.content.age_mark) text += fmt::format(" ({})", to_text(*line.content.age_mark));
    if (!line.content.place.empty()) text += "\n" + line.content.place;
    return text + "\n" + town.base_url + plan::line_path(line);
}

}  // namespace

const language::Words& words_in(std::string_view language)
{
    return app::letter_words(language::parse_code(language).value_or(language::Code::ru));
}

std::string link_of(const app::Town& town, std::string_view token)
{
    return fmt::format("{}/subscriptions/{}", town.base_url, token);
}

app::Letter confirm_letter(const app::Town& town, const Subscription& to, const std::string& token)
{
    const auto& words = words_in(to.language);
    std::string text = words.say("subscriptions.letter_hello");
    add(text, words.say("subscriptions.confirm_text"));
    add(text, chosen_words(words, to.choice));
    add(text, words.say("subscriptions.confirm_how") + "\n" + link_of(town, token));
    add(text, words.say("subscriptions.confirm_not_you"));
    add(text, signature(words, town));
    return {.to = to.email,
            .subject = words.say("subscriptions.confirm_subject", {{"town", town.name}}),
            .text = text,
            .kind = "subscriptions.confirm",
            .key = fmt::format("subscriptions.confirm/{}/{}", to_text(to.id), to.asked.milliseconds),
            .cause = app::Letter::Cause::stranger,
            .not_after = to.asked + confirm_within};
}

app::Letter known_letter(const app::Town& town, const Subscription& to, const std::string& token)
{
    const auto& words = words_in(to.language);
    std::string text = words.say("subscriptions.letter_hello");
    add(text, words.say("subscriptions.known_text"));
    add(text, chosen_words(words, to.choice));
    add(text, ending(words, town, token));
    return {.to = to.email,
            .subject = words.say("subscriptions.known_subject", {{"town", town.name}}),
            .text = text,
            .kind = "subscriptions.known",
            .key = fmt::format("subscriptions.known/{}/{}", to_text(to.id), to.asked.milliseconds),
            .cause = app::Letter::Cause::stranger,
            .not_after = to.asked + confirm_within};
}

bool matches(const Choice& choice, const plan::Line& line)
{
    const auto& content = line.content;
    return matches(choice, to_text(content.kind.kind), content.place, content.audience);
}

std::vector<Item> items_of(const std::vector<plan::Line>& lines, Day monday, Day today)
{
    const Day first = std::max(monday, today), last = Day(sys_days(monday) + days(13));
    std::vector<Item> items;
    for (const auto& line : lines) {
        if (!line.announced() || !is_exact(line.content.when)) continue;
        for (const auto& one : line.happenings)
            if (one.period && !one.settled() && one.period->first <= last && one.period->last >= first)
                items.push_back({&line, &one});
    }
    std::ranges::stable_sort(items, {}, [&](const Item& item) {
        const auto& period = *item.happening->period;
        return std::tuple(std::max(period.first, first), period.start_minute.value_or(-1));
    });
    return items;
}

std::string digest_key(Day monday, Id<Subscription> to)
{
    return fmt::format("subscriptions.digest/{}/{}", iso_day(monday), to_text(to));
}

std::string urgent_key(const plan::Line& line, Id<Subscription> to)
{
    return fmt::format("subscriptions.urgent/{}/{}/{}", to_text(line.id), line.sequence, to_text(to));
}

app::Letter digest_letter(const app::Town& town, const Subscription& to, const std::string& token, Day monday,
                          Day today, const std::vector<Item>& items)
{
    const auto& words = words_in(to.language);
    const Day sunday = Day(sys_days(monday) + days(6)), last = Day(sys_days(monday) + days(13));
    std::string text = words.say("subscriptions.letter_hello");
    const std::size_t told = std::min(items.size(), digest_most);
    bool this_week = false, next_week = false;
    for (std::size_t i = 0; i < told; ++i) {
        const auto& [line, happening] = items[i];
        const bool soon = happening->period->first <= sunday;
        if (soon && !this_week) add(text, words.say("subscriptions.digest_this_week"));
        if (!soon && !next_week) add(text, words.say("subscriptions.digest_next_week"));
        (soon ? this_week : next_week) = true;
        add(text, item_words(words, town, *line, *happening));
    }
    if (told < items.size())
        add(text, words.say("subscriptions.digest_more", std::int64_t(items.size() - told)) + "\n" + town.base_url +
                      "/plan/week");
    add(text, ending(words, town, token));
    return {.to = to.email,
            .subject = words.say("subscriptions.digest_subject",
                                 {{"town", town.name}, {"days", words.day_range(std::max(monday, today), last)}}),
            .text = text,
            .kind = "subscriptions.digest",
            .key = digest_key(monday, to.id),
            .unsubscribe = link_of(town, token) + "/unsubscription",
            .list_id = list_id(town),
            .not_after = town.zone.instant(sunday, 24 * 60 - 1)};
}

namespace {

/// What was called off last: of a line with several times perhaps only some.
std::vector<const plan::Happening*> last_cancelled(const plan::Line& line)
{
    std::vector<const plan::Happening*> found;
    std::optional<Instant> told;
    for (const auto& one : line.happenings)
        if (const auto* cancelled = std::get_if<plan::Cancelled>(&one.outcome))
            told = told ? std::max(*told, cancelled->told) : cancelled->told;
    for (const auto& one : line.happenings)
        if (const auto* cancelled = std::get_if<plan::Cancelled>(&one.outcome); cancelled && cancelled->told == *told)
            found.push_back(&one);
    return found;
}

News cancelled_news(const language::Words& words, const plan::Line& line,
                    const std::vector<const plan::Happening*>& gone)
{
    std::string when;
    for (const auto* one : gone) when += (when.empty() ? "" : "; ") + plan::happening_words(words, line, *one);
    const language::Values values = {{"title", line.content.title},
                                     {"when", when},
                                     {"reason", std::get<plan::Cancelled>(gone.front()->outcome).reason}};
    std::string text = words.say("subscriptions.cancelled_text", values);
    if (line.standing() == plan::Standing::ahead) add(text, words.say("subscriptions.cancelled_rest"));
    return {words.say("subscriptions.cancelled_subject", {{"title", shortened(line.content.title, subject_title)}}),
            text};
}

/// What a letter says of a line that was moved.
language::Values moved_values(const language::Words& words, const plan::Line& line)
{
    std::string when;
    for (const auto& one : line.happenings)
        if (!one.settled()) when += (when.empty() ? "" : "; ") + plan::happening_words(words, line, one);
    return {{"title", line.content.title},
            {"when", when},
            {"former", plan::former_words(words, line)},
            {"place", line.content.place},
            {"reason", line.moves.back().reason}};
}

News moved_news(const language::Words& words, const plan::Line& line)
{
    const auto& content = line.content;
    const auto values = moved_values(words, line);
    std::string text = words.say("subscriptions.moved_text", values);
    if (!content.place.empty()) text += "\n" + words.say("subscriptions.moved_place", values);
    add(text, words.say("subscriptions.moved_reason", values));
    return {words.say("subscriptions.moved_subject", {{"title", shortened(content.title, subject_title)}}), text};
}

}  // namespace

std::string news_mark(const plan::Line& line)
{
    const auto gone = last_cancelled(line);
    const auto told = gone.empty() ? 0 : std::get<plan::Cancelled>(gone.front()->outcome).told.milliseconds;
    return fmt::format("{}/{}/{}", line.moves.size(), told, gone.size());
}

bool is_moved(const plan::Line& line)
{
    const auto gone = last_cancelled(line);
    return line.standing() == plan::Standing::ahead && !line.moves.empty() &&
           (gone.empty() || std::get<plan::Cancelled>(gone.front()->outcome).told < line.moves.back().at);
}

News news_of(const language::Words& words, const plan::Line& line)
{
    if (is_moved(line)) return moved_news(words, line);
    const auto gone = last_cancelled(line);
    return gone.empty() ? News{} : cancelled_news(words, line, gone);
}

std::string moves_key(std::string_view move, Id<Subscription> to)
{
    return fmt::format("subscriptions.moves/{}/{}", move, to_text(to));
}

app::Letter moves_letter(const app::Town& town, const Subscription& to, const std::string& token, std::string_view move,
                         const std::vector<const plan::Line*>& moved, Instant now)
{
    const auto& words = words_in(to.language);
    std::string text = words.say("subscriptions.letter_hello");
    const std::size_t told = std::min(moved.size(), moves_most);
    for (std::size_t i = 0; i < told; ++i) {
        const auto values = moved_values(words, *moved[i]);
        add(text, words.say("subscriptions.moved_text", values));
        if (!moved[i]->content.place.empty()) text += "\n" + words.say("subscriptions.moved_place", values);
        text +=
            "\n" + words.say("subscriptions.moved_reason", values) + "\n" + town.base_url + plan::line_path(*moved[i]);
    }
    if (told < moved.size())
        add(text,
            words.say("subscriptions.moves_more", std::int64_t(moved.size() - told)) + "\n" + town.base_url + "/plan");
    add(text, ending(words, town, token));
    const std::string subject =
        moved.size() == 1
            ? words.say("subscriptions.moved_subject", {{"title", shortened(moved[0]->content.title, subject_title)}})
            : words.say("subscriptions.moves_subject", std::int64_t(moved.size()));
    return {.to = to.email,
            .subject = subject,
            .text = text,
            .kind = "subscriptions.urgent",
            .key = moves_key(move, to.id),
            .unsubscribe = link_of(town, token) + "/unsubscription",
            .list_id = list_id(town),
            .not_after = now + std::chrono::hours(72)};
}

app::Letter urgent_letter(const app::Town& town, const Subscription& to, const std::string& token,
                          const plan::Line& line, const News& news, Instant now)
{
    const auto& words = words_in(to.language);
    std::string text = words.say("subscriptions.letter_hello");
    add(text, news.text);
    add(text, words.say("subscriptions.letter_more") + "\n" + town.base_url + plan::line_path(line));
    add(text, ending(words, town, token));
    return {.to = to.email,
            .subject = news.subject,
            .text = text,
            .kind = "subscriptions.urgent",
            .key = urgent_key(line, to.id),
            .unsubscribe = link_of(town, token) + "/unsubscription",
            .list_id = list_id(town),
            .not_after = now + std::chrono::hours(72)};
}

app::Letter overdue_letter(const app::Town& town, const Email& to, const std::string& key, Day monday,
                           const std::vector<plan::Overdue>& overdue, std::int64_t all)
{
    const auto& words = words_in("ru");
    std::string text = words.say("subscriptions.letter_hello");
    add(text, words.say("subscriptions.overdue_text", all));
    for (const auto& one : overdue) add(text, fmt::format("{}\n{}", words.day_month_year(one.ended), one.title));
    if (std::int64_t(overdue.size()) < all)
        add(text, words.say("subscriptions.overdue_more", all - std::int64_t(overdue.size())));
    add(text, words.say("subscriptions.overdue_how") + "\n" + town.base_url + "/office/plan/overdue");
    add(text, signature(words, town));
    return {.to = to,
            .subject = words.say("subscriptions.overdue_subject", all, {{"town", town.name}}),
            .text = text,
            .kind = "subscriptions.overdue",
            .key = key,
            .not_after = town.zone.instant(Day(sys_days(monday) + days(6)), 24 * 60 - 1)};
}

}  // namespace veche::subscriptions
