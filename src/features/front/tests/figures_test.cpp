// The law of figures, for every figure that a feature offers: what is counted is what is listed, whatever is asked for and whatever
// has been done to the town. A new figure is tested by standing in its feature; a new deed that it counts is added to RandomDeeds.

#include <doctest/doctest.h>

#include <random>
#include <set>

#include "features/front/tests/town_life.hpp"

namespace figures_test {

using namespace veche;
using namespace veche::front::test;
using app::Scope;

namespace {

using std::chrono::days, std::chrono::sys_days;

/// Somebody who may do and see everything.
app::Actor everybody_in_one(const House& house, const app::Town& town)
{
    auto actor = house.actors.at(town.slug + ":organiser");
    for (const auto role : app::all_roles) actor.roles.add(role);
    return actor;
}

/// What people do in a town, in any order; what is refused is refused.
class RandomDeeds {
public:
    RandomDeeds(House& house, const TownLife& life, unsigned seed)
        : house_(house), life_(life), actor_(everybody_in_one(house, life.town)), random_(seed)
    {}

    void live(int deeds)
    {
        for (int i = 0; i < deeds; ++i) {
            using Deed = void (RandomDeeds::*)();
            constexpr Deed all[] = {&RandomDeeds::add_line,     &RandomDeeds::edit_line, &RandomDeeds::turn_line,
                                    &RandomDeeds::tell_of_line, &RandomDeeds::sign_up,   &RandomDeeds::mark,
                                    &RandomDeeds::keep_bodies,  &RandomDeeds::subscribe, &RandomDeeds::suggest,
                                    &RandomDeeds::send_letters};
            (this->*all[pick(std::size(all))])();
            house_.now = house_.now + days(pick(4));
        }
    }
    /// While both lines to which one may come are as they were made.
    void begin()
    {
        for (int i = 0; i < 8; ++i) sign_up();
        for (int i = 0; i < 4; ++i) mark();
    }
    std::size_t pick(std::size_t count) { return random_() % count; }

private:
    /// A refusal rolls the deed back; what it was about may be gone.
    template <class Command>
    void change(Command command)
    {
        house_.site.change(life_.town, actor_, [&](app::Work& work) {
            try {
                return command(work).has_value() ? db::Outcome::keep : db::Outcome::roll_back;
            } catch (const NotFound&) {
                return db::Outcome::roll_back;
            }
        });
    }

    plan::LineContent content()
    {
        static const std::vector<std::string> times = {"6 июля",         "16 января", "28.05; 25.06; 30.07",
                                                       "до 1 июня",      "май",       "II–III квартал",
                                                       "в течение года", "",          "25 декабря – 5 января"};
        plan::LineContent made;
        made.title = "Дело " + std::to_string(++made_);
        made.when = language::parse_when(times[pick(times.size())], this_year);
        made.section = pick(2) == 0 ? "" : "Раздел " + std::to_string(pick(3));
        made.kind = plan::all_kinds[pick(std::size(plan::all_kinds))];
        if (pick(4) > 0) made.age_mark = AgeMark::a6;
        return made;
    }
    template <class Deed>
    void with_line(Deed deed)
    {
        change([&](app::Work& work) -> Result<bool> {
            const auto lines = plan::list_lines(work, this_year);
            const auto line = plan::get_line(work, lines.at(pick(lines.size())).id);
            const auto done = deed(work, line, line.happenings.at(pick(line.happenings.size())));
            return done ? Result<bool>(true) : tl::unexpected(done.error());
        });
    }

