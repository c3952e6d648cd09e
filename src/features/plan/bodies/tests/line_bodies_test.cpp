#include "features/plan/bodies/line_bodies.hpp"

#include "app/jobs.hpp"
#include "features/plan/bodies/store.hpp"
#include "features/plan/copy/copy_year.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace line_bodies_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;
using nlohmann::json;

namespace {

LineContent by(std::string title, std::vector<std::string> responsible, std::string_view when = "6 июля 2021 г.")
{
    auto made = marked(content(std::move(title), when));
    made.responsible = std::move(responsible);
    return made;
}

/// The plan with the directory beside it.
struct Hall {
    explicit Hall(db::Database& database) : house(database, {}, {bodies::feature({.lines = body_lines})}) {}

    bodies::Body add_body(const std::string& name, bodies::Kind kind = bodies::Kind::tos)
    {
        bodies::BodyContent what;
        what.kind = kind;
        what.name = name;
        std::optional<bodies::Body> made;
        house.change(house.yurga, [&](app::Work& work) {
            made = bodies::add_body(work, work.new_id<bodies::Body>(), what).value();
            return true;
        });
        return *made;
    }
    std::vector<Id<bodies::Body>> linked(const Line& line, store::BodyPart part = store::BodyPart::responsible)
    {
        return house.yurga.read(
            [&](app::View& view) { return store::list_bodies_of_line(view.db, view.town.id, line.id, part); });
    }
    std::vector<std::string> unknown()
    {
        std::vector<std::string> names;
        for (const auto& one : house.yurga.read([](app::View& view) { return list_unknown_names(view); }))
            names.push_back(one.words);
        return names;
    }
    void run_jobs()
    {
        app::Jobs jobs(house.site);
        while (jobs.run_once() > 0) {
        }
    }
    void make_member(const bodies::Body& body, std::int64_t account)
    {
        house.change(house.yurga, [&](app::Work& work) {
            return bodies::put_member(work, body.id, {Id<app::Account>(account), bodies::Part::chair}).has_value();
        });
    }

    House house;
};

template <class Test>
void for_each_hall(Test test)
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [&](db::Database& database) {
        Hall hall(database);
        test(hall);
    });
}

/// As a program with another folding kept it: under the key `kept`.
void keep_under(House& house, const bodies::Body& body, std::string_view words, std::string_view kept)
{
    house.change(house.yurga, [&](app::Work& work) {
        work.tx.execute(
            "UPDATE body_names SET folded = :kept WHERE town_id = :town AND body_id = :body AND words = :words",
            {{"town", work.town.id}, {"body", body.id}, {"words", words}, {"kept", kept}});
        return true;
    });
}

using Keys = std::vector<Id<bodies::Body>>;

}  // namespace

TEST_CASE("a body named with look-alike letters is the body that is meant")
{
    for_each_hall([](Hall& hall) {
        const auto body = hall.add_body("ТОС «Южный»");
        const Line latin = hall.house.yurga.announced(by("Субботник", {"TOC Южныи\u0306"}));
        CHECK(hall.linked(latin) == std::vector{body.id});
        CHECK(hall.unknown().empty());
    });
}

TEST_CASE("names that an older program kept mean their bodies again, and one key has one body")
{
    for_each_hall([](Hall& hall) {
        const auto south = hall.add_body("TOC Южный"), school = hall.add_body("Школа N 5");
        const auto second = hall.add_body("ТОС Северный");
        keep_under(hall.house, south, "TOC Южный", "toc южный");
        keep_under(hall.house, school, "Школа N 5", "школа n 5");
        keep_under(hall.house, second, "ТОС Северный", "тос северный старое");
        const Line line = hall.house.yurga.announced(by("Субботник", {"ТОС «Южный»", "Школа №5", "TOC «Запад»"}));
        hall.house.change(hall.house.yurga, [&](app::Work& work) {
            store::insert_plain_name(work.tx, work.town.id, "toc запад");
            return true;
        });
        CHECK(hall.linked(line).empty());
        CHECK(hall.unknown().size() == 3);
        for (int twice = 0; twice < 2; ++twice)
            hall.house.change(hall.house.yurga, [&](app::Work& work) {
                bodies::refold_names(work);
                refold_line_bodies(work);
                return true;
            });
        auto linked = hall.linked(line);
        std::ranges::sort(linked);
        std::vector expected{south.id, school.id};
        std::ranges::sort(expected);
        CHECK(linked == expected);
        CHECK(hall.unknown().empty());
        const auto names =
            hall.house.yurga.read([](app::View& view) { return bodies::list_names(view.db, view.town.id); });
        CHECK(names.size() == 3);
        CHECK(names.at("тос северный") == second.id);
    });
}

