#pragma once

// When two spellings are one name. (A file of its own: the rule of docs/rules/bodies.md, asked by the store's callers and by the
// plan.)

#include <string>
#include <string_view>

#include "features/bodies/model.hpp"

namespace veche::bodies {

/// The key under which a name is unique in its town: fold() of it, apostrophes as spaces, one space between words
/// and none beside № - / ( ) , and full stops. Two names are one body only when their keys are equal: nothing is
/// guessed from likeness, because a wrong link says of a body what it never promised. "" when nothing of the name is left.
std::string folded_name(std::string_view name);

/// What a name sounds like, for a form that a person still looks at: "МБУК «ЦБС»" is an institution.
Kind guess_kind(std::string_view name);

}  // namespace veche::bodies
