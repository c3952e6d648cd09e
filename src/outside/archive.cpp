#include "outside/archive.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <map>
#include <memory>
#include <stdexcept>

#include <fmt/format.h>
#include <sodium.h>
#include <zip.h>
#include <nlohmann/json.hpp>

namespace veche::outside {

namespace {

namespace fs = std::filesystem;

class Digest {
public:
    Digest() { crypto_hash_sha256_init(&state_); }
    void add(const char* bytes, std::size_t size)
    {
        crypto_hash_sha256_update(&state_, reinterpret_cast<const unsigned char*>(bytes), size);
    }
    std::string hex()
    {
        unsigned char out[crypto_hash_sha256_BYTES];
        crypto_hash_sha256_final(&state_, out);
        std::string text;
        for (const unsigned char byte : out) text += fmt::format("{:02x}", byte);
        return text;
    }

private:
    crypto_hash_sha256_state state_{};
};

/// The archive's comment, the last bytes of the file: SHA-256 of all before it. The manifest vouches for the parts, the seal for
/// every byte of the container as well.
constexpr std::size_t seal_bytes = 2 * crypto_hash_sha256_BYTES;

/// Of the first `size` bytes; of all of them when it is not given.
std::string digest_of(const fs::path& file, std::uintmax_t size = UINTMAX_MAX)
{
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + file.string());
    Digest digest;
    std::vector<char> buffer(1 << 16);
    while (size > 0) {
        in.read(buffer.data(), std::streamsize(std::min<std::uintmax_t>(buffer.size(), size)));
        if (in.gcount() == 0) break;
        digest.add(buffer.data(), std::size_t(in.gcount()));
        size -= std::uintmax_t(in.gcount());
    }
    return digest.hex();
}

void seal(const fs::path& file)
{
    const auto size = fs::file_size(file) - seal_bytes;
    const std::string digest = digest_of(file, size);
    std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
    out.seekp(std::streamoff(size));
    out << digest;
    out.close();
    if (!out) throw std::runtime_error("cannot write " + file.string());
}

void check_seal(const fs::path& file)
{
    const auto size = fs::file_size(file);
    if (size <= seal_bytes) throw std::runtime_error("it is not a whole archive");
    std::ifstream in(file, std::ios::binary);
    std::string sealed(seal_bytes, '\0');
    in.seekg(std::streamoff(size - seal_bytes));
    in.read(sealed.data(), std::streamsize(sealed.size()));
    if (!in || sealed != digest_of(file, size - seal_bytes)) throw std::runtime_error("its bytes differ from its seal");
}

void sync_file(const fs::path& file)
{
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    const bool good = descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0) ::close(descriptor);
    if (!good) throw std::runtime_error("cannot write " + file.string());
}

struct CloseZip {
    void operator()(zip_t* archive) const { zip_discard(archive); }  // a written one is released before
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};

void add_source(zip_t* archive, const std::string& name, zip_source_t* source)
{
    const auto index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) throw std::runtime_error("archive: " + std::string(zip_strerror(archive)));
    zip_set_file_compression(archive, zip_uint64_t(index), ZIP_CM_DEFLATE, 3);
}

/// Writes one part beside its digest; the name has been checked.
std::string extract(zip_t* archive, zip_uint64_t index, const fs::path& target)
{
    fs::create_directories(target.parent_path());
    const std::unique_ptr<zip_file_t, CloseZip> in(zip_fopen_index(archive, index, 0));
    if (!in) throw std::runtime_error("a part cannot be read");
    std::ofstream out(target, std::ios::binary | std::ios::trunc);
    fs::permissions(target, fs::perms::owner_read | fs::perms::owner_write);
    Digest digest;
    std::vector<char> buffer(1 << 16);
    for (;;) {
        const auto got = zip_fread(in.get(), buffer.data(), buffer.size());
        if (got < 0) throw std::runtime_error("a part is damaged");
        if (got == 0) break;
        digest.add(buffer.data(), std::size_t(got));
        out.write(buffer.data(), got);
    }
    out.close();
    if (!out) throw std::runtime_error("cannot write " + target.string());
    sync_file(target);
    return digest.hex();
}

