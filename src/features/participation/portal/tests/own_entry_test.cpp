// What a person can do with an entry by its link: answer an offered seat, write down other people, show the ticket.

#include <doctest/doctest.h>

#include "app/token.hpp"
#include "features/participation/tests/letter_hall_for_test.hpp"

namespace own_entry_test {

using namespace veche;
using namespace veche::participation;
using namespace veche::participation::test;
using namespace std::chrono_literals;

namespace {

struct OfferingHall : Hall {
    OfferingHall(House& house, int seats, int hours) : Hall(house, seats)
    {
        SignUp wanted = sign_up;
        wanted.offer_hours = hours;
        set(wanted);
    }
    void cancel(const std::string& key)
    {
        REQUIRE(house.yurga.change([&](app::Work& work) { return cancel_by_hash(work, app::token_hash(key)); })
                    .has_value());
    }
    Result<Entry> accept(const std::string& key)
    {
        return house.yurga.change([&](app::Work& work) { return accept_by_hash(work, app::token_hash(key)); });
    }
    std::int64_t end_late()
    {
        std::int64_t ended = 0;
        house.change(house.yurga, [&](app::Work& work) {
            ended = end_late_offers(work);
            return true;
        });
        return ended;
    }
    std::size_t taken()
    {
        return house.yurga.read(
            [&](app::View& view) { return store::taken_seats(view.db, view.town.id, sign_up.occasion).size(); });
    }
    Result<Entry> change(const std::string& key, std::vector<Guest> guests, bool child_consent = false)
    {
        Application wanted = application(key);
        wanted.guests = std::move(guests);
        wanted.child_consent = child_consent;
        return house.yurga.change([&](app::Work& work) { return change_by_hash(work, app::token_hash(key), wanted); });
    }
};

}  // namespace

TEST_CASE("a freed seat is offered for its hours, is nobody else's meanwhile, and goes on to the next")
{
    for_each_house([](House& house) {
        OfferingHall hall(house, 1, 24);
        REQUIRE(hall.enter("anna")->stage == Stage::accepted);
        REQUIRE(hall.enter("boris")->stage == Stage::waiting);
        REQUIRE(hall.enter("vera")->stage == Stage::waiting);
        CHECK(hall.accept("boris").error().message == "participation.no_offer");
        hall.cancel("anna");
        CHECK(hall.entry("boris").stage == Stage::offered);
        CHECK(hall.entry("boris").offer_until == house.yurga.now + 24h);
        CHECK(hall.entry("vera").stage == Stage::waiting);
        CHECK(hall.taken() == 1);
        CHECK(hall.enter("gleb")->stage == Stage::waiting);  // the seat is kept for Boris
        CHECK(hall.end_late() == 0);
        house.yurga.now = house.yurga.now + 24h;
        CHECK(hall.accept("boris").error().message == "participation.offer_over");
        CHECK(hall.end_late() == 1);
        CHECK(hall.end_late() == 0);
        CHECK(hall.entry("boris").stage == Stage::cancelled);
        CHECK(hall.entry("vera").stage == Stage::offered);
        CHECK(hall.accept("vera")->stage == Stage::accepted);
        CHECK(hall.accept("vera")->stage == Stage::accepted);  // pressed twice
        CHECK(hall.accept("boris").error().message == "participation.entry_over");
        CHECK(hall.enter("boris", 1, "second form")->number == 5);  // signs up anew, at the end
        house.yurga.now = house.yurga.now + 24h;
        CHECK(hall.end_late() == 0);
        CHECK(hall.entry("vera").stage == Stage::accepted);
    });
}

TEST_CASE("an offer never outlives the closing, and with less than an hour left the seat is given at once")
{
    SignUp sign_up;
    sign_up.offer_hours = 24;
    const Instant now{1'000'000'000};
    CHECK(offer_end(sign_up, now) == now + 24h);
    sign_up.closes = now + 5h;
    CHECK(offer_end(sign_up, now) == now + 5h);
    sign_up.closes = now + 59min;
    CHECK(offer_end(sign_up, now) == std::nullopt);
    sign_up.closes.reset();
    sign_up.offer_hours = 0;
    CHECK(offer_end(sign_up, now) == std::nullopt);
}

TEST_CASE("other people in the same entry: the number and the first seats stay, what is too much is refused")
{
    for_each_house([](House& house) {
        OfferingHall hall(house, 3, 0);
        REQUIRE(hall.enter("anna", 2).has_value());
        REQUIRE(hall.enter("boris").has_value());
        REQUIRE(hall.enter("vera")->stage == Stage::waiting);
        const Guest masha{.name = "Маша", .age = 9, .seat = {}}, olga{.name = "Ольга", .age = 40, .seat = {}};
        CHECK(hall.change("anna", {olga, masha}).error().message == "participation.child_consent_needed");
        CHECK(hall.change("anna", {olga, olga, olga}).error().field == "name-3");
        CHECK(hall.change("anna", {}).error().message == "participation.no_guests");
        const auto changed = hall.change("anna", {masha}, true);
        REQUIRE(changed.has_value());
        CHECK(changed->number == 1);
        CHECK(hall.entry("anna").guests == std::vector<Guest>{{.name = "Маша", .age = 9, .seat = 1, .position = 2}});
        CHECK(hall.entry("anna").child_consent == "anna");
        CHECK(hall.entry("vera").stage == Stage::accepted);  // the seat that became free
        CHECK(hall.entry("vera").guests[0].seat == 2);
        CHECK(hall.change("vera", {olga}).has_value());
        CHECK(hall.entry("vera").child_consent.empty());
        hall.cancel("boris");
        CHECK(hall.change("vera", {olga, olga}).has_value());
        CHECK(hall.entry("vera").guests[0].seat == 2);
        CHECK(hall.entry("vera").guests[1].seat == 3);
        CHECK(hall.taken() == 3);
        CHECK(hall.change("boris", {olga}).error().message == "participation.entry_over");
    });
}

TEST_CASE(
    "from one network twenty people have a place at once, the others when they answer the letter, and a stranger never")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.open(hall.occasion(), 60);
        for (int i = 0; i < 4; ++i) hall.enter("family" + std::to_string(i), 0, "library", 5);
        CHECK(hall.entry("family3").stage == Stage::accepted);
        CHECK(hall.enter("elsewhere", 0, "home").stage == Stage::accepted);
        CHECK(hall.enter("clerk").stage == Stage::accepted);  // by the office, or where nothing is counted
        for (int i = 0; i < 40; ++i) hall.enter("nobody" + std::to_string(i), 0, "library");
        CHECK(hall.kept().taken == 22);
        const auto vera = hall.enter("vera", 0, "library");
        CHECK(vera.stage == Stage::unconfirmed);
        CHECK(vera.confirm_by == house.yurga.now + 24h);
        const auto letters = hall.letters();
        CHECK(letters.back().kind == "participation.confirm");
        CHECK(letters.back().attachments == "[]");
        // The form's own link shows it, and confirms nothing.
        Browser stranger(house), reader(house);
        const auto by_form = "/sign-ups/" + app::random_token().reveal();
        CHECK(hall.change_key("vera", by_form.substr(10)));
        stranger.get(by_form);
        CHECK(stranger.says("Подтвердите запись по ссылке из письма"));
        CHECK_FALSE(stranger.says("Подтверждаю запись"));
        stranger.post(by_form + "/acceptance", {});
        CHECK(stranger.status() == 422);
        CHECK(stranger.says("только по ссылке из письма"));
        const auto by_letter = "/sign-ups/" + letter_key(secret, house.yurga.town.id, vera.id);
        reader.get(by_letter);
        CHECK(reader.says("Подтверждаю запись"));
        reader.post(by_letter + "/acceptance", {});
        CHECK(reader.status() == 303);
        reader.get(by_letter);
        CHECK(reader.says("<h1>Ждём вас</h1>"));
        reader.post(by_letter + "/acceptance", {});  // pressed twice
        CHECK(reader.status() == 303);
        CHECK(hall.kept().taken == 23);
        CHECK(hall.kinds_and_names() == std::vector<std::string>{"accepted vera"});
        // Nobody answers for the others: they end, tell nobody, and where they came from is forgotten.
        house.yurga.now = house.yurga.now + 25h;
        CHECK(hall.letters().empty());
        CHECK(hall.entry("nobody7").stage == Stage::cancelled);
        CHECK(hall.kept().taken == 23);
        CHECK(house.yurga.read([](app::View& view) {
            return view.db.value<std::int64_t>("SELECT count(*) FROM participation_entries WHERE network <> ''");
        }) == 0);
        CHECK(hall.enter("next", 0, "library").stage == Stage::accepted);  // another day
    });
}

