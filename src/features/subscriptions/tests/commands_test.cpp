#include "app/erasure/erase.hpp"
#include "features/law/feature.hpp"
#include "features/subscriptions/tests/subscribers.hpp"

namespace commands_test {

using namespace veche;
using namespace veche::subscriptions;
using namespace veche::subscriptions::test;
using namespace std::chrono_literals;

TEST_CASE("an address gets one letter, and nothing more until its owner confirms")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        REQUIRE(ask_for(town, "vera").has_value());
        CHECK(find(town, "vera")->stage == Stage::asked);
        REQUIRE(letters(town).size() == 1);
        const auto letter = letters(town).front();
        CHECK(letter.kind == "subscriptions.confirm");
        CHECK(letter.subject == "Юрга: подтвердите подписку на письма");
        CHECK(letter.says("нажмите «Подтвердить»:\nhttps://yurga.example/subscriptions/"));
        CHECK(letter.unsubscribe.empty());  // it is no subscription yet
        const auto done = town.change([&](app::Work& work) { return confirm(work, letter.token(), everything()); });
        REQUIRE(done.has_value());
        CHECK(find(town, "vera")->stage == Stage::confirmed);
        CHECK(find(town, "vera")->confirmed == town.now);
        CHECK(letters(town).size() == 1);
        // The secret itself is nowhere but in the letter.
        CHECK(town.read([&](app::View& view) {
            return view.db.value<std::int64_t>(
                "SELECT count(*) FROM subscription_links WHERE town_id = :town"
                " AND token_hash = :token",
                {{"town", view.town.id}, {"token", letter.token()}});
        }) == 0);
    });
}

TEST_CASE("a known address and an unknown one are answered alike, and no stranger changes a confirmed choice")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        subscriber(town, "vera");
        town.now = town.now + 11min;
        const auto known = ask_for(town, "vera", {.weekly = true, .urgent = false, .kinds = {"sport"}});
        const auto fresh = ask_for(town, "gleb");
        CHECK(known.has_value());
        CHECK(fresh.has_value());
        CHECK(find(town, "vera")->choice == everything());
        REQUIRE(letters(town, "subscriptions.known").size() == 1);
        const auto letter = letters(town, "subscriptions.known").front();
        CHECK(letter.to == "vera@mail.example");
        // Both links are of the same subscription.
        const auto done = town.change([&](app::Work& work) {
            return change_choice(work, letter.token(), {.weekly = true, .urgent = false, .kinds = {"sport"}});
        });
        REQUIRE(done.has_value());
        CHECK(find(town, "vera")->choice.kinds == std::vector<std::string>{"sport"});
        CHECK_FALSE(find(town, "vera")->choice.urgent);
    });
}

TEST_CASE("the same form sent twice is one letter; a mended choice is taken until it is confirmed")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        REQUIRE(ask_for(town, "vera").has_value());
        REQUIRE(ask_for(town, "vera", {.weekly = true, .urgent = false, .kinds = {}, .places = {"Двор"}}).has_value());
        CHECK(letters(town).size() == 1);
        CHECK(find(town, "vera")->choice.places == std::vector<std::string>{"Двор"});
        town.now = town.now + 10min;
        REQUIRE(ask_for(town, "vera").has_value());
        CHECK(letters(town).size() == 2);
        CHECK(find(town, "vera")->choice.places.empty());
    });
}

TEST_CASE("a mailbox is not flooded, however often strangers ask")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        for (int i = 0; i < 12; ++i) {
            REQUIRE(ask_for(town, "vera", everything(), "198.51.100." + std::to_string(i)).has_value());
            town.now = town.now + 11min;
        }
        int waiting = 0;
        for (const auto& letter : letters(town)) waiting += letter.stage == "waiting";
        CHECK(waiting >= 3);
        CHECK(waiting <= 7);  // three in any hour
    });
}

