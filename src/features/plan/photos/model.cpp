#include "features/plan/photos/model.hpp"

#include <algorithm>

namespace veche::plan {

std::string_view to_text(People people)
{
    switch (people) {
        case People::nobody: return "nobody";
        case People::agreed: return "agreed";
        case People::ask: break;
    }
    return "ask";
}

std::optional<People> parse_people(std::string_view text)
{
    for (const auto people : {People::ask, People::nobody, People::agreed})
        if (to_text(people) == text) return people;
    return std::nullopt;
}

std::optional<Refusal> fault_of(const PhotoWords& words)
{
    if (!words.alt.empty() || words.people == People::ask) return std::nullopt;
    return Refusal{RefusalKind::invalid, "plan.photo_alt_needed", "alt", {}};
}

namespace {

void number(std::vector<Photo>& photos)
{
    for (std::size_t i = 0; i < photos.size(); ++i) photos[i].position = std::int64_t(i) + 1;
}

}  // namespace

Album rearranged(const std::vector<Photo>& photos, const std::vector<PhotoChange>& changes)
{
    Album album;
    std::vector<std::pair<std::int64_t, Photo>> placed;
    for (const auto& photo : photos) {
        const auto change = std::ranges::find(changes, photo.id, &PhotoChange::id);
        if (change == changes.end()) {
            placed.emplace_back(photo.position, photo);
            continue;
        }
        const bool same = change->words == photo.words && !change->remove;
        if (change->version != photo.version && !same) {
            album.meanwhile.push_back(photo.id);
            placed.emplace_back(photo.position, photo);
        } else if (change->remove) {
            album.removed.push_back(photo.id);
        } else {
            Photo changed = photo;
            changed.words = change->words;
            changed.version += same ? 0 : 1;
            placed.emplace_back(change->place, std::move(changed));
        }
    }
    std::ranges::stable_sort(placed, {}, [](const auto& one) { return one.first; });
    for (auto& [place, photo] : placed) album.photos.push_back(std::move(photo));
    number(album.photos);
    return album;
}

Result<Album> with_new(Album album, const Happening& happening, Id<Line> line, const std::vector<NewPhoto>& fresh,
                       Instant now)
{
    for (const auto& one : fresh) {
        const auto same = [&](const Photo& photo) { return photo.files.large == one.files.large; };
        if (std::ranges::any_of(album.photos, same)) continue;
        Photo photo{
            .id = one.id, .line = line, .happening = happening.id, .files = one.files, .words = {}, .added = now};
        photo.words.author = one.author;
        album.photos.push_back(std::move(photo));
    }
    if (album.photos.size() > photos_most)
        return refuse(RefusalKind::invalid, "plan.photos_too_many", "files", {{"most", std::to_string(photos_most)}});
    number(album.photos);
    return album;
}

}  // namespace veche::plan
