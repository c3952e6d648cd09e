#include "app/album/model.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace model_test {

using namespace veche;
using namespace veche::app::album;

namespace {

constexpr Instant now{1'000'000};
const Key key{"happening", 2};

Photo photo(std::int64_t id, std::string alt = "Липа", People people = People::nobody)
{
    return {.id = Id<Photo>(id),
            .album = key,
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

Consent consent(std::string person)
{
    return {.id = Id<Consent>(7), .photo = Id<Photo>(1), .person = std::move(person), .given_by = "", .text = 1};
}

/// What stands against showing a photograph with these people.
std::string fault(People people, std::vector<Consent> consents, std::vector<NewConsent> fresh = {},
                  People before = People::ask)
{
    auto wanted = change(photo(1, "Липа", people), 1);
    wanted.consents = std::move(fresh);
    const auto found = fault_of(photo(1, "Липа", before), wanted, consents);
    return found ? found->message + " at " + found->field : "";
}

}  // namespace

TEST_CASE("a photograph is ready when it is described and its people need not be asked any more")
{
    CHECK(photo(1, "Липа", People::nobody).is_ready());
    CHECK(photo(1, "Липа", People::agreed).is_ready());
    CHECK_FALSE(photo(1, "Липа", People::ask).is_ready());
    CHECK_FALSE(photo(1, "", People::agreed).is_ready());
    auto withheld = photo(1);
    withheld.words.withheld = true;
    CHECK_FALSE(withheld.is_ready());
}

TEST_CASE("whoever wants to show a photograph describes it")
{
    const auto with = [](std::string alt, People people) {
        return fault_of(photo(1), change(photo(1, std::move(alt), people), 1), {});
    };
    CHECK(with("", People::agreed)->field == "alt");
    CHECK(with("", People::nobody)->message == "album.alt_needed");
    CHECK_FALSE(with("", People::ask));
    CHECK_FALSE(with("Липа", People::nobody));
}

TEST_CASE("who says that all agreed names somebody, unless it was said before names were asked for")
{
    CHECK(fault(People::agreed, {}) == "album.consent_needed at people");
    CHECK(fault(People::agreed, {consent("Маша")}) == "");
    CHECK(fault(People::agreed, {}, {{.person = "Маша", .given_by = "мама"}}) == "");
    CHECK(fault(People::agreed, {}, {}, People::agreed) == "");
    CHECK(fault(People::nobody, {}) == "");
}

TEST_CASE("a photograph on which somebody withdrew their consent is shown when they agree again or are seen no more")
{
    auto gone = consent("Маша Петрова");
    gone.withdrawn = now;
    for (const auto people : {People::agreed, People::nobody})
        CHECK(fault(people, {gone, consent("Оля")}) == "album.consent_withdrawn at people");
    CHECK(fault(People::ask, {gone}) == "");
    CHECK(fault(People::agreed, {gone}, {{.person = "маша  петрова", .given_by = ""}}) == "");
    CHECK(fault(People::agreed, {gone}, {{.person = "Оля", .given_by = ""}}) == "album.consent_withdrawn at people");
    gone.settled = true;  // blurred since
    CHECK(fault(People::nobody, {gone}) == "");
    CHECK(fault(People::agreed, {gone}) == "album.consent_needed at people");
}

TEST_CASE("consents are one person a line, with who agreed for a child")
{
    const Day day{std::chrono::year(2027), std::chrono::May, std::chrono::day(3)};
    const auto two = parse_consents("Анна Иванова\n\n Маша Петрова ; мама  Ольга\r\n", "consents", day).value();
    REQUIRE(two.size() == 2);
    CHECK(two[0].given_by.empty());
    CHECK(two[1].person == "Маша Петрова");
    CHECK(two[1].given_by == "мама Ольга");
    CHECK(two[1].given == day);
    CHECK(parse_consents(" \n", "consents", day)->empty());
    CHECK(parse_consents("; мама", "consents", day).error().message == "text.empty");
    CHECK(parse_consents(std::string(101, 'x'), "consents", day).error().field == "consents");
    std::string many;
    for (int i = 0; i < 31; ++i) many += "Анна\n";
    CHECK(parse_consents(many, "consents", day).error().message == "album.consents_too_many");
}

TEST_CASE("an area is four whole per cents within the picture")
{
    const auto two = parse_areas(" 12  30 8 10 \r\n\n0 0 100 100").value();
    REQUIRE(two.size() == 2);
    CHECK(two[0] == veche::outside::Area{12, 30, 8, 10});
    CHECK(parse_areas(to_text(two)).value() == two);
    for (const std::string line : {"12 30 8", "12 30 8 10 5", "12 30 0 10", "-1 30 8 10", "95 30 8 10",
                                   "12 30 8 2147483647", "1.5 2 3 4", "a b c d", "12,30,8,10", "99999999999 1 1 1"})
        CHECK_MESSAGE(parse_areas(line).error().message == "album.area_wrong", line);
    CHECK(parse_areas(" \n ").error().message == "album.areas_needed");
    std::string many;
    for (int i = 0; i < 31; ++i) many += "1 1 1 1\n";
    CHECK(parse_areas(many).error().message == "album.areas_too_many");
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
    const auto with = [&](const std::vector<NewPhoto>& fresh) {
        return with_new(rearranged(one, {}), key, fresh, now);
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
    CHECK(with(many).error().message == "album.too_many");
}

}  // namespace model_test
