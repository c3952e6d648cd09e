#include "app/site.hpp"

#include <fmt/format.h>

#include "app/page_address.hpp"
#include "app/store.hpp"
#include "app/widget.hpp"
#include "core/embedded.hpp"
#include "core/errors.hpp"
#include "core/expect.hpp"
#include "core/percent.hpp"
#include "outside/file_store.hpp"
#include "outside/log.hpp"
#include "web/form.hpp"

namespace veche::app {

namespace {

/// `named`: what each template prints begins with a comment that names it. Partials stand in text only, so a comment may too.
std::map<std::string, std::string, std::less<>> template_sources(bool named)
{
    std::map<std::string, std::string, std::less<>> sources;
    for (const auto& file : embedded_files()) {
        if (!file.name.starts_with("views/") || !file.name.ends_with(".html")) continue;
        const std::string name(file.name.substr(6, file.name.size() - 11));
        sources.emplace(name, (named ? "<!-- " + name + " -->" : "") + std::string(file.content));
    }
    return sources;
}

/// An address as a header may hold it: what a path was decoded to is written in ASCII again, all else is left as it is.
std::string in_ascii(std::string_view address)
{
    std::string text;
    for (const char c : address) text += c > ' ' && c < '\x7f' ? std::string(1, c) : percent_encoded({&c, 1});
    return text;
}

/// What a browser must hold to, on every answer; an answer that has a stricter policy of its own keeps that one.
web::Response& protect(web::Response& response, const Town& town)
{
    for (auto& [name, value] : response.headers)
        if (name == "location") value = in_ascii(value);
    const bool own_policy = std::ranges::any_of(
        response.headers, [](const auto& header) { return header.first == "content-security-policy"; });
    if (!own_policy)
        response.with("content-security-policy",
                      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src "
                      "'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    response.with("x-content-type-options", "nosniff")
        .with("referrer-policy", "strict-origin-when-cross-origin")
        .with("permissions-policy", "camera=(), geolocation=(), microphone=()")
        .with("cross-origin-opener-policy", "same-origin");
    if (town.base_url.starts_with("https:")) response.with("strict-transport-security", "max-age=31536000");
    return response;
}

std::vector<MenuEntry> entries_of(const std::vector<Feature>& features, std::vector<MenuEntry> Feature::*menu)
{
    std::vector<MenuEntry> all;
    for (const auto& feature : features) all.insert(all.end(), (feature.*menu).begin(), (feature.*menu).end());
    std::ranges::stable_sort(all, {}, [](const MenuEntry& entry) { return std::pair(entry.group, entry.order); });
    return all;
}

/// For what is asked under no town's name: monitors, strangers.
const Town nowhere{};

}  // namespace

bool prefers_json(const web::Request& request)
{
    const auto* accept = request.header("accept");
    if (!accept) return false;
    const auto json = accept->find("application/json");
    const auto html = accept->find("text/html");
    return json != std::string::npos && (html == std::string::npos || json < html);
}

struct Site::Assets {
    std::map<std::string, web::SharedBody, std::less<>> plain;   // "main.css": asked for anew each time
    std::map<std::string, web::SharedBody, std::less<>> hashed;  // "main.0123….css": never changes
};

Site::Site(db::Database& database, std::vector<Feature> features, Settings settings)
    : database_(database),
      features_(std::move(features)),
      settings_(std::move(settings)),
      catalogues_(std::make_unique<language::Catalogues>(std::string(embedded("language/ru.mo")),
                                                         std::string(embedded("language/en.mo")))),
      templates_(std::make_unique<web::Templates>(template_sources(settings_.name_templates))),
      // A fifth of it is for addresses with parameters, of which there is no end.
      cache_(settings_.page_cache_bytes - settings_.page_cache_bytes / 5, settings_.page_cache_bytes / 5),
      kept_(settings_.kept_bytes),
      asset_bodies_(std::make_unique<Assets>())
{
    for (const auto& file : embedded_files()) {
        if (!file.name.starts_with("assets/")) continue;
        const std::string name(file.name.substr(7));
        const auto dot = name.rfind('.');
        const std::string hashed = name.substr(0, dot) + "." + std::string(file.hash) + name.substr(dot);
        const auto body =
            std::make_shared<const web::Body>(web::Body{std::string(file.content), std::string(file.gzip),
                                                        std::string(file.brotli), '"' + std::string(file.hash) + '"'});
        asset_bodies_->plain.emplace(name, body);
        asset_bodies_->hashed.emplace(hashed, body);
        assets_.emplace_back(name, "/assets/" + hashed);
    }
    for (const auto& [name, address] : assets_) {
        std::string key = name;
        std::ranges::replace(key, '.', '_');
        std::ranges::replace(key, '-', '_');
        asset_fields_.push_back({web::Key::of(key), web::Node::view(address)});
    }
    for (const auto& feature : features_)
        for (const auto& source : feature.occasions) occasions_.add(source);
    portal_menu_ = entries_of(features_, &Feature::portal_menu);
    office_menu_ = entries_of(features_, &Feature::office_menu);
    mount_own_pages(*this, router_);
    for (const auto& feature : features_)
        if (feature.mount) feature.mount(router_);
    // Before the towns are read, and every page: what is touched from here on is followed.
    database_.read([&](db::Session& session) { touches_.begin(session, std::chrono::steady_clock::now()); });
    towns_.reload(database_);
}

Site::~Site() = default;

web::Application Site::application()
{
    return {
        .limits =
            [this](const web::Request& request) {
                const auto match = router_.match(request.method, request.path);
                return match.route ? match.route->limits : web::BodyLimits{};
            },
        .ready = [this](const web::Request& request) { return ready(request); },
        .errand = [this](const web::Request& request) { return errand(request); },
        .admit = [this](const web::Request& request) { return admit(request); },
        .handle =
            [this](web::Request&& request) {
                const web::Request own = std::move(request);  // files that came with it go before the answer does
                return handle(own);
            },
        .explain = [this](const web::Request& request, int status) { return explain(request, status); },
        .refuse = [this](int status) { return refuse(status); },
    };
}

namespace {

/// Why a request got no further than the server itself.
std::string_view message_of(int status)
{
    switch (status) {
        case 403: return "error.csrf";
        case 408: return "error.too_slow";
        case 413: return "error.too_large";
        case 503: return "error.busy";
        default: return "error.bad_request";
    }
}

}  // namespace

web::Response Site::explain(const web::Request& request, int status)
{
    const auto town = towns_.find_host(request.host);
    const bool query = status == 400 && request.method != web::Method::post;
    return failure(request, town ? *town : nowhere, status, query ? "error.bad_query" : message_of(status));
}

/// Nothing is known of who asks, not even the language.
web::Response Site::refuse(int status)
{
    const auto message = message_of(status);
    auto response =
        web::respond(status, "text/plain; charset=utf-8",
                     words(language::Code::ru).say(message) + "\n" + words(language::Code::en).say(message) + "\n");
    if (status == 503) response.with("retry-after", "5");
    return protect(response.with("cache-control", "no-store"), nowhere);
}

web::Errand Site::errand(const web::Request& request)
{
    const auto match = router_.match(request.method, request.path);
    if (!match.route) return {};
    web::Errand errand{.key = {}, .heavy = match.route->heavy};
    const auto town = towns_.find_host(request.host);
    if (town && settings_.page_cache_bytes > 0 && is_cached(match.route->caching))
        errand.key = key_of(request, *town, match.route);
    return errand;
}

std::string Site::key_of(const web::Request& request, const Town& town, const Route* route) const
{
    if (has_own_address(request)) return page_key(request, town, now());
    if (!route || !is_cached(route->caching)) return {};
    return page_key(under_own_address(request, *route), town, now());
}

std::optional<web::Response> Site::asset(const web::Request& request) const
{
    const std::string_view name = std::string_view(request.path).substr(8);
    const auto hashed = asset_bodies_->hashed.find(name);
    const bool forever = hashed != asset_bodies_->hashed.end();
    const auto found = forever ? hashed : asset_bodies_->plain.find(name);
    if (!forever && found == asset_bodies_->plain.end()) return std::nullopt;
    web::Response response{.shared = found->second};
    response.with("content-type", name.ends_with(".css")     ? "text/css; charset=utf-8"
                                  : name.ends_with(".js")    ? "text/javascript; charset=utf-8"
                                  : name.ends_with(".svg")   ? "image/svg+xml"
                                  : name.ends_with(".woff2") ? "font/woff2"
                                  : name.ends_with(".png")   ? "image/png"
                                                             : "application/octet-stream");
    response.with("cache-control", forever ? "public, max-age=31536000, immutable" : "public, max-age=3600");
    return protect(response, nowhere);
}

std::optional<web::Response> Site::ready(const web::Request& request)
{
    if (request.path.starts_with("/assets/")) return asset(request);
    const auto ticket = cache_.ticket();
    const auto town = towns_.find_host(request.host);
    if (!town) return std::nullopt;
    if (settings_.page_cache_bytes == 0) return from_kept(request, *town, ticket);
    // Making a page, and compressing it, is a worker's business: the loop has thousands of others to serve.
    const Route* route = has_own_address(request) ? nullptr : router_.match(request.method, request.path).route;
    const auto key = key_of(request, *town, route);
    return key.empty() ? std::nullopt : cache_.find(key, now());
}

std::optional<web::Response> Site::from_kept(const web::Request& request, const Town& town,
                                             web::PageCache::Ticket ticket)
{
    auto match = router_.match(request.method, request.path);
    if (!match.route || match.route->caching != Caching::page_cache_of_kept) return std::nullopt;
    const Actor nobody;
    const auto own = under_own_address(request, *match.route);
    Context context(*this, own, town, nobody, preferences_of(own), now());
    context.parameters = std::move(match.parameters);
    context.kept_only = true;
    try {
        return run(*match.route, context, ticket);
    } catch (const Context::NotKept&) {
    } catch (const std::exception&) {  // not found, or worse: handle() says it properly
    }
    return std::nullopt;
}

namespace {

/// For the log: the pattern, not the path, for an invitation's path holds its token.
std::string pattern_of(const Router& router, const web::Request& request)
{
    const auto match = router.match(request.method, request.path);
    return match.route ? match.route->pattern : "none";
}

}  // namespace

web::Response Site::handle(const web::Request& request)
{
    const outside::LogRequest logged(request.id);
    // Before anything is looked at, the town itself included: a page made from what has changed since is not kept.
    const auto ticket = cache_.ticket();
    const auto town = towns_.find_host(request.host);
    if (!town && request.path != "/healthz" && request.path != "/readyz" && request.path != "/metrics")
        return failure(request, nowhere, 421, "error.unknown_host");
    const Town& here = town ? *town : nowhere;
    return guarded(request, here, [&] { return answer(request, here, ticket); });
}

web::Response Site::guarded(const web::Request& request, const Town& here, const std::function<web::Response()>& made)
{
    try {
        return made();
    } catch (const NotFound&) {
        return failure(request, here, 404, "error.not_found");
    } catch (const Forbidden&) {
        return failure(request, here, 403, "error.forbidden");
    } catch (const web::BadRequest& error) {
        outside::log(outside::LogLevel::info, "bad request",
                     {{"why", error.what()}, {"route", pattern_of(router_, request)}});
        return failure(request, here, 400, "error.bad_request");
    } catch (const outside::FilesAway&) {
        return failure(request, here, 503, "error.busy");
    } catch (const Unavailable& error) {
        outside::log(outside::LogLevel::warning, "unavailable", {{"why", error.what()}});
        return failure(request, here, 503, "error.busy");
    } catch (const db::Error& error) {
        outside::log(outside::LogLevel::error, "database",
                     {{"why", error.what()}, {"route", pattern_of(router_, request)}});
        const bool passing = error.cause() == db::Cause::disk_full || error.cause() == db::Cause::busy ||
                             error.cause() == db::Cause::connection;
        return failure(request, here, passing ? 503 : 500, passing ? "error.busy" : "error.ours");
    } catch (const std::exception& error) {
        outside::log(outside::LogLevel::error, "failed",
                     {{"why", error.what()}, {"route", pattern_of(router_, request)}});
        return failure(request, here, 500, "error.ours");
    }
}

/// There is no route of this method.
web::Response Site::no_route(const web::Request& request, const Town& town)
{
    if (router_.known_for_other_method(request.method, request.path))
        return failure(request, town, 405, "error.method");
    throw NotFound(request.path);
}

Actor Site::who_asks(const Route& route, const web::Request& request, const Town& town)
{
    Actor actor;
    Context probe(*this, request, town, actor, preferences_of(request), now());
    // A page that everybody sees alike does not look who asks.
    const auto* token = probe.cookie("session");
    if (!token || is_cached(route.caching) || !settings_.identify) return actor;
    const auto who = probe.read([&](View& view) { return settings_.identify(view, *token); });
    if (who) actor = who->actor;
    if (who && who->needs_touch)
        change(town, actor, [&](Work& work) {
            settings_.touch_session(work, *token);
            return db::Outcome::keep;
        });
    return actor;
}

web::Admission Site::admit(const web::Request& request)
{
    web::Admission admission;
    const auto town = towns_.find_host(request.host);
    const Town& here = town ? *town : nowhere;
    bool admitted = false;
    auto answer = guarded(request, here, [&] {
        if (!town) return failure(request, here, 421, "error.unknown_host");
        const auto match = router_.match(request.method, request.path);
        if (!match.route) return no_route(request, here);
        const auto actor = who_asks(*match.route, request, here);
        if (!match.route->permission.allows(actor)) throw Forbidden(std::string(match.route->permission.name));
        const Context context(*this, request, here, actor, preferences_of(request), now());
        if (match.route->asks_token)
            admission.token_holds = [own = context.own_token()](std::string_view sent) {
                return is_same_token(own, sent);
            };
        admitted = true;
        return web::Response{};
    });
    if (!admitted) admission.refused = std::move(answer);
    return admission;
}

web::Response Site::answer(const web::Request& asked, const Town& town, web::PageCache::Ticket ticket)
{
    auto match = router_.match(asked.method, asked.path);
    if (!match.route) return no_route(asked, town);
    const Route& route = *match.route;
    if (is_query_broken(asked, route)) return failure(asked, town, 400, "error.bad_query");
    std::optional<web::Request> own;
    if (is_cached(route.caching) && !has_own_address(asked)) own = under_own_address(asked, route);
    const web::Request& request = own ? *own : asked;
    const Actor actor = who_asks(route, request, town);
    Context context(*this, request, town, actor, preferences_of(request), now());
    context.parameters = std::move(match.parameters);

    if (!route.permission.allows(actor)) {
        if (actor.kind == Actor::Kind::anonymous && request.method != web::Method::post) {
            auto response = web::see_other("/sign-in?next=" + percent_encoded(request.path));
            return protect(response.with("cache-control", "no-store"), town);
        }
        throw Forbidden(std::string(route.permission.name));
    }
    if (request.method == web::Method::post && route.asks_token && !context.csrf_holds())
        return failure(request, town, 403, "error.csrf");
    context.must_record = route.permission.name != anyone.name;
    context.for_everybody = is_cached(route.caching);

    auto response = run(route, context, ticket);
    for (auto& [name, value] : context.new_headers) response.with(name, value);
    return response;
}

web::Response Site::run(const Route& route, Context& context, web::PageCache::Ticket ticket)
{
    const auto& request = context.request;
    const bool json = route.kind == Route::Kind::page && prefers_json(request);
    auto response =
        route.kind == Route::Kind::page ? render_page(context, route.page(context), json) : route.handler(context);
    protect(response, context.town);
    if (!is_cached(route.caching) || response.status != 200) return response;

    response.with("cache-control", "public, no-cache").with("vary", "Cookie, Accept");
    if (settings_.page_cache_bytes == 0 || !context.new_headers.empty()) return response;
    if (!response.shared) response.shared = web::make_body(std::move(response.text), 1);
    response.text.clear();
    auto topics = context.topics;
    for (auto& topic : topics) topic = id_text(context.town.id.value()) + "/" + topic;
    topics.push_back(id_text(context.town.id.value()) + "/town");
    cache_.store(page_key(request, context.town, context.now), response, topics, ticket, context.good_until);
    return response;
}

web::Response Site::render_page(Context& context, Page page, bool json)
{
    pages_rendered.fetch_add(1, std::memory_order_relaxed);
    if (json) return web::respond(page.status, "application/json; charset=utf-8", page.model.dump());
    std::string body = render_view(context, page);
    auto response =
        web::respond(page.status, "text/html; charset=utf-8", render_layout(context, page, std::move(body)));
    if (page.section == widget_section) response.with("content-security-policy", widget_policy);
    return response;
}

namespace {

/// "администратор, организатор": who passes by this role alone.
std::string names_of_those(const Permission& permission, const language::Words& words)
{
    std::string names;
    for (const auto role : all_roles) {
        const Actor one{.kind = Actor::Kind::staff, .roles = {role}};
        if (permission.allows(one))
            names += (names.empty() ? "" : ", ") + words.say(fmt::format("journal.value_{}", to_text(role)));
    }
    return names;
}

/// Staff stay in the office and are told who may.
Page forbidden_page(const Context& context, const Permission& permission)
{
    const auto& words = context.words;
    const auto text = permission.allows(context.actor)
                          ? words.say("error.staff_not_yours")
                          : words.say("error.staff_forbidden", {{"roles", names_of_those(permission, words)}});
    const auto heading = words.say("error.forbidden_heading");
    return {.view = "app/forbidden",
            .model = {{"heading", heading}, {"text", text}, {"back_href", "/office"}},
            .title = heading,
            .status = 403,
            .section = "office"};
}

Page error_page(const Context& context, int status, std::string_view message)
{
    const std::string heading = context.words.say(std::string(message) + "_heading");
    return {.view = "app/error",
            .model = {{"status", status},
                      {"heading", heading},
                      {"text", context.words.say(message)},
                      {"request_id", context.request.id},
                      {"home", "/"}},
            .title = heading,
            .status = status};
}

}  // namespace

web::Response Site::failure(const web::Request& request, const Town& town, int status, std::string_view message)
{
    errors.fetch_add(status >= 500, std::memory_order_relaxed);
    web::Response response;
    if (town.slug.empty()) {
        response = web::respond(status, "text/plain; charset=utf-8", words(language::Code::ru).say(message) + "\n");
    } else if (prefers_json(request)) {
        const nlohmann::json model = {{"error",
                                       {{"status", status},
                                        {"id", message},
                                        {"text", words(preferences_of(request).language).say(message)},
                                        {"request", request.id}}}};
        response = web::respond(status, "application/json; charset=utf-8", model.dump());
    } else {
        const auto match = router_.match(request.method, request.path);
        const bool of_office = message == "error.forbidden" && match.route && request.path.starts_with("/office");
        const Actor actor = of_office ? who_asks(*match.route, request, town) : Actor{};
        Context context(*this, request, town, actor, preferences_of(request), now());
        response = context.show(actor.is_staff() ? forbidden_page(context, match.route->permission)
                                                 : error_page(context, status, message));
    }
    if (status == 503) response.with("retry-after", "5");
    if (status == 405) response.with("allow", request.method == web::Method::post ? "GET, HEAD" : "POST");
    std::erase_if(response.headers, [](const auto& header) { return header.first == "cache-control"; });
    return protect(response.with("cache-control", "no-store"), town);
}

}  // namespace veche::app
