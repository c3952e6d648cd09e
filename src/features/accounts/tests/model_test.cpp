#include "features/accounts/model.hpp"

#include <doctest/doctest.h>

#include <set>

#include "core/letters.hpp"
#include "features/accounts/model_one_time_code.hpp"
#include "features/accounts/model_throttle.hpp"

namespace model_test {

using namespace veche;
using namespace veche::accounts;
using namespace std::chrono_literals;

namespace {
constexpr Instant noon{1'800'000'000'000};
}

TEST_CASE("an address keeps its writer's spelling and is compared without case")
{
    const auto email = Email::parse("  Vera.Ivanova@Yurga.EXAMPLE ");
    REQUIRE(email);
    CHECK(email->text() == "Vera.Ivanova@yurga.example");
    CHECK(email->folded() == "vera.ivanova@yurga.example");
    CHECK(*email == *Email::parse("VERA.IVANOVA@yurga.example"));
    CHECK(Email::parse("Вера@Почта.РФ")->folded() == "вера@почта.рф");
    CHECK(*Email::parse("Алёна@почта.рф") == *Email::parse("АЛЁНА@почта.рф"));
}

TEST_CASE("what is not an address is refused beside its field")
{
    for (const std::string raw : {"vera",
                                  "vera@",
                                  "@yurga.example",
                                  "a@b@yurga.example",
                                  "vera@yurga",
                                  "vera@.example",
                                  "vera@yurga.",
                                  "vera@-yurga.example",
                                  "vera@yur ga.example",
                                  "ve ra@yurga.example",
                                  "vera@yurga..example",
                                  ".vera@yurga.example",
                                  "vera.@yurga.example",
                                  "ve..ra@yurga.example",
                                  "vera\t@yurga.example",
                                  "<vera>@yurga.example",
                                  "vera@yurga.example,boris@yurga.example",
                                  "vera@yurga.exa_mple",
                                  "vera\u200b@yurga.example",
                                  "vera\u202e@yurga.example",
                                  "vera\u00a0a@yurga.example"}) {
        CAPTURE(raw);
        const auto email = Email::parse(raw, "address");
        REQUIRE_FALSE(email);
        CHECK(email.error().message == "email.bad");
        CHECK(email.error().field == "address");
    }
    CHECK(Email::parse("").error().message == "text.empty");
    CHECK(Email::parse("ve\x01ra@yurga.example").error().message == "text.broken");
    CHECK(Email::parse("vera@yurga.example\r\nBcc: x@y.example").error().message == "email.bad");
    CHECK(Email::parse("\xffvera@yurga.example").error().message == "text.broken");
}

TEST_CASE("an address has at most 254 bytes")
{
    const std::string label(61, 'a');
    const std::string domain = label + "." + label + "." + label + ".";  // 186 bytes
    const std::string local(60, 'x');
    CHECK(Email::parse(local + "@" + domain + "abcdefg"));         // 254
    CHECK_FALSE(Email::parse(local + "@" + domain + "abcdefgh"));  // 255
}

TEST_CASE("the audit sees an address masked")
{
    CHECK(Email::parse("vera@yurga.example")->masked() == "v***@yurga.example");
    CHECK(Email::parse("Вера@почта.рф")->masked() == "В***@почта.рф");
    CHECK(Email().masked().empty());
}

TEST_CASE("letters of two and four bytes come back as they were")
{
    const std::string text = "aЯё€😀";
    CHECK(utf8(code_points(text)) == text);
    CHECK(small_letters("ЁЛКА Ivan É") == "елка ivan é");
}

TEST_CASE("a staff session dies after 30 idle minutes and after 12 hours, to the millisecond")
{
    const Session idle{SessionKind::staff, noon, noon};
    CHECK(is_alive(idle, noon + 30min - 1ms));
    CHECK_FALSE(is_alive(idle, noon + 30min));
    CHECK_FALSE(is_alive(idle, noon + 30min + 1ms));

    const Session busy{SessionKind::staff, noon, noon + 12h - 1min};
    CHECK(is_alive(busy, noon + 12h - 1ms));
    CHECK_FALSE(is_alive(busy, noon + 12h));
}

TEST_CASE("a resident's session dies after 14 idle days and after 90 days, to the millisecond")
{
    const Session idle{SessionKind::resident, noon, noon};
    CHECK(is_alive(idle, noon + 14 * 24h - 1ms));
    CHECK_FALSE(is_alive(idle, noon + 14 * 24h));

    const Session busy{SessionKind::resident, noon, noon + 89 * 24h};
    CHECK(is_alive(busy, noon + 90 * 24h - 1ms));
    CHECK_FALSE(is_alive(busy, noon + 90 * 24h));
}

TEST_CASE("a session is written to at most once a minute")
{
    const Session session{SessionKind::staff, noon, noon};
    CHECK_FALSE(wants_touch(session, noon + 1min - 1ms));
    CHECK(wants_touch(session, noon + 1min));
}

TEST_CASE("an invitation lives seven days and works once")
{
    const Invitation fresh{noon, std::nullopt};
    CHECK(is_open(fresh, noon));
    CHECK(is_open(fresh, noon + 7 * 24h - 1ms));
    CHECK_FALSE(is_open(fresh, noon + 7 * 24h));
    CHECK_FALSE(is_open(Invitation{noon, noon + 1s}, noon + 2s));
}

TEST_CASE("the second step waits ten minutes and five codes")
{
    CHECK(is_open(SecondStep{noon, 4}, noon + 10min - 1ms));
    CHECK_FALSE(is_open(SecondStep{noon, 0}, noon + 10min));
    CHECK_FALSE(is_open(SecondStep{noon, 5}, noon + 1s));
}

TEST_CASE("a town never loses its last administrator")
{
    Colleague colleague;
    colleague.roles = {app::Role::administrator};
    colleague.stage = Active{};
    CHECK(may_lose_administrator(colleague, 0).error().message == "accounts.administrator.last");
    CHECK(may_lose_administrator(colleague, 1));
    CHECK_FALSE(may_have_roles(colleague, {app::Role::clerk}, 0));
    CHECK(may_have_roles(colleague, {app::Role::clerk, app::Role::administrator}, 0));
    CHECK(may_have_roles(colleague, {}, 1));

    colleague.stage = Invited{};  // has never signed in: the town does not lean on them
    CHECK(may_lose_administrator(colleague, 0));
    colleague.stage = Active{};
    colleague.roles = {app::Role::clerk};
    CHECK(may_lose_administrator(colleague, 0));
    colleague.stage = Closed{noon};
    CHECK(may_have_roles(colleague, {app::Role::clerk}, 5).error().message == "accounts.colleague.closed");
}

TEST_CASE("only administrators must have a second factor")
{
    for (const app::Role role : app::all_roles) {
        CHECK(must_set_second_factor({role}, false) == (role == app::Role::administrator));
        CHECK_FALSE(must_set_second_factor({role}, true));
    }
}

TEST_CASE("after signing in one goes only to a path of our own")
{
    for (const std::string good : {"/", "/office", "/office/plan?year=2021&x=%2F%2F", "/a//b", "/a:b@c"}) {
        CHECK(next_path(good, "/office") == good);
    }
    for (const std::string bad :
         {"", "office", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
          "http://evil.example", "https:evil.example", "javascript:alert(1)", "/a\nb", "/a\r\nSet-Cookie: x=1",
          "/\tevil", " /office", "/of fice", "/\x7f", "/я", "data:text/html,x", "/office\\..\\x",
          "/office; Domain=evil.example"}) {
        CAPTURE(bad);
        CHECK(next_path(bad, "/office") == "/office");
    }
    CHECK(next_path("/" + std::string(1000, 'a'), "/") == "/");
}

// RFC 6238, appendix B (SHA-1) and RFC 4226, appendix D
// -------------------------------------------------------------------

namespace {
TotpKey rfc_key()
{
    const auto key = TotpKey::parse("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");  // "12345678901234567890"
    REQUIRE(key);
    return *key;
}
}  // namespace

TEST_CASE("codes are those of RFC 6238")
{
    const std::pair<std::int64_t, std::string> vectors[] = {{59, "287082"},         {1111111109, "081804"},
                                                            {1111111111, "050471"}, {1234567890, "005924"},
                                                            {2000000000, "279037"}, {20000000000, "353130"}};
    for (const auto& [seconds, code] : vectors) CHECK(rfc_key().code(totp_step({seconds * 1000})).reveal() == code);
}

TEST_CASE("codes are those of RFC 4226")
{
    const std::string codes[] = {"755224", "287082", "359152", "969429", "338314",
                                 "254676", "287922", "162583", "399871", "520489"};
    for (std::int64_t step = 0; step < 10; ++step) CHECK(rfc_key().code(step).reveal() == codes[step]);
}

TEST_CASE("a code is taken one step early or late, to the millisecond, and only once")
{
    const TotpKey key = rfc_key();
    const std::int64_t step = totp_step(noon);
    const std::string code = key.code(step).reveal();
    const Instant begins{step * 30'000};

    CHECK(matching_step(key, code, begins, {}) == step);
    CHECK(matching_step(key, code, begins - 30s, {}) == step);
    CHECK_FALSE(matching_step(key, code, begins - 30s - 1ms, {}));
    CHECK(matching_step(key, code, begins + 60s - 1ms, {}) == step);
    CHECK_FALSE(matching_step(key, code, begins + 60s, {}));

    CHECK_FALSE(matching_step(key, code, begins, step));
    CHECK_FALSE(matching_step(key, code, begins, step + 1));  // an older code than the last one used
    CHECK(matching_step(key, code, begins, step - 1) == step);
    CHECK(matching_step(key, code.substr(0, 3) + " " + code.substr(3), begins, {}) == step);
}

TEST_CASE("what is not six digits is no code")
{
    for (const std::string bad : {"", "1", "12345", "1234567", "abcdef", "-12345", "000000000000"})
        CHECK_FALSE(matching_step(rfc_key(), bad, noon, {}));
}

TEST_CASE("base 32 is that of RFC 4648")
{
    const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                           {"f", "MY"},
                                                           {"fo", "MZXQ"},
                                                           {"foo", "MZXW6"},
                                                           {"foob", "MZXW6YQ"},
                                                           {"fooba", "MZXW6YTB"},
                                                           {"foobar", "MZXW6YTBOI"}};
    for (const auto& [plain, text] : vectors) {
        CHECK(base32(reinterpret_cast<const unsigned char*>(plain.data()), plain.size()) == text);
        const auto read = parse_base32(text);
        REQUIRE(read);
        CHECK(std::string(read->begin(), read->end()) == plain);
    }
    CHECK_FALSE(parse_base32("MZXW1"));
    CHECK_FALSE(TotpKey::parse("MZXW6YTBOI"));  // too short for a key
    const TotpKey key = TotpKey::random();
    CHECK(TotpKey::parse(key.text().reveal())->text().reveal() == key.text().reveal());
    CHECK(key.text().reveal() != TotpKey::random().text().reveal());
}

TEST_CASE("an application reads the key from one address")
{
    CHECK(otpauth_address(rfc_key(), "Юрга", "vera@yurga.example").reveal() ==
          "otpauth://totp/%D0%AE%D1%80%D0%B3%D0%B0:vera%40yurga.example?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
          "&issuer=%D0%AE%D1%80%D0%B3%D0%B0&algorithm=SHA1&digits=6&period=30");
}

TEST_CASE("recovery codes are ten, different, and forgive how they are typed")
{
    const auto codes = random_recovery_codes();
    REQUIRE(codes.size() == 10);
    std::set<std::string> different;
    for (const auto& code : codes) {
        different.insert(code.reveal());
        CHECK(code.reveal().size() == 19);
        CHECK(parse_recovery_code(code.reveal())->reveal() == code.reveal());
    }
    CHECK(different.size() == 10);
    CHECK(parse_recovery_code(" OIL0-abcd efgh 1234 ")->reveal() == "0110-abcd-efgh-1234");
    CHECK(parse_recovery_code("0110abcdefgh1234")->reveal() == "0110-abcd-efgh-1234");
    for (const std::string bad :
         {"", "0110-abcd-efgh-123", "0110-abcd-efgh-12345", "u110-abcd-efgh-1234", "я110-abcd-efgh-1234"})
        CHECK_FALSE(parse_recovery_code(bad));
}

TEST_CASE("guessing an account from one address gets slower up to a quarter of an hour")
{
    CHECK(wait(Tally::account_at_address, {4, noon}, noon) == 0ms);
    CHECK(wait(Tally::account_at_address, {5, noon}, noon) == 1s);
    CHECK(wait(Tally::account_at_address, {6, noon}, noon) == 2s);
    CHECK(wait(Tally::account_at_address, {6, noon}, noon + 2s - 1ms) == 1ms);
    CHECK(wait(Tally::account_at_address, {6, noon}, noon + 2s) == 0ms);
    CHECK(wait(Tally::account_at_address, {15, noon}, noon) == 15min);
    CHECK(wait(Tally::account_at_address, {1'000'000, noon}, noon) == 15min);
}

TEST_CASE("no number of strangers makes an account wait longer than five seconds")
{
    CHECK(wait(Tally::account, {29, noon}, noon) == 0ms);
    CHECK(wait(Tally::account, {30, noon}, noon) == 1s);
    CHECK(wait(Tally::account, {1'000'000, noon}, noon) == 5s);
    CHECK(wait(Tally::account, {1'000'000, noon}, noon + 5s) == 0ms);
}

TEST_CASE("an address that tries many accounts waits up to a minute")
{
    CHECK(wait(Tally::address, {49, noon}, noon) == 0ms);
    CHECK(wait(Tally::address, {50, noon}, noon) == 1s);
    CHECK(wait(Tally::address, {1'000, noon}, noon) == 1min);
}

TEST_CASE("an IPv6 line is one address, however many it uses")
{
    CHECK(network_of("192.0.2.7") == "192.0.2.7");
    CHECK(network_of("::ffff:192.0.2.7") == "192.0.2.7");
    CHECK(network_of("2001:db8:1:2:3:4:5:6") == network_of("2001:db8:1:2::1"));
    CHECK(network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1"));
    CHECK(network_of("unknown") == "unknown");
}

}  // namespace model_test
