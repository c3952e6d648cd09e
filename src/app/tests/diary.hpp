#pragma once

#include "app/tests/house.hpp"
#include "web/form.hpp"

namespace veche::app::test {

inline constexpr Permission keep_diary{"diary.keep", [](const Actor& actor) { return actor.has(Role::organiser); }};

/// A feature as small as one can be: one public page, one deed, and every way to fail.
class Diary {
public:
    Feature feature()
    {
        Feature feature;
        feature.name = "diary";
        feature.mount = [this](Routes& routes) { mount(routes); };
        feature.sitemap = [](View& view) -> std::vector<SitemapEntry> {
            view.built_from("diary");
            return {{"/diary?a=1&b=2", Instant{1'700'000'000'000}}};
        };
        return feature;
    }

    std::map<std::int64_t, std::string> words;  // by town
    int rendered = 0;
    std::string seen;  // the address under which the page was made last

private:
    static Page page(const std::string& text)
    {
        return {.view = "app/error",
                .model = {{"status", 200}, {"heading", text}, {"text", text}, {"request_id", ""}, {"home", "/"}},
                .title = "Дневник"};
    }

    void mount(Routes& routes)
    {
        routes
            .page("/diary", anyone,
                  [this](Context& context) {
                      ++rendered;
                      seen = context.request.target;
                      const auto text = context.read([&](View& view) {
                          view.built_from("diary");
                          return words[view.town.id.value()] + " " + iso_day(view.town.zone.local(view.now).day);
                      });
                      return page(text);
                  })
            .takes({"kind", "place"});
        routes.page(
            "/plain", anyone, [](Context&) { return page("ровно"); }, Caching::none);
        routes.get("/diary/{day}", keep_diary, [](Context& context) {
            const auto said = context.flash_at("entry-7");
            auto shown = page(context.path("day") + (said.empty() ? "" : " [entry 7: " + said + "]"));
            shown.section = "office.diary";
            return context.show(shown);
        });
        routes.post("/diary", keep_diary, [this](Context& context) { return write(context); });
        routes.post("/silent", keep_diary, [](Context& context) {
            context.change([](Work&) { return Result<bool>(true); });
            return context.go("/diary/1");
        });
        routes.post("/refused-deed", keep_diary, [](Context& context) {
            const auto done =
                context.change([](Work&) -> Result<bool> { return refuse(RefusalKind::closed, "error.ours"); });
            return web::respond(done ? 200 : 422, "text/plain; charset=utf-8", "");
        });
        routes.post("/open", anyone, [](Context& context) {
            context.change([](Work&) { return Result<bool>(true); });
            return context.go("/diary/1");
        });
        routes.get("/form", anyone,
                   [](Context& context) { return web::respond(200, "text/plain; charset=utf-8", context.csrf()); });
        mount_failures(routes);
    }

    web::Response write(Context& context)
    {
        const auto* text = context.request.form_value("text");
        context.change([&](Work& work) {
            words[work.town.id.value()] = text ? *text : "";
            work.touch("diary");
            work.record("diary.write", "diary", nlohmann::json::object());
            return Result<bool>(true);
        });
        return context.go("/diary/1", "flash.town_saved");
    }

    static void mount_failures(Routes& routes)
    {
        const auto failing = [&routes](std::string_view path, auto fail) {
            routes.get(path, anyone, [fail](Context&) -> web::Response {
                fail();
                return {};
            });
        };
        failing("/fail/bug", [] { throw std::runtime_error("the secret is in /var/lib"); });
        failing("/fail/busy", [] { throw Unavailable("queue"); });
        failing("/fail/disk", [] { throw db::Error(db::Cause::disk_full, "disk"); });
        failing("/fail/lock", [] { throw db::Error(db::Cause::busy, "lock"); });
        failing("/fail/line", [] { throw db::Error(db::Cause::connection, "line"); });
        failing("/fail/database", [] { throw db::Error(db::Cause::other, "SELECT secret"); });
        failing("/fail/forbidden", [] { throw Forbidden("this"); });
        failing("/fail/absent", [] { throw NotFound("that"); });
        failing("/fail/request", [] { throw web::BadRequest("field secret"); });
    }
};

}  // namespace veche::app::test
