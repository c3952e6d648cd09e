// Faces and plates on a photograph that is there already.

#include "app/media_sweep.hpp"
#include "core/percent.hpp"
#include "features/plan/photos/tests/photo_house.hpp"

namespace photo_blur_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

std::string blur_page(const Line& line, const Photo& photo)
{
    return page_of(line) + "/" + to_text(photo.id) + "/blur";
}

std::string version_of(const Photo& photo)
{
    return std::to_string(photo.version);
}

int status_of(Browser& who, const std::string& file)
{
    who.get("/media/" + file);
    return who.status();
}

/// Looked at and saved.
void blur(Browser& gleb, const Line& line, const Photo& photo, const std::string& areas)
{
    const auto page = blur_page(line, photo);
    gleb.get(page);
    gleb.post(page, {{"areas", areas}, {"seen", ""}, {"version", version_of(photo)}, {"deed", "look"}});
    REQUIRE(gleb.status() == 200);
    gleb.post(page, {{"areas", areas}, {"seen", areas}, {"version", version_of(photo)}, {"deed", "save"}});
}

}  // namespace

TEST_CASE("areas are looked at before they are kept, and then the former picture is nobody's")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser gleb(house, "Глеб"), anna(house);
        const Photo before = shown_photo(house, gleb, line);
        const auto page = blur_page(line, before);
        gleb.get(page_of(line));
        CHECK(gleb.says("href=\"" + page + "\""));
        gleb.get(page);
        CHECK(gleb.status() == 200);
        CHECK(gleb.says("src=\"/media/" + before.files.large));
        CHECK_FALSE(gleb.says("value=\"save\""));

        // "Save" without having looked is a look.
        gleb.post(page, {{"areas", "10 20 30 40"}, {"seen", ""}, {"version", version_of(before)}, {"deed", "save"}});
        CHECK(gleb.status() == 200);
        CHECK(photos(house.yurga, line) == std::vector{before});
        const auto preview = page + "/preview.webp?areas=" + percent_encoded("10 20 30 40");
        CHECK(gleb.says("src=\"" + preview));
        CHECK(gleb.says("name=\"seen\" value=\"10 20 30 40\""));
        gleb.get(preview);
        CHECK(gleb.status() == 200);
        CHECK(gleb.header("content-type") == "image/webp");
        CHECK(gleb.header("cache-control") == "no-store");
        const auto looked = gleb.text();

        gleb.post(
            page,
            {{"areas", "10 20 30 40"}, {"seen", "10 20 30 40"}, {"version", version_of(before)}, {"deed", "save"}});
        CHECK(gleb.location() == page_of(line));
        const auto after = photos(house.yurga, line).at(0);
        CHECK(after.files.large != before.files.large);
        CHECK(after.words == before.words);
        gleb.get("/media/" + after.files.large);
        CHECK(gleb.text() == looked);  // what was looked at is what is kept
        for (const auto& file : {before.files.large, before.files.middle, before.files.small, before.files.share})
            for (Browser* who : {&anna, &gleb}) CHECK(status_of(*who, file) == 404);
        for (const auto& file : {after.files.large, after.files.middle, after.files.small, after.files.share})
            CHECK(status_of(anna, file) == 200);
        anna.get(public_page(line));
        CHECK(anna.says(after.files.middle));
        CHECK_FALSE(anna.says(before.files.middle));
        CHECK(house.yurga.audit().empty());
    });
}

TEST_CASE("the bytes of a picture that was blurred leave the place of photographs with the next sweeps")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser gleb(house, "Глеб");
        const Photo before = shown_photo(house, gleb, line);
        blur(gleb, line, before, "10 20 30 40");
        REQUIRE(gleb.status() == 303);
        const auto after = photos(house.yurga, line).at(0);
        const auto there = [&](const std::string& file) {
            return house.media.media->find(house.yurga.town.id, app::MediaName::parse(file).value()).has_value();
        };
        CHECK(there(before.files.large));
        app::MediaSweep sweep(house.site, house.media.media);
        house.yurga.now =
            Instant{4'000'000'000'000};  // files have the clock of the disk: a sweep is far later than they are
        sweep.run_once();
        house.yurga.now = house.yurga.now + std::chrono::hours(60);
        sweep.run_once();
        for (const auto& file : {before.files.large, before.files.middle, before.files.small, before.files.share})
            CHECK_FALSE(there(file));
        for (const auto& file : {after.files.large, after.files.share}) CHECK(there(file));
    });
}

