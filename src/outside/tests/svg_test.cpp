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

}  // namespace svg_test
