#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "app/feature.hpp"
#include "app/ids.hpp"
#include "app/router.hpp"
#include "app/touches.hpp"
#include "app/town.hpp"
#include "core/secret.hpp"
#include "db/database.hpp"
#include "language/language.hpp"
#include "web/page_cache.hpp"
#include "web/server.hpp"
#include "web/template.hpp"

namespace veche::app {

/// How a session cookie becomes an Actor; features/accounts knows, program/installation.cpp wires it.
struct Identified {
    Actor actor;
    bool needs_touch = false;  // the session's last-seen time is old
};
using Identify = std::function<std::optional<Identified>(View&, std::string_view token)>;
using TouchSession = std::function<void(Work&, std::string_view token)>;
using Clock = std::function<Instant()>;

/// The towns of the installation, read once and again when one changes. Thread-safe.
class Towns {
public:
    using Snapshot = std::shared_ptr<const std::vector<Town>>;

    void reload(db::Database& database);
    Snapshot all() const;
    std::shared_ptr<const Town> find_host(std::string_view host) const;
    std::shared_ptr<const Town> find_slug(std::string_view slug) const;

private:
    mutable std::shared_mutex mutex_;
    Snapshot towns_ = std::make_shared<const std::vector<Town>>();
};

/// The program behind the server: all towns, all features, one route table.
class Site {
public:
    struct Settings {
        Secret<> key;                             // 32 bytes: CSRF tokens
        std::size_t page_cache_bytes = 64 << 20;  // 0: no page cache (benchmarks)
        std::size_t kept_bytes = 64 << 20;        // of Context::keep; 0: everything is read anew (benchmarks)
        std::string metrics_token;                // /metrics asks for it as a bearer token; "": loopback peers only
        Clock clock;
        Identify identify;
        TouchSession touch_session;
        std::function<std::string()> more_metrics;  // of the server
        Secret<> letters_key = {};                  // 32 bytes: marks of letters, links in them
        bool mail_set_up = false;                   // letters leave
        bool name_templates = false;                // in comments of the pages that they print
    };

    Site(db::Database& database, std::vector<Feature> features, Settings settings);
    ~Site();

    /// What web::Server calls. `this` must outlive it.
    web::Application application();
    /// Everything application().handle does, without a server: the edge tests call it.
    web::Response handle(const web::Request& request);

    db::Database& database() { return database_; }
    const Settings& settings() const { return settings_; }
    Towns& towns() { return towns_; }
    Ids& ids() { return ids_; }
    const Router& router() const { return router_; }
    const std::vector<Feature>& features() const { return features_; }
    /// Of all features: for the View or Work of who makes one without Context.
    const Occasions& occasions() const { return occasions_; }
    const web::Templates& templates() const { return *templates_; }
    const language::Words& words(language::Code code) const { return catalogues_->words(code); }
    web::PageCache& cache() { return cache_; }
    web::TopicCache& kept() { return kept_; }
    /// "/assets/main.0123456789abcdef.css" for "main.css".
    const std::vector<std::pair<std::string, std::string>>& assets() const { return assets_; }
    /// The same for templates: {{assets.main_css}}.
    web::Node assets_model() const { return web::Node::object(asset_fields_); }
    /// All features' entries in their order.
    const std::vector<MenuEntry>& portal_menu() const { return portal_menu_; }
    const std::vector<MenuEntry>& office_menu() const { return office_menu_; }
    Instant now() const { return settings_.clock(); }
    /// Runs a command of the program itself (jobs, command line) in a town.
    void change(const Town& town, const Actor& actor, const std::function<db::Outcome(Work&)>& command);
    /// The topics that other processes touched since the last call are dropped. One thread calls it (app/jobs.hpp).
    void follow_touches();
    std::atomic<bool> draining{false};

    std::atomic<std::int64_t> pages_rendered{0};
    std::atomic<std::int64_t> errors{0};
    std::atomic<std::int64_t> letters_sent{0}, letters_bounced{0};
    /// The mail server takes addresses with any letters before @ (RFC 6531): the sender of letters hears it in its greeting.
    std::atomic<bool> letters_to_any_name{false};

private:
    web::Response answer(const web::Request& asked, const Town& town, web::PageCache::Ticket ticket);
    web::Response guarded(const web::Request& request, const Town& here, const std::function<web::Response()>& made);
    web::Response no_route(const web::Request& request, const Town& town);
    Actor who_asks(const Route& route, const web::Request& request, const Town& town);
    web::Admission admit(const web::Request& request);
    web::Response explain(const web::Request& request, int status);
    web::Response refuse(int status);
    web::Errand errand(const web::Request& request);
    std::string key_of(const web::Request& request, const Town& town, const Route* route) const;
    web::Response run(const Route& route, Context& context, web::PageCache::Ticket ticket);
    web::Response render_page(Context& context, Page page, bool json);
    web::Response failure(const web::Request& request, const Town& town, int status, std::string_view message);
    std::optional<web::Response> ready(const web::Request& request);
    std::optional<web::Response> from_kept(const web::Request& request, const Town& town,
                                           web::PageCache::Ticket ticket);
    std::optional<web::Response> asset(const web::Request& request) const;
    void drop(const Town& town, std::vector<std::string> topics);
    void reload_towns();
    void prune_touches(std::chrono::steady_clock::time_point now);

    db::Database& database_;
    std::vector<Feature> features_;
    Occasions occasions_;
    Settings settings_;
    Towns towns_;
    Ids ids_;
    Router router_;
    std::unique_ptr<language::Catalogues> catalogues_;
    std::unique_ptr<web::Templates> templates_;
    web::PageCache cache_;
    web::TopicCache kept_;
    std::vector<std::pair<std::string, std::string>> assets_;
    std::vector<web::Field> asset_fields_;
    std::vector<MenuEntry> portal_menu_, office_menu_;
    struct Assets;
    std::unique_ptr<Assets> asset_bodies_;
    Touches touches_;
    std::vector<std::string> pending_;  // topics of touches that were found and are not followed yet
    bool towns_stale_ = false;          // the same of the towns; both of the thread of follow_touches()
    std::int64_t pruned_up_to_ = 0;
};

/// The page's template over its read model.
std::string render_view(const Context& context, const Page& page);
/// The layout around a rendered body (app/views/layout_*.html); in layout.cpp.
std::string render_layout(Context& context, const Page& page, std::string body);

/// The routes that belong to no feature: /search, /preferences, /robots.txt, /sitemap.xml, /healthz, /metrics, settings…
void mount_own_pages(Site& site, Routes& routes);

/// Accept names application/json, and not text/html before it.
bool prefers_json(const web::Request& request);

Preferences preferences_of(const web::Request& request);

}  // namespace veche::app
