#include "features/law/office_fields.hpp"

#include <fmt/format.h>

namespace veche::law {

nlohmann::json fields_model(const language::Words& words, std::span<const Field> fields, const nlohmann::json& values,
                            const web::Form* form)
{
    nlohmann::json model = {
        {"error_list", nlohmann::json::array()}, {"has_errors", false}, {"fields", nlohmann::json::array()}};
    nlohmann::json typed = {{"values", values}, {"errors", nlohmann::json::object()}};
    if (form) typed = form->model(words);
    if (form) model.update({{"error_list", typed["error_list"]}, {"has_errors", typed["has_errors"]}});
    for (const auto& field : fields) {
        const std::string name(field.name), hint = fmt::format("law.hint_{}", field.name);
        const auto shown_hint = words.has(hint) ? words.say(hint) : "";
        const auto error = typed["errors"].value(name, "");
        std::string described = shown_hint.empty() ? "" : name + "-hint";
        if (!error.empty()) described += (described.empty() ? "" : " ") + name + "-error";
        model["fields"].push_back({{"name", name},
                                   {"title", words.say(fmt::format("law.field_{}", field.name))},
                                   {"hint", shown_hint},
                                   {"type", field.type},
                                   {"many_lines", field.type == "textarea"},
                                   {"most", field.most},
                                   {"value", typed["values"].value(name, "")},
                                   {"error", error},
                                   {"described", described}});
    }
    return model;
}

}  // namespace veche::law