TEST_CASE("the form on the portal counts the networks it is sent from")
{
    for_each_house([](House& house) {
        Hall hall(house, 60);
        const auto page = "/sign-up/" + to_text(hall.sign_up.occasion);
        for (int i = 0; i < 21; ++i) {
            Browser one(house);
            one.get(page);
            const auto key = one.between("name=\"key\" value=\"", "\"");
            const auto name = "guest" + std::to_string(i);
            one.post(page, {{"contact", name},
                            {"email", name + "@mail.example"},
                            {"phone", ""},
                            {"group", ""},
                            {"name-1", name},
                            {"age-1", "30"},
                            {"key", key},
                            {"rows", "1"},
                            {"data_consent", "1"}});
            REQUIRE(one.location() == "/sign-ups/" + key);
        }
        CHECK(hall.kept().taken == 20);
    });
}

TEST_CASE("the guest's page: a ticket, other people, an offer to answer")
{
    for_each_house([](House& house) {
        OfferingHall hall(house, 1, 24);
        const std::string key(43, 'a'), other(43, 'b');
        REQUIRE(hall.enter("anna", 1, key).has_value());
        REQUIRE(hall.enter("boris", 1, other).has_value());
        Browser anna(house), boris(house);
        const auto page = "/sign-ups/" + key;
        anna.get(page);
        CHECK(anna.says("/ticket.svg"));
        anna.get(page + "/ticket.svg");
        CHECK(anna.header("content-type") == "image/svg+xml");
        CHECK(anna.text().find("secret") == std::string::npos);
        anna.get(page + "/guests");
        CHECK(anna.says("value=\"anna\""));
        CHECK_FALSE(anna.says("name=\"email\""));
        const Fields form = {{"contact", "Анна"}, {"phone", ""}, {"group", ""}, {"name-1", "Ольга"},
                             {"age-1", "сорок"},  {"key", key},  {"rows", "1"}};
        anna.post(page + "/guests", form);
        CHECK(anna.status() == 422);
        CHECK(anna.says("value=\"сорок\""));
        auto good = form;
        good[4].second = "40";
        anna.post(page + "/guests", good);
        CHECK(anna.location() == page + "#who");
        anna.get(page);
        CHECK(anna.says("Ольга"));
        CHECK(anna.between("id=\"who\"", "Ольга").find("Изменения сохранены.") != std::string::npos);
        boris.get("/sign-ups/" + other);
        CHECK_FALSE(boris.says("/ticket.svg"));
        boris.get("/sign-ups/" + other + "/ticket.svg");
        CHECK(boris.status() == 404);
        boris.get("/sign-ups/" + other);
        boris.post("/sign-ups/" + other + "/acceptance", {});
        CHECK(boris.status() == 422);
        CHECK(boris.says("Место ещё не освободилось."));
        anna.get(page);
        anna.post(page + "/cancellation", {});
        boris.get("/sign-ups/" + other);
        CHECK(boris.says("Для вас освободилось место. Ответьте до 1 июля"));
        boris.post("/sign-ups/" + other + "/acceptance", {});
        CHECK(boris.location() == "/sign-ups/" + other);
        boris.get("/sign-ups/" + other);
        CHECK(boris.says("<h1>Ждём вас</h1>"));
    });
}

