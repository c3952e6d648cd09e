#include "app/album/office.hpp"

#include <algorithm>

#include "app/album/office_pages.hpp"
#include "app/album/queries.hpp"
#include "app/site.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "core/whole.hpp"
#include "web/form.hpp"

namespace veche::app::album {

using nlohmann::json;

namespace {

Day today_of(const Context& context)
{
    return context.town.zone.local(context.now).day;
}

/// The album as it stands.
struct Present {
    std::vector<Photo> photos;
    std::vector<Consent> consents;
};

Present present_of(Context& context, const Desk& desk)
{
    return context.read([&](View& view) {
        return Present{list_photos(view, desk.owner.key), list_consents(view, desk.owner.key)};
    });
}

std::vector<NewConsent> consents_in(web::Form& form, Id<Photo> photo, Day today)
{
    const auto& text = form.text(field("consents", photo));
    if (trimmed(text).empty()) return {};
    const auto given = parse_iso_day(trimmed(form.text(field("given", photo))));
    if (!given || *given > today)
        form.refuse({RefusalKind::invalid, "album.consent_day_wrong", field("given", photo), {}});
    return form.take(parse_consents(text, field("consents", photo), given.value_or(today)));
}

PhotoWords words_in(web::Form& form, Id<Photo> photo)
{
    const auto people = parse_people(form.text(field("people", photo)));
    const auto focus = parse_focus(form.text(field("focus", photo)));
    if (!people || !focus) throw web::BadRequest("people or focus");
    const auto line = [&](std::string_view name, std::size_t most) {
        return form.take(parse_line(form.text(field(name, photo)), field(name, photo), 0, most));
    };
    return {.alt = line("alt", alt_limit),
            .author = line("author", author_limit),
            .rights = line("rights", rights_limit),
            .focus = *focus,
            .people = *people,
            .withheld = form.flag(field("withheld", photo))};
}

/// nullopt: the form does not speak of this photograph, or something in it is wrong, which has been refused.
std::optional<PhotoChange> change_in(web::Form& form, const Photo& photo, const Present& present, Day today)
{
    const auto version = parse_whole<std::int64_t>(form.text(field("version", photo.id))).value_or(0);
    if (version == 0) return std::nullopt;
    const auto before = form.refusals().size();
    PhotoChange change{.id = photo.id, .version = version, .words = photo.words};
    change.remove = form.flag(field("remove", photo.id));
    change.place = parse_whole<std::int64_t>(trimmed(form.text(field("place", photo.id)))).value_or(photo.position);
    if (change.remove) return change;
    change.words = words_in(form, photo.id);
    change.consents = consents_in(form, photo.id, today);
    std::vector<Consent> own;
    bool withdrawing = false;
    for (const auto& one : present.consents) {
        if (one.photo != photo.id) continue;
        own.push_back(one);
        withdrawing = withdrawing || form.flag(field("withdraw", one.id));
    }
    // Of a photograph that this form hides nothing more is asked.
    auto fault = withdrawing ? std::nullopt : fault_of(photo, change, own);
    if (fault && form.refusals().size() == before) {
        fault->field = field(fault->field, photo.id);
        form.refuse(*fault);
    }
    return form.refusals().size() == before ? std::optional(std::move(change)) : std::nullopt;
}

Changes changes_in(web::Form& form, const Present& present, Day today)
{
    Changes changes;
    for (const auto& photo : present.photos)
        if (auto change = change_in(form, photo, present, today)) changes.photos.push_back(std::move(*change));
    for (const auto& consent : present.consents)
        if (form.flag(field("withdraw", consent.id))) changes.withdrawn.push_back(consent.id);
    return changes;
}

/// Makes the pictures of what was sent; each file that does not fit is refused by its name, the others go on.
std::vector<NewPhoto> photos_in(Context& context, web::Form& form, const Media& media, std::size_t room)
{
    std::vector<NewPhoto> fresh;
    const auto author = form.take(parse_line(form.text("author"), "author", 0, author_limit));
    const auto refuse_file = [&](const web::Upload& upload, const Refusal& why) {
        form.refuse({RefusalKind::invalid,
                     "album.photo_refused",
                     "files",
                     {{"file", upload.file_name}, {"why", context.words.say(why)}}});
    };
    for (const auto& upload : context.request.uploads) {
        if (upload.field != "files") throw web::BadRequest("an upload of another name");
        if (upload.file_name.empty() && upload.size == 0) continue;  // nothing was chosen
        if (fresh.size() == room) {
            refuse_file(upload,
                        {RefusalKind::invalid, "album.too_many", "files", {{"most", std::to_string(photos_most)}}});
            continue;
        }
        const auto kept = media.keep_picture(context.town.id, upload.path);
        if (!kept) {
            refuse_file(upload, kept.error());
            continue;
        }
        fresh.push_back({.id = Id<Photo>(context.site.ids().next(context.now)), .files = *kept, .author = author});
    }
    return fresh;
}

/// Somebody was quicker with these; what was typed stays.
struct Sent {
    const web::Form* form = nullptr;
    std::vector<Id<Photo>> meanwhile{};
};

web::Response show_album(Context& context, const Desk& desk, const Sent& sent = {})
{
    const auto present = present_of(context, desk);
    json model = photos_model(context.words, desk, present.photos, present.consents, today_of(context));
    model["csrf"] = context.csrf();
    if (sent.form) {
        model.update(sent.form->model(context.words), true);
        put_typed(model, *sent.form, context.words, sent.meanwhile);
    }
    const std::string title = model["heading"];
    return context.show({.view = "album/office_photos",
                         .model = std::move(model),
                         .title = title,
                         .status = !sent.meanwhile.empty() ? 409
                                   : sent.form             ? 422
                                                           : 200,
                         .section = desk.section});
}

/// What residents see now, and nothing else.
web::Response go_saved(Context& context, const Desk& desk, const Album& album)
{
    const auto waiting = std::ranges::count_if(album.photos, [](const Photo& one) { return !one.is_ready(); });
    if (waiting > 0) return context.go(desk.path, "flash.photos_wait", waiting);
    return context.go(desk.path, desk.owner.shown ? "flash.photos_shown" : "flash.photos_saved");
}

web::Response save_album(Context& context, const Media& media, const Room& room)
{
    const Desk desk = room.desk(context);
    web::Form form(context.request,
                   {.single = {"author"},
                    .prefixes = {"alt-", "author-", "rights-", "focus-", "people-", "place-", "remove-", "version-",
                                 "withheld-", "consents-", "given-", "withdraw-"}});
    if (desk.closed) {
        form.refuse(*desk.closed);
        return show_album(context, desk, {.form = &form});
    }
    const auto present = present_of(context, desk);
    Changes changes = changes_in(form, present, today_of(context));
    const auto removed = std::size_t(std::ranges::count_if(changes.photos, &PhotoChange::remove));
    changes.fresh =
        photos_in(context, form, media, photos_most - std::min(present.photos.size() - removed, photos_most));
    const auto done = context.change([&](Work& work) { return room.change(work, desk.owner, changes); });
    if (!done) form.refuse(done.error());
    if (done && form.good() && done->meanwhile.empty()) return go_saved(context, desk, *done);
    return show_album(context, desk, {.form = &form, .meanwhile = done ? done->meanwhile : std::vector<Id<Photo>>{}});
}

}  // namespace

void mount_office(Routes& routes, std::shared_ptr<const Media> media, Room room)
{
    const auto shared = std::make_shared<const Room>(std::move(room));
    routes.get(shared->path, shared->permission,
               [shared](Context& context) { return show_album(context, shared->desk(context)); });
    routes
        .post(shared->path, shared->permission,
              [media, shared](Context& context) { return save_album(context, *media, *shared); },
              {.bytes = 150ULL * 1024 * 1024, .uploads = true, .fields = 3'000})
        .takes_long();
    mount_blur(routes, std::move(media), shared);
}

}  // namespace veche::app::album
