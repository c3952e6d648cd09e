#include "outside/zip_archive.hpp"

#include <zip.h>

#include <charconv>

#include "core/ascii.hpp"
#include "outside/table_reader.hpp"

namespace veche::outside {

namespace {

constexpr zip_int64_t most_entries = 10'000;

zip_stat_t stat_of(zip* archive, zip_uint64_t index)
{
    zip_stat_t stat;
    constexpr zip_uint64_t needed = ZIP_STAT_NAME | ZIP_STAT_SIZE;
    if (zip_stat_index(archive, index, 0, &stat) != 0 || (stat.valid & needed) != needed)
        throw Unreadable("file.broken");
    return stat;
}

std::string compared_name(std::string_view name)
{
    std::string compared;
    for (const char c : name) {
        if (c == '/' || c == '\\') {
            if (!compared.empty() && !compared.ends_with('/')) compared += '/';
        } else {
            compared += ascii_lower(c);
        }
    }
    while (compared.starts_with("./")) compared.erase(0, 2);
    return compared;
}

/// "%20" and the like, in which addresses of parts may be written.
std::string without_percents(std::string_view name)
{
    std::string plain;
    for (std::size_t at = 0; at < name.size(); ++at) {
        unsigned code = 0;
        const char* const digits = name.data() + at + 1;
        if (name[at] == '%' && at + 2 < name.size() &&
            std::from_chars(digits, digits + 2, code, 16).ptr == digits + 2) {
            plain += static_cast<char>(code);
            at += 2;
        } else {
            plain += name[at];
        }
    }
    return plain;
}

/// Where each entry is, by its name as it is compared. Of two that differ in case only, the first.
std::map<std::string, std::uint64_t> read_directory(zip* archive, std::size_t unpacked_bytes)
{
    std::map<std::string, std::uint64_t> places;
    const zip_int64_t count = zip_get_num_entries(archive, 0);
    if (count > most_entries) throw Unreadable("file.too_large");
    zip_uint64_t sum = 0;
    for (zip_int64_t index = 0; index < count; ++index) {
        const zip_stat_t stat = stat_of(archive, static_cast<zip_uint64_t>(index));
        if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
            throw Unreadable("file.broken");
        if (stat.size > unpacked_bytes || (sum += stat.size) > unpacked_bytes) throw Unreadable("file.too_large");
        places.try_emplace(compared_name(stat.name), static_cast<std::uint64_t>(index));
    }
    return places;
}

}  // namespace

ZipArchive::ZipArchive(std::string_view bytes, std::size_t unpacked_bytes)
{
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
    zip_ = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, nullptr);
    if (zip_ == nullptr) zip_source_free(source);
    if (zip_ == nullptr) throw Unreadable("file.broken");
    try {
        places_ = read_directory(zip_, unpacked_bytes);
    } catch (...) {
        zip_discard(zip_);
        throw;
    }
}

ZipArchive::~ZipArchive()
{
    zip_discard(zip_);
}

bool ZipArchive::has(const std::string& name) const
{
    return locate(name).has_value();
}

std::optional<std::uint64_t> ZipArchive::locate(const std::string& name) const
{
    auto place = places_.find(compared_name(name));
    if (place == places_.end()) place = places_.find(compared_name(without_percents(name)));
    return place == places_.end() ? std::nullopt : std::optional(place->second);
}

std::optional<std::string> ZipArchive::find(const std::string& name) const
{
    const auto index = locate(name);
    if (!index) return std::nullopt;
    const zip_stat_t stat = stat_of(zip_, *index);
    zip_file_t* file = zip_fopen_index(zip_, *index, 0);
    if (file == nullptr) throw Unreadable("file.broken");
    // The directory may lie about the size: never more than it says is unpacked, and less or more than that is damage.
    std::string content(stat.size, '\0');
    std::size_t done = 0;
    while (done < content.size()) {
        const zip_int64_t count = zip_fread(file, content.data() + done, content.size() - done);
        if (count <= 0) break;
        done += static_cast<std::size_t>(count);
    }
    char one_more = 0;
    const bool whole =
        done == content.size() && zip_fread(file, &one_more, 1) == 0;  // this last read also checks the CRC
    zip_fclose(file);
    if (!whole) throw Unreadable("file.broken");
    return content;
}

std::string ZipArchive::get(const std::string& name) const
{
    auto content = find(name);
    if (!content) throw Unreadable("file.broken");
    return std::move(*content);
}

}  // namespace veche::outside
