#include "features/bodies/tests/house_for_test.hpp"

namespace office_test {

using namespace veche;
using namespace veche::bodies;
using namespace veche::bodies::test;

namespace {

std::string path_of(Id<Body> id)
{
    return "/office/bodies/" + to_text(id);
}
Fields form(const std::string& name, const std::string& version = "0")
{
    return {{"deed", "save"}, {"version", version}, {"kind", "tos"}, {"name", name}};
}

}  // namespace

TEST_CASE("an organiser adds a body by the form, and once though it is sent twice")
{
    for_each_directory([](Directory& directory) {
        const Id<Body> id(directory.site.ids().next(directory.now));
        for (int i = 0; i < 2; ++i) {
            const auto answer = directory.send(path_of(id), form("ТОС «Южный»"));
            CHECK(answer.status == 303);
            CHECK(header_of(answer, "location") == path_of(id));
        }
        const auto list = directory.page("/office/bodies", "gleb");
        CHECK(says(list, "ТОС «Южный»"));
        CHECK(says(list, "1 организация"));
        CHECK(directory.audit_fault().empty());
    });
}

TEST_CASE("what is wrong stands beside its field, and nothing that was typed is lost")
{
    for_each_directory([](Directory& directory) {
        directory.add("ТОС «Южный»");
        const Id<Body> id(directory.site.ids().next(directory.now));
        const auto answer = directory.send(path_of(id), {{"deed", "save"},
                                                         {"version", "0"},
                                                         {"name", ""},
                                                         {"names", "южане\nсовет"},
                                                         {"about", "Дома у реки"},
                                                         {"email", "не адрес"}});
        CHECK(answer.status == 422);
        for (const std::string words : {"name-error", "kind-error", "email-error", "южане\nсовет", "Дома у реки"})
            CHECK(says(answer, words));
        auto taken = form("тос южный");
        const auto refused = directory.send(path_of(id), taken);
        CHECK(refused.status == 422);
        CHECK(says(refused, "уже есть у организации «ТОС «Южный»»"));
        CHECK(says(refused, "value=\"tos\" checked"));
    });
}

TEST_CASE("the second of two editors sees both texts and may save again")
{
    for_each_directory([](Directory& directory) {
        const Body body = directory.add("ТОС «Южный»");
        CHECK(directory.send(path_of(body.id), form("ТОС «Северный»", "1")).status == 303);
        const auto answer = directory.send(path_of(body.id), form("ТОС «Западный»", "1"));
        CHECK(answer.status == 409);
        CHECK(says(answer, "ТОС «Северный»"));
        CHECK(says(answer, "name=\"version\" value=\"2\""));
        CHECK(directory.send(path_of(body.id), form("ТОС «Западный»", "2")).status == 303);
        CHECK(directory.get(body.id).content.name == "ТОС «Западный»");
    });
}

TEST_CASE("a body is closed and opened again by its form")
{
    for_each_directory([](Directory& directory) {
        const Body body = directory.add("ТОС «Южный»");
        auto sent = form("ТОС «Южный»", "1");
        sent[0].second = "close";
        CHECK(directory.send(path_of(body.id), sent).status == 303);
        CHECK_FALSE(says(directory.page("/office/bodies", "gleb"), "ТОС «Южный»"));
        CHECK(says(directory.page("/office/bodies?closed=1", "gleb"), "ТОС «Южный»"));
        sent[0].second = "reopen";
        sent[1].second = "2";
        CHECK(directory.send(path_of(body.id), sent).status == 303);
        CHECK(directory.get(body.id).active());
        sent[0].second = "burn";
        CHECK(directory.send(path_of(body.id), sent).status == 400);
    });
}

TEST_CASE("the button that closes a body saves what was typed beside it")
{
    for_each_directory([](Directory& directory) {
        const Body body = directory.add("ТОС «Южный»");
        auto sent = form("ТОС «Южный берег»", "1");
        sent[0].second = "close";
        sent.emplace_back("contact", "ул. Кирова, 12");
        CHECK(directory.send(path_of(body.id), sent).status == 303);
        const Body closed = directory.get(body.id);
        CHECK_FALSE(closed.active());
        CHECK(closed.content.name == "ТОС «Южный берег»");
        CHECK(closed.content.contact == "ул. Кирова, 12");
        // What cannot be saved closes nothing, and is shown again.
        sent[0].second = "reopen";
        sent[1].second = std::to_string(closed.version);
        sent[3].second = "";
        CHECK(directory.send(path_of(body.id), sent).status == 422);
        CHECK_FALSE(directory.get(body.id).active());
        // Somebody else was faster: both texts are shown.
        sent[1].second = "1";
        sent[3].second = "ТОС «Западный»";
        const auto late = directory.send(path_of(body.id), sent);
        CHECK(late.status == 409);
        CHECK(says(late, "ТОС «Южный берег»"));
        CHECK(says(late, "ТОС «Западный»"));
    });
}

TEST_CASE("the paragraphs that were written about a body stay paragraphs")
{
    for_each_directory([](Directory& directory) {
        const Body body = directory.add("ТОС «Южный»");
        auto sent = form("ТОС «Южный»", "1");
        sent.emplace_back("about", "Дома у реки.\r\n\r\nСуббота — день двора.");
        CHECK(directory.send(path_of(body.id), sent).status == 303);
        CHECK(directory.get(body.id).content.about == "Дома у реки.\n\nСуббота — день двора.");
        CHECK(says(directory.page("/bodies/" + to_text(body.id)),
                   "paragraphs\">Дома у реки.\n\nСуббота — день двора.</p>"));
    });
}

TEST_CASE("a long directory has pages, which a merged body does not lose, and a file with all of it")
{
    for_each_directory([](Directory& directory) {
        std::vector<Body> bodies;
        for (int i = 100; i < 203; ++i) bodies.push_back(directory.add("ТОС " + std::to_string(i)));
        const auto first = directory.page("/office/bodies", "gleb");
        CHECK(says(first, ">ТОС 199<"));
        CHECK_FALSE(says(first, ">ТОС 200<"));
        const auto next = "/office/bodies?after=" + to_text(bodies[99].id);
        CHECK(says(first, next));
        directory.change([&](app::Work& work) { return merge_body(work, bodies[99].id, 1, bodies[0].id); });
        const auto second = directory.page(next, "gleb");
        CHECK(says(second, ">ТОС 200<"));
        CHECK(says(second, ">ТОС 202<"));
        CHECK_FALSE(says(second, ">ТОС 198<"));
        const auto file = directory.page("/office/bodies.csv?q=20", "gleb");
        CHECK(file.status == 200);
        for (const std::string name : {"ТОС 120", "ТОС 200", "ТОС 202"}) CHECK(says(file, name));
        CHECK_FALSE(says(file, "ТОС 199"));
        CHECK(directory.page("/office/bodies.xlsx", "gleb").status == 200);
        CHECK(directory.page("/office/bodies.csv", "").status != 200);
    });
}

TEST_CASE("the list is filtered by any of a body's names and by kind")
{
    for_each_directory([](Directory& directory) {
        directory.add("ТОС «Южный»", {"берег реки"});
        directory.try_add(content("Библиотека", Kind::institution));
        CHECK(says(directory.page("/office/bodies?q=%D0%91%D0%95%D0%A0%D0%95%D0%93", "gleb"), "ТОС «Южный»"));
        CHECK_FALSE(says(directory.page("/office/bodies?q=%D0%91%D0%95%D0%A0%D0%95%D0%93", "gleb"), "Библиотека"));
        CHECK(says(directory.page("/office/bodies?q=TOC%20%D0%AE", "gleb"), "ТОС «Южный»"));
        CHECK(says(directory.page("/office/bodies?kind=institution", "gleb"), "Библиотека"));
        CHECK_FALSE(says(directory.page("/office/bodies?kind=institution", "gleb"), "ТОС «Южный»"));
        CHECK(says(directory.page("/office/bodies?q=zzz", "gleb"), "Никого не нашлось"));
    });
}

TEST_CASE("a chair is appointed and removed; nobody of another town can be one")
{
    for_each_directory([](Directory& directory) {
        const Body body = directory.add("ТОС «Южный»");
        const auto members = path_of(body.id) + "/members";
        CHECK(directory.send(members, {{"account", ""}, {"part", "chair"}}).status == 422);
        CHECK(directory.send(members, {{"account", "0000000000001"}, {"part", "chair"}}).status == 404);
        CHECK(directory.send(members, {{"account", to_text(directory.boris)}, {"part", "chair"}}).status == 303);
        CHECK(says(directory.page(path_of(body.id), "gleb"), "Борис</span> — председатель"));
        CHECK(directory.send(members + "/" + to_text(directory.boris) + "/removal", {}).status == 303);
        CHECK_FALSE(says(directory.page(path_of(body.id), "gleb"), "председатель</p>"));
        CHECK(says(directory.page(path_of(body.id), "gleb"), "Пока никто."));
    });
}

TEST_CASE("two bodies are merged by the office; the old address leads to the one that stays")
{
    for_each_directory([](Directory& directory) {
        const Body gone = directory.add("ТОС Южный"), stays = directory.add("ТОС «Южный берег»");
        const auto merge = path_of(gone.id) + "/merge";
        CHECK(says(directory.page(merge, "gleb"), "ТОС «Южный берег»"));
        CHECK(says(directory.send(merge, {{"into", ""}, {"version", "1"}}), "into-error"));
        CHECK(directory.send(merge, {{"into", to_text(gone.id)}, {"version", "1"}}).status == 422);
        for (int i = 0; i < 2; ++i)
            CHECK(header_of(directory.send(merge, {{"into", to_text(stays.id)}, {"version", "1"}}), "location") ==
                  path_of(stays.id));
        CHECK(header_of(directory.page(path_of(gone.id), "gleb"), "location") == path_of(stays.id));
        CHECK(directory.audit_fault().empty());
    });
}

TEST_CASE("a chair reads the directory with the office's telephones and changes nothing")
{
    for_each_directory([](Directory& directory) {
        auto what = content("ТОС «Южный»");
        what.phone = "8-900";
        const Body body = directory.try_add(what).value();
        CHECK(says(directory.page("/office/bodies", "boris"), "8-900"));
        const auto page = directory.page(path_of(body.id), "boris");
        CHECK(page.status == 200);
        CHECK_FALSE(says(page, "name=\"deed\""));
        CHECK(directory.page("/office/bodies/new", "boris").status == 403);
        CHECK(directory.send(path_of(body.id), form("ТОС «Мой»", "1"), "boris").status == 403);
    });
}

}  // namespace office_test
