#include "features/plan/when_reader.hpp"

#include <algorithm>

namespace veche::plan::speech {

namespace {

class Reader {
public:
    Reader(std::vector<Token> tokens, int year) : cursor_(std::move(tokens)), year_(year) {}

    Findings read() &&
    {
        constexpr bool (Reader::*rules[])() = {
            &Reader::clocked_range, &Reader::clocks,  &Reader::end_alone,  &Reader::frequency,       &Reader::weekdays,
            &Reader::month_days,    &Reader::vague,   &Reader::whole_year, &Reader::impossible_date, &Reader::ordinals,
            &Reader::stretches,     &Reader::no_date, &Reader::weekday,    &Reader::exception,       &Reader::filler};
        while (!cursor_.at_end()) {
            if (sign()) continue;
            found_.empty = false;
            const bool read = std::ranges::any_of(rules, [&](auto rule) {
                Attempt attempt(cursor_);
                if (!(this->*rule)()) return false;
                attempt.keep();
                return true;
            });
            if (read) continue;
            found_.unknown = true;
            cursor_.step();
        }
        return std::move(found_);
    }

private:
    bool sign()
    {
        if (cursor_.sees(Sign::word) || cursor_.sees(Sign::number)) return false;
        if (cursor_.take(Sign::semicolon))
            ++clause_;
        else
            cursor_.step();
        return true;
    }

    void add(std::vector<Span> spans)
    {
        for (Span& span : spans) {
            span.clause = clause_;
            found_.spans.push_back(std::move(span));
        }
    }

    static bool on_dial(const Clock& clock) { return clock.start >= 0 && clock.start < 24 * 60; }

    /// "с 22:00 31 декабря до 02:00 1 января": each time stands before its day.
    bool clocked_range()
    {
        Stretch stretch;
        if (!cursor_.take_word({"с", "со"})) return false;
        stretch.first_clock = read_clock(cursor_, Dotted::said);
        const auto first = stretch.first_clock ? read_point(cursor_) : std::nullopt;
        if (!first || !cursor_.take_word({"до", "по"})) return false;
        stretch.last_clock = read_clock(cursor_, Dotted::said);
        const auto last = stretch.last_clock ? read_point(cursor_) : std::nullopt;
        if (!last || first->precision != Precision::day || last->precision != Precision::day || last->waits())
            return false;
        if (!on_dial(*stretch.first_clock) || !on_dial(*stretch.last_clock)) return false;
        stretch.first = *first;
        stretch.last = last;
        put({std::move(stretch)});
        return true;
    }

    /// A time of the day, or several: "в 10:00 и 14:00".
    bool clocks()
    {
        NamedClocks named{{}, clause_, found_.spans.size()};
        bool impossible = false;
        do {
            const auto clock = read_clock_range(cursor_, dotted_);
            if (!clock) break;
            if (clock->start < 0)
                impossible = true;
            else
                named.clocks.push_back(*clock);
        } while (cursor_.take(Sign::comma) || cursor_.take_word({"и"}));
        const bool read = impossible || !named.clocks.empty();
        if (impossible) warn(found_.warnings, "when.no_such_time");
        if (!named.clocks.empty()) found_.clocks.push_back(std::move(named));
        return read;
    }

    /// "6 июля до 15:00": a Period has no end without a start, and the time is no start.
    bool end_alone()
    {
        if (!cursor_.take_word({"до", "к", "после"}) || !read_clock(cursor_, dotted_)) return false;
        return found_.unknown = true;
    }

    bool repeat(Repeat repeat)
    {
        // Of "ежемесячно, последняя неделя каждого квартала" the first word counts.
        if (!found_.repeat || *found_.repeat == Repeat::none) found_.repeat = repeat;
        return true;
    }

