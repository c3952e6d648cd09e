#pragma once

#include <optional>
#include <string>

namespace veche::outside {

/// The parts of an address from the settings, as libcurl reads it; what is absent is "".
struct Url {
    std::string scheme, host, port, path;
    bool more = false;  // a user, a password, a query or a fragment
};

std::optional<Url> parse_url(const std::string& text);

/// libcurl's own preparations, once for the whole program: whoever makes handles of it asks for them first.
void set_up_curl();

}  // namespace veche::outside
