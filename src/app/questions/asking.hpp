#pragma once

// The fields that ask an organiser's questions, in a form of the feature's.

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/forms/form_model.hpp"
#include "app/questions/answers.hpp"
#include "web/form.hpp"

namespace veche::app::questions {

/// A form's fields begin with it: what comes with another name of this kind was asked until a moment ago (web::Form, `moving`).
inline constexpr std::string_view field_prefix = "q-";

/// All fields that ask the questions of a moment: "q-ID" of the entry, "q-ID-3" of the person in row 3. They stand in the feature's table
/// beside its own fields; the Asking has to outlive the form and the model made with them.
class Asking {
public:
    struct Row {
        int number = 0;
        std::optional<int> age{};  // where the form does not ask it
        std::string called{};      // in the list of what is wrong: "Участник 3"
    };
    struct Of {
        const Questions& questions;
        Moment moment = Moment::at_once;
        std::vector<Row> rows{};
        Answers given{};  // by row: what was answered before
        std::string_view
            age_field{};  // "age-": the form asks in "age-3" how old the person of row 3 is. "": `rows` know, and only those are
                          // asked whom a question is for
    };
    Asking(const language::Words& words, Of of);
    Asking(const Asking&) = delete;

    const std::vector<web::FormField>& fields() const { return fields_; }
    /// Those of a row, or of the `whole_entry`, to stand among the feature's own where the form has them.
    std::vector<web::FormField> fields_of(int row) const;
    /// Labels, hints, choices, and what was given.
    void show_in(FormContent& content) const;

    /// What was answered, by row; "" where it was asked and left empty. `people`: the rows in which somebody stands, with their ages.
    /// `form` was made with fields() in its table. Refused beside the fields: what Form's readers refuse, questions.answer_needed,
    /// questions.choice_gone, questions.not_for and questions.not_for_unknown_age {whom}, questions.nobody in a row without a person; and
    /// questions.changed_while_filling (conflict) when something was typed that is asked no more.
    Answers read(web::Form& form, const std::vector<Person>& people) const;
    /// Whether something was typed in the questions of this row: somebody is meant by it.
    bool typed_in(const web::Form& form, int row) const;

    /// "questions"[] of {{>questions/part_questions}}: those of a row, or of the `whole_entry`. `fields`: "field" of the form's model.
    nlohmann::json part(const nlohmann::json& fields, int row) const;

private:
    struct Item {
        const Question* question = nullptr;
        int row = whole_entry;
        std::string whom;               // for_whom()
        std::string_view name;          // of the field
        std::vector<int> offered{};     // choices
        std::string_view earlier = {};  // the field of the question it depends on, if it is in this form
    };
    void add(const language::Words& words, const Question& question, const Row& row);
    void take_value(const Item& item);
    Choices choices_of(const language::Words& words, const Item& item) const;
    std::string read_value(web::Form& form, const Item& item) const;
    std::string read_item(web::Form& form, const Item& item, const Person& person, const Answers& known) const;
    std::vector<int> chosen_in(const web::Form& form, const Item& item) const;

    const Questions& questions_;
    Answers given_;
    std::string_view age_field_;
    std::deque<std::string> names_;  // the fields' names live here
    std::deque<Item> items_;         // rows first, each in the order of the questions; then the entry's
    std::vector<web::FormField> fields_;
    FormContent content_;
};

}  // namespace veche::app::questions
