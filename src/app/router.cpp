#include "app/router.hpp"

#include <algorithm>

#include "core/expect.hpp"

namespace veche::app {

namespace {

std::vector<std::string_view> split(std::string_view path)
{
    std::vector<std::string_view> parts;
    for (std::size_t at = 1; at <= path.size();) {
        const auto end = std::min(path.find('/', at), path.size());
        parts.push_back(path.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

}  // namespace

Route& Router::page(std::string_view pattern, Permission permission, PageHandler handler, Caching caching)
{
    return add({.kind = Route::Kind::page,
                .pattern = std::string(pattern),
                .permission = permission,
                .caching = caching,
                .page = std::move(handler),
                .handler = {},
                .limits = {}});
}

Route& Router::get(std::string_view pattern, Permission permission, Handler handler, Caching caching)
{
    return add({.kind = Route::Kind::get,
                .pattern = std::string(pattern),
                .permission = permission,
                .caching = caching,
                .page = {},
                .handler = std::move(handler),
                .limits = {}});
}

Route& Router::post(std::string_view pattern, Permission permission, Handler handler, web::BodyLimits limits)
{
    return add({.kind = Route::Kind::post,
                .pattern = std::string(pattern),
                .permission = permission,
                .caching = Caching::none,
                .page = {},
                .handler = std::move(handler),
                .limits = limits});
}

Route& Router::post_without_token(std::string_view pattern, Permission permission, Handler handler)
{
    // A form, another type or none: mail services differ (RFC 8058 §3.2).
    Route& route = post(pattern, permission, std::move(handler), {.ignored = true});
    route.asks_token = false;
    return route;
}

Route& Router::add(Route route)
{
    Compiled compiled{.segments = {}, .route = routes_.size(), .weight = 0, .post = route.kind == Route::Kind::post};
    for (const auto part : split(route.pattern)) {
        Segment segment;
        if (part.starts_with('{')) {
            const auto end = part.find('}');
            VECHE_EXPECT(end != std::string_view::npos);
            segment = {std::string(part.substr(end + 1)), std::string(part.substr(1, end - 1))};
        } else {
            segment = {std::string(part), {}};
        }
        compiled.weight += segment.literal.size() + (segment.parameter.empty() ? 100 : 0);
        compiled.segments.push_back(std::move(segment));
    }
    for (const auto& other : compiled_)
        VECHE_EXPECT(other.post != compiled.post || routes_[other.route].pattern != route.pattern);
    routes_.push_back(std::move(route));
    compiled_.push_back(std::move(compiled));
    std::ranges::stable_sort(compiled_, std::greater{}, &Compiled::weight);
    return routes_.back();
}

const Router::Compiled* Router::find(bool post, std::string_view path, Parameters* parameters) const
{
    const auto parts = split(path);
    for (const auto& candidate : compiled_) {
        if (candidate.post != post || candidate.segments.size() != parts.size()) continue;
        const bool fits =
            std::ranges::equal(candidate.segments, parts, [](const Segment& segment, std::string_view part) {
                return segment.parameter.empty()
                           ? segment.literal == part
                           : part.size() > segment.literal.size() && part.ends_with(segment.literal);
            });
        if (!fits) continue;
        for (std::size_t i = 0; parameters && i < parts.size(); ++i) {
            const auto& segment = candidate.segments[i];
            if (segment.parameter.empty()) continue;
            parameters->emplace_back(segment.parameter, parts[i].substr(0, parts[i].size() - segment.literal.size()));
        }
        return &candidate;
    }
    return nullptr;
}

Router::Match Router::match(web::Method method, std::string_view path) const
{
    Match match;
    if (const auto* found = find(method == web::Method::post, path, &match.parameters))
        match.route = &routes_[found->route];
    return match;
}

bool Router::known_for_other_method(web::Method method, std::string_view path) const
{
    return find(method != web::Method::post, path, nullptr) != nullptr;
}

}  // namespace veche::app
