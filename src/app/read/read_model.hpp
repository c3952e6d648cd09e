#pragma once

#include <span>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "app/read/openapi.hpp"

namespace veche::app {

/// One field of what machines read of a record: its name, what OpenAPI says of it, and its value. One table of them gives both, so a
/// field that is there is described, and one that is described is there.
template <class Record>
struct ReadField {
    std::string_view name;
    nlohmann::json (*schema)();
    nlohmann::json (*value)(const Record&, const std::string& base_url);
};

template <class Record, std::size_t Count>
nlohmann::json read_model(const ReadField<Record> (&table)[Count], const Record& record, const std::string& base_url)
{
    nlohmann::json::object_t model;
    for (const auto& field : table) model.emplace(field.name, field.value(record, base_url));
    return nlohmann::json(std::move(model));
}

template <class Record, std::size_t Count>
nlohmann::json schema_of(const ReadField<Record> (&table)[Count])
{
    nlohmann::json properties = nlohmann::json::object();
    for (const auto& field : table) properties[std::string(field.name)] = field.schema();
    return openapi::object_of(std::move(properties));
}

}  // namespace veche::app
