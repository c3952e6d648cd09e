#include "outside/log.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

namespace log_test {

using namespace veche::outside;

TEST_CASE("a line of the log has the moment, the level, the request and the values, in both forms")
{
    const LogRequest request("r1");
    CHECK(log_line(LogForm::text, "T", LogLevel::info, "signed in", {{"account", "7"}}) ==
          "T info    request=\"r1\" signed in account=\"7\"");
    const auto json = nlohmann::json::parse(log_line(LogForm::json, "T", LogLevel::error, "broke", {{"file", "a\"b"}}));
    CHECK(json ==
          nlohmann::json{{"at", "T"}, {"level", "error"}, {"request", "r1"}, {"what", "broke"}, {"file", "a\"b"}});
}

TEST_CASE("nobody can forge a line of the log")
{
    for (const auto form : {LogForm::text, LogForm::json}) {
        const auto line =
            log_line(form, "T", LogLevel::warning, "bad\nname", {{"name", "x\r\nT error forged \x1b[31m\xFF"}});
        CHECK(line.find_first_of("\r\n\x1b") == std::string::npos);
        CHECK(line.find("\xFF") == std::string::npos);
    }
}

TEST_CASE("a request's id is on its own lines only, and the outer one comes back")
{
    const auto line = [] { return log_line(LogForm::text, "T", LogLevel::debug, "x", {}); };
    CHECK(line() == "T debug   x");
    {
        const LogRequest outer("a");
        {
            const LogRequest inner("b");
            CHECK(line() == "T debug   request=\"b\" x");
        }
        CHECK(line() == "T debug   request=\"a\" x");
    }
    CHECK(line() == "T debug   x");
}

}  // namespace log_test
