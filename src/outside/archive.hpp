#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace veche::outside {

struct ArchivePart {
    std::string name;  // inside the archive, with '/' between folders
    std::filesystem::path file;
};

/// A ZIP of these files with a manifest.json of their SHA-256, and that of the whole as its comment; written, fsynced, complete or not there at all.
void write_archive(const std::filesystem::path& archive, const std::vector<ArchivePart>& parts);

/// Unpacks into a new folder and checks the whole against its seal and every part against the manifest: one byte changed anywhere, a part missing, added, changed or with a name that
/// leaves the folder throws std::runtime_error, and the folder is gone again.
void read_archive(const std::filesystem::path& archive, const std::filesystem::path& folder);

}  // namespace veche::outside
