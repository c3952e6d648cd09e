#include "features/plan/photos/tests/photo_house.hpp"
#include "test_files.hpp"

namespace photos_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

/// This test program is also the child that makes pictures.
const veche::test::ChildProgram maker_child("make-pictures", outside::make_pictures_main);

}  // namespace

TEST_CASE("a photograph is on the page of its line once it is described and its people agree")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser gleb(house, "Глеб"), anna(house);
        const Sent first("a.png", picture("#356")), second("b.png", picture("#a53"));
        gleb.get(page_of(line));
        REQUIRE(gleb.status() == 200);
        CHECK(gleb.says("120 участников"));
        gleb.post(page_of(line), {{"author", "Фото: Анна Иванова"}}, {first.upload, second.upload});
        CHECK(gleb.location() == page_of(line));
        const auto two = photos(house.yurga, line);
        REQUIRE(two.size() == 2);
        CHECK(two[0].words.author == "Фото: Анна Иванова");
        CHECK(two[0].files.width == 400);
        CHECK(anna.get_json(public_page(line)).at("photos").empty());
        anna.get(public_page(line));
        CHECK_FALSE(anna.says("/media/"));

        Fields fields = {{"author", ""}};
        say(fields, two[0], "Дети сажают липу", "agreed", "2");
        fields.emplace_back("consents-" + to_text(two[0].id), "Маша Петрова; мама Ольга");
        fields.emplace_back("given-" + to_text(two[0].id), "2021-06-15");
        say(fields, two[1], "Хор во дворе", "nobody", "1");
        gleb.post(page_of(line), fields);
        CHECK(gleb.location() == page_of(line));
        const auto all = anna.get_json(public_page(line)).at("photos");
        REQUIRE(all.size() == 2);
        CHECK(all[0].at("alt") == "Хор во дворе");
        CHECK(all[0].at("url") == "https://yurga.example/media/" + two[1].files.large);
        CHECK(all[1].at("jpeg") == "https://yurga.example/media/" + two[0].files.share);
        anna.get(public_page(line));
        CHECK(anna.says("alt=\"Хор во дворе\""));
        CHECK(anna.says("src=\"/media/" + two[1].files.middle + "\" srcset=\"/media/" + two[1].files.small +
                        " 320w, /media/" + two[1].files.middle + " 400w\""));
        CHECK(anna.says("width=\"400\" height=\"300\""));
        CHECK(anna.says("class=\"focus-50-0\""));
        CHECK(anna.says("<figcaption>Фото: Анна Иванова</figcaption>"));
        CHECK(anna.says("property=\"og:image\" content=\"https://yurga.example/media/" + two[1].files.share + "\""));
        CHECK(house.yurga.audit().empty());
    });
}

TEST_CASE("a picture is sent to its own town only, with its type, and asked for at each look")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser gleb(house, "Глеб"), anna(house), there(house, "", "taiga.example");
        const Photo photo = shown_photo(house, gleb, line);
        anna.get("/media/" + photo.files.middle);
        CHECK(anna.status() == 200);
        CHECK(anna.header("content-type") == "image/webp");
        CHECK(anna.header("cache-control") == "public, no-cache");
        CHECK(anna.header("x-content-type-options") == "nosniff");
        CHECK(anna.text().substr(8, 4) == "WEBP");
        anna.get("/media/" + photo.files.share);
        CHECK(anna.header("content-type") == "image/jpeg");
        there.get("/media/" + photo.files.middle);
        CHECK(there.status() == 404);
        for (const std::string& name : {std::string("veche.db"), photo.files.middle + "x",
                                        std::string(64, 'a') + ".webp", std::string(64, 'A') + ".jpg"}) {
            anna.get("/media/" + name);
            CHECK_MESSAGE(anna.status() == 404, name);
        }
    });
}

TEST_CASE("a picture that nobody is shown yet is sent to those who report on its line, and to no one else")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser gleb(house, "Глеб"), boris(house, "Борис"), semyon(house, "Семён"), anna(house);
        const Photo photo = shown_photo(house, gleb, line);
        const auto status = [&](Browser& who, const std::string& file) {
            who.get("/media/" + file);
            return who.status();
        };
        CHECK(status(anna, photo.files.large) == 200);
        // One of the people on it wants to be asked: the address that was public is so no longer.
        Fields fields = {{"author", ""}};
        say(fields, photo, "Хор во дворе", "ask");
        gleb.post(page_of(line), fields);
        REQUIRE(gleb.status() == 303);
        for (const auto& file : {photo.files.large, photo.files.share}) CHECK(status(anna, file) == 404);
        CHECK(status(gleb, photo.files.middle) == 200);
        CHECK(gleb.header("cache-control") == "no-store");
        CHECK(status(boris, photo.files.middle) == 404);  // a chair, but not of this line
        CHECK(status(semyon, photo.files.middle) == 404);
    });
}

