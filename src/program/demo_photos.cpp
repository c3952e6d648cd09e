#include "program/demo_photos.hpp"

#include <fstream>
#include <iterator>

#include <nlohmann/json.hpp>

#include "outside/svg_picture.hpp"

namespace veche::program {

namespace {

namespace fs = std::filesystem;
namespace album = app::album;
using nlohmann::json;

/// A refusal is a mistake in the demo's data.
template <class T>
T done(const std::string& what, Result<T> result)
{
    if (!result) throw Mistake("demo, " + what + ": " + result.error().message);
    return std::move(*result);
}

app::KeptPicture draw(const Installation& installation, const fs::path& folder, const app::Town& town,
                      const std::string& name)
{
    std::ifstream in(folder / "photos" / (name + ".svg"), std::ios::binary);
    if (!in) throw Mistake("demo: there is no drawing " + name);
    const std::string svg((std::istreambuf_iterator<char>(in)), {});
    const auto file = installation.config.data / "tmp" / (name + ".png");
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << outside::draw_svg(svg, 1200);
    auto kept = done(name, installation.media->keep_picture(town.id, file));
    fs::remove(file);
    return kept;
}

}  // namespace

void add_photos(Installation& installation, const fs::path& folder, const app::Town& town, const plan::Line& line,
                const json& photos)
{
    const auto happening = line.happenings.front().id;
    for (const auto& photo : photos) {
        const auto kept = draw(installation, folder, town, photo.at("file").get<std::string>());
        installation.change(town, [&](app::Work& work) {
            const album::NewPhoto fresh{
                .id = work.new_id<album::Photo>(), .files = kept, .author = "Иллюстрация для примера"};
            const auto one =
                done(line.content.title, plan::change_photos(work, line.id, happening, {.fresh = {fresh}}));
            const auto& added = one.photos.back();
            const album::PhotoChange words{.id = added.id,
                                           .version = added.version,
                                           .words = {.alt = photo.at("alt"),
                                                     .author = added.words.author,
                                                     .focus = {},
                                                     .people = album::People::nobody},
                                           .place = added.position};
            done(line.content.title, plan::change_photos(work, line.id, happening, {.photos = {words}}));
            return db::Outcome::keep;
        });
    }
}

}  // namespace veche::program