    void add_line()
    {
        change([&](app::Work& work) { return plan::add_line(work, this_year, work.new_id<plan::Line>(), content()); });
    }
    void edit_line()
    {
        with_line([&](app::Work& work, const plan::Line& line, const auto&) {
            auto now = content();
            now.age_mark = AgeMark::a12;
            return plan::edit_line(work, line.id, line.version, now);
        });
    }
    void turn_line()
    {
        const auto which = pick(4);
        with_line([&](app::Work& work, const plan::Line& line, const auto&) -> Result<bool> {
            const Id<plan::Line> ids[] = {line.id};
            if (which < 2) return plan::announce_lines(work, ids).map([](const auto&) { return true; });
            if (which == 2) return plan::withdraw_lines(work, ids).map([](const auto&) { return true; });
            return plan::remove_line(work, line.id, line.version).map([](const auto&) { return true; });
        });
    }
    void tell_of_line()
    {
        const auto which = pick(4);
        with_line([&](app::Work& work, const plan::Line& line, const plan::Happening& one) {
            const Day today = work.town.zone.local(work.now).day;
            if (which == 0) return plan::move_line(work, line.id, line.version, content().when, "гроза");
            if (which == 1) return plan::cancel_line(work, line.id, line.version, one.id, "мороз");
            if (which == 2) return plan::reopen_line(work, line.id, line.version, one.id);
            return plan::hold_line(work, line.id, line.version, one.id,
                                   {today, {}, std::int64_t(pick(3) * 40), "Было."});
        });
    }
    /// For the first line as many as come, for the second a few seats; one of them may be gone.
    void sign_up()
    {
        const bool bounded = pick(2) == 0;
        const std::string key = std::string(41, 's') + std::to_string(10 + ++made_ % 80);
        change([&](app::Work& work) -> Result<bool> {
            const auto line = plan::find_line(work, parse_id<plan::Line>(life_.lines.at(bounded ? 1 : 0)).value());
            if (!line) return true;
            const auto of = Id<app::Occasion>(line->happenings.front().id.value());
            participation::SignUp wanted;
            wanted.open = true;
            wanted.seats = 9;
            if (bounded) participation::put_sign_up(work, app::get_for_update(work, of), wanted);  // the first time
            participation::Application application;
            application.contact = "Анна";
            application.email = Email::parse("anna" + std::to_string(made_) + "@yurga.example").value();
            for (std::size_t i = 0; i <= pick(3); ++i)
                application.guests.push_back({.name = "Маша", .age = 10 + int(pick(40)), .seat = {}});
            application.data_consent = application.child_consent = true;
            return participation::sign_up(work, of, application, key).map([](const auto&) { return true; });
        });
    }
    void mark()
    {
        const auto of = parse_id<app::Occasion>(life_.happening).value();
        change([&](app::Work& work) {
            participation::Mark walked{
                .entry = {},
                .position = 0,
                .walk_key = std::string(20, char('a' + pick(20))),
                .age_group = pick(2) == 0 ? participation::AgeGroup::child : participation::AgeGroup::unknown,
                .came = pick(4) > 0,
                .at = work.now};
            participation::Mark entered = walked;
            entered.entry = parse_id<participation::Entry>(life_.entry);
            return participation::put_marks(work, app::get_for_update(work, of), {walked, entered});
        });
    }
    void keep_bodies()
    {
        change([&](app::Work& work) {
            bodies::BodyContent content;
            content.kind = bodies::all_kinds[pick(std::size(bodies::all_kinds))];
            content.name = "Общество " + std::to_string(++made_);
            auto body = bodies::add_body(work, work.new_id<bodies::Body>(), content);
            const auto fate = pick(3);
            if (body && fate == 0)
                return bodies::edit_body(work, body->id, body->version, body->content, bodies::Working::stops);
            if (body && fate == 1)
                return bodies::merge_body(work, body->id, body->version, parse_id<bodies::Body>(life_.body).value());
            return body;
        });
    }
    void subscribe()
    {
        const auto mail = "olga" + std::to_string(++made_) + "@yurga.example";
        const auto fate = pick(4);
        change([&](app::Work& work) -> Result<bool> {
            subscriptions::Wish wish;
            wish.email = Email::parse(mail).value();
            wish.choice = {.weekly = true, .urgent = pick(2) == 0, .kinds = {}, .places = {}, .audiences = {}};
            if (pick(2) == 0) wish.choice.kinds = {"quiz", "sport"};
            wish.data_consent = true;
            const auto asked = subscriptions::ask(work, wish, "192.0.2." + std::to_string(made_ % 250));
            if (!asked || fate == 0) return asked.map([](const auto&) { return true; });
            const auto letter = work.tx.value<std::string>(
                "SELECT body FROM letters WHERE town_id = :town AND kind = 'subscriptions.confirm' ORDER BY id DESC"
                " LIMIT 1",
                {{"town", work.town.id}});
            const auto link = letter.substr(letter.find("/subscriptions/") + 15, 43);
            const auto confirmed = subscriptions::confirm(work, link, wish.choice);
            if (!confirmed || fate > 1) return confirmed.map([](const auto&) { return true; });
            return subscriptions::end(work, link);
        });
    }
    void suggest()
    {
        const std::string code = std::string(20, 'p') + std::to_string(10 + ++made_ % 80);
        change([&](app::Work& work) -> Result<suggestions::Suggestion> {
            const suggestions::Sent sent{
                .content = {.title = "Кросс", .when = "", .place = "", .audience = "", .why = "Хотим"},
                .author = {.name = "Анна", .contact = "8-900", .consent = true},
                .code = code,
                .network = "192.0.2." + std::to_string(made_ % 250)};
            const auto made = suggestions::suggest(work, sent);
            return made && pick(2) == 0 ? suggestions::decline_suggestion(work, made->id, "Уже есть") : made;
        });
    }

