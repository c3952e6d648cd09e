// Faces and plates made unrecognisable by hand: areas are drawn, or written as numbers, looked at, and only then kept.

#include <algorithm>

#include <fmt/format.h>

#include "app/album/office_pages.hpp"
#include "app/album/queries.hpp"
#include "app/object.hpp"
#include "app/site.hpp"
#include "core/errors.hpp"
#include "core/percent.hpp"
#include "web/form.hpp"

namespace veche::app::album {

using nlohmann::json;

namespace {

/// A photograph of the album whose page is asked for; of one that has no room for changes nothing is shown.
struct Chosen {
    Desk desk;
    Photo photo;

    std::string path() const { return desk.path + "/" + to_text(photo.id) + "/blur"; }
};

Chosen chosen_of(Context& context, const Room& room)
{
    Desk desk = room.desk(context);
    const auto id = context.path_id<Photo>("photo");
    const auto photos = context.read([&](View& view) { return list_photos(view, desk.owner.key); });
    const auto found = std::ranges::find(photos, id, &Photo::id);
    if (found == photos.end()) throw NotFound("photo");
    return {std::move(desk), *found};
}

MediaName name_of(const Photo& photo)
{
    const auto name = MediaName::parse(photo.files.large);
    if (!name) throw NotFound("media");
    return *name;
}

/// What of the page depends on what was sent.
struct Told {
    const web::Form* form = nullptr;
    std::string areas;  // as they are to be looked at
    bool seen = false;  // and are now
    int status = 200;
};

web::Response show_blur(Context& context, const Chosen& chosen, const Told& told = {})
{
    const auto& photo = chosen.photo;
    json model = desk_model(context.words, chosen.desk, context.words.say("album.blur_heading"), chosen.path());
    model["csrf"] = context.csrf();
    model["album_href"] = chosen.desk.path;
    model["image"] = media::address(photo.files.large);
    model["width"] = photo.files.width;
    model["height"] = photo.files.height;
    model["version"] = std::to_string(photo.version);
    const auto& assets = context.site.assets();
    model["script_href"] = std::ranges::find(assets, "blur.js", &std::pair<std::string, std::string>::first)->second;
    model["preview"] =
        told.seen ? fmt::format("{}/preview.webp?areas={}", chosen.path(), percent_encoded(told.areas)) : "";
    model["seen"] = told.seen ? told.areas : "";
    model["values"] = {{"areas", told.areas}};
    model["errors"] = no_errors({"areas"});
    if (told.form) model.update(told.form->model(context.words), true);
    return context.show({.view = "album/office_blur",
                         .model = std::move(model),
                         .title = context.words.say("album.blur_heading"),
                         .status = told.status,
                         .section = chosen.desk.section});
}

web::Response refused(Context& context, const Chosen& chosen, web::Form& form, const Refusal& why)
{
    form.refuse({why.kind, why.message, "areas", why.values});
    return show_blur(context, chosen, {.form = &form, .areas = form.text("areas"), .status = form.status()});
}

web::Response save_blur(Context& context, const Media& media, const Room& room)
{
    Chosen chosen = chosen_of(context, room);
    web::Form form(context.request, {.single = {"areas", "seen", "version", "deed"}});
    if (chosen.desk.closed) return refused(context, chosen, form, *chosen.desk.closed);
    const auto areas = parse_areas(form.text("areas"));
    if (!areas) return refused(context, chosen, form, areas.error());
    const std::string text = to_text(*areas);
    const auto seen = parse_areas(form.text("seen"));
    const bool saving = form.text("deed") == "save" && seen && *seen == *areas;
    if (!saving) return show_blur(context, chosen, {.areas = text, .seen = true});
    Photo wanted = chosen.photo;
    wanted.version = form.version();
    if (wanted.version != chosen.photo.version)  // it is another picture, perhaps: nothing is drawn on it unseen
        return refused(context, chosen, form, {RefusalKind::conflict, "album.changed_meanwhile", "areas", {}});
    const auto made = media.hide_areas(context.town.id, name_of(chosen.photo), *areas);
    if (!made) return refused(context, chosen, form, made.error());
    const auto kept = media.keep(context.town.id, *made);
    const auto done = context.change([&](Work& work) { return room.replace(work, chosen.desk.owner, wanted, kept); });
    if (done) return context.go(chosen.desk.path, "flash.photo_blurred");
    return refused(context, chosen_of(context, room), form, done.error());
}

/// The picture as it would be; it is kept nowhere.
web::Response preview(Context& context, const Media& media, const Room& room)
{
    const Chosen chosen = chosen_of(context, room);
    const auto asked = std::ranges::find(context.request.query, "areas", [](const auto& one) { return one.first; });
    const auto areas = asked == context.request.query.end()
                           ? refuse(RefusalKind::invalid, "album.areas_needed", "areas")
                           : parse_areas(asked->second);
    if (!areas) throw web::BadRequest("areas");
    const auto made = media.hide_areas(context.town.id, name_of(chosen.photo), *areas);
    if (!made) throw Unavailable("a kept picture cannot be read: " + made.error().message);
    return web::respond(200, "image/webp", made->large.bytes).with("cache-control", "no-store");
}

}  // namespace

void mount_blur(Routes& routes, SharedMedia media, SharedRoom room)
{
    const std::string path = room->path + "/{photo}/blur";
    routes.get(path, room->permission,
               [room](Context& context) { return show_blur(context, chosen_of(context, *room)); });
    routes.post(path, room->permission, [media, room](Context& context) { return save_blur(context, *media, *room); })
        .takes_long();
    routes
        .get(path + "/preview.webp", room->permission,
             [media, room](Context& context) { return preview(context, *media, *room); })
        .takes_long();
}

}  // namespace veche::app::album