TEST_CASE("a line is linked with the bodies its words name, when it is written and when the words change")
{
    for_each_hall([](Hall& hall) {
        const auto south = hall.add_body("ТОС «Южный»"), north = hall.add_body("ТОС «Северный»");
        const Line line = hall.house.yurga.add(by("Праздник", {"тос южный", "ТОС \"ЮЖНЫЙ\"", "Глава города"}));
        CHECK(hall.linked(line) == Keys{south.id});
        auto words = line.content;
        words.responsible = {"ТОС Северный"};
        hall.house.yurga.change([&](app::Work& work) { return edit_line(work, line.id, line.version, words); });
        CHECK(hall.linked(line) == Keys{north.id});
        CHECK(hall.house.yurga.get(line.id).content.responsible == std::vector<std::string>{"ТОС Северный"});
    });
}

TEST_CASE("an import and a copied year are linked, and a second import writes no link again")
{
    for_each_hall([](Hall& hall) {
        auto& yurga = hall.house.yurga;
        const auto south = hall.add_body("ТОС «Южный»");
        const std::vector<Incoming> file = {incoming(by("Праздник двора", {"ТОС Южный"})),
                                            incoming(by("Субботник", {"Отдел"}))};
        CHECK(yurga.import(file).has_value());
        const Line line = yurga.line_named("Праздник двора");
        CHECK(hall.linked(line) == Keys{south.id});
        CHECK(hall.linked(yurga.line_named("Субботник")).empty());
        CHECK(yurga.import(file).has_value());
        CHECK(std::ranges::find(yurga.topics, "body/" + to_text(south.id)) == yurga.topics.end());
        const auto school = hall.add_body("Школа № 1");
        yurga.change([&](app::Work& work) {
            put_partners(work, line, {school.id});
            return std::optional(true);
        });
        CHECK(yurga.change([](app::Work& work) { return copy_year(work, 2021, 2022); }).has_value());
        REQUIRE(yurga.lines(2022).size() == 2);
        CHECK(hall.linked(yurga.lines(2022)[0]) == Keys{south.id});
        CHECK(hall.linked(yurga.lines(2022)[0], store::BodyPart::partner) == Keys{school.id});
    });
}

TEST_CASE("lines follow when a name means another body, and when bodies are merged")
{
    for_each_hall([](Hall& hall) {
        const Line line = hall.house.yurga.add(by("Праздник", {"ТОС Южный"}));
        CHECK(hall.linked(line).empty());
        const auto south = hall.add_body("ТОС «Южный»"), coast = hall.add_body("ТОС «Берег»");
        hall.run_jobs();
        CHECK(hall.linked(line) == Keys{south.id});
        hall.house.change(hall.house.yurga, [&](app::Work& work) {
            put_partners(work, line, {south.id});
            return true;
        });
        CHECK(hall.linked(line, store::BodyPart::partner) == Keys{south.id});
        hall.house.change(hall.house.yurga, [&](app::Work& work) {
            return bodies::merge_body(work, south.id, south.version, coast.id).has_value();
        });
        hall.run_jobs();
        CHECK(hall.linked(line) == Keys{coast.id});
        CHECK(hall.linked(line, store::BodyPart::partner) == Keys{coast.id});
        CHECK(hall.house.yurga.audit().empty());
    });
}

TEST_CASE("partners are chosen from the directory of this town")
{
    for_each_hall([](Hall& hall) {
        auto& yurga = hall.house.yurga;
        const auto south = hall.add_body("ТОС «Южный»"), north = hall.add_body("ТОС «Северный»");
        const Line line = yurga.add(by("Праздник", {}));
        const auto put = [&](Bodies partners) {
            return yurga.change([&](app::Work& work) {
                put_partners(work, line, partners);
                return std::optional(work.recorded());
            });
        };
        CHECK(put({south.id, north.id, south.id}) == true);
        CHECK(put({south.id, north.id}) == false);  // as it was: nothing done
        CHECK(put({north.id}) == true);
        CHECK(hall.linked(line, store::BodyPart::partner) == Keys{north.id});
        CHECK_THROWS_AS(put({Id<bodies::Body>(5)}), NotFound);
        CHECK_THROWS_AS(hall.house.taiga.change([&](app::Work& work) {
            put_partners(work, line, {south.id});
            return std::optional(true);
        }),
                        NotFound);
    });
}

