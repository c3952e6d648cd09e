#include "outside/aws_signature.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/hex.hpp"
#include "core/text.hpp"
#include "outside/digest.hpp"

namespace veche::outside {

namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";

using Mac = std::array<unsigned char, crypto_auth_hmacsha256_BYTES>;

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

Mac mac_of(std::string_view key, std::string_view text)
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
    crypto_auth_hmacsha256_update(&state, bytes_of(text), text.size());
    Mac mac{};
    crypto_auth_hmacsha256_final(&state, mac.data());
    return mac;
}

std::string_view as_text(const Mac& mac)
{
    return {reinterpret_cast<const char*>(mac.data()), mac.size()};
}

}  // namespace

std::string aws_encoded(std::string_view text)
{
    std::string encoded;
    for (const unsigned char c : text) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                           c == '_' || c == '.' || c == '~';
        encoded += plain ? std::string(1, char(c)) : fmt::format("%{:02X}", c);
    }
    return encoded;
}

std::string aws_query(std::vector<std::pair<std::string, std::string>> query)
{
    for (auto& [name, value] : query) {
        name = aws_encoded(name);
        value = aws_encoded(value);
    }
    std::ranges::sort(query);
    std::string text;
    for (const auto& [name, value] : query) text += (text.empty() ? "" : "&") + name + "=" + value;
    return text;
}

std::string aws_digest(std::string_view payload)
{
    return digest_of(payload);
}

std::string aws_authorization(const AwsRequest& request, const AwsAccount& account, std::string_view moment)
{
    auto headers = request.headers;
    std::ranges::sort(headers);
    std::string canonical, names;
    for (const auto& [name, value] : headers) {
        canonical += fmt::format("{}:{}\n", name, trimmed(value));
        names += (names.empty() ? "" : ";") + name;
    }
    const auto whole = fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, request.path, aws_query(request.query),
                                   canonical, names, aws_digest(request.payload));
    const auto day = moment.substr(0, 8);
    const auto scope = fmt::format("{}/{}/s3/aws4_request", day, account.region);
    const auto to_sign = fmt::format("{}\n{}\n{}\n{}", algorithm, moment, scope, aws_digest(whole));
    auto key = mac_of("AWS4" + account.secret.reveal(), day);
    for (const std::string_view part :
         {std::string_view(account.region), std::string_view("s3"), std::string_view("aws4_request")})
        key = mac_of(as_text(key), part);
    return fmt::format("{} Credential={}/{},SignedHeaders={},Signature={}", algorithm, account.key, scope, names,
                       to_hex(mac_of(as_text(key), to_sign)));
}

}  // namespace veche::outside
