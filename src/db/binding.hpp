#pragma once

#include <span>
#include <string>
#include <string_view>

#include "db/session.hpp"

namespace veche::db {

/// Throws veche::Bug with this sentence.
[[noreturn]] void bug(const std::string& sentence);

/// The bind of this name; Bug when the caller left the parameter unbound, or when its value is one that the two engines
/// would keep differently: a text with NUL (SQLite cuts some readings of it, PostgreSQL refuses it) or not UTF-8
/// (the reverse), a number that is not finite (SQLite makes it null).
const Bind& find_bind(std::span<const Bind> binds, std::string_view name, std::string_view sql);

/// Bug when the caller bound more names than the statement has.
void expect_all_used(std::span<const Bind> binds, std::size_t parameters, std::string_view sql);

}  // namespace veche::db
