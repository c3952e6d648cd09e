#include "language/when/rules.hpp"

#include <algorithm>

namespace veche::language::speech {

namespace {

bool is_on_dial(const Clock& clock)
{
    return clock.start >= 0 && clock.start < 24 * 60;
}

}  // namespace

/// Tries a rule; what it says of a foreign clock counts for the whole cell, unless it was a time.
bool Reader::apply(Rule rule)
{
    const std::size_t place = cursor_.place();
    Attempt attempt(cursor_);
    if (!(this->*rule)()) return false;
    attempt.keep();
    if (rule != &Reader::clocks && cursor_.zone_since(place) == TokenZone::elsewhere) found_.elsewhere = true;
    return true;
}

Findings Reader::read() &&
{
    constexpr Rule rules[] = {
        &Reader::moved,         &Reader::instead,         &Reader::exception,  &Reader::day_off,    &Reader::cancelled,
        &Reader::clocked_range, &Reader::clocks,          &Reader::bare_hours, &Reader::end_alone,  &Reader::frequency,
        &Reader::weekday_range, &Reader::named_days,      &Reader::weekdays,   &Reader::month_days, &Reader::vague,
        &Reader::whole_year,    &Reader::impossible_date, &Reader::ordinals,   &Reader::stretches,  &Reader::no_date,
        &Reader::weekday,       &Reader::filler};
    hedged_ = is_hedged();
    while (!cursor_.at_end()) {
        if (sign()) continue;
        found_.empty = false;
        if (std::ranges::any_of(rules, [&](Rule rule) { return apply(rule); })) continue;
        found_.unknown = true;
        cursor_.step();
    }
    return std::move(found_);
}

bool Reader::sign()
{
    if (cursor_.sees(Sign::word) || cursor_.sees(Sign::number)) return false;
    if (cursor_.sees(Sign::zone)) found_.elsewhere = true;
    if (cursor_.sees(Sign::arrow)) doubt();  // "5 июля → 12 июля": which of them is it?
    if (cursor_.take(Sign::semicolon))
        ++clause_;
    else
        cursor_.step();
    return true;
}

void Reader::add(std::vector<Span> spans)
{
    for (Span& span : spans) {
        span.clause = clause_;
        found_.spans.push_back(std::move(span));
    }
}

/// "с 22:00 31 декабря до 02:00 1 января": each time stands before its day.
bool Reader::clocked_range()
{
    Stretch stretch;
    if (!cursor_.take_word({"с", "со"})) return false;
    stretch.first_clock = read_clock(cursor_, Dotted::said);
    const auto first = stretch.first_clock ? read_point(cursor_) : std::nullopt;
    if (!first || !cursor_.take_word({"до", "по"})) return false;
    stretch.last_clock = read_clock(cursor_, Dotted::said);
    const auto last = stretch.last_clock ? read_point(cursor_) : std::nullopt;
    if (!last || first->precision != Precision::day || last->precision != Precision::day || last->waits()) return false;
    if (!is_on_dial(*stretch.first_clock) || !is_on_dial(*stretch.last_clock)) return false;
    stretch.first = *first;
    stretch.last = last;
    put({std::move(stretch)});
    return true;
}

/// A time of the day, or several: "в 10:00 и 14:00". A time with a clock of its own ends the list: "12:00 мск, 14:00 местного".
bool Reader::clocks()
{
    NamedClocks named{{}, clause_, found_.spans.size()};
    bool impossible = false;
    do {
        const std::size_t place = cursor_.place();
        const auto clock = read_clock_range(cursor_, dotted_);
        if (!clock) break;
        if (clock->start < 0)
            impossible = true;
        else
            named.clocks.push_back(*clock);
        named.zone = cursor_.zone_since(place);
    } while (named.zone == TokenZone::unsaid && (cursor_.take(Sign::comma) || cursor_.take_word({"и"})));
    const bool read = impossible || !named.clocks.empty();
    if (impossible) warn(found_.warnings, "when.no_such_time");
    if (!named.clocks.empty()) found_.clocks.push_back(std::move(named));
    filter_clocked_ = filter_clocked_ || (read && !found_.filter.empty());
    return read;
}

/// "ежедневно, 10-18", "по будням с 9 до 17": beside days that come again, two bare numbers can only be hours.
bool Reader::bare_hours()
{
    if (found_.filter.empty() && found_.without_weekdays.empty() && found_.repeat != Repeat::daily) return false;
    const bool from = cursor_.take_word({"с"});
    if (!cursor_.sees_number(2) || !cursor_.sees_number(2, 2)) return false;
    if (!cursor_.sees(Sign::dash, 1) && !(from && cursor_.sees_word({"до"}, 1))) return false;
    const int first = cursor_.peek().number, last = cursor_.peek(2).number;
    const auto next = cursor_.peek(3).sign;
    const bool ends = !cursor_.sees_any(3) || next == Sign::comma || next == Sign::semicolon || next == Sign::other ||
                      (next == Sign::dot && !cursor_.sees(Sign::number, 4));
    // "10-18, 20 июня" are days; "10-18, 1–5 июня" would count backwards.
    const bool counts_on =
        cursor_.sees(Sign::comma, 3) && cursor_.sees(Sign::number, 4) && cursor_.peek(4).number > last;
    if (!ends || first >= last || last > 24 || (!from && counts_on)) return false;
    cursor_.step(3);
    found_.clocks.push_back({{Clock{first * 60, last % 24 * 60}}, clause_, found_.spans.size()});
    filter_clocked_ = true;
    return true;
}

/// "6 июля до 15:00": a Period has no end without a start, and the time is no start.
bool Reader::end_alone()
{
    if (!cursor_.take_word({"до", "к", "после"}) || !read_clock(cursor_, dotted_)) return false;
    return found_.unknown = true;
}

/// A school's year and holidays: each school sets its own days, so without other dates they say nothing.
bool Reader::vague()
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
bool Reader::whole_year()
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
bool Reader::impossible_date()
{
    const Sign between = cursor_.peek(1).sign;
    const bool three =
        cursor_.sees(Sign::number) && (between == Sign::dot || between == Sign::dash || between == Sign::slash) &&
        cursor_.sees_glued(Sign::number, 2) && cursor_.sees_glued(between, 3) && cursor_.sees_glued(Sign::number, 4);
    const bool year_somewhere = cursor_.peek().digits == 4 || cursor_.peek(4).digits == 4;
    if (!three || !year_somewhere || (cursor_.peek(2).number >= 1 && cursor_.peek(2).number <= 12)) return false;
    cursor_.step(5);
    warn(found_.warnings, "when.no_such_day");
    return true;
}

bool Reader::ordinals()
{
    auto list = read_ordinals(cursor_);
    // A single one may have a lead or be the end of a range: "с III квартала", "II квартал – IV квартал".
    if (!list || (list->size() == 1 && !list->front().last)) return false;
    put(std::move(*list));
    return true;
}

/// "20, 21 и 22 мая", "1–5, 10–15 июня": day numbers wait for the month at the end of their list.
bool Reader::stretches()
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

void Reader::lend_month(Stretch& waiting, const Point& from)
{
    Point& last = waiting.last ? *waiting.last : waiting.first;
    last.month = from.month;
    last.year = from.year;
}

void Reader::put(std::vector<Stretch> list)
{
    const Point& last = list.back().final();
    last_put_ = found_.spans.size();
    dotted_ = last.precision == Precision::day && !last.dotted ? Dotted::time : Dotted::date;
    for (Stretch& stretch : list) add(on_calendar(std::move(stretch), year_, found_.warnings));
}

Lead Reader::lead()
{
    cursor_.take_word({"в", "во"});
    if (cursor_.take_word({"течение", "течении", "период", "продолжение"})) cursor_.take_word({"всего"});
    if (cursor_.take_word({"начиная"})) return cursor_.take_word({"с", "со"}), Lead::from;
    if (cursor_.take_word({"с", "со", "от"})) return Lead::from;
    if (cursor_.take_word({"до", "к", "ко"})) return Lead::until;
    if (cursor_.take_word({"по"})) return Lead::through;
    if (cursor_.take_word({"после"})) return Lead::after;
    if (cursor_.sees_word({"не"}) && cursor_.sees_word({"позднее", "позже"}, 1)) return cursor_.step(2), Lead::through;
    if (cursor_.sees_word({"не"}) && cursor_.sees_word({"ранее", "раньше"}, 1)) return cursor_.step(2), Lead::from;
    return Lead::none;
}

std::optional<Stretch> Reader::stretch()
{
    Stretch stretch;
    stretch.lead = lead();
    if (stretch.lead == Lead::from && cursor_.sees(Sign::number, 1)) take_weekday_beside();
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

bool Reader::take_range_mark(Lead lead)
{
    if (cursor_.take(Sign::dash)) return true;
    return lead == Lead::from ? cursor_.take_word({"по", "до", "на"}) : cursor_.take_word({"по"});
}

/// "с мая до сентября" leaves September out just as "до сентября" does; "до 15 мая" takes the day in.
bool Reader::read_end(Stretch& stretch)
{
    Attempt attempt(cursor_);
    take_weekday_beside();
    const bool until = stretch.lead == Lead::from && cursor_.sees_word({"до"});
    if (!take_range_mark(stretch.lead)) return false;
    take_weekday_beside();
    auto last = read_point(cursor_);
    if (!last) return false;
    if (until && last->precision == Precision::month && last->first_day == 1 && last->month > 1 && last->months == 1 &&
        last->last_day == 31 && stretch.first.month < last->month) {
        --last->month;
    }
    stretch.last = *last;
    attempt.keep();
    return true;
}

/// "06.07.2021 10:00 – 07.07.2021 18:00".
bool Reader::read_end_with_clocks(Stretch& stretch)
{
    Attempt attempt(cursor_);
    cursor_.take(Sign::comma);
    cursor_.take_word({"в"});
    const auto start = read_clock(cursor_, Dotted::said);
    if (!start || !is_on_dial(*start) || !take_range_mark(stretch.lead)) return false;
    const auto last = read_point(cursor_);
    if (!last || last->waits() || last->precision != Precision::day || (last->dotted && !stretch.first.dotted))
        return false;
    cursor_.take(Sign::comma);
    cursor_.take_word({"в"});
    const auto end = read_clock(cursor_, Dotted::said);
    if (!end || !is_on_dial(*end)) return false;
    stretch.last = *last;
    stretch.first_clock = start;
    stretch.last_clock = end;
    attempt.keep();
    return true;
}

bool Reader::starts_something(std::size_t ahead) const
{
    if (!cursor_.sees(Sign::word, ahead)) return true;
    const auto word = cursor_.word(ahead);
    return month_of(word) != 0 || every_of(word) || word.starts_with("кажд") ||
           is_one_of(word, {"течение", "протяжении"});
}

/// "по отдельному графику учреждений", "дата уточняется": a run of words with one that means there is no date.
bool Reader::no_date()
{
    std::size_t length = 0;
    bool said = false;
    while (!starts_something(length)) said = means_no_date(cursor_.word(length++)) || said;
    if (!said) return false;
    if (cursor_.sees_word({"в", "на"}, length - 1)) --length;
    cursor_.step(length);
    return found_.no_date = true;
}

bool Reader::filler()
{
    if (!is_filler(cursor_.word())) return false;
    cursor_.step();
    return true;
}
Findings read_words(std::vector<Token> tokens, int year)
{
    return Reader(std::move(tokens), year).read();
}

}  // namespace veche::language::speech