TEST_CASE("a file that is refused is named, and takes nothing with it that was typed or sent")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser gleb(house, "Глеб");
        const Photo before = shown_photo(house, gleb, line);
        const Sent good("б.png", picture("#a53")), bad("план.jpg", "<!doctype html><script>1</script>");
        Fields fields = {{"author", "Фото: Пётр"}};
        say(fields, before, "Хор ветеранов");
        gleb.post(page_of(line), fields, {bad.upload, good.upload});
        CHECK(gleb.status() == 422);
        CHECK(gleb.error_of("files") == "план.jpg: Это не снимок. Подойдут файлы JPEG, PNG и WebP.");
        CHECK(gleb.value_of("author") == "Фото: Пётр");
        const auto now = photos(house.yurga, line);
        REQUIRE(now.size() == 2);
        CHECK(now[0].words.alt == "Хор ветеранов");
        CHECK(now[1].words.author == "Фото: Пётр");
    });
}

TEST_CASE("a photograph is not shown without a description, and its other words are kept on the page")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser gleb(house, "Глеб");
        const Photo photo = shown_photo(house, gleb, line);
        Fields fields = {{"author", ""}};
        say(fields, photo, "  ", "nobody", "1");
        gleb.post(page_of(line), fields);
        CHECK(gleb.status() == 422);
        CHECK(gleb.error_of("alt-" + to_text(photo.id)).starts_with("Опишите"));
        CHECK(gleb.value_of("author-" + to_text(photo.id)) == "Фото: Анна Иванова");
        CHECK(shown(house.yurga, line).size() == 1);  // as it was
        Fields long_words = {{"author", ""}};
        std::string words;
        for (int i = 0; i < 301; ++i) words += "я";
        say(long_words, photo, words);
        gleb.post(page_of(line), long_words);
        CHECK(gleb.status() == 422);
        CHECK(gleb.says(words));
    });
}

TEST_CASE("of two who describe one photograph the second sees both texts and decides")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser gleb(house, "Глеб");
        const Photo photo = shown_photo(house, gleb, line);
        Fields first = {{"author", ""}}, second = {{"author", ""}};
        say(first, photo, "Хор поёт");
        say(second, photo, "Ветераны поют");
        gleb.post(page_of(line), first);
        REQUIRE(gleb.status() == 303);
        gleb.post(page_of(line), second);
        CHECK(gleb.status() == 409);
        CHECK(gleb.says("Хор поёт"));
        CHECK(gleb.says(">Ветераны поют</textarea>"));
        CHECK(photos(house.yurga, line)[0].words.alt == "Хор поёт");
        Fields again = {{"author", ""}};
        say(again, photos(house.yurga, line)[0], "Ветераны поют");
        CHECK(gleb.says("name=\"version-" + to_text(photo.id) + "\" value=\"" +
                        std::to_string(photos(house.yurga, line)[0].version) + "\""));
        gleb.post(page_of(line), again);
        CHECK(photos(house.yurga, line)[0].words.alt == "Ветераны поют");
    });
}

TEST_CASE("the same photograph sent twice is one")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser gleb(house, "Глеб");
        const Photo photo = shown_photo(house, gleb, line);
        const Sent again("другое имя.png", picture("#356"));
        gleb.post(page_of(line), {{"author", ""}}, {again.upload, again.upload});
        CHECK(gleb.status() == 303);
        CHECK(photos(house.yurga, line) == std::vector{photo});
    });
}

TEST_CASE("a photograph taken away is gone from the page at once and from its address too")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser gleb(house, "Глеб"), anna(house);
        const Photo photo = shown_photo(house, gleb, line);
        anna.get(public_page(line));
        REQUIRE(anna.says(photo.files.middle));
        Fields fields = {{"author", ""}};
        say(fields, photo, "Хор во дворе");
        fields.emplace_back("remove-" + to_text(photo.id), "1");
        gleb.post(page_of(line), fields);
        REQUIRE(gleb.status() == 303);
        gleb.post(page_of(line), fields);  // the form sent twice
        CHECK(gleb.status() == 303);
        anna.get(public_page(line));
        CHECK_FALSE(anna.says(photo.files.middle));
        anna.get("/media/" + photo.files.middle);
        CHECK(anna.status() == 404);
        CHECK(photos(house.yurga, line).empty());
    });
}

