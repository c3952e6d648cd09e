#pragma once

#include <string>
#include <utility>
#include <vector>

#include "language/when/points.hpp"

namespace veche::language::speech {

/// Days chosen inside the stretches: "по субботам", "последняя пятница месяца", "15 числа каждого месяца".
struct Filter {
    std::vector<std::chrono::weekday> weekdays;
    std::vector<int> ordinals;  // of the weekdays in their month; empty: every one
    std::vector<int> days;      // of the month

    bool empty() const { return weekdays.empty() && days.empty(); }
};

struct NamedClocks {
    std::vector<Clock> clocks;
    int clause = 0;
    std::size_t spans_before = 0;
    TokenZone zone = TokenZone::unsaid;
};

/// "6 июля (вторник)": said beside a day, so it only confirms it.
struct NamedWeekday {
    std::chrono::weekday weekday;
    std::size_t spans_before = 0;
};

/// Everything the words say, not yet weighed against one another.
struct Findings {
    std::vector<Span> spans;
    std::vector<NamedClocks> clocks;
    std::vector<NamedWeekday> weekdays;
    Filter filter;
    std::vector<std::chrono::weekday> without_weekdays;  // "кроме понедельника"
    std::vector<Span> without;                           // "кроме 9 мая"
    std::optional<Repeat> repeat;
    bool elsewhere = false;  // "по московскому времени", not beside a time of its own
    bool no_date = false;    // "по мере необходимости"
    bool unknown = false;    // a word, a number that says nothing to us
    bool empty = true;       // no word at all: "", "—"
    std::vector<std::string> warnings;
};

/// Reads the whole cell by the rules of docs/rules/when.md. Never fails.
Findings read_words(std::vector<Token> tokens, int year);

}  // namespace veche::language::speech
