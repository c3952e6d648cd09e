#pragma once

#include <string>
#include <string_view>

#include "web/response.hpp"

namespace veche::web {

enum class Coding { identity, gzip, brotli };

/// The best form of `body` for an Accept-Encoding value (RFC 9110 §12.5.3); by equal wish brotli, gzip, plain.
/// A client that accepts nothing we have gets the plain form.
Coding choose_coding(std::string_view accept_encoding, const Body& body);

/// Each form has its own strong tag, derived from the plain one's: `"x"`, `"x-gz"`, `"x-br"`.
std::string tag_of(const Body& body, Coding coding);

/// If-None-Match (RFC 9110 §13.1.2): a list or "*", compared weakly.
bool matches_tag(std::string_view if_none_match, std::string_view tag);

}  // namespace veche::web