TEST_CASE("a name that no body has is asked about once: it becomes a body, a name of one, or mere words")
{
    for_each_hall([](Hall& hall) {
        auto& yurga = hall.house.yurga;
        const auto south = hall.add_body("ТОС «Южный»");
        const Line one = yurga.add(by("Первое", {"ТОС Южный", "совет Южного", "Библиотека"}));
        yurga.add(by("Второе", {"БИБЛИОТЕКА", "Глава города"}));
        CHECK(hall.unknown().size() == 3);
        CHECK(hall.unknown().front() == "БИБЛИОТЕКА");  // in most lines, as the latest writes it
        const Id<bodies::Body> key = yurga.new_id<bodies::Body>();
        for (int i = 0; i < 2; ++i)
            CHECK(yurga
                      .change([&](app::Work& work) {
                          return add_body_for_name(work, key, bodies::Kind::institution, "Библиотека");
                      })
                      .has_value());
        CHECK(yurga.change([&](app::Work& work) { return give_name_to_body(work, south.id, "совет Южного"); })
                  .has_value());
        CHECK(hall.linked(one) == Keys{std::min(south.id, key), std::max(south.id, key)});
        CHECK(hall.unknown() == std::vector<std::string>{"Глава города"});
        CHECK(yurga.change([](app::Work& work) { return leave_name_plain(work, "глава  города"); }).has_value());
        CHECK(hall.unknown().empty());
        CHECK(hall.house.taiga.read([](app::View& view) { return list_unknown_names(view); }).empty());
    });
}

TEST_CASE("the line's page leads to its bodies, the body's page to its lines, and the machine reads both")
{
    for_each_hall([](Hall& hall) {
        auto& yurga = hall.house.yurga;
        const auto south = hall.add_body("ТОС «Южный»"), north = hall.add_body("ТОС «Северный»");
        const Line line = yurga.announced(by("Праздник двора", {"тос Южный", "Глава города"}));
        Browser anna(hall.house);
        anna.get(line_path(line));
        CHECK(anna.says("href=\"" + bodies::body_path(south.id) + "\""));
        CHECK(anna.says("тос Южный"));
        CHECK(anna.says("Глава города"));
        CHECK_FALSE(anna.says("Помогают"));
        anna.get(bodies::body_path(north.id));
        CHECK(anna.says("пока ничего нет"));
        hall.house.change(yurga, [&](app::Work& work) {
            put_partners(work, line, {north.id});
            return true;
        });
        anna.get(line_path(line));
        CHECK(anna.says("Помогают"));
        const auto machine = anna.get_json(line_path(line));
        REQUIRE(machine.at("bodies").size() == 2);
        CHECK(machine["bodies"][0]["part"] == "responsible");
        CHECK(machine["bodies"][1]["name"] == "ТОС «Северный»");
        anna.get(bodies::body_path(south.id));
        CHECK(anna.says("Проводит в 2021 году"));
        CHECK(anna.says("Праздник двора"));
        anna.get(bodies::body_path(north.id));
        CHECK(anna.says("Помогает в 2021 году"));
        yurga.add(by("Тайное", {"ТОС Южный"}));
        anna.get(bodies::body_path(south.id));
        CHECK_FALSE(anna.says("Тайное"));
    });
}

