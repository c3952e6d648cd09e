// The organiser's yes and no, and the consent to be thanked.

#include <doctest/doctest.h>

#include "features/participation/entry/commands.hpp"
#include "features/participation/tests/letter_hall_for_test.hpp"

namespace yes_test {

using namespace veche;
using namespace veche::participation;
using namespace veche::participation::test;
using namespace std::chrono_literals;
using Names = std::vector<std::string>;

namespace {

std::string contact_of(House& house, const Entry& entry)
{
    return house.yurga.read([&](app::View& view) {
        return view.db.value<std::string>(
            "SELECT contact_name || '|' || group_title || '|' || child_consent || '|' || (SELECT min(name) FROM"
            " participation_persons g WHERE g.town_id = e.town_id AND g.entry_id = e.id) FROM participation_entries e"
            " WHERE town_id = :town AND id = :id",
            {{"town", view.town.id}, {"id", entry.id}});
    });
}

void stand(House& house, int year, unsigned month, unsigned day)
{
    house.yurga.now = house.yurga.town.zone.instant(
        Day{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)}, 0);
    house.change(house.yurga, [](app::Work& work) { return participation::shred(work) >= 0; });
}

}  // namespace

TEST_CASE("nobody has a place before the organiser said yes, and each is told once what was decided")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.open(hall.occasion(), 1);
        hall.ask_the_organiser(hall.occasion());
        for (const auto* name : {"anna", "boris", "vera"}) hall.enter(name);
        CHECK(hall.entry("anna").stage == Stage::awaiting);
        CHECK(hall.kept().taken == 0);
        CHECK(hall.kinds_and_names() == Names{"awaiting anna", "awaiting boris", "awaiting vera"});
        CHECK(hall.decide("boris", {}).value().guests[0].seat == 1);
        CHECK(hall.decide("anna", {}).value().stage == Stage::waiting);
        CHECK(hall.decide("vera", {.yes = false, .reason = ""}).error().message == "participation.reason_needed");
        CHECK(hall.decide("vera", {.yes = false, .reason = "нужна справка"}).value().stage == Stage::refused);
        CHECK(hall.decide("vera", {}).error().message == "participation.decided");
        CHECK(hall.decide("boris", {}).error().kind == RefusalKind::conflict);
        const auto letters = hall.letters();
        REQUIRE(letters.size() == 3);
        CHECK(letters[0].kind == "participation.approved");
        CHECK(letters[0].attachments.find("event.ics") != std::string::npos);
        CHECK(letters[1].kind == "participation.approved_waiting");
        CHECK(letters[2].kind == "participation.refused");
        CHECK(letters[2].text.find("нужна справка") != std::string::npos);
        // What becomes free goes to who waits; a refused one is told nothing more, and may apply again.
        hall.cancel("boris");
        CHECK(hall.entry("anna").stage == Stage::accepted);
        hall.move("8 июля 2021", "гроза");
        CHECK(hall.kinds_and_names() == Names{"moved anna", "taken_in anna"});
        Browser vera(house);
        vera.get("/sign-ups/" + letter_key(secret, house.yurga.town.id, hall.entry("vera").id));
        CHECK(vera.says("Организатор не подтвердил запись."));
        CHECK(vera.says("нужна справка"));
    });
}

TEST_CASE("a yes when all seats are taken and nobody may wait is refused, and the entry awaits on")
{
    for_each_house([](House& house) {
        Hall hall(house, 1, Queue::none);
        auto wanted = hall.sign_up;
        wanted.by_yes = true;
        hall.set(wanted);
        hall.enter("anna");
        hall.enter("boris");
        const auto decide = [&](const char* name) {
            const auto entry = hall.entry(name);
            return house.yurga.change(
                [&](app::Work& work) { return decide_entry(work, entry.occasion, entry.id, {}); });
        };
        CHECK(decide("anna").has_value());
        CHECK(decide("boris").error().message == "participation.full");
        CHECK(hall.entry("boris").stage == Stage::awaiting);
    });
}

