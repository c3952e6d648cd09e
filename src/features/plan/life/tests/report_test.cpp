#include "features/plan/photos/tests/photo_house.hpp"

namespace report_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

Line past(TestTown& town, std::string title = "Концерт")
{
    return town.announced(content(std::move(title), "15 июня 2021 г., 12.00"));
}
std::string line_path_of(const Line& line)
{
    return office_list + "/lines/" + to_text(line.id);
}
std::string report_path(const Line& line)
{
    return line_path_of(line) + "/happenings/" + to_text(line.happenings.at(0).id) + "/held";
}

/// The form as its page sends it: every field of the three photographs, most of them empty.
Fields report_form(const Line& line, const Fields& typed)
{
    Fields fields{{"version", std::to_string(line.version)},
                  {"back", "overdue"},
                  {"first", "2021-06-15"},
                  {"last", ""},
                  {"participants", "120"},
                  {"summary", "Пели."},
                  {"photo_author", "Фото: Анна"}};
    for (const std::string n : {"1", "2", "3"}) {
        fields.emplace_back("photo_alt_" + n, "");
        fields.emplace_back("photo_people_" + n, "ask");
        fields.emplace_back("photo_consents_" + n, "");
    }
    for (const auto& [name, value] : typed) std::ranges::find(fields, name, &Fields::value_type::first)->second = value;
    return fields;
}

std::vector<web::Upload> files(std::initializer_list<std::pair<const char*, const Sent*>> chosen)
{
    std::vector<web::Upload> uploads;
    for (const auto& [field, sent] : chosen) {
        uploads.push_back(sent->upload);
        uploads.back().field = field;
    }
    return uploads;
}

}  // namespace

TEST_CASE("a report and its photographs go in by one form, and four pages lead there from the office's first")
{
    for_each_house([](House& house) {
        const Line line = past(house.yurga);
        const Sent first("один.png", picture("#c33")), second("два.png", picture("#3c3"));
        Browser gleb(house, "Глеб"), anna(house);
        gleb.get("/office/plan/overdue");  // the second: the front says where
        REQUIRE(gleb.says(report_path(line) + "?back=overdue"));
        gleb.get(report_path(line) + "?back=overdue");  // the third
        CHECK(gleb.says("enctype=\"multipart/form-data\""));
        CHECK(gleb.says("type=\"file\""));
        gleb.post(report_path(line),
                  report_form(line, {{"photo_alt_1", "Хор на площади"},
                                     {"photo_people_1", "agreed"},
                                     {"photo_consents_1", "Маша Петрова; мама Ольга Петрова"},
                                     {"photo_alt_2", "Площадь"},
                                     {"photo_people_2", "nobody"}}),
                  files({{"photo_1", &first}, {"photo_2", &second}}));
        REQUIRE(gleb.status() == 303);
        CHECK(gleb.location() == "/office/plan/overdue");
        gleb.get(gleb.location());  // the fourth
        CHECK(gleb.says("Рассказ и 2 снимка на сайте."));
        CHECK(house.yurga.get(line.id).standing() == Standing::held);
        const auto seen = shown(house.yurga, line);
        REQUIRE(seen.size() == 2);
        CHECK(seen[0].words.alt == "Хор на площади");
        CHECK(seen[0].words.author == "Фото: Анна");
        const auto consents = house.yurga.read(
            [&](app::View& view) { return app::album::list_consents(view, album_of(line.happenings[0].id)); });
        REQUIRE(consents.size() == 1);
        CHECK(consents[0].given_by == "мама Ольга Петрова");
        anna.get(public_page(line));
        CHECK(anna.says("Хор на площади"));
        CHECK_FALSE(anna.says("Маша Петрова"));
        CHECK(house.yurga.audit().empty());
    });
}

TEST_CASE("it is never said that photographs are shown while residents do not see them")
{
    for_each_house([](House& house) {
        const Line line = past(house.yurga);
        const Sent photo("один.png", picture("#c33"));
        Browser gleb(house, "Глеб"), anna(house);
        gleb.get(report_path(line));
        gleb.post(report_path(line), report_form(line, {{"photo_alt_1", "Хор на площади"}}),
                  files({{"photo_1", &photo}}));
        REQUIRE(gleb.status() == 303);
        gleb.get(gleb.location());
        CHECK(gleb.says("Рассказ на сайте. 1 снимок ждёт описания или согласия: на сайте его ещё нет."));
        CHECK(shown(house.yurga, line).empty());
        CHECK(photos(house.yurga, line).size() == 1);
        anna.get(public_page(line));
        CHECK(anna.says("Пели."));
        CHECK_FALSE(anna.says("Хор на площади"));
        const Line draft = house.yurga.add(content("Черновик", "14 июня 2021 г."));
        gleb.get(report_path(draft));
        gleb.post(report_path(draft), report_form(draft, {{"first", "2021-06-14"}}));
        REQUIRE(gleb.status() == 303);
        gleb.get(gleb.location());
        CHECK(gleb.says("жители его не видят"));
    });
}

