#include "language/collation.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <vector>

namespace collation_test {

using namespace veche::language;

TEST_CASE("text is composed, and broken UTF-8 becomes the replacement character")
{
    CHECK(normalized("и\u0306") == "й");
    CHECK(normalized("plain") == "plain");
    CHECK(normalized("а\xFF") == "а\uFFFD");
    CHECK(normalized("\xD0") == "\uFFFD");
    CHECK(normalized("\xED\xA0\x80").find("\uFFFD") == 0);
}

TEST_CASE("the dictionary puts ё beside е and upper case beside lower case")
{
    std::vector<std::string> words = {"жук", "Ель", "ёлка", "еда", "Яма", "ежик", "Ёж", "абрикос", "10 двор"};
    std::sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return compare(a, b) < 0; });
    CHECK(words == std::vector<std::string>{"10 двор", "абрикос", "еда", "Ёж", "ежик", "ёлка", "Ель", "жук", "Яма"});
    CHECK(compare("двор", "двор") == 0);
    CHECK(compare("б", "а") > 0);
    for (std::size_t i = 1; i < words.size(); ++i) CHECK_MESSAGE(sort_key(words[i - 1]) < sort_key(words[i]), words[i]);
    CHECK(sort_key("двор") == sort_key("двор"));
    CHECK(sort_key("") < sort_key("а"));
}

}  // namespace collation_test
