#include "app/letters.hpp"

#include "app/letter_mark.hpp"
#include "app/letter_reports.hpp"
#include "app/letter_sender.hpp"
#include "app/store_letters.hpp"
#include "app/tests/house.hpp"

namespace letters_test {

using namespace veche;
using namespace veche::app;
using namespace veche::app::test;
using namespace std::chrono_literals;

namespace {

const Secret<> key(std::string(32, 'm'));

struct Post {
    explicit Post(db::Database& database) : house(database, {}, {town_named("yurga", 1), town_named("topki", 2)}) {}

    Letter letter(const std::string& key, const std::string& to = "anna@yurga.example")
    {
        return {.to = Email::parse(to).value(),
                .subject = "Вы записаны",
                .text = "Ссылка: https://yurga.example/sign-ups/secret\n",
                .kind = "participation.accepted",
                .key = key,
                .attachments = {{"event.ics", "text/calendar", std::string("BEGIN\0\xff", 7)}}};
    }
    void queue(const Letter& letter, std::size_t town = 0)
    {
        change([&](Work& work) { send(work, letter); }, town);
    }
    template <class Deed>
    void change(Deed deed, std::size_t town = 0)
    {
        house.site.change(house.towns[town], staff({Role::organiser}), [&](Work& work) {
            deed(work);
            return db::Outcome::keep;
        });
    }
    std::vector<store::LetterEnvelope> list(std::string_view stage, std::size_t town = 0)
    {
        std::vector<store::LetterEnvelope> all;
        house.database.read(
            [&](db::Session& session) { all = store::list_letters(session, house.towns[town].id, stage, {}, 100); });
        return all;
    }
    std::optional<store::ClaimedLetter> claim(std::size_t town = 0)
    {
        std::optional<store::ClaimedLetter> claimed;
        change(
            [&](Work& work) {
                if (const auto id = store::find_due_letter(work.tx, work.town.id, work.now))
                    claimed = store::claim_letter(work.tx, work.town.id, *id, work.now, work.now + letter_lease);
            },
            town);
        return claimed;
    }
    bool settle(const store::ClaimedLetter& claimed, std::string_view stage)
    {
        bool done = false;
        change([&](Work& work) {
            done = store::settle_letter(work.tx, work.town.id, claimed, stage, "250 ok", work.now);
        });
        return done;
    }
    std::string words_of(Id<Letter> id)
    {
        std::string words;
        house.database.read([&](db::Session& session) {
            words = session.value<std::string>("SELECT body || attachments FROM letters WHERE id = :id", {{"id", id}});
        });
        return words;
    }
    std::int64_t announced()
    {
        std::int64_t count = 0;
        house.database.read([&](db::Session& session) {
            count = session.value<std::int64_t>("SELECT count(*) FROM outbox WHERE kind = 'letter.bounced'");
        });
        return count;
    }

