#include "core/percent.hpp"
#include "features/bodies/tests/house_for_test.hpp"

namespace portal_test {

using namespace veche;
using namespace veche::bodies;
using namespace veche::bodies::test;
using nlohmann::json;

namespace {

Body with_secrets(Directory& directory)
{
    auto what = content("ТОС «Берёзовая роща»");
    what.short_name = "Роща";
    what.about = "Дома у реки.";
    what.contact = "ул. Кирова, 12";
    what.phone = "8-900-SECRET";
    what.email = "secret@yurga.example";
    return directory.try_add(what).value();
}

}  // namespace

TEST_CASE("the directory and a body's page show what is public, and as JSON the same")
{
    for_each_directory([](Directory& directory) {
        CHECK(says(directory.page("/bodies"), "Здесь пока никого нет"));
        const Body body = with_secrets(directory);
        directory.try_add(content("Библиотека", Kind::institution));
        const auto path = "/bodies/" + to_text(body.id);
        const auto list = directory.page("/bodies");
        CHECK(list.status == 200);
        CHECK(says(list, "ТОС «Берёзовая роща»"));
        CHECK(body_of(list).find("Берёзовая роща") < body_of(list).find("Библиотека"));
        const auto page = directory.page(path);
        for (const std::string words : {"Дома у реки.", "ул. Кирова, 12", "Роща"}) CHECK(says(page, words));
        const auto machine = json::parse(body_of(directory.ask(as_json(get(path)))));
        CHECK(machine.at("name") == "ТОС «Берёзовая роща»");
        CHECK(machine.at("url") == "http://yurga.example" + path);
        CHECK(json::parse(body_of(directory.ask(as_json(get("/bodies"))))).at("bodies").size() == 2);
        for (const auto& answer :
             {list, page, directory.ask(as_json(get(path))), directory.ask(as_json(get("/bodies"))),
              directory.page("/search?q=" + percent_encoded("роща")), directory.page("/sitemap.xml")}) {
            CHECK_FALSE(says(answer, "SECRET"));
            CHECK_FALSE(says(answer, "secret@"));
        }
        CHECK(says(directory.page("/search?q=" + percent_encoded("роща")), path));
        CHECK(says(directory.page("/sitemap.xml"), path));
        CHECK(directory.page(path, "", "taiga.example").status == 404);
        CHECK(says(directory.page("/api/openapi.json"), "/bodies/{id}"));
    });
}

TEST_CASE("pages follow a change at once; a closed body leaves the list and keeps its page")
{
    for_each_directory([](Directory& directory) {
        const Body body = with_secrets(directory);
        const auto path = "/bodies/" + to_text(body.id);
        directory.page(path);
        directory.page("/bodies");
        directory.change(
            [&](app::Work& work) { return edit_body(work, body.id, body.version, body.content, Working::stops); });
        CHECK_FALSE(says(directory.page("/bodies"), "Берёзовая роща"));
        CHECK(says(directory.page(path), "больше не работает"));
        CHECK_FALSE(says(directory.page("/sitemap.xml"), path));
        CHECK(directory.found("роща").empty());
    });
}

TEST_CASE("the page of a merged body is the page of what it is now")
{
    for_each_directory([](Directory& directory) {
        const Body gone = directory.add("ТОС Южный"), stays = directory.add("ТОС «Южный берег»");
        directory.page("/bodies/" + to_text(gone.id));
        directory.change([&](app::Work& work) { return merge_body(work, gone.id, 1, stays.id); });
        const auto page = directory.page("/bodies/" + to_text(gone.id));
        CHECK(says(page, "<h1>ТОС «Южный берег»</h1>"));
        CHECK(says(page, "rel=\"canonical\" href=\"http://yurga.example/bodies/" + to_text(stays.id)));
    });
}

TEST_CASE("what neighbours say stands on the page")
{
    for_each_database([](db::Database& database) {
        Directory directory(database, {.lines = [](app::View&, const language::Words&, Id<Body>) {
                                return std::vector<LinesPart>{
                                    {.title = "Проводит",
                                     .cards = json::array({{{"href", "/plan/2021/lines/1"},
                                                            {"title", "Праздник двора"},
                                                            {"place", ""},
                                                            {"kind", {{"code", "event"}, {"title", "событие"}}},
                                                            {"age", ""},
                                                            {"sign_up", false},
                                                            {"state", {{"code", "announced"}, {"title", ""}}},
                                                            {"date", {{"figure", ""}, {"note", "май"}}}}})},
                                    {.title = "Помогает", .cards = json::array()}};
                            }});
        const Body body = directory.add("ТОС «Южный»");
        const auto page = directory.page("/bodies/" + to_text(body.id));
        CHECK(says(page, "Праздник двора"));
        CHECK(says(page, "Проводит"));
        CHECK_FALSE(says(page, "Помогает"));
    });
}

}  // namespace portal_test
