#include "app/router.hpp"

#include <doctest/doctest.h>

#include "core/expect.hpp"

namespace router_test {

using namespace veche;
using namespace veche::app;

namespace {

web::Response nothing(Context&)
{
    return {};
}

Router router(std::initializer_list<std::string_view> patterns)
{
    Router made;
    for (const auto pattern : patterns) made.get(pattern, anyone, nothing, Caching::none);
    return made;
}

std::string found(const Router& router, std::string_view path)
{
    const auto match = router.match(web::Method::get, path);
    if (!match.route) return "";
    std::string text = match.route->pattern;
    for (const auto& [name, value] : match.parameters) text += " " + name + "=" + value;
    return text;
}

}  // namespace

TEST_CASE("of several patterns that fit a path the one with more literal text wins, in whatever order they were hung")
{
    const Router forth = router({"/plan/{year}", "/plan/week", "/plan/{year}.ics", "/plan/{year}/lines/{id}",
                                 "/plan/{year}/lines/new", "/plan/{year}/lines/{id}.ics", "/", "/plan"});
    const Router back = router({"/plan", "/", "/plan/{year}/lines/{id}.ics", "/plan/{year}/lines/new",
                                "/plan/{year}/lines/{id}", "/plan/{year}.ics", "/plan/week", "/plan/{year}"});
    for (const auto* one : {&forth, &back}) {
        CHECK(found(*one, "/") == "/");
        CHECK(found(*one, "/plan") == "/plan");
        CHECK(found(*one, "/plan/week") == "/plan/week");
        CHECK(found(*one, "/plan/2021") == "/plan/{year} year=2021");
        CHECK(found(*one, "/plan/2021.ics") == "/plan/{year}.ics year=2021");
        CHECK(found(*one, "/plan/2021.ics.ics") == "/plan/{year}.ics year=2021.ics");
        CHECK(found(*one, "/plan/2021.xlsx") == "/plan/{year} year=2021.xlsx");
        CHECK(found(*one, "/plan/2021/lines/new") == "/plan/{year}/lines/new year=2021");
        CHECK(found(*one, "/plan/2021/lines/7q") == "/plan/{year}/lines/{id} year=2021 id=7q");
        CHECK(found(*one, "/plan/2021/lines/7q.ics") == "/plan/{year}/lines/{id}.ics year=2021 id=7q");
    }
}

TEST_CASE("a parameter takes one segment that is not empty, and nothing more")
{
    const Router one = router({"/plan/{year}", "/plan/{year}.ics", "/plan/{year}/lines/{id}"});
    for (const std::string_view path :
         {"", "/plan", "/plan/", "/plan//", "/plan/2021/", "/plan/2021/lines", "/plans/2021", "/plan/2021/lines/",
          "/plan/2021/lines/7/8", "/Plan/2021", "plan/2021"})
        CHECK_MESSAGE(found(one, path).empty(), path);
    // An ending alone leaves nothing for the parameter before it; the plain parameter takes the whole.
    CHECK(found(one, "/plan/.ics") == "/plan/{year} year=.ics");
}

TEST_CASE("the same pattern twice for one method is a bug at the start, for two methods it is not")
{
    Router one = router({"/plan/{year}"});
    CHECK_THROWS_AS(one.get("/plan/{year}", anyone, nothing, Caching::none), Bug);
    CHECK_THROWS_AS(one.page(
                        "/plan/{year}", anyone, [](Context&) { return Page{}; }, Caching::none),
                    Bug);
    CHECK_NOTHROW(one.post("/plan/{year}", anyone, nothing, {}));
    CHECK_THROWS_AS(one.post("/plan/{year}", anyone, nothing, {}), Bug);
    CHECK_THROWS_AS(one.get("/plan/{year", anyone, nothing, Caching::none), Bug);
    CHECK(one.routes().size() == 2);
}

TEST_CASE("HEAD finds what GET finds; a path of the other method is known")
{
    Router one = router({"/plan/{year}"});
    one.post("/session", anyone, nothing, {});
    CHECK(one.match(web::Method::head, "/plan/2021").route != nullptr);
    CHECK(one.match(web::Method::post, "/plan/2021").route == nullptr);
    CHECK(one.known_for_other_method(web::Method::post, "/plan/2021"));
    CHECK(one.known_for_other_method(web::Method::get, "/session"));
    CHECK(one.known_for_other_method(web::Method::head, "/session"));
    CHECK_FALSE(one.known_for_other_method(web::Method::get, "/elsewhere"));
    CHECK_FALSE(one.known_for_other_method(web::Method::get, "/plan/2021"));
}

}  // namespace router_test
