#pragma once

#include <doctest/doctest.h>
#include <unistd.h>

#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "app/search.hpp"
#include "app/tests/house.hpp"
#include "features/accounts/feature.hpp"
#include "features/bodies/feature.hpp"
#include "features/bodies/queries.hpp"
#include "features/bodies/store.hpp"

/// Two towns with the directory and nobody in it but staff.
namespace veche::bodies::test {

using namespace veche::app::test;

inline BodyContent content(std::string name, Kind kind = Kind::tos)
{
    BodyContent made;
    made.kind = kind;
    made.name = std::move(name);
    return made;
}

/// Where photographs lie, gone with the test. (A base, for the house is made with it.)
struct Pictures {
    Pictures() : path(std::filesystem::temp_directory_path() / ("veche-bodies-" + std::to_string(::getpid())))
    {
        std::filesystem::remove_all(path);
        media = std::make_shared<const app::Media>(outside::open_folder(path));
    }
    ~Pictures() { std::filesystem::remove_all(path); }
    std::filesystem::path path;
    std::shared_ptr<const app::Media> media;
};

class Directory : public Pictures, public House {
public:
    explicit Directory(db::Database& database, Neighbours neighbours = {})
        : House(
              database,
              {feature(std::move(neighbours), media), app::album::files(media, {photo_keepers()}), accounts::feature()},
              {town_named("yurga", 1), town_named("taiga", 2)}, 8 << 20)
    {
        boris = account("boris@yurga.example", "Борис", {app::Role::tos_chair});
        for (const auto& town : towns) {
            actors[town.slug + ":gleb"] = staff({app::Role::organiser}, 77, "Глеб");
            actors[town.slug + ":boris"] = staff({app::Role::tos_chair}, boris.value(), "Борис");
        }
    }

    template <class Command>
    auto change(Command command, std::size_t town = 0)
    {
        std::optional<std::invoke_result_t<Command&, app::Work&>> result;
        site.change(towns[town], actors.at(towns[town].slug + ":gleb"), [&](app::Work& work) {
            result.emplace(command(work));
            return result->has_value() ? db::Outcome::keep : db::Outcome::roll_back;
        });
        return std::move(*result);
    }
    template <class Query>
    auto read(Query query, std::size_t town = 0)
    {
        std::optional<std::invoke_result_t<Query&, app::View&>> result;
        database.read([&](db::Session& session) {
            app::View view(session, towns[town], actors.at(towns[town].slug + ":gleb"), now);
            result.emplace(query(view));
        });
        return std::move(*result);
    }

    Id<app::Account> account(const std::string& email, const std::string& name, app::Roles roles)
    {
        std::optional<Id<app::Account>> made;
        site.change(towns[0], {.kind = app::Actor::Kind::system, .account = {}, .name = "veche", .roles = {}},
                    [&](app::Work& work) {
                        made = accounts::create_account(work, Email::parse(email).value(), name, roles,
                                                        Secret<>("сорок кур вдоль оврага"))
                                   .value();
                        return db::Outcome::keep;
                    });
        return *made;
    }
    Result<Body> try_add(BodyContent what, std::size_t town = 0)
    {
        const Id<Body> id(site.ids().next(now));
        return change([&](app::Work& work) { return add_body(work, id, what); }, town);
    }
    Body add(const std::string& name, std::vector<std::string> others = {}, std::size_t town = 0)
    {
        auto what = content(name);
        what.other_names = std::move(others);
        return try_add(what, town).value();
    }
    Body get(Id<Body> id, std::size_t town = 0)
    {
        return read([&](app::View& view) { return get_body(view, id); }, town);
    }
    /// Whose name it is; "" when nobody's.
    std::string owner(const std::string& name, std::size_t town = 0)
    {
        return read(
            [&](app::View& view) {
                const auto id = store::find_name(view.db, view.town.id, folded_name(name));
                return id ? get_body(view, *id).content.name : std::string();
            },
            town);
    }
    std::vector<std::string> found(const std::string& words)
    {
        std::vector<std::string> titles;
        for (const auto& hit : read([&](app::View& view) { return app::search::find(view, words, 20); }))
            titles.push_back(hit.title);
        return titles;
    }

    web::Response page(const std::string& path, const std::string& who = "", const std::string& host = "yurga.example")
    {
        auto request = ::veche::app::test::get(path, host);
        return ask_like_server(who.empty() ? request : with_cookie(std::move(request), "session", who));
    }
    web::Response send(const std::string& path, Fields fields, const std::string& who = "gleb")
    {
        fields.emplace_back("csrf", csrf_of(*this, "gleb", "/office/bodies/new"));
        return ask(with_cookie(post(path, std::move(fields)), "session", who));
    }

    Id<app::Account> boris{};
};

template <class Test>
void for_each_directory(Test test)
{
    for_each_database([&](db::Database& database) {
        Directory directory(database);
        test(directory);
    });
}

}  // namespace veche::bodies::test