TEST_CASE("areas that cannot be understood stay on the page with their error, and nothing is made")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser gleb(house, "Глеб");
        const Photo before = shown_photo(house, gleb, line);
        const auto page = blur_page(line, before);
        gleb.get(page);
        for (const std::string areas : {"", "10 20 30", "90 0 20 10", "1 2 3 4\n<b>"}) {
            gleb.post(page, {{"areas", areas}, {"seen", areas}, {"version", version_of(before)}, {"deed", "save"}});
            CHECK(gleb.status() == 422);
            CHECK_FALSE(gleb.error_of("areas").empty());
        }
        CHECK(gleb.says("&lt;b&gt;</textarea>"));
        CHECK(photos(house.yurga, line) == std::vector{before});
        gleb.get(page + "/preview.webp?areas=x");
        CHECK(gleb.status() == 400);
        gleb.get(page + "/preview.webp");
        CHECK(gleb.status() == 400);
    });
}

TEST_CASE("nobody draws on a picture that is another meanwhile")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser gleb(house, "Глеб");
        const Photo before = shown_photo(house, gleb, line);
        blur(gleb, line, before, "10 20 30 40");
        REQUIRE(gleb.status() == 303);
        const auto after = photos(house.yurga, line).at(0);
        blur(gleb, line, before, "50 50 10 10");
        CHECK(gleb.status() == 409);
        CHECK(gleb.says("name=\"version\" value=\"" + version_of(after) + "\""));
        CHECK(photos(house.yurga, line).at(0) == after);
    });
}

TEST_CASE("a photograph whose face was hidden is shown again, though the consent was withdrawn")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga);
        Browser gleb(house, "Глеб"), anna(house);
        Photo photo = shown_photo(house, gleb, line);
        const auto consents = [&] {
            return house.yurga.read(
                [&](app::View& view) { return app::album::list_consents(view, album_of(line.happenings.at(0).id)); });
        };
        Fields agreed = {{"author", ""}}, nobody = {{"author", ""}};
        say(agreed, photo, "Хор", "agreed");
        agreed.emplace_back("consents-" + to_text(photo.id), "Маша");
        agreed.emplace_back("given-" + to_text(photo.id), "2021-06-15");
        gleb.post(page_of(line), agreed);
        REQUIRE(gleb.status() == 303);
        photo = photos(house.yurga, line).at(0);
        Fields gone = {{"author", ""}};
        say(gone, photo, "Хор", "agreed");
        gone.emplace_back("withdraw-" + to_text(consents().at(0).id), "1");
        gleb.post(page_of(line), gone);
        REQUIRE(gleb.status() == 303);
        blur(gleb, line, photos(house.yurga, line).at(0), "10 20 30 40");
        REQUIRE(gleb.status() == 303);
        CHECK(shown(house.yurga, line).empty());  // until a person says who is on it now
        photo = photos(house.yurga, line).at(0);
        say(nobody, photo, "Хор", "nobody");
        gleb.post(page_of(line), nobody);
        CHECK(gleb.status() == 303);
        CHECK(shown(house.yurga, line).size() == 1);
    });
}

TEST_CASE("the pages of blurring are for those who report on that line, of their own town")
{
    for_each_house([](House& house) {
        const Line line = held(house.yurga), other = held(house.yurga, "Концерт во дворе");
        Browser gleb(house, "Глеб"), boris(house, "Борис"), anna(house), there(house, "Глеб", "taiga.example");
        const Photo photo = shown_photo(house, gleb, line);
        const std::string preview = "/preview.webp?areas=" + percent_encoded("1 1 1 1");
        for (const auto& page : {blur_page(line, photo), blur_page(line, photo) + preview}) {
            boris.get(page);
            CHECK(boris.status() == 403);
            anna.get(page);
            CHECK(anna.location().starts_with("/sign-in"));
            there.get(page);
            CHECK(there.status() == 404);
        }
        gleb.get(blur_page(other, photo));  // of another album
        CHECK(gleb.status() == 404);
    });
}

}  // namespace photo_blur_test
