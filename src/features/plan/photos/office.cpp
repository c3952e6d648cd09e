// The back office of the plan: photographs of a happening that was held. One form for all of them, so that nothing typed beside one
// is lost when another is sent.

#include <algorithm>
#include <charconv>

#include "app/media.hpp"
#include "app/site.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "features/plan/access.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/life/office_pages.hpp"
#include "features/plan/photos/commands.hpp"
#include "features/plan/photos/office_pages.hpp"
#include "features/plan/photos/queries.hpp"
#include "web/form.hpp"

namespace veche::plan {

using app::Context;
using nlohmann::json;

namespace {

struct Place {
    Line line;
    Happening happening;
};

Place place_of(Context& context)
{
    const int year = year_of(context);
    const auto id = context.path_id<Line>("id");
    const auto happening = context.path_id<Happening>("happening");
    Line line = context.read([&](app::View& view) { return get_line(view, id); });
    const auto found = std::ranges::find(line.happenings, happening, &Happening::id);
    if (line.year != year || found == line.happenings.end()) throw NotFound("happening");
    // Of a chair's own lines alone, and before a form or a file is read.
    const auto reporting = context.read([](app::View& view) { return reporting_of(view); });
    if (!reporting.allows(line.id)) throw Forbidden("line");
    const Happening one = *found;
    return {std::move(line), one};
}

std::vector<Photo> photos_of(Context& context, const Place& place)
{
    return context.read([&](app::View& view) { return list_photos(view, place.happening.id); });
}

std::string field(std::string_view name, Id<Photo> id)
{
    return std::string(name) + "-" + to_text(id);
}

std::int64_t number_in(const std::string& text, std::int64_t otherwise)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? number : otherwise;
}

/// nullopt: the form does not speak of this photograph, or something in it is wrong, which has been refused.
std::optional<PhotoChange> change_in(web::Form& form, const Photo& photo)
{
    const auto version = number_in(form.text(field("version", photo.id)), 0);
    if (version == 0) return std::nullopt;
    const auto before = form.refusals().size();
    PhotoChange change{.id = photo.id, .version = version, .words = photo.words};
    change.remove = form.flag(field("remove", photo.id));
    change.place = number_in(std::string(trimmed(form.text(field("place", photo.id)))), photo.position);
    if (change.remove) return change;
    const auto people = parse_people(form.text(field("people", photo.id)));
    const auto focus = parse_focus(form.text(field("focus", photo.id)));
    if (!people || !focus) throw web::BadRequest("people or focus");
    change.words = {
        .alt = form.take(parse_line(form.text(field("alt", photo.id)), field("alt", photo.id), 0, alt_limit)),
        .author =
            form.take(parse_line(form.text(field("author", photo.id)), field("author", photo.id), 0, author_limit)),
        .focus = *focus,
        .people = *people};
    if (auto fault = fault_of(change.words); fault && form.refusals().size() == before) {
        fault->field = field(fault->field, photo.id);
        form.refuse(*fault);
    }
    return form.refusals().size() == before ? std::optional(change) : std::nullopt;
}

/// What was typed, where it is not in the database: beside what is wrong, and where somebody else was quicker.
void put_typed(json& model, const web::Form& form, const language::Words& words,
               const std::vector<Id<Photo>>& meanwhile)
{
    for (auto& photo : model["photos"]) {
        const auto id = photo["id"].get<std::string>();
        const auto typed = [&](const char* name) { return form.text(std::string(name) + "-" + id); };
        const auto error = [&](const char* name) -> json {
            const auto& errors = model["errors"];
            const auto found = errors.find(std::string(name) + "-" + id);
            return found == errors.end() ? json("") : *found;
        };
        const bool conflict = std::ranges::any_of(meanwhile, [&](Id<Photo> one) { return to_text(one) == id; });
        photo["alt_error"] = error("alt");
        photo["author_error"] = error("author");
        if (!conflict && photo["alt_error"] == "" && photo["author_error"] == "") continue;
        if (conflict)
            photo["meanwhile"] = words.say("office.photo_meanwhile", {{"alt", photo["alt"].get<std::string>()}});
        else
            photo["version"] = typed("version");
        photo["alt"] = typed("alt");
        photo["author"] = typed("author");
        for (auto& focus : photo["focuses"]) focus["chosen"] = focus["value"] == typed("focus");
        for (auto& people : photo["peoples"]) people["chosen"] = people["value"] == typed("people");
    }
}

web::Response show(Context& context, const Place& place, const web::Form* form = nullptr,
                   const std::vector<Id<Photo>>& meanwhile = {})
{
    json model = photos_model(context.words, place.line, place.happening, photos_of(context, place));
    model["csrf"] = context.csrf();
    if (form) {
        const json typed = form->model(context.words);
        model.update(typed, true);
        put_typed(model, *form, context.words, meanwhile);
    }
    const std::string title = model["heading"];
    return context.show({.view = "plan/office_photos",
                         .model = std::move(model),
                         .title = title,
                         .status = !meanwhile.empty() ? 409
                                   : form             ? 422
                                                      : 200,
                         .section = "office.plan"});
}

web::Response photos_page(Context& context)
{
    return show(context, place_of(context));
}

/// Makes the pictures of what was sent; each file that does not fit is refused by its name, the others go on.
std::vector<NewPhoto> photos_in(Context& context, web::Form& form, const app::Media& media, std::size_t room)
{
    std::vector<NewPhoto> fresh;
    const auto author = form.take(parse_line(form.text("author"), "author", 0, author_limit));
    const auto refuse_file = [&](const web::Upload& upload, const Refusal& why) {
        form.refuse({RefusalKind::invalid,
                     "plan.photo_refused",
                     "files",
                     {{"file", upload.file_name}, {"why", context.words.say(why)}}});
    };
    for (const auto& upload : context.request.uploads) {
        if (upload.field != "files") throw web::BadRequest("an upload of another name");
        if (upload.file_name.empty() && upload.size == 0) continue;  // nothing was chosen
        if (fresh.size() == room) {
            refuse_file(
                upload,
                {RefusalKind::invalid, "plan.photos_too_many", "files", {{"most", std::to_string(photos_most)}}});
            continue;
        }
        const auto kept = media.keep_picture(context.town.id, upload.path);
        if (!kept) {
            refuse_file(upload, kept.error());
            continue;
        }
        fresh.push_back({.id = Id<Photo>(context.site.ids().next(context.now)),
                         .files = {kept->large, kept->middle, kept->small, kept->share, kept->width, kept->height},
                         .author = author});
    }
    return fresh;
}

web::Response save_photos(Context& context, const app::Media& media)
{
    const Place place = place_of(context);
    web::Form form(
        context.request,
        {.single = {"author"}, .prefixes = {"alt-", "author-", "focus-", "people-", "place-", "remove-", "version-"}});
    if (!std::holds_alternative<Held>(place.happening.outcome)) {
        form.refuse({RefusalKind::closed, "plan.photos_after_report", "", {}});
        return show(context, place, &form);
    }
    const auto photos = photos_of(context, place);
    std::vector<PhotoChange> changes;
    for (const auto& photo : photos)
        if (const auto change = change_in(form, photo)) changes.push_back(*change);
    const auto removed = std::size_t(std::ranges::count_if(changes, &PhotoChange::remove));
    const auto fresh = photos_in(context, form, media, photos_most - std::min(photos.size() - removed, photos_most));
    const auto done = context.change(
        [&](app::Work& work) { return change_photos(work, place.line.id, place.happening.id, changes, fresh); });
    if (!done) form.refuse(done.error());
    if (done && form.good() && done->meanwhile.empty())
        return context.go(context.request.path, fresh.empty() ? "flash.photos_saved" : "flash.photos_added");
    return show(context, place, &form, done ? done->meanwhile : std::vector<Id<Photo>>{});
}

}  // namespace

void mount_office_photos(app::Routes& routes, SharedMedia media)
{
    constexpr std::string_view photos_path = "/office/plan/{year}/lines/{id}/happenings/{happening}/photos";
    routes.get(photos_path, report, photos_page);
    routes
        .post(photos_path, report, [media](Context& context) { return save_photos(context, *media); },
              {.bytes = 150ULL * 1024 * 1024, .uploads = true, .fields = 300})
        .takes_long();
}

}  // namespace veche::plan
