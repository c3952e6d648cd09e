#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.hpp"
#include "core/secret.hpp"

/// What may be a password. No rules of composition ("a digit and a capital"): they make people write "Пароль1!".
/// Length, and a guess at how soon somebody who tries the likely ones first would come to it.
namespace veche::accounts {

inline constexpr std::size_t staff_password_least = 15;
inline constexpr std::size_t resident_password_least = 8;
inline constexpr std::size_t password_most = 128;  // characters

/// Refusals beside `field`: text.broken, accounts.password.short {least}, accounts.password.long {most},
/// accounts.password.guessable. `personal` are words known to a stranger: the town's name, the address, the person's
/// name. The text is not trimmed: a space is a character like another.
Result<Secret<std::string>> parse_password(std::string_view raw, std::string_view field, std::size_t least,
                                           std::span<const std::string> personal);

/// A lower bound of the guesses, as a power of two. The text is cut into the cheapest row of pieces: words that
/// everybody uses, words of the person, walks on a keyboard, rows and repeats, years, and letters by themselves.
int guess_bits(std::string_view password, std::span<const std::string> personal);

/// Under so many bits a password is refused: by its length in mind, short ones cannot have more.
constexpr int least_bits(std::size_t least)
{
    return least >= staff_password_least ? 40 : 24;
}

/// The words of our list, without the forms made of them (other keyboard layout, figures for letters, endings).
std::vector<std::string_view> password_words();

}  // namespace veche::accounts
