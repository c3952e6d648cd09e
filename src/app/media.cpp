#include "app/media.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <semaphore>

#include "app/store_media.hpp"
#include "core/errors.hpp"

namespace veche::app {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t digest_letters = 2 * crypto_hash_sha256_BYTES;

std::string digest_of(std::string_view bytes)
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    std::string text(digest_letters + 1, '\0');
    sodium_bin2hex(text.data(), text.size(), digest.data(), digest.size());
    text.pop_back();
    return text;
}

[[noreturn]] void fail(const char* what, const fs::path& path)
{
    throw std::runtime_error(std::string(what) + " " + path.string() + ": " + std::strerror(errno));
}

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() { ::close(number_); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int number() const { return number_; }

private:
    int number_;
};

void write_whole(const fs::path& path, std::string_view bytes)
{
    const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (file.number() < 0) fail("cannot write", path);
    while (!bytes.empty()) {
        const auto written = ::write(file.number(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) fail("cannot write", path);
        bytes.remove_prefix(std::size_t(written));
    }
    if (::fsync(file.number()) != 0) fail("cannot keep", path);
}

void sync_folder(const fs::path& path)
{
    const Descriptor folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.number() < 0 || ::fsync(folder.number()) != 0) fail("cannot keep", path);
}

Instant changed_at(const fs::path& file)
{
    struct stat state {};
    if (::stat(file.c_str(), &state) != 0) return Instant{INT64_MAX};  // gone meanwhile: nothing to remove
    return Instant{std::int64_t(state.st_mtim.tv_sec) * 1000 + state.st_mtim.tv_nsec / 1'000'000};
}

}  // namespace

std::optional<MediaName> MediaName::parse(std::string_view text)
{
    const auto dot = text.find('.');
    if (dot != digest_letters || (text.substr(dot) != ".webp" && text.substr(dot) != ".jpg")) return std::nullopt;
    if (text.substr(0, dot).find_first_not_of("0123456789abcdef") != std::string_view::npos) return std::nullopt;
    return MediaName(std::string(text));
}

MediaName MediaName::of(std::string_view bytes, outside::ImageFormat format)
{
    return MediaName(digest_of(bytes) + "." + std::string(outside::extension_of(format)));
}

bool MediaName::names(std::string_view bytes) const
{
    return std::string_view(text_).substr(0, digest_letters) == digest_of(bytes);
}

fs::path Media::path_of(Id<Town> town, const MediaName& name) const
{
    return folder_ / id_text(town.value()) / name.text().substr(0, 2) / name.text();
}

Result<KeptPicture> Media::keep_picture(Id<Town> town, const fs::path& upload) const
{
    static std::counting_semaphore<2> makers(2);
    struct Turn {
        Turn() { makers.acquire(); }
        ~Turn() { makers.release(); }
    };
    const auto made = [&] {
        const Turn turn;
        return outside::make_pictures(upload, {}, {"/proc/self/exe", "make-pictures"});
    }();
    if (!made) return tl::unexpected(made.error());
    const auto put_one = [&](const outside::MadeImage& image) { return put(town, image.bytes, image.format).text(); };
    return KeptPicture{.large = put_one(made->large),
                       .middle = put_one(made->middle),
                       .small = put_one(made->small),
                       .share = put_one(made->share),
                       .width = made->large.width,
                       .height = made->large.height};
}

MediaName Media::put(Id<Town> town, std::string_view bytes, outside::ImageFormat format) const
{
    const auto name = MediaName::of(bytes, format);
    const auto path = path_of(town, name);
    // Younger, so that the sweep does not take it away between now and the commit that needs it.
    if (const std::lock_guard lock(looking_); ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0) == 0) return name;
    const auto folder = path.parent_path();
    fs::create_directories(folder);
    std::array<unsigned char, 8> random{};
    randombytes_buf(random.data(), random.size());
    const auto part = folder / (".part-" + digest_of({reinterpret_cast<const char*>(random.data()), random.size()}));
    try {
        write_whole(part, bytes);
        fs::rename(part, path);
    } catch (...) {
        std::error_code ignored;
        fs::remove(part, ignored);
        throw;
    }
    for (const auto& holder : {folder, folder.parent_path(), folder_}) sync_folder(holder);
    return name;
}