TEST_CASE("one network asks twenty times an hour, an IPv6 line counts as one, others ask freely")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        for (int i = 0; i < 20; ++i)
            REQUIRE(ask_for(town, "a" + std::to_string(i), everything(), "2001:db8::" + std::to_string(i + 1)));
        const auto refused = ask_for(town, "b", everything(), "2001:db8::ffff");
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().kind == RefusalKind::too_many);
        CHECK(refused.error().field.empty());
        CHECK_FALSE(find(town, "b"));
        CHECK(ask_for(town, "b", everything(), "2001:db8:1::1").has_value());
        town.now = town.now + 1h;
        CHECK(ask_for(town, "c", everything(), "2001:db8::1").has_value());
    });
}

TEST_CASE("what nobody confirms in seven days is gone, and its link with it")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        subscriber(town, "gleb");
        REQUIRE(ask_for(town, "vera").has_value());
        const auto token = letters(town, "subscriptions.confirm").back().token();
        const auto erase = [&] {
            town.change([](app::Work& work) {
                app::erasure::erase_old(work, law::days_of);
                return Result<bool>(true);
            });
        };
        town.now = town.now + 7 * 24h;
        CHECK_THROWS_AS(town.change([&](app::Work& work) { return confirm(work, token, everything()); }), NotFound);
        erase();
        CHECK(find(town, "vera"));
        town.now = town.now + 1ms;
        erase();
        CHECK_FALSE(find(town, "vera"));
        CHECK(find(town, "gleb"));
        CHECK(ask_for(town, "vera").has_value());  // and may ask anew
        CHECK(find(town, "vera")->stage == Stage::asked);
    });
}

TEST_CASE("ending it deletes the address, the choice and every link")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        const auto token = subscriber(town, "vera", {.weekly = true, .urgent = false, .kinds = {"sport"}});
        CHECK(town.change([&](app::Work& work) { return end(work, token); }).value());
        CHECK_FALSE(town.change([&](app::Work& work) { return end(work, token); }).value());
        CHECK(letters(town).empty());  // what waits goes no more, and no envelope keeps the address
        town.read([&](app::View& view) {
            CHECK(view.db.value<std::int64_t>("SELECT count(*) FROM subscriptions WHERE town_id = :town",
                                              {{"town", view.town.id}}) == 0);
            CHECK(view.db.value<std::int64_t>("SELECT count(*) FROM subscription_choices WHERE town_id = :town",
                                              {{"town", view.town.id}}) == 0);
            CHECK(view.db.value<std::int64_t>("SELECT count(*) FROM subscription_links WHERE town_id = :town",
                                              {{"town", view.town.id}}) == 0);
            return true;
        });
    });
}

TEST_CASE("a link of one town is not there in another, and neither is the address")
{
    for_each_house([](House& house) {
        const auto token = subscriber(house.yurga, "vera");
        CHECK_THROWS_AS(house.taiga.change([&](app::Work& work) { return confirm(work, token, everything()); }),
                        NotFound);
        CHECK_FALSE(house.taiga.change([&](app::Work& work) { return end(work, token); }).value());
        CHECK_FALSE(find(house.taiga, "vera"));
        CHECK(house.taiga.change([&](app::Work& work) { return delete_address(work, address("vera")); })
                  .error()
                  .message == "subscriptions.not_there");
        CHECK(find(house.yurga, "vera"));
    });
}

TEST_CASE("a mailbox that bounces is forgotten, with a trace that does not tell whose it was")
{
    for_each_house([](House& house) {
        auto& town = house.yurga;
        subscriber(town, "vera");
        house.change(town, [](app::Work& work) {
            work.announce("letter.bounced", {{"mailbox", "vera@mail.example"}, {"kind", "subscriptions.digest"}});
            return true;
        });
        work_off(house);
        CHECK_FALSE(find(town, "vera"));
        CHECK(town.deeds().back() == "subscriptions.forget_dead");
        CHECK(town.audit() == "");
    });
}

}  // namespace commands_test
