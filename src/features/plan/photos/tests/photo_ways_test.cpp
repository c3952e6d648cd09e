// Every way on which a photograph gets out, and every deed that stops it.

#include <functional>

#include "app/erasure/erase.hpp"
#include "features/plan/photos/tests/photo_house.hpp"

namespace photo_ways_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;
namespace album = veche::app::album;

namespace {

/// Of a stranger whose browser, or whose proxy, has a copy with this ETag already.
web::Response ask(House& house, const std::string& file, const std::string& etag = "")
{
    web::Request request;
    request.method = web::Method::get;
    request.host = "yurga.example";
    request.target = request.path = "/media/" + file;
    request.peer = "192.0.2.1";
    if (!etag.empty()) request.headers.emplace_back("if-none-match", etag);
    const auto application = house.site.application();
    if (auto ready = application.ready(request)) return *ready;
    return house.site.handle(request);
}

std::vector<std::string> files_of(const Photo& photo)
{
    return {photo.files.large, photo.files.middle, photo.files.small, photo.files.share};
}

std::string etag_of(const std::string& file)
{
    return '"' + file.substr(0, file.find('.')) + '"';
}

/// Where else the town looks: pages, their JSON, feeds, files, what stands in pages of others.
const std::vector<std::string> other_ways = {
    "/plan",        "/plan/2021",  "/plan/week", "/plan/2021.json",       "/plan/2021.csv",         "/plan/2021/fact",
    "/plan/widget", "/plan/embed", "/plan.ics",  "/plan/2021/calendar/6", "/plan/2021/fact/records"};

/// On how many ways the photograph is seen.
int seen(House& house, const Line& line, const Photo& photo)
{
    Browser anna(house);
    int ways = 0;
    const auto look = [&](const std::string& address, const std::string& accept) {
        anna.get(address, accept);
        for (const auto& file : files_of(photo)) ways += anna.says(file) ? 1 : 0;
    };
    for (const auto& file : files_of(photo)) {
        ways += ask(house, file).status == 200 ? 1 : 0;
        ways += ask(house, file, etag_of(file)).status == 304 ? 1 : 0;
    }
    look(public_page(line), "text/html");
    look(public_page(line), "application/json");
    for (const auto& address : other_ways)
        for (const auto* accept : {"text/html", "application/json"}) look(address, accept);
    return ways;
}

/// The photograph of a line with the consent of one person, shown.
Photo agreed_photo(House& house, Browser& gleb, const Line& line)
{
    const Photo photo = shown_photo(house, gleb, line);
    Fields fields = {{"author", ""}};
    say(fields, photo, "Хор во дворе", "agreed");
    fields.emplace_back("consents-" + to_text(photo.id), "Маша Петрова; мама Ольга");
    fields.emplace_back("given-" + to_text(photo.id), "2021-06-15");
    gleb.post(page_of(line), fields);
    REQUIRE(gleb.status() == 303);
    return photos(house.yurga, line).at(0);
}

std::vector<album::Consent> consents(House& house, const Line& line)
{
    return house.yurga.read(
        [&](app::View& view) { return album::list_consents(view, album_of(line.happenings.at(0).id)); });
}

/// One way to take it back.
struct Stop {
    std::string name;
    std::function<void(House&, Browser& gleb, const Line&, const Photo&)> deed;
};
void by_form(House& house, Browser& gleb, const Line& line, const std::function<void(Fields&, const Photo&)>& more)
{
    const Photo now = photos(house.yurga, line).at(0);
    Fields fields = {{"author", ""}};
    more(fields, now);
    gleb.post(page_of(line), fields);
    REQUIRE(gleb.status() == 303);
}

const std::vector<Stop> stops = {
    {"a consent is withdrawn",
     [](House& house, Browser& gleb, const Line& line, const Photo&) {
         by_form(house, gleb, line, [&](Fields& fields, const Photo& photo) {
             say(fields, photo, "Хор во дворе", "agreed");
             fields.emplace_back("withdraw-" + to_text(consents(house, line).at(0).id), "1");
         });
     }},
    {"somebody is to be asked first",
     [](House& house, Browser& gleb, const Line& line, const Photo&) {
         by_form(house, gleb, line, [](Fields& fields, const Photo& photo) { say(fields, photo, "Хор", "ask"); });
     }},
    {"the photograph is withheld",
     [](House& house, Browser& gleb, const Line& line, const Photo&) {
         by_form(house, gleb, line, [](Fields& fields, const Photo& photo) {
             say(fields, photo, "Хор", "agreed");
             fields.emplace_back("withheld-" + to_text(photo.id), "1");
         });
     }},
    {"the photograph is removed",
     [](House& house, Browser& gleb, const Line& line, const Photo&) {
         by_form(house, gleb, line, [](Fields& fields, const Photo& photo) {
             say(fields, photo, "Хор", "agreed");
             fields.emplace_back("remove-" + to_text(photo.id), "1");
         });
     }},
    {"the line is withdrawn",
     [](House& house, Browser&, const Line& line, const Photo&) {
         const Id<Line> ids[] = {line.id};
         house.change(house.yurga, [&](app::Work& work) { return withdraw_lines(work, ids).has_value(); });
     }},
    {"the report is taken back",
     [](House& house, Browser&, const Line& line, const Photo&) {
         const auto now = house.yurga.get(line.id);
         house.change(house.yurga, [&](app::Work& work) {
             return reopen_line(work, line.id, now.version, line.happenings[0].id).has_value();
         });
     }},
};

}  // namespace

