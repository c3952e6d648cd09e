#pragma once

#include <optional>
#include <string_view>

#include "core/email.hpp"

namespace veche::web {
class Form;
}

namespace veche::app {

class Site;

/// The address as mail servers hear it: its domain in A-labels ("ivan@xn--80a1acny.xn--p1ai"), what stands before @ as it is. People are shown
/// what was typed. Nullopt when no host can be called so, or when the domain is a disguise of another: full-width letters, marks that vanish.
std::optional<Email> address_for_servers(const Email& address);

/// Latin letters alone before @: every server takes it.
bool has_latin_name(const Email& address);

/// Refuses beside the field an address that no letter of ours reaches: a domain that cannot be or is a disguise of another, or letters
/// before @ that are not Latin while the mail server does not take such (RFC 6531). A letter to it would only be tried for three days, and
/// its owner told nothing.
void refuse_unreachable(web::Form& form, const Site& site, const Email& address, std::string_view field = "email");

}  // namespace veche::app
