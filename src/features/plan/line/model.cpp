#include "features/plan/line/model.hpp"

#include <algorithm>
#include <array>

#include "core/fold.hpp"
#include "core/whole.hpp"

namespace veche::plan {

std::string_view to_text(const Stage& stage)
{
    return std::holds_alternative<Announced>(stage) ? "announced" : "planned";
}

bool is_year(int year)
{
    return year >= Plan::first_year && year <= Plan::last_year;
}

namespace {

/// What calendars show: a change of any of it must reach those who subscribed.
bool calendars_differ(const LineContent& a, const LineContent& b)
{
    return a.title != b.title || a.place != b.place || a.when.periods != b.when.periods || a.when.text != b.when.text ||
           a.when.repeat != b.when.repeat || a.programme != b.programme;
}

/// The age that a folded text names as the least one: "от 16 лет", "от 14 до 35 лет", "16+"; 0 when it names none.
int least_age(std::string_view text)
{
    constexpr std::string_view digits = "0123456789";
    for (auto at = text.find_first_of(digits); at != std::string_view::npos; at = text.find_first_of(digits, at)) {
        const auto end = std::min(text.find_first_not_of(digits, at), text.size());
        const auto age = parse_whole(text.substr(at, end - at), 0, 99);
        const auto before = text.substr(0, at), after = text.substr(end);
        const bool from = before.ends_with("от ") && (after.starts_with(" лет") || after.starts_with(" до "));
        if (age && (from || after.starts_with("+"))) return *age;
        at = end;
    }
    return 0;
}

}  // namespace

Result<Line> announce(Line line, Instant now)
{
    if (line.announced()) return line;
    if (!line.content.age_mark) return refuse(RefusalKind::invalid, "plan.no_age_mark", "age");
    line.stage = Announced{now};
    line.version += 1;
    line.updated = now;
    return line;
}

Line withdraw(Line line, Instant now)
{
    if (!line.announced()) return line;
    line.stage = Planned{};
    line.sequence += 1;
    line.version += 1;
    line.updated = now;
    return line;
}

Result<Line> revise(Line line, LineContent content, Instant now)
{
    if (line.announced() && !content.age_mark) return refuse(RefusalKind::invalid, "plan.no_age_mark", "age");
    if (line.content == content) return line;
    if (line.announced() && calendars_differ(line.content, content)) line.sequence += 1;
    // A mark set for a hundred lines at once says nothing of their doubtful dates.
    LineContent settled = line.content;
    settled.kind = content.kind;
    settled.age_mark = content.age_mark;
    if (settled != content) line.warnings = content.when.warnings;
    line.content = std::move(content);
    line.version += 1;
    line.updated = now;
    return line;
}

Line settle(Line line, Instant now)
{
    if (line.warnings == line.content.when.warnings) return line;
    line.warnings = line.content.when.warnings;
    line.version += 1;
    line.updated = now;
    return line;
}

bool needs_a_person(const std::vector<std::string>& warnings)
{
    constexpr std::array<std::string_view, 6> ids = {"draft.struck_line", "draft.struck",
                                                     "draft.hidden_row",  "draft.hidden_column",
                                                     "draft.formula",     "draft.age_not_understood"};
    return std::ranges::find_first_of(warnings, ids) != warnings.end();
}

AgeMark propose_age_mark(const LineContent& content)
{
    const int age = std::max(least_age(fold(content.audience)), least_age(fold(content.title)));
    if (age >= 18) return AgeMark::a18;
    if (age >= 16) return AgeMark::a16;
    if (age >= 12) return AgeMark::a12;
    return age >= 6 ? AgeMark::a6 : AgeMark::a0;
}

Imported imported_words(const LineContent& content)
{
    std::string responsible;
    for (const auto& name : content.responsible) responsible += (responsible.empty() ? "" : "\n") + name;
    return {.number = content.number ? std::to_string(*content.number) : "",
            .section = content.section,
            .title = content.title,
            .when = content.when.text,
            .place = content.place,
            .responsible = responsible,
            .audience = content.audience,
            .kind = std::string(to_text(content.kind)),
            .age_mark = content.age_mark ? std::string(to_text(*content.age_mark)) : ""};
}

}  // namespace veche::plan
