#pragma once

#include <initializer_list>
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

}  // namespace veche::app
