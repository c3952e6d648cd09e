// A sign-up follows its occasion: the table of docs/rules/occasion.md, and what once was false.

#include "app/occasions/occasion.hpp"

#include <doctest/doctest.h>

#include "features/participation/entry/follow.hpp"
#include "features/participation/tests/letter_hall_for_test.hpp"
#include "rule_table.hpp"

namespace occasion_test {

using namespace veche;
using namespace veche::participation;
using namespace veche::participation::test;
using namespace std::chrono_literals;
using Names = std::vector<std::string>;

namespace {

struct Row {
    std::string entry, news, letter, closes, seat, until, page;
};

std::vector<Row> rows_of_page()
{
    std::vector<Row> rows;
    for (const auto& cells : veche::test::rule_rows("occasion.md", 7))
        rows.push_back({cells[0], cells[1], cells[2], cells[3], cells[4], cells[5], cells[6]});
    return rows;
}

Instant at(House& house, int month, int day, int minute)
{
    return house.yurga.town.zone.instant(
        Day{std::chrono::year(2021), std::chrono::month(unsigned(month)), std::chrono::day(unsigned(day))}, minute);
}

/// The entry of vera for the second of two dates, in that state; "accepted, by telephone" has no address.
void enter_as(LetterHall& hall, const std::string& entry)
{
    const auto state = entry.substr(0, entry.find(','));
    const bool by_telephone = state != entry;
    const auto second = hall.occasion(1);
    hall.open(second, 1, state == "offered" ? 24 : 0);
    if (state == "waiting" || state == "offered") hall.enter("anna", 1);
    if (state == "awaiting" || state == "refused") hall.ask_the_organiser(second);
    const std::string network = state == "unconfirmed" ? "library" : "";
    for (int i = 0; i < 4 && !network.empty(); ++i) hall.enter("family" + std::to_string(i), 1, network, 5);
    if (by_telephone)
        hall.enter_by_phone("vera", 1);
    else
        hall.enter("vera", 1, network);
    if (state == "offered") hall.cancel("anna");
    if (state == "cancelled") hall.cancel("vera");
    if (state == "refused") hall.decide("vera", {.yes = false, .reason = "мало мест"});
    REQUIRE(to_text(hall.entry("vera").stage) == state);
    hall.letters();
    hall.tell_all_by_call();
}

void befall(LetterHall& hall, const std::string& news)
{
    auto content = hall.line.content;
    if (news == "moved") return hall.move("6 июля и 10 июля 2021", "гроза");
    if (news == "corrected") return hall.correct("6 июля и 10 июля 2021");
    if (news == "dropped") return hall.correct("6 июля 2021");
    if (news == "place" || news == "title") {
        (news == "place" ? content.place : content.title) = "другое";
        return hall.edit(content);
    }
    if (news == "programme") {
        content.programme = {{600, {}, "Открытие"}};
        return hall.edit(content);
    }
    if (news == "cancelled" || news == "restored") hall.call_off(1);
    if (news == "withdrawn" || news == "returned" || news == "removed") hall.withdraw();
    if (news == "restored" || news == "returned") {
        hall.letters();
        hall.tell_all_by_call();
    }
    if (news == "restored") hall.reopen(1);
    if (news == "returned") hall.announce();
    if (news == "removed") hall.remove();
    if (news != "held") return;
    static int evenings = 0;  // each at a later minute, so that the jobs are due again
    hall.house.yurga.now = at(hall.house, 7, 8, 18 * 60 + 6 * evenings++);
    const Day eighth{std::chrono::year(2021), std::chrono::July, std::chrono::day(8)};
    hall.as_office([&](app::Work& work) {
        return plan::hold_line(work, hall.line.id, hall.line.version, hall.line.happenings[1].id,
                               {.first = eighth, .last = {}, .participants = 5, .summary = "Было."});
    });
}

Row what_followed(LetterHall& hall, Id<app::Occasion> occasion, const Row& row)
{
    Row is{row.entry, row.news, "–", "closed", "–", "", ""};
    int letters = 0;
    for (const auto& one : hall.letters()) {
        if (one.text.find(letter_key(secret, hall.house.yurga.town.id, hall.entry("vera").id)) == std::string::npos)
            continue;
        is.letter = one.kind.substr(one.kind.find('.') + 1);
        ++letters;
    }
    for (const auto& one : hall.calls()) {
        is.letter = "call: " + one.call.kind.substr(one.call.kind.find('.') + 1);
        ++letters;
    }
    CHECK_MESSAGE(letters <= 1, row.entry, " ", row.news);
    const auto kept = hall.kept(occasion);
    const auto& zone = hall.house.yurga.town.zone;
    if (is_open(kept, hall.house.yurga.now)) is.closes = iso_day(zone.local(closing_of(kept).value()).day);
    const auto entry = hall.entry("vera");
    if (entry.guests[0].seat) is.seat = std::to_string(*entry.guests[0].seat);
    is.until = iso_day(Day{std::chrono::sys_days(kept.ends.value()) + std::chrono::days(Terms{}.kept_days)});
    Browser vera(hall.house);
    vera.get("/sign-ups/" + letter_key(secret, hall.house.yurga.town.id, entry.id));
    CHECK(vera.status() == 200);
    is.page = vera.between("<h1>", "</h1>") + ". " + vera.between("<p class=\"lead\">", "</p>");
    if (is.page.starts_with(row.page)) is.page = row.page;
    return is;
}

}  // namespace

TEST_CASE("every entry of docs/rules/occasion.md answers every news of its occasion as the table says")
{
    const auto rows = rows_of_page();
    CHECK(rows.size() == 9 * 12);
    for_each_writing_house([&](House& house) {
        const Instant today = house.yurga.now;
        for (const auto& row : rows) {
            house.yurga.now = today;
            LetterHall hall(house, "6 июля и 8 июля 2021");
            enter_as(hall, row.entry);
            const auto occasion = hall.occasion(1);
            befall(hall, row.news);
            const Row is = what_followed(hall, occasion, row);
            const auto about = row.entry + ", " + row.news;
            CHECK_MESSAGE(is.letter == row.letter, about);
            CHECK_MESSAGE(is.closes == row.closes, about);
            CHECK_MESSAGE(is.seat == row.seat, about);
            CHECK_MESSAGE(is.until == row.until, about);
            CHECK_MESSAGE(is.page == row.page, about);
            const auto to_call = hall.calls_and_names();
            // Said again it is no news.
            house.change(house.yurga, [&](app::Work& work) {
                const Id<app::Occasion> ids[] = {occasion};
                app::announce_changed(work, ids);
                return true;
            });
            CHECK_MESSAGE(hall.letters().empty(), about);
            CHECK_MESSAGE(hall.calls_and_names() == to_call, about);
        }
    });
}

TEST_CASE("what people were told is compared with what is: two changes are one news, and one undone is none")
{
    using News = app::Change::News;
    app::Occasion told;
    told.when = language::parse_when("6 июля 2021 г., 12.00", 2021);
    const auto news = [&](const app::Occasion& now) { return change_between(told, now); };
    CHECK(news(told).news == News::nothing);
    auto now = told;
    now.title = "другое";
    now.programme = {{600, {}, "Открытие"}};
    CHECK(news(now).news == News::nothing);
    now.place = "зал";
    CHECK(news(now).news == News::place);
    now.when = language::parse_when("6 июля 2021 г., 15.00", 2021);
    CHECK(news(now).news == News::corrected);
    CHECK(news(now).place);
    now.reason = "гроза";
    now.reason_at = Instant{1};
    CHECK(news(now).news == News::moved);
    CHECK(news(now).reason == "гроза");
    now.state = app::OccasionState::cancelled;
    CHECK(news(now).news == News::cancelled);
    CHECK_FALSE(news(now).time);  // of what is not to be nobody needs another hour
    told = now;
    now.state = app::OccasionState::gone;
    CHECK(news(now).news == News::nothing);
    now.state = app::OccasionState::ahead;
    CHECK(news(now).news == News::restored);
    CHECK(news(now).reason.empty());  // it was told before
}

TEST_CASE(
    "a line with entries that is removed stops neither the reminders of the town nor its ledger nor the guest's page")
{
    for_each_writing_house([](House& house) {
        LetterHall gone(house), stays(house);
        gone.enter("anna");
        stays.enter("boris");
        gone.letters();
        gone.withdraw();
        gone.remove();
        CHECK(gone.kinds_and_names() == Names{"called_off anna"});
        Browser anna(house), gleb(house, "Глеб");
        const auto page = "/sign-ups/" + letter_key(secret, house.yurga.town.id, gone.entry("anna").id);
        anna.get(page);
        CHECK(anna.status() == 200);
        CHECK(anna.says("Приходить не нужно."));
        CHECK(anna.says("6 июля 2021, вторник, 12:00"));
        CHECK_FALSE(anna.says("Отменить запись"));
        gleb.get("/office/participation?first=2021-01-01&last=2021-12-31");
        CHECK(gleb.status() == 200);
        CHECK(gleb.count("День города") >= 2);
        gleb.get("/office/occasions/" + to_text(gone.occasion()) + "/sign-up");
        CHECK(gleb.status() == 200);
        house.yurga.now = at(house, 7, 5, 10 * 60);
        CHECK(stays.kinds_and_names().back() == "reminder boris");
    });
}

TEST_CASE("an hour that the office named stays through a correction, and an earlier beginning closes sooner")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        auto wanted = hall.kept();
        wanted.closes = at(house, 7, 6, 10 * 60);
        house.yurga
            .change(
                [&](app::Work& work) { return put_sign_up(work, app::get_for_update(work, wanted.occasion), wanted); })
            .value();
        hall.correct("6 июля 2021 г., 15.00");
        hall.letters();
        CHECK(closing_of(hall.kept()) == wanted.closes);
        hall.correct("6 июля 2021 г., 9.00");
        hall.letters();
        CHECK(closing_of(hall.kept()) == at(house, 7, 6, 9 * 60));
        house.yurga.now = at(house, 7, 6, 9 * 60 + 1);
        CHECK_FALSE(is_open(hall.kept(), house.yurga.now));
    });
}

