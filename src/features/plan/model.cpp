#include "features/plan/model.hpp"

#include <algorithm>
#include <charconv>
#include <map>

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
    return a.title != b.title || a.place != b.place || a.when.periods != b.when.periods || a.when.text != b.when.text;
}

/// The first number after "от " that is followed by " лет" or "+" in a folded text; 0 when there is none.
int least_age(std::string_view text)
{
    for (auto at = text.find("от "); at != std::string_view::npos; at = text.find("от ", at + 1)) {
        const auto rest = text.substr(at + std::string_view("от ").size());
        int age = 0;
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), age);
        if (error == std::errc() && std::string_view(end, rest.data() + rest.size()).starts_with(" лет")) return age;
    }
    return 0;
}

}  // namespace

Result<Line> announce(Line line, Instant now)
{
    if (line.announced()) return line;
    if (!line.content.age_mark) return refuse(RefusalKind::invalid, "plan.no_age_mark", "age_mark");
    line.stage = Announced{now};
    line.version += 1;
    line.updated = now;
    return line;
}

Line withdraw(Line line, Instant now)
{
    if (!line.announced()) return line;
    line.stage = Planned{};
    line.version += 1;
    line.updated = now;
    return line;
}

Result<Line> revise(Line line, LineContent content, Instant now)
{
    if (line.announced() && !content.age_mark) return refuse(RefusalKind::invalid, "plan.no_age_mark", "age_mark");
    if (line.content == content) return line;
    if (line.announced() && calendars_differ(line.content, content)) line.sequence += 1;
    // A warning of the import concerns what the file said; once a person has settled the line, only those of the time stay.
    line.warnings = content.when.warnings;
    line.content = std::move(content);
    line.version += 1;
    line.updated = now;
    return line;
}

AgeMark propose_age_mark(const LineContent& content)
{
    const int age = std::max(least_age(content.audience), least_age(content.title));
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
            .audience = content.audience};
}

}  // namespace veche::plan
