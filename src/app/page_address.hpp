#pragma once

#include <string>

#include "app/feature.hpp"
#include "app/town.hpp"
#include "core/time.hpp"
#include "web/request.hpp"

namespace veche::app {

/// Pages that are kept for others have one address each, however it was written: the path encoded in one way, of the query
/// only what the route takes, each parameter once, in the order of the route.
bool has_own_address(const web::Request& request);
/// The request under that address. Handlers of kept pages see no other, so nothing else can get into what others will be shown.
web::Request under_own_address(const web::Request& request, const Route& route);

/// The key of the page in the cache: the address in each form in which there is such a page.
std::string page_key(const web::Request& request, const Town& town, Instant now);

/// Whether a parameter that the route looks at was no text.
bool is_query_broken(const web::Request& request, const Route& route);

}  // namespace veche::app
