#include "features/bodies/store.hpp"

#include <algorithm>

#include "features/bodies/tests/house_for_test.hpp"
#include "language/collation.hpp"

namespace store_test {

using namespace veche;
using namespace veche::bodies;
using namespace veche::bodies::test;

TEST_CASE("a body comes back as it was stored, with its other names")
{
    for_each_directory([](Directory& directory) {
        BodyContent full;
        full.kind = Kind::institution;
        full.name = "МБУК «ЦБС»";
        full.short_name = "библиотеки";
        full.other_names = {"Библиотека им. Пушкина", "ЦБС г. Юрги"};
        full.about = "Девять библиотек.";
        full.contact = "ул. Кирова, 1";
        full.email = "cbs@yurga.example";
        full.phone = "8 900";
        const Body made = directory.try_add(full).value();
        const Body back = directory.get(made.id);
        CHECK(back.content == full);
        CHECK(back.stage == Stage(Active{}));
        CHECK(back.version == 1);
        CHECK(back.created == directory.now);
        const auto all = directory.read([](app::View& view) { return store::list_bodies(view.db, view.town.id, {}); });
        REQUIRE(all.size() == 1);
        CHECK(all[0].content == full);
    });
}

TEST_CASE(
    "bodies stand as in a dictionary, are found by a part of any name, and an older program's are put in order at a "
    "start")
{
    for_each_directory([](Directory& directory) {
        const std::vector<std::string> names = {"10 двор", "«Ёлка»", "ЕЛЬ", "ель и сосна", "Жуки", "100% наши", "Яр"};
        for (auto name = names.rbegin(); name != names.rend(); ++name) directory.add(*name, {"имя " + *name});
        const auto listed = [&](const store::Wanted& wanted) {
            std::vector<std::string> found;
            for (const auto& body :
                 directory.read([&](app::View& view) { return store::list_bodies(view.db, view.town.id, wanted); })) {
                found.push_back(body.content.name);
                CHECK(body.content.other_names == std::vector{"имя " + body.content.name});
            }
            return found;
        };
        auto sorted = names;
        std::ranges::sort(sorted, [](const auto& a, const auto& b) { return language::compare(a, b) < 0; });
        CHECK(listed({}) == sorted);
        CHECK(listed({.limit = 2}) == std::vector(sorted.begin(), sorted.begin() + 2));
        CHECK(listed({.part = "%"}) == std::vector<std::string>{"100% наши"});
        CHECK(listed({.part = "_"}).empty());
        CHECK(listed({.part = "имя е"}).size() == 3);
        directory.change([&](app::Work& work) {
            work.tx.execute("UPDATE bodies SET sort_key = '' WHERE town_id = :town", {{"town", work.town.id}});
            work.tx.execute("UPDATE body_names SET part = '' WHERE town_id = :town", {{"town", work.town.id}});
            return std::optional(true);
        });
        CHECK(listed({.part = "имя"}).empty());
        directory.change([&](app::Work& work) {
            refold_names(work);
            return std::optional(true);
        });
        CHECK(listed({.part = "имя"}) == sorted);
    });
}

TEST_CASE("a name has one owner, town by town")
{
    for_each_directory([](Directory& directory) {
        const Body one = directory.add("ТОС «Южный»"), two = directory.add("ТОС «Надежда»");
        const Body strange = directory.add("ТОС Южный", {}, 1);
        const auto put = [&](const Body& body, std::size_t town = 0) {
            return directory
                .change(
                    [&](app::Work& work) {
                        return std::optional(store::put_name(
                            work.tx, work.town.id, {.folded = "тос южный", .body = body.id, .words = "ТОС  Южный"}));
                    },
                    town)
                .value();
        };
        CHECK(put(one));
        CHECK_FALSE(put(two));
        CHECK(put(strange, 1));
        CHECK(directory.owner("тос южный") == "ТОС «Южный»");
        CHECK(directory.owner("тос южный", 1) == "ТОС Южный");
    });
}

TEST_CASE("members are put, changed and removed; a closed body has nobody who speaks for it")
{
    for_each_directory([](Directory& directory) {
        const Body body = directory.add("ТОС «Южный»");
        const auto of_boris = [&] {
            return directory.read(
                [&](app::View& view) { return store::list_bodies_of(view.db, view.town.id, directory.boris); });
        };
        const auto put = [&](Part part) {
            directory.change([&](app::Work& work) { return put_member(work, body.id, {directory.boris, part}); });
        };
        CHECK(of_boris().empty());
        put(Part::member);
        put(Part::chair);
        const auto members = directory.read([&](app::View& view) { return list_members(view, body.id); });
        REQUIRE(members.size() == 1);
        CHECK(members[0].part == Part::chair);
        CHECK(of_boris() == std::vector{body.id});
        directory.change(
            [&](app::Work& work) { return edit_body(work, body.id, body.version, body.content, Working::stops); });
        CHECK(of_boris().empty());
        directory.change([&](app::Work& work) { return remove_member(work, body.id, directory.boris); });
        CHECK(directory.read([&](app::View& view) { return list_members(view, body.id); }).empty());
    });
}

}  // namespace store_test
