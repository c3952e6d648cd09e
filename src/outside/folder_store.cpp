#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "core/hex.hpp"
#include "outside/file_store.hpp"

// Files as files. Several processes may share the folder, also over a network.
namespace veche::outside {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail_at(const char* what, const fs::path& path)
{
    throw std::runtime_error(std::string(what) + " " + path.string() + ": " + std::strerror(errno));
}

class OpenFile {
public:
    explicit OpenFile(int number) : number_(number) {}
    ~OpenFile() { ::close(number_); }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

void write_whole(const fs::path& path, std::string_view bytes)
{
    const OpenFile file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (file.number() < 0) fail_at("cannot write", path);
    while (!bytes.empty()) {
        const auto written = ::write(file.number(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) fail_at("cannot write", path);
        bytes.remove_prefix(std::size_t(written));
    }
    if (::fsync(file.number()) != 0) fail_at("cannot keep", path);
}

void sync_folder(const fs::path& path)
{
    const OpenFile folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.number() < 0 || ::fsync(folder.number()) != 0) fail_at("cannot keep", path);
}

std::string random_name()
{
    std::array<unsigned char, 16> random{};
    randombytes_buf(random.data(), random.size());
    return to_hex(random);
}

class FolderStore : public FileStore {
public:
    explicit FolderStore(fs::path folder) : folder_(std::move(folder)) {}

    void put(const std::string& key, std::string_view bytes) override
    {
        const auto path = folder_ / key;
        if (::utimensat(AT_FDCWD, path.c_str(), nullptr, 0) == 0) return;  // there already, and younger now
        const auto holder = path.parent_path();
        fs::create_directories(holder);
        const auto part = holder / (".part-" + random_name());
        try {
            write_whole(part, bytes);
            fs::rename(part, path);
        } catch (...) {
            std::error_code ignored;
            fs::remove(part, ignored);
            throw;
        }
        for (auto made = holder; made != folder_; made = made.parent_path()) sync_folder(made);
        sync_folder(folder_);
    }

    std::optional<std::string> find(const std::string& key) override
    {
        const auto path = folder_ / key;
        std::ifstream in(path, std::ios::binary);
        // One that cannot be read just now is not gone: whoever believes that forgets the only copy (Media::bring_back).
        if (!in && errno != ENOENT && errno != ENOTDIR) fail_at("cannot read", path);
        if (!in) return std::nullopt;
        return std::string(std::istreambuf_iterator<char>(in), {});
    }

    void remove(const std::string& key) override { fs::remove(folder_ / key); }

    void list(const std::string& prefix, const std::function<void(const StoredFile&)>& each) override
    {
        auto from = folder_ / prefix;
        if (!from.has_filename()) from = from.parent_path();  // "1/" is "1", also when that is no folder
        if (!fs::exists(from)) return;
        // Anything that goes wrong ends it: half a list would tell that files are gone which are there.
        for (const auto& entry : fs::recursive_directory_iterator(from)) {
            struct stat state {};
            if (::stat(entry.path().c_str(), &state) != 0 || !S_ISREG(state.st_mode)) continue;  // gone meanwhile
            const Instant changed{std::int64_t(state.st_mtim.tv_sec) * 1000 + state.st_mtim.tv_nsec / 1'000'000};
            each({entry.path().lexically_relative(folder_).generic_string(), changed, std::uintmax_t(state.st_size)});
        }
    }

    std::string place() const override { return folder_.string(); }

private:
    fs::path folder_;
};

}  // namespace

std::shared_ptr<FileStore> open_folder(const std::filesystem::path& folder)
{
    return std::make_shared<FolderStore>(folder);
}

}  // namespace veche::outside
