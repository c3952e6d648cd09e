#include "features/front/feature.hpp"

#include "app/site.hpp"
#include "features/faults/feature.hpp"
#include "features/front/access.hpp"
#include "features/letters/feature.hpp"
#include "features/participation/feature.hpp"
#include "features/plan/feature.hpp"
#include "features/suggestions/feature.hpp"

namespace veche::front {

namespace {

app::Page home(app::Context& context)
{
    auto model = context.read(
        [&](app::View& view) { return plan::front_model(view, context.words, participation::open_sign_ups); });
    app::Page page{.view = "app/home", .model = std::move(model), .section = "home"};
    page.description = context.words.say("home.description", {{"town", context.town.name}});
    return page;
}

web::Response office(app::Context& context)
{
    auto model = context.read([&](app::View& view) {
        auto made = plan::office_front_model(view, context.words);
        const auto mail = context.site.settings().mail_set_up ? letters::Mail::set_up : letters::Mail::not_set_up;
        for (auto& more : {participation::todo(view, context.words), suggestions::todo(view, context.words),
                           letters::todo(view, context.words, mail), faults::todo(view, context.words)})
            if (more.is_object()) {
                made["todo"].push_back(more);
                made["lead"] = "";
            }
        if (made["own"].is_object()) made["own"]["suggested"] = suggestions::own_model(view, context.words);
        return made;
    });
    return context.show({.view = "app/office_home",
                         .model = std::move(model),
                         .title = context.words.say("office.home"),
                         .section = "office.home"});
}

}  // namespace

app::Feature feature()
{
    app::Feature feature;
    feature.name = "front";
    feature.mount = [](app::Routes& routes) {
        routes.page("/", app::anyone, home);
        routes.get("/office", see_office, office);
    };
    feature.office_menu = {{"menu.office_home", "/office", "office.home", see_office, 0}};
    return feature;
}

}  // namespace veche::front