TEST_CASE("a colleague writes down who called: no crowd, no letter of confirmation, and the entry says so")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        Browser gleb(house, "Глеб"), boris(house, "Борис");
        const auto list = "/office/occasions/" + to_text(hall.occasion()) + "/sign-up";
        gleb.get(list);
        CHECK(gleb.says(list + "/new"));
        gleb.get(list + "/new");
        CHECK(gleb.says("Человек согласился"));
        Fields form = {{"key", std::string(43, 'k')},
                       {"rows", "1"},
                       {"contact", "Мария Ежова"},
                       {"phone", "4-12-34"},
                       {"name-1", "Мария Ежова"},
                       {"age-1", "75"},
                       {"email", ""},
                       {"group", ""}};
        gleb.post(list + "/new", form);
        CHECK(gleb.status() == 422);
        form.emplace_back("data_consent", "1");
        gleb.post(list + "/new", form);
        CHECK(gleb.location() == list);
        gleb.get(list);
        CHECK(gleb.says("Мария Ежова"));
        CHECK(gleb.says("Записали сотрудники"));
        gleb.post(list + "/new", form);  // pressed twice
        CHECK(hall.kept().last_number == 1);
        hall.ask_the_organiser(hall.occasion());
        for (auto& [name, value] : form) {
            if (name == "key") value = std::string(43, 'l');
            if (name == "phone") value = "4-12-35";
        }
        gleb.post(list + "/new", form);
        CHECK(gleb.location() == list);
        gleb.get(list + "?stage=awaiting");
        CHECK(gleb.says("Мария Ежова"));
        boris.get(list + "/new");
        CHECK(boris.status() == 403);
        CHECK(hall.letters().empty());
    });
}

}  // namespace own_entry_test
