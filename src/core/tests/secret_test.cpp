#include "core/secret.hpp"

#include <doctest/doctest.h>

namespace secret_test {

using namespace veche;

TEST_CASE("secrets are the same when every byte is")
{
    CHECK(is_same_secret("", ""));
    CHECK(is_same_secret("k\xC3\xA9y", "k\xC3\xA9y"));
    for (const auto* other : {"", "ke", "keyy", "kez", "jey", "KEY"})
        CHECK_MESSAGE(!is_same_secret("key", other), other);
}

}  // namespace secret_test
