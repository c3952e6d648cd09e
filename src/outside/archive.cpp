#include "outside/archive.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <fstream>
#include <istream>
#include <map>
#include <memory>
#include <stdexcept>
#include <streambuf>
#include <string>

#include <zip.h>
#include <nlohmann/json.hpp>

#include "outside/digest.hpp"

namespace veche::outside {

namespace {

namespace fs = std::filesystem;

/// The archive's comment, the last bytes of the file: SHA-256 of all before it. The manifest vouches for the parts, the seal for
/// every byte of the container as well.
constexpr std::size_t seal_bytes = Digest::letters;

/// Of the first `size` bytes; of all of them when it is not given.
std::string digest_of_file(const fs::path& file, std::uintmax_t size = UINTMAX_MAX)
{
    std::ifstream in(file, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + file.string());
    Digest digest;
    std::vector<char> buffer(1 << 16);
    while (size > 0) {
        in.read(buffer.data(), std::streamsize(std::min<std::uintmax_t>(buffer.size(), size)));
        if (in.gcount() == 0) break;
        digest.add({buffer.data(), std::size_t(in.gcount())});
        size -= std::uintmax_t(in.gcount());
    }
    return digest.hex();
}

void seal(const fs::path& file)
{
    const auto size = fs::file_size(file) - seal_bytes;
    const std::string digest = digest_of_file(file, size);
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
    if (!in || sealed != digest_of_file(file, size - seal_bytes))
        throw std::runtime_error("its bytes differ from its seal");
}

void sync_file(const fs::path& file)
{
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    const bool good = descriptor >= 0 && ::fsync(descriptor) == 0;
    if (descriptor >= 0) ::close(descriptor);
    if (!good) throw std::runtime_error("cannot write " + file.string());
}

/// Once for all: an fsync for each of a hundred thousand photographs would take the night.
void sync_all_below(const fs::path& folder)
{
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool good = descriptor >= 0 && ::syncfs(descriptor) == 0;
    if (descriptor >= 0) ::close(descriptor);
    if (!good) throw std::runtime_error("cannot write " + folder.string());
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
        digest.add({buffer.data(), std::size_t(got)});
        out.write(buffer.data(), got);
    }
    out.close();
    if (!out) throw std::runtime_error("cannot write " + target.string());
    return digest.hex();
}

using Digests = std::map<std::string, std::string>;  // name of the part -> SHA-256 of its content

/// Listens to a manifest while it is unpacked: {"format": …, "files": {NAME: SHA-256, …}}. A town has a hundred thousand photographs
/// after some years, so neither the text nor a tree of it is ever in memory.
class ManifestReader : public nlohmann::json::json_sax_t {
public:
    explicit ManifestReader(Digests& files) : files_(files) {}
    bool null() override { return false; }
    bool boolean(bool) override { return false; }
    bool number_integer(number_integer_t) override { return false; }
    bool number_unsigned(number_unsigned_t) override { return false; }
    bool number_float(number_float_t, const string_t&) override { return false; }
    bool binary(binary_t&) override { return false; }
    bool start_array(std::size_t) override { return false; }
    bool end_array() override { return false; }
    bool start_object(std::size_t) override { return ++depth_ == 1 || (depth_ == 2 && key_ == "files"); }
    bool end_object() override
    {
        listed_ = listed_ || depth_ == 2;
        --depth_;
        return true;
    }
    bool key(string_t& name) override
    {
        key_ = name;
        return true;
    }
    bool string(string_t& value) override
    {
        return depth_ == 1 || files_.emplace(std::move(key_), std::move(value)).second;
    }
    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override { return false; }
    bool has_files() const { return listed_; }

private:
    Digests& files_;
    std::string key_;
    int depth_ = 0;
    bool listed_ = false;
};

/// A part of an archive as a stream.
class PartBuffer : public std::streambuf {
public:
    explicit PartBuffer(zip_file_t* part) : part_(part) {}

protected:
    int_type underflow() override
    {
        const auto got = zip_fread(part_, buffer_.data(), buffer_.size());
        if (got <= 0) return traits_type::eof();
        setg(buffer_.data(), buffer_.data(), buffer_.data() + got);
        return traits_type::to_int_type(*gptr());
    }

private:
    zip_file_t* part_;
    std::array<char, 1 << 16> buffer_{};
};

Digests read_manifest(zip_t* archive)
{
    const auto index = zip_name_locate(archive, "manifest.json", 0);
    const std::unique_ptr<zip_file_t, CloseZip> in(index < 0 ? nullptr
                                                             : zip_fopen_index(archive, zip_uint64_t(index), 0));
    if (!in) throw std::runtime_error("it has no manifest");
    PartBuffer buffer(in.get());
    std::istream text(&buffer);
    Digests files;
    ManifestReader reader(files);
    if (!nlohmann::json::sax_parse(text, &reader) || !reader.has_files())
        throw std::runtime_error("its manifest is damaged");
    return files;
}

/// As JSON, one part a line.
void write_manifest(const fs::path& file, const Digests& files)
{
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out << "{\n \"format\": \"veche-backup-1\",\n \"files\": {";
    const char* between = "\n";
    for (const auto& [name, digest] : files) {
        out << between << "  " << nlohmann::json(name).dump() << ": \"" << digest << '"';
        between = ",\n";
    }
    out << "\n }\n}\n";
    out.close();
    if (!out) throw std::runtime_error("cannot write " + file.string());
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
    auto expected = read_manifest(archive);
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
    sync_all_below(folder);
}

/// A file beside the archive while it is made.
struct Beside {
    fs::path file;
    Beside(const fs::path& archive, const char* ending) : file(archive.string() + ending) {}
    ~Beside()
    {
        std::error_code ignored;
        fs::remove(file, ignored);
    }
    Beside(const Beside&) = delete;
    Beside& operator=(const Beside&) = delete;
};

}  // namespace

void write_archive(const fs::path& path, const std::vector<ArchivePart>& parts)
{
    int error = 0;
    std::unique_ptr<zip_t, CloseZip> archive(zip_open(path.c_str(), ZIP_CREATE | ZIP_EXCL, &error));
    if (!archive) throw std::runtime_error("cannot write " + path.string());
    Digests files;
    for (const auto& part : parts) {
        files[part.name] = digest_of_file(part.file);
        add_source(archive.get(), part.name, zip_source_file(archive.get(), part.file.c_str(), 0, -1));
    }
    const Beside manifest(path, ".manifest");
    write_manifest(manifest.file, files);
    add_source(archive.get(), "manifest.json", zip_source_file(archive.get(), manifest.file.c_str(), 0, -1));
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