TEST_CASE("what takes a photograph back stops its bytes on every way at once, also for those who have a copy")
{
    for (const auto& stop : stops)
        for_each_house([&](House& house) {
            INFO(stop.name);
            const Line line = held(house.yurga);
            Browser gleb(house, "Глеб");
            const Photo photo = agreed_photo(house, gleb, line);
            // Four files, each sent and confirmed; large, middle, small and share on the page, and in its JSON.
            CHECK(seen(house, line, photo) == 4 + 4 + 4 + 4);
            stop.deed(house, gleb, line, photo);
            CHECK(seen(house, line, photo) == 0);
            CHECK(house.yurga.audit().empty());
        });
}

TEST_CASE("a photograph that was taken back with its line is there again with it")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser gleb(house, "Глеб");
        const Photo photo = agreed_photo(house, gleb, line);
        const Id<Line> ids[] = {line.id};
        for (int i = 0; i < 2; ++i) {
            house.change(house.yurga, [&](app::Work& work) { return withdraw_lines(work, ids).has_value(); });
            CHECK(seen(house, line, photo) == 0);
            house.change(house.yurga, [&](app::Work& work) { return announce_lines(work, ids).has_value(); });
            CHECK(seen(house, line, photo) == 16);
        }
    });
}

TEST_CASE("a photograph costs one question to the database, and none to where it lies when the browser has it")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser gleb(house, "Глеб");
        const Photo photo = agreed_photo(house, gleb, line);
        const auto statements = [&](const std::string& etag, int status) {
            const auto before = house.database.figures().statements;
            const auto answer = ask(house, photo.files.middle, etag);
            CHECK(answer.status == status);
            return house.database.figures().statements - before;
        };
        CHECK(statements("", 200) == 1);
        const auto etag = etag_of(photo.files.middle);
        CHECK(ask(house, photo.files.middle).shared->etag == etag);
        CHECK(statements(etag, 304) == 1);
        CHECK(statements("\"another\"", 200) == 1);
        // The file itself is not looked for: it could be far away.
        house.media.media->files().remove(app::media::key(house.yurga.town.id, photo.files.middle));
        CHECK(statements(etag, 304) == 1);
        CHECK(ask(house, photo.files.middle).status == 404);
    });
}

TEST_CASE("of a file that two photographs have each is asked for itself")
{
    for_each_house([](House& house) {
        const Line one = held(house.yurga), other = held(house.yurga, "Концерт во дворе");
        Browser gleb(house, "Глеб");
        const Photo photo = agreed_photo(house, gleb, one);
        const Photo same = shown_photo(house, gleb, other);
        REQUIRE(photo.files == same.files);
        stops.front().deed(house, gleb, one, photo);
        CHECK(ask(house, photo.files.large).status == 200);
        by_form(house, gleb, other, [](Fields& fields, const Photo& last) { say(fields, last, "Хор", "ask"); });
        CHECK(ask(house, photo.files.large).status == 404);
    });
}

