#pragma once

#include <initializer_list>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace veche::app {

/// A name and the value that object() moves into its place.
struct Member {
    const char* name;
    mutable nlohmann::json value;  // an initializer_list is read only, and a copy is what we are here to spare
};

/// object({{"href", path}, {"title", title}}): a JSON object. The library's own brace form makes an array of every pair
/// first; in the models of long lists that was a third of the time.
inline nlohmann::json object(std::initializer_list<Member> members)
{
    nlohmann::json::object_t made;
    for (const auto& member : members) made.emplace(member.name, std::move(member.value));
    return nlohmann::json(std::move(made));
}

/// One choice of a list in a form.
inline nlohmann::json option(std::string value, std::string title, bool chosen)
{
    return object({{"value", std::move(value)}, {"title", std::move(title)}, {"chosen", chosen}});
}

/// What a form's template reads of each field before anybody made a mistake.
inline nlohmann::json no_errors(std::initializer_list<const char*> fields)
{
    nlohmann::json errors = nlohmann::json::object();
    for (const auto* field : fields) errors[field] = "";
    return errors;
}

}  // namespace veche::app
