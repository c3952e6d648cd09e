#include "features/bodies/model.hpp"

#include <doctest/doctest.h>

namespace model_test {

using namespace veche;
using namespace veche::bodies;

namespace {

constexpr Instant noon{1'800'000'000'000};

Body body(std::int64_t id, Stage stage = Active{})
{
    Body one;
    one.id = Id<Body>(id);
    one.content.name = "ТОС «Южный»";
    one.stage = stage;
    return one;
}

}  // namespace

TEST_CASE("every kind and part has a word of its own and is read from it")
{
    for (const auto kind : all_kinds) CHECK(parse_kind(to_text(kind)) == kind);
    for (const auto part : {Part::chair, Part::member}) CHECK(parse_part(to_text(part)) == part);
    CHECK_FALSE(parse_kind("TOS").has_value());
    CHECK_FALSE(parse_part("").has_value());
    CHECK(to_text(Stage(Active{})) == "active");
    CHECK(to_text(Stage(Closed{})) == "closed");
    CHECK(to_text(Stage(Merged{})) == "merged");
}

TEST_CASE("a body is closed and works again; twice is once")
{
    const Body one = body(1);
    const auto gone = closed(one, noon);
    CHECK(gone->version == 2);
    CHECK_FALSE(gone->active());
    CHECK(closed(*gone, noon)->version == 2);
    CHECK(reopened(*gone, noon)->active());
    CHECK(reopened(one, noon)->version == 1);
}

TEST_CASE("the same words change nothing")
{
    const Body one = body(1);
    CHECK(revise(one, one.content, noon)->version == 1);
    auto content = one.content;
    content.about = "Дома у реки";
    const auto changed = revise(one, content, noon);
    CHECK(changed->version == 2);
    CHECK(changed->updated == noon);
}

TEST_CASE("merging: who may go into whom")
{
    struct Case {
        Stage from, into;
        std::int64_t into_id;
        const char* message;  // "" when it is done
    };
    for (const auto& one :
         {Case{Active{}, Active{}, 2, ""}, Case{Closed{}, Active{}, 2, ""}, Case{Merged{Id<Body>(2)}, Active{}, 2, ""},
          Case{Active{}, Active{}, 1, "bodies.merge_same"}, Case{Active{}, Closed{}, 2, "bodies.merge_into_closed"},
          Case{Active{}, Merged{Id<Body>(3)}, 2, "bodies.merge_into_closed"},
          Case{Merged{Id<Body>(3)}, Active{}, 2, "bodies.is_merged"}}) {
        const auto result = merged(body(1, one.from), body(one.into_id, one.into), noon);
        CHECK((result ? "" : result.error().message) == one.message);
        if (result) CHECK(result->stage == Stage(Merged{Id<Body>(2)}));
    }
}

TEST_CASE("what is merged is edited, closed and opened no more")
{
    const Body gone = body(1, Merged{Id<Body>(2)});
    CHECK(revise(gone, {}, noon).error().message == "bodies.is_merged");
    CHECK(closed(gone, noon).error().message == "bodies.is_merged");
    CHECK(reopened(gone, noon).error().message == "bodies.is_merged");
}

}  // namespace model_test
