// Signing up on the portal: no account, one page, no script. The form's hidden key is the secret of the person's own link.

#include <algorithm>

#include <fmt/format.h>

#include "app/mailbox.hpp"
#include "app/site.hpp"
#include "app/token.hpp"
#include "core/errors.hpp"
#include "features/participation/commands.hpp"
#include "features/participation/edges.hpp"
#include "features/participation/portal_form.hpp"
#include "features/participation/store.hpp"
#include "features/plan/feature.hpp"
#include "web/form.hpp"

namespace veche::participation {

using app::Context;
using nlohmann::json;

std::string sign_up_path(const plan::Line& line, Id<plan::Happening> happening)
{
    return fmt::format("{}/sign-up/{}", plan::line_path(line), to_text(happening));
}

namespace {

struct KeptLine {
    plan::Line line;
    std::size_t bytes() const { return sizeof(plan::Line) + 4 * line.content.title.size() + 4096; }
};

/// What the address names: an announced line of this year and town, a happening of it that one may sign up for.
FormPlace place_of(Context& context)
{
    const auto line_id = context.path_id<plan::Line>("id");
    const auto happening = context.path_id<plan::Happening>("happening");
    FormPlace place;
    // A crowd at one door asks for the same line; only the seats change with each of them.
    place.line = context
                     .keep<KeptLine>("sign-up/" + to_text(line_id),
                                     [&](app::View& view) {
                                         view.built_from("line/" + to_text(line_id));
                                         return KeptLine{plan::get_line(view, line_id)};
                                     })
                     ->line;
    context.read([&](app::View& view) {
        const auto found = store::find_sign_up(view.db, view.town.id, happening);
        if (!place.line.announced() || std::to_string(place.line.year) != context.path("year") || !found ||
            found->line != line_id)
            throw NotFound("sign-up");
        place.sign_up = *found;
        place.room = room_of(*found, view.now);
        return true;
    });
    const auto one = std::ranges::find(place.line.happenings, happening, &plan::Happening::id);
    if (one == place.line.happenings.end()) throw NotFound("happening");
    place.happening = *one;
    if (one->settled()) {  // the listener that closes it may be behind
        place.sign_up.open = false;
        place.room = Room::closed;
    }
    place.action = sign_up_path(place.line, happening);
    place.back_href = plan::line_path(place.line);
    return place;
}

web::Response sign_up_page(Context& context)
{
    const FormPlace place = place_of(context);
    return show_form(context, place, form_model(context, place, 1, nullptr), 200);
}

bool is_known(Context& context, const std::string& key)
{
    return context.read(
        [&](app::View& view) { return store::find_entry(view.db, view.town.id, app::token_hash(key)).has_value(); });
}

web::Response save_sign_up(Context& context)
{
    const FormPlace place = place_of(context);
    web::Form form(context.request, {.single = {"contact", "email", "phone", "group", "data_consent", "child_consent",
                                                "key", "rows", "deed"},
                                     .many = {},
                                     .prefixes = {"name-", "age-"}});
    if (!is_key(form.text("key"))) throw web::BadRequest("key");
    const auto rows = rows_in(form, place.sign_up);
    if (form.text("deed") == "more")
        return show_form(context, place,
                         form_model(context, place, std::min(rows + 1, std::size_t(place.sign_up.persons_most)), &form),
                         200);
    const auto application = application_in(form, rows, true);
    app::refuse_unreachable(form, context.site, application.email);
    refuse_faults(form, application, place.sign_up, context.now);
    // Sent again, it is the same entry, whatever has been closed meanwhile.
    if (!form.good() && !is_known(context, form.text("key")))
        return show_form(context, place, form_model(context, place, rows, &form), 422);
    const auto done = context.change(
        [&](app::Work& work) { return sign_up(work, place.sign_up.happening, application, form.text("key")); });
    if (done) return context.go("/sign-ups/" + form.text("key"));
    form.refuse(done.error());
    return show_form(context, place, form_model(context, place, rows, &form), 422);
}

}  // namespace

void mount_portal(app::Routes& routes)
{
    using app::anyone;
    routes.get("/plan/{year}/lines/{id}/sign-up/{happening}", anyone, sign_up_page);
    routes.post("/plan/{year}/lines/{id}/sign-up/{happening}", anyone, save_sign_up);
}

}  // namespace veche::participation
