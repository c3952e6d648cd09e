#include "outside/xlsx_date.hpp"

#include <cmath>

#include "outside/table_reader.hpp"

namespace veche::outside {

namespace {

constexpr int minutes_a_day = 24 * 60;

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

DateFormat date_format(unsigned number)
{
    if (number == 22) return {true, true};
    if ((number >= 18 && number <= 21) || (number >= 45 && number <= 47)) return {false, true};
    // 27..36 and 50..58 are the dates of East Asian versions.
    if ((number >= 14 && number <= 17) || (number >= 27 && number <= 36) || (number >= 50 && number <= 58))
        return {true, false};
    return {};
}

DateFormat date_format(std::string_view code)
{
    DateFormat format;
    bool month_or_minute = false;
    for (std::size_t at = 0; at < code.size() && code[at] != ';'; ++at) {
        const char c = lower(code[at]);
        if (c == '\\' || c == '_' || c == '*') {
            ++at;  // the next character is shown as it is, or is room of its width
        } else if (c == '"' || c == '[') {
            const auto end = code.find(c == '"' ? '"' : ']', at + 1);
            if (end == std::string_view::npos) return {};
            // [h], [mm], [ss] are lengths of time; other brackets are colours, conditions and locales.
            if (c == '[' && code.substr(at + 1, end - at - 1).find_first_not_of("hmsHMS") == std::string_view::npos)
                format.clock = true;
            at = end;
        } else if (c == 'y' || c == 'd') {
            format.day = true;
        } else if (c == 'h' || c == 's') {
            format.clock = true;
        } else if (c == 'm') {
            month_or_minute = true;
        } else if (c == 'g' || c == '0' || c == '#' || c == '?') {
            if (!format.day && !format.clock && !month_or_minute) return {};  // General, or a plain number
        }
    }
    if (month_or_minute && !format.clock) format.day = true;
    return format;
}

std::optional<Cell> date_cell_of(double serial, DateFormat format, Epoch epoch)
{
    if (!std::isfinite(serial) || serial < 0 || serial > 200'000) return std::nullopt;
    auto whole = static_cast<std::int64_t>(std::floor(serial));
    auto minute = static_cast<int>(std::lround((serial - std::floor(serial)) * minutes_a_day));
    if (minute == minutes_a_day) {
        minute = 0;
        ++whole;
    }
    if (!format.day) {
        if (!format.clock || whole != 0) return std::nullopt;
        return time_cell(minute);
    }
    if (whole == 0 && epoch == Epoch::year_1900) return std::nullopt;
    const std::int64_t base = epoch == Epoch::year_1904
                                  ? day_number(Day(std::chrono::year(1904) / 1 / 1))
                                  : day_number(Day(std::chrono::year(1899) / 12 / (whole < 60 ? 31 : 30)));
    const Day day = day_from_number(base + whole);
    if (day.year() > std::chrono::year(2199)) return std::nullopt;
    // Midnight in a "date and time" format is a date whose time nobody entered.
    return date_cell(day, format.clock && minute != 0 ? std::optional(minute) : std::nullopt);
}

}  // namespace veche::outside
