#pragma once

#include <utility>

#include <nlohmann/json.hpp>

namespace veche::web {

namespace detail {
inline void add_members(nlohmann::json::object_t&) {}
template <class Value, class... Rest>
void add_members(nlohmann::json::object_t& members, const char* name, Value&& value, Rest&&... rest)
{
    members.emplace(name, std::forward<Value>(value));
    add_members(members, std::forward<Rest>(rest)...);
}
}  // namespace detail

/// object("href", path, "title", title, …): a JSON object of names and values, each moved into its place. The brace form of
/// the library makes every pair an array first; in the models of long lists that was half of the time.
template <class... NamesAndValues>
nlohmann::json object(NamesAndValues&&... names_and_values)
{
    static_assert(sizeof...(names_and_values) % 2 == 0, "names and values");
    nlohmann::json::object_t members;
    detail::add_members(members, std::forward<NamesAndValues>(names_and_values)...);
    return nlohmann::json(std::move(members));
}

}  // namespace veche::web
