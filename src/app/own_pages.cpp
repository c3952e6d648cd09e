// The routes that belong to no feature: search, preferences, what robots and monitors read, the town's look.

#include <fmt/format.h>

#include "app/metrics.hpp"
#include "app/search.hpp"
#include "app/site.hpp"
#include "app/store.hpp"
#include "core/percent.hpp"
#include "core/text.hpp"
#include "language/collation.hpp"
#include "language/when/asked.hpp"
#include "outside/base64.hpp"
#include "web/form.hpp"
#include "web/template.hpp"

namespace veche::app {

namespace {

using nlohmann::json;

constexpr int hits_most = 50;

/// How the question was understood, with the way to ask for its words as they are; false when no time was.
json understood_model(const Context& context, const std::string& query, const std::optional<language::AskedTime>& asked)
{
    if (!asked) return false;
    const auto& words = context.words;
    const auto& [first, last] = asked->days;
    const bool this_year = first.year() == context.town.zone.local(context.now).day.year();
    const std::string days = first != last ? words.day_range(first, last)
                             : this_year   ? words.day_and_weekday(first)
                                           : words.day(first);
    const std::string weekday =
        asked->wrong_weekday
            ? words.say("search_page.weekday", {{"day", words.short_day(first)}, {"weekday", words.weekday(first)}})
            : "";
    return {{"words", asked->rest.empty() ? days : shortened(asked->rest, 100) + ", " + days},
            {"weekday", weekday},
            {"first", iso_day(first)},
            {"last", iso_day(last)},
            {"as_words_href", "/search?q=" + percent_encoded(query) + "&as=words"}};
}

Page search_page(Context& context)
{
    const auto* sent = context.request.query_value("q");
    const auto* as = context.request.query_value("as");
    const std::string query = sent ? language::normalized(trimmed(*sent)) : "";
    const auto asked_time =
        as && *as == "words" ? std::nullopt : language::read_asked(query, context.town.zone.local(context.now).day);
    const auto hits = context.read([&](View& view) {
        return asked_time ? search::find_on(view, asked_time->rest, asked_time->days, hits_most)
                          : search::find(view, query, hits_most);
    });
    json results = json::array();
    for (const auto& hit : hits)
        results.push_back({{"kind", context.words.say("search.kind_" + hit.kind)},
                           {"url", hit.url},
                           {"title", hit.title},
                           {"snippet", {{"$html", hit.snippet.text()}}},
                           {"day", !hit.time_words.empty() ? hit.time_words
                                   : hit.day               ? context.words.day(*hit.day)
                                                           : ""}});
    const bool asked = !query.empty();
    const auto count = results.size();
    return {.view = "app/search",
            .model = {{"query", shortened(query, 200)},
                      {"asked", asked},
                      {"understood", understood_model(context, query, asked_time)},
                      {"found", count > 0},
                      {"count", count},
                      {"results", std::move(results)}},
            .title = asked ? context.words.say("search.title_for", {{"query", shortened(query, 60)}})
                           : context.words.say("search.title"),
            .section = "search"};
}

std::string own_path(const std::string* path)
{
    const bool own = path && path->starts_with('/') && !path->starts_with("//") &&
                     path->find('\\') == std::string::npos && is_clean_utf8(*path) &&
                     path->find_first_of("\r\n\t") == std::string::npos;
    return own ? *path : "/";
}

/// Where the reader came from: what the form says, else the browser; "/" when neither names a page of this town.
std::string way_back(const Context& context)
{
    if (const auto* back = context.request.query_value("back")) return own_path(back);
    const auto* referer = context.request.header("referer");
    if (!referer || !referer->starts_with(context.town.base_url + "/")) return "/";
    const std::string path = referer->substr(context.town.base_url.size());
    return own_path(&path);
}

/// Without fields the form; with fields it sets a cookie and goes back. A GET, because it changes nothing but the look and
/// must work from cached pages, which carry no token.
web::Response preferences_page(Context& context)
{
    const auto& request = context.request;
    if (request.query.empty() || (request.query.size() == 1 && request.query_value("back"))) {
        const auto& p = context.preferences;
        return context.show({.view = "app/preferences",
                             .model = {{"language_ru", p.language == language::Code::ru},
                                       {"language_en", p.language == language::Code::en},
                                       {"contrast", p.contrast},
                                       {"large", p.large_type},
                                       {"back", way_back(context)}},
                             .title = context.words.say("preferences.title"),
                             .section = "preferences"});
    }
    auto chosen = context.preferences;
    if (const auto* code = request.query_value("language"))
        chosen.language = language::parse_code(*code).value_or(chosen.language);
    if (const auto* contrast = request.query_value("contrast")) chosen.contrast = *contrast == "1";
    if (const auto* large = request.query_value("large")) chosen.large_type = *large == "1";
    context.set_cookie("view",
                       fmt::format("{}{}{}", language::to_text(chosen.language), chosen.contrast ? "c" : "",
                                   chosen.large_type ? "l" : ""),
                       std::chrono::days(365));
    return web::see_other(way_back(context));
}

web::Response robots(Context& context)
{
    return web::respond(
        200, "text/plain; charset=utf-8",
        "User-agent: *\nDisallow: /office/\nDisallow: /sign-in\nDisallow: /preferences\nDisallow: /search\nSitemap: " +
            context.town.base_url + "/sitemap.xml\n");
}

web::Response sitemap(Context& context)
{
    auto entries = context.read([&](View& view) {
        std::vector<SitemapEntry> all;
        for (const auto& feature : context.site.features()) {
            if (!feature.sitemap) continue;
            auto own = feature.sitemap(view);
            all.insert(all.end(), own.begin(), own.end());
        }
        return all;
    });
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";
    for (const auto& entry : entries) {
        xml += "<url><loc>" + web::escape_html(context.town.base_url + entry.path) + "</loc>";
        if (entry.changed.milliseconds > 0) xml += "<lastmod>" + iso_instant(entry.changed) + "</lastmod>";
        xml += "</url>\n";
    }
    return web::respond(200, "application/xml; charset=utf-8", xml + "</urlset>\n");
}

web::Response town_css(Context& context)
{
    auto response =
        web::respond(200, "text/css; charset=utf-8", fmt::format(":root{{--town:{}}}\n", context.town.colour));
    response.with("cache-control", "public, max-age=86400");
    return response;
}

web::Response emblem(Context& context)
{
    if (context.town.emblem.empty()) throw NotFound("emblem");
    auto response = web::respond(200, "image/svg+xml", context.town.emblem);
    response.with("cache-control", "public, max-age=3600")
        .with("content-security-policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
    return response;
}

/// Browsers ask for it beside any answer that is no page. The coat of arms, or a plain shield in the town's colour.
web::Response favicon(Context& context)
{
    if (!context.town.emblem.empty()) return emblem(context);
    auto response = web::respond(
        200, "image/svg+xml",
        fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 32 32\"><path d=\"M5 3h22v14c0 "
                    "6-5 10-11 12C10 27 5 23 5 17Z\" fill=\"{}\"/></svg>",
                    context.town.colour));
    response.with("cache-control", "public, max-age=3600");
    return response;
}

/// The town's sign on the screen of a phone: inside the circle that every system leaves of an icon.
web::Response icon(Context& context)
{
    const auto& town = context.town;
    const auto sign = town.emblem.empty()
                          ? fmt::format(
                                "<rect width=\"512\" height=\"512\" fill=\"{}\"/><path transform=\"translate(112 112) "
                                "scale(9)\" d=\"M5 3h22v14c0 6-5 10-11 12C10 27 5 23 5 17Z\" fill=\"#fff\"/>",
                                town.colour)
                          : fmt::format(
                                "<rect width=\"512\" height=\"512\" fill=\"#fff\"/><image x=\"116\" y=\"116\" "
                                "width=\"280\" height=\"280\" href=\"data:image/svg+xml;base64,{}\"/>",
                                outside::to_base64(town.emblem));
    auto response = web::respond(
        200, "image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 512 512\">" + sign + "</svg>");
    response.with("cache-control", "public, max-age=3600")
        .with("content-security-policy", "default-src 'none'; img-src data:; style-src 'unsafe-inline'; sandbox");
    return response;
}

/// By which a phone puts the portal on its screen (W3C Web Application Manifest); nothing of it is of another host.
web::Response manifest(Context& context)
{
    const auto& town = context.town;
    const auto sign = [&](const char* purpose) {
        return json{{"src", "/icon.svg"}, {"type", "image/svg+xml"}, {"sizes", "any"}, {"purpose", purpose}};
    };
    const json document = {{"id", "/"},
                           {"name", context.words.say("home.heading", {{"town", town.name}})},
                           {"short_name", town.name},
                           {"lang", language::to_text(context.words.code())},
                           {"start_url", "/"},
                           {"scope", "/"},
                           {"display", "minimal-ui"},
                           {"theme_color", town.colour},
                           {"background_color", "#ffffff"},
                           {"icons", json::array({sign("any"), sign("maskable")})}};
    auto response = web::respond(200, "application/manifest+json", document.dump(2));
    response.with("cache-control", "public, max-age=3600").with("vary", "cookie");
    return response;
}

web::Response plain(int status, std::string text)
{
    auto response = web::respond(status, "text/plain; charset=utf-8", std::move(text));
    response.with("cache-control", "no-store");
    return response;
}

web::Response readiness(Context& context)
{
    if (context.site.draining) return plain(503, "draining\n");
    context.site.database().read([](db::Session& session) { store::count_towns(session); });
    return plain(200, "ready\n");
}

web::Response metrics_page(Context& context)
{
    const auto& token = context.site.settings().metrics_token;
    const auto* sent = context.request.header("authorization");
    const bool local = context.request.peer == "127.0.0.1" || context.request.peer == "::1";
    if (token.empty() ? !local : !sent || !is_same_secret("Bearer " + token, *sent)) throw Forbidden("metrics");
    auto response = web::respond(200, "text/plain; version=0.0.4; charset=utf-8", metrics_text(context.site));
    response.with("cache-control", "no-store");
    return response;
}

web::Response openapi(Context& context)
{
    json document = {{"openapi", "3.1.0"},
                     {"info",
                      {{"title", "Veche — " + context.town.name},
                       {"version", "1"},
                       {"description", "Read models of the public pages: ask a page with Accept: application/json."}}},
                     {"servers", json::array({{{"url", context.town.base_url}}})},
                     {"paths", json::object()},
                     {"components", {{"schemas", json::object()}}}};
    for (const auto& feature : context.site.features()) {
        if (!feature.openapi) continue;
        const json part = feature.openapi();
        document["paths"].update(part.at("paths"));
        document["components"]["schemas"].update(part.at("schemas"));
    }
    return web::respond(200, "application/json; charset=utf-8", document.dump(2));
}

}  // namespace

Preferences preferences_of(const web::Request& request)
{
    Preferences preferences;
    // The cookie is "ru", "en", with c and l after it; on https its name has a prefix.
    const auto* view = request.cookie("__Host-view");
    if (!view) view = request.cookie("view");
    if (view && view->size() >= 2 && view->size() <= 4) {
        preferences.language = language::parse_code(std::string_view(*view).substr(0, 2)).value_or(language::Code::ru);
        preferences.contrast = view->find('c', 2) != std::string::npos;
        preferences.large_type = view->find('l', 2) != std::string::npos;
    }
    return preferences;
}

void mount_own_pages(Site&, Routes& routes)
{
    routes.page("/search", anyone, search_page).takes({"q", "as"}).takes_long();
    routes.get("/preferences", anyone, preferences_page);
    routes.get("/robots.txt", anyone, robots, Caching::page_cache);
    routes.get("/sitemap.xml", anyone, sitemap, Caching::page_cache);
    routes.get("/town.css", anyone, town_css);
    routes.get("/emblem.svg", anyone, emblem);
    routes.get("/favicon.ico", anyone, favicon);
    routes.get("/icon.svg", anyone, icon);
    routes.get("/manifest.webmanifest", anyone, manifest);
    routes.get("/healthz", anyone, [](Context&) { return plain(200, "ok\n"); });
    routes.get("/readyz", anyone, readiness);
    routes.get("/metrics", anyone, metrics_page);
    routes.get("/api/openapi.json", anyone, openapi, Caching::page_cache);
}

}  // namespace veche::app
