#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>

struct zip;

namespace veche::outside {

/// A ZIP file opened for reading. Before anything is unpacked the sizes in its directory are summed, so that a bomb is
/// refused by a few kilobytes of reading. Throws Unreadable: file.broken (also when locked by a password),
/// file.too_large.
class ZipArchive {
public:
    ZipArchive(const std::filesystem::path& file, std::size_t unpacked_bytes);
    ~ZipArchive();
    ZipArchive(const ZipArchive&) = delete;
    ZipArchive& operator=(const ZipArchive&) = delete;

    bool has(const std::string& name) const;
    /// Whole content of an entry; nullopt when there is none of that name.
    std::optional<std::string> find(const std::string& name) const;
    /// The same, but its absence means that the file is broken.
    std::string get(const std::string& name) const;

private:
    zip* zip_ = nullptr;
};

}  // namespace veche::outside
