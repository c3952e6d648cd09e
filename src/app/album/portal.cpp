#include "app/album/portal.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "app/object.hpp"
#include "app/read/openapi.hpp"

namespace veche::app::album {

using nlohmann::json;

namespace {

/// The forms of a photograph from which a browser takes the one that fits its screen; a small photograph has fewer.
std::string srcset(const KeptPicture& files)
{
    const int longer = std::max(files.width, files.height);
    std::string list;
    int before = 0;
    for (const auto& [name, side] :
         {std::pair(&files.small, 320), std::pair(&files.middle, 800), std::pair(&files.large, longer)}) {
        const int width = side < longer ? std::max(1, files.width * side / longer) : files.width;
        if (width > before) list += fmt::format("{}{} {}w", list.empty() ? "" : ", ", media::address(*name), width);
        before = std::max(before, width);
    }
    return list;
}

json photo_model(const Photo& photo, const Caption& caption)
{
    return object({{"image", media::address(photo.files.middle)},
                   {"srcset", srcset(photo.files)},
                   {"large", media::address(photo.files.large)},
                   {"width", photo.files.width},
                   {"height", photo.files.height},
                   {"alt", photo.words.alt},
                   {"caption", caption(photo)},
                   {"focus", "focus-" + to_text(photo.words.focus)}});
}

}  // namespace

std::string author_of(const Photo& photo)
{
    return photo.words.author;
}

json photos_part(const Town& town, const std::vector<Photo>& photos, const Caption& caption)
{
    json others = json::array();
    for (std::size_t i = 1; i < photos.size(); ++i) others.push_back(photo_model(photos[i], caption));
    const bool has_others = !others.empty();
    return object({{"photo", photos.empty() ? json(false) : photo_model(photos.front(), caption)},
                   {"has_photos", has_others},
                   {"photos", std::move(others)},
                   {"share_image", photos.empty() ? "" : town.base_url + media::address(photos.front().files.share)}});
}

json photo_json(const Town& town, const Photo& photo)
{
    const auto address = [&](const std::string& name) { return town.base_url + media::address(name); };
    return object({{"url", address(photo.files.large)},
                   {"middle", address(photo.files.middle)},
                   {"small", address(photo.files.small)},
                   {"jpeg", address(photo.files.share)},
                   {"width", photo.files.width},
                   {"height", photo.files.height},
                   {"alt", photo.words.alt},
                   {"author", photo.words.author},
                   {"rights", photo.words.rights}});
}

json photo_schema()
{
    using namespace openapi;
    return object_of({{"url", uri()},
                      {"middle", uri()},
                      {"small", uri()},
                      {"jpeg", uri()},
                      {"width", integer()},
                      {"height", integer()},
                      {"alt", text()},
                      {"author", text()},
                      {"rights", text()}});
}

}  // namespace veche::app::album
