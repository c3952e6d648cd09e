// A multipart body gives the same parts in one piece and in many, and never holds more than a part header.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "core/text.hpp"
#include "web/multipart.hpp"

namespace {

using namespace veche::web;

struct Collected : PartSink {
    std::string said;
    int begin(const PartHead& head) override
    {
        const auto name = head.file_name.value_or("");
        if (!veche::is_clean_utf8(head.name) || !veche::is_clean_utf8(name) || name.size() > 255) std::abort();
        if (name.find_first_of("/\\\r\n") != std::string::npos || name == "..") std::abort();
        said += "<" + head.name + "|" + name + ">";
        return 0;
    }
    int data(std::string_view piece) override
    {
        if (piece.empty()) std::abort();
        said += piece;
        return 0;
    }
    int end() override
    {
        said += "</>";
        return 0;
    }
};

std::string parse(const std::string& boundary, std::string_view body, std::size_t step)
{
    Collected sink;
    MultipartParser parser(boundary, 20, sink);
    for (std::size_t at = 0; at < body.size(); at += step) {
        if (const int refusal = parser.feed(body.substr(at, step))) return sink.said + std::to_string(refusal);
        if (parser.buffered() > MultipartParser::most_head_bytes + 4) std::abort();
    }
    return sink.said + std::to_string(parser.finish());
}

}  // namespace

/// The first line is a Content-Type, its last character's code the size of the pieces; the rest is the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto line = std::min(input.find('\n'), size);
    const auto type = parse_parameterised(input.substr(0, line));
    const auto boundary = type ? parse_boundary(*type) : std::nullopt;
    const auto body = input.substr(std::min(line + 1, size));
    const std::size_t step = line > 0 ? 1 + static_cast<unsigned char>(input[line - 1]) % 32 : 1;
    const auto used = boundary.value_or("X");
    if (parse(used, body, size + 1) != parse(used, body, step)) std::abort();
    return 0;
}
