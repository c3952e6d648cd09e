#pragma once

// For what the town keeps what it knows of people, as residents are told it: the declared data map (app/erasure), gathered by purpose.

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "features/law/model.hpp"
#include "language/language.hpp"

namespace veche::law {

struct Purpose {
    std::string_view name;  // law.purpose_NAME, law.purpose_NAME_until
    std::vector<std::string_view> tables;
};
/// In the order in which a resident asks.
const std::vector<Purpose>& purposes();

/// The terms that the migrations declare for a purpose, in words of the profile's day, by the names its sentence has for them: "participation" of
/// term.participation, "d30" of thirty days, "h1" of an hour. Those of hashes and secrets too.
language::Values terms_of(const language::Words& words, const Profile& profile, const Purpose& purpose);
/// The same without what only hashes and secrets have: what the sentence must say.
language::Values personal_terms_of(const language::Words& words, const Profile& profile, const Purpose& purpose);
/// "имя, почта, телефон": the classes of what is kept.
std::string kinds_of(const language::Words& words, const Purpose& purpose);
/// Until when it is kept, in a sentence.
std::string until_words(const language::Words& words, const Profile& profile, const Purpose& purpose);

}  // namespace veche::law
