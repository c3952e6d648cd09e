#include "app/letter_mark.hpp"

#include <sodium.h>

#include <fmt/format.h>

#include "core/expect.hpp"
#include "core/hex.hpp"

namespace veche::app {

std::string signature(const Secret<>& key, std::string_view subject)
{
    VECHE_EXPECT(key.reveal().size() == crypto_auth_hmacsha256_KEYBYTES);
    std::string mac(crypto_auth_hmacsha256_BYTES, '\0');
    crypto_auth_hmacsha256(reinterpret_cast<unsigned char*>(mac.data()),
                           reinterpret_cast<const unsigned char*>(subject.data()), subject.size(),
                           reinterpret_cast<const unsigned char*>(key.reveal().data()));
    return mac;
}

std::string letter_mark(const Secret<>& key, Id<Town> town, Id<Letter> letter)
{
    // 80 bits: enough against guessing through a mail server, and the local part of the address stays under 64 characters.
    const auto mac = signature(key, fmt::format("letter/{}/{}", to_text(town), to_text(letter)));
    return to_text(letter) + "-" + to_hex(std::string_view(mac).substr(0, 10));
}

std::optional<Id<Letter>> letter_of_mark(const Secret<>& key, Id<Town> town, std::string_view mark)
{
    const auto letter = parse_id<Letter>(mark.substr(0, mark.find('-')));
    if (!letter) return std::nullopt;
    return is_same_secret(letter_mark(key, town, *letter), mark) ? letter : std::nullopt;
}

}  // namespace veche::app