TEST_CASE("a consent says who agreed, for whom, to which words and when, and a new one of the same person shows again")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser gleb(house, "Глеб"), anna(house);
        Photo photo = agreed_photo(house, gleb, line);
        auto all = consents(house, line);
        REQUIRE(all.size() == 1);
        CHECK(all[0].person == "Маша Петрова");
        CHECK(all[0].given_by == "мама Ольга");
        CHECK(all[0].text == album::consent_text);
        CHECK(iso_day(all[0].given) == "2021-06-15");
        CHECK(all[0].is_live());
        gleb.get(page_of(line));
        CHECK(gleb.says("Маша Петрова (согласие дал: мама Ольга)"));
        anna.get(public_page(line));
        CHECK_FALSE(anna.says("Петрова"));
        CHECK(anna.get_json(public_page(line)).dump().find("Петрова") == std::string::npos);

        stops.front().deed(house, gleb, line, photo);
        CHECK(consents(house, line).at(0).withdrawn == house.yurga.now);
        gleb.get(page_of(line));
        CHECK(gleb.says("согласие отозвано"));
        photo = photos(house.yurga, line).at(0);
        for (const auto* people : {"agreed", "nobody"}) {
            Fields fields = {{"author", ""}};
            say(fields, photo, "Хор во дворе", people);
            gleb.post(page_of(line), fields);
            CHECK(gleb.status() == 422);
            CHECK(gleb.error_of("people-" + to_text(photo.id)).starts_with("Человек на снимке отозвал"));
        }
        Fields again = {{"author", ""}};
        say(again, photo, "Хор во дворе", "agreed");
        again.emplace_back("consents-" + to_text(photo.id), "Маша Петрова; мама Ольга");
        again.emplace_back("given-" + to_text(photo.id), "2021-06-29");
        gleb.post(page_of(line), again);
        CHECK(gleb.status() == 303);
        gleb.post(page_of(line), again);  // the form sent twice
        CHECK(consents(house, line).size() == 2);
        CHECK(seen(house, line, photo) == 16);
        CHECK(house.yurga.audit().empty());
    });
}

TEST_CASE("whoever withdraws is not made to wait for what somebody else changes")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser gleb(house, "Глеб");
        const Photo old = agreed_photo(house, gleb, line);
        by_form(house, gleb, line,
                [](Fields& fields, const Photo& photo) { say(fields, photo, "Хор поёт", "agreed"); });
        Fields stale = {{"author", ""}};
        say(stale, old, "Ветераны поют", "agreed");
        stale.emplace_back("withdraw-" + to_text(consents(house, line).at(0).id), "1");
        gleb.post(page_of(line), stale);
        CHECK(gleb.status() == 409);  // the words are for a person to decide
        CHECK_FALSE(consents(house, line).at(0).is_live());
        CHECK(seen(house, line, old) == 0);
        CHECK(photos(house.yurga, line).at(0).words.alt == "Хор поёт");
    });
}

TEST_CASE("a consent outlives its photograph by three years and is then erased")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser gleb(house, "Глеб");
        const Photo photo = agreed_photo(house, gleb, line);
        stops[3].deed(house, gleb, line, photo);
        const auto left_after = [&](std::chrono::milliseconds span) {
            house.yurga.now = noon + span;
            house.change(house.yurga, [](app::Work& work) {
                app::erasure::erase_old(work, [](app::Work&, std::string_view) { return 40'000; });
                return true;
            });
            house.yurga.now = noon;
            std::int64_t all = 0;
            house.database.read([&](db::Session& db) {
                all = db.value<std::int64_t>("SELECT count(*) FROM photo_consents WHERE town_id = :town",
                                             {{"town", house.yurga.town.id}});
            });
            return all;
        };
        CHECK(left_after(std::chrono::hours(24) * 1'095) == 1);
        CHECK(left_after(std::chrono::hours(24) * 1'097) == 0);
    });
}

TEST_CASE("consents that are wrong are shown beside what was typed, and nothing is lost")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser gleb(house, "Глеб");
        const Photo photo = shown_photo(house, gleb, line);
        const auto post = [&](const std::string& names, const std::string& day) {
            Fields fields = {{"author", ""}};
            say(fields, photo, "Хор", "agreed");
            fields.emplace_back("consents-" + to_text(photo.id), names);
            fields.emplace_back("given-" + to_text(photo.id), day);
            gleb.post(page_of(line), fields);
        };
        post("", "2021-06-15");
        CHECK(gleb.error_of("people-" + to_text(photo.id)).starts_with("Запишите, кто согласился"));
        post("Анна <Иванова>", "2021-07-01");  // tomorrow in Yurga
        CHECK(gleb.status() == 422);
        CHECK(gleb.error_of("given-" + to_text(photo.id)).starts_with("Укажите день"));
        CHECK(gleb.says(">Анна &lt;Иванова&gt;</textarea>"));
        post("Анна", "15 июня");
        CHECK(gleb.status() == 422);
        CHECK(consents(house, line).empty());
        post("Анна", "2021-06-30");
        CHECK(gleb.status() == 303);
    });
}

}  // namespace photo_ways_test