    void send_letters()
    {
        change([&](app::Work& work) -> Result<bool> {
            const auto due = app::store::find_due_letter(work.tx, work.town.id, work.now);
            if (!due) return true;
            const auto claimed = app::store::claim_letter(work.tx, work.town.id, *due, work.now, work.now + days(1));
            const std::string_view stages[] = {"sent", "refused", "late"};
            return claimed && app::store::settle_letter(work.tx, work.town.id, *claimed, stages[pick(3)], "", work.now);
        });
    }

    House& house_;
    const TownLife& life_;
    app::Actor actor_;
    std::mt19937 random_;
    int made_ = 0;
};

/// Asks every figure of a town at random.
class Examiner {
public:
    Examiner(House& house, const app::Town& town, unsigned seed) : house_(house), town_(town), random_(seed) {}

    void examine(int times)
    {
        for (const auto& feature : house_.site.features())
            for (const auto& figure : feature.figures)
                for (int i = 0; i < times; ++i)
                    seen_by(everybody_in_one(house_, town_),
                            [&](app::View& view) { check(figure, view, random_scope(figure, view)); });
    }

    template <class Look>
    void seen_by(const app::Actor& actor, Look look)
    {
        house_.database.read([&](db::Session& session) {
            app::View view(session, town_, actor, house_.now);
            look(view);
        });
    }

private:
    std::size_t pick(std::size_t count) { return random_() % count; }

    Scope random_scope(const app::Figure& figure, app::View& view)
    {
        Scope scope = app::every_day();
        if (pick(2) == 0) {
            const auto today = sys_days(view.town.zone.local(view.now).day);
            scope.first = Day(today - days(pick(400)));
            scope.last = Day(today + days(pick(400)));
        }
        for (const auto& dimension : figure.dimensions) {
            if (pick(4) != 0) continue;
            const auto known = app::sums(figure, view, app::every_day(), {dimension.id});
            const auto value = known.empty() || pick(8) == 0 ? "nonsense" : known[pick(known.size())].values[0];
            scope.choices.push_back({std::string(dimension.id), value});
        }
        if (pick(5) == 0) scope.choices.push_back({std::string(app::by_month), "2027-0" + std::to_string(1 + pick(9))});
        return scope;
    }

    static std::int64_t total(const std::vector<app::Sum>& sums)
    {
        std::int64_t amount = 0;
        for (const auto& sum : sums) amount += sum.amount;
        return amount;
    }

    void check(const app::Figure& figure, app::View& view, const Scope& scope)
    {
        CAPTURE(figure.id);
        for (const auto& choice : scope.choices) INFO(choice.dimension << "=" << choice.value);
        const auto count = app::count(figure, view, scope);
        CHECK(listed(figure, view, scope) == count);
        for (const auto& dimension : figure.dimensions) {
            CAPTURE(dimension.id);
            const auto sums = app::sums(figure, view, scope, {dimension.id});
            CHECK(total(sums) == count);
            if (sums.empty()) continue;
            const auto& one = sums[pick(sums.size())];
            auto narrower = scope;
            narrower.choices.push_back({std::string(dimension.id), one.values[0]});
            CHECK(app::count(figure, view, narrower) == one.amount);
        }
        if (scope.last < Day(sys_days(scope.first) + days(1000)))
            CHECK(total(app::sums(figure, view, scope, {app::by_month})) == count);
    }

    /// The sum of the amounts of all records, page by page; each is there once, within the days asked for.
    static std::int64_t listed(const app::Figure& figure, app::View& view, const Scope& scope)
    {
        std::int64_t amount = 0;
        std::set<std::string> keys;
        for (std::string after;;) {
            const auto page = app::list(figure, view, scope, after);
            for (const auto& record : page.records) {
                amount += record.amount;
                CHECK(keys.insert(record.key).second);
                CHECK((scope.first <= record.day && record.day <= scope.last));
                CHECK_FALSE(record.object.empty());
            }
            if (!page.records.empty()) check_next(figure, view, scope, page);
            if (page.next.empty()) return amount;
            after = page.next;
        }
    }
    /// A list goes on from any of its records.
    static void check_next(const app::Figure& figure, app::View& view, const Scope& scope, const app::FigureList& page)
    {
        const auto middle = page.records.size() / 2;
        const auto rest = app::list(figure, view, scope, page.records[middle].key);
        if (middle + 1 < page.records.size())
            CHECK(rest.records.at(0).key == page.records[middle + 1].key);
        else
            CHECK(rest.records.empty() == page.next.empty());
    }

