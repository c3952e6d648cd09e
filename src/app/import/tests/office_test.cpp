// The three steps of a small feature's list: what is understood is looked at, corrected and confirmed. (Sending the file is tried by the
// plan's tests, with the child that reads it.)

#include "app/import/office.hpp"

#include <doctest/doctest.h>

#include "app/import/rows.hpp"
#include "app/import/tests/people_for_test.hpp"
#include "app/import/tests/tables_for_test.hpp"
#include "app/tests/house.hpp"

namespace import_office_test {

using namespace veche;
using namespace veche::app;
using namespace veche::app::import::test;
using namespace veche::app::test;
namespace kit = veche::app::import;
using nlohmann::json;

namespace {

constexpr Permission keep{"people.keep", [](const Actor& actor) { return actor.has(Role::organiser); }};
constexpr kit::RowField row_fields[] = {{"name", "office.title", 20}, {"phone", "office.place", 20}};
constexpr std::string_view shows[] = {"warnings"};
constexpr std::string_view names[] = {"number", "name", "phone", "grade", "other"};
constexpr web::FormField upload_fields[] = {kit::file_field};

struct Person {
    int key = 0;
    std::string name, phone;
};

struct Taken {
    std::vector<Person> people;
};

kit::Header<Column> header_of(const kit::Pending& pending)
{
    auto header = kit::find_header(pending.tables[0], rules_of(people())).value();
    for (std::size_t i = 0; i < pending.columns.size(); ++i)
        header.columns[i] = Column(std::ranges::find(names, pending.columns[i]) - std::begin(names));
    return header;
}

std::vector<Person> people_of(const kit::Pending& pending, bool corrected)
{
    const auto header = header_of(pending);
    std::vector<Person> list;
    const auto& table = pending.tables[0];
    for (int row = header.last_row + 1; row < int(table.rows.size()); ++row) {
        const auto text = [&](Column column, const char* field) {
            if (corrected && pending.corrections.contains(row + 1))
                if (const auto& fields = pending.corrections.at(row + 1); fields.contains(field))
                    return fields.at(field);
            const auto* cell = kit::cell_at(table, row, header.place_of(column));
            return cell ? cell->text : std::string();
        };
        list.push_back({row + 1, text(Column::name, "name"), text(Column::phone, "phone")});
    }
    return list;
}

kit::Understood understand(const kit::Pending& pending)
{
    kit::Understood all;
    for (const auto column : header_of(pending).columns) all.columns.emplace_back(names[std::size_t(column)]);
    for (const auto& one : people_of(pending, true))
        all.row_texts[one.key] = {{"name", one.name}, {"phone", one.phone}};
    return all;
}

json draft_model(View&, const language::Words& words, const kit::Pending& pending, const kit::Choice& choice)
{
    const auto header = header_of(pending);
    Choices meanings;
    for (const auto name : names) meanings.push_back({std::string(name), std::string(name)});
    json lines = json::array();
    for (const auto& one : people_of(pending, true))
        lines.push_back({{"row", one.key},
                         {"number", ""},
                         {"section_begins", ""},
                         {"title", one.name},
                         {"facts", {one.phone}},
                         {"kind", ""},
                         {"aside", ""},
                         {"aside_note", ""},
                         {"status", kit::status_model(words, "new")},
                         {"changes", json::array()},
                         {"warnings", json::array()},
                         {"where", ""},
                         {"pair", false},
                         {"open", false},
                         {"fields", kit::fields_model(words, row_fields, [&](std::string_view name) {
                              return name == "name" ? one.name : one.phone;
                          })}});
    const kit::Tab tabs[] = {{"", lines.size()}, {"warnings", 0}};
    return {{"heading", "Люди"},
            {"summary", pending.about},
            {"asked", ""},
            {"asked_href", ""},
            {"source", kit::source_words(words, pending.file_name, header.last_row + 1, {})},
            {"has_warnings", false},
            {"warnings", json::array()},
            {"columns",
             kit::columns_model(
                 words, {understand(pending).columns, header.words, pending.tables[0], header.last_row + 1}, meanings)},
            {"tabs", kit::tabs_model(words, "/office/people/import", tabs, choice.show)},
            {"nothing", ""},
            {"lines", std::move(lines)},
            {"has_gone", false},
            {"gone_text", ""},
            {"gone", json::array()},
            {"pager", false},
            {"confirm_title", "Взять"}};
}

Feature people_feature(std::shared_ptr<Taken> taken)
{
    Feature feature;
    feature.name = "people";
    feature.mount = [taken](Routes& routes) {
        kit::mount(
            routes,
            {.kind = "people",
             .path = "/office/people/import",
             .permission = keep,
             .section = "office.home",
             .back = "/office",
             .fields = upload_fields,
             .asked_about = [](const Context&) { return std::string(); },
             .about = [](web::Form&) { return std::string(); },
             .upload_page =
                 [](Context&, const std::string&) {
                     return Page{.view = {},
                                 .model = {{"heading", "Люди"},
                                           {"lead", ""},
                                           {"existing", ""},
                                           {"back_href", "/office"},
                                           {"next", json::array()}},
                                 .title = "Люди"};
                 },
             .upload_content = [](const std::string&) { return FormContent{}; },
             .why_not = [](const auto&, const auto&) { return std::optional<Refusal>(); },
             .end_of_header = [](const auto& table) { return kit::end_of_header(table, rules_of(people())); },
             .row_fields = row_fields,
             .shows = shows,
             .is_column = [](std::string_view text) { return std::ranges::find(names, text) != std::end(names); },
             .understand = understand,
             .draft_model = draft_model,
             .prepare = [taken](Context&, const kit::Pending& wished) -> kit::Take {
                 return [taken, list = people_of(wished, true)](Work&) -> Result<std::string> {
                     taken->people = list;
                     return std::to_string(list.size());
                 };
             },
             .done_model =
                 [](View&, const language::Words& words, const kit::Done& done) {
                     json figures = json::array();
                     kit::add_figure(figures, words, std::stoi(done.result), "import.figure_new", "/office");
                     return json{{"heading", "Готово"},     {"text", ""},
                                 {"figures", figures},      {"list_href", "/office"},
                                 {"list_title", "К людям"}, {"public_href", "/"}};
                 }});
    };
    return feature;
}

struct Office {
    explicit Office(db::Database& database) : taken(std::make_shared<Taken>()), house(database, {people_feature(taken)})
    {
        house.actors["yurga:gleb"] = staff({Role::organiser});
        house.actors["yurga:semyon"] = staff({Role::juror}, 78, "Семён");
        house.site.change(house.towns[0], staff({Role::organiser}), [&](Work& work) {
            path +=
                to_text(kit::begin(work, {.kind = "people",
                                          .about = "7б",
                                          .file_name = "список.xlsx",
                                          .tables = {sheet("", {"№|Имя|Связь", "1|Анна|8-900", "2|Борис|8-901"})}}));
            return db::Outcome::keep;
        });
    }
    web::Response look(const std::string& at, const std::string& who = "gleb")
    {
        return house.ask(with_cookie(get(at), "session", who));
    }
    web::Response send(Fields fields, const std::string& who = "gleb")
    {
        fields.emplace_back("csrf", csrf_of(house, "gleb", "/office/people/import"));
        return house.ask(with_cookie(post(path, std::move(fields)), "session", who));
    }

