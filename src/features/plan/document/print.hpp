#pragma once

// The Plan as a paper that is signed and filed. Pure: a plain struct in, a document out; outside::write_pdf and write_docx put
// it on paper.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/age_mark.hpp"
#include "core/time.hpp"
#include "language/language.hpp"
#include "outside/paper.hpp"

namespace veche::plan {

/// What became of one of a line's happenings.
struct PrintedFact {
    std::string days;                          // "6 июля 2021"
    std::optional<std::int64_t> participants;  // of a happening that was held
    std::string cancelled;                     // the reason, of one that was called off
};

struct PrintedLine {
    std::optional<int> number;
    std::string title, when, place, responsible, audience;
    std::optional<AgeMark> age_mark;

    std::string former_when, move_reason;  // of a line that was moved: the words of the time it had before, and why
    std::vector<PrintedFact> facts;        // in order; empty while all is ahead
    bool cancelled = false;                // nothing of it takes place: the whole row is struck through
};

struct PrintedSection {
    std::string title;  // "" for the lines that stand in none; those come first
    std::vector<PrintedLine> lines;
};

/// What the "УТВЕРЖДАЮ" block says.
struct PrintedApproval {
    std::string post, name;       // may be empty: lines to be filled by hand
    std::string act, act_number;  // "постановление администрации города", "12-п"
    std::optional<Day> act_day;
};

struct PrintedPlan {
    std::string town;
    int year = 0;
    std::string title;  // "" says "План мероприятий на 2021 год"
    std::optional<PrintedApproval>
        approval;  // absent: the paper says that it is a draft, and leaves lines to be filled
    std::vector<PrintedSection> sections;
    std::string address;  // where the living plan is read, "https://…/plan/2021"; may be empty
    Day printed{};        // the town's date
    Instant made{};
};

enum class PrintForm {
    plan,  // №, Мероприятие, Срок, Место, Ответственный, Участники
    fact,  // №, Мероприятие, Срок по плану, Факт, Участников, Ответственный; with totals
};

outside::Paper plan_paper(const language::Words& words, const PrintedPlan& plan, PrintForm form);

/// "plan-2021.pdf", "plan-fact-2021.docx": the name of the file, without the ending.
std::string print_name(int year, PrintForm form);

}  // namespace veche::plan
