#include "features/accounts/model_password.hpp"

#include <doctest/doctest.h>

#include <set>

#include "core/text.hpp"

namespace model_password_test {

using namespace veche;
using namespace veche::accounts;

namespace {

const std::vector<std::string> nobody;

std::string refusal_of(std::string_view password, std::span<const std::string> personal = nobody,
                       std::size_t least = staff_password_least)
{
    const auto result = parse_password(password, "password", least, personal);
    return result ? "" : result.error().message;
}

std::string letters(std::size_t count)
{
    // No repeats, no walks: the length is what is asked about.
    const std::string source = "hvkdzwgmxqbtnjrlpfcsyiaoeu";
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += source[(i * 7 + i / 26 * 3 + i * i / 26) % 26];
    return text;
}

}  // namespace

TEST_CASE("a password of staff has 15 to 128 characters, and characters are not bytes")
{
    CHECK(refusal_of(letters(14)) == "accounts.password.short");
    CHECK(refusal_of(letters(15)) == "");
    CHECK(refusal_of(letters(128)) == "");
    CHECK(refusal_of(letters(129)) == "accounts.password.long");
    CHECK(refusal_of("щебеньгнуждемя") == "accounts.password.short");  // 14 letters, 28 bytes
    CHECK(refusal_of("щебень гнуждемя") == "");
    CHECK(refusal_of("") == "accounts.password.short");
}

TEST_CASE("no composition is asked: plain words in a row will do")
{
    for (const std::string good :
         {"правильно лошадка скрепка батарейка", "сорок кур гуляли вдоль оврага", "vetka skrebet po steklu noch'yu",
          "hedgehog umbrella walnut", "Q7vz!mK2wL9xp#Ra", "ёжик нёс арбуз под дождём", "пр*ст0й-з@п0мин@емый-забор"}) {
        CAPTURE(good);
        CHECK(refusal_of(good) == "");
    }
}

TEST_CASE("a password with control characters or broken text is refused")
{
    CHECK(refusal_of("hedgehog\numbrella walnut") == "text.broken");
    CHECK(refusal_of(std::string("hedgehog\0umbrella walnut", 24)) == "text.broken");
    CHECK(refusal_of("hedgehog\xff umbrella walnut") == "text.broken");
}

TEST_CASE("keyboard walks, rows, repeats and disguised words are refused")
{
    for (const std::string bad :
         {"aaaaaaaaaaaaaaaaaaaa", "ооооооооооооооооо",    "123456789012345678",   "0987654321098765",
          "qwertyuiopasdfghjkl",  "йцукенгшщзхъфывап",    "фывапролджэячсмить",   "qazwsxedcrfvtgb",
          "1qaz2wsx3edc4rfv",     "йфяцычувскамепи",      "abcdefghijklmnopq",    "абвгдежзийклмнопр",
          "passwordpassword",     "P@ssw0rdP@ssw0rd",     "пароль пароль пароль", "парольпарольпароль",
          "gfhjkmgfhjkmgfhjkm",   "Gfhjkm1234567890",     "password1234567890",   "qwertyqwertyqwerty",
          "Пароль1234567890",     "abcabcabcabcabcabc",   "121212121212121212",   "Октябрь20212021!",
          "администратор123",     "Administrator2026!!!", "яяяяяяя1234567!",      "zxcvbnm,./zxcvbnm",
          "asdasdasdasdasdasd",   "!!!!!!!!!!!!!!!!!",    "               ",      "1q2w3e4r5t6y7u8i"}) {
        CAPTURE(bad);
        CHECK(refusal_of(bad) == "accounts.password.guessable");
    }
}

TEST_CASE("the town's name, the address and the colleague's name carry no weight")
{
    const std::vector<std::string> personal = {"Юрга", "yurga", "vera.zaharchenko@yurga.example", "Вера Захарченко"};
    for (const std::string bad : {"Юрга2026Захарченко", "zaharchenko20262026", "захарченко вера юрга",
                                  "vera.zaharchenko@yurga", "Верочка Захарченко", "pf[fhxtyrj pf[fhxtyrj"}) {
        CAPTURE(bad);
        CHECK(refusal_of(bad, personal) == "accounts.password.guessable");
    }
    CHECK(refusal_of("захарченко любит жареные кабачки", personal) == "");
}

TEST_CASE("far more than three thousand passwords that colleagues do use are refused")
{
    const std::string endings[] = {"", "1", "123", "1234567890", "2021", "2026!", "!!!"};
    std::set<std::string> tried;
    for (const auto view : password_words()) {
        const std::string word(view);
        for (const std::string& ending : endings) {
            std::string password = word + ending;
            while (count_code_points(password) < staff_password_least) password += word;
            tried.insert(password);
        }
    }
    CHECK(tried.size() >= 6'000);
    std::size_t accepted = 0;
    for (const auto& password : tried) {
        if (refusal_of(password) == "accounts.password.guessable") continue;
        ++accepted;
        MESSAGE("accepted: " << password);
    }
    CHECK(accepted == 0);
}

TEST_CASE("a resident's password is shorter, and the common ones are refused all the same")
{
    for (const std::string bad : {"password", "password1", "12345678", "qwerty123", "йцукен123", "iloveyou",
                                  "marina1987", "сергей1990", "Gfhjkm123", "spartak1922", "1q2w3e4r"}) {
        CAPTURE(bad);
        CHECK(refusal_of(bad, nobody, resident_password_least) == "accounts.password.guessable");
    }
    CHECK(refusal_of("hvKd7wgm", nobody, resident_password_least) == "");
    CHECK(refusal_of("hvKd7wg", nobody, resident_password_least) == "accounts.password.short");
}

}  // namespace model_password_test
