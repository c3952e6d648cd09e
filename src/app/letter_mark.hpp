#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/town.hpp"
#include "core/secret.hpp"

namespace veche::app {

struct Letter;

/// The name of a letter in mail: its key and a signature, "01h…-0123…". It stands in Message-ID and in the address to which
/// reports come back, so that a report tells which letter it is about, and nobody can report on a letter that they never had.
std::string letter_mark(const Secret<>& key, Id<Town> town, Id<Letter> letter);

/// The letter of a mark of this town, nullopt for what we did not sign.
std::optional<Id<Letter>> letter_of_mark(const Secret<>& key, Id<Town> town, std::string_view mark);

/// HMAC-SHA256, all 32 bytes. `subject` begins with the purpose ("letter/"), so that no signature serves two.
std::string signature(const Secret<>& key, std::string_view subject);

}  // namespace veche::app
