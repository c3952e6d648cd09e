#include "language/when/rules.hpp"

#include <algorithm>

namespace veche::language::speech {

namespace {

/// "в случае дождя перенос на 6 июля" moves nothing yet.
bool hedges(std::string_view word)
{
    return starts_with_one_of(word, {"случа", "возмож", "если", "может", "могут", "резерв", "непогод", "погод", "дожд",
                                     "необходимост", "услови"});
}

bool is_day_off(const Cursor& cursor, std::size_t ahead)
{
    if (cursor.sees_word({"выходной", "выходные", "закрыто", "закрыт", "закрыта"}, ahead)) return true;
    return cursor.sees_word({"не"}, ahead) && starts_with_one_of(cursor.word(ahead + 1), {"работа", "провод"});
}

bool same_days(const Span& a, const Span& b)
{
    return a.period.first == b.period.first && a.period.last == b.period.last;
}

}  // namespace

/// Words that change a date and are not wholly understood: the date stays and a person looks.
void Reader::doubt()
{
    warn(found_.warnings, "when.altered");
}

void Reader::skip_clause()
{
    while (!cursor_.at_end() && !cursor_.sees(Sign::semicolon) && !cursor_.sees(Sign::comma)) cursor_.step();
}

/// The dates that a change takes away: "5 мая", "5–6 мая", "5, 6 и 7 мая, 12:00". One day without its month waits for the one of
/// the date it gives way to: "с 5 на 12 июля".
std::vector<Stretch> Reader::take_former(Ranges ranges)
{
    Attempt attempt(cursor_);
    std::vector<Stretch> list;
    do {
        Stretch next;
        const auto first = read_point(cursor_);
        if (!first) return {};
        next.first = *first;
        if (first->waits() || ranges == Ranges::taken) read_end(next);
        list.push_back(std::move(next));
    } while (list.back().final().waits() && cursor_.take_separator());
    const Point& month = list.back().final();
    if (month.waits() && (list.size() > 1 || list.back().last || !cursor_.sees_word({"на"}))) return {};
    for (std::size_t i = 0; i + 1 < list.size(); ++i) lend_month(list[i], month);
    attempt.keep();
    Attempt timed(cursor_);
    cursor_.take(Sign::comma);
    if (read_clock_range(cursor_, Dotted::said)) timed.keep();
    return list;
}

std::vector<Span> Reader::on_days(std::vector<Stretch> list) const
{
    std::vector<std::string> quiet;  // of days that are taken away nobody need know
    std::vector<Span> spans;
    for (Stretch& stretch : list)
        for (Span& span : on_calendar(std::move(stretch), year_, quiet)) spans.push_back(std::move(span));
    return spans;
}

/// Drops spans first..last; what was said of them is said of what takes their place at the end.
void Reader::forget(std::size_t first, std::size_t last)
{
    const std::size_t count = last - first;
    found_.spans.erase(found_.spans.begin() + std::ptrdiff_t(first), found_.spans.begin() + std::ptrdiff_t(last));
    for (NamedClocks& named : found_.clocks) {
        if (named.spans_before == last)
            named.spans_before = found_.spans.size();
        else if (named.spans_before > last)
            named.spans_before -= count;
    }
    std::erase_if(found_.weekdays,
                  [&](const NamedWeekday& named) { return named.spans_before > first && named.spans_before <= last; });
    for (NamedWeekday& named : found_.weekdays)
        if (named.spans_before > last) named.spans_before -= count;
    last_put_ = std::min(last_put_, found_.spans.size());
}

/// Of the spans before `end`; true when one of them was there.
bool Reader::forget(const std::vector<Span>& former, std::size_t end)
{
    bool was_there = false;
    for (std::size_t i = std::min(end, found_.spans.size()); i-- > 0;) {
        if (std::ranges::none_of(former, [&](const Span& span) { return same_days(span, found_.spans[i]); })) continue;
        forget(i, i + 1);
        was_there = true;
    }
    return was_there;
}

/// "на 12 июля, 15:00": the new day; its own time takes the place of the one before.
bool Reader::take_target()
{
    const std::size_t before = found_.spans.size();
    if (cursor_.sees(Sign::number, 1)) take_weekday();
    if (!apply(&Reader::ordinals) && !apply(&Reader::stretches)) return false;
    return found_.spans.size() > before;
}

/// "на 15:00", and ", 15:00" behind the new day.
bool Reader::take_new_clocks(Dotted dotted)
{
    const std::size_t clocks_before = found_.clocks.size();
    Attempt attempt(cursor_);
    cursor_.take(Sign::comma);
    dotted_ = dotted;
    if (!clocks()) return false;
    attempt.keep();
    for (std::size_t i = clocks_before; i-- > 0;)
        if (found_.clocks.size() > clocks_before && found_.clocks[i].spans_before == found_.spans.size())
            found_.clocks.erase(found_.clocks.begin() + std::ptrdiff_t(i));
    return true;
}

/// Puts the new dates, which stand behind `before`, into the place of the former ones.
void Reader::replace(std::vector<Stretch> former, std::size_t before, std::size_t group)
{
    if (!former.empty()) {
        const Day target = found_.spans[before].period.first;
        if (former.back().final().waits()) {
            former.back().first.month = int(unsigned(target.month()));
            former.back().first.year = int(target.year());
        }
        const bool same_as_before = before > 0 && same_days(found_.spans[before - 1], found_.spans[before]);
        if (!forget(on_days(std::move(former)), before) && before > 0 && !same_as_before) doubt();
    } else {
        if (group > 0 && found_.spans[group - 1].clause == clause_) doubt();  // which of them has moved?
        forget(group, before);
    }
}

/// "перенесено на 12 июля", "перенос с 5 мая на 7 мая", "перенесено с 5 июля", "перенесено на 15:00".
bool Reader::moved()
{
    const bool negated = cursor_.take_word({"не", "без"});
    if (!tells_of_move(cursor_.word())) return false;
    cursor_.step();
    for (int words = 0; words < 3 && cursor_.sees(Sign::word) && !cursor_.sees_word({"с", "со", "от", "на"}) &&
                        month_of(cursor_.word()) == 0;
         ++words)
        cursor_.step();
    std::vector<Stretch> former;
    if (cursor_.take_word({"с", "со", "от"})) {
        former = take_former(Ranges::taken);
        if (former.empty()) read_clock_range(cursor_, Dotted::said);
    }
    const std::size_t before = found_.spans.size(), group = last_put_;
    if (negated || hedged_) {
        doubt();
        if (cursor_.take_word({"на"})) take_former(Ranges::taken);
        return true;
    }
    if (!cursor_.take_word({"на"})) {
        if (former.empty() || former.back().final().waits()) return doubt(), true;
        return forget(on_days(std::move(former)), before), true;
    }
    if (take_new_clocks(Dotted::date)) return true;
    if (!take_target()) return doubt(), true;
    replace(std::move(former), before, group);
    take_new_clocks(Dotted::said);
    return true;
}

/// "вместо 5 мая — 7 мая", "7 мая взамен 5 мая", "не 5, а 7 мая" is too short for us.
bool Reader::instead()
{
    const bool negated = cursor_.sees_word({"не"});
    if (!negated && !cursor_.sees_word({"вместо", "взамен"})) return false;
    cursor_.step();
    if (!negated) cursor_.take_word({"ранее", "запланированного", "запланированных", "даты"});
    auto former = take_former(Ranges::left);
    if (!former.empty() && former.back().final().waits()) former.clear();
    if (former.empty() && negated) return false;
    if (former.empty() && !read_clock_range(cursor_, Dotted::said)) doubt();
    forget(on_days(std::move(former)), found_.spans.size());
    cursor_.take(Sign::dash);
    return true;
}

/// "1–20 мая (9 мая закрыто)": the last day named is one on which it is not.
void Reader::close_last_day()
{
    if (found_.spans.size() < 2) return;
    const Span day = found_.spans.back();
    const Span& whole = found_.spans[found_.spans.size() - 2];
    if (same_days(day, whole) || day.period.first < whole.period.first || day.period.last > whole.period.last) return;
    forget(found_.spans.size() - 1, found_.spans.size());
    found_.without.push_back(day);
}

/// "отменено", "не состоится"; a day behind it is no day on which anything is: "закрыто 9 мая", "отменено 3 мая".
bool Reader::cancelled()
{
    const bool negated = cursor_.take_word({"не"});
    const auto word = cursor_.word();
    const bool told = negated ? starts_with_one_of(word, {"состо", "провод", "проведен", "работа", "отмен"})
                              : starts_with_one_of(word, {"отмен", "аннулир", "несостоя", "закрыт"});
    if (!told) return false;
    cursor_.step();
    doubt();
    if (!except_days() && word.starts_with("закрыт")) close_last_day();
    return true;
}

bool Reader::except_weekdays()
{
    Attempt attempt(cursor_);
    cursor_.take_word({"по"});
    auto& without = found_.without_weekdays;
    if (starts_with_one_of(cursor_.word(), {"выходных", "выходным"})) {
        cursor_.step();
        cursor_.take_word({"дней", "дням"});
        without.insert(without.end(), {std::chrono::Saturday, std::chrono::Sunday});
    } else if (const auto range = take_weekday_range()) {
        each_weekday(*range, [&](std::chrono::weekday day) { without.push_back(day); });
    } else if (const auto weekday = take_weekday()) {
        without.push_back(*weekday);
    } else {
        return false;
    }
    attempt.keep();
    return true;
}

bool Reader::except_days()
{
    Attempt attempt(cursor_);
    cursor_.take_word({"периода", "с"});
    cursor_.take_word({"с"});
    auto spans = on_days(take_former(Ranges::taken));
    if (spans.empty()) return false;
    attempt.keep();
    std::ranges::move(spans, std::back_inserter(found_.without));
    return true;
}

/// "кроме понедельника", "за исключением 9 мая", "кроме июля и августа"; of other words it is only known that they except.
bool Reader::exception()
{
    cursor_.take_word({"за"});
    if (!cursor_.take_word({"кроме", "исключением", "исключая", "исключение", "исключения"})) return false;
    cursor_.take(Sign::colon);
    for (;;) {
        if (!except_weekdays() && !except_days()) {
            doubt();
            while (cursor_.sees(Sign::word) && !cursor_.sees_word({"с", "в", "и"})) cursor_.step();
            except_days();
        }
        Attempt more(cursor_);
        const bool comma = cursor_.take(Sign::comma);
        if (!cursor_.take_word({"и"}) && !comma) return true;
        const bool weekday = weekday_of(cursor_.word()).has_value();
        const bool date = !found_.without.empty() && goes_on(found_.without.back().precision);
        if (!weekday && !date && (comma || !cursor_.sees(Sign::word))) return true;
        more.keep();
    }
}

/// Whether a date as exact as the one before follows: "кроме июля, августа".
bool Reader::goes_on(Precision precision)
{
    Attempt only_looks(cursor_);
    const auto next = on_days(take_former(Ranges::taken));
    return !next.empty() && next.front().precision == precision;
}

bool Reader::opens_behind_comma()
{
    Attempt only_looks(cursor_);
    return cursor_.take(Sign::comma) && take_weekday_range();
}

/// "выходной – понедельник", "вторник: не работает", "без выходных", "санитарный день – последняя пятница".
bool Reader::day_off()
{
    if (cursor_.take_word({"без"})) return cursor_.take_word({"выходных", "перерыва", "перерывов", "обеда"});
    if (cursor_.word().starts_with("санитарн")) return doubt(), skip_clause(), true;
    if (is_day_off(cursor_, 0) && !cursor_.sees_word({"не"})) {
        const bool one = cursor_.sees_word({"выходной"});
        cursor_.step();
        cursor_.take_word({"день", "дни", "дня"});
        if (!cursor_.take(Sign::dash)) cursor_.take(Sign::colon);
        if (!except_weekdays()) return one;
        // "выходной – понедельник, вт–вс 10:00–18:00": a range of days behind it tells when it is open.
        while (cursor_.take_word({"и"}) ||
               (cursor_.sees(Sign::comma) && !opens_behind_comma() && cursor_.take(Sign::comma)))
            if (!except_weekdays()) break;
        return true;
    }
    const std::size_t before = found_.without_weekdays.size();
    bool more = true;
    while (more && except_weekdays()) more = cursor_.take(Sign::comma) || cursor_.take_word({"и"});
    if (!cursor_.take(Sign::dash)) cursor_.take(Sign::colon);
    if (found_.without_weekdays.size() > before && !more && is_day_off(cursor_, 0)) {
        cursor_.step(cursor_.sees_word({"не"}) ? 2 : 1);
        cursor_.take_word({"день", "дни"});
        return true;
    }
    found_.without_weekdays.resize(before, std::chrono::Monday);
    return false;
}

/// Asked once, of the whole cell.
bool Reader::is_hedged() const
{
    for (std::size_t ahead = 0; cursor_.sees_any(ahead); ++ahead)
        if (hedges(cursor_.word(ahead))) return true;
    return false;
}

}  // namespace veche::language::speech