TEST_CASE("when no yes is asked for any more, those who awaited it have the places in order of their numbers")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.open(hall.occasion(), 2);
        hall.ask_the_organiser(hall.occasion());
        for (const auto* name : {"anna", "boris", "vera"}) hall.enter(name);
        hall.letters();
        hall.ask_the_organiser(hall.occasion(), false);
        CHECK(hall.entry("anna").guests[0].seat == 1);
        CHECK(hall.entry("boris").guests[0].seat == 2);
        CHECK(hall.entry("vera").stage == Stage::waiting);
        CHECK(hall.kinds_and_names() == Names{"approved anna", "approved boris", "approved_waiting vera"});
        CHECK(house.yurga.read([&](app::View& view) { return list_wrong_counts(view.db, view.town.id); }).empty());
    });
}

TEST_CASE("the office decides from the list: a yes by one button, a no with its reason")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.open(hall.occasion(), 5);
        hall.ask_the_organiser(hall.occasion());
        hall.enter("anna");
        hall.enter("boris");
        Browser gleb(house, "Глеб"), stranger(house, "Борис");
        const auto list = "/office/occasions/" + to_text(hall.occasion()) + "/sign-up";
        const auto decision = [&](const char* name) {
            return list + "/entries/" + to_text(hall.entry(name).id) + "/decision";
        };
        gleb.get(list + "?stage=awaiting");
        CHECK(gleb.says(decision("anna")));
        gleb.post(decision("anna"), {{"yes", "1"}});
        CHECK(gleb.location().starts_with(list + "#entry-"));
        CHECK(hall.entry("anna").stage == Stage::accepted);
        gleb.get(list + "?stage=awaiting");
        CHECK_FALSE(gleb.says(decision("anna")));
        gleb.get(decision("boris"));
        gleb.post(decision("boris"), {{"reason", ""}});
        CHECK(gleb.status() == 422);
        gleb.post(decision("boris"), {{"reason", "мало мест"}});
        CHECK(gleb.location().starts_with(list + "#entry-"));
        CHECK(hall.entry("boris").reason == "мало мест");
        stranger.get(decision("anna"));
        CHECK(stranger.status() == 403);
    });
}

TEST_CASE(
    "with a consent to be thanked a name and a contact stay until 31 March of the next year, all else goes in time")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        const auto enter = [&](const std::string& name, bool thanks) {
            Application one;
            one.contact = name;
            one.email = Email::parse(name + "@mail.example").value();
            one.group = "7 «А»";
            one.guests = {{.name = name + " младшая", .age = 12}};
            one.data_consent = one.child_consent = true;
            one.thanks_consent = thanks;
            return house.yurga
                .change([&](app::Work& work) { return sign_up(work, hall.occasion(), one, hall.key(name)); })
                .value();
        };
        const auto anna = enter("Anna", true), boris = enter("Boris", false);
        stand(house, 2021, 8, 5);  // the thirtieth day after 6 July
        CHECK(contact_of(house, anna) == "Anna|7 «А»|Anna|Anna младшая");
        CHECK(contact_of(house, boris) == "Boris|7 «А»|Boris|Boris младшая");
        stand(house, 2021, 8, 6);
        CHECK(contact_of(house, anna) == "Anna|||");  // who consented; the child's name goes with the parent's consent
        CHECK(contact_of(house, boris) == "|||");
        stand(house, 2022, 3, 31);
        CHECK(contact_of(house, anna) == "Anna|||");
        stand(house, 2022, 4, 1);
        CHECK(contact_of(house, anna) == "|||");
    });
}

TEST_CASE("a consent to be thanked that is taken back keeps nothing a day longer")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        Application one;
        one.contact = "Анна";
        one.email = Email::parse("anna@mail.example").value();
        one.guests = {{.name = "Анна", .age = 40}};
        one.data_consent = one.thanks_consent = true;
        const auto anna =
            house.yurga.change([&](app::Work& work) { return sign_up(work, hall.occasion(), one, hall.key("anna")); })
                .value();
        stand(house, 2021, 9, 1);
        Browser browser(house);
        const auto page = "/sign-ups/" + letter_key(secret, house.yurga.town.id, anna.id);
        browser.get(page);
        CHECK(browser.says(page + "/thanks-withdrawal"));
        browser.post(page + "/thanks-withdrawal", {});
        browser.get(page);
        CHECK_FALSE(browser.says(page + "/thanks-withdrawal"));
        stand(house, 2021, 9, 2);
        CHECK(contact_of(house, anna) == "|||");
    });
}

