#include "features/plan/office/record_pages.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "core/text.hpp"
#include "features/plan/addresses.hpp"
#include "features/plan/life/words.hpp"
#include "features/plan/office/pages.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

constexpr RecordPart all_record_parts[] = {RecordPart::when,  RecordPart::who,   RecordPart::audience, RecordPart::site,
                                           RecordPart::about, RecordPart::stage, RecordPart::removal};

std::string part_href(const Line& line, RecordPart part)
{
    return fmt::format("{}/edit?part={}", office_line_path(line), to_text(part));
}

/// What is said of one thing. Nothing said is said, too, where people look for it.
struct Facts {
    const language::Words& words;
    json rows = json::array();

    void add(std::string_view label, std::vector<std::string> said, bool always = true)
    {
        std::erase(said, "");
        if (said.empty() && !always) return;
        const bool none = said.empty();
        if (none) said.push_back(words.say("office.not_told"));
        rows.push_back({{"title", words.say(label)}, {"said", std::move(said)}, {"none", none}});
    }
};

std::vector<std::string> names_of(const std::vector<bodies::Named>& all)
{
    std::vector<std::string> names;
    for (const auto& one : all) names.push_back(one.name);
    return names;
}

/// The words of the plan; beside them the days, where the words do not say them as they are.
void add_when(Facts& facts, const LineContent& content)
{
    facts.add("office.when_words", {content.when.text});
    const auto exact = exact_when(facts.words, content.when);
    facts.add("office.exact", {exact == content.when.text ? "" : exact}, false);
    facts.add("office.place", {content.place});
}

void add_site(Facts& facts, const Line& line)
{
    const auto& words = facts.words;
    facts.add("office.seen", {words.say(line.announced() ? "office.seen_yes" : "office.seen_no")});
    facts.add("office.kind", {words.say(fmt::format("kind.{}", to_text(line.content.kind)))});
    std::vector<std::string> hours;
    for (const auto& hour : line.content.programme) hours.push_back(language::hours_text(hour) + " " + hour.title);
    facts.add("office.programme", std::move(hours), false);
}

json facts_of(const language::Words& words, const Line& line, const std::vector<bodies::Named>& partners,
              RecordPart part)
{
    const auto& content = line.content;
    Facts facts{words};
    switch (part) {
        case RecordPart::when: add_when(facts, content); break;
        case RecordPart::who:
            facts.add("office.responsible", content.responsible);
            facts.add("office.partners", names_of(partners), false);
            break;
        case RecordPart::audience:
            facts.add("office.audience", {content.audience});
            facts.add("office.age", {content.age_mark ? std::string(to_text(*content.age_mark)) : ""});
            break;
        case RecordPart::site: add_site(facts, line); break;
        case RecordPart::about:
            facts.add("office.title", {content.title});
            facts.add("office.number", {content.number ? std::to_string(*content.number) : ""});
            facts.add("office.section", {content.section});
            break;
        case RecordPart::stage:
        case RecordPart::removal: break;
    }
    return std::move(facts.rows);
}

/// Telling the town: at once where the age mark is there, else by the page that asks for it.
json announcing_model(const Line& line)
{
    const auto& age = line.content.age_mark;
    return {{"action", office_line_path(line) + "?part=stage"},
            {"at_once", age.has_value()},
            {"age", age ? to_text(*age) : std::string_view()},
            {"version", std::to_string(line.version)},
            {"ask_href", part_href(line, RecordPart::stage)}};
}

}  // namespace

std::string_view to_text(RecordPart part)
{
    constexpr std::string_view names[] = {"when", "who", "audience", "site", "about", "stage", "removal"};
    return names[std::size_t(part)];
}

std::optional<RecordPart> parse_record_part(std::string_view text)
{
    for (const auto part : all_record_parts)
        if (text == to_text(part)) return part;
    return std::nullopt;
}

json record_model(const language::Words& words, const Line& line, const std::vector<bodies::Named>& partners,
                  bool may_edit, Day today)
{
    json sections = json::array();
    for (const auto part : text_parts)
        sections.push_back({{"id", fmt::format("part-{}", to_text(part))},
                            {"title", words.say(fmt::format("office.part_{}", to_text(part)))},
                            {"edit_href", may_edit ? part_href(line, part) : ""},
                            {"flash", ""},
                            {"facts", facts_of(words, line, partners, part)}});
    const bool draft = !line.announced();
    const bool settled = std::ranges::any_of(line.happenings, &Happening::settled);
    return {{"heading", line.content.title},
            {"list_href", list_path(line.year)},
            {"list_title", words.say("plan.heading", {{"year", std::to_string(line.year)}})},
            {"public_href", draft ? "" : line_path(line)},
            {"state", life_state_model(words, line, today)},
            {"may_edit", may_edit},
            {"announcing", may_edit && draft ? announcing_model(line) : json(false)},
            {"withdraw_href", may_edit && !draft ? part_href(line, RecordPart::stage) : ""},
            {"remove_href", may_edit && draft && !settled ? part_href(line, RecordPart::removal) : ""},
            {"whole_href", may_edit ? office_line_path(line) + "/edit" : ""},
            {"look_action", office_line_path(line) + "?part=stage"},
            {"age", line.content.age_mark ? to_text(*line.content.age_mark) : std::string_view()},
            {"version", std::to_string(line.version)},
            {"has_warnings", !line.warnings.empty()},
            {"warnings", warning_words(words, line.warnings)},
            {"sections", std::move(sections)}};
}

json record_part_model(const language::Words& words, const Line& line, RecordPart part)
{
    const bool announced = line.announced(), stage = part == RecordPart::stage;
    const auto* heading = !stage ? nullptr : announced ? "office.withdraw_heading" : "office.announce_heading";
    const auto* text = part == RecordPart::removal ? "office.removal_text"
                       : !stage                    ? nullptr
                       : announced                 ? "office.withdraw_text"
                                                   : "office.announce_text";
    return {{"heading", words.say(heading ? heading : fmt::format("office.part_{}", to_text(part)))},
            {"title", line.content.title},
            {"text", text ? words.say(text) : ""},
            {"back_href", office_line_path(line)},
            {"action", fmt::format("{}?part={}", office_line_path(line), to_text(part))},
            {"understood", exact_when(words, line.content.when)},
            {"announced", announced},
            {"saving", !stage && part != RecordPart::removal},
            {"announcing", stage && !announced},
            {"withdrawing", stage && announced},
            {"removing", part == RecordPart::removal}};
}

}  // namespace veche::plan