    House house;
};

}  // namespace

TEST_CASE("a letter leaves only with the deed that it tells of, and one key is one letter in a town")
{
    for_each_database([](db::Database& database) {
        Post post(database);
        post.house.site.change(post.house.towns[0], staff({Role::organiser}), [&](Work& work) {
            send(work, post.letter("a"));
            return db::Outcome::roll_back;
        });
        CHECK(post.list("waiting").empty());
        post.queue(post.letter("a"));
        post.queue(post.letter("a", "boris@yurga.example"));
        REQUIRE(post.list("waiting").size() == 1);
        CHECK(post.list("waiting")[0].to == "anna@yurga.example");
        post.queue(post.letter("a"), 1);
        CHECK(post.list("waiting", 1).size() == 1);
    });
}

TEST_CASE("a letter is in one pair of hands, and comes free when the lease ends")
{
    for_each_database([](db::Database& database) {
        Post post(database);
        post.queue(post.letter("a"));
        CHECK(!post.claim(1).has_value());  // the other town's queue
        const auto first = post.claim();
        REQUIRE(first.has_value());
        CHECK(first->letter.text.find("secret") != std::string::npos);
        CHECK(!post.claim().has_value());
        post.house.now = morning + letter_lease;
        const auto second = post.claim();
        REQUIRE(second.has_value());
        // The one that was too slow settles nothing.
        CHECK(!post.settle(*first, "sent"));
        CHECK(post.settle(*second, "sent"));
        CHECK(!post.settle(*second, "bounced"));
        CHECK(post.list("sent").size() == 1);
        CHECK(post.words_of(second->letter.id).empty());
    });
}

TEST_CASE("what was refused keeps its words for the office to try again; everything else loses them at once")
{
    for_each_database([](db::Database& database) {
        Post post(database);
        for (const std::string stage : {"late", "bounced", "refused"}) {
            post.queue(post.letter(stage));
            const auto claimed = post.claim();
            REQUIRE(claimed.has_value());
            CHECK(post.settle(*claimed, stage));
            CHECK(post.words_of(claimed->letter.id).empty() == (stage != "refused"));
        }
        const auto refused = post.list("refused").at(0), bounced = post.list("bounced").at(0);
        CHECK(refused.may_go_again);
        CHECK(!bounced.may_go_again);
        post.change([&](Work& work) {
            CHECK(store::hurry_letter(work.tx, Id<Town>(2), refused.id, work.now, work.now) == 0);
            CHECK(store::hurry_letter(work.tx, work.town.id, bounced.id, work.now, work.now) == 0);
            CHECK(store::hurry_letter(work.tx, work.town.id, refused.id, work.now, work.now) == 1);
        });
        CHECK(post.claim().has_value());
    });
}

TEST_CASE("hurrying never takes a letter out of a sender's hands")
{
    for_each_database([](db::Database& database) {
        Post post(database);
        post.queue(post.letter("held"));
        const auto held = post.claim();
        post.queue(post.letter("far"));
        const auto far = post.claim();
        post.change([&](Work& work) {
            CHECK(store::postpone_letter(work.tx, work.town.id, *far, work.now + 6h, 3, "451 later"));
            CHECK(store::hurry_waiting(work.tx, work.town.id, work.now, work.now + letter_lease) == 1);
        });
        const auto again = post.claim();
        REQUIRE(again.has_value());
        CHECK(again->letter.key == "far");
        CHECK(again->failures == 0);
        CHECK(!post.claim().has_value());
        CHECK(post.settle(*held, "sent"));
    });
}

TEST_CASE("what strangers cause goes three times an hour and ten times a day to one mailbox")
{
    for_each_database([](db::Database& database) {
        Post post(database);
        const auto ask = [&](int number, const std::string& to) {
            auto letter = post.letter("ask/" + std::to_string(number) + to, to);
            letter.cause = Letter::Cause::stranger;
            post.queue(letter);
        };
        for (int i = 0; i < 5; ++i) ask(i, i % 2 ? "anna@yurga.example" : "ANNA@yurga.example");
        CHECK(post.list("waiting").size() == 3);
        CHECK(post.list("withheld").size() == 2);
        CHECK(post.words_of(post.list("withheld")[0].id).empty());
        ask(0, "boris@yurga.example");
        post.queue(post.letter("from the town"));  // the town's own letters are not counted
        CHECK(post.list("waiting").size() == 5);
        for (int hour = 1; hour <= 30; ++hour) {
            post.house.now = morning + std::chrono::minutes(30 * hour + 1);
            ask(100 + hour, "anna@yurga.example");
        }
        const auto waiting = post.list("waiting");
        const auto hers =
            std::ranges::count_if(waiting, [](const auto& one) { return one.to != "boris@yurga.example"; });
        CHECK(hers == 10 + 1);
    });
}

TEST_CASE("pauses grow from the first to six hours, and after three days the letter is given up")
{
    CHECK(letter_pause(1, 60s) == 60s);
    CHECK(letter_pause(2, 60s) == 120s);
    CHECK(letter_pause(10, 60s) == 6h);
    std::chrono::seconds waited{0};
    std::int64_t failures = 1;
    for (; const auto pause = letter_pause(failures, 60s); ++failures) waited += *pause;
    CHECK(waited >= 72h);
    CHECK(waited < 78h + 60s);
    CHECK(failures < 25);
    CHECK(!letter_pause(1'000'000, 1s).has_value());
}

TEST_CASE("without a server that answers letters wait, and it is not counted against them")
{
    for_each_database([](db::Database& database) {
        Post post(database);
        MailConfig mail;
        mail.server.url = "smtp://127.0.0.1:1";  // nobody listens on port 1
        mail.server.tls = outside::MailTls::none;
        mail.from = Email::parse("veche@yurga.example").value();
        LetterSender sender(post.house.site, mail);
        CHECK(sender.run_once() == 0);
        post.queue(post.letter("a"));
        post.queue(post.letter("b"));
        CHECK(sender.run_once() == 1);  // the second would fare no better
        CHECK(sender.run_once() == 0);
        post.house.now = morning + 61s;
        CHECK(sender.run_once() == 1);
        for (const auto& one : post.list("waiting")) CHECK(one.attempts == 1);
        post.house.now = morning + 24h * 20;
        CHECK(sender.run_once() == 1);
        CHECK(post.list("waiting").size() == 2);
        CHECK(!post.list("waiting")[0].error.empty());
    });
}

TEST_CASE("a letter that is worth nothing any more is late, not sent")
{
    for_each_database([](db::Database& database) {
        Post post(database);
        auto reminder = post.letter("reminder");
        reminder.not_after = morning + 1h;
        post.queue(reminder);
        post.house.now = morning + 2h;
        MailConfig mail;
        mail.server.url = "smtp://127.0.0.1:1";
        mail.from = Email::parse("veche@yurga.example").value();
        LetterSender(post.house.site, mail).run_once();
        CHECK(post.list("late").size() == 1);
        auto stale = post.letter("stale");
        stale.not_after = post.house.now;
        post.queue(stale);
        CHECK(post.list("late").size() == 2);
        CHECK(post.words_of(post.list("late")[0].id).empty());
    });
}

TEST_CASE("a mark is of one letter of one town, and of nobody else's making")
{
    const auto mark = letter_mark(key, Id<Town>(1), Id<Letter>(123'456'789));
    CHECK(mark.size() == 34);
    CHECK(letter_of_mark(key, Id<Town>(1), mark) == Id<Letter>(123'456'789));
    CHECK(!letter_of_mark(key, Id<Town>(2), mark).has_value());
    CHECK(!letter_of_mark(Secret<>(std::string(32, 'x')), Id<Town>(1), mark).has_value());
    auto forged = mark;
    forged.back() = forged.back() == '0' ? '1' : '0';
    CHECK(!letter_of_mark(key, Id<Town>(1), forged).has_value());
    for (const std::string_view odd : {"", "-", "0123456789abc", "0123456789abc-", mark.substr(0, 33).c_str()})
        CHECK(!letter_of_mark(key, Id<Town>(1), odd).has_value());
}

TEST_CASE("a report of a dead address marks the letter once and tells those who keep the address")
{
    for_each_database([](db::Database& database) {
        Post post(database);
        post.queue(post.letter("a"));
        const auto claimed = post.claim();
        REQUIRE(claimed.has_value());
        CHECK(post.settle(*claimed, "sent"));
        const auto report = [&](const std::string& mark, const std::string& fields) {
            return "To: bounces+" + mark +
                   "@yurga.example\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b\r\n"
                   "Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; r\r\n\r\n" +
                   fields + "\r\n--b--\r\n";
        };
        const auto& letters_key = post.house.site.settings().letters_key;
        const auto mark = letter_mark(letters_key, Id<Town>(1), claimed->letter.id);
        auto& site = post.house.site;
        CHECK(take_mail_report(site, report(mark, "Action: delayed\r\nStatus: 4.4.1\r\n")) == ReportOutcome::noted);
        CHECK(take_mail_report(site, report(mark, "Action: failed\r\nStatus: 5.2.2\r\n")) == ReportOutcome::noted);
        CHECK(take_mail_report(site, report(mark, "Action: failed\r\nStatus: 5.7.1\r\n")) == ReportOutcome::noted);
        CHECK(take_mail_report(site, "I am on leave: " + mark) == ReportOutcome::not_a_report);
        const auto strange = letter_mark(Secret<>(std::string(32, 'x')), Id<Town>(1), claimed->letter.id);
        CHECK(take_mail_report(site, report(strange, "Action: failed\r\nStatus: 5.1.1\r\n")) ==
              ReportOutcome::not_a_report);
        CHECK(post.announced() == 0);
        CHECK(take_mail_report(site,
                               report(mark, "Action: failed\r\nStatus: 5.0.0\r\nDiagnostic-Code: smtp; 550 no\r\n")) ==
              ReportOutcome::bounced);
        CHECK(take_mail_report(site, report(mark, "Action: failed\r\nStatus: 5.1.1\r\n")) == ReportOutcome::noted);
        CHECK(post.announced() == 1);
        CHECK(post.list("bounced").at(0).error == "550 no");
    });
}

TEST_CASE("what ends by itself: unsent letters, words of the refused, names of the settled")
{
    for_each_database([](db::Database& database) {
        Post post(database);
        post.queue(post.letter("refused"));
        CHECK(post.settle(*post.claim(), "refused"));
        post.queue(post.letter("waits"));
        const auto forget = [&](std::chrono::hours after) {
            post.house.now = morning + after;
            post.change([&](Work& work) { forget_old_letters(work); });
        };
        forget(24h * 6);
        CHECK(post.list("refused")[0].may_go_again);
        forget(24h * 8);
        CHECK(!post.list("refused")[0].may_go_again);
        CHECK(post.list("waiting").size() == 1);
        forget(24h * 31);
        CHECK(post.list("waiting").empty());
        CHECK(post.list("late")[0].to == "anna@yurga.example");
        forget(24h * 91);
        CHECK(post.list("late")[0].to.empty());
        post.queue(post.letter("waits"));  // told once is told once
        CHECK(post.list("waiting").empty());
    });
}

}  // namespace letters_test