    std::shared_ptr<Taken> taken;
    House house;
    std::string path = "/office/people/import/";
};

}  // namespace

TEST_CASE("what was understood of a list is shown, corrected in its columns and rows, and taken once")
{
    for_each_database([](db::Database& database) {
        Office office(database);
        CHECK(says(office.look("/office/people/import"), "Файл"));
        const auto shown = office.look(office.path);
        REQUIRE(shown.status == 200);
        CHECK(says(shown, "Анна"));
        CHECK(says(shown, "список.xlsx, шапка в строке 1"));
        CHECK(says(shown, "например: Анна"));
        const auto checked = office.send({{"deed", "check"},
                                          {"version", "1"},
                                          {"column-0", "number"},
                                          {"column-1", "name"},
                                          {"column-2", "phone"},
                                          {"line-2-name", "Анна"},
                                          {"line-3-name", "Борис Годунов"}});
        CHECK(checked.status == 303);
        const auto corrected = office.look(office.path);
        CHECK(says(corrected, "Борис Годунов"));
        CHECK(says(corrected, "8-901"));
        CHECK(office.send({{"deed", "confirm"}, {"version", "1"}}).status == 409);
        CHECK(office.taken->people.empty());
        CHECK(office.send({{"deed", "confirm"}, {"version", "2"}}).status == 303);
        REQUIRE(office.taken->people.size() == 2);
        CHECK(office.taken->people[1].name == "Борис Годунов");
        CHECK(office.taken->people[1].phone == "8-901");
        office.taken->people.clear();
        CHECK(says(office.send({{"deed", "confirm"}, {"version", "2"}}), "Готово"));
        CHECK(office.taken->people.empty());
        CHECK(says(office.look(office.path), "Готово"));
    });
}

TEST_CASE("a text that is too long is refused and stays as it was typed; a meaning that nobody knows changes nothing")
{
    for_each_database([](db::Database& database) {
        Office office(database);
        const auto refused =
            office.send({{"deed", "check"}, {"version", "1"}, {"line-2-phone", "8-900-000-00-00 и ещё один"}});
        CHECK(refused.status == 422);
        CHECK(office
                  .send({{"deed", "check"},
                         {"version", "1"},
                         {"column-0", "number"},
                         {"column-1", "name"},
                         {"column-2", "nothing"},
                         {"line-2-name", "Аня"},
                         {"line-99-name", "никто"}})
                  .status == 303);
        CHECK(office.send({{"deed", "confirm"}, {"version", "2"}}).status == 303);
        REQUIRE(office.taken->people.size() == 2);
        CHECK(office.taken->people[0].name == "Аня");
        CHECK(office.taken->people[0].phone.empty());
        CHECK(office.send({{"deed", "check"}, {"version", "x"}}).status == 200);  // it is in already
    });
}

TEST_CASE("an import is nobody's but theirs who keep the list, and dropped it is gone")
{
    for_each_database([](db::Database& database) {
        Office office(database);
        CHECK(office.look(office.path, "semyon").status == 403);
        CHECK(office.look(office.path, "nobody").status == 303);
        CHECK(office.send({{"deed", "drop"}}, "semyon").status == 403);
        CHECK(office.send({{"deed", "drop"}}).status == 303);
        CHECK(office.look(office.path).status == 404);
        CHECK(office.send({{"deed", "confirm"}, {"version", "1"}}).status == 404);
        office.house.seal();
        CHECK(office.house.audit_fault().empty());
    });
}

}  // namespace import_office_test
