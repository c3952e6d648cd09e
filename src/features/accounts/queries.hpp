#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/forms/form_model.hpp"
#include "app/work.hpp"
#include "features/accounts/model.hpp"
#include "language/language.hpp"

/// Read models of the office's pages about people.
namespace veche::accounts {

inline constexpr std::size_t name_most = 120;  // characters of a person's name
inline constexpr int colleagues_per_page = 100;

/// What a stranger knows of a person: no part of a password may lean on it.
std::vector<std::string> personal_words(const app::Town& town, const Email& email, std::string_view name);

/// All roles, each with what it may do.
app::Choices role_choices(const language::Words& words);

/// {colleagues: [{href, name, email, roles, stage, seen, …}], first_page, next}; `after` and `next`: the last person of a
/// page.
nlohmann::json colleagues_model(app::View& view, std::optional<Id<app::Account>> after, const language::Words& words);

/// One person for the page where their access is kept. Throws NotFound.
nlohmann::json person_model(app::View& view, Id<app::Account> account, const language::Words& words);

/// One's own page: {name, email, roles, has_second_factor, recovery_codes_left, …}.
nlohmann::json me_model(app::View& view, const language::Words& words);

/// The address to type into the password check of the signed-in person.
Email own_email(app::View& view);

}  // namespace veche::accounts
