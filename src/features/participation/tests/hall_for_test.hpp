#pragma once

// A hall one may sign up for, on a house of the plan's tests.

#include "app/token.hpp"
#include "features/participation/entry/commands.hpp"
#include "features/participation/entry/store.hpp"
#include "features/participation/feature.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace veche::participation::test {

using plan::test::Browser;
using plan::test::Fields;
using plan::test::House;

inline Id<app::Occasion> occasion_of(const plan::Line& line, std::size_t index = 0)
{
    return Id<app::Occasion>(line.happenings.at(index).id.value());
}

/// The clock stands on 30 June 2021; the line is on 6 July.
struct Hall {
    explicit Hall(House& house, std::optional<int> seats, Queue queue = Queue::list) : house(house)
    {
        line = house.yurga.announced(plan::test::content("День города", "6 июля 2021 г., 12.00"));
        SignUp wanted;
        wanted.occasion = occasion();
        wanted.open = true;
        wanted.seats = seats;
        wanted.queue = queue;
        set(wanted);
    }

    void set(const SignUp& wanted)
    {
        const auto done = put(wanted);
        REQUIRE(done.has_value());
        sign_up = *done;
    }
    Result<SignUp> put(const SignUp& wanted)
    {
        return house.yurga.change(
            [&](app::Work& work) { return put_sign_up(work, app::get_for_update(work, wanted.occasion), wanted); });
    }
    Id<app::Occasion> occasion(std::size_t index = 0) const { return occasion_of(line, index); }
    SignUp kept()
    {
        return house.yurga.read(
            [&](app::View& view) { return store::find_sign_up(view.db, view.town.id, sign_up.occasion).value(); });
    }
    Application application(const std::string& name, int guests = 1)
    {
        Application one;
        one.contact = name;
        one.email = Email::parse(name + "@yurga.example").value();
        for (int i = 0; i < guests; ++i) one.guests.push_back({.name = name, .age = 30, .seat = {}});
        one.data_consent = true;
        return one;
    }
    Result<Entry> enter(const std::string& name, int guests = 1, const std::string& key = "")
    {
        return house.yurga.change([&](app::Work& work) {
            return participation::sign_up(work, sign_up.occasion, application(name, guests), key.empty() ? name : key);
        });
    }
    Entry entry(const std::string& key)
    {
        return house.yurga.read(
            [&](app::View& view) { return store::find_entry(view.db, view.town.id, app::token_hash(key)).value(); });
    }

    House& house;
    plan::Line line;
    SignUp sign_up;
};

template <class Test>
void for_each_house(Test test)
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [&](db::Database& database) {
        House house(database, {.portal_line = {portal_parts}, .office_line = {office_parts}}, {feature()});
        test(house);
    });
}

}  // namespace veche::participation::test
