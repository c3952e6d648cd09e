// Paths, queries, forms, cookies, hosts, part headers and coding wishes: what is accepted keeps its promises.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/text.hpp"
#include "web/encoding.hpp"
#include "web/form.hpp"
#include "web/multipart.hpp"
#include "web/target.hpp"

namespace {

using namespace veche::web;

void must(bool holds)
{
    if (!holds) std::abort();
}

void try_path(std::string_view text)
{
    const auto path = decode_path(text);
    if (!path) return;
    must(path->starts_with('/') && veche::is_clean_utf8(*path));
    must(path->find("//") == std::string::npos && path->find('\\') == std::string::npos);
    must((*path + "/").find("/../") == std::string::npos && (*path + "/").find("/./") == std::string::npos);
}

void try_form(std::string_view text)
{
    Request request;
    const auto pairs = decode_pairs(text, 200);
    if (!pairs) return;
    must(pairs->size() <= 200);
    request.form = *pairs;
    for (const auto& [name, value] : request.form) must(veche::is_clean_utf8(name) && veche::is_clean_utf8(value));
    try {
        const Form form(request, {.single = {"title", "agree"}, .many = {"kind"}, .prefixes = {"line-"}});
        form.flag("agree");
        must(form.texts("title").size() <= 1);
    } catch (const BadRequest&) {
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    try_path(text);
    try_form(text);
    Pairs cookies;
    read_cookies(text, cookies);
    must(cookies.size() <= 50);
    if (const auto host = parse_host(text)) must(!host->empty() && host->size() <= 255);
    client_address("192.0.2.1", text, {"192.0.2.1", "192.0.2.2"});
    parse_part_head(text);
    const Body body{.plain = "plain", .gzip = "gzip", .brotli = "br", .etag = "\"x\""};
    matches_tag(text, tag_of(body, choose_coding(text, body)));
    return 0;
}