    House& house_;
    const app::Town& town_;
    std::mt19937 random_;
};

}  // namespace

TEST_CASE("the sum of the amounts of a list is the count, for every figure, any scope, before and after any edit")
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [](db::Database& database) {
        House house(database, all_features(), {town_named("yurga", 1), town_named("strange", 2)});
        TownLife own(house, 0, "Юргинский");
        TownLife other(house, 1, "Чужедальск");
        RandomDeeds deeds(house, own, 7);
        Examiner examiner(house, own.town, 11);
        deeds.begin();
        for (int round = 0; round < 14; ++round) {
            examiner.examine(2);
            deeds.live(10);
        }
        examiner.examine(5);
        // A figure of which there is nothing was not examined: RandomDeeds does not do what it counts.
        examiner.seen_by(everybody_in_one(house, own.town), [&](app::View& view) {
            for (const auto& feature : house.site.features())
                for (const auto& figure : feature.figures)
                    CHECK_MESSAGE(app::count(figure, view, app::every_day()) > 0, figure.id);
        });
    });
}

TEST_CASE("what is not for everybody is counted for nobody else, and nothing of one person is listed to all")
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [](db::Database& database) {
        House house(database, all_features());
        TownLife own(house, 0, "Юргинский");
        RandomDeeds(house, own, 3).live(60);
        Examiner examiner(house, own.town, 5);
        for (const auto& feature : house.site.features())
            for (const auto& figure : feature.figures) {
                CAPTURE(figure.id);
                std::int64_t open = 0;
                std::vector<std::string> urls;
                examiner.seen_by(everybody_in_one(house, own.town), [&](app::View& view) {
                    if (figure.open_part) open = app::count(figure, view, app::open_scope(figure, app::every_day()));
                });
                examiner.seen_by(app::Actor{}, [&](app::View& view) {
                    if (!figure.open_part) {
                        CHECK_THROWS_AS(app::count(figure, view, app::every_day()), Forbidden);
                        CHECK_THROWS_AS(app::list(figure, view, app::every_day()), Forbidden);
                        return;
                    }
                    CHECK(app::count(figure, view, app::every_day()) == open);
                    for (const auto& record : app::list(figure, view, app::every_day()).records) {
                        CHECK_FALSE(record.personal);
                        urls.push_back(record.url);
                    }
                    CHECK_FALSE(view.topics().empty());
                });
                for (const auto& url : urls) CHECK_MESSAGE(house.ask(get(url)).status == 200, url);
            }
    });
}

TEST_CASE("every figure, each dimension of it and every value has its words in both languages, and its own id")
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [](db::Database& database) {
        House house(database, all_features());
        TownLife own(house, 0, "Юргинский");
        RandomDeeds(house, own, 4).live(60);
        std::set<std::string_view> ids;
        Examiner(house, own.town, 5).seen_by(everybody_in_one(house, own.town), [&](app::View& view) {
            for (const auto code : {language::Code::ru, language::Code::en}) {
                const auto& words = house.site.words(code);
                for (const auto& feature : house.site.features())
                    for (const auto& figure : feature.figures) {
                        CAPTURE(figure.id);
                        CHECK(figure.id.starts_with(std::string(feature.name) + "."));
                        if (code == language::Code::ru) CHECK(ids.insert(figure.id).second);
                        CHECK((words.has(figure.title) && words.has(figure.definition)));
                        CHECK(words.say(figure.unit, 3).find('3') != std::string::npos);
                        for (const auto& dimension : figure.dimensions) {
                            CHECK(words.has(dimension.title));
                            if (dimension.values.empty()) continue;
                            for (const auto& sum : app::sums(figure, view, app::every_day(), {dimension.id}))
                                CHECK_MESSAGE(words.has(std::string(dimension.values) + sum.values[0]),
                                              dimension.values << sum.values[0]);
                        }
                    }
            }
        });
    });
}

TEST_CASE("the first pages and plan and fact take a few questions of the database, however much there is")
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [](db::Database& database) {
        House house(database, all_features());
        TownLife own(house, 0, "Юргинский");
        const auto asked = [&](const web::Request& request) {
            const auto before = database.figures().statements;
            CHECK(house.ask(request).status == 200);
            return database.figures().statements - before;
        };
        const auto check = [&] {
            CHECK(asked(get("/")) <= 11);
            CHECK(asked(with_cookie(get("/office"), "session", "organiser")) <= 10);
            CHECK(asked(get("/plan/2027/fact")) == 4);
            CHECK(asked(get("/plan/2027/fact/records")) <= 6);
        };
        check();
        RandomDeeds(house, own, 8).live(80);
        check();
    });
}

}  // namespace figures_test