TEST_CASE("the place of somebody whose data was erased goes to the next one")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.open(hall.occasion(), 1);
        hall.enter("anna");
        hall.enter("boris");
        hall.letters();
        const auto anna = hall.entry("anna");
        house.change(house.yurga, [&](app::Work& work) {
            return work.tx.execute(
                       "UPDATE participation_entries SET contact_name = '', contact_email = '', contact_key ="
                       " 'shredded:' || key_hash WHERE town_id = :town AND id = :id",
                       {{"town", work.town.id}, {"id", anna.id}}) == 1;
        });
        house.change(house.yurga, [&](app::Work& work) { return end_erased(work) == 1; });
        CHECK(hall.entry("boris").stage == Stage::accepted);
        CHECK(hall.kinds_and_names() == Names{"taken_in boris"});
        house.change(house.yurga, [&](app::Work& work) { return end_erased(work) == 0; });
    });
}

TEST_CASE("an entry that came to nothing is forgotten thirty days later, not with what it was for")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house, "25 декабря 2021 г., 12.00");
        Application one;
        one.contact = "Анна";
        one.email = Email::parse("anna@mail.example").value();
        one.guests = {{.name = "Маша", .age = 40}};
        one.data_consent = one.thanks_consent = true;
        const auto anna =
            house.yurga.change([&](app::Work& work) { return sign_up(work, hall.occasion(), one, hall.key("anna")); })
                .value();
        hall.cancel("anna");
        stand(house, 2021, 7, 30);
        CHECK(contact_of(house, anna) == "Анна|||Маша");
        stand(house, 2021, 8, 2);
        CHECK(contact_of(house, anna) == "|||");
    });
}

TEST_CASE("a guest who was erased leaves the entry, and the seat is somebody else's")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.open(hall.occasion(), 2);
        Application family;
        family.contact = "Анна";
        family.email = Email::parse("anna@mail.example").value();
        family.guests = {{.name = "Анна", .age = 40}, {.name = "Ольга", .age = 41}};
        family.data_consent = true;
        const auto anna =
            house.yurga
                .change([&](app::Work& work) { return sign_up(work, hall.occasion(), family, hall.key("anna")); })
                .value();
        hall.enter("boris");
        CHECK(hall.entry("boris").stage == Stage::waiting);
        house.change(house.yurga, [&](app::Work& work) {
            return work.tx.execute(
                       "UPDATE participation_persons SET name = '' WHERE town_id = :town AND entry_id = :id"
                       " AND name = 'Ольга'",
                       {{"town", work.town.id}, {"id", anna.id}}) == 1;
        });
        house.change(house.yurga, [&](app::Work& work) { return end_erased(work) == 1; });
        CHECK(hall.entry("anna").guests.size() == 1);
        CHECK(hall.entry("boris").stage == Stage::accepted);
        const auto left = house.yurga.read([&](app::View& view) {
            return view.db.value<std::int64_t>(
                "SELECT count(*) FROM participation_entries WHERE town_id = :town AND sought LIKE '%ольга%'",
                {{"town", view.town.id}});
        });
        CHECK(left == 0);
        house.change(house.yurga, [&](app::Work& work) { return end_erased(work) == 0; });
    });
}

TEST_CASE("what the organiser has not decided when it begins is a no, and is told")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.open(hall.occasion(), 5);
        hall.ask_the_organiser(hall.occasion());
        hall.enter("anna");
        hall.letters();
        house.change(house.yurga, [&](app::Work& work) { return end_undecided(work) == 0; });
        house.yurga.now = house.yurga.town.zone.instant(
            Day{std::chrono::year(2021), std::chrono::July, std::chrono::day(6)}, 12 * 60);
        house.change(house.yurga, [&](app::Work& work) { return end_undecided(work) == 1; });
        CHECK(hall.entry("anna").stage == Stage::refused);
        CHECK(hall.kinds_and_names() == Names{"refused anna"});
    });
}

TEST_CASE(
    "who was accepted by a yes and names somebody else awaits it again; who waited before it was asked for awaits it "
    "too")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.open(hall.occasion(), 1);
        hall.enter("anna");
        hall.enter("boris");
        CHECK(hall.entry("boris").stage == Stage::waiting);
        hall.ask_the_organiser(hall.occasion());
        CHECK(hall.entry("boris").stage == Stage::awaiting);
        CHECK(hall.entry("anna").stage == Stage::accepted);
        Application other;
        other.contact = hall.entry("anna").contact;
        other.guests = {{.name = "другой", .age = 30}};
        house.yurga.change([&](app::Work& work) { return change_by_hash(work, hall.hash("anna"), other); }).value();
        CHECK(hall.entry("anna").stage == Stage::awaiting);
        CHECK(hall.kept().taken == 0);
    });
}

