#pragma once

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>

#include "app/store_media.hpp"
#include "features/plan/photos/albums.hpp"
#include "features/plan/photos/queries.hpp"
#include "features/plan/tests/house_for_test.hpp"
#include "outside/svg_picture.hpp"

/// Lines that were held, and photographs on their way in.
namespace veche::plan::test {

using app::album::NewPhoto;
using app::album::Photo;

/// A file on its way in; each colour is another photograph.
class Sent {
public:
    Sent(const std::string& name, const std::string& bytes)
        : upload{.field = "files",
                 .file_name = name,
                 .path =
                     std::filesystem::temp_directory_path() / ("veche-sent-" + std::to_string(::getpid()) + "-" + name),
                 .size = bytes.size(),
                 .keeper = {}}
    {
        std::ofstream(upload.path, std::ios::binary) << bytes;
    }
    ~Sent() { std::filesystem::remove(upload.path); }
    Sent(const Sent&) = delete;
    Sent& operator=(const Sent&) = delete;
    web::Upload upload;
};
inline std::string picture(const std::string& colour)
{
    return outside::draw_svg(
        "<svg xmlns='http://www.w3.org/2000/svg' width='400' height='300'><rect width='400' height='300' fill='" +
            colour + "'/><circle cx='90' cy='90' r='60' fill='#fff'/></svg>",
        400);
}

/// The clock of the house stands on 30 June 2021 in Yurga.
inline Line held(TestTown& town, std::string title = "Концерт")
{
    Line line = town.announced(content(std::move(title), "15 июня 2021 г., 12.00"));
    const Report report{.first = Day{std::chrono::year(2021), std::chrono::June, std::chrono::day(15)},
                        .last = {},
                        .participants = 120,
                        .summary = "Пели всем двором."};
    return town
        .change([&](app::Work& work) { return hold_line(work, line.id, line.version, line.happenings[0].id, report); })
        .value();
}
inline std::string page_of(const Line& line)
{
    return office_list + "/lines/" + to_text(line.id) + "/happenings/" + to_text(line.happenings.at(0).id) + "/photos";
}
inline std::string public_page(const Line& line)
{
    return "/plan/2021/lines/" + to_text(line.id);
}
inline std::vector<Photo> photos(TestTown& town, const Line& line, std::size_t happening = 0)
{
    return town.read(
        [&](app::View& view) { return app::album::list_photos(view, album_of(line.happenings.at(happening).id)); });
}
inline std::vector<Photo> shown(TestTown& town, const Line& line)
{
    return town.read([&](app::View& view) { return photos_of(list_public_photos(view, line.plan), line); });
}

/// The fields of a photograph as its form sends them.
inline void say(Fields& fields, const Photo& photo, std::string alt, std::string people = "nobody",
                std::string place = "1")
{
    const auto add = [&](const char* name, std::string value) {
        fields.emplace_back(std::string(name) + "-" + to_text(photo.id), std::move(value));
    };
    add("version", std::to_string(photo.version));
    add("alt", std::move(alt));
    add("author", "Фото: Анна Иванова");
    add("rights", "снято сотрудником");
    add("focus", "50-0");
    add("people", std::move(people));
    add("place", std::move(place));
}

/// One photograph, described and shown.
inline Photo shown_photo(House& house, Browser& gleb, const Line& line, const std::string& colour = "#356")
{
    const Sent file("a.png", picture(colour));
    gleb.get(page_of(line));
    gleb.post(page_of(line), {{"author", ""}}, {file.upload});
    REQUIRE(gleb.status() == 303);
    Fields fields = {{"author", ""}};
    say(fields, photos(house.yurga, line).back(), "Хор во дворе");
    gleb.post(page_of(line), fields);
    REQUIRE(gleb.status() == 303);
    return photos(house.yurga, line).back();
}

}  // namespace veche::plan::test
