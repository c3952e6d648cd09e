#include "outside/svg.hpp"

#include <doctest/doctest.h>

namespace svg_test {

using namespace veche;
using namespace veche::outside;

TEST_CASE("shapes of a coat of arms stay as they are")
{
    const std::string arms =
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>Юрга</title><path d="M0 0h10v10z" fill="#0b5d66"/></svg>)";
    CHECK(clean_svg(arms, "emblem").value().find("<path d=\"M0 0h10v10z\" fill=\"#0b5d66\"") != std::string::npos);
    CHECK(clean_svg(arms, "emblem").value().find("<title>Юрга</title>") != std::string::npos);
}

TEST_CASE("whatever could run or fetch is left out of a drawing")
{
    for (const std::string_view bad :
         {R"x(<script>alert(1)</script>)x", R"x(<style>@import url(http://x)</style>)x",
          R"x(<image href="http://x/a.png"/>)x", R"x(<foreignObject><b onclick="x"/></foreignObject>)x",
          R"x(<path onload="alert(1)" d="M0 0"/>)x", R"x(<use href="http://x#a"/>)x",
          R"x(<rect fill="url(http://x#g)"/>)x", R"x(<rect style="fill:url(http://x)"/>)x",
          R"x(<a href="javascript:alert(1)"><rect/></a>)x", R"x(<animate attributeName="href" to="javascript:1"/>)x",
          R"x(<set attributeName="onclick" to="1"/>)x"}) {
        const auto clean = clean_svg("<svg viewBox=\"0 0 1 1\">" + std::string(bad) + "</svg>", "emblem").value();
        for (const std::string_view word : {"script", "style", "image", "foreign", "onload", "onclick", "http://x",
                                            "javascript", "animate", "<set", "<a "})
            CHECK_MESSAGE(clean.find(word) == std::string::npos, clean);
    }
}

TEST_CASE("a file that is no drawing, or too large or too deep, is refused beside its field")
{
    CHECK(clean_svg("GIF89a", "emblem").error().message == "svg.broken");
    CHECK(clean_svg("<html/>", "emblem").error().field == "emblem");
    CHECK(clean_svg(std::string(200'000, ' '), "emblem").error().message == "svg.too_large");
    std::string deep = "<svg viewBox=\"0 0 1 1\">";
    for (int i = 0; i < 10'000; ++i) deep += "<g>";
    CHECK(clean_svg(deep, "emblem").error().message == "svg.broken");
    std::string entities =
        "<!DOCTYPE svg [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><svg viewBox=\"0 0 1 1\"><title>&b;</title></svg>";
    CHECK(clean_svg(entities, "emblem").value().find("aaaaaaaa") == std::string::npos);
}

namespace {

/// Each of `depth` groups uses the next one twice.
std::string doubling(int depth, const std::string& attribute = "href")
{
    std::string svg =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 9 "
        "9\"><defs>";
    for (int i = 0; i < depth; ++i) {
        const auto use = "<use " + attribute + "=\"#p" + std::to_string(i + 1) + "\"/>";
        svg += "<g id=\"p" + std::to_string(i) + "\">" + use + use + "</g>";
    }
    return svg + "<rect id=\"p" + std::to_string(depth) + "\" width=\"1\" height=\"1\"/></defs><use " + attribute +
           "=\"#p0\"/></svg>";
}

/// Each shape is seen through a mask whose shapes are seen through the next.
std::string masked(int depth)
{
    std::string svg = "<svg viewBox=\"0 0 9 9\">";
    for (int i = 0; i < depth; ++i) {
        const auto shape = "<rect width=\"9\" height=\"9\" mask=\"url(#m" + std::to_string(i + 1) + ")\"/>";
        svg += "<mask id=\"m" + std::to_string(i) + "\">" + shape + shape + "</mask>";
    }
    return svg + "<rect width=\"9\" height=\"9\" mask=\"url(#m0)\"/></svg>";
}

}  // namespace

TEST_CASE("a drawing whose parts use each other again and again is refused before anybody draws it")
{
    for (const auto& bomb :
         {doubling(30), doubling(200), doubling(30, "xlink:href"), masked(12), doubling(14),
          std::string("<svg viewBox=\"0 0 9 9\"><g id=\"a\"><use href=\"#a\"/></g></svg>"),
          std::string(
              "<svg viewBox=\"0 0 9 9\"><g id=\"a\"><use href=\"#b\"/></g><g id=\"b\"><use href=\"#a\"/></g></svg>")}) {
        CAPTURE(bomb.substr(0, 300));
        const auto clean = clean_svg(bomb, "emblem");
        REQUIRE(!clean);
        CHECK(clean.error().message == "svg.too_complex");
    }
    // A coat with a wreath of leaves, each the same leaf, is what `use` is for.
    CHECK(clean_svg(doubling(10), "emblem"));
    CHECK(clean_svg(masked(5), "emblem"));
}

}  // namespace svg_test
