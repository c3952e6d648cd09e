#include "core/text.hpp"
#include "language/when/when.hpp"

namespace veche::language {

namespace {

auto refused(std::string_view message, std::string_view field)
{
    return refuse(RefusalKind::invalid, message, field);
}

/// The time fields into the period whose days are known.
Result<Period> with_clocks(Period period, std::string_view start, std::string_view end)
{
    period.start_minute = parse_clock(start);
    period.end_minute = parse_clock(end);
    if (!start.empty() && !period.start_minute) return refused("when.form_bad_time", "start");
    if (!end.empty() && !period.end_minute) return refused("when.form_bad_time", "end");
    if (period.end_minute && !period.start_minute) return refused("when.form_no_start", "start");
    const bool same_day = period.first == period.last;
    if (period.end_minute && same_day && *period.end_minute <= *period.start_minute) {
        return refused("when.form_ends_early", "end");
    }
    return period;
}

/// Words that name this very period know whether its hours come again each day; without such, hours that fit into a day do.
Repeat repeat_of(const When& words, const Period& period)
{
    if (words.periods == std::vector{period}) return words.repeat;
    const bool each_day = period.first != period.last && period.end_minute && *period.end_minute > *period.start_minute;
    return each_day ? Repeat::daily : Repeat::none;
}

}  // namespace

Result<When> when_from_form(std::string_view text, std::string_view first_iso, std::string_view last_iso,
                            std::string_view start_clock, std::string_view end_clock, int year)
{
    first_iso = trimmed(first_iso);
    last_iso = trimmed(last_iso);
    start_clock = trimmed(start_clock);
    end_clock = trimmed(end_clock);
    const bool no_days = first_iso.empty() && last_iso.empty();
    if (no_days && start_clock.empty() && end_clock.empty()) return parse_when(text, year);
    if (first_iso.empty()) return refused("when.form_no_first", "first");

    const auto first = parse_iso_day(first_iso);
    const auto last = last_iso.empty() ? first : parse_iso_day(last_iso);
    if (!first) return refused("when.form_bad_day", "first");
    if (!last) return refused("when.form_bad_day", "last");
    if (*last < *first) return refused("when.form_last_before_first", "last");

    const auto period = with_clocks(Period{.first = *first, .last = *last}, start_clock, end_clock);
    if (!period) return tl::unexpected(period.error());
    When when;
    when.text = trimmed(text);
    when.precision = period->start_minute ? Precision::minute : Precision::day;
    when.periods = {*period};
    when.repeat = repeat_of(parse_when(when.text, year), *period);
    return when;
}

}  // namespace veche::language
