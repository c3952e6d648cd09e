#pragma once

// A year's plan as the draft of a later one: the same things, what is tied to a date on its date, what is tied to a weekday on its weekday.
// docs/rules/copy.md. (A file of its own beside model.hpp: it reads words of time and writes them.)

#include <string>
#include <vector>

#include "app/work.hpp"
#include "features/plan/line/model.hpp"

namespace veche::plan {

/// 7 January, 9 May …: feasts and memorial days that have one date by law; things done on them stay on them.
bool is_fixed_feast(Day day);

/// The day of `years` years later that has the same weekday and lies within 3 days of the same date; a fixed feast keeps its date.
/// At the edges of the year, where that day would be of another one, a week nearer to the middle. 29 February counts as the 28th.
Day shifted_day(Day day, int years);

/// The content a year or more later. A date stays that date; words that tell a day by its weekday are read anew for that year, or the day goes to
/// its weekday. Periods keep their length, clock times and open ends. New words are such that parse_when reads the same periods.
LineContent shift_content(LineContent content, int from, int to);

/// The words that say exactly these periods: "6 июля 2027 г., 12.00".
std::string canonical_words(const When& when, int year);

/// A line on its way into the later year.
struct CopiedLine {
    const Line* source = nullptr;
    LineContent content;
    bool there = false;                 // a line of this title is in the later plan already: it is left alone
    std::string cancelled;              // why it did not take place, "" when it did or is ahead
    std::vector<std::string> warnings;  // message ids that stay with the line
};
std::vector<CopiedLine> copied_lines(const std::vector<Line>& lines, const std::vector<Line>& there, int from, int to);

struct CopyResult {
    int added = 0, there = 0;
};
/// Drafts in the later year, nothing is announced; done twice it gives nothing more. Refusals: plan.year_wrong and
/// copy.not_later at "to", copy.nothing when there are no lines to copy.
Result<CopyResult> copy_year(app::Work& work, int from, int to);

}  // namespace veche::plan
