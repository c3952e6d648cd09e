#include "web/target.hpp"

#include <arpa/inet.h>

#include <algorithm>

#include "core/hex.hpp"
#include "core/text.hpp"
#include "web/framing.hpp"

namespace veche::web {

namespace {

constexpr std::size_t most_cookies = 50;

bool is_address(const std::string& text)
{
    unsigned char bytes[16];
    return inet_pton(AF_INET, text.c_str(), bytes) == 1 || inet_pton(AF_INET6, text.c_str(), bytes) == 1;
}

bool is_port(std::string_view text)
{
    return text.size() <= 5 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i] == '+' && plus_is_space ? ' ' : text[i];
            continue;
        }
        if (i + 2 >= text.size()) return std::nullopt;
        const int high = hex_digit(text[i + 1]);
        const int low = hex_digit(text[i + 2]);
        if (high < 0 || low < 0) return std::nullopt;
        decoded += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return decoded;
}

std::optional<std::string> decode_path(std::string_view raw)
{
    auto path = percent_decoded(raw, false);
    if (!path || !path->starts_with('/') || !is_clean_utf8(*path)) return std::nullopt;
    if (path->find_first_of("\\\t\r\n") != std::string::npos || raw.find('#') != std::string_view::npos)
        return std::nullopt;
    std::string_view rest(*path);
    rest.remove_prefix(1);
    while (!rest.empty()) {
        const auto segment = next_item(rest, '/');
        if (segment.empty() || segment == "." || segment == "..") return std::nullopt;
    }
    return path;
}

std::string form_decoded(std::string_view text)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
        const int low = high >= 0 ? hex_digit(text[i + 2]) : -1;
        if (low >= 0) {
            decoded += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            decoded += text[i] == '+' ? ' ' : text[i];
        }
    }
    return decoded;
}

std::optional<Pairs> decode_pairs(std::string_view text, std::size_t most, std::vector<std::string>* broken)
{
    Pairs pairs;
    while (!text.empty()) {
        auto item = next_item(text, '&');
        if (item.empty()) continue;
        if (pairs.size() == most) return std::nullopt;
        auto name = cleaned_utf8(form_decoded(next_item(item, '=')));
        auto value = cleaned_utf8(form_decoded(item));
        if (broken && (name.broken || value.broken)) broken->push_back(name.text);
        pairs.emplace_back(std::move(name.text), std::move(value.text));
    }
    return pairs;
}

void read_cookies(std::string_view header, Pairs& cookies)
{
    while (!header.empty() && cookies.size() < most_cookies) {
        auto item = without_blanks(next_item(header, ';'));
        const auto equals = item.find('=');
        if (equals == std::string_view::npos || !is_token(item.substr(0, equals))) continue;
        cookies.emplace_back(item.substr(0, equals), item.substr(equals + 1));
    }
}

std::optional<std::string> parse_host(std::string_view value)
{
    if (value.empty() || value.size() > 255) return std::nullopt;
    const bool bracketed = value.front() == '[';
    const auto end = bracketed ? value.find(']') : value.find(':');
    if (bracketed && end == std::string_view::npos) return std::nullopt;
    const auto host = value.substr(0, bracketed ? end + 1 : end);
    const auto tail = value.substr(host.size());
    if (!tail.empty() && (tail.front() != ':' || !is_port(tail.substr(1)))) return std::nullopt;
    if (bracketed && !is_address(std::string(host.substr(1, host.size() - 2)))) return std::nullopt;

    std::string lower(host);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
        const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
        if (!letter && !bracketed) return std::nullopt;
    }
    if (lower.ends_with('.')) lower.pop_back();
    if (lower.empty() || lower.front() == '.') return std::nullopt;
    return lower;
}

std::string client_address(const std::string& peer, std::string_view forwarded, const std::vector<std::string>& proxies)
{
    const auto trusted = [&](const std::string& address) {
        return std::ranges::find(proxies, address) != proxies.end();
    };
    std::string client = peer;
    while (trusted(client) && !forwarded.empty()) {
        const auto comma = forwarded.rfind(',');
        const std::string hop(
            without_blanks(comma == std::string_view::npos ? forwarded : forwarded.substr(comma + 1)));
        if (!is_address(hop)) break;  // what a proxy did not write itself is not believed
        client = hop;
        forwarded = comma == std::string_view::npos ? std::string_view{} : forwarded.substr(0, comma);
    }
    return client;
}

}  // namespace veche::web
