#include "app/media.hpp"

#include <sodium.h>

#include <array>
#include <list>
#include <mutex>
#include <semaphore>
#include <unordered_map>

#include "app/store_media.hpp"
#include "core/errors.hpp"

namespace veche::app {

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

std::string name_in(const std::string& key)
{
    return key.substr(key.rfind('/') + 1);
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

/// The files asked for last, for a place that is far away. They never change, so nothing has to be dropped.
class Media::Recent {
public:
    explicit Recent(std::size_t most_bytes) : most_bytes_(most_bytes) {}

    std::optional<std::string> find(const std::string& key)
    {
        const std::lock_guard lock(mutex_);
        const auto found = by_key_.find(key);
        if (found == by_key_.end()) return std::nullopt;
        files_.splice(files_.begin(), files_, found->second);
        return files_.front().second;
    }
    void keep(const std::string& key, const std::string& bytes)
    {
        const std::lock_guard lock(mutex_);
        if (bytes.size() > most_bytes_ / 8 || by_key_.contains(key)) return;
        files_.emplace_front(key, bytes);
        by_key_[key] = files_.begin();
        for (bytes_ += bytes.size(); bytes_ > most_bytes_; files_.pop_back()) {
            bytes_ -= files_.back().second.size();
            by_key_.erase(files_.back().first);
        }
    }

private:
    using Files = std::list<std::pair<std::string, std::string>>;
    const std::size_t most_bytes_;
    std::mutex mutex_;
    Files files_;
    std::unordered_map<std::string, Files::iterator> by_key_;
    std::size_t bytes_ = 0;
};

Media::Media(std::shared_ptr<outside::FileStore> files, std::size_t recent_bytes)
    : files_(std::move(files)), recent_(std::make_unique<Recent>(recent_bytes))
{}

Media::~Media() = default;

Result<KeptPicture> Media::keep_picture(Id<Town> town, const std::filesystem::path& upload) const
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
    files_->put(media::key(town, name.text()), bytes);
    return name;
}

std::optional<std::string> Media::find(Id<Town> town, const MediaName& name) const
{
    const auto key = media::key(town, name.text());
    if (auto kept = recent_->find(key)) return kept;
    auto bytes = files_->find(key);
    if (!bytes) bytes = files_->find(media::key_aside(town, name.text()));
    if (bytes) recent_->keep(key, *bytes);
    return bytes;
}

std::vector<std::string> Media::list_old(Id<Town> town, Instant before) const
{
    std::vector<std::string> keys;
    files_->list(id_text(town.value()) + "/", [&](const outside::StoredFile& file) {
        if (file.changed.milliseconds < before.milliseconds) keys.push_back(file.key);
    });
    return keys;
}

void Media::put_aside(Id<Town> town, const std::string& key) const
{
    const auto name = name_in(key);
    // What has no name of ours is half a file of a killed program.
    const auto bytes = MediaName::parse(name) ? files_->find(key) : std::nullopt;
    if (bytes) files_->put(media::key_aside(town, name), *bytes);
    files_->remove(key);
}

std::vector<std::string> Media::list_aside(Id<Town> town, Instant before) const
{
    std::vector<std::string> names;
    files_->list(media::key_aside(town, ""), [&](const outside::StoredFile& file) {
        if (file.changed.milliseconds < before.milliseconds) names.push_back(name_in(file.key));
    });
    return names;
}

void Media::bring_back(Id<Town> town, const std::string& name) const
{
    if (const auto bytes = files_->find(media::key_aside(town, name))) files_->put(media::key(town, name), *bytes);
    forget_aside(town, name);
}

void Media::forget_aside(Id<Town> town, const std::string& name) const
{
    files_->remove(media::key_aside(town, name));
}

namespace media {

namespace {

enum class Seen { by_all, by_actor, by_nobody };

Seen seen_by(View& view, const std::string& name, const Showing& showing)
{
    Seen seen = Seen::by_nobody;
    for (const auto& object : store::list_media_holders(view.db, view.town.id, name)) {
        if (showing.to_all(view, object)) return Seen::by_all;
        if (showing.to_actor(view, object)) seen = Seen::by_actor;
    }
    return seen;
}

web::Response show(Context& context, const Media& media, const Showing& showing, std::string_view ending)
{
    const auto name = MediaName::parse(context.path("digest") + std::string(ending));
    if (!name) throw NotFound("media");
    const Seen seen = context.read([&](View& view) { return seen_by(view, name->text(), showing); });
    auto bytes = seen == Seen::by_nobody ? std::nullopt : media.find(context.town.id, *name);
    if (!bytes) throw NotFound("media");
    auto response = web::respond(200, name->is_webp() ? "image/webp" : "image/jpeg", std::move(*bytes));
    // It never changes, but it may be taken away: no copy outlives that by more than a day.
    response.with("cache-control", seen == Seen::by_all ? "public, max-age=86400, immutable" : "no-store")
        .with("content-security-policy", "default-src 'none'; sandbox");
    return response;
}

}  // namespace

std::string key(Id<Town> town, const std::string& name)
{
    return id_text(town.value()) + "/" + name.substr(0, 2) + "/" + name;
}

std::string key_aside(Id<Town> town, const std::string& name)
{
    return "leaving/" + id_text(town.value()) + "/" + name;
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
                    {"404", {{"description", "There is no such file, or nothing shows it."}}}}}}}};
    };
    return {{"paths",
             {{"/media/{digest}.webp", operation("image/webp")}, {"/media/{digest}.jpg", operation("image/jpeg")}}},
            {"schemas", json::object()}};
}

}  // namespace

Feature feature(std::shared_ptr<const Media> media, Showing showing)
{
    Feature feature;
    feature.name = "media";
    feature.mount = [media, showing](Routes& routes) {
        routes.get("/media/{digest}.webp", anyone,
                   [media, showing](Context& context) { return show(context, *media, showing, ".webp"); });
        routes.get("/media/{digest}.jpg", anyone,
                   [media, showing](Context& context) { return show(context, *media, showing, ".jpg"); });
    };
    feature.openapi = openapi_part;
    return feature;
}

}  // namespace media

}  // namespace veche::app