    /// "ежемесячно", "каждый квартал", "раз в месяц", "2–3 раза в год".
    bool frequency()
    {
        if (const auto every = every_of(cursor_.word())) return cursor_.step(), repeat(*every);
        if (cursor_.word().starts_with("кажд")) {
            const auto measure = measure_of(cursor_.word(1));
            return measure && (cursor_.step(2), repeat(*measure));
        }
        if (cursor_.take_word({"не"}) && !cursor_.take_word({"реже", "менее", "чаще", "более"})) return false;
        if (cursor_.sees(Sign::number) ||
            cursor_.sees_word({"один", "два", "двух", "три", "трех", "четыре", "четырех"})) {
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

    bool add_weekday()
    {
        const auto weekday = weekday_of(cursor_.word());
        if (!weekday) return false;
        cursor_.step();
        if (cursor_.sees_glued(Sign::dot, 0)) cursor_.step();
        found_.filter.weekdays.push_back(*weekday);
        return true;
    }

    void add_weekdays(unsigned first, unsigned last)
    {
        for (unsigned iso = first; iso <= last; ++iso) found_.filter.weekdays.emplace_back(iso);
    }

    void add_more_weekdays()
    {
        for (;;) {
            Attempt attempt(cursor_);
            if (!cursor_.take(Sign::comma) && !cursor_.take_word({"и"})) return;
            cursor_.take_word({"по"});
            if (!add_weekday()) return;
            attempt.keep();
        }
    }

    /// "по субботам", "по вторникам и четвергам", "по будням", "каждая суббота", "последняя пятница [каждого] месяца".
    bool weekdays()
    {
        const bool by = cursor_.take_word({"по"});
        const bool each = !by && cursor_.word().starts_with("кажд") && (cursor_.step(), true);
        if (by && cursor_.take_word({"будням", "рабочим", "будним"})) {
            cursor_.take_word({"дням"});
            return add_weekdays(1, 5), repeat(Repeat::weekly);
        }
        if (by && cursor_.take_word({"выходным"})) {
            cursor_.take_word({"дням"});
            return add_weekdays(6, 7), repeat(Repeat::weekly);
        }
        if ((by || each) && add_weekday()) return add_more_weekdays(), repeat(Repeat::weekly);
        if (by) return false;
        return nth_weekdays(each);
    }

    /// Of every month, or of the months named before: "июнь, последняя суббота"; "последняя суббота июня" is a day by
    /// itself.
    bool nth_weekdays(bool each)
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
    bool month_days()
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

    /// A school's year and holidays: each school sets its own days, so without other dates they say nothing.
    bool vague()
    {
        if (season_of(cursor_.word())) cursor_.step();
        cursor_.take_word({"в", "во"});
        cursor_.take_word({"течение", "период"});
        if (cursor_.sees_number(4) && (cursor_.sees(Sign::dash, 1) || cursor_.sees(Sign::slash, 1))) cursor_.step(3);
        if (cursor_.word().starts_with("каникул")) return cursor_.step(), true;
        if (!cursor_.word().starts_with("учебн")) return false;
        cursor_.step();
        if (is_year_word(cursor_.word())) cursor_.step();
        return true;
    }

    /// "в течение года", "весь период", "постоянно", "круглый год".
    bool whole_year()
    {
        bool whole = cursor_.take_word({"постоянно", "постоянный", "круглогодично", "регулярно", "систематически"});
        if (!whole) {
            cursor_.take_word({"в", "во", "на"});
            const bool during = cursor_.take_word({"течение", "течении", "протяжении", "продолжение"});
            const bool entire = cursor_.take_word({"всего", "весь", "круглый", "целый"});
            cursor_.take_word({"календарного"});
            whole = (during || entire) && cursor_.take_word({"год", "года", "году"});
            whole = whole || (entire && cursor_.take_word({"период", "периода", "срок", "срока"}));
        }
        if (!whole) return false;
        Stretch stretch;
        stretch.first.precision = Precision::year;
        stretch.first.month = 1;
        stretch.first.months = 12;
        add(on_calendar(stretch, year_, found_.warnings));
        return true;
    }

    /// "45.13.2021", "2021-13-45": meant as a date, and not even a month to keep.
    bool impossible_date()
    {
        const Sign between = cursor_.peek(1).sign;
        const bool three = cursor_.sees(Sign::number) &&
                           (between == Sign::dot || between == Sign::dash || between == Sign::slash) &&
                           cursor_.sees_glued(Sign::number, 2) && cursor_.sees_glued(between, 3) &&
                           cursor_.sees_glued(Sign::number, 4);
        const bool year_somewhere = cursor_.peek().digits == 4 || cursor_.peek(4).digits == 4;
        if (!three || !year_somewhere || (cursor_.peek(2).number >= 1 && cursor_.peek(2).number <= 12)) return false;
        cursor_.step(5);
        warn(found_.warnings, "when.no_such_day");
        return true;
    }

    bool ordinals()
    {
        auto list = read_ordinals(cursor_);
        // A single one may have a lead or be the end of a range: "с III квартала", "II квартал – IV квартал".
        if (!list || (list->size() == 1 && !list->front().last)) return false;
        put(std::move(*list));
        return true;
    }

    /// "20, 21 и 22 мая", "1–5, 10–15 июня": day numbers wait for the month at the end of their list.
    bool stretches()
    {
        std::vector<Stretch> list;
        do {
            auto next = stretch();
            if (!next) return false;
            list.push_back(std::move(*next));
        } while (list.back().final().waits() && cursor_.take_separator());
        const Stretch& ending = list.back();
        if (ending.final().waits()) return false;
        const Point month = ending.first.waits() ? ending.final() : ending.first;
        if ((list.size() > 1 || ending.first.waits()) && month.precision != Precision::day) return false;
        for (std::size_t i = 0; i + 1 < list.size(); ++i) lend_month(list[i], month);
        put(std::move(list));
        return true;
    }

    static void lend_month(Stretch& waiting, const Point& from)
    {
        Point& last = waiting.last ? *waiting.last : waiting.first;
        last.month = from.month;
        last.year = from.year;
    }

    void put(std::vector<Stretch> list)
    {
        const Point& last = list.back().final();
        dotted_ = last.precision == Precision::day && !last.dotted ? Dotted::time : Dotted::date;
        for (Stretch& stretch : list) add(on_calendar(std::move(stretch), year_, found_.warnings));
    }

    Lead lead()
    {
        cursor_.take_word({"в", "во"});
        if (cursor_.take_word({"течение", "течении", "период", "продолжение"})) cursor_.take_word({"всего"});
        if (cursor_.take_word({"начиная"})) return cursor_.take_word({"с", "со"}), Lead::from;
        if (cursor_.take_word({"с", "со", "от"})) return Lead::from;
        if (cursor_.take_word({"до", "к", "ко"})) return Lead::until;
        if (cursor_.take_word({"по"})) return Lead::through;
        if (cursor_.take_word({"после"})) return Lead::after;
        if (cursor_.sees_word({"не"}) && cursor_.sees_word({"позднее", "позже"}, 1))
            return cursor_.step(2), Lead::through;
        if (cursor_.sees_word({"не"}) && cursor_.sees_word({"ранее", "раньше"}, 1)) return cursor_.step(2), Lead::from;
        return Lead::none;
    }

    std::optional<Stretch> stretch()
    {
        Stretch stretch;
        stretch.lead = lead();
        const auto first = read_point(cursor_);
        if (!first) return std::nullopt;
        stretch.first = *first;
        const bool may_range = stretch.lead == Lead::none || stretch.lead == Lead::from;
        if (may_range && read_end_with_clocks(stretch)) return stretch;
        if (may_range && read_end(stretch)) return stretch;
        // "к Новому году": by the end of this one.
        const bool new_year =
            stretch.first.month == 1 && stretch.first.first_day == 1 && stretch.first.precision == Precision::day;
        if (stretch.lead == Lead::until && new_year && !stretch.first.year)
            stretch.first.month = 12, stretch.first.first_day = 31;
        return stretch;
    }

    bool take_range_mark(Lead lead)
    {
        if (cursor_.take(Sign::dash)) return true;
        return lead == Lead::from ? cursor_.take_word({"по", "до", "на"}) : cursor_.take_word({"по"});
    }

    /// "с мая до сентября" leaves September out just as "до сентября" does; "до 15 мая" takes the day in.
    bool read_end(Stretch& stretch)
    {
        Attempt attempt(cursor_);
        const bool until = stretch.lead == Lead::from && cursor_.sees_word({"до"});
        if (!take_range_mark(stretch.lead)) return false;
        auto last = read_point(cursor_);
        if (!last) return false;
        if (until && last->precision == Precision::month && last->first_day == 1 && last->month > 1 &&
            last->months == 1 && last->last_day == 31 && stretch.first.month < last->month) {
            --last->month;
        }
        stretch.last = *last;
        attempt.keep();
        return true;
    }

    /// "06.07.2021 10:00 – 07.07.2021 18:00".
    bool read_end_with_clocks(Stretch& stretch)
    {
        Attempt attempt(cursor_);
        cursor_.take(Sign::comma);
        cursor_.take_word({"в"});
        const auto start = read_clock(cursor_, Dotted::said);
        if (!start || !on_dial(*start) || !take_range_mark(stretch.lead)) return false;
        const auto last = read_point(cursor_);
        if (!last || last->waits() || last->precision != Precision::day || (last->dotted && !stretch.first.dotted))
            return false;
        cursor_.take(Sign::comma);
        cursor_.take_word({"в"});
        const auto end = read_clock(cursor_, Dotted::said);
        if (!end || !on_dial(*end)) return false;
        stretch.last = *last;
        stretch.first_clock = start;
        stretch.last_clock = end;
        attempt.keep();
        return true;
    }

    bool starts_something(std::size_t ahead) const
    {
        if (!cursor_.sees(Sign::word, ahead)) return true;
        const auto word = cursor_.word(ahead);
        return month_of(word) != 0 || every_of(word) || word.starts_with("кажд") ||
               is_one_of(word, {"течение", "протяжении"});
    }

    /// "по отдельному графику учреждений", "дата уточняется": a run of words with one that means there is no date.
    bool no_date()
    {
        std::size_t length = 0;
        bool said = false;
        while (!starts_something(length)) said = means_no_date(cursor_.word(length++)) || said;
        if (!said) return false;
        if (cursor_.sees_word({"в", "на"}, length - 1)) --length;
        cursor_.step(length);
        return found_.no_date = true;
    }

    bool weekday()
    {
        const auto weekday = weekday_of(cursor_.word());
        if (!weekday) return false;
        cursor_.step();
        found_.weekdays.push_back({*weekday, found_.spans.size()});
        return true;
    }

    /// "кроме воскресенья": what follows is no date of ours.
    bool exception()
    {
        if (!cursor_.sees_word({"кроме", "исключением"})) return false;
        while (cursor_.sees(Sign::word) || cursor_.sees(Sign::number)) cursor_.step();
        found_.unknown = true;
        return true;
    }

    bool filler()
    {
        if (!is_filler(cursor_.word())) return false;
        cursor_.step();
        return true;
    }

    Cursor cursor_;
    int year_;
    Findings found_;
    Dotted dotted_ = Dotted::date;
    int clause_ = 0;
};

}  // namespace

Findings read_words(std::vector<Token> tokens, int year)
{
    return Reader(std::move(tokens), year).read();
}

}  // namespace veche::plan::speech
