#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "app/keys.hpp"

/// Signed notes as C2SP has them (https://c2sp.org/signed-note): a text that ends with a newline, an empty line, signature lines
/// "— NAME BASE64". Tools that know the form can check ours.
namespace veche::app {

/// `name` has neither spaces nor '+'.
std::string sign_note(std::string_view text, std::string_view name, const SigningKey& key);

/// "NAME+HASH+KEY", by which a public half is handed to others.
std::string verifier_key(std::string_view name, std::string_view public_half);

/// The text of a note of which one signature is right under one of these public halves, whatever name it was made under; others'
/// signatures are passed over. Nothing: it is no note, or nobody we know has signed it.
std::optional<std::string> open_note(std::string_view note, std::span<const std::string> public_halves);

}  // namespace veche::app
