#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/feature.hpp"

namespace veche::app {

/// The route table of the whole program: matching, and the list that the generated access tests walk through.
class Router final : public Routes {
public:
    Route& page(std::string_view pattern, Permission permission, PageHandler handler, Caching caching) override;
    Route& get(std::string_view pattern, Permission permission, Handler handler, Caching caching) override;
    Route& post(std::string_view pattern, Permission permission, Handler handler, web::BodyLimits limits) override;
    Route& post_without_token(std::string_view pattern, Permission permission, Handler handler) override;

    using Parameters = std::vector<std::pair<std::string, std::string>>;
    struct Match {
        const Route* route = nullptr;
        Parameters parameters;
    };
    /// The route for a decoded path; `route` is null when there is none of this method.
    Match match(web::Method method, std::string_view path) const;
    /// Whether the path exists for the other method (405 instead of 404).
    bool known_for_other_method(web::Method method, std::string_view path) const;

    const std::vector<Route>& routes() const { return routes_; }

private:
    struct Segment {
        std::string literal;    // the whole segment, or the ending after a parameter
        std::string parameter;  // empty: the segment is literal
    };
    struct Compiled {
        std::vector<Segment> segments;
        std::size_t route = 0;
        std::size_t weight = 0;  // characters of literal text
        bool post = false;
    };

    Route& add(Route route);
    const Compiled* find(bool post, std::string_view path, Parameters* parameters) const;

    std::vector<Route> routes_;
    std::vector<Compiled> compiled_;  // heaviest first
};

}  // namespace veche::app
