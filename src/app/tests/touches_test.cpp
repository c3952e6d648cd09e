#include "app/touches.hpp"

#include "app/process.hpp"
#include "app/tests/diary.hpp"

using namespace veche;
using namespace veche::app;
using namespace veche::app::test;
using namespace std::chrono_literals;

namespace touches_test {
namespace {

constexpr std::int64_t other_process = 4242;

/// Everything is the real database, but that the answer to a COMMIT may be lost on its way, and reads may fail.
class ForgetfulDatabase final : public db::Database {
public:
    explicit ForgetfulDatabase(db::Database& real) : real_(real) {}

    bool loses_answers = false;
    int reads_that_work = 1'000'000;  // before the others fail

    db::Engine engine() const override { return real_.engine(); }
    void read(const Reader& reader) override
    {
        if (reads_that_work == 0) throw db::Error(db::Cause::busy, "no connection is free");
        --reads_that_work;
        real_.read(reader);
    }
    void read_long(const Reader& reader) override { real_.read_long(reader); }
    void change(const Command& command) override
    {
        real_.change(command);
        if (loses_answers) throw db::Error(db::Cause::connection, "the answer to COMMIT is lost");
    }
    void rebuild(const Command& command) override { real_.rebuild(command); }
    bool changed_elsewhere() override { return real_.changed_elsewhere(); }
    void tell_others() noexcept override { real_.tell_others(); }
    void shred() override { real_.shred(); }
    void back_up(const std::filesystem::path& file) override { real_.back_up(file); }
    std::string check() override { return real_.check(); }
    db::Figures figures() const override { return real_.figures(); }

private:
    db::Database& real_;
};

std::string topics_of(const std::vector<store::Touch>& touches)
{
    std::string all;
    for (const auto& touch : touches) all += touch.topic + " ";
    return all;
}

/// As a row of a transaction that is seen later than it got its number.
void insert_numbered(db::Session& tx, std::int64_t number, std::string_view topic)
{
    if (tx.engine() == db::Engine::sqlite)
        tx.execute("INSERT INTO page_touches (town_id, number, topic, process) VALUES (1, :number, :topic, 4242)",
                   {{"number", number}, {"topic", topic}});
    else
        tx.execute(
            "INSERT INTO page_touches (town_id, number, topic, process) OVERRIDING SYSTEM VALUE"
            " VALUES (1, :number, :topic, 4242)",
            {{"number", number}, {"topic", topic}});
}

}  // namespace

TEST_CASE("a touch that is seen after one with a greater number is followed all the same, once")
{
    for_each_database([](db::Database& database) {
        House house(database, {});
        const Touches::Steady start{1h};
        Touches touches;
        const auto add = [&](std::int64_t number, std::string_view topic) {
            database.change([&](db::Session& tx) {
                insert_numbered(tx, number, topic);
                return db::Outcome::keep;
            });
        };
        const auto look = [&](std::chrono::seconds after) {
            std::vector<store::Touch> found;
            database.read([&](db::Session& db) { found = touches.look(db, 1, start + after); });
            return topics_of(found);
        };
        add(100, "old");
        database.read([&](db::Session& db) { touches.begin(db, start); });
        add(107, "late");
        CHECK(look(1s) == "late ");
        add(98, "before-the-start");
        add(103, "slow");
        CHECK(look(2s) == "before-the-start slow ");
        CHECK(look(3s) == "");
        add(105, "slower");
        CHECK(look(80s) == "slower ");
        add(200, "later");
        CHECK(look(200s) == "later ");
        // Nobody's commit takes so long: what is before it is not read again and again.
        add(106, "too-late");
        CHECK(look(201s) == "");
        CHECK(touches.prunable(start + 599s) == 0);
        look(650s);
        CHECK(touches.prunable(start + 650s) >= 100);
    });
}

TEST_CASE("pages are dropped when the answer to a commit is lost, for it may have been done")
{
    for_each_database([](db::Database& real) {
        ForgetfulDatabase database(real);
        Diary diary;
        House house(database, {diary.feature()}, {town_named("yurga", 1)}, 1 << 20);
        const auto page = [&] { return house.ask_like_server(get("/diary")); };
        const auto number = process_number();
        diary.words[1] = "до";
        page();
        CHECK(says(page(), "до"));
        CHECK(diary.rendered == 1);
        database.loses_answers = true;
        CHECK_THROWS_AS(house.site.change(house.towns[0], staff({Role::organiser}),
                                          [&](Work& work) {
                                              diary.words[1] = "после";
                                              work.touch("diary");
                                              return db::Outcome::keep;
                                          }),
                        db::Error);
        database.loses_answers = false;
        CHECK(says(page(), "после"));
        // The commit itself may come later than its error: a page made in between is dropped when its touch is seen.
        house.site.follow_touches();
        page();
        const int rendered = diary.rendered;
        real.change([&](db::Session& tx) {
            store::insert_touch(tx, Id<Town>(1), "diary", number);
            return db::Outcome::keep;
        });
        house.site.follow_touches();
        page();
        CHECK(diary.rendered == rendered + 1);
    });
}

/// The town has another name, and its diary other words.
void rename_town(Work& work, Diary& diary)
{
    Town town = work.town;
    town.name = "Новый город";
    store::update_town(work.tx, town);
    diary.words[1] = "после";
    work.touch("town");
    work.touch("diary");
}

TEST_CASE("a touch that was found while the towns could not be read is followed by the next look")
{
    for_each_database([](db::Database& real) {
        ForgetfulDatabase database(real);
        Diary diary;
        House house(database, {diary.feature()}, {town_named("yurga", 1)}, 1 << 20);
        diary.words[1] = "до";
        house.ask_like_server(get("/diary"));
        CHECK(says(house.ask_like_server(get("/diary")), "до"));
        real.change([&](db::Session& tx) {
            const auto actor = staff({Role::organiser});
            Work work(tx, house.towns[0], actor, house.now, house.site.ids());
            rename_town(work, diary);
            work.finish();
            tx.execute("UPDATE page_touches SET process = :process", {{"process", other_process}});
            return db::Outcome::keep;
        });
        database.reads_that_work = 1;
        CHECK_THROWS_AS(house.site.follow_touches(), db::Error);
        database.reads_that_work = 1'000'000;
        house.site.follow_touches();
        CHECK(says(house.ask_like_server(get("/diary")), "после"));
        CHECK(house.site.towns().find_slug("yurga")->name == "Новый город");
    });
}

TEST_CASE("a command that is done is told as done and drops its pages, although the towns cannot be read after it")
{
    for_each_database([](db::Database& real) {
        ForgetfulDatabase database(real);
        Diary diary;
        House house(database, {diary.feature()}, {town_named("yurga", 1)}, 1 << 20);
        diary.words[1] = "до";
        house.ask_like_server(get("/diary"));
        CHECK(says(house.ask_like_server(get("/diary")), "до"));
        database.reads_that_work = 0;
        CHECK_NOTHROW(house.site.change(house.towns[0], {}, [&](Work& work) {
            rename_town(work, diary);
            return db::Outcome::keep;
        }));
        database.reads_that_work = 1'000'000;
        CHECK(says(house.ask_like_server(get("/diary")), "после"));
        house.site.follow_touches();
        CHECK(house.site.towns().find_slug("yurga")->name == "Новый город");
    });
}

TEST_CASE("a process whose clock is an hour behind is followed like any other")
{
    for_each_database([](db::Database& database) {
        Diary diary;
        House house(database, {diary.feature()}, {town_named("yurga", 1)}, 1 << 20);
        diary.words[1] = "до";
        house.ask_like_server(get("/diary"));
        house.ask_like_server(get("/diary"));
        CHECK(diary.rendered == 1);
        diary.words[1] = "после";
        database.change([&](db::Session& tx) {
            const auto actor = staff({Role::organiser});
            Work work(tx, house.towns[0], actor, house.now - 1h, house.site.ids());
            work.touch("diary");
            work.finish();
            tx.execute("UPDATE page_touches SET process = :process", {{"process", other_process}});
            return db::Outcome::keep;
        });
        house.site.follow_touches();
        CHECK(says(house.ask_like_server(get("/diary")), "после"));
    });
}

}  // namespace touches_test