TEST_CASE("guests added to an entry count for their network like guests of a new one")
{
    for_each_house([](House& house) {
        Hall hall(house, {});
        auto one = hall.application("anna");
        one.network = "library";
        const auto enter = [&](const std::string& key, Application application) {
            return house.yurga.change(
                [&](app::Work& work) { return sign_up(work, hall.sign_up.occasion, application, key); });
        };
        enter("anna", one).value();
        for (int i = 0; i < 15; ++i) {
            one.email = Email::parse("p" + std::to_string(i) + "@mail.example").value();
            enter("p" + std::to_string(i), one).value();
        }
        Application more = hall.application("anna", 5);
        more.network = "library";
        const auto change = [&](const Application& to) {
            return house.yurga.change(
                [&](app::Work& work) { return change_by_hash(work, app::token_hash("anna"), to); });
        };
        CHECK(change(more).has_value());  // twenty
        Application beyond = hall.application("p0", 2);
        beyond.network = "library";
        const auto refused =
            house.yurga.change([&](app::Work& work) { return change_by_hash(work, app::token_hash("p0"), beyond); });
        CHECK(refused.error().message == "participation.network_full");
    });
}

TEST_CASE("a parent's consent is kept with or without an age, and holds for no other parent and no other child")
{
    for_each_house([](House& house) {
        Hall hall(house, {});
        auto one = hall.application("anna");
        one.guests = {{.name = "Маша", .age = {}}};
        one.child_consent = true;
        house.yurga.change([&](app::Work& work) { return sign_up(work, hall.sign_up.occasion, one, "anna"); }).value();
        CHECK(hall.entry("anna").child_consent == "anna");
        const auto change = [&](const std::string& contact, std::vector<Guest> guests, bool consent) {
            Application to = hall.application(contact);
            to.guests = std::move(guests);
            to.child_consent = consent;
            return house.yurga.change(
                [&](app::Work& work) { return change_by_hash(work, app::token_hash("anna"), to); });
        };
        CHECK(change("anna", {{.name = "Маша", .age = 9}}, false).has_value());
        CHECK(change("anna", {{.name = "Маша", .age = 9}, {.name = "Петя", .age = 7}}, false).error().message ==
              "participation.child_consent_needed");
        CHECK(change("boris", {{.name = "Маша", .age = 9}}, false).error().field == "child_consent");
        CHECK(change("boris", {{.name = "Маша", .age = 9}}, true).value().child_consent == "boris");
    });
}

TEST_CASE("a yes holds when the organiser changes the settings, and for nobody else who is named instead")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.open(hall.occasion(), 1);
        hall.ask_the_organiser(hall.occasion());
        hall.enter("anna");
        hall.enter("boris");
        hall.decide("anna", {}).value();
        CHECK(hall.decide("boris", {}).value().stage == Stage::waiting);
        hall.letters();
        hall.ask_the_organiser(hall.occasion());  // saved once more
        CHECK(hall.entry("boris").stage == Stage::waiting);
        CHECK(hall.letters().empty());
        Application other;
        other.contact = hall.entry("boris").contact;
        other.guests = {{.name = "другой", .age = 30}};
        house.yurga.change([&](app::Work& work) { return change_by_hash(work, hall.hash("boris"), other); }).value();
        CHECK(hall.entry("boris").stage == Stage::awaiting);
    });
}

TEST_CASE("names that are blanked after the term end no entry: who was there stays counted")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.enter("anna");
        house.yurga.now = house.yurga.now + 24h * 60;
        house.change(house.yurga, [&](app::Work& work) {
            return work.tx.execute("UPDATE participation_persons SET name = '' WHERE town_id = :town",
                                   {{"town", work.town.id}}) == 1;
        });
        house.change(house.yurga, [&](app::Work& work) { return end_erased(work) == 0; });
        CHECK(hall.entry("anna").stage == Stage::accepted);
    });
}

}  // namespace yes_test
