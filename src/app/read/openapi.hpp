#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

/// The pieces of /api/openapi.json (OpenAPI 3.1).
namespace veche::app::openapi {

nlohmann::json text();
nlohmann::json uri();
nlohmann::json moment();
nlohmann::json integer();
nlohmann::json text_or_null();
nlohmann::json integer_or_null();
nlohmann::json one_of(std::initializer_list<std::string_view> values);
nlohmann::json list_of(nlohmann::json items);
nlohmann::json object_of(nlohmann::json properties);
nlohmann::json or_null(nlohmann::json schema);
/// What is each of these at once.
nlohmann::json all_of(std::vector<nlohmann::json> schemas);
/// Of the schemas that a feature gives beside its paths.
nlohmann::json ref(std::string_view name);

struct Parameter {
    std::string_view name, in, description;  // in: "path" (then it is required) or "query"
};
inline constexpr Parameter id_parameter{"id", "path", "13 characters."};

/// One GET: what it is, its parameters, what stands under "content", and what a 404 says.
nlohmann::json operation(std::string_view summary, const std::vector<Parameter>& parameters, nlohmann::json content,
                         std::string_view missing);
/// The content of a page whose read model comes with Accept: application/json.
nlohmann::json page(nlohmann::json schema);
/// The content of a file.
nlohmann::json file(std::string_view type);

}  // namespace veche::app::openapi
