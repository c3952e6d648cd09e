#pragma once

// What the pages of questions in the office show and read.

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/forms/form_model.hpp"
#include "app/questions/office.hpp"
#include "language/language.hpp"
#include "web/form.hpp"

namespace veche::app::questions {

/// "questions"[] and "retired"[] of questions/office_questions.
nlohmann::json list_model(const language::Words& words, const Desk& desk, const Questions& questions);

/// "parts"[] of questions/office_preview: the form of each moment that asks something, for two people of no age yet.
nlohmann::json preview_model(const language::Words& words, const Questions& questions);

/// The form of one question: its own fields and two for each choice that is offered now.
class QuestionForm {
public:
    /// `question`: nullptr for a new one. It and `desk` have to outlive the form.
    QuestionForm(const Desk& desk, const Questions& questions, const Question* question);
    QuestionForm(const QuestionForm&) = delete;

    const std::vector<web::FormField>& fields() const { return fields_; }
    FormContent content(const language::Words& words) const;
    QuestionContent read(web::Form& form) const;
    /// "choice_rows"[] of (title, place): fields of the model.
    nlohmann::json choice_rows(const nlohmann::json& fields) const;

private:
    struct Row {
        Choice choice;
        std::string name, place;  // of its fields
    };
    Choices earlier(const language::Words& words) const;

    const Desk& desk_;
    const Questions& questions_;
    const Question* question_;
    std::deque<Row> rows_;
    std::vector<web::FormField> fields_;
};
/// The fields of choices come and go with them (web::Form, `moving`).
inline constexpr std::string_view choice_prefix = "choice-";

}  // namespace veche::app::questions
