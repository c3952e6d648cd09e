#pragma once

#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "app/feature.hpp"
#include "app/work.hpp"
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
};

/// The files of all towns in DATA/media/TOWN/ab/NAME. A file is never changed: another content has another name. Thread-safe.
class Media {
public:
    explicit Media(std::filesystem::path folder) : folder_(std::move(folder)) {}

    /// Makes the pictures of an upload and writes them; refusals of outside::make_pictures. At most two are made at a time,
    /// whoever sends how many: each takes up to a gigabyte. They are nobody's until media::hold.
    Result<KeptPicture> keep_picture(Id<Town> town, const std::filesystem::path& upload) const;
    /// Safe on the disk when it returns. What is there already only becomes younger.
    MediaName put(Id<Town> town, std::string_view bytes, outside::ImageFormat format) const;
    /// nullopt: there is no such file.
    std::optional<std::string> find(Id<Town> town, const MediaName& name) const;
    /// Removes the files that nobody needs and that are older than `before`; returns how many.
    int sweep(Id<Town> town, const std::vector<std::string>& needed, Instant before) const;

private:
    std::filesystem::path path_of(Id<Town> town, const MediaName& name) const;
    std::filesystem::path folder_;
    mutable std::mutex looking_;  // "is it there and young?" of one thread against "old: away with it" of another
};

namespace media {

std::filesystem::path folder(const std::filesystem::path& data);
/// "/media/NAME".
std::string address(std::string_view name);
/// From now on `object` ("photo/01h…") needs the file, or all forms of the picture.
void hold(Work& work, std::string_view name, std::string_view object);
void hold(Work& work, const KeptPicture& picture, std::string_view object);
/// It needs none any longer: they are not served from now on, and leave the disk after a day.
void release(Work& work, std::string_view object);

/// The names whose file is missing or has another content; "" when all are whole.
std::string faults(db::Session& db, Id<Town> town, const Media& media);

/// GET /media/NAME, and the job that clears away.
Feature feature(std::shared_ptr<const Media> media);

}  // namespace media

}  // namespace veche::app
