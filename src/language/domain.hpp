#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace veche::language {

/// The name of a host as machines say it, in A-labels (RFC 5891, UTS 46): "xn--80a1acny.xn--p1ai" of "Почта.рф", whichever of its letters are
/// of two code points. Nullopt for what no host can be called. An ASCII name only loses its capitals.
std::optional<std::string> ascii_domain(std::string_view domain);

/// The same name as people read it: "почта.рф". What is no good A-label stays as it is.
std::string readable_domain(std::string_view domain);

}  // namespace veche::language
