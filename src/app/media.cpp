#include "app/media.hpp"

#include <unistd.h>

#include <array>
#include <cstdlib>
#include <fstream>
#include <list>
#include <mutex>
#include <semaphore>
#include <unordered_map>

#include "app/store_media.hpp"
#include "core/errors.hpp"
#include "core/hex.hpp"
#include "outside/digest.hpp"

namespace veche::app {

std::string media::name_in(std::string_view key)
{
    return std::string(key.substr(key.rfind('/') + 1));
}

std::optional<MediaName> MediaName::parse(std::string_view text)
{
    const auto dot = text.find('.');
    if (dot == text.npos || !is_hex(text.substr(0, dot), outside::Digest::letters)) return std::nullopt;
    if (text.substr(dot) != ".webp" && text.substr(dot) != ".jpg") return std::nullopt;
    return MediaName(std::string(text));
}

MediaName MediaName::of(std::string_view bytes, outside::ImageFormat format)
{
    return MediaName(outside::digest_of(bytes) + "." + std::string(outside::extension_of(format)));
}

bool MediaName::names(std::string_view bytes) const
{
    return std::string_view(text_).substr(0, outside::Digest::letters) == outside::digest_of(bytes);
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

namespace {

/// At most two at a time, whoever sends how many.
Result<outside::Pictures> make(const std::filesystem::path& file, const std::vector<outside::Area>& hidden)
{
    static std::counting_semaphore<2> makers(2);
    struct Turn {
        Turn() { makers.acquire(); }
        ~Turn() { makers.release(); }
    };
    const Turn turn;
    return outside::make_pictures(file, {}, {"/proc/self/exe", "make-pictures"}, hidden);
}

/// A file for the child to read, gone with this.
class OneFile {
public:
    explicit OneFile(std::string_view bytes)
        : path_((std::filesystem::temp_directory_path() / "veche-picture-XXXXXX").string())
    {
        const int file = ::mkstemp(path_.data());
        if (file < 0) throw Unavailable("no temporary file can be made");
        ::close(file);
        if (std::ofstream(path_, std::ios::binary).write(bytes.data(), std::streamsize(bytes.size())).flush()) return;
        std::filesystem::remove(path_, ignored_);
        throw Unavailable("a temporary file cannot be written");
    }
    ~OneFile() { std::filesystem::remove(path_, ignored_); }
    OneFile(const OneFile&) = delete;
    OneFile& operator=(const OneFile&) = delete;
    std::filesystem::path path() const { return path_; }

private:
    std::string path_;
    std::error_code ignored_;
};

}  // namespace

Result<KeptPicture> Media::keep_picture(Id<Town> town, const std::filesystem::path& upload) const
{
    const auto made = make(upload, {});
    if (!made) return tl::unexpected(made.error());
    return keep(town, *made);
}

Result<outside::Pictures> Media::hide_areas(Id<Town> town, const MediaName& name,
                                            const std::vector<outside::Area>& hidden) const
{
    const auto bytes = find(town, name);
    if (!bytes) throw NotFound("media");
    const OneFile file(*bytes);
    return make(file.path(), hidden);
}

KeptPicture Media::keep(Id<Town> town, const outside::Pictures& pictures) const
{
    const auto put_one = [&](const outside::MadeImage& image) { return put(town, image.bytes, image.format).text(); };
    return KeptPicture{.large = put_one(pictures.large),
                       .middle = put_one(pictures.middle),
                       .small = put_one(pictures.small),
                       .share = put_one(pictures.share),
                       .width = pictures.large.width,
                       .height = pictures.large.height};
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
    const auto name = media::name_in(key);
    // What has no name of ours is half a file of a killed program.
    const auto bytes = MediaName::parse(name) ? files_->find(key) : std::nullopt;
    if (bytes) files_->put(media::key_aside(town, name), *bytes);
    files_->remove(key);
}

std::vector<std::string> Media::list_aside(Id<Town> town, Instant before) const
{
    std::vector<std::string> names;
    files_->list(media::key_aside(town, ""), [&](const outside::StoredFile& file) {
        if (file.changed.milliseconds < before.milliseconds) names.push_back(media::name_in(file.key));
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

}  // namespace media

}  // namespace veche::app
