#pragma once

#include "language/when/reader.hpp"

namespace veche::language::speech {

/// The rules by which a cell is read, each a method: it takes what it understands or leaves the cursor to the next one.
/// Written down in three files: dates and times in when_reader.cpp, what comes again in when_repeats.cpp, what moves, cancels
/// or excepts in when_changes.cpp.
class Reader {
public:
    Reader(std::vector<Token> tokens, int year) : cursor_(std::move(tokens)), year_(year) {}

    Findings read() &&;

private:
    using Rule = bool (Reader::*)();
    using WeekdayRange = std::pair<std::chrono::weekday, std::chrono::weekday>;

    // when_reader.cpp
    bool apply(Rule rule);
    bool sign();
    void add(std::vector<Span> spans);
    void put(std::vector<Stretch> list);
    bool clocked_range();
    bool clocks();
    bool end_alone();
    bool bare_hours();
    bool vague();
    bool whole_year();
    bool impossible_date();
    bool ordinals();
    bool stretches();
    bool no_date();
    bool filler();
    Lead lead();
    std::optional<Stretch> stretch();
    static void lend_month(Stretch& waiting, const Point& from);
    bool take_range_mark(Lead lead);
    bool read_end(Stretch& stretch);
    bool read_end_with_clocks(Stretch& stretch);
    bool starts_something(std::size_t ahead) const;

    // when_repeats.cpp
    bool repeat(Repeat repeat);
    bool frequency();
    std::optional<std::chrono::weekday> take_weekday();
    void take_weekday_beside();
    bool add_weekday();
    void choose(const WeekdayRange& range);
    void add_more_weekdays();
    bool confirms(const WeekdayRange& range) const;
    std::optional<WeekdayRange> take_weekday_range();
    static void each_weekday(const WeekdayRange& range, const auto& take)
    {
        for (auto day = range.first;; ++day) {
            take(day);
            if (day == range.second) return;
        }
    }
    bool take_days();
    bool weekday_range();
    bool named_days();
    bool weekdays();
    bool nth_weekdays(bool each);
    bool month_days();
    bool weekday();

    // when_changes.cpp
    enum class Ranges { left, taken };  // whether "5 мая — 7 мая" is one stretch of days here
    bool moved();
    bool instead();
    bool cancelled();
    bool exception();
    bool day_off();
    bool opens_behind_comma();
    bool except_weekdays();
    bool except_days();
    std::vector<Stretch> take_former(Ranges ranges);
    bool goes_on(Precision precision);
    std::vector<Span> on_days(std::vector<Stretch> list) const;
    bool take_target();
    bool take_new_clocks(Dotted dotted);
    void close_last_day();
    void replace(std::vector<Stretch> former, std::size_t before, std::size_t group);
    void forget(std::size_t first, std::size_t last);
    bool forget(const std::vector<Span>& former, std::size_t end);
    void doubt();
    void skip_clause();
    bool is_hedged() const;

    Cursor cursor_;
    int year_;
    Findings found_;
    Dotted dotted_ = Dotted::date;
    int clause_ = 0;
    bool hedged_ = false;          // "в случае дождя"
    std::size_t last_put_ = 0;     // where the spans begin that were named together last
    bool filter_clocked_ = false;  // "пн–пт 10:00–18:00": other days after it have other hours
};

}  // namespace veche::language::speech
