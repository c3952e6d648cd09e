#pragma once

#include <string_view>

#include <nlohmann/json.hpp>

#include "language/language.hpp"

namespace veche::participation {

inline constexpr std::string_view people_path = "/office/participation/people";
/// The ways in which the ledger can be read: [(title, href, here)]; `here` is the message id of one of them.
nlohmann::json ledger_tabs(const language::Words& words, std::string_view here);

}  // namespace veche::participation
