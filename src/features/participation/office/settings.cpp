// That and how one may sign up for an occasion: the office's form.

#include "app/forms/deed_form.hpp"
#include "core/whole.hpp"
#include "features/participation/access.hpp"
#include "features/participation/edges.hpp"
#include "features/participation/entry/commands.hpp"
#include "features/participation/entry/store.hpp"
#include "features/participation/office/closing.hpp"
#include "language/when/in_words.hpp"

namespace veche::participation {

using app::Context;
using nlohmann::json;
using web::FieldKind;

namespace {

constexpr web::FormField settings_fields[] = {
    web::version_field,
    {.name = "open", .kind = FieldKind::box, .label = "participation.is_open"},
    {.name = "seats",
     .kind = FieldKind::whole,
     .label = "participation.seats",
     .hint = "participation.seats_hint",
     .limit = 7,
     .look = "narrow"},
    {.name = "list", .kind = FieldKind::box, .label = "participation.is_list"},
    {.name = "by_yes", .kind = FieldKind::box, .label = "participation.by_yes", .hint = "participation.by_yes_hint"},
    {.name = "persons_most",
     .kind = FieldKind::whole,
     .label = "participation.guests_most",
     .hint = "participation.guests_most_hint",
     .limit = 2,
     .obligatory = true,
     .look = "narrow"},
    {.name = "closes_day", .kind = FieldKind::day, .label = "participation.closes_day"},
    {.name = "closes_clock", .kind = FieldKind::clock, .label = "participation.closes_clock"},
    {.name = "age_least", .kind = FieldKind::whole, .label = "participation.age_least", .limit = 3, .look = "narrow"},
    {.name = "age_most", .kind = FieldKind::whole, .label = "participation.age_most", .limit = 3, .look = "narrow"},
    {.name = "offer_hours",
     .kind = FieldKind::whole,
     .label = "participation.offer_hours",
     .hint = "participation.offer_hours_hint",
     .limit = 3,
     .look = "narrow"},
    {.name = "bring", .label = "participation.bring_field", .hint = "participation.bring_hint", .limit = bring_limit},
};

struct Settings {
    app::Occasion occasion;
    SignUp sign_up;  // version 0: never opened
};

Settings settings_of(Context& context)
{
    const auto id = context.path_id<app::Occasion>("occasion");
    return context.read([&](app::View& view) {
        Settings found{.occasion = occasion_or_last(view, id), .sign_up = {}};
        found.sign_up = store::find_sign_up(view.db, view.town.id, id).value_or(SignUp{.occasion = id, .open = true});
        return found;
    });
}

app::FormContent content_of(const Context& context, const SignUp& one)
{
    app::FormContent content{.values = {{"version", std::to_string(one.version)},
                                        {"open", one.open ? "1" : ""},
                                        {"seats", digits_or_none(one.seats)},
                                        {"list", one.queue == Queue::list ? "1" : ""},
                                        {"by_yes", one.by_yes ? "1" : ""},
                                        {"persons_most", std::to_string(one.guests_most)},
                                        {"age_least", digits_or_none(one.age_least)},
                                        {"age_most", digits_or_none(one.age_most)},
                                        {"offer_hours", one.offer_hours == 0 ? "" : std::to_string(one.offer_hours)},
                                        {"bring", one.bring}}};
    put_closing(content, one.closes, context.town.zone);
    return content;
}

app::DeedForm<Settings> settings_form(Context& context)
{
    return {.context = context,
            .table = settings_fields,
            .load = [&context] { return settings_of(context); },
            .content = [&context](const Settings& settings) { return content_of(context, settings.sign_up); },
            .page = [&context](const Settings& settings) -> app::Page {
                const auto& [occasion, sign_up] = settings;
                const bool opened = sign_up.version > 0;
                const auto heading = context.words.say("participation.settings_heading");
                return {.view = "participation/office_settings",
                        .model = {{"heading", heading},
                                  {"title", occasion.title},
                                  {"when", language::time_words(context.words, occasion.when)},
                                  {"back_href", opened ? office_path(occasion.id) : occasion.office_url},
                                  {"back_title",
                                   opened ? context.words.say("participation.office_heading") : occasion.title},
                                  {"csrf", context.csrf()},
                                  {"action", settings_path(occasion.id)}},
                        .title = heading,
                        .section = "office.participation"};
            }};
}

std::optional<int> small(const std::optional<std::int64_t>& number)
{
    return number ? std::optional(int(*number)) : std::nullopt;
}

SignUp wanted_in(web::Form& form, SignUp wanted, const language::Zone& zone)
{
    const web::Form::Bounds bounds{.least = 0, .most = 999'999, .wrong = "participation.number_wrong"};
    wanted.version = form.version();
    wanted.open = form.flag("open");
    wanted.queue = form.flag("list") ? Queue::list : Queue::none;
    wanted.by_yes = form.flag("by_yes");
    wanted.seats = small(form.whole("seats", bounds));
    wanted.guests_most = small(form.whole("persons_most", bounds)).value_or(1);
    wanted.age_least = small(form.whole("age_least", bounds));
    wanted.age_most = small(form.whole("age_most", bounds));
    wanted.offer_hours = small(form.whole("offer_hours", bounds)).value_or(0);
    wanted.bring = form.line("bring");
    wanted.closes = closing_in(form, zone);
    return wanted;
}

web::Response save_settings(Context& context)
{
    const Settings seen = settings_of(context);
    web::Form form(context.request, settings_fields);
    const SignUp wanted = wanted_in(form, seen.sign_up, context.town.zone);
    if (form.good())
        for (auto& fault : faults_of(wanted, {})) form.refuse(std::move(fault));
    const auto save = [&](app::Work& work) {
        return put_sign_up(work, app::get_for_update(work, seen.occasion.id), wanted);
    };
    return settings_form(context).run(seen, form, save, office_path(seen.occasion.id), "flash.sign_up_saved");
}

}  // namespace

web::Response show_settings(Context& context)
{
    return settings_form(context).show(settings_of(context));
}

json settings_model(Context& context, const SignUp& sign_up)
{
    json model = app::form_model(context.words, settings_fields, content_of(context, sign_up));
    model["action"] = settings_path(sign_up.occasion);
    model["csrf"] = context.csrf();
    return model;
}

std::string settings_path(Id<app::Occasion> occasion)
{
    return office_path(occasion) + "/settings";
}

void mount_settings(app::Routes& routes)
{
    routes.get("/office/occasions/{occasion}/sign-up/settings", keep_entries, show_settings);
    routes.post("/office/occasions/{occasion}/sign-up/settings", keep_entries, save_settings);
}

}  // namespace veche::participation
