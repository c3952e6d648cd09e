#include "features/plan/photos/model.hpp"

#include <doctest/doctest.h>

namespace photo_test {

using namespace veche;
using namespace veche::plan;

namespace {

constexpr Instant now{1'000'000};

Photo photo(std::int64_t id, std::string alt = "Липа", People people = People::nobody)
{
    return {.id = Id<Photo>(id),
            .line = Id<Line>(1),
            .happening = Id<Happening>(2),
            .position = id,
            .files = {.large = std::to_string(id) + ".webp", .middle = "", .small = "", .share = ""},
            .words = {.alt = std::move(alt), .author = "", .focus = {}, .people = people},
            .version = 3,
            .added = now};
}

PhotoChange change(const Photo& photo, std::int64_t place)
{
    return {.id = photo.id, .version = photo.version, .words = photo.words, .place = place};
}

std::vector<std::int64_t> order_of(const Album& album)
{
    std::vector<std::int64_t> order;
    for (const auto& one : album.photos) order.push_back(one.id.value());
    return order;
}

NewPhoto fresh(std::int64_t id)
{
    return {.id = Id<Photo>(id), .files = {.large = std::to_string(id) + ".webp"}, .author = "Анна"};
}

const Happening happening{.id = Id<Happening>(2), .period = {}};

}  // namespace

TEST_CASE("a photograph is ready when it is described and its people need not be asked any more")
{
    CHECK(photo(1, "Липа", People::nobody).is_ready());
    CHECK(photo(1, "Липа", People::agreed).is_ready());
    CHECK_FALSE(photo(1, "Липа", People::ask).is_ready());
    CHECK_FALSE(photo(1, "", People::agreed).is_ready());
}

TEST_CASE("whoever wants to show a photograph describes it")
{
    CHECK(fault_of({.alt = "", .people = People::agreed})->field == "alt");
    CHECK(fault_of({.alt = "", .people = People::nobody})->message == "plan.photo_alt_needed");
    CHECK_FALSE(fault_of({.alt = "", .people = People::ask}));
    CHECK_FALSE(fault_of({.alt = "Липа", .people = People::agreed}));
}

TEST_CASE("people is exactly one of three words")
{
    for (const auto people : {People::ask, People::nobody, People::agreed})
        CHECK(parse_people(to_text(people)) == people);
    CHECK_FALSE(parse_people(""));
    CHECK_FALSE(parse_people("yes"));
}

TEST_CASE("photographs stand in the order that was typed, equal places as they stood")
{
    const std::vector<Photo> three = {photo(1), photo(2), photo(3)};
    CHECK(order_of(rearranged(three, {change(three[0], 3), change(three[1], 1), change(three[2], 2)})) ==
          std::vector<std::int64_t>{2, 3, 1});
    CHECK(order_of(rearranged(three, {change(three[2], 1)})) == std::vector<std::int64_t>{1, 3, 2});
    const auto album = rearranged(three, {change(three[0], 90)});
    CHECK(album.photos.back().id == three[0].id);
    CHECK(album.photos.back().position == 3);
}

TEST_CASE("what somebody else changed meanwhile is left, the rest is done")
{
    const std::vector<Photo> two = {photo(1), photo(2)};
    auto stale = change(two[0], 1), good = change(two[1], 2);
    stale.version = 2;
    stale.words.alt = "Клён";
    good.words.alt = "Берёза";
    const auto album = rearranged(two, {stale, good});
    CHECK(album.meanwhile == std::vector{two[0].id});
    CHECK(album.photos[0] == two[0]);
    CHECK(album.photos[1].words.alt == "Берёза");
    CHECK(album.photos[1].version == 4);

    stale.words = two[0].words;  // it is as it was wanted already: the form sent twice
    CHECK(rearranged(two, {stale}).meanwhile.empty());
    stale.remove = true;
    CHECK(rearranged(two, {stale}).removed.empty());
    CHECK(rearranged(two, {stale}).meanwhile.size() == 1);
}

TEST_CASE("a change that changes nothing makes no new version")
{
    const std::vector<Photo> one = {photo(1)};
    CHECK(rearranged(one, {change(one[0], 1)}).photos == one);
}

TEST_CASE("the same picture twice is one, and there are twenty at most")
{
    const std::vector<Photo> one = {photo(1)};
    const auto with = [&](std::vector<NewPhoto> fresh) {
        return with_new(rearranged(one, {}), happening, Id<Line>(1), fresh, now);
    };
    const auto two = with({fresh(1), fresh(5), fresh(5)});
    REQUIRE(two);
    REQUIRE(two->photos.size() == 2);
    CHECK(two->photos[1].words.author == "Анна");
    CHECK(two->photos[1].position == 2);
    CHECK_FALSE(two->photos[1].is_ready());

    std::vector<NewPhoto> many;
    for (int i = 2; i <= 20; ++i) many.push_back(fresh(i));
    CHECK(with(many));
    many.push_back(fresh(21));
    CHECK(with(many).error().message == "plan.photos_too_many");
}

}  // namespace photo_test
