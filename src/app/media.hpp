#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/work.hpp"
#include "outside/file_store.hpp"
#include "outside/image.hpp"

namespace veche::app {

/// "9f86…0f00a08.webp": the SHA-256 of the file and what it is. Only parse() makes one from a stranger's words, so no address
/// ever becomes a path by itself.
class MediaName {
public:
    static std::optional<MediaName> parse(std::string_view text);
    static MediaName of(std::string_view bytes, outside::ImageFormat format);

    const std::string& text() const { return text_; }
    bool is_webp() const { return text_.ends_with(".webp"); }
    /// Whether these bytes are the file of this name.
    bool names(std::string_view bytes) const;

private:
    explicit MediaName(std::string text) : text_(std::move(text)) {}
    std::string text_;
};

/// A photograph as it is kept: the names of its forms, the measures of the largest.
struct KeptPicture {
    std::string large, middle, small, share;
    int width = 0, height = 0;

    bool operator==(const KeptPicture&) const = default;
};

/// The files of all towns, as TOWN/ab/NAME in one place that every process sees. A file is never changed: another content has another
/// name. Thread-safe.
class Media {
public:
    /// `recent_bytes`: so much of what was asked for last is kept in memory, for a place that is far away.
    explicit Media(std::shared_ptr<outside::FileStore> files, std::size_t recent_bytes = 0);
    ~Media();

    /// Makes the pictures of an upload and writes them; refusals of outside::make_pictures. At most two are made at a time,
    /// whoever sends how many: each takes up to a gigabyte. They are nobody's until media::hold.
    Result<KeptPicture> keep_picture(Id<Town> town, const std::filesystem::path& upload) const;
    /// A kept picture (the name of its large form) with areas made unrecognisable: as it would look; nothing is kept. Refusals of
    /// outside::make_pictures; throws NotFound.
    Result<outside::Pictures> hide_areas(Id<Town> town, const MediaName& name,
                                         const std::vector<outside::Area>& hidden) const;
    KeptPicture keep(Id<Town> town, const outside::Pictures& pictures) const;
    /// Safe when it returns. What is there already only becomes younger.
    MediaName put(Id<Town> town, std::string_view bytes, outside::ImageFormat format) const;
    /// nullopt: there is no such file.
    std::optional<std::string> find(Id<Town> town, const MediaName& name) const;

    /// The town's files that were put before that moment, leftovers of killed programs too; their keys.
    std::vector<std::string> list_old(Id<Town> town, Instant before) const;
    /// Nobody seems to need it. Somebody who is sending the same picture at this moment may need it in a second, and nothing locks a
    /// bucket: so it is put aside, where find() still finds it.
    void put_aside(Id<Town> town, const std::string& key) const;
    /// What was put aside before that moment; names.
    std::vector<std::string> list_aside(Id<Town> town, Instant before) const;
    void bring_back(Id<Town> town, const std::string& name) const;
    void forget_aside(Id<Town> town, const std::string& name) const;

    outside::FileStore& files() const { return *files_; }

private:
    class Recent;
    std::shared_ptr<outside::FileStore> files_;
    std::unique_ptr<Recent> recent_;
};

namespace media {

/// "TOWN/ab/NAME": where the file lies in its store; and where it lies when it was put aside.
std::string key(Id<Town> town, const std::string& name);
std::string key_aside(Id<Town> town, const std::string& name);
/// The name that such a key ends with.
std::string name_in(std::string_view key);
/// "/media/NAME".
std::string address(std::string_view name);
/// From now on `object` ("photo/01h…") needs the file, or all forms of the picture.
void hold(Work& work, std::string_view name, std::string_view object);
void hold(Work& work, const KeptPicture& picture, std::string_view object);
/// It needs none any longer: they are not served from now on, and leave the disk after a day.
void release(Work& work, std::string_view object);

/// The names whose file is missing or has another content; "" when all are whole.
std::string faults(db::Session& db, Id<Town> town, const Media& media);

}  // namespace media

}  // namespace veche::app
