#include "features/plan/copy/words.hpp"

#include <array>
#include <vector>

#include <fmt/format.h>

#include "core/whole.hpp"
#include "features/plan/copy/copy_year.hpp"
#include "features/plan/export/sheet.hpp"

namespace veche::plan {

namespace {

constexpr std::string_view of_month[] = {"января", "февраля", "марта",    "апреля",  "мая",    "июня",
                                         "июля",   "августа", "сентября", "октября", "ноября", "декабря"};
constexpr std::string_view months[] = {"январь", "февраль", "март",     "апрель",  "май",    "июнь",
                                       "июль",   "август",  "сентябрь", "октябрь", "ноябрь", "декабрь"};
constexpr std::string_view quarters[] = {"I", "II", "III", "IV"};

std::string_view month_word(const std::string_view (&words)[12], Day day)
{
    return words[unsigned(day.month()) - 1];
}

std::string day_words(Day day)
{
    return fmt::format("{} {} {} г.", unsigned(day.day()), month_word(of_month, day), int(day.year()));
}

std::string days_words(const Period& period)
{
    const auto [first, last] = std::pair(period.first, period.last);
    if (period.open_start) return "до " + day_words(last);
    if (period.open_end) return "с " + day_words(first);
    if (first == last) return day_words(first);
    if (first.year() != last.year()) return day_words(first) + " – " + day_words(last);
    if (first.month() == last.month()) return fmt::format("{}–{}", unsigned(first.day()), day_words(last));
    return fmt::format("{} {} – {}", unsigned(first.day()), month_word(of_month, first), day_words(last));
}

std::string clock_words(int minute)
{
    return fmt::format("{}.{:02}", minute / 60, minute % 60);
}

std::string exact_period(const When& when, const Period& period)
{
    if (!period.start_minute) return days_words(period);
    const bool block = period.first != period.last && period.end_minute && !period.open_start && !period.open_end &&
                       !has_daily_hours(when, period);
    Period dated = period;
    // A night ends in the morning of the next day: its day is the evening's.
    const bool night = period.end_minute && *period.end_minute < *period.start_minute &&
                       std::chrono::sys_days(period.last) - std::chrono::sys_days(period.first) == std::chrono::days(1);
    if (night) dated.last = dated.first;
    const auto start = clock_words(*period.start_minute);
    if (block && !night)
        return fmt::format("{} {} – {} {}", day_words(period.first), start, day_words(period.last),
                           clock_words(*period.end_minute));
    if (!period.end_minute) return days_words(dated) + ", " + start;
    return fmt::format("{}, с {} до {}", days_words(dated), start, clock_words(*period.end_minute));
}

bool is_whole_months(const Period& period)
{
    return unsigned(period.first.day()) == 1 && period.first.year() == period.last.year() &&
           period.last == Day(period.last.year() / period.last.month() / std::chrono::last);
}

std::string calendar_period(const Period& period, Precision precision)
{
    const unsigned first = unsigned(period.first.month()), last = unsigned(period.last.month());
    const int year = int(period.first.year());
    if (first == 1 && last == 12) return fmt::format("в течение {} года", year);
    if (precision == Precision::quarter && first % 3 == 1 && last == first + 2)
        return fmt::format("{} квартал {} г.", quarters[first / 3], year);
    if (first == last) return fmt::format("{} {} г.", month_word(months, period.first), year);
    return fmt::format("{} – {} {} г.", month_word(months, period.first), month_word(months, period.last), year);
}

std::string words_of(const When& when)
{
    const bool vague = when.precision != Precision::minute && when.precision != Precision::day;
    std::string text;
    for (const auto& period : when.periods) {
        const bool calendar =
            vague && is_whole_months(period) && !period.start_minute && !period.open_start && !period.open_end;
        text += (text.empty() ? "" : "; ") +
                (calendar ? calendar_period(period, when.precision) : exact_period(when, period));
    }
    return text;
}

std::string_view repeat_word(Repeat repeat)
{
    switch (repeat) {
        case Repeat::daily: return "ежедневно";
        case Repeat::weekly: return "еженедельно";
        case Repeat::monthly: return "ежемесячно";
        case Repeat::quarterly: return "ежеквартально";
        case Repeat::none: break;
    }
    return "";
}

}  // namespace

std::string with_later_years(std::string_view text, int from, int years)
{
    constexpr std::string_view digits = "0123456789";
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const auto number = std::min(text.find_first_of(digits, at), text.size());
        const auto end = std::min(text.find_first_not_of(digits, number), text.size());
        result += text.substr(at, number - at);
        const auto value = parse_whole(text.substr(number, end - number), from - 1, from + 1);
        const bool is_year = end - number == 4 && value;
        result += is_year ? std::to_string(*value + years) : std::string(text.substr(number, end - number));
        at = end;
    }
    return result;
}

std::string canonical_words(const When& when, int year)
{
    const auto reads_back = [&](const std::string& text, bool closely) {
        const When read = language::parse_when(text, year);
        return read.periods == when.periods &&
               (!closely || (read.precision == when.precision && read.repeat == when.repeat));
    };
    const std::string plain = words_of(when);
    const std::string repeated = fmt::format("{}, {}", repeat_word(when.repeat), plain);
    if (reads_back(plain, true)) return plain;
    if (when.repeat != Repeat::none && reads_back(repeated, true)) return repeated;
    When written = when;
    written.text = plain;
    const std::string dotted = exact_words(written, year);
    if (reads_back(dotted, true) || !reads_back(plain, false)) return dotted;
    return plain;
}

}  // namespace veche::plan