nlohmann::json read_manifest(zip_t* archive)
{
    const auto index = zip_name_locate(archive, "manifest.json", 0);
    const std::unique_ptr<zip_file_t, CloseZip> in(index < 0 ? nullptr
                                                             : zip_fopen_index(archive, zip_uint64_t(index), 0));
    std::string text(4 << 20, '\0');
    const auto got = in ? zip_fread(in.get(), text.data(), text.size()) : -1;
    if (got <= 0) throw std::runtime_error("it has no manifest");
    text.resize(std::size_t(got));
    auto manifest = nlohmann::json::parse(text, nullptr, false);
    if (!manifest.is_object() || !manifest.contains("files")) throw std::runtime_error("its manifest is damaged");
    return manifest;
}

bool stays_inside(const std::string& name)
{
    const fs::path path(name);
    if (path.is_absolute() || name.empty() || name.find('\\') != std::string::npos) return false;
    for (const auto& part : path)
        if (part == "..") return false;
    return true;
}

void unpack(zip_t* archive, const fs::path& folder)
{
    const auto manifest = read_manifest(archive);
    auto expected = manifest.at("files").get<std::map<std::string, std::string>>();
    const auto count = zip_get_num_entries(archive, 0);
    for (zip_int64_t i = 0; i < count; ++i) {
        const char* raw = zip_get_name(archive, zip_uint64_t(i), 0);
        const std::string name = raw ? raw : "";
        if (name == "manifest.json") continue;
        const auto found = expected.find(name);
        if (found == expected.end() || !stays_inside(name))
            throw std::runtime_error("it holds a strange part: " + name);
        if (extract(archive, zip_uint64_t(i), folder / name) != found->second)
            throw std::runtime_error(name + " differs from the manifest");
        expected.erase(found);
    }
    if (!expected.empty()) throw std::runtime_error(expected.begin()->first + " is missing");
}

}  // namespace

void write_archive(const fs::path& path, const std::vector<ArchivePart>& parts)
{
    int error = 0;
    std::unique_ptr<zip_t, CloseZip> archive(zip_open(path.c_str(), ZIP_CREATE | ZIP_EXCL, &error));
    if (!archive) throw std::runtime_error("cannot write " + path.string());
    nlohmann::json files = nlohmann::json::object();
    for (const auto& part : parts) {
        files[part.name] = digest_of(part.file);
        add_source(archive.get(), part.name, zip_source_file(archive.get(), part.file.c_str(), 0, -1));
    }
    const std::string manifest = nlohmann::json{{"format", "veche-backup-1"}, {"files", files}}.dump(1);
    add_source(archive.get(), "manifest.json", zip_source_buffer(archive.get(), manifest.data(), manifest.size(), 0));
    const std::string unsealed(seal_bytes, '0');
    zip_set_archive_comment(archive.get(), unsealed.data(), zip_uint16_t(unsealed.size()));
    if (zip_close(archive.get()) != 0)
        throw std::runtime_error("cannot write " + path.string() + ": " + zip_strerror(archive.get()));
    static_cast<void>(archive.release());
    seal(path);
    sync_file(path);
}

void read_archive(const fs::path& path, const fs::path& folder)
{
    check_seal(path);
    int error = 0;
    const std::unique_ptr<zip_t, CloseZip> archive(zip_open(path.c_str(), ZIP_RDONLY | ZIP_CHECKCONS, &error));
    if (!archive) throw std::runtime_error("it is not a whole archive");
    fs::create_directories(folder);
    try {
        unpack(archive.get(), folder);
    } catch (...) {
        fs::remove_all(folder);
        throw;
    }
}

}  // namespace veche::outside
