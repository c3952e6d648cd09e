#include "features/bodies/commands.hpp"

#include <atomic>

#include "features/bodies/tests/house_for_test.hpp"

namespace commands_test {

using namespace veche;
using namespace veche::bodies;
using namespace veche::bodies::test;

namespace {

Result<Body> edit(Directory& directory, const Body& body, BodyContent what, std::int64_t version = 0)
{
    return directory.change([&](app::Work& work) {
        return edit_body(work, body.id, version == 0 ? body.version : version, std::move(what));
    });
}
Result<Body> merge(Directory& directory, const Body& from, const Body& into)
{
    return directory.change([&](app::Work& work) { return merge_body(work, from.id, from.version, into.id); });
}

}  // namespace

TEST_CASE("a name that is another body's is refused beside its field, and nothing of the body is stored")
{
    for_each_directory([](Directory& directory) {
        directory.add("ТОС «Южный»", {"совет южного"});
        struct Case {
            std::string name, short_name, other, field;
        };
        for (const auto& one : {Case{"тос южный", "", "", "name"}, Case{"ТОС «Новый»", "ТОС Южный", "", "short_name"},
                                Case{"ТОС «Новый»", "", "Совет «Южного»", "names"}}) {
            auto what = content(one.name);
            what.short_name = one.short_name;
            if (!one.other.empty()) what.other_names = {one.other};
            const auto refused = directory.try_add(what);
            REQUIRE_FALSE(refused.has_value());
            CHECK(refused.error().message == "bodies.name_taken");
            CHECK(refused.error().field == one.field);
        }
        CHECK(directory.read([](app::View& view) { return list_sorted(view.db, view.town.id).size(); }) == 1);
        CHECK(directory.owner("ТОС Новый").empty());
        CHECK(directory.try_add(content("«»")).error().message == "text.empty");
    });
}

TEST_CASE("the same form sent twice makes one body")
{
    for_each_directory([](Directory& directory) {
        const Id<Body> id(directory.site.ids().next(directory.now));
        const auto add = [&](const std::string& name) {
            return directory.change([&](app::Work& work) { return add_body(work, id, content(name)); });
        };
        CHECK(add("ТОС «Южный»").has_value());
        CHECK(add("ТОС «Южный»").has_value());
        CHECK(add("ТОС «Другой»").error().message == "bodies.changed_meanwhile");
        CHECK(directory.read([](app::View& view) { return list_sorted(view.db, view.town.id).size(); }) == 1);
        CHECK(directory.audit_fault().empty());
    });
}

TEST_CASE("of two who edit one body the second is told, unless it is what was asked for already")
{
    for_each_directory([](Directory& directory) {
        const Body body = directory.add("ТОС «Южный»");
        auto first = body.content, second = body.content;
        first.about = "Дома у реки";
        second.about = "Дома у вокзала";
        CHECK(edit(directory, body, first)->version == 2);
        CHECK(edit(directory, body, second).error().kind == RefusalKind::conflict);
        CHECK(edit(directory, body, first)->version == 2);
        CHECK(directory.get(body.id).content.about == "Дома у реки");
    });
}

TEST_CASE("a name that is given up is free for another body; other names that say nothing new are dropped")
{
    for_each_directory([](Directory& directory) {
        const Body body = directory.add("ТОС «Южный»", {"тос южный", "Южане", "«южане»", "совет"});
        CHECK(body.content.other_names == std::vector<std::string>{"совет", "Южане"});
        auto what = body.content;
        what.name = "ТОС «Южный берег»";
        what.other_names = {"совет"};
        CHECK(edit(directory, body, what).has_value());
        CHECK(directory.owner("ТОС Южный").empty());
        CHECK(directory.owner("Южане").empty());
        directory.add("ТОС «Южный»");
        CHECK(directory.owner("тос южный") == "ТОС «Южный»");
        CHECK(directory.owner("Совет") == "ТОС «Южный берег»");
    });
}

TEST_CASE("one more name is added, once")
{
    for_each_directory([](Directory& directory) {
        const Body body = directory.add("ТОС «Южный»");
        directory.add("ТОС «Надежда»");
        const auto add = [&](const std::string& name) {
            return directory.change([&](app::Work& work) { return add_name(work, body.id, name); });
        };
        CHECK(add("Южане")->version == 2);
        CHECK(add("«ЮЖАНЕ»")->version == 2);
        CHECK(directory.owner("южане") == "ТОС «Южный»");
        CHECK(add("тос Надежда").error().field == "name");
    });
}

TEST_CASE("merged: names and members go over, the page leads on in one step, and it cannot be done crosswise")
{
    for_each_directory([](Directory& directory) {
        const Body a = directory.add("ТОС Южный"), b = directory.add("ТОС «Южный берег»", {"берег"}),
                   c = directory.add("ТОС «Юг»");
        directory.change([&](app::Work& work) { return put_member(work, a.id, {directory.boris, Part::chair}); });
        CHECK(merge(directory, a, b).has_value());
        CHECK(directory.owner("ТОС Южный") == "ТОС «Южный берег»");
        CHECK(directory.get(b.id).content.other_names == std::vector<std::string>{"берег", "ТОС Южный"});
        CHECK(directory.get(b.id).version == b.version + 1);
        CHECK(directory.read([&](app::View& view) { return list_members(view, b.id).size(); }) == 1);
        CHECK(directory.read([&](app::View& view) { return list_members(view, a.id).size(); }) == 0);
        CHECK(merge(directory, a, b).has_value());  // the form sent twice
        CHECK(merge(directory, a, c).error().message == "bodies.is_merged");
        CHECK(merge(directory, b, a).error().message == "bodies.merge_into_closed");
        CHECK(merge(directory, directory.get(b.id), c).has_value());
        CHECK(directory.get(a.id).stage == Stage(Merged{c.id}));
        CHECK(directory.owner("берег") == "ТОС «Юг»");
        CHECK(directory.found("берег") == std::vector<std::string>{"ТОС «Юг»"});
    });
}

TEST_CASE("two who merge crosswise at once never both succeed and never wait for ever")
{
    for_each_directory([](Directory& directory) {
        const Body a = directory.add("ТОС «А»"), b = directory.add("ТОС «Б»");
        std::atomic<int> done{0};
        const auto run = [&](const Body& from, const Body& into) {
            directory.site.change(directory.towns[0], directory.actors.at("yurga:gleb"), [&](app::Work& work) {
                const bool good = merge_body(work, from.id, from.version, into.id).has_value();
                done += good;
                return good ? db::Outcome::keep : db::Outcome::roll_back;
            });
        };
        std::thread one([&] { run(a, b); }), two([&] { run(b, a); });
        one.join();
        two.join();
        CHECK(done == 1);
        CHECK(directory.read([](app::View& view) { return list_sorted(view.db, view.town.id).size(); }) == 1);
    });
}

TEST_CASE("of two who take one name at once one has it")
{
    for_each_directory([](Directory& directory) {
        std::atomic<int> done{0};
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i)
            threads.emplace_back([&] {
                directory.site.change(directory.towns[0], directory.actors.at("yurga:gleb"), [&](app::Work& work) {
                    const bool good = add_body(work, work.new_id<Body>(), content("ТОС «Южный»")).has_value();
                    done += good;
                    return good ? db::Outcome::keep : db::Outcome::roll_back;
                });
            });
        for (auto& thread : threads) thread.join();
        CHECK(done == 1);
        CHECK(directory.owner("ТОС Южный") == "ТОС «Южный»");
    });
}

TEST_CASE("a body of another town is not there")
{
    for_each_directory([](Directory& directory) {
        const Body own = directory.add("ТОС «Южный»"), strange = directory.add("ТОС «Чужой»", {}, 1);
        CHECK_THROWS_AS(edit(directory, strange, content("ТОС «Мой»")), NotFound);
        CHECK_THROWS_AS(merge(directory, own, strange), NotFound);
        CHECK_THROWS_AS(directory.change([&](app::Work& work) {
            return put_member(work, strange.id, {directory.boris, {}});
        }),
                        NotFound);
        CHECK(directory.get(strange.id, 1).version == 1);
    });
}

}  // namespace commands_test
