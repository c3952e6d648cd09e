#include "web/form.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

namespace veche::web {

namespace {

// Every form carries it and the site checks it before any handler runs, so handlers need not list it.
constexpr std::string_view csrf_field = "csrf";

bool contains(std::initializer_list<std::string_view> list, std::string_view name)
{
    return std::ranges::find(list, name) != list.end();
}

bool has_prefix(std::initializer_list<std::string_view> prefixes, std::string_view name)
{
    return std::ranges::any_of(prefixes, [&](std::string_view prefix) { return name.starts_with(prefix); });
}

}  // namespace

Form::Form(const Request& request, Fields fields)
    : request_(request), single_(fields.single.begin(), fields.single.end())
{
    std::map<std::string_view, int, std::less<>> seen;
    for (const auto& [name, value] : request.form) {
        if (contains(fields.many, name)) continue;
        const bool listed = contains(fields.single, name) || name == csrf_field;
        if (!listed && !has_prefix(fields.prefixes, name)) throw BadRequest("unknown field " + name);
        if (++seen[name] > 1) throw BadRequest("repeated field " + name);
    }
    for (const auto& name : request.broken_form)
        refuse({.kind = RefusalKind::invalid, .message = "text.broken", .field = name});
}

const std::string& Form::text(std::string_view field) const
{
    static const std::string empty;
    const auto* value = request_.form_value(field);
    return value ? *value : empty;
}

std::vector<std::string> Form::texts(std::string_view field) const
{
    std::vector<std::string> values;
    for (const auto& [name, value] : request_.form)
        if (name == field) values.push_back(value);
    return values;
}

bool Form::flag(std::string_view field) const
{
    const auto* value = request_.form_value(field);
    if (value && *value != "1") throw BadRequest("a check box is 1 or absent: " + std::string(field));
    return value != nullptr;
}

nlohmann::json Form::model(const language::Words& words) const
{
    auto values = nlohmann::json::object();
    auto errors = nlohmann::json::object();
    auto list = nlohmann::json::array();
    for (const auto& field : single_) {
        values[field] = text(field);
        errors[field] = "";
    }
    for (const auto& refusal : refusals_) {
        const auto said = words.say(refusal);
        list.push_back({{"field", refusal.field}, {"words", said}});
        if (refusal.field.empty()) continue;
        auto& beside = errors[refusal.field];  // one sentence beside a field: the first
        if (beside.is_null() || beside == "") beside = said;
    }
    return {{"values", values}, {"errors", errors}, {"error_list", list}, {"has_errors", !list.empty()}};
}

int Form::status() const
{
    const auto any = [&](RefusalKind kind) {
        return std::ranges::any_of(refusals_, [&](const Refusal& refusal) { return refusal.kind == kind; });
    };
    return good() ? 200 : any(RefusalKind::too_many) ? 429 : any(RefusalKind::conflict) ? 409 : 422;
}

}  // namespace veche::web
