#include "features/accounts/model_one_time_code.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include <algorithm>

#include "core/expect.hpp"
#include "core/percent.hpp"
#include "core/secret.hpp"

namespace veche::accounts {

namespace {

constexpr std::string_view base32_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
// Crockford's digits: nothing in them looks like something else on paper.
constexpr std::string_view paper_digits = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t paper_length = 16;
constexpr std::int64_t step_milliseconds = 30'000;
constexpr std::size_t code_length = 6;

}  // namespace

std::string base32(const unsigned char* bytes, std::size_t size)
{
    std::string result;
    unsigned rest = 0;
    int bits = 0;
    for (std::size_t i = 0; i < size; ++i) {
        rest = (rest << 8 | bytes[i]) & 0xFFFF;
        for (bits += 8; bits >= 5; bits -= 5) result += base32_digits[rest >> (bits - 5) & 31];
    }
    if (bits > 0) result += base32_digits[rest << (5 - bits) & 31];
    return result;
}

std::optional<std::vector<unsigned char>> parse_base32(std::string_view text)
{
    std::vector<unsigned char> result;
    unsigned rest = 0;
    int bits = 0;
    for (char c : text) {
        if (c == ' ' || c == '-') continue;
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
        const auto digit = base32_digits.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        rest = (rest << 5 | static_cast<unsigned>(digit)) & 0xFFFF;
        if ((bits += 5) >= 8) result.push_back(static_cast<unsigned char>(rest >> (bits -= 8)));
    }
    return result;
}

TotpKey TotpKey::random()
{
    std::array<unsigned char, bytes> key{};
    randombytes_buf(key.data(), key.size());
    return TotpKey(key);
}

std::optional<TotpKey> TotpKey::parse(std::string_view text)
{
    const auto read = parse_base32(text);
    if (!read || read->size() != bytes) return std::nullopt;
    std::array<unsigned char, bytes> key{};
    std::copy(read->begin(), read->end(), key.begin());
    return TotpKey(key);
}

Secret<std::string> TotpKey::text() const
{
    return Secret<std::string>(base32(key_.data(), key_.size()));
}

Secret<std::string> TotpKey::code(std::int64_t step) const
{
    std::array<unsigned char, 8> message{};
    for (std::size_t i = 0; i < 8; ++i) message[7 - i] = static_cast<unsigned char>(step >> (8 * i) & 0xFF);
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned length = 0;
    const auto* made =
        HMAC(EVP_sha1(), key_.data(), int(key_.size()), message.data(), message.size(), hash.data(), &length);
    VECHE_EXPECT(made != nullptr && length == 20);

    const std::size_t at = hash[19] & 0x0F;  // dynamic truncation, RFC 4226 §5.3
    const std::uint32_t number = std::uint32_t(hash[at] & 0x7F) << 24 | std::uint32_t(hash[at + 1]) << 16 |
                                 std::uint32_t(hash[at + 2]) << 8 | hash[at + 3];
    return Secret<std::string>(fmt::format("{:06}", number % 1'000'000));
}

std::int64_t totp_step(Instant at)
{
    return at.milliseconds / step_milliseconds;
}

std::optional<std::int64_t> matching_step(const TotpKey& key, std::string_view typed, Instant now,
                                          std::optional<std::int64_t> last_used)
{
    std::string digits;
    for (const char c : typed)
        if (c != ' ') digits += c;
    if (digits.size() != code_length) return std::nullopt;

    std::optional<std::int64_t> found;
    const std::int64_t current = totp_step(now);
    for (const std::int64_t step : {current - 1, current, current + 1}) {
        const bool equal = is_same_secret(key.code(step).reveal(), digits);
        if (equal && (!last_used || step > *last_used)) found = step;
    }
    return found;
}

Secret<std::string> otpauth_address(const TotpKey& key, std::string_view issuer, std::string_view account)
{
    return Secret<std::string>(fmt::format("otpauth://totp/{}:{}?secret={}&issuer={}&algorithm=SHA1&digits=6&period=30",
                                           percent_encoded(issuer), percent_encoded(account), key.text().reveal(),
                                           percent_encoded(issuer)));
}

std::vector<Secret<std::string>> random_recovery_codes()
{
    std::vector<Secret<std::string>> codes;
    for (int i = 0; i < recovery_code_count; ++i) {
        std::string code;
        for (std::size_t digit = 0; digit < paper_length; ++digit) {
            if (digit != 0 && digit % 4 == 0) code += '-';
            code += paper_digits[randombytes_uniform(std::uint32_t(paper_digits.size()))];
        }
        codes.emplace_back(std::move(code));
    }
    return codes;
}

std::optional<Secret<std::string>> parse_recovery_code(std::string_view typed)
{
    std::string code;
    std::size_t count = 0;
    for (char c : typed) {
        if (c == ' ' || c == '-') continue;
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        if (c == 'o') c = '0';
        if (c == 'i' || c == 'l') c = '1';
        if (paper_digits.find(c) == std::string_view::npos || count == paper_length) return std::nullopt;
        if (count != 0 && count % 4 == 0) code += '-';
        code += c;
        ++count;
    }
    if (count != paper_length) return std::nullopt;
    return Secret<std::string>(std::move(code));
}

}  // namespace veche::accounts
