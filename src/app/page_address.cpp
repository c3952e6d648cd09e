#include "app/page_address.hpp"

#include <algorithm>

#include "app/site.hpp"
#include "core/percent.hpp"

namespace veche::app {

namespace {

bool needs_no_encoding(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

std::string encoded_path(const std::string& path)
{
    std::string text;
    for (const char c : path) text += needs_no_encoding(c) ? std::string(1, c) : percent_encoded({&c, 1});
    return text;
}

}  // namespace

bool has_own_address(const web::Request& request)
{
    return request.target == request.path && std::ranges::all_of(request.path, needs_no_encoding);
}

web::Request under_own_address(const web::Request& request, const Route& route)
{
    web::Request own = request;
    own.query.clear();
    own.target = encoded_path(request.path);
    for (const auto& name : route.parameters) {
        const auto* value = request.query_value(name);
        if (!value) continue;
        own.target += (own.query.empty() ? '?' : '&') + percent_encoded(name) + '=' + percent_encoded(*value);
        own.query.emplace_back(name, *value);
    }
    return own;
}

std::string page_key(const web::Request& request, const Town& town, Instant now)
{
    const auto preferences = preferences_of(request);
    std::string key = id_text(town.id.value());
    // "Today" and "this week" are part of many pages: at the town's midnight all begin anew.
    key += std::to_string(day_number(town.zone.local(now).day));
    key += prefers_json(request) ? 'j' : 'h';
    key += preferences.language == language::Code::ru ? 'r' : 'e';
    key += preferences.contrast ? 'c' : '-';
    key += preferences.large_type ? 'l' : '-';
    return key += request.target;
}

bool is_query_broken(const web::Request& request, const Route& route)
{
    return std::ranges::any_of(request.broken_query, [&](const std::string& name) {
        return !is_cached(route.caching) || std::ranges::find(route.parameters, name) != route.parameters.end();
    });
}

}  // namespace veche::app
