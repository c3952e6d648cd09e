#include "app/questions/office_pages.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/object.hpp"
#include "app/questions/asking.hpp"
#include "core/text.hpp"
#include "core/whole.hpp"

namespace veche::app::questions {

using nlohmann::json;
using web::FieldKind, web::FormField;

namespace {

constexpr FormField question_fields[] = {
    web::version_field,
    {.name = "title",
     .label = "questions.title",
     .hint = "questions.title_hint",
     .limit = title_limit,
     .obligatory = true},
    {.name = "hint", .label = "questions.hint", .hint = "questions.hint_hint", .limit = hint_limit},
    {.name = "kind",
     .kind = FieldKind::radio,
     .label = "questions.kind",
     .obligatory = true,
     .empty = "questions.kind_needed"},
    {.name = "choices",
     .kind = FieldKind::lines,
     .label = "questions.choices",
     .hint = "questions.choices_hint",
     .limit = choice_limit,
     .rows = 4},
    {.name = "least", .kind = FieldKind::whole, .label = "questions.least"},
    {.name = "most", .kind = FieldKind::whole, .label = "questions.most"},
    {.name = "scope", .kind = FieldKind::radio, .label = "questions.scope", .obligatory = true},
    {.name = "moment",
     .kind = FieldKind::radio,
     .label = "questions.moment",
     .hint = "questions.moment_hint",
     .obligatory = true},
    {.name = "obligatory", .kind = FieldKind::box, .label = "questions.obligatory"},
    {.name = "age_least", .kind = FieldKind::whole, .label = "questions.age_least"},
    {.name = "age_most", .kind = FieldKind::whole, .label = "questions.age_most"},
    {.name = "after", .kind = FieldKind::select, .label = "questions.after", .hint = "questions.after_hint"},
};

template <class Of, std::size_t Count>
Choices titled(const language::Words& words, std::string_view message, const Of (&all)[Count])
{
    Choices choices;
    for (const auto one : all)
        choices.push_back(
            {std::string(to_text(one)), words.say(fmt::format("questions.{}_{}", message, to_text(one)))});
    return choices;
}

std::string after_text(const After& after)
{
    return to_text(after.question) + "." + std::to_string(after.choice);
}

std::optional<After> parse_after(std::string_view text)
{
    const auto dot = std::min(text.find('.'), text.size());
    const auto question = parse_id<Question>(text.substr(0, dot));
    const auto choice = parse_whole(text.substr(std::min(dot + 1, text.size())), 1, 1'000'000);
    return question && choice ? std::optional(After{*question, *choice}) : std::nullopt;
}

std::string number_text(const auto& number)
{
    return number ? std::to_string(*number) : std::string();
}

/// "один из ответов · у каждого участника · обязательный"
std::string about(const language::Words& words, const QuestionContent& content)
{
    std::vector<std::string> parts{words.say(fmt::format("questions.about_{}", to_text(content.kind))),
                                   words.say(fmt::format("questions.about_{}", to_text(content.scope)))};
    if (content.obligatory) parts.push_back(words.say("questions.about_obligatory"));
    return joined(parts, " · ");
}

json question_row(const language::Words& words, const Desk& desk, const Questions& questions, const Question& question)
{
    const auto path = desk.path + "/" + to_text(question.id);
    std::vector<std::string> choices;
    for (const auto& choice : question.content.choices)
        if (!choice.retired) choices.push_back(choice.title);
    return object({{"id", to_text(question.id)},
                   {"title", question.content.title},
                   {"about", about(words, question.content)},
                   {"whom", for_whom(words, questions, question)},
                   {"choices", joined(choices, " · ")},
                   {"answered", desk.answered.contains(question.id)},
                   {"href", path},
                   {"order", path + "/order"},
                   {"retirement", path + "/retirement"}});
}

json preview_part(const language::Words& words, const Questions& questions, Moment moment)
{
    const Asking asking(words, {.questions = questions, .moment = moment, .rows = {{1}, {2}}, .age_field = "age-"});
    FormContent content;
    asking.show_in(content);
    const json fields = form_model(words, asking.fields(), content)["field"];
    json persons = json::array();
    for (const int row : {1, 2}) {
        const auto number = std::to_string(row);
        persons.push_back(object({{"title", words.say("questions.person", {{"number", number}})},
                                  {"age_id", moment == Moment::at_once ? "age-" + number : ""},
                                  {"questions", asking.part(fields, row)}}));
    }
    return object({{"heading", words.say(fmt::format("questions.moment_{}", to_text(moment)))},
                   {"persons", std::move(persons)},
                   {"questions", asking.part(fields, whole_entry)}});
}

}  // namespace

json list_model(const language::Words& words, const Desk& desk, const Questions& questions)
{
    json parts = json::array(), retired = json::array();
    for (const auto moment : all_moments) {
        json rows = json::array();
        for (const auto* question : questions.asked(moment))
            rows.push_back(question_row(words, desk, questions, *question));
        for (std::size_t i = 0; i < rows.size(); ++i) {
            rows[i]["first"] = i == 0;
            rows[i]["last"] = i + 1 == rows.size();
        }
        if (!rows.empty())
            parts.push_back(object({{"heading", words.say(fmt::format("questions.moment_{}", to_text(moment)))},
                                    {"id", std::string(to_text(moment))},
                                    {"questions", std::move(rows)}}));
    }
    for (const auto& question : questions.all)
        if (question.retired) retired.push_back(question_row(words, desk, questions, question));
    return object({{"parts", std::move(parts)}, {"retired", std::move(retired)}});
}

json preview_model(const language::Words& words, const Questions& questions)
{
    json parts = json::array();
    for (const auto moment : all_moments)
        if (!questions.asked(moment).empty()) parts.push_back(preview_part(words, questions, moment));
    return parts;
}

QuestionForm::QuestionForm(const Desk& desk, const Questions& questions, const Question* question)
    : desk_(desk), questions_(questions), question_(question)
{
    for (const auto& field : question_fields)
        if (desk.afterwards || field.name != "moment") fields_.push_back(field);
    if (!question) return;
    for (const auto& choice : question->content.choices) {
        if (choice.retired) continue;
        const auto name = std::string(choice_prefix) + std::to_string(choice.number);
        const auto& row = rows_.emplace_back(choice, name, name + "-place");
        fields_.push_back({.name = row.name, .limit = choice_limit});
        fields_.push_back({.name = row.place, .kind = FieldKind::whole, .look = "narrow"});
    }
}

/// "«Поедете на автобусе?» — «да»": every answer that may be asked for; a new question comes last.
Choices QuestionForm::earlier(const language::Words& words) const
{
    Choices choices{{"", words.say("questions.for_everybody")}};
    for (const auto& question : questions_.all) {
        if (question_ && question.id == question_->id) break;
        if (question.retired || !has_choices(question.content.kind)) continue;
        for (const auto& choice : question.content.choices)
            if (!choice.retired)
                choices.push_back({after_text({question.id, choice.number}),
                                   words.say("questions.after_choice",
                                             {{"title", question.content.title}, {"answer", choice.title}})});
    }
    return choices;
}

FormContent QuestionForm::content(const language::Words& words) const
{
    const QuestionContent content = question_ ? question_->content : QuestionContent{};
    FormContent shown{.values = {{"version", std::to_string(question_ ? question_->version : 0)},
                                 {"title", content.title},
                                 {"hint", content.hint},
                                 {"kind", question_ ? std::string(to_text(content.kind)) : ""},
                                 {"scope", std::string(to_text(content.scope))},
                                 {"moment", std::string(to_text(content.moment))},
                                 {"obligatory", content.obligatory ? "1" : ""},
                                 {"least", number_text(content.least)},
                                 {"most", number_text(content.most)},
                                 {"age_least", number_text(content.age_least)},
                                 {"age_most", number_text(content.age_most)},
                                 {"after", content.after ? after_text(*content.after) : ""}},
                      .choices = {{"kind", titled(words, "kind", all_kinds)},
                                  {"scope", titled(words, "scope", all_scopes)},
                                  {"moment", titled(words, "moment", all_moments)},
                                  {"after", earlier(words)}}};
    if (question_ && desk_.answered.contains(question_->id)) {
        shown.hints["kind"] = words.say("questions.kind_stays");
        shown.hints["scope"] = words.say("questions.scope_stays");
    }
    std::vector<std::string> retired;
    for (const auto& choice : content.choices)
        if (choice.retired) retired.push_back("«" + choice.title + "»");
    if (!retired.empty())
        shown.hints["choices"] = words.say("questions.choices_retired", {{"titles", joined(retired, ", ")}});
    if (!rows_.empty()) shown.labels["choices"] = words.say("questions.more_choices");
    int number = 0;
    for (const auto& row : rows_) {
        const auto text = std::to_string(++number);
        shown.labels.emplace(row.name, words.say("questions.choice_number", {{"number", text}}));
        shown.labels.emplace(row.place, words.say("questions.choice_place"));
        shown.called.emplace(row.place, words.say("questions.choice_place_of", {{"number", text}}));
        shown.values.emplace_back(row.name, row.choice.title);
        shown.values.emplace_back(row.place, text);
    }
    return shown;
}

QuestionContent QuestionForm::read(web::Form& form) const
{
    QuestionContent content{.title = form.line("title"),
                            .hint = form.line("hint"),
                            .kind = form.choice<Kind>("kind", parse_kind).value_or(Kind::text),
                            .scope = form.choice<Scope>("scope", parse_scope).value_or(Scope::each),
                            .obligatory = form.flag("obligatory"),
                            .least = form.whole("least", {.most = number_most}),
                            .most = form.whole("most", {.most = number_most}),
                            .after = form.choice<After>("after", parse_after)};
    if (desk_.afterwards) content.moment = form.choice<Moment>("moment", parse_moment).value_or(Moment::at_once);
    const auto age = [&](std::string_view field) -> std::optional<int> {
        const auto years = form.whole(field, {.most = age_limit});
        return years ? std::optional(int(*years)) : std::nullopt;
    };
    content.age_least = age("age_least");
    content.age_most = age("age_most");

    std::vector<std::pair<std::int64_t, Choice>> placed;
    for (const auto& row : rows_) {
        const auto title = form.line(row.name);
        const auto place = form.whole(row.place, {.least = 1, .most = 99});
        if (!title.empty()) placed.emplace_back(place.value_or(99), Choice{row.choice.number, title});
    }
    std::ranges::stable_sort(placed, {}, &std::pair<std::int64_t, Choice>::first);
    for (auto& [place, choice] : placed) content.choices.push_back(std::move(choice));
    for (auto& title : form.lines("choices", {.most = choices_most, .too_many = "questions.too_many_choices"}))
        content.choices.push_back({0, std::move(title)});
    return content;
}

json QuestionForm::choice_rows(const json& fields) const
{
    json rows = json::array();
    for (const auto& row : rows_)
        rows.push_back(object({{"title", fields.at(row.name)}, {"place", fields.at(row.place)}}));
    return rows;
}

}  // namespace veche::app::questions
