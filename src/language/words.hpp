#pragma once

#include <memory>
#include <string>

#include "language/language.hpp"

namespace veche::language {

/// Throws std::runtime_error when `mo` cannot be read.
std::unique_ptr<Words> make_words(Code code, std::string mo);

}  // namespace veche::language
