#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veche::web {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// The path of a target, percent-decoded once; the rules of Request::path. nullopt: refuse with 400.
std::optional<std::string> decode_path(std::string_view raw);

/// application/x-www-form-urlencoded: "a=1&b=2", '+' is a space, a '%' that begins no escape stands for itself (as browsers read
/// it: URL Standard, "percent-decode"). Values are cleaned (cleaned_utf8); `broken` gets the names of those that lost something.
/// nullopt: more than `most`.
std::optional<Pairs> decode_pairs(std::string_view text, std::size_t most, std::vector<std::string>* broken = nullptr);

/// The Cookie header (RFC 6265 §4.2.1), appended to `cookies`. What is not a cookie is skipped: it is another site's junk
/// on our domain, the person cannot mend it. At most 50 in all.
void read_cookies(std::string_view header, Pairs& cookies);

/// Lower case, without the port. nullopt: not a host.
std::optional<std::string> parse_host(std::string_view value);

/// Who asks: `peer`, or, if that is one of `proxies`, the rightmost address of X-Forwarded-For that is not.
/// `forwarded` holds all such headers joined by commas.
std::string client_address(const std::string& peer, std::string_view forwarded,
                           const std::vector<std::string>& proxies);

/// %XX decoded, a broken escape left as it is.
std::string form_decoded(std::string_view text);

/// %XX decoded; nullopt when an escape is broken. Also for RFC 5987 values.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);

}  // namespace veche::web
