// What becomes of the answers to an organiser's questions: the tables of docs/rules/questions.md.

#include <doctest/doctest.h>

#include <functional>
#include <map>

#include "app/questions/tests/rules_for_test.hpp"
#include "features/participation/questions/tests/asking_hall_for_test.hpp"

namespace participation_answers_test {

using namespace veche;
using namespace veche::participation;
using namespace veche::participation::test;
using namespace std::chrono_literals;
using questions::test::rules;

namespace {

const std::map<std::string, std::function<void(AskingHall&)>> befalls{
    {"nothing", [](AskingHall&) {}},
    {"the first form is sent again with other answers",
     [](AskingHall& hall) {
         hall.sign(hall.application({"Маша", "Пётр"}, {"XL", "XL"}, "6б"));
     }},
    {"the guests are written in another order",
     [](AskingHall& hall) {
         hall.change(hall.application({"Пётр", "Маша"}, {"L", "S"}));
     }},
    {"another size is given for Маша",
     [](AskingHall& hall) {
         hall.change(hall.application({"Маша", "Пётр"}, {"M", "L"}));
     }},
    {"the size of Маша is emptied",
     [](AskingHall& hall) {
         hall.change(hall.application({"Маша", "Пётр"}, {"", "L"}));
     }},
    {"Пётр is exchanged for Ира",
     [](AskingHall& hall) {
         hall.change(hall.application({"Маша", "Ира"}, {"S", "M"}));
         CHECK(hall.size_of("Ира") == "M");
         CHECK(hall.stored().size() == 3);
     }},
    {"the size is asked no more", [](AskingHall& hall) { hall.edit(questions::Retire{hall.size}); }},
    {"the size is asked no more, and the guests are changed",
     [](AskingHall& hall) {
         hall.edit(questions::Retire{hall.size});
         hall.change(hall.application({"Ира", "Маша"}, {}));
         CHECK(hall.size_of("Ира") == "");
     }},
    {"the size is asked afterwards from now on",
     [](AskingHall& hall) { hall.change_size([](auto& content) { content.moment = Moment::afterwards; }); }},
    {"the entry is cancelled", [](AskingHall& hall) { hall.cancel("anna"); }},
    {"the occasion is moved", [](AskingHall& hall) { hall.move("10 июля 2021 г., 12.00", "гроза"); }},
    {"the occasion is called off", [](AskingHall& hall) { hall.call_off(); }},
    {"the occasion is removed",
     [](AskingHall& hall) {
         hall.withdraw();
         hall.remove();
     }},
    {"names are erased after the term",
     [](AskingHall& hall) {
         hall.house.yurga.now = hall.house.yurga.now + 24h * 60;
         hall.house.change(hall.house.yurga, [&](app::Work& work) { return shred(work) > 0; });
     }},
};

/// An entry, a sign-up and what is asked afterwards, as a row of the page has them.
std::string following(const std::vector<std::string>& row)
{
    const std::map<std::string, app::OccasionState> states{{"ahead", app::OccasionState::ahead},
                                                           {"held", app::OccasionState::held},
                                                           {"cancelled", app::OccasionState::cancelled},
                                                           {"withdrawn", app::OccasionState::withdrawn},
                                                           {"gone", app::OccasionState::gone}};
    const Instant now{1'000'000};
    Entry entry;
    entry.stage = parse_stage(row[0]).value();
    SignUp sign_up;
    sign_up.state = states.at(row[2]);
    sign_up.begins = row[3] == "before" ? now + 1ms : now;
    const FollowUp follow_up{.open = row[1] == "yes", .closes = {}, .version = row[1] == "no" ? 0 : 1};
    switch (following_of(entry, sign_up, follow_up, row[4] == "yes", now)) {
        case Following::nothing: return "nothing";
        case Following::asked: return "asked";
        case Following::answered: return "answered";
        case Following::over: return "over";
        case Following::called_off: return "called_off";
    }
    return "";
}

}  // namespace

TEST_CASE("what becomes of answers is what docs/rules/questions.md says, whatever befalls entry, question and occasion")
{
    const auto rows = rules("what happens", 4);
    CHECK(rows.size() == befalls.size());
    for_each_writing_house([&](House& house) {
        for (const auto& row : rows) {
            CAPTURE(row[0]);
            REQUIRE(befalls.contains(row[0]));
            AskingHall hall(house);
            hall.sign(hall.application({"Маша", "Пётр"}, {"S", "L"}));
            const auto former = hall.entry("anna");
            befalls.at(row[0])(hall);
            hall.letters();
            const auto answers = hall.stored();
            const auto of = [&](questions::Place place) {
                const auto found = answers.find(place);
                return found == answers.end() ? std::string() : found->second;
            };
            CHECK(of({hall.size, former.guests.at(0).position}) == row[1]);
            CHECK(of({hall.size, former.guests.at(1).position}) == row[2]);
            CHECK(of({hall.grade, whole_entry}) == row[3]);
        }
    });
}

TEST_CASE("what an entry has to do with the questions for later is what docs/rules/questions.md says")
{
    for (const auto& row : rules("entry", 6)) {
        CAPTURE(row[0]);
        CAPTURE(row[2]);
        CHECK(following(row) == row[5]);
    }
}

}  // namespace participation_answers_test
