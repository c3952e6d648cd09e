#include "app/album/queries.hpp"
#include "features/bodies/tests/house_for_test.hpp"

namespace body_photos_test {

using namespace veche;
using namespace veche::bodies;
using namespace veche::bodies::test;
namespace album = veche::app::album;

namespace {

/// A picture that is kept; each word is another one.
app::KeptPicture kept(Directory& directory, const std::string& word)
{
    const auto put = [&](const char* form, outside::ImageFormat format) {
        return directory.media->put(directory.towns[0].id, word + form, format).text();
    };
    return {.large = put("large", outside::ImageFormat::webp),
            .middle = put("middle", outside::ImageFormat::webp),
            .small = put("small", outside::ImageFormat::webp),
            .share = put("share", outside::ImageFormat::jpeg),
            .width = 1600,
            .height = 1200};
}

album::Photo add_photo(Directory& directory, Id<Body> body, const std::string& word)
{
    const album::NewPhoto fresh{.id = Id<album::Photo>(directory.site.ids().next(directory.now)),
                                .files = kept(directory, word),
                                .author = "Фото: Анна"};
    const auto all =
        directory.change([&](app::Work& work) { return change_photos(work, body, {.fresh = {fresh}}); }).value();
    const auto& added = all.photos.back();
    album::PhotoChange words{.id = added.id, .version = added.version, .words = added.words, .place = added.position};
    words.words.alt = word;
    words.words.people = album::People::nobody;
    return directory.change([&](app::Work& work) { return change_photos(work, body, {.photos = {words}}); })
        .value()
        .photos.back();
}

std::string file(const std::string& name)
{
    return "/media/" + name;
}

}  // namespace

TEST_CASE("a body has a portrait and photographs on its page, in its JSON, and beside a link to it")
{
    for_each_directory([](Directory& directory) {
        const Body body = directory.add("ТОС «Юргинский»");
        CHECK_FALSE(says(directory.page(body_path(body.id)), "/media/"));  // and it is in the page cache now
        const auto portrait = add_photo(directory, body.id, "Двор"), second = add_photo(directory, body.id, "Сквер");
        const auto page = directory.page(body_path(body.id));
        CHECK(says(page, "alt=\"Двор\""));
        CHECK(says(page, "property=\"og:image\" content=\"http://yurga.example/media/" + portrait.files.share + "\""));
        CHECK(says(page, file(second.files.middle)));
        auto request = get(body_path(body.id));
        request.headers.emplace_back("accept", "application/json");
        const auto json = nlohmann::json::parse(directory.ask(request).shared->plain);
        REQUIRE(json.at("photos").size() == 2);
        CHECK(json.at("photos")[0].at("url") == "http://yurga.example" + file(portrait.files.large));
        CHECK(json.at("photos")[1].at("alt") == "Сквер");
        CHECK(directory.page(file(portrait.files.middle)).status == 200);
        CHECK(directory.page(file(portrait.files.middle), "", "taiga.example").status == 404);
        CHECK(directory.audit_fault().empty());
    });
}

TEST_CASE(
    "a photograph of a body that is taken back is gone from its page and from its address, for keepers it is there")
{
    for_each_directory([](Directory& directory) {
        const Body body = directory.add("ТОС «Юргинский»");
        auto photo = add_photo(directory, body.id, "Двор");
        REQUIRE(says(directory.page(body_path(body.id)), file(photo.files.middle)));
        album::PhotoChange ask{.id = photo.id, .version = photo.version, .words = photo.words, .place = 1};
        ask.words.people = album::People::ask;
        directory.change([&](app::Work& work) { return change_photos(work, body.id, {.photos = {ask}}); }).value();
        CHECK_FALSE(says(directory.page(body_path(body.id)), "/media/"));
        CHECK(directory.page(file(photo.files.middle)).status == 404);
        CHECK(directory.page(file(photo.files.middle), "boris").status == 404);
        CHECK(directory.page(file(photo.files.middle), "gleb").status == 200);
    });
}

TEST_CASE("of two bodies that are one the photographs are together, a picture that both had once")
{
    for_each_directory([](Directory& directory) {
        const Body one = directory.add("ТОС «Юргинский»"), other = directory.add("Юргинский ТОС");
        const auto yard = add_photo(directory, one.id, "Двор"), park = add_photo(directory, one.id, "Сквер");
        add_photo(directory, other.id, "Двор");
        directory.change([&](app::Work& work) { return merge_body(work, one.id, one.version, other.id); }).value();
        const auto all = directory.read([&](app::View& view) {
            return album::list_photos(view, {std::string(body_album), other.id.value()});
        });
        REQUIRE(all.size() == 2);
        CHECK(all[1].id == park.id);
        CHECK(all[1].position == 2);
        const auto page = directory.page(body_path(one.id));  // it leads to the body it is now
        CHECK(says(page, file(park.files.middle)));
        CHECK(directory.page(file(yard.files.large)).status == 200);
        CHECK(directory.change([&](app::Work& work) { return change_photos(work, one.id, {}); }).error().message ==
              "bodies.is_merged");
    });
}

TEST_CASE("the office describes a body's photographs in the form of all albums")
{
    for_each_directory([](Directory& directory) {
        const Body body = directory.add("ТОС «Юргинский»");
        const auto photo = add_photo(directory, body.id, "Двор");
        const auto path = "/office/bodies/" + to_text(body.id) + "/photos";
        CHECK(says(directory.page("/office/bodies/" + to_text(body.id), "gleb"), "href=\"" + path + "\""));
        CHECK_FALSE(says(directory.page("/office/bodies/" + to_text(body.id), "boris"), path));
        CHECK(directory.page(path, "boris").status == 403);
        CHECK(says(directory.page(path, "gleb"), "ТОС «Юргинский»"));
        const auto id = to_text(photo.id);
        const auto answer = directory.send(path, {{"author", ""},
                                                  {"version-" + id, std::to_string(photo.version)},
                                                  {"alt-" + id, "Новый двор"},
                                                  {"author-" + id, ""},
                                                  {"rights-" + id, "CC BY 4.0"},
                                                  {"focus-" + id, "50-0"},
                                                  {"people-" + id, "nobody"},
                                                  {"place-" + id, "1"}});
        CHECK(answer.status == 303);
        CHECK(says(directory.page(body_path(body.id)), "alt=\"Новый двор\""));
        CHECK(directory.page(path + "/" + id + "/blur", "gleb").status == 200);
        CHECK(directory.page(path + "/" + id + "/blur", "boris").status == 403);
    });
}

}  // namespace body_photos_test
