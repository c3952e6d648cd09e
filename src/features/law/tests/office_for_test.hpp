#pragma once

#include "app/erasure/erase.hpp"
#include "app/tests/house.hpp"
#include "features/law/feature.hpp"

namespace veche::law::test {

using app::test::Fields;

/// A town with two administrators, an organiser and a juror, who use the office.
struct Office : app::test::House {
    explicit Office(db::Database& database, std::vector<app::Feature> more = {})
        : House(database, with_law(std::move(more)),
                {app::test::town_named("yurga", 1), app::test::town_named("taiga", 2)})
    {
        using app::Role;
        actors["yurga:anna"] = app::test::staff({Role::administrator}, 71, "Анна");
        actors["yurga:boris"] = app::test::staff({Role::administrator}, 72, "Борис");
        actors["yurga:gleb"] = app::test::staff({Role::organiser}, 73, "Глеб");
        actors["yurga:semyon"] = app::test::staff({Role::juror}, 74, "Семён");
        actors["taiga:tanya"] = app::test::staff({Role::administrator}, 75, "Таня");
    }

    web::Response get(const std::string& who, const std::string& target, const std::string& host = "yurga.example")
    {
        return ask(app::test::with_cookie(app::test::get(target, host), "session", who));
    }
    web::Response post(const std::string& who, const std::string& path, Fields fields = {},
                       const std::string& host = "yurga.example")
    {
        fields.emplace_back("csrf", app::test::csrf_of(*this, who, "/office/law/days", host));
        return ask(app::test::with_cookie(app::test::post(path, std::move(fields), host), "session", who));
    }
    template <class Command>
    auto change(Command command, std::size_t town = 0)
    {
        std::optional<std::invoke_result_t<Command&, app::Work&>> result;
        site.change(towns[town], actors["yurga:anna"], [&](app::Work& work) {
            result.emplace(command(work));
            return result->has_value() ? db::Outcome::keep : db::Outcome::roll_back;
        });
        return std::move(*result);
    }
    std::string deeds()
    {
        std::string all;
        seal();
        database.read([&](db::Session& db) {
            db.each("SELECT deed FROM audit WHERE town_id = 1 ORDER BY number", {},
                    [&](db::Row& row) { all += row.next<std::string>() + " "; });
        });
        return all;
    }

private:
    static std::vector<app::Feature> with_law(std::vector<app::Feature> more)
    {
        more.push_back(feature());
        more.push_back(app::erasure::feature(days_of));
        return more;
    }
};

template <class Test>
void for_each_office(Test test)
{
    app::test::for_each_database([&](db::Database& database) {
        Office office(database);
        test(office);
    });
}

}  // namespace veche::law::test