std::optional<std::string> Media::find(Id<Town> town, const MediaName& name) const
{
    std::ifstream in(path_of(town, name), std::ios::binary);
    if (!in) return std::nullopt;
    return std::string(std::istreambuf_iterator<char>(in), {});
}

int Media::sweep(Id<Town> town, const std::vector<std::string>& needed, Instant before) const
{
    const auto folder = folder_ / id_text(town.value());
    if (!fs::exists(folder)) return 0;
    int removed = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        const auto name = entry.path().filename().string();
        if (std::ranges::binary_search(needed, name)) continue;
        const std::lock_guard lock(looking_);
        if (changed_at(entry.path()).milliseconds < before.milliseconds) removed += fs::remove(entry.path());
    }
    return removed;
}

namespace media {

namespace {

web::Response show(Context& context, const Media& media, std::string_view ending)
{
    const auto name = MediaName::parse(context.path("digest") + std::string(ending));
    if (!name) throw NotFound("media");
    const bool held =
        context.read([&](View& view) { return store::is_media_held(view.db, view.town.id, name->text()); });
    auto bytes = held ? media.find(context.town.id, *name) : std::nullopt;
    if (!bytes) throw NotFound("media");
    auto response = web::respond(200, name->is_webp() ? "image/webp" : "image/jpeg", std::move(*bytes));
    response.with("cache-control", "public, max-age=31536000, immutable")
        .with("content-security-policy", "default-src 'none'; sandbox");
    return response;
}

void sweep(Work& work, const Media& media)
{
    const Instant yesterday = work.now - std::chrono::hours(24);
    store::delete_media_released(work.tx, work.town.id, yesterday);
    media.sweep(work.town.id, store::list_media(work.tx, work.town.id), yesterday);
}

}  // namespace

fs::path folder(const fs::path& data)
{
    return data / "media";
}

std::string address(std::string_view name)
{
    return "/media/" + std::string(name);
}

void hold(Work& work, std::string_view name, std::string_view object)
{
    store::hold_media(work.tx, work.town.id, name, object);
}

void hold(Work& work, const KeptPicture& picture, std::string_view object)
{
    for (const auto* name : {&picture.large, &picture.middle, &picture.small, &picture.share})
        hold(work, *name, object);
}

void release(Work& work, std::string_view object)
{
    store::release_media(work.tx, work.town.id, object, work.now);
}

std::string faults(db::Session& db, Id<Town> town, const Media& media)
{
    std::string wrong;
    if (!store::has_media(db)) return wrong;
    for (const auto& text : store::list_media_held(db, town)) {
        const auto name = MediaName::parse(text);
        const auto bytes = name ? media.find(town, *name) : std::nullopt;
        if (bytes && name->names(*bytes)) continue;
        wrong += (wrong.empty() ? "media " : ", ") + text + (bytes ? " is damaged" : " is missing");
    }
    return wrong;
}

namespace {

nlohmann::json openapi_part()
{
    using nlohmann::json;
    const json digest = {{"name", "digest"},
                         {"in", "path"},
                         {"required", true},
                         {"description", "SHA-256 of the file; other answers have the whole address."},
                         {"schema", {{"type", "string"}}}};
    const auto operation = [&](const char* type) -> json {
        return {{"get",
                 {{"summary", "A photograph; it never changes."},
                  {"parameters", json::array({digest})},
                  {"responses",
                   {{"200", {{"description", "OK"}, {"content", {{type, json::object()}}}}},
                    {"404", {{"description", "There is no such file, or nothing shows it any longer."}}}}}}}};
    };
    return {{"paths",
             {{"/media/{digest}.webp", operation("image/webp")}, {"/media/{digest}.jpg", operation("image/jpeg")}}},
            {"schemas", json::object()}};
}

}  // namespace

Feature feature(std::shared_ptr<const Media> media)
{
    Feature feature;
    feature.name = "media";
    feature.mount = [media](Routes& routes) {
        routes.get("/media/{digest}.webp", anyone,
                   [media](Context& context) { return show(context, *media, ".webp"); });
        routes.get("/media/{digest}.jpg", anyone, [media](Context& context) { return show(context, *media, ".jpg"); });
    };
    feature.openapi = openapi_part;
    feature.periodic = {{"media.sweep", std::chrono::hours(6), [media](Work& work) { sweep(work, *media); }}};
    return feature;
}

}  // namespace media

}  // namespace veche::app
