#include "language/when/rules.hpp"

#include <algorithm>

namespace veche::language::speech {

bool Reader::repeat(Repeat repeat)
{
    // Of "ежемесячно, последняя неделя каждого квартала" the first word counts.
    if (!found_.repeat || *found_.repeat == Repeat::none) found_.repeat = repeat;
    return true;
}

/// "ежемесячно", "каждый квартал", "раз в месяц", "2–3 раза в год".
bool Reader::frequency()
{
    if (const auto every = every_of(cursor_.word())) return cursor_.step(), repeat(*every);
    if (cursor_.word().starts_with("кажд")) {
        const auto measure = measure_of(cursor_.word(1));
        return measure && (cursor_.step(2), repeat(*measure));
    }
    if (cursor_.take_word({"не"}) && !cursor_.take_word({"реже", "менее", "чаще", "более"})) return false;
    if (cursor_.sees(Sign::number) || cursor_.sees_word({"один", "два", "двух", "три", "трех", "четыре", "четырех"})) {
        cursor_.step();
        if (cursor_.take(Sign::dash)) cursor_.step();
    }
    if (!cursor_.take_word({"раз", "раза"}) || !cursor_.take_word({"в"})) return false;
    // "раз в два месяца": of such steps only the year is known.
    const bool many = cursor_.sees(Sign::number) || cursor_.sees_word({"два", "две", "три", "четыре"});
    if (many) cursor_.step();
    const auto measure = measure_of(cursor_.word());
    if (!measure && !many) return false;
    cursor_.step();
    return repeat(many ? Repeat::none : *measure);
}

std::optional<std::chrono::weekday> Reader::take_weekday()
{
    const auto weekday = weekday_of(cursor_.word());
    if (!weekday) return std::nullopt;
    cursor_.step();
    if (cursor_.sees_glued(Sign::dot, 0)) cursor_.step();
    return weekday;
}

/// "5 мая (пн) – 7 мая (ср)", "с понедельника 5 мая": beside the ends of a stretch the weekday adds nothing.
void Reader::take_weekday_beside()
{
    Attempt attempt(cursor_);
    const auto skip = [&] {
        while (cursor_.sees(Sign::comma) || cursor_.sees(Sign::other)) cursor_.step();
    };
    skip();
    if (!take_weekday()) return;
    skip();
    attempt.keep();
}

bool Reader::add_weekday()
{
    const auto weekday = take_weekday();
    if (!weekday) return false;
    choose({*weekday, *weekday});
    return true;
}

void Reader::choose(const WeekdayRange& range)
{
    if (filter_clocked_) found_.unknown = true;  // these days have hours of their own, which is more than we can keep
    each_weekday(range, [&](std::chrono::weekday day) { found_.filter.weekdays.push_back(day); });
}

/// "пн–пт", "вторник - четверг", "с понедельника по пятницу".
std::optional<Reader::WeekdayRange> Reader::take_weekday_range()
{
    Attempt attempt(cursor_);
    if (!cursor_.take_word({"с", "со"})) cursor_.take_word({"по"});
    const auto first = take_weekday();
    if (!first || (!cursor_.take(Sign::dash) && !cursor_.take_word({"по", "до"}))) return std::nullopt;
    const auto last = take_weekday();
    if (!last) return std::nullopt;
    attempt.keep();
    return WeekdayRange(*first, *last);
}

/// "10–11 июля (суббота–воскресенье)" only says once more which days they are.
bool Reader::confirms(const WeekdayRange& range) const
{
    if (found_.spans.empty()) return false;
    const auto& span = found_.spans.back();
    const auto weekday = [](Day day) { return std::chrono::weekday(std::chrono::sys_days(day)); };
    return span.clause == clause_ && span.precision == Precision::day &&
           day_number(span.period.last) - day_number(span.period.first) < 7 &&
           weekday(span.period.first) == range.first && weekday(span.period.last) == range.second;
}

bool Reader::weekday_range()
{
    const auto range = take_weekday_range();
    if (!range) return false;
    if (confirms(*range)) return true;
    choose(*range);
    add_more_weekdays();
    return repeat(Repeat::weekly);
}

void Reader::add_more_weekdays()
{
    for (;;) {
        Attempt attempt(cursor_);
        if (!cursor_.take(Sign::comma) && !cursor_.take_word({"и"})) return;
        if (const auto range = take_weekday_range()) {
            choose(*range);
        } else {
            cursor_.take_word({"по"});
            if (!add_weekday()) return;
        }
        attempt.keep();
    }
}

bool Reader::take_days()
{
    return cursor_.take_word({"дням", "дни", "дней"});
}

/// "по будням", "в рабочие дни", "будни"; "в выходные дни".
bool Reader::named_days()
{
    const bool said = cursor_.take_word({"по", "в", "во"});
    if (cursor_.take_word({"будням", "будни"}) ||
        (cursor_.sees_word({"рабочим", "будним", "рабочие", "будние"}) && (cursor_.step(), take_days()))) {
        take_days();
        choose({std::chrono::Monday, std::chrono::Friday});
    } else if (said && cursor_.take_word({"выходным", "выходные", "субботним"})) {
        take_days();
        choose({std::chrono::Saturday, std::chrono::Sunday});
    } else {
        return false;
    }
    add_more_weekdays();
    return repeat(Repeat::weekly);
}

/// "по субботам", "по вторникам и четвергам", "каждая суббота", "последняя пятница [каждого] месяца".
bool Reader::weekdays()
{
    const bool by = cursor_.take_word({"по"});
    const bool each = !by && cursor_.word().starts_with("кажд") && (cursor_.step(), true);
    if ((by || each) && add_weekday()) return add_more_weekdays(), repeat(Repeat::weekly);
    if (by) return false;
    return nth_weekdays(each);
}

/// Of every month, or of the months named before: "июнь, последняя суббота"; "последняя суббота июня" is a day by
/// itself.
bool Reader::nth_weekdays(bool each)
{
    std::vector<int> ordinals;
    do {
        const int nth = ordinal_of(cursor_.peek());
        if (nth == 0 || nth > 5) return false;
        ordinals.push_back(nth);
        cursor_.step();
    } while (cursor_.take(Sign::comma) || cursor_.take_word({"и"}));
    const bool of_month =
        cursor_.sees_word({"месяца"}, 1) || (cursor_.sees_word({"каждого"}, 1) && cursor_.sees_word({"месяца"}, 2));
    const bool monthly =
        each || of_month || found_.repeat == Repeat::monthly || every_of(cursor_.word(1)) == Repeat::monthly;
    if (month_of(cursor_.word(1)) != 0 || (!monthly && found_.spans.empty()) || !add_weekday()) return false;
    cursor_.take_word({"каждого"});
    cursor_.take_word({"месяца"});
    found_.filter.ordinals = std::move(ordinals);
    if (monthly) found_.repeat = Repeat::monthly;
    return true;
}

/// "15 числа каждого месяца", "1 и 15 числа".
bool Reader::month_days()
{
    std::vector<int> days;
    do {
        if (!cursor_.sees_number(2)) return false;
        days.push_back(cursor_.peek().number);
        cursor_.step();
    } while (cursor_.take(Sign::comma) || cursor_.take_word({"и"}));
    if (!cursor_.take_word({"числа", "число", "числах"})) return false;
    Attempt of_month(cursor_);
    if (cursor_.take_word({"каждого"}) && cursor_.take_word({"месяца"})) of_month.keep();
    if (std::ranges::any_of(days, [](int day) { return day < 1 || day > 31; })) return false;
    found_.filter.days = std::move(days);
    return repeat(Repeat::monthly);
}

bool Reader::weekday()
{
    const auto weekday = weekday_of(cursor_.word());
    if (!weekday) return false;
    cursor_.step();
    found_.weekdays.push_back({*weekday, found_.spans.size()});
    return true;
}

}  // namespace veche::language::speech
