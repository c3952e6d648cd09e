#include "features/settings/journal.hpp"

#include <fmt/format.h>

namespace veche::settings {

using nlohmann::json;

namespace {

/// What stands in a deed's details as a name of the thing it was done to: said in its sentence.
const std::string* name_in(const json& details)
{
    for (const auto* field : {"title", "name"})
        if (const auto found = details.find(field); found != details.end() && found->is_string())
            return found->get_ptr<const std::string*>();
    return nullptr;
}

std::string value_words(const language::Words& words, const json& value)
{
    if (value.is_boolean()) return words.say(value.get<bool>() ? "journal.yes" : "journal.no");
    if (value.is_number_integer()) return words.number(value.get<std::int64_t>());
    if (value.is_string()) {
        const auto& text = value.get_ref<const std::string&>();
        for (const std::string_view group : {"journal.value_", "kind."})
            if (const auto known = fmt::format("{}{}", group, text); words.has(known)) return words.say(known);
        return text;
    }
    if (!value.is_array()) return {};
    std::string all;
    for (const auto& one : value) all += (all.empty() ? "" : ", ") + value_words(words, one);
    return all;
}

/// {"was", "now"} as "парк → площадь"; a field whose values are nobody's to keep is only named.
std::string change_words(const language::Words& words, const json& change)
{
    if (!change.contains("was") || !change.contains("now")) return words.say("journal.changed");
    const auto of = [&](const char* side) {
        const auto text = value_words(words, change.at(side));
        return text.empty() ? words.say("journal.nothing") : text;
    };
    return of("was") + " → " + of("now");
}

void add_fact(json& facts, const language::Words& words, std::string_view field, std::string text)
{
    const auto title = fmt::format("journal.field_{}", field);
    if (!text.empty() && words.has(title)) facts.push_back({{"title", words.say(title)}, {"text", std::move(text)}});
}

}  // namespace

json journal_model(const language::Words& words, const app::store::AuditRow& row)
{
    const auto said = fmt::format("audit.{}", row.deed);
    std::string deed = words.has(said) ? words.say(said) : row.deed;
    const json details = json::parse(row.details, nullptr, false);
    json facts = json::array();
    if (details.is_object()) {
        const auto* name = name_in(details);
        if (name) deed = words.say("journal.of", {{"deed", deed}, {"name", *name}});
        for (const auto& [field, value] : details.items()) {
            if (field == "title" || (field == "name" && name)) continue;
            if (field == "changed" && value.is_object())
                for (const auto& [part, change] : value.items())
                    add_fact(facts, words, part, change_words(words, change));
            else
                add_fact(facts, words, field, value_words(words, value));
        }
    }
    return {{"deed", std::move(deed)}, {"facts", std::move(facts)}};
}

std::string export_line(const app::store::AuditRow& row)
{
    json details = json::parse(row.details, nullptr, false);
    if (details.is_discarded()) details = row.details;
    return json{{"number", row.number}, {"at", row.at.milliseconds},     {"actor", row.actor},       {"deed", row.deed},
                {"object", row.object}, {"details", std::move(details)}, {"previous", row.previous}, {"hash", row.hash}}
               .dump() +
           "\n";
}

}  // namespace veche::settings
