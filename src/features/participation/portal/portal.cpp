// Signing up on the portal: no account, one page, no script. The form's hidden key is the secret of the person's own link.

#include <algorithm>

#include <fmt/format.h>

#include "app/mailbox.hpp"
#include "app/questions/commands.hpp"
#include "app/site.hpp"
#include "app/token.hpp"
#include "core/errors.hpp"
#include "features/accounts/feature.hpp"
#include "features/participation/access.hpp"
#include "features/participation/edges.hpp"
#include "features/participation/entry/commands.hpp"
#include "features/participation/entry/store_told.hpp"
#include "features/participation/entry/terms.hpp"
#include "features/participation/portal/form.hpp"
#include "features/participation/questions/model.hpp"
#include "web/form.hpp"

namespace veche::participation {

using app::Context;
using nlohmann::json;

app::Occasion occasion_or_last(app::View& view, Id<app::Occasion> id)
{
    if (auto found = app::find_occasion(view, id)) return *found;
    const auto sign_up = store::find_sign_up(view.db, view.town.id, id);
    if (!sign_up) throw NotFound("occasion");
    auto told = store::last_told(view.db, view.town.id, *sign_up);
    told.state = app::OccasionState::gone;
    return told;
}

namespace {

struct KeptOccasion {
    app::Occasion occasion;
    std::size_t bytes() const { return sizeof(app::Occasion) + 4 * occasion.title.size() + 1024; }
};

/// What the address names: an occasion the public is told of, and one may sign up for.
FormPlace place_of(Context& context, Teller teller)
{
    const auto id = context.path_id<app::Occasion>("occasion");
    FormPlace place;
    // A crowd at one door asks for the same occasion; only the seats change with each of them.
    place.occasion = context
                         .keep<KeptOccasion>("sign-up/" + to_text(id),
                                             [&](app::View& view) {
                                                 KeptOccasion kept{app::get_occasion(view, id)};
                                                 view.built_from(kept.occasion.topic);
                                                 return kept;
                                             })
                         ->occasion;
    context.read([&](app::View& view) {
        const auto found = store::find_sign_up(view.db, view.town.id, id);
        if (place.occasion.state == app::OccasionState::withdrawn || !found) throw NotFound("sign-up");
        place.sign_up = *found;
        place.sign_up.state = place.occasion.state;  // the listener that closes it may be behind
        place.room = room_of(place.sign_up, view.now);
        place.questions = app::questions::find_questions(view, questions_owner(id));
        if (place.sign_up.ends)
            place.thanked_until =
                thanked_until(view.db, view.town.id, view.town.zone.local(view.now).day, *place.sign_up.ends);
        place.terms = terms_of(view.db, view.town.id, view.town.zone.local(view.now).day);
        return true;
    });
    place.teller = teller;
    place.letters = context.site.settings().mail_set_up;
    const bool office = teller == Teller::colleague;
    place.action = office ? office_path(id) + "/new" : app::sign_up_path(id);
    place.back_href = office ? office_path(id) : place.occasion.url;
    return place;
}

web::Response sign_up_page(Context& context)
{
    return show_form(context, place_of(context, Teller::fresh), {});
}

/// For somebody who called or came: a colleague writes the same down, and was told the consents.
web::Response entry_page(Context& context)
{
    return show_form(context, place_of(context, Teller::colleague), {});
}

bool is_known(Context& context, const std::string& key)
{
    return context.read(
        [&](app::View& view) { return store::find_entry(view.db, view.town.id, app::token_hash(key)).has_value(); });
}

/// A colleague's telephone is no crowd, and the entry says who wrote it down.
void tell_who(Context& context, const FormPlace& place, Application& application)
{
    if (place.teller == Teller::colleague)
        application.entered_by = context.actor.account;
    else {
        application.network = network_in(context);
        application.caller = accounts::network_of(context.request.peer);
    }
}

web::Response save(Context& context, Teller teller)
{
    const FormPlace place = place_of(context, teller);
    const EntryFields fields(context.words, place);
    web::Form form(context.request, fields.all(), app::questions::field_prefix);
    if (!is_key(form.text("key"))) throw web::BadRequest("key");
    if (wants_rows(form)) return show_rows(context, place, fields, form);
    auto application = application_in(form, fields, place, rows_in(form, place.sign_up));
    const Rows rows = typed_rows(form, fields, place);
    tell_who(context, place, application);
    app::refuse_unreachable(form, context.site, application.email);
    refuse_faults(form, application, place, context.now);
    // Sent again, it is the same entry, whatever has been closed meanwhile.
    if (!form.good() && !is_known(context, form.text("key"))) return show_form(context, place, rows, {}, &form);
    const auto done = context.change(
        [&](app::Work& work) { return sign_up(work, place.sign_up.occasion, application, form.text("key")); });
    if (done && teller == Teller::colleague) return context.go(place.back_href, "flash.entry_made");
    if (done) return context.go("/sign-ups/" + form.text("key"));
    form.refuse(done.error());
    return show_form(context, place, rows, {}, &form);
}

web::Response save_sign_up(Context& context)
{
    return save(context, Teller::fresh);
}

web::Response save_entry(Context& context)
{
    return save(context, Teller::colleague);
}

}  // namespace

void mount_portal(app::Routes& routes)
{
    using app::anyone;
    routes.get("/sign-up/{occasion}", anyone, sign_up_page);
    routes.post("/sign-up/{occasion}", anyone, save_sign_up, entry_limits);
    routes.get("/office/occasions/{occasion}/sign-up/new", keep_entries, entry_page);
    routes.post("/office/occasions/{occasion}/sign-up/new", keep_entries, save_entry, entry_limits);
}

}  // namespace veche::participation
