#include "app/forms/form_model.hpp"

#include <algorithm>
#include <set>

#include "app/object.hpp"
#include "core/text.hpp"

namespace veche::app {

using nlohmann::json;
using web::FieldKind, web::FormField;

namespace {

constexpr std::size_t longest_mailbox = 254;  // RFC 5321 §4.5.3.1.3
constexpr std::size_t many_choices = 4;       // that stand in columns
constexpr std::size_t longest_name = 60;      // of a field within a sentence

/// What stands in a field: what was typed, else what is stored.
class Filled {
public:
    Filled(const FormContent& content, const web::Form* sent) : content_(content), sent_(sent) {}

    std::vector<std::string> of(const FormField& field) const
    {
        if (field.kind == FieldKind::secret || field.kind == FieldKind::code || field.kind == FieldKind::file)
            return {};
        const bool newest = sent_ && field.name == web::version_field.name && sent_->status() == 409;
        const bool stored = !sent_ || newest || !sent_->asks(field.name);
        if (!stored) return sent_->texts(field.name);
        std::vector<std::string> values;
        for (const auto& [name, value] : content_.values)
            if (name == field.name) values.push_back(value);
        return values;
    }

private:
    const FormContent& content_;
    const web::Form* sent_;
};

const Choices& choices_of(const FormContent& content, const FormField& field)
{
    static const Choices none;
    const auto found = content.choices.find(field.name);
    return found == content.choices.end() ? none : found->second;
}

std::string id_of(const FormContent& content, const FormField& field)
{
    return std::string(content.id_prefix) + std::string(field.name);
}

json options_model(const std::string& id, const Choices& choices, const std::vector<std::string>& chosen)
{
    json options = json::array();
    for (const auto& one : choices)
        options.push_back(object({{"id", id + "-" + one.value},
                                  {"value", one.value},
                                  {"title", one.title},
                                  {"hint", one.hint},
                                  {"chosen", std::ranges::find(chosen, one.value) != chosen.end() ||
                                                 (chosen.empty() && one.value.empty())}}));
    return options;
}

const char* type_of(FieldKind kind)
{
    switch (kind) {
        case FieldKind::email: return "email";
        case FieldKind::secret: return "password";
        case FieldKind::day: return "date";
        case FieldKind::clock: return "time";
        case FieldKind::radio: return "radio";
        case FieldKind::boxes: return "checkbox";
        case FieldKind::file: return "file";
        default: return "text";
    }
}

std::string keys_of(const FormField& field)
{
    switch (field.kind) {
        case FieldKind::phone: return "tel";
        case FieldKind::whole: return "numeric";
        default: return std::string(field.keys);
    }
}

std::string longest(const FormField& field)
{
    if (field.kind == FieldKind::email) return std::to_string(longest_mailbox);
    return field.limit == 0 || field.kind == FieldKind::lines ? "" : std::to_string(field.limit);
}

/// Which of the ways of app/field it is printed in.
const char* way_of(const FormField& field)
{
    switch (field.kind) {
        case FieldKind::hidden: return "is_hidden";
        case FieldKind::paragraphs:
        case FieldKind::lines: return "is_text";
        case FieldKind::radio:
        case FieldKind::boxes: return "is_group";
        case FieldKind::select: return "is_select";
        case FieldKind::box: return "is_box";
        default: return field.rows > 0 ? "is_text" : "is_input";
    }
}

std::string words_or_none(const language::Words& words, std::string_view message)
{
    return message.empty() ? std::string() : words.say(message);
}

std::string label_of(const language::Words& words, const FormField& field, const FormContent& content)
{
    const auto found = content.labels.find(field.name);
    return found == content.labels.end() ? words_or_none(words, field.label) : found->second;
}

std::string called(const language::Words& words, const FormField& field, const FormContent& content)
{
    const auto found = content.called.find(field.name);
    return found == content.called.end() ? label_of(words, field, content) : found->second;
}

std::string hint_of(const language::Words& words, const FormField& field, const FormContent& content)
{
    const auto found = content.hints.find(field.name);
    return found == content.hints.end() ? words_or_none(words, field.hint) : found->second;
}

/// "Укажите электронную почту.": what has to be there, where a form asks for one of the kind and its table has no sentence of its own.
std::string_view needed_by_kind(web::FormFields table, const FormField& field)
{
    if (std::ranges::count(table, field.kind, &FormField::kind) != 1) return {};
    switch (field.kind) {
        case FieldKind::email: return "form.needs_email";
        case FieldKind::phone: return "form.needs_phone";
        case FieldKind::secret: return "form.needs_password";
        default: return {};
    }
}

/// What of the kind has to be done with a field in which nothing is: {field} is its name.
std::string_view needed_by_name(const FormField& field, std::string_view name)
{
    if (name.ends_with('?')) return "form.needs_answer";
    switch (field.kind) {
        case FieldKind::radio:
        case FieldKind::select:
        case FieldKind::boxes: return "form.needs_choice";
        case FieldKind::box: return "form.needs_yes";
        case FieldKind::file: return "form.needs_file";
        default: return "form.needs_text";
    }
}

/// The sentence beside a field and on top of the form: it names the field wherever it is read ("Укажите имя", never "Заполните это поле").
std::string said_of(const language::Words& words, web::FormFields table, const FormField& field, const Refusal& refusal,
                    const std::string& name)
{
    if (refusal.message != FormField{}.empty || name.empty()) return words.say(refusal);
    const auto by_kind = needed_by_kind(table, field);
    if (!by_kind.empty()) return words.say(by_kind);
    return words.say(needed_by_name(field, name), {{"field", shortened(name, longest_name)}});
}

std::string first_error(const language::Words& words, web::FormFields table, const FormField& field,
                        const FormContent& content, const web::Form* sent)
{
    if (sent)
        for (const auto& refusal : sent->refusals())
            if (refusal.field == field.name)
                return said_of(words, table, field, refusal, label_of(words, field, content));
    return {};
}

void describe(json& model, const std::string& id)
{
    std::string by = model["hint"] == "" ? "" : id + "-hint";
    if (model["error"] != "") by += (by.empty() ? "" : " ") + id + "-error";
    model["described"] = std::move(by);
}

json field_model(const language::Words& words, web::FormFields table, const FormField& field,
                 const FormContent& content, const web::Form* sent)
{
    const Filled filled(content, sent);
    const auto values = filled.of(field);
    const auto& choices = choices_of(content, field);
    const bool lists = !choices.empty() && std::string_view(way_of(field)) == "is_input";
    const auto id = id_of(content, field);
    const auto latest = content.latest.find(field.name);
    const bool plain = field.kind == FieldKind::email || field.kind == FieldKind::code;
    json model = object({{"id", id},
                         {"name", std::string(field.name)},
                         {"label", label_of(words, field, content)},
                         {"hint", hint_of(words, field, content)},
                         {"error", first_error(words, table, field, content, sent)},
                         {"value", values.empty() ? std::string() : values.front()},
                         {"any", !values.empty()},
                         {"checked", field.kind == FieldKind::box && !values.empty() && values.front() == "1"},
                         {"type", type_of(field.kind)},
                         {"control", field.kind == FieldKind::file ? "govuk-file-upload" : "govuk-input"},
                         {"look", std::string(field.look)},
                         {"limit", longest(field)},
                         {"required", field.obligatory},
                         {"rows", std::to_string(std::max(field.rows, 2))},
                         {"keys", keys_of(field)},
                         {"autocomplete", std::string(field.autocomplete)},
                         {"accept", std::string(field.accept)},
                         {"latest", latest == content.latest.end() ? "" : iso_day(latest->second)},
                         {"plain", plain},
                         {"list", lists ? id + "-list" : std::string()},
                         {"boxes", field.kind == FieldKind::boxes ? "checkboxes" : "radios"},
                         {"many", choices.size() > many_choices && choices.front().hint.empty()},
                         {"options", options_model(id, choices, values)}});
    for (const auto* way : {"is_hidden", "is_text", "is_group", "is_select", "is_box", "is_input"}) model[way] = false;
    model[way_of(field)] = true;
    describe(model, id);
    return model;
}

/// "Название: ", "Поедете на автобусе? "
std::string before_words(std::string name)
{
    if (name.empty()) return name;
    return std::string_view("?!:.").find(name.back()) == std::string_view::npos ? name + ": " : name + " ";
}

/// What is said on top of a field: of one that is empty its sentence, which names it; of what was typed "Название: Слишком длинно". Where
/// labels do not tell fields apart, what they are called does.
std::string words_on_top(const language::Words& words, web::FormFields table, const FormContent& content,
                         const FormField& field, const Refusal& refusal)
{
    const auto name = called(words, field, content);
    auto said = said_of(words, table, field, refusal, name);
    // What is agreed to by a box is a paragraph: its sentence stands alone.
    const bool named = refusal.message == FormField{}.empty || field.kind == FieldKind::box ||
                       (refusal.message == field.empty && !content.called.contains(field.name));
    return named ? said : before_words(name) + said;
}

/// On top of the form: each field once, in the order in which they stand in it, whatever was read first.
json error_list(const language::Words& words, web::FormFields table, const FormContent& content, const web::Form* sent)
{
    json list = json::array();
    if (!sent) return list;
    const bool told_apart = web::find_field(table, web::version_field.name);  // a conflict: app/conflict
    auto refusals = sent->refusals();
    std::ranges::stable_sort(refusals, {}, [&](const Refusal& one) {
        return std::ranges::find(table, std::string_view(one.field), &FormField::name) - table.begin();
    });
    std::set<std::string> told;
    for (const auto& refusal : refusals) {
        if (told_apart && refusal.kind == RefusalKind::conflict) continue;
        const auto* field = web::find_field(table, refusal.field);
        auto said = field ? words_on_top(words, table, content, *field, refusal) : words.say(refusal);
        if (!told.insert(field ? refusal.field : refusal.field + ' ' + said).second) continue;
        list.push_back(object({{"field", field ? id_of(content, *field) : refusal.field}, {"words", std::move(said)}}));
    }
    return list;
}

/// What stands in a field, as a person reads it: titles of what was chosen, lines in one.
std::string shown(const FormField& field, const FormContent& content, const std::vector<std::string>& values)
{
    std::vector<std::string> parts;
    for (const auto& value : values) {
        const auto& choices = choices_of(content, field);
        const auto found = std::ranges::find(choices, value, &Choice::value);
        if (found != choices.end() && way_of(field) != std::string_view("is_input"))
            parts.push_back(found->title);
        else
            for (auto& line : split_lines(value)) parts.push_back(one_line(line));
    }
    std::erase(parts, "");
    return joined(parts, "; ");
}

}  // namespace

const std::string& FormContent::value(std::string_view field) const
{
    static const std::string none;
    for (const auto& [name, text] : values)
        if (name == field) return text;
    return none;
}

json form_model(const language::Words& words, web::FormFields table, const FormContent& content, const web::Form* sent,
                Placing placing)
{
    json fields = placing == Placing::in_a_row ? json::array() : json::object();
    for (const auto& field : table) {
        auto model = field_model(words, table, field, content, sent);
        if (placing == Placing::in_a_row)
            fields.push_back(std::move(model));
        else
            fields[std::string(field.name)] = std::move(model);
    }
    json list = error_list(words, table, content, sent);
    const bool refused = !list.empty();
    return object({{placing == Placing::in_a_row ? "fields" : "field", std::move(fields)},
                   {"error_list", std::move(list)},
                   {"has_errors", refused}});
}

json conflict_model(const language::Words& words, web::FormFields table, const FormContent& newest,
                    const web::Form& sent)
{
    const Filled stored(newest, nullptr);
    json fields = json::array();
    for (const auto& field : table) {
        // What the record does not have, a reason say, nobody has changed.
        const bool kept = std::ranges::any_of(newest.values, [&](const auto& one) { return one.first == field.name; });
        const auto label = label_of(words, field, newest);
        if (label.empty() || !kept) continue;
        const auto theirs = shown(field, newest, stored.of(field));
        const auto yours = shown(field, newest, sent.texts(field.name));
        if (theirs != yours) fields.push_back(object({{"title", label}, {"theirs", theirs}, {"yours", yours}}));
    }
    std::string said;
    for (const auto& refusal : sent.refusals())
        if (refusal.kind == RefusalKind::conflict) said = words.say(refusal);
    return object({{"words", std::move(said)}, {"fields", std::move(fields)}});
}

}  // namespace veche::app
