#include "app/token.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include "outside/base64.hpp"
#include "outside/digest.hpp"

namespace veche::app {

Secret<std::string> random_token()
{
    std::array<char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    return Secret<std::string>(outside::to_base64_url({bytes.data(), bytes.size()}));
}

bool is_token_text(std::string_view text, std::size_t least, std::size_t most)
{
    return text.size() >= least && text.size() <= most && std::ranges::all_of(text, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                      c == '_';
           });
}

std::string token_hash(std::string_view token)
{
    return outside::digest_of(token);
}

}  // namespace veche::app