TEST_CASE("an organiser ticks partners in the line's form, and settles names on their page")
{
    for_each_hall([](Hall& hall) {
        auto& yurga = hall.house.yurga;
        const auto south = hall.add_body("ТОС «Южный»");
        const Line line = yurga.add(by("Праздник двора", {"Библиотека № 5"}));
        Browser gleb(hall.house, "Глеб");
        const auto path = "/office/plan/2021/lines/" + to_text(line.id);
        gleb.get(path + "/edit");
        CHECK(gleb.says("name=\"partner\" value=\"" + to_text(south.id) + "\">"));
        const Fields fields = {{"title", "Праздник двора"},
                               {"when", "6 июля 2021 г."},
                               {"kind", "event"},
                               {"responsible", "Библиотека № 5"},
                               {"age", "0+"},
                               {"version", "1"},
                               {"deed", "save"}};
        auto with = fields;
        with.emplace_back("partner", to_text(south.id));
        gleb.post(path, with);
        CHECK(gleb.status() == 303);
        CHECK(hall.linked(line, store::BodyPart::partner) == Keys{south.id});
        gleb.get(path + "/edit?part=who");
        CHECK(gleb.says("name=\"partner\" value=\"" + to_text(south.id) + "\" checked>"));
        auto broken = with;
        broken[0].second = "";
        broken[5].second = "2";
        gleb.post(path, broken);
        CHECK(gleb.status() == 422);
        CHECK(gleb.says("value=\"" + to_text(south.id) + "\" checked>"));
        with.back().second = "nonsense";
        gleb.post(path, with);
        CHECK(gleb.status() == 400);

        gleb.get("/office/plan/names");
        CHECK(gleb.says("Библиотека № 5"));
        const auto key = gleb.between("name=\"key\" value=\"", "\"");
        gleb.post("/office/plan/names", {{"name", "Библиотека № 5"}, {"deed", "name"}, {"body", ""}});
        CHECK(gleb.status() == 422);
        CHECK(gleb.says("Выберите организацию"));
        gleb.post("/office/plan/names",
                  {{"name", "Библиотека № 5"}, {"deed", "add"}, {"kind", "institution"}, {"key", key}});
        CHECK(gleb.status() == 303);
        CHECK(hall.linked(line).size() == 1);
        gleb.get("/office/plan/names");
        CHECK(gleb.says("Все названия узнаны"));
    });
}

TEST_CASE("after a decision on a name one stands at the next that is open, with the message there")
{
    for_each_hall([](Hall& hall) {
        hall.house.yurga.add(by("Праздник двора", {"Школа № 1", "Школа № 2", "Школа № 3"}));
        Browser gleb(hall.house, "Глеб");
        gleb.get("/office/plan/names");
        const auto name_of = [&](int number) {
            return gleb.between("id=\"name-" + std::to_string(number) + "-title\">", "</h2>");
        };
        const auto second = name_of(2), third = name_of(3);
        REQUIRE_FALSE(third.empty());
        gleb.post("/office/plan/names", {{"name", second}, {"deed", "plain"}, {"at", "2"}});
        CHECK(gleb.location() == "/office/plan/names#name-2");
        gleb.get("/office/plan/names");
        CHECK(name_of(2) == third);
        const auto row = gleb.between("id=\"name-2\"", "</li>");
        CHECK(row.find("class=\"flash\"") != std::string::npos);
        CHECK(gleb.count("class=\"flash\"") == 1);
        gleb.post("/office/plan/names", {{"name", third}, {"deed", "plain"}, {"at", "2"}});
        CHECK(gleb.location() == "/office/plan/names#name-1");
        gleb.get("/office/plan/names");
        gleb.post("/office/plan/names", {{"name", name_of(1)}, {"deed", "name"}, {"body", ""}, {"at", "1"}});
        CHECK(gleb.status() == 422);
        CHECK(gleb.says("href=\"#name-1\""));
        CHECK(gleb.between("id=\"name-1\"", "</li>").find("Выберите организацию") != std::string::npos);
    });
}

TEST_CASE("an announced line is saved by the form that its page shows")
{
    for_each_hall([](Hall& hall) {
        const Line line = hall.house.yurga.announced(by("Праздник двора", {}));
        Browser gleb(hall.house, "Глеб");
        const auto path = "/office/plan/2021/lines/" + to_text(line.id);
        gleb.get(path + "/edit?part=when");
        CHECK(gleb.says("name=\"time_change\""));
        gleb.post(path, {{"title", "Праздник улицы"},
                         {"when", "6 июля 2021 г."},
                         {"kind", "event"},
                         {"age", "0+"},
                         {"time_change", "move"},
                         {"reason", ""},
                         {"version", "2"},
                         {"deed", "save"}});
        CHECK(gleb.status() == 303);
        CHECK(hall.house.yurga.get(line.id).content.title == "Праздник улицы");
    });
}

TEST_CASE("what waits for a chair is not pushed out by a long plan of the next year")
{
    for_each_hall([](Hall& hall) {
        const auto body = hall.add_body("ТОС «Берёзка»");
        hall.house.yurga.announced(by("Субботник", {"ТОС «Берёзка»"}, "1 июня"));
        std::vector<Incoming> draft;
        for (int i = 0; i < 310; ++i) {
            auto one = by("Встреча " + std::to_string(i), {"ТОС «Берёзка»"});
            one.when = language::parse_when("2 июня", 2022);
            draft.push_back(incoming(one));
        }
        REQUIRE(hall.house.yurga.import(draft, Announcing::later, 2022));
        const auto first = hall.house.yurga.read([&](app::View& view) {
            return store::list_lines_of(view.db, view.town.id, body.id, store::BodyPart::responsible,
                                        {.year = 2021, .limit = 300});
        });
        REQUIRE(first.size() == 300);
        CHECK(first.front().content.title == "Субботник");
        const auto later = hall.house.yurga.read([&](app::View& view) {
            return store::list_lines_of(view.db, view.town.id, body.id, store::BodyPart::responsible,
                                        {.year = 2022, .limit = 400});
        });
        CHECK(later.size() == 310);
    });
}

