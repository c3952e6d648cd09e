#include "language/language.hpp"

#include <doctest/doctest.h>

namespace preferred_test {

using namespace veche::language;

TEST_CASE("the language of a visitor is chosen by the weights of Accept-Language, Russian when nothing fits")
{
    const std::vector<std::pair<std::string, Code>> table = {
        {"", Code::ru},
        {"ru", Code::ru},
        {"en", Code::en},
        {"EN-us", Code::en},
        {"en-GB,en;q=0.9", Code::en},
        {"ru-RU,ru;q=0.9,en-US;q=0.8,en;q=0.7", Code::ru},
        {"en-US,en;q=0.9,ru;q=0.8", Code::en},
        {"en;q=0.8,ru;q=0.9", Code::ru},
        {"en;q=0.8 , ru ; q=0.7", Code::en},
        {"de,fr;q=0.9", Code::ru},
        {"de,en;q=0.1", Code::en},
        {"*", Code::ru},
        {"en,*;q=0.5", Code::en},
        {"*;q=0.9,en;q=0.5", Code::ru},
        {"ru;q=0,*", Code::en},
        {"ru;q=0,en", Code::en},
        {"en;q=0", Code::ru},
        {"ru;q=0,en;q=0", Code::ru},
        {"en;q=1.000,ru;q=0.999", Code::en},
        {"en;q=1.001", Code::ru},
        {"en;q=abc,ru;q=0.1", Code::ru},
        {"en;q=", Code::ru},
        {"en;q=-1", Code::ru},
        {"english", Code::ru},
        {",,;;,q=1,", Code::ru},
        {std::string(100000, ','), Code::ru},
    };
    for (const auto& [header, expected] : table) CHECK_MESSAGE(preferred(header) == expected, header.substr(0, 60));
}

TEST_CASE("a language's code is the lang attribute and nothing else")
{
    CHECK(to_text(Code::ru) == "ru");
    CHECK(to_text(Code::en) == "en");
    CHECK(parse_code("en") == Code::en);
    CHECK(parse_code("ru") == Code::ru);
    CHECK_FALSE(parse_code("RU").has_value());
    CHECK_FALSE(parse_code("").has_value());
}

}  // namespace preferred_test