TEST_CASE("photographs belong to what was held: not before the report, nor after it is taken back")
{
    for_each_house([](House& house) {
        const Line ahead = house.yurga.announced(content("Праздник двора", "15 июня 2021 г., 12.00"));
        Browser gleb(house, "Глеб"), anna(house);
        const Sent file("a.png", picture("#356"));
        gleb.get(page_of(ahead));
        CHECK(gleb.says("Сначала расскажите"));
        gleb.get(office_list + "/lines/" + to_text(ahead.id));
        gleb.post(page_of(ahead), {{"author", ""}}, {file.upload});
        CHECK(gleb.status() == 422);
        CHECK(photos(house.yurga, ahead).empty());

        const Line line = held(house.yurga);
        shown_photo(house, gleb, line);
        const auto id = line.happenings[0].id;
        house.change(house.yurga, [&](app::Work& work) { return reopen_line(work, line.id, line.version, id); });
        CHECK(anna.get_json(public_page(line)).at("photos").empty());
        CHECK(photos(house.yurga, line).size() == 1);  // kept for the report that follows
    });
}

TEST_CASE("photographs are for those who report, of their own town")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser anna(house), semyon(house, "Семён"), boris(house, "Борис"), there(house, "Глеб", "taiga.example");
        anna.get(page_of(line));
        CHECK(anna.location().starts_with("/sign-in?next="));
        for (Browser* one : {&semyon, &boris}) {
            one->get(page_of(line));
            CHECK(one->status() == 403);
            one->post(page_of(line), {{"author", ""}});
            CHECK(one->status() == 403);
        }
        there.get(page_of(line));
        CHECK(there.status() == 404);
        Browser gleb(house, "Глеб");
        gleb.get(page_of(line));
        gleb.post(page_of(line), {{"author", ""}, {"something", "1"}});
        CHECK(gleb.status() == 400);
        const auto field = "people-0000000000001";
        gleb.post(page_of(line), {{"author", ""}, {field, "x"}});  // of a photograph that is not there
        CHECK(gleb.status() == 303);
    });
}

TEST_CASE("the twenty-first photograph is refused by its name")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        std::vector<NewPhoto> twenty;
        for (int i = 0; i < 20; ++i)
            twenty.push_back({.id = house.yurga.new_id<Photo>(),
                              .files = {std::to_string(i) + ".webp", "m", "s", "j", 400, 300},
                              .author = ""});
        house.yurga
            .change(
                [&](app::Work& work) { return change_photos(work, line.id, line.happenings[0].id, {.fresh = twenty}); })
            .value();
        Browser gleb(house, "Глеб");
        gleb.get(page_of(line));
        CHECK(gleb.says("Здесь уже 20 снимков"));
        const Sent file("лишний.png", picture("#356"));
        gleb.post(page_of(line), {{"author", ""}}, {file.upload});
        CHECK(gleb.status() == 422);
        CHECK(gleb.says("лишний.png: Здесь может быть не больше 20 снимков."));
        CHECK(photos(house.yurga, line).size() == 20);
    });
}

TEST_CASE("photographs stay when their line is changed, and go when it is removed")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser gleb(house, "Глеб");
        const Photo photo = shown_photo(house, gleb, line);
        auto changed = house.yurga.get(line.id);
        changed.content.place = "Городской парк";
        changed =
            house.yurga
                .change([&](app::Work& work) { return edit_line(work, line.id, changed.version, changed.content); })
                .value();
        CHECK(shown(house.yurga, line) == std::vector{photo});

        const auto happening = line.happenings[0].id;
        house.yurga.change([&](app::Work& work) { return reopen_line(work, line.id, changed.version, happening); })
            .value();
        const Id<Line> ids[] = {line.id};
        house.yurga.change([&](app::Work& work) { return withdraw_lines(work, ids); }).value();
        changed = house.yurga.get(line.id);
        house.yurga.change([&](app::Work& work) { return remove_line(work, line.id, changed.version); }).value();
        CHECK(photos(house.yurga, line).empty());
        CHECK(house.yurga.read(
            [&](app::View& view) { return app::store::list_media_held(view.db, view.town.id).empty(); }));
    });
}