TEST_CASE("a kept page says that there is room until the hour at which sign-up closes, and not after it")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        const auto page = "/plan/2021/lines/" + to_text(hall.line.id);
        house.yurga.now = at(house, 7, 6, 11 * 60 + 59);
        Browser anna(house);
        anna.get(page);
        CHECK(anna.says("Места есть."));
        anna.get(page);
        CHECK(anna.was_ready);
        house.yurga.now = at(house, 7, 6, 12 * 60);
        anna.get(page);
        CHECK_FALSE(anna.was_ready);
        CHECK_FALSE(anna.says("Места есть."));
        CHECK(anna.says("Запись закрыта."));
        anna.get(page);
        CHECK(anna.was_ready);
    });
}

TEST_CASE("a page that was made before the sign-up followed a move is not kept after it")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        const auto page = "/plan/2021/lines/" + to_text(hall.line.id);
        Browser anna(house);
        hall.house.change(house.yurga, [&](app::Work& work) {
            const auto when = language::parse_when("9 июля 2021 г., 12.00", 2021);
            return plan::move_line(work, hall.line.id, hall.line.version, when, "гроза").has_value();
        });
        anna.get(page);
        CHECK(anna.says("Запись до 6 июля"));
        hall.letters();
        anna.get(page);
        CHECK(anna.says("Запись до 9 июля"));
    });
}

