#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/album/commands.hpp"
#include "app/feature.hpp"
#include "app/media.hpp"

/// Photographs in the office: one form for all of an album, and the page on which faces and plates are made unrecognisable.
namespace veche::app::album {

/// What an owner's feature says of an album before a form or a file of it is read: who may not, has been thrown out already.
struct Desk {
    Owner owner;
    std::string title;  // the owner's
    std::string told;   // a sentence on it, or ""
    std::string path;   // address of the form
    std::string back_href, back_words;
    std::optional<Refusal> closed{};  // why nothing can be changed now
    std::string section;              // of the office's menu
};

/// One kind of albums in the office.
struct Room {
    std::string path;  // pattern of the form's address; the pages of one photograph lie below it
    Permission permission;
    /// Throws NotFound and Forbidden.
    std::function<Desk(Context&)> desk;
    /// The owner's commands around change_photos and replace_picture.
    std::function<Result<Album>(Work&, const Owner&, const Changes&)> change;
    std::function<Result<Photo>(Work&, const Owner&, const Photo&, const KeptPicture&)> replace;
};
void mount_office(Routes& routes, std::shared_ptr<const Media> media, Room room);

}  // namespace veche::app::album
