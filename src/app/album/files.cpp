// The files of photographs: the only way out for them.

#include "app/album/files.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "app/context.hpp"
#include "app/read/openapi.hpp"
#include "web/encoding.hpp"

namespace veche::app::album {

namespace {

enum class Seen { by_all, by_keeper, by_nobody };

Seen seen_by(View& view, const std::string& file, const std::vector<Keepers>& keepers)
{
    const auto places = store::list_places(view.db, view.town.id, file);
    if (std::ranges::any_of(places, &store::Place::shown)) return Seen::by_all;
    if (view.actor.kind == Actor::Kind::anonymous) return Seen::by_nobody;
    for (const auto& place : places) {
        const auto found = std::ranges::find(keepers, place.key.kind, &Keepers::kind);
        if (found != keepers.end() && found->may_see(view, place)) return Seen::by_keeper;
    }
    return Seen::by_nobody;
}

/// A copy may be kept, by proxies too, but is asked for at each look: what is taken back is gone from them with the next one. The name is the
/// digest of the content, so "not modified" is known without the file.
web::Response shown_to_all(const web::Request& request, const MediaName& name,
                           const std::function<std::string()>& bytes)
{
    auto body = std::make_shared<web::Body>();
    body->etag = '"' + name.text().substr(0, name.text().find('.')) + '"';
    const auto* known = request.header("if-none-match");
    web::Response response;
    if (known && web::matches_tag(*known, body->etag))
        response.status = 304;
    else
        body->plain = bytes();
    response.shared = std::move(body);
    response.with("cache-control", "public, no-cache");
    return response;
}

web::Response show(Context& context, const Media& media, const std::vector<Keepers>& keepers, std::string_view ending)
{
    const auto name = MediaName::parse(context.path("digest") + std::string(ending));
    if (!name) throw NotFound("media");
    const Seen seen = context.read([&](View& view) { return seen_by(view, name->text(), keepers); });
    if (seen == Seen::by_nobody) throw NotFound("media");
    const auto bytes = [&] {
        auto found = media.find(context.town.id, *name);
        if (!found) throw NotFound("media");
        return std::move(*found);
    };
    web::Response response;
    if (seen == Seen::by_all) {
        response = shown_to_all(context.request, *name, bytes);
    } else {
        response.text = bytes();
        response.with("cache-control", "no-store");
    }
    if (response.status == 200) response.with("content-type", name->is_webp() ? "image/webp" : "image/jpeg");
    return response.with("content-security-policy", "default-src 'none'; sandbox");
}

nlohmann::json openapi_part()
{
    const auto photograph = [](std::string_view type) {
        auto made =
            openapi::operation("A photograph; it never changes, and is there while a page shows it.",
                               {{"digest", "path", "SHA-256 of the file; other answers have the whole address."}},
                               openapi::file(type), "There is no such file, or nothing shows it.");
        made["get"]["responses"]["304"] = {{"description", "The copy with this ETag may be shown still."}};
        return made;
    };
    return {{"paths",
             {{"/media/{digest}.webp", photograph("image/webp")}, {"/media/{digest}.jpg", photograph("image/jpeg")}}},
            {"schemas", nlohmann::json::object()}};
}

}  // namespace

Feature files(std::shared_ptr<const Media> media, std::vector<Keepers> keepers)
{
    const auto shared = std::make_shared<const std::vector<Keepers>>(std::move(keepers));
    Feature feature;
    feature.name = "media";
    feature.mount = [media, shared](Routes& routes) {
        routes.get("/media/{digest}.webp", anyone,
                   [media, shared](Context& context) { return show(context, *media, *shared, ".webp"); });
        routes.get("/media/{digest}.jpg", anyone,
                   [media, shared](Context& context) { return show(context, *media, *shared, ".jpg"); });
    };
    feature.openapi = openapi_part;
    return feature;
}

}  // namespace veche::app::album
