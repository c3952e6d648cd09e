#pragma once

// The three steps as pages of the office: a file is sent; what was understood is looked at and corrected; it is confirmed.

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/feature.hpp"
#include "app/forms/form_model.hpp"
#include "app/import/pages.hpp"
#include "app/import/pending.hpp"
#include "web/form.hpp"

namespace veche::app::import {

/// The field of step one that every import has.
inline constexpr web::FormField file_field{.name = "file",
                                           .kind = web::FieldKind::file,
                                           .label = "import.file",
                                           .hint = "import.file_hint",
                                           .accept = ".xlsx,.ods,.docx,.csv,.txt"};

/// What was understood, as far as corrections need it.
struct Understood {
    std::vector<std::string> columns;                             // meanings of the first table's, by position
    std::map<int, std::map<std::string, std::string>> row_texts;  // by key and field
};

/// One kind of imports in the office: what a feature brings.
struct Room {
    std::string
        kind;  // "plan": its deeds are plan.import.begin, .correct, .again, .drop, which the audit says in words
    std::string path;  // "/office/plan/import"
    Permission permission;
    std::string section;  // of the office's menu
    std::string back;     // where one goes who drops it

    // Step one.
    web::FormFields fields;                                  // file_field among them
    std::function<std::string(const Context&)> asked_about;  // what an import is for, by the address: "2021"
    std::function<std::string(web::Form&)> about;            // by the form; refuses what it cannot be
    /// The page around the form and what its fields show; view and steps are set.
    std::function<Page(Context&, const std::string& about)> upload_page;
    std::function<FormContent(const std::string& about)> upload_content;
    /// Why nothing can come of it; nullopt: something can.
    std::function<std::optional<Refusal>(const std::vector<outside::Table>&, const std::string& about)> why_not;
    /// The first row below the header of a table.
    std::function<std::size_t(const outside::Table&)> end_of_header;

    // Step two.
    std::span<const RowField> row_fields;
    std::span<const std::string_view> shows;        // codes of the tabs but for "all"
    bool (*is_column)(std::string_view) = nullptr;  // whether it is the name of a meaning
    std::function<Understood(const Pending&)> understand;
    /// app/import_draft.html but for what the kit sets: version, action, steps, values, errors, csrf.
    std::function<nlohmann::json(View&, const language::Words&, const Pending&, const Choice&)> draft_model;

    /// One mend of a fault that many rows share, or its undoing: what it corrects. Its button is the deed mend of the page; may be empty.
    std::function<Corrections(const Pending&)> mend = {};

    // Step three.
    /// What is to be done is made ready before the command: the lane waits for no file.
    std::function<Take(Context&, const Pending&)> prepare;
    /// app/import_done.html but for the steps.
    std::function<nlohmann::json(View&, const language::Words&, const Done&)> done_model;
};
void mount(Routes& routes, Room room);

}  // namespace veche::app::import
