#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "app/actor.hpp"
#include "app/context.hpp"
#include "app/erasure/owner.hpp"
#include "app/figures/figure.hpp"
#include "app/occasions/occasions.hpp"
#include "web/server.hpp"

namespace veche::app {

enum class Caching {
    page_cache,
    /// The same; without a page cache it is made right in the server's loop while all it asks for is kept (Context::keep): handing such
    /// a page to a worker and back takes longer than making it.
    page_cache_of_kept,
    none,
};
inline bool is_cached(Caching caching)
{
    return caching != Caching::none;
}

/// One hung page or deed.
struct Route {
    enum class Kind { page, get, post };

    Kind kind = Kind::get;
    std::string pattern;
    Permission permission;
    Caching caching = Caching::none;
    std::function<Page(Context&)> page;              // Kind::page
    std::function<web::Response(Context&)> handler;  // the others
    web::BodyLimits limits;
    bool asks_token = true;  // of a deed: the form's CSRF token
    bool heavy = false;
    std::vector<std::string> parameters;

    /// The parameters of the query that shape the answer. A page that is kept for others is asked by these alone: all else in
    /// a query is neither part of its address nor seen by its handler.
    Route& takes(std::initializer_list<std::string_view> names)
    {
        parameters.insert(parameters.end(), names.begin(), names.end());
        return *this;
    }
    /// Takes long (drawing, a search, pictures): it waits for others like it, and pages do not wait for it.
    Route& takes_long()
    {
        heavy = true;
        return *this;
    }
};

/// Where features hang their pages. Patterns: "/plan/{year}", "/plan/{year}/lines/{id}.ics"; a {name} takes one segment or the
/// part of it up to a literal ending. Of several that match, the one with more literal text wins; the same pattern twice for
/// one method is a Bug at the start.
class Routes {
public:
    using PageHandler = std::function<Page(Context&)>;
    using Handler = std::function<web::Response(Context&)>;

    /// A public GET page: HTML, or its read model as JSON when Accept prefers application/json.
    virtual Route& page(std::string_view pattern, Permission permission, PageHandler handler,
                        Caching caching = Caching::page_cache) = 0;
    /// A GET that is not a page: feeds, files, redirects; and every page of the office. Public ones may be cached.
    virtual Route& get(std::string_view pattern, Permission permission, Handler handler,
                       Caching caching = Caching::none) = 0;
    /// A deed. The CSRF token has been checked before the handler runs.
    virtual Route& post(std::string_view pattern, Permission permission, Handler handler,
                        web::BodyLimits limits = {}) = 0;
    /// A deed that a machine does with nothing but its address, which is then the secret: no token, no cookie is asked for,
    /// and whatever it sends is read and dropped.
    /// For unsubscribing by a mail service (RFC 8058) and nothing else; the access test lists every one.
    virtual Route& post_without_token(std::string_view pattern, Permission permission, Handler handler) = 0;

protected:
    ~Routes() = default;
};

/// The words under which the rooms of the office stand, in this order. A group of which a person may see one entry is shown by its word.
enum class MenuGroup { home, plan, news, taking_part, bodies, keeping };

struct MenuEntry {
    std::string_view message;  // message id of its word
    std::string_view href;
    std::string_view section;  // Page::section that makes it current
    Permission permission;     // shown to those who may
    int order = 0;
    MenuGroup group = MenuGroup::home;  // of the office
};

/// Background work, at most one at a time per name: every `period`, for every town. Each job calls one command.
struct Periodic {
    std::string_view name;
    std::chrono::seconds period;
    std::function<void(Work&)> run;
};

/// Calls `handle` for each announcement of `kind`, once at least, in order per town; an exception means "later again".
struct Listener {
    std::string_view kind;
    std::string_view name;  // of the listener: its place in the queue
    std::function<void(Work&, const nlohmann::json& payload)> handle;
};

/// An address for /sitemap.xml; `path` begins with '/'.
struct SitemapEntry {
    std::string path;
    Instant changed{};
};

/// The face a feature shows to program/installation.cpp: features/x/feature.hpp has `app::Feature feature();`.
struct Feature {
    std::string_view name;
    std::function<void(Routes&)> mount;
    std::vector<MenuEntry> portal_menu;
    std::vector<MenuEntry> office_menu;
    std::vector<Periodic> periodic;
    std::vector<Listener> listeners;
    std::function<std::vector<SitemapEntry>(View&)> sitemap;
    /// What people can sign up for.
    std::vector<OccasionSource> occasions = {};
    std::vector<Figure> figures;
    /// What it does when rows of its tables are erased on a person's request.
    std::vector<erasure::Owner> erasing = {};
    /// Path, summary and schema of the read models, for /api/openapi.json.
    std::function<nlohmann::json()> openapi;
};

}  // namespace veche::app
