#include "app/album/model.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "core/fold.hpp"
#include "core/text.hpp"

namespace veche::app::album {

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

std::string to_text(const Focus& focus)
{
    return fmt::format("{}-{}", focus.x, focus.y);
}

std::optional<Focus> parse_focus(std::string_view text)
{
    for (const int y : focus_places)
        for (const int x : focus_places)
            if (to_text(Focus{x, y}) == text) return Focus{x, y};
    return std::nullopt;
}

Result<std::vector<NewConsent>> parse_consents(std::string_view text, std::string_view field, Day given)
{
    std::vector<NewConsent> all;
    for (const auto& line : split_lines(text)) {
        if (trimmed(line).empty()) continue;
        const auto mark = std::min(line.find(';'), line.size());
        const auto person = parse_line(std::string_view(line).substr(0, mark), field, 1, consent_name_limit);
        const auto by =
            parse_line(std::string_view(line).substr(std::min(mark + 1, line.size())), field, 0, consent_name_limit);
        if (!person) return tl::unexpected(person.error());
        if (!by) return tl::unexpected(by.error());
        all.push_back({.person = *person, .given_by = *by, .given = given});
    }
    if (all.size() > consents_at_once)
        return refuse(RefusalKind::invalid, "album.consents_too_many", field,
                      {{"most", std::to_string(consents_at_once)}});
    return all;
}

std::optional<Refusal> fault_of(const Photo& before, const PhotoChange& change, std::span<const Consent> consents)
{
    const auto& words = change.words;
    const auto at = [](std::string_view message, std::string_view field) {
        return Refusal{RefusalKind::invalid, std::string(message), std::string(field), {}};
    };
    if (words.people == People::ask || change.remove) return std::nullopt;
    if (words.alt.empty()) return at("album.alt_needed", "alt");
    const auto agrees_again = [&](const Consent& old) {
        return std::ranges::any_of(change.consents,
                                   [&](const NewConsent& fresh) { return fold(fresh.person) == fold(old.person); });
    };
    if (std::ranges::any_of(consents, [&](const Consent& one) { return one.hides() && !agrees_again(one); }))
        return at("album.consent_withdrawn", "people");
    const bool named = !change.consents.empty() || std::ranges::any_of(consents, &Consent::is_live);
    if (words.people == People::agreed && before.words.people != People::agreed && !named)
        return at("album.consent_needed", "people");
    return std::nullopt;
}

std::optional<Refusal> fault_of(const NewPhoto& fresh)
{
    const PhotoChange change{
        .id = fresh.id, .words = {.alt = fresh.alt, .people = fresh.people}, .consents = fresh.consents};
    return fault_of(Photo{}, change, {});
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

Result<Album> with_new(Album album, const Key& key, const std::vector<NewPhoto>& fresh, Instant now)
{
    const auto before = album.photos.size();
    for (const auto& one : fresh) {
        const auto same = [&](const Photo& photo) { return photo.files.large == one.files.large; };
        if (std::ranges::any_of(album.photos, same)) continue;
        Photo photo{.id = one.id, .album = key, .files = one.files, .words = {}, .added = now};
        photo.words.author = one.author;
        photo.words.alt = one.alt;
        photo.words.people = one.people;
        album.photos.push_back(std::move(photo));
    }
    if (album.photos.size() > std::max(before, photos_most))
        return refuse(RefusalKind::invalid, "album.too_many", "files", {{"most", std::to_string(photos_most)}});
    number(album.photos);
    return album;
}

namespace {

std::optional<outside::Area> parse_area(std::string_view line)
{
    std::array<int, 4> numbers{};
    for (auto& one : numbers) {
        line = trimmed(line);
        const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), one);
        if (error != std::errc()) return std::nullopt;
        line.remove_prefix(std::size_t(end - line.data()));
        if (!line.empty() && trimmed(line).size() == line.size()) return std::nullopt;  // "1x", "1.5"
    }
    const outside::Area area{numbers[0], numbers[1], numbers[2], numbers[3]};
    return trimmed(line).empty() && outside::is_inside(area) ? std::optional(area) : std::nullopt;
}

}  // namespace

Result<std::vector<outside::Area>> parse_areas(std::string_view text)
{
    std::vector<outside::Area> areas;
    for (const auto& line : split_lines(text)) {
        if (trimmed(line).empty()) continue;
        const auto area = parse_area(line);
        if (!area)
            return refuse(RefusalKind::invalid, "album.area_wrong", "areas", {{"line", shortened(trimmed(line), 40)}});
        areas.push_back(*area);
    }
    if (areas.empty()) return refuse(RefusalKind::invalid, "album.areas_needed", "areas");
    if (areas.size() > areas_most)
        return refuse(RefusalKind::invalid, "album.areas_too_many", "areas", {{"most", std::to_string(areas_most)}});
    return areas;
}

std::string to_text(const std::vector<outside::Area>& areas)
{
    std::string text;
    for (const auto& area : areas)
        text += fmt::format("{}{} {} {} {}", text.empty() ? "" : "\n", area.left, area.top, area.width, area.height);
    return text;
}

}  // namespace veche::app::album
