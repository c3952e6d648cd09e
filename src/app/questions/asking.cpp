#include "app/questions/asking.hpp"

#include <algorithm>

#include "app/object.hpp"
#include "core/text.hpp"
#include "core/whole.hpp"

namespace veche::app::questions {

using nlohmann::json;
using web::FieldKind;

namespace {

constexpr std::size_t radios_most = 7;  // more are a list

std::string name_of(const Question& question, int row)
{
    std::string name = std::string(field_prefix) + to_text(question.id);
    return row == whole_entry ? name : name + "-" + std::to_string(row);
}

bool is_conditional(const Question& question)
{
    return question.content.by_age() || question.content.after;
}

bool is_typed(const web::Form& form, std::string_view field)
{
    return std::ranges::any_of(form.texts(field), [](const std::string& text) { return !trimmed(text).empty(); });
}

web::FormField field_of(const Question& question, std::string_view name, std::size_t offered)
{
    web::FormField field{.name = name};
    // Of whom a question is not for nothing is required; who it is for is known when the form is read.
    field.obligatory = question.content.obligatory && !is_conditional(question);
    field.empty = "questions.answer_needed";
    switch (question.content.kind) {
        case Kind::text: field.limit = text_limit; break;
        case Kind::paragraphs:
            field.kind = FieldKind::paragraphs;
            field.limit = paragraphs_limit;
            field.rows = 4;
            break;
        case Kind::choice: field.kind = offered > radios_most ? FieldKind::select : FieldKind::radio; break;
        case Kind::several: field.kind = FieldKind::boxes; break;
        case Kind::number:
            field.kind = FieldKind::whole;
            field.look = "narrow";
            break;
    }
    return field;
}

std::string bounds_hint(const language::Words& words, const QuestionContent& content)
{
    if (content.kind != Kind::number || (!content.least && !content.most)) return "";
    if (!content.most) return words.say("questions.number_from", {{"least", std::to_string(*content.least)}});
    return words.say("questions.number_between",
                     {{"least", std::to_string(content.least.value_or(0))}, {"most", std::to_string(*content.most)}});
}

std::string text_of(const std::optional<int>& number)
{
    return number ? std::to_string(*number) : "";
}

}  // namespace

Asking::Asking(const language::Words& words, Of of)
    : questions_(of.questions), given_(std::move(of.given)), age_field_(of.age_field)
{
    const auto asked = of.questions.asked(of.moment);
    for (const auto& row : of.rows)
        for (const auto* question : asked)
            if (question->content.scope == Scope::each) add(words, *question, row);
    for (const auto* question : asked)
        if (question->content.scope == Scope::once) add(words, *question, {whole_entry});
}

void Asking::add(const language::Words& words, const Question& question, const Row& row)
{
    const Person person{row.number, row.age};
    Item item{.question = &question, .row = row.number, .whom = for_whom(words, questions_, question)};
    if (const auto& after = question.content.after) {
        const auto* earlier = questions_.find(after->question);
        const bool here = earlier && earlier->content.moment == question.content.moment;
        if (here)
            item.earlier = names_.emplace_back(name_of(*earlier, place_of(*earlier, row.number).position));
        else if (!fits_answer(questions_, question, person, given_))
            return;
    }
    if (age_field_.empty() && !fits_age(question, person)) return;
    item.name = names_.emplace_back(name_of(question, row.number));
    const auto given = given_.find({question.id, row.number});
    const auto chosen = given == given_.end() ? std::vector<int>() : questions::choices_of(given->second);
    for (const auto& choice : question.content.choices)
        if (!choice.retired || std::ranges::find(chosen, choice.number) != chosen.end())
            item.offered.push_back(choice.number);  // a retired one to whom has chosen it

    fields_.push_back(field_of(question, item.name, item.offered.size()));
    content_.labels.emplace(item.name, question.content.title);
    const auto whose = row.called.empty() ? "" : row.called + ": ";
    content_.called.emplace(item.name, whose + question.content.title);
    content_.hints.emplace(
        item.name, one_line(item.whom + " " + question.content.hint + " " + bounds_hint(words, question.content)));
    if (has_choices(question.content.kind)) content_.choices.emplace(item.name, choices_of(words, item));
    take_value(item);
    items_.push_back(std::move(item));
}

void Asking::take_value(const Item& item)
{
    const auto given = given_.find({item.question->id, item.row});
    if (given == given_.end()) return;
    const std::string name(item.name);
    if (!has_choices(item.question->content.kind))
        content_.values.emplace_back(name, given->second);
    else
        for (const int one : questions::choices_of(given->second))
            content_.values.emplace_back(name, std::to_string(one));
}

Choices Asking::choices_of(const language::Words& words, const Item& item) const
{
    Choices choices;
    // What was chosen by mistake can be taken back, without a script too.
    const bool list = item.offered.size() > radios_most;
    const bool may_be_left = !item.question->content.obligatory || is_conditional(*item.question);
    if (item.question->content.kind == Kind::choice && (list || may_be_left))
        choices.push_back({"", words.say(list ? "questions.choose" : "questions.no_answer")});
    for (const int number : item.offered)
        choices.push_back({std::to_string(number), item.question->find_choice(number)->title});
    return choices;
}

std::vector<web::FormField> Asking::fields_of(int row) const
{
    std::vector<web::FormField> found;
    for (std::size_t i = 0; i < fields_.size(); ++i)
        if (items_[i].row == row) found.push_back(fields_[i]);
    return found;
}

void Asking::show_in(FormContent& content) const
{
    content.values.insert(content.values.end(), content_.values.begin(), content_.values.end());
    content.labels.insert(content_.labels.begin(), content_.labels.end());
    content.called.insert(content_.called.begin(), content_.called.end());
    content.hints.insert(content_.hints.begin(), content_.hints.end());
    content.choices.insert(content_.choices.begin(), content_.choices.end());
}

std::vector<int> Asking::chosen_in(const web::Form& form, const Item& item) const
{
    std::vector<int> chosen;
    const auto texts = form.texts(item.name);
    for (const int number : item.offered)
        if (std::ranges::find(texts, std::to_string(number)) != texts.end()) chosen.push_back(number);
    return chosen;
}

std::string Asking::read_value(web::Form& form, const Item& item) const
{
    const auto& content = item.question->content;
    switch (content.kind) {
        case Kind::text: return form.line(item.name);
        case Kind::paragraphs: return form.paragraphs(item.name);
        case Kind::number: {
            const auto number =
                form.whole(item.name, {.least = content.least.value_or(0), .most = content.most.value_or(number_most)});
            return number ? std::to_string(*number) : "";
        }
        case Kind::choice:
        case Kind::several: break;
    }
    const auto chosen = chosen_in(form, item);
    const auto typed = std::size_t(
        std::ranges::count_if(form.texts(item.name), [](const std::string& text) { return !trimmed(text).empty(); }));
    if (typed != chosen.size())
        form.refuse({RefusalKind::invalid, "questions.choice_gone", std::string(item.name), {}});
    return value_of(chosen);
}

std::string Asking::read_item(web::Form& form, const Item& item, const Person& person, const Answers& known) const
{
    const auto& question = *item.question;
    const bool typed = is_typed(form, item.name);
    const bool asked = applies(questions_, question, person, known);
    const std::string name(item.name);
    if (asked && !typed && question.content.obligatory)
        form.refuse({RefusalKind::invalid, "questions.answer_needed", name, {}});
    if (asked && typed) return read_value(form, item);
    if (typed) {
        const bool age_lacks = question.content.by_age() && !person.age;
        form.refuse({RefusalKind::invalid,
                     age_lacks ? "questions.not_for_unknown_age" : "questions.not_for",
                     name,
                     {{"whom", item.whom}}});
    }
    return "";
}

Answers Asking::read(web::Form& form, const std::vector<Person>& people) const
{
    if (!form.strays().empty()) form.refuse({RefusalKind::conflict, "questions.changed_while_filling", "", {}});
    Answers known = given_;
    for (const auto& item : items_) {
        const Place place{item.question->id, item.row};
        known.erase(place);
        const auto chosen = chosen_in(form, item);
        if (!chosen.empty()) known.emplace(place, value_of(chosen));
    }
    Answers read;
    for (const auto& item : items_) {
        const auto person = std::ranges::find(people, item.row, &Person::position);
        if (item.row != whole_entry && person == people.end()) {
            if (is_typed(form, item.name))
                form.refuse({RefusalKind::invalid, "questions.nobody", std::string(item.name), {}});
            continue;
        }
        read[{item.question->id, item.row}] =
            read_item(form, item, item.row == whole_entry ? Person{whole_entry} : *person, known);
    }
    return read;
}

bool Asking::typed_in(const web::Form& form, int row) const
{
    return std::ranges::any_of(items_, [&](const Item& item) { return item.row == row && is_typed(form, item.name); });
}

json Asking::part(const json& fields, int row) const
{
    json part = json::array();
    for (const auto& item : items_) {
        if (item.row != row) continue;
        const auto& content = item.question->content;
        const bool by_age = content.by_age() && !age_field_.empty();
        part.push_back(object({{"field", fields.at(std::string(item.name))},
                               {"after", std::string(item.earlier)},
                               {"choice", content.after ? std::to_string(content.after->choice) : ""},
                               {"age", by_age ? std::string(age_field_) + std::to_string(row) : ""},
                               {"age_least", by_age ? text_of(content.age_least) : ""},
                               {"age_most", by_age ? text_of(content.age_most) : ""}}));
    }
    return part;
}

}  // namespace veche::app::questions