TEST_CASE("a picture that is refused takes nothing that was typed with it, and nothing is saved by half")
{
    for_each_house([](House& house) {
        const Line line = past(house.yurga);
        const Sent good("хорошо.png", picture("#c33")), bad("плохо.png", "это не снимок");
        Browser gleb(house, "Глеб");
        gleb.get(report_path(line));
        const Fields typed = {
            {"photo_alt_1", "Хор на площади"}, {"photo_people_1", "nobody"}, {"photo_alt_2", "Площадь"}};
        gleb.post(report_path(line), report_form(line, typed), files({{"photo_1", &good}, {"photo_2", &bad}}));
        CHECK(gleb.status() == 422);
        CHECK(gleb.error_of("photo_2").find("плохо.png") != std::string::npos);
        CHECK(gleb.error_of("photo_1").find("Выберите этот снимок ещё раз") != std::string::npos);
        for (const auto* kept :
             {">Хор на площади</textarea>", ">Площадь</textarea>", ">Пели.</textarea>", "value=\"120\""})
            CHECK_MESSAGE(gleb.says(kept), kept);
        CHECK(house.yurga.get(line.id).version == line.version);
        CHECK(photos(house.yurga, line).empty());
        // A description without its file, people who agreed without a name: each beside its field.
        gleb.post(report_path(line), report_form(line, {{"photo_alt_3", "Двор"}}));
        CHECK(gleb.status() == 422);
        CHECK_FALSE(gleb.error_of("photo_3").empty());
        gleb.post(report_path(line), report_form(line, {{"photo_alt_1", "Хор"}, {"photo_people_1", "agreed"}}),
                  files({{"photo_1", &good}}));
        CHECK(gleb.status() == 422);
        CHECK(gleb.error_of("photo_people_1").find("кто согласился") != std::string::npos);
        gleb.post(report_path(line), report_form(line, {{"participants", "много"}}), files({{"photo_1", &good}}));
        CHECK(gleb.error_of("photo_1").find("Выберите этот снимок ещё раз") != std::string::npos);
        CHECK(house.yurga.get(line.id).version == line.version);
        gleb.post(report_path(line), report_form(line, {}), files({{"emblem", &good}}));
        CHECK(gleb.status() == 400);
    });
}

TEST_CASE("beside what took place one says what did not, with its reason, from the list and from the line")
{
    for_each_house([](House& house) {
        const Line line = past(house.yurga), series = house.yurga.announced(content("Двор", "28 мая и 20 июля 2021"));
        Browser gleb(house, "Глеб"), boris(house, "Борис");
        gleb.get("/office/plan/overdue");
        const auto cancel = line_path_of(line) + "/cancel?happening=" + to_text(line.happenings[0].id);
        CHECK(gleb.says(cancel + "&amp;back=overdue"));
        CHECK(gleb.count("class=\"button quiet\"") >= 4);
        CHECK(gleb.count("class=\"button\"") == 0);
        boris.get("/office/plan/overdue");
        CHECK_FALSE(boris.says("/cancel"));
        gleb.get(cancel + "&back=overdue");
        CHECK(gleb.says("Мероприятие не состоялось"));
        gleb.post(line_path_of(line) + "/cancel", {{"version", std::to_string(line.version)},
                                                   {"back", "overdue"},
                                                   {"happening", to_text(line.happenings[0].id)},
                                                   {"reason", "ливень"}});
        CHECK(gleb.location() == "/office/plan/overdue");
        gleb.get(gleb.location());
        CHECK(gleb.says("мероприятие не состоялось. Причина видна на сайте."));
        CHECK_FALSE(gleb.says(cancel));
        CHECK(house.yurga.get(line.id).standing() == Standing::cancelled);
        Browser anna(house);
        anna.get(public_page(line));
        CHECK(anna.says("ливень"));
        // What is still ahead is called off, not "did not take place".
        gleb.get(line_path_of(series) + "/cancel?happening=" + to_text(series.happenings[1].id));
        CHECK_FALSE(gleb.says("Мероприятие не состоялось"));
        gleb.get(line_path_of(series));
        CHECK(gleb.says("Не состоялось"));
        CHECK(gleb.says("Отменить эту дату"));
    });
}

}  // namespace report_test