TEST_CASE("a chair tells how the events of their own body went, and of no others")
{
    for_each_hall([](Hall& hall) {
        auto& yurga = hall.house.yurga;
        const auto south = hall.add_body("ТОС «Южный»");
        const Line own = yurga.announced(by("Праздник двора", {"ТОС Южный"}, "6 июня 2021 г."));
        const Line other = yurga.announced(by("День города", {"Отдел"}, "7 июня 2021 г."));
        const auto held = [](const Line& line) {
            return "/office/plan/2021/lines/" + to_text(line.id) + "/happenings/" +
                   to_text(line.happenings.front().id) + "/held";
        };
        Browser boris(hall.house, "Борис");
        boris.get(held(own));
        CHECK(boris.status() == 403);
        hall.make_member(south, boris_id);
        boris.get(held(other));
        CHECK(boris.status() == 403);
        boris.get("/office/plan/overdue");
        CHECK(boris.says(held(own)));
        CHECK_FALSE(boris.says(held(other)));
        boris.get("/office/plan/2021/lines/" + to_text(own.id));
        CHECK(boris.says(held(own)));
        CHECK_FALSE(boris.says("/cancel\""));
        boris.get("/office/plan/2021/lines/" + to_text(other.id));
        CHECK_FALSE(boris.says(held(other)));
        boris.get(held(own));
        CHECK(boris.status() == 200);
        // The question is asked before the form is read: nothing is learned from what it would say.
        boris.post(held(other), {});
        CHECK(boris.status() == 403);
        boris.post(held(own), {{"version", std::to_string(own.version)},
                               {"first", "2021-06-06"},
                               {"participants", "40"},
                               {"summary", "Пели всем двором."}});
        CHECK(boris.status() == 303);
        CHECK(yurga.get(own.id).standing() == Standing::held);
        const auto photos = [&](const Line& line) { return held(line).replace(held(line).size() - 4, 4, "photos"); };
        boris.get(photos(own));
        CHECK(boris.status() == 200);
        boris.get(photos(other));
        CHECK(boris.status() == 403);
        boris.post(photos(other), {});
        CHECK(boris.status() == 403);
        boris.get("/office/plan/2021/lines/" + to_text(own.id));
        CHECK(boris.says(held(own)));
        CHECK_FALSE(boris.says("/reopen"));
        CHECK(yurga.audit().empty());
    });
}

TEST_CASE("the chair's day begins with what waits for their report")
{
    for_each_hall([](Hall& hall) {
        auto& yurga = hall.house.yurga;
        const auto south = hall.add_body("ТОС «Южный»");
        yurga.announced(by("Праздник двора", {"ТОС Южный"}, "6 июня 2021 г."));
        yurga.announced(by("Субботник", {"ТОС Южный"}, "6 сентября 2021 г."));
        yurga.announced(by("День города", {"Отдел"}, "7 июня 2021 г."));
        const auto front = [&](app::Actor who) {
            yurga.actor = std::move(who);
            auto model = yurga.read(
                [&](app::View& view) { return office_front_model(view, hall.house.site.words(language::Code::ru)); });
            yurga.actor = gleb();
            return model;
        };
        CHECK(front(boris()).at("own").at("text") != "");
        hall.make_member(south, boris_id);
        const auto model = front(boris());
        REQUIRE(model.at("own").at("lines").size() == 2);
        CHECK(model["own"]["lines"][0]["title"] == "Праздник двора");
        CHECK(model["own"]["lines"][0]["held_href"] != "");
        CHECK(model["own"]["lines"][1]["held_href"] == "");
        REQUIRE(model.at("todo").size() == 1);
        CHECK(model["todo"][0]["title"] == "1 мероприятие ждёт вашего отчёта");
        CHECK(front(gleb()).at("own") == false);
        bool asked = false;
        const auto organiser = front(gleb());
        for (const auto& one : organiser.at("todo")) asked = asked || one["href"] == "/office/plan/names";
        CHECK(asked);
    });
}

}  // namespace line_bodies_test