TEST_CASE("a line of several dates is one line, and each of its dates has its own report and its own photographs")
{
    for_each_house([](House& house) {
        Line line = house.yurga.announced(content("Праздник двора", "28.05.2021; 25.06.2021; 30.07.2021"));
        Browser gleb(house, "Глеб"), anna(house);
        const std::string office = office_list + "/lines/" + to_text(line.id);
        const auto page = [&](std::size_t i, const char* deed) {
            return office + "/happenings/" + to_text(line.happenings.at(i).id) + deed;
        };
        gleb.get(page(1, "/photos"));
        CHECK(gleb.says("Сначала расскажите"));
        const std::vector<std::string> told = {"Пели всем двором.", "Играли в городки."};
        for (std::size_t i = 0; i < 2; ++i) {
            gleb.get(page(i, "/held"));
            gleb.post(page(i, "/held"), {{"version", std::to_string(house.yurga.get(line.id).version)},
                                         {"participants", i == 0 ? "120" : "80"},
                                         {"first", i == 0 ? "2021-05-28" : "2021-06-25"},
                                         {"summary", told[i]}});
            REQUIRE(gleb.status() == 303);
            const Sent file("двор.png", picture(i == 0 ? "#356" : "#a53"));
            gleb.get(page(i, "/photos"));
            gleb.post(page(i, "/photos"), {{"author", ""}}, {file.upload});
            REQUIRE(gleb.status() == 303);
            Fields words = {{"author", ""}};
            say(words, photos(house.yurga, line, i).at(0), i == 0 ? "Хор во дворе" : "Дети с битами");
            gleb.post(page(i, "/photos"), words);
            REQUIRE(gleb.status() == 303);
        }
        CHECK(photos(house.yurga, line, 0).size() == 1);
        CHECK(photos(house.yurga, line, 1).size() == 1);
        CHECK(house.yurga.lines().size() == 1);
        gleb.get(office);
        for (std::size_t i = 0; i < 2; ++i) {
            CHECK(gleb.says(told[i]));
            CHECK(gleb.says(page(i, "/photos")));
        }
        CHECK_FALSE(gleb.says(page(2, "/photos")));  // the third is ahead

        anna.get(public_page(line));
        for (const auto& words : told) CHECK(anna.says(words));
        CHECK(anna.says("<figcaption>28 мая 2021, пятница · Фото: Анна Иванова</figcaption>"));
        CHECK(anna.says("<figcaption>25 июня 2021, пятница · Фото: Анна Иванова</figcaption>"));
        const auto model = anna.get_json(public_page(line));
        CHECK(model.at("standing") == "ahead");
        REQUIRE(model.at("photos").size() == 2);
        for (std::size_t i = 0; i < 2; ++i) {
            CHECK(model.at("happenings").at(i).at("told") == told[i]);
            CHECK(model.at("photos").at(i).at("happening") == to_text(line.happenings[i].id));
        }

        // One report taken back takes its photographs from the page, and leaves the other's.
        line = house.yurga.get(line.id);
        house.change(house.yurga,
                     [&](app::Work& work) { return reopen_line(work, line.id, line.version, line.happenings[0].id); });
        anna.get(public_page(line));
        CHECK_FALSE(anna.says("Хор во дворе"));
        CHECK(anna.says("Дети с битами"));
        CHECK(anna.says("<figcaption>Фото: Анна Иванова</figcaption>"));
    });
}

TEST_CASE("a line says that it was held once all of its dates were told of")
{
    for_each_house([](House& house) {
        Line line = house.yurga.announced(content("Праздник двора", "28.05.2021; 25.06.2021"));
        Browser anna(house);
        const auto hold = [&](std::size_t i, unsigned month, unsigned day) {
            const Report report{.first = Day{std::chrono::year(2021), std::chrono::month(month), std::chrono::day(day)},
                                .last = {},
                                .participants = 10,
                                .summary = "Пели."};
            line = house.yurga.get(line.id);
            house.change(house.yurga, [&](app::Work& work) {
                return hold_line(work, line.id, line.version, line.happenings[i].id, report);
            });
            anna.get(public_page(line));
            return anna.between("<dl class=\"essentials\">", "</dl>");
        };
        CHECK(hold(0, 5, 28).find("<span class=\"state over\">прошло, рассказа ещё нет</span>") != std::string::npos);
        CHECK(hold(1, 6, 25).find("<span class=\"state held\">состоялось</span>") != std::string::npos);
    });
}

}  // namespace photos_test
