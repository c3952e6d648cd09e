#include "core/id.hpp"

#include "core/expect.hpp"

namespace veche {

namespace {
constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t length = 13;
}  // namespace

std::string id_text(std::int64_t value)
{
    VECHE_EXPECT(value >= 0);
    std::string text(length, '0');
    auto rest = static_cast<std::uint64_t>(value);
    for (std::size_t i = length; i-- > 0; rest >>= 5) text[i] = digits[rest & 31];
    return text;
}

std::optional<std::int64_t> parse_id_text(std::string_view text)
{
    // 13 characters hold 65 bits; a first digit above 7 would not fit in 63.
    if (text.size() != length || text[0] > '7') return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : text) {
        const auto digit = digits.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        value = value << 5 | digit;
    }
    return static_cast<std::int64_t>(value);
}

}  // namespace veche
