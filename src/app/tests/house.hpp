#pragma once

#include <doctest/doctest.h>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/audit.hpp"
#include "app/site.hpp"
#include "app/store.hpp"
#include "read_text.hpp"
#include "test_database.hpp"
#include "web/target.hpp"

namespace veche::app::test {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// 15 January 2027, 8:00 UTC.
inline constexpr Instant morning{1'800'000'000'000};

inline Town town_named(std::string slug, std::int64_t id, std::string_view zone = "Asia/Novokuznetsk")
{
    Town town;
    town.id = Id<Town>(id);
    town.slug = slug;
    town.name = "Город " + slug;
    town.host = slug + ".example";
    town.base_url = "http://" + slug + ".example";
    town.zone = language::Zone::find(zone).value();
    town.colour = "#0b5d66";
    return town;
}

/// The program without a server: features on a database, a clock that stands still until it is moved. A session cookie is a
/// word that `actors` knows; town by town, as in the program.
class House {
public:
    House(db::Database& database, std::vector<Feature> features, std::vector<Town> towns = {town_named("yurga", 1)},
          std::size_t page_cache_bytes = 0)
        : database(database), towns(std::move(towns)), site(made(std::move(features), page_cache_bytes))
    {}

    web::Response ask(web::Request request) { return site.handle(request); }
    /// The page cache first, as the server does it.
    web::Response ask_like_server(const web::Request& request)
    {
        const auto application = site.application();
        if (auto ready = application.ready(request); ready && request.method != web::Method::post) return *ready;
        return application.handle(web::Request(request));
    }
    std::int64_t audit_number(Id<Town> town = Id<Town>(1)) const
    {
        std::int64_t number = 0;
        database.read([&](db::Session& session) {
            number = store::audit_head(session, town).value().number + store::count_unsealed(session, town);
        });
        return number;
    }
    /// What Jobs does in the background.
    void seal(Id<Town> town = Id<Town>(1))
    {
        database.change([&](db::Session& tx) {
            audit::seal(tx, town, 1'000'000);
            return db::Outcome::keep;
        });
    }
    std::string audit_fault(Id<Town> town = Id<Town>(1)) const
    {
        std::string fault;
        database.read([&](db::Session& session) { fault = audit::verify(session, town); });
        return fault;
    }

    db::Database& database;
    std::vector<Town> towns;
    Instant now = morning;
    std::map<std::string, Actor, std::less<>> actors;  // by "slug:token"
    int touches = 0;
    bool needs_touch = false;
    Site site;

private:
    Site made(std::vector<Feature> features, std::size_t page_cache_bytes)
    {
        database.change([&](db::Session& tx) {
            for (const auto& town : towns) store::insert_town(tx, town, now);
            return db::Outcome::keep;
        });
        return Site(database, std::move(features),
                    {.key = Secret<>(std::string(32, 'k')),
                     .page_cache_bytes = page_cache_bytes,
                     .metrics_token = "",
                     .clock = [this] { return now; },
                     .identify = [this](View& view, std::string_view token) -> std::optional<Identified> {
                         const auto found = actors.find(view.town.slug + ":" + std::string(token));
                         if (found == actors.end()) return std::nullopt;
                         return Identified{found->second, needs_touch};
                     },
                     .touch_session = [this](Work&, std::string_view) { ++touches; },
                     .more_metrics = {},
                     .letters_key = Secret<>(std::string(32, 'm')),
                     .mail_set_up = true});
    }
};

/// What the server makes of "GET target" and its Host.
inline web::Request get(const std::string& target, const std::string& host = "yurga.example")
{
    web::Request request;
    request.method = web::Method::get;
    request.host = host;
    request.target = target;
    const auto mark = target.find('?');
    request.path = web::decode_path(target.substr(0, mark)).value();
    if (mark != std::string::npos)
        request.query = web::decode_pairs(target.substr(mark + 1), 50, &request.broken_query).value();
    request.headers.emplace_back("host", host);
    request.peer = "192.0.2.1";
    request.id = "request-7";
    return request;
}

inline web::Request post(const std::string& path, Fields fields = {}, const std::string& host = "yurga.example")
{
    web::Request request = get(path, host);
    request.method = web::Method::post;
    request.form = std::move(fields);
    return request;
}

inline web::Request with_cookie(web::Request request, std::string name, std::string value)
{
    request.cookies.emplace_back(std::move(name), std::move(value));
    return request;
}
inline web::Request with_header(web::Request request, std::string name, std::string value)
{
    request.headers.emplace_back(std::move(name), std::move(value));
    return request;
}
inline web::Request as_json(web::Request request)
{
    return with_header(std::move(request), "accept", "application/json");
}

inline std::string body_of(const web::Response& response)
{
    return response.shared ? response.shared->plain : response.text;
}
inline bool says(const web::Response& response, std::string_view text)
{
    return veche::test::without_typesetting(body_of(response)).find(text) != std::string::npos;
}
inline std::vector<std::string> headers_of(const web::Response& response, std::string_view name)
{
    std::vector<std::string> values;
    for (const auto& [key, value] : response.headers)
        if (key == name) values.push_back(value);
    return values;
}
/// "" when there is none; two of one name fail the test.
inline std::string header_of(const web::Response& response, std::string_view name)
{
    const auto values = headers_of(response, name);
    REQUIRE(values.size() <= 1);
    return values.empty() ? "" : values.front();
}
/// The value that the answer sets for a cookie; nothing when it sets none.
inline std::optional<std::string> cookie_of(const web::Response& response, std::string_view name)
{
    for (const auto& value : headers_of(response, "set-cookie"))
        if (value.starts_with(std::string(name) + "="))
            return value.substr(name.size() + 1, value.find(';') - name.size() - 1);
    return std::nullopt;
}

/// The token of whoever has this session: read from the first form the site shows.
inline std::string csrf_of(House& house, const std::string& session, const std::string& form_page,
                           const std::string& host = "yurga.example")
{
    const auto page = body_of(house.ask(with_cookie(get(form_page, host), "session", session)));
    constexpr std::string_view before = "name=\"csrf\" value=\"";
    const auto at = page.find(before);
    REQUIRE(at != std::string::npos);
    const auto from = at + before.size();
    return page.substr(from, page.find('"', from) - from);
}

inline Actor staff(Roles roles, std::int64_t account = 77, std::string name = "Глеб")
{
    return {.kind = Actor::Kind::staff, .account = Id<Account>(account), .name = std::move(name), .roles = roles};
}

/// The same test on every engine.
template <class Test>
void for_each_database(Test test)
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), std::move(test));
}

}  // namespace veche::app::test
