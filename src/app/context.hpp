#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include <nlohmann/json.hpp>

#include "app/actor.hpp"
#include "app/town.hpp"
#include "app/work.hpp"
#include "core/errors.hpp"
#include "core/result.hpp"
#include "db/database.hpp"
#include "language/language.hpp"
#include "web/model.hpp"
#include "web/request.hpp"
#include "web/response.hpp"

namespace veche::app {

class Site;

/// How a visitor likes to see pages; kept in a cookie, no account needed.
struct Preferences {
    language::Code language = language::Code::ru;
    bool contrast = false;
    bool large_type = false;
};

/// A page before it is rendered: the read model is the JSON of the same address.
struct Page {
    std::string view;              // template, "plan/portal_year"
    nlohmann::json model;          // for the template and, with Accept: application/json, for machines
    std::string title;             // plain text, without the town's name
    std::string description = {};  // one sentence for search engines and previews
    int status = 200;
    std::string canonical = {};                // path; empty: the request's path
    std::string section = {};                  // which menu entry is current: "plan", "search", "office.plan"
    std::optional<web::WholeModel> made = {};  // pages asked for most: instead of `model`, without a tree of JSON
};

/// Everything a handler has. One per request, one thread.
class Context {
public:
    Context(Site& site, const web::Request& request, const Town& town, const Actor& actor,
            const Preferences& preferences, Instant now);

    Site& site;
    const web::Request& request;
    const Town& town;
    const Actor& actor;
    const Preferences preferences;
    const Instant now;
    const language::Words& words;

    /// A {name} of the route's pattern. Not there is a bug.
    const std::string& path(std::string_view name) const;
    /// The same as a key; another spelling is NotFound.
    template <class Of>
    Id<Of> path_id(std::string_view name) const
    {
        const auto id = parse_id<Of>(path(name));
        if (!id) throw NotFound(std::string(name));
        return *id;
    }

    /// Runs a query on a reader connection and gives back what it returns.
    template <class Query>
    auto read(Query query) -> std::invoke_result_t<Query&, View&>
    {
        std::optional<std::invoke_result_t<Query&, View&>> result;
        read_now([&](View& view) { result.emplace(query(view)); });
        return std::move(*result);
    }

    /// A value made from the town's records and kept until one of its topics is touched: many pages are made from one
    /// reading. `query` is called when there is none, with a View; T has `std::size_t bytes() const`. The name tells what
    /// the value depends on beside the records: "plan/2021/ru". Nothing personal: everybody is given the same.
    template <class T, class Query>
    std::shared_ptr<const T> keep(std::string_view name, Query query)
    {
        const auto make = [&](View& view) -> Keepsake {
            auto value = std::make_shared<const T>(query(view));
            const std::size_t bytes = value->bytes();
            return {std::move(value), bytes};
        };
        return std::static_pointer_cast<const T>(
            keep_now(std::string(typeid(T).name()) + '/' + std::string(name), make));
    }

    /// Runs a command; returns after the commit is durable. The command returns a Result: a refusal rolls back.
    template <class Command>
    auto change(Command command) -> std::invoke_result_t<Command&, Work&>
    {
        std::optional<std::invoke_result_t<Command&, Work&>> result;
        change_now([&](Work& work) {
            result.emplace(command(work));
            return result->has_value() ? db::Outcome::keep : db::Outcome::roll_back;
        });
        return std::move(*result);
    }

    /// HTML of a page nobody else may see (no-store): office, forms, errors.
    web::Response show(const Page& page);
    /// 303 with a sentence that the next page shows once: beside the thing that the fragment of `path` names ("/x#line-7"), if that
    /// page asks for it with flash_at("line-7"), else on top. `count`: for a sentence that counts ("Объявлено: 3 строки").
    web::Response go(std::string_view path, std::string_view flash_message_id = {},
                     std::optional<std::int64_t> count = {});
    /// The sentence that was left for the thing with this id on this page; "" when none was. Whatever no part of the page asks for is said
    /// on top of it. Never on a page that is kept for everybody: the sentence waits for the next page of one reader.
    std::string flash_at(std::string_view id);

    /// Whether the visitor is a program that asked a page for its read model (Accept: application/json).
    bool wants_json() const;

    /// Session cookie handling of features/accounts.
    void set_cookie(std::string_view name, std::string_view value, std::chrono::seconds lifetime);
    const std::string* cookie(std::string_view name) const;
    /// The token that every form of this visitor carries in the field "csrf".
    std::string csrf();
    /// Whether the request's "csrf" field is that token; the site asks before any POST handler runs.
    bool csrf_holds() const;
    /// The token of the visitor the request comes from; nothing when it brought no cookie.
    std::optional<std::string> own_token() const;

    std::vector<std::pair<std::string, std::string>> parameters;   // filled by the router
    std::vector<std::string> topics;                               // of all reads, for the page cache
    std::optional<Instant> good_until;                             // the soonest of all reads, for the page cache
    std::vector<std::pair<std::string, std::string>> new_headers;  // added to the response
    /// In the server's loop nothing may be read from the database: keep() of what is not kept, or read(), throws NotKept.
    bool kept_only = false;
    struct NotKept {};
    /// The route asks for a permission: what staff do behind it leaves a trace (Work::record). Signing in and out are
    /// open to anyone and decide themselves what they record.
    bool must_record = false;
    /// The page is kept and given to everybody: nothing in it is about its reader.
    bool for_everybody = false;

    /// What is left of the sentence for the top of the page (the layout).
    std::string take_flash();

private:
    struct Keepsake {
        std::shared_ptr<const void> value;
        std::size_t bytes = 0;
    };
    std::shared_ptr<const void> keep_now(const std::string& name, const std::function<Keepsake(View&)>& make);
    void read_now(const std::function<void(View&)>& query);
    void soonest(std::optional<Instant> until);
    void change_now(const std::function<db::Outcome(Work&)>& command);

    struct Flash {
        std::string words, at;
    };
    /// Read once, and then gone from the visitor. Only sentences of the catalogue are ever shown, whoever wrote the cookie.
    Flash& flash();

    std::string visitor_;  // a new one, when the request brought none
    std::optional<Flash> flash_;
};

/// Compared in constant time.
bool is_same_token(const std::optional<std::string>& own, std::string_view sent);

}  // namespace veche::app
