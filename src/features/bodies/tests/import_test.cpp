#include "features/bodies/import.hpp"

#include "app/import/tests/tables_for_test.hpp"
#include "features/bodies/tests/house_for_test.hpp"

namespace bodies_import_test {

using namespace veche;
using namespace veche::bodies;
using namespace veche::bodies::test;
using veche::app::import::test::sheet;
using Texts = std::vector<std::string>;

namespace {

Draft draft_of(const Texts& rows, const Texts& columns = {}, const app::import::Corrections& corrections = {})
{
    return understand({sheet("Список", rows)}, columns, corrections);
}

Body body(std::int64_t id, BodyContent content)
{
    Body one;
    one.id = Id<Body>(id);
    one.content = std::move(content);
    return one;
}

}  // namespace

TEST_CASE("the columns of a list of bodies are told by their names, and each row is a body")
{
    const auto draft =
        draft_of({"Реестр ТОС", "№|Наименование ТОС|Краткое название|Вид|Председатель|Территория|Телефон|E-mail",
                  "1|ТОС «Южный»|Южный|ТОС|Иванов И. И.|ул. Мира, 1–15|8-900|south@tos.example",
                  "2|МБУК «ЦБС»||учреждение культуры|—|||не адрес", "Итого|2"});
    CHECK(draft.columns == std::vector{Column::other, Column::name, Column::short_name, Column::kind, Column::contact,
                                       Column::about, Column::phone, Column::email});
    CHECK(draft.header_row == 2);
    REQUIRE(draft.bodies.size() == 2);
    const auto& south = draft.bodies[0];
    CHECK(south.key == 3);
    CHECK(south.content == BodyContent{.kind = Kind::tos,
                                       .name = "ТОС «Южный»",
                                       .short_name = "Южный",
                                       .other_names = {},
                                       .about = "ул. Мира, 1–15",
                                       .contact = "Иванов И. И.",
                                       .email = "south@tos.example",
                                       .phone = "8-900"});
    CHECK(south.warnings.empty());
    CHECK(draft.bodies[1].content.kind == Kind::institution);
    CHECK(draft.bodies[1].content.contact.empty());
    CHECK(draft.bodies[1].content.email.empty());
    CHECK(draft.bodies[1].warnings == Texts{"bodies.draft_email"});
}

TEST_CASE("what is doubtful in a row is told, and a row without a name is not lost without a word")
{
    const auto draft = draft_of({"Название|Вид|Телефон", "Клуб «Ветеран»|что-то|8-900", "|ТОС|8-901", "II. Прочие",
                                 "~ТОС «Старый»|~ТОС|~8-902", "ТОС «Новый»||"});
    REQUIRE(draft.bodies.size() == 3);
    CHECK(draft.bodies[0].warnings == Texts{"bodies.draft_kind"});
    CHECK(draft.bodies[0].content.kind == guess_kind("Клуб «Ветеран»"));
    CHECK(draft.bodies[1].warnings == Texts{"draft.struck_line"});
    CHECK(draft.bodies[2].content.name == "ТОС «Новый»");
    CHECK(draft.warnings == Texts{"bodies.draft_nameless"});
    CHECK(draft_of({"Статья|Сумма", "Сцена|500"}).warnings == Texts{"draft.no_header", "bodies.draft_none"});
}

TEST_CASE("a person's columns and corrections go before what was read, and a name taken away takes the row away")
{
    const Texts rows{"ТОС «Южный»|почта", "ТОС «Лесной»|"};
    const auto draft = draft_of(rows, {"name", "email"}, {{1, {{"email", "south@tos.example"}}}, {2, {{"name", ""}}}});
    REQUIRE(draft.bodies.size() == 1);
    CHECK(draft.bodies[0].content.email == "south@tos.example");
    CHECK(draft.bodies[0].warnings.empty());
}

TEST_CASE("of a body that is there nothing is changed, what is empty is filled, and what differs is kept and said")
{
    const std::vector<Body> directory{
        body(1, {.kind = Kind::tos, .name = "ТОС «Южный»", .short_name = "Южный", .phone = "8-999"}),
        body(2, {.kind = Kind::tos, .name = "ТОС «Лесной»", .other_names = {"Лесник"}})};
    const auto draft =
        draft_of({"Название|Краткое название|Телефон|Почта", "тос южный||8-900|south@tos.example", "ЛЕСНИК||8-901|",
                  "ТОС «Речной»|Южный|8-902|", "ТОС «Речной»||8-903|", "ТОС «Лесной»|||"});
    const auto matches = match_bodies(directory, draft.bodies);
    REQUIRE(matches.size() == 5);
    CHECK(matches[0].kind == Match::Kind::filled);
    CHECK(matches[0].body == 0);
    CHECK(matches[0].filled == Texts{"email"});
    CHECK(matches[0].kept == Texts{"phone"});
    CHECK(matches[0].merged.phone == "8-999");
    CHECK(matches[0].merged.name == "ТОС «Южный»");
    CHECK(matches[1].filled == Texts{"phone"});
    CHECK(matches[1].body == 1);
    CHECK(matches[2].kind == Match::Kind::fresh);
    CHECK(matches[2].merged.short_name.empty());
    CHECK(matches[2].warnings == Texts{"bodies.draft_name_taken"});
    CHECK(matches[3].kind == Match::Kind::same);
    CHECK(matches[3].warnings == Texts{"bodies.draft_again"});
    CHECK(matches[4].kind == Match::Kind::same);
}

TEST_CASE("a list of bodies is looked at, corrected and taken into the directory, once")
{
    for_each_directory([](Directory& directory) {
        directory.add("ТОС «Южный»");
        const auto id =
            directory
                .change([&](app::Work& work) {
                    return Result<Id<app::import::Import>>(app::import::begin(
                        work,
                        {.kind = "bodies",
                         .about = "",
                         .file_name = "тос.xlsx",
                         .tables = {sheet("", {"Название|Телефон", "ТОС «Южный»|8-900", "ТОС «Лесной»|8-901"})}}));
                })
                .value();
        const auto path = "/office/bodies/import/" + to_text(id);
        CHECK(says(directory.page("/office/bodies", "gleb"), "/office/bodies/import"));
        CHECK(says(directory.page("/office/bodies/import", "gleb"), "Ничего из записанного не изменим"));
        const auto shown = directory.page(path, "gleb");
        REQUIRE(shown.status == 200);
        CHECK(says(shown, "ТОС «Лесной»"));
        CHECK(says(shown, "Сохранить 2 организации"));
        CHECK(directory.page(path, "boris").status == 403);
        CHECK(directory.send(path, {{"deed", "check"}, {"version", "1"}, {"line-3-name", "ТОС «Лесная поляна»"}})
                  .status == 303);
        CHECK(directory.send(path, {{"deed", "confirm"}, {"version", "2"}}).status == 303);
        CHECK(says(directory.page(path, "gleb"), "Список загружен"));
        const auto all = directory.read([](app::View& view) { return list_sorted(view.db, view.town.id); });
        REQUIRE(all.size() == 2);
        CHECK(all[0].content.name == "ТОС «Лесная поляна»");
        CHECK(all[1].content.phone == "8-900");
        const auto versions = all[1].version;
        directory.send(path, {{"deed", "confirm"}, {"version", "2"}});
        const auto again = directory.read([](app::View& view) { return list_sorted(view.db, view.town.id); });
        CHECK(again.size() == 2);
        CHECK(again[1].version == versions);
        CHECK(directory.read([](app::View& view) { return list_sorted(view.db, view.town.id); }, 1).empty());
        CHECK(directory.audit_fault().empty());
    });
}

}  // namespace bodies_import_test
