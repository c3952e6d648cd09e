#pragma once

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "app/jobs.hpp"
#include "features/plan/tests/house_for_test.hpp"
#include "features/subscriptions/commands.hpp"
#include "features/subscriptions/feature.hpp"
#include "features/subscriptions/store.hpp"

namespace veche::subscriptions::test {

using plan::test::Browser;
using plan::test::Fields;
using plan::test::House;
using plan::test::TestTown;

struct Sent {
    std::string to, kind, subject, text, unsubscribe, stage;
    /// The secret of its link; "" when it has none.
    std::string token() const
    {
        const auto at = text.find("/subscriptions/");
        return at == std::string::npos ? "" : text.substr(at + 15, 43);
    }
    bool says(std::string_view words) const { return text.find(words) != std::string::npos; }
};

/// All that was ever queued in a town, or only of one kind, in the order of their making.
inline std::vector<Sent> letters(TestTown& town, const std::string& kind = "")
{
    return town.read([&](app::View& view) {
        return view.db.list(
            "SELECT recipient, kind, subject, body, unsubscribe, stage FROM letters WHERE town_id = :town"
            " AND (:kind = '' OR kind = :kind) ORDER BY made_at, recipient, id",
            {{"town", town.town.id}, {"kind", kind}}, [](db::Row& row) {
                Sent one;
                one.to = row.next<std::string>();
                one.kind = row.next<std::string>();
                one.subject = row.next<std::string>();
                one.text = row.next<std::string>();
                one.unsubscribe = row.next<std::string>();
                one.stage = row.next<std::string>();
                return one;
            });
    });
}

inline Email address(const std::string& name)
{
    return Email::parse(name + "@mail.example").value();
}

inline Choice everything()
{
    return {.weekly = true, .urgent = true, .kinds = {}, .places = {}, .audiences = {}};
}

inline Result<Stage> ask_for(TestTown& town, const std::string& name, Choice choice = everything(),
                             const std::string& peer = "192.0.2.1")
{
    const Wish wish{.email = address(name), .choice = std::move(choice), .data_consent = true};
    return town.change([&](app::Work& work) { return ask(work, wish, peer); });
}

/// Asked and confirmed; gives the link.
inline std::string subscriber(TestTown& town, const std::string& name, Choice choice = everything())
{
    // A town of many: not from one network.
    REQUIRE(ask_for(town, name, choice, name).has_value());
    std::string token;
    for (const auto& letter : letters(town, "subscriptions.confirm"))
        if (letter.to == address(name).text()) token = letter.token();
    REQUIRE(town.change([&](app::Work& work) { return confirm(work, token, choice); }).has_value());
    return token;
}

inline std::optional<Subscription> find(TestTown& town, const std::string& name)
{
    return town.read(
        [&](app::View& view) { return store::find_by_mailbox(view.db, view.town.id, address(name).folded()); });
}

/// The program's background work until there is none.
inline void work_off(House& house)
{
    app::Jobs jobs(house.site);
    while (jobs.run_once() > 0) {
    }
}

template <class Test>
void for_each_house(Test test)
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [&](db::Database& database) {
        House house(database, {}, {feature()});
        test(house);
    });
}

}  // namespace veche::subscriptions::test
