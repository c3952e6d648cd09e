#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

struct zip;

namespace veche::outside {

/// A ZIP file in memory, opened for reading. Before anything is unpacked the sizes in its directory are summed, so that a bomb is
/// refused by a few kilobytes of reading. Throws Unreadable: file.broken (also when locked by a password),
/// file.too_large.
class ZipArchive {
public:
    /// `bytes` must outlive it.
    ZipArchive(std::string_view bytes, std::size_t unpacked_bytes);
    ~ZipArchive();
    ZipArchive(const ZipArchive&) = delete;
    ZipArchive& operator=(const ZipArchive&) = delete;

    /// Names are compared as Excel and LibreOffice do: without the case of Latin letters (ECMA-376 part 2, §6.3.5), "\\"
    /// as "/", with or without the first "/".
    bool has(const std::string& name) const;
    /// Whole content of an entry; nullopt when there is none of that name.
    std::optional<std::string> find(const std::string& name) const;
    /// The same, but its absence means that the file is broken.
    std::string get(const std::string& name) const;

private:
    std::optional<std::uint64_t> locate(const std::string& name) const;

    zip* zip_ = nullptr;
    std::map<std::string, std::uint64_t> places_;  // by the name as it is compared
};

}  // namespace veche::outside