TEST_CASE("what has no known date is erased thirty days after the year of its plan")
{
    for_each_house([](House& house) {
        const auto line = house.yurga.announced(plan::test::content("Кружок", "по отдельному графику"));
        SignUp wanted;
        wanted.occasion = occasion_of(line);
        wanted.open = true;
        house.yurga
            .change(
                [&](app::Work& work) { return put_sign_up(work, app::get_for_update(work, wanted.occasion), wanted); })
            .value();
        Hall other(house, 2);
        house.yurga
            .change([&](app::Work& work) {
                return participation::sign_up(work, wanted.occasion, other.application("anna"), "anna");
            })
            .value();
        const auto sweep = [&](Day day) {
            house.yurga.now = house.yurga.town.zone.instant(day, 600);
            std::int64_t gone = 0;
            house.change(house.yurga, [&](app::Work& work) {
                gone = shred(work);
                return true;
            });
            return gone;
        };
        using namespace std::chrono;
        CHECK(sweep({year(2022), January, day(30)}) == 0);
        CHECK(sweep({year(2022), January, day(31)}) == 1);
        CHECK(other.entry("anna").contact.empty());
    });
}

TEST_CASE("a line moved twice before the letters are written is told once, and one moved back to nobody")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.enter("anna");
        hall.letters();
        hall.move("7 июля 2021 г., 12.00", "гроза");
        hall.move("9 июля 2021 г., 12.00", "ветер");
        const auto letters = hall.letters();
        REQUIRE(letters.size() == 1);
        CHECK(letters[0].kind == "participation.moved");
        CHECK(letters[0].text.find("9 июля 2021") != std::string::npos);
        CHECK(letters[0].text.find("Причина: ветер") != std::string::npos);
        hall.move("10 июля 2021 г., 12.00", "град");
        hall.move("9 июля 2021 г., 12.00", "обошлось");
        CHECK(hall.letters().empty());
        // The reason of that is not told with the next correction.
        hall.correct("9 июля 2021 г., 13.00");
        const auto corrected = hall.letters();
        REQUIRE(corrected.size() == 1);
        CHECK(corrected[0].kind == "participation.corrected");
        CHECK(corrected[0].text.find("Причина") == std::string::npos);
    });
}

