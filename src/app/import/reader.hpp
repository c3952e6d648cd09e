#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/result.hpp"
#include "outside/table.hpp"

/// A file that people have, becoming records of the town in three steps: sent, looked at with what was understood and corrected, confirmed.
/// docs/adr/0039-import-is-a-kit.md.
namespace veche::app::import {

/// How the program starts itself as the child that reads a stranger's file.
std::vector<std::string> reader_program();

/// Tables of the file, read in a limited child, without their blank columns. Never call it inside a command.
Result<std::vector<outside::Table>> read_file(const std::filesystem::path& file);

/// Takes out the columns in which no row has a word; merges and hidden columns follow.
void drop_blank_columns(outside::Table& table);

}  // namespace veche::app::import