TEST_CASE("a file that moves a line, or only corrects it, tells those who come")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.enter("anna");
        hall.letters();
        const auto take_in = [&](const char* when, const std::string& reason) {
            auto content = hall.line.content;
            content.when = language::parse_when(when, 2021);
            hall.as_office([&](app::Work& work) {
                return plan::import_lines(work, 2021, {plan::test::incoming(content)}, plan::Announcing::later, reason);
            });
            return hall.kinds_and_names();
        };
        take_in("6 июля 2021 г., 12.00", "");
        CHECK(take_in("8 июля 2021 г., 12.00", "ремонт") == Names{"moved anna"});
        CHECK(hall.kept().ends == Day{std::chrono::year(2021), std::chrono::July, std::chrono::day(8)});
        CHECK(take_in("8 июля 2021 г., 10.00", "") == Names{"corrected anna"});
        CHECK(closing_of(hall.kept()) == at(house, 7, 8, 10 * 60));
        CHECK(take_in("8 июля 2021 г., 10.00", "").empty());
    });
}

TEST_CASE("four hundred and fifty people are told in steps, each once, and of what it is at the end")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        for (int i = 0; i < 450; ++i) hall.enter("guest" + std::to_string(i));
        CHECK(hall.letters().size() == 450);
        hall.move("8 июля 2021 г., 12.00", "гроза");
        const auto told = hall.kinds_and_names();
        CHECK(told.size() == 450);
        CHECK(std::ranges::adjacent_find(told) == told.end());
    });
}

TEST_CASE("a sign-up of an older program is looked at by the first job, and tells nobody of it")
{
    for_each_writing_house([](House& house) {
        LetterHall hall(house);
        hall.enter("anna");
        hall.letters();
        house.database.change([&](db::Session& tx) {
            tx.execute("UPDATE participation_entries SET told = 0");
            tx.execute("DELETE FROM participation_told");
            tx.execute(
                "UPDATE participation_sign_ups SET told = 0, ends = NULL, begins_at = NULL, starts = NULL,"
                " closes_at = :closes",
                {{"closes", at(house, 7, 6, 12 * 60)}});
            return db::Outcome::keep;
        });
        house.yurga.now = house.yurga.now + 2h;
        CHECK(hall.letters().empty());
        CHECK(hall.kept().told == 1);
        CHECK_FALSE(hall.kept().closes.has_value());  // it was the beginning, not the office's hour
        CHECK(closing_of(hall.kept()) == at(house, 7, 6, 12 * 60));
        hall.move("8 июля 2021 г., 12.00", "гроза");
        CHECK(hall.kinds_and_names() == Names{"moved anna"});
    });
}

}  // namespace occasion_test
