#include "web/multipart.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace multipart_test {

using namespace veche::web;

namespace {

struct Collected : PartSink {
    std::string said;
    std::size_t bytes = 0;
    int begin(const PartHead& head) override
    {
        said += "<" + head.name + (head.file_name ? "|" + *head.file_name : "") + ">";
        return 0;
    }
    int data(std::string_view piece) override
    {
        bytes += piece.size();
        if (bytes < 10'000) said += piece;
        return 0;
    }
    int end() override
    {
        said += ".";
        return 0;
    }
};

const std::string text_part = "Content-Disposition: form-data; name=\"a\"\r\n\r\n";

/// What the parser says about a body cut into pieces of `step` bytes: the parts, or the status.
std::string parse(const std::string& body, std::size_t step, std::size_t most_parts = 20)
{
    Collected sink;
    MultipartParser parser("XX", most_parts, sink);
    for (std::size_t at = 0; at < body.size(); at += step)
        if (const int refusal = parser.feed(std::string_view(body).substr(at, step))) return std::to_string(refusal);
    return parser.finish() ? std::to_string(parser.finish()) : sink.said;
}

std::string parse_all_ways(const std::string& body)
{
    const auto whole = parse(body, body.size() + 1);
    for (const std::size_t step : {1, 2, 3, 5, 7, 64}) CHECK(parse(body, step) == whole);
    return whole;
}

std::optional<PartHead> disposition(const std::string& value)
{
    return parse_part_head("Content-Disposition: " + value);
}

}  // namespace

TEST_CASE("parts come out the same however the body is cut")
{
    CHECK(parse_all_ways("--XX\r\n" + text_part + "hello\r\n--XX\r\n" + text_part + "\r\n--XX--\r\n") ==
          "<a>hello.<a>.");
    CHECK(parse_all_ways("preamble\r\n--XX\r\n" + text_part + "x\r\n--XX--epilogue --XX\r\n") == "<a>x.");
    CHECK(parse_all_ways("--XX\r\nContent-Disposition: form-data; name=f; filename=\"a.txt\"\r\nContent-Type: "
                         "text/plain\r\n\r\n1\r\n--XX--") == "<f|a.txt>1.");
}

TEST_CASE("what only looks like a delimiter is content")
{
    const std::string content = "\r\n\r\n-\r\n--\r\n--X\r\n--XY\r\r\n--X\r--XX\n--XX";
    CHECK(parse_all_ways("--XX\r\n" + text_part + content + "\r\n--XX--") == "<a>" + content + ".");
}

TEST_CASE("a broken multipart body is refused")
{
    CHECK(parse_all_ways("") == "400");
    CHECK(parse_all_ways("--XX") == "400");
    CHECK(parse_all_ways("--XX\r\n" + text_part + "cut off") == "400");
    CHECK(parse_all_ways("--XX\r\n" + text_part + "x\r\n--XXtail") == "400");
    CHECK(parse_all_ways("--XX\r\n\r\nno header\r\n\r\n\r\n--XX--") == "400");
    CHECK(parse_all_ways("--XX\r\nX: y\r\n\r\nno disposition\r\n--XX--") == "400");
    CHECK(parse_all_ways("--XX\r\n" + text_part.substr(0, text_part.size() - 2) + text_part + "twice\r\n--XX--") ==
          "400");
    CHECK(parse_all_ways("--XX\r\n" + std::string(9'000, 'x') + "\r\n--XX--") == "400");
}

TEST_CASE("parts are counted")
{
    std::string body;
    for (int i = 0; i < 20; ++i) body += "--XX\r\n" + text_part + "x\r\n";
    CHECK(parse(body + "--XX--", 1000).starts_with("<a>x."));
    CHECK(parse(body + "--XX\r\n" + text_part + "x\r\n--XX--", 1000) == "413");
    CHECK(parse(body + "--XX\r\n" + text_part + "x\r\n--XX--", 1000, 21).starts_with("<a>x."));
}

TEST_CASE("a long part is never held in memory")
{
    Collected sink;
    MultipartParser parser("XX", 20, sink);
    CHECK(parser.feed("--XX\r\nContent-Disposition: form-data; name=\"f\"; filename=\"big\"\r\n\r\n") == 0);
    const std::string piece(64 * 1024, '\r');
    std::size_t most = 0;
    for (int i = 0; i < 320; ++i) {
        CHECK(parser.feed(piece) == 0);
        most = std::max(most, parser.buffered());
    }
    CHECK(parser.feed("\r\n--XX--") == 0);
    CHECK(parser.finish() == 0);
    CHECK(sink.bytes == 320 * piece.size());
    CHECK(most <= MultipartParser::most_head_bytes + 4);
}

TEST_CASE("the name of a file is its last component, as the person sees it")
{
    CHECK(disposition("form-data; name=\"f\"; filename=\"C:\\docs\\план.xlsx\"")->file_name == "план.xlsx");
    CHECK(disposition("form-data; name=\"f\"; filename=\"../../etc/passwd\"")->file_name == "passwd");
    CHECK(disposition("form-data; name=\"f\"; filename=\"a%22b\\\"c;d.txt\"")->file_name == "a\"b\"c;d.txt");
    CHECK(disposition("form-data; name=\"f\"; filename=\"plan.csv\"; filename*=UTF-8''%D0%BF%D0%BB%D0%B0%D0%BD.csv")
              ->file_name == "план.csv");
    CHECK(disposition("form-data; name=\"f\"; filename=\"plan.csv\"; filename*=koi8-r''%D0.csv")->file_name ==
          "plan.csv");
    CHECK(disposition("form-data; name=\"f\"; filename=\"..\"")->file_name == "file");
    CHECK(disposition("form-data; name=\"f\"; filename=\"\"")->file_name == "");
    CHECK_FALSE(disposition("form-data; name=\"f\"")->file_name);
    std::string long_name;
    for (int i = 0; i < 200; ++i) long_name += "я";
    const auto cut = *disposition("form-data; name=\"f\"; filename=\"" + long_name + ".jpg\"")->file_name;
    CHECK(cut.size() <= 255);
    CHECK(cut.starts_with("я"));
    CHECK(cut.ends_with("я.jpg"));
}

TEST_CASE("a disposition that is broken or not clean is refused")
{
    for (const auto* bad :
         {"form-data", "attachment; name=a", "form-data; name=\"a", "form-data; name=a; name=b", "form-data; =a",
          "form-data; name=\"a\" filename=b", "form-data; name=\"\xff\"", "form-data; name=\"a%0Ab\""})
        CHECK_MESSAGE(!disposition(bad), bad);
}

TEST_CASE("however the name of a file is written, it costs nobody the form")
{
    const auto name = [](const std::string& value) { return disposition("form-data; name=a; " + value)->file_name; };
    CHECK(name("filename=\"b%0D.jpg\"") == "b .jpg");
    CHECK(name("filename*=UTF-8''%00") == "file");
    CHECK(name("filename=\"\xCF\xEB\xE0\xED.doc\"") == "\uFFFD\uFFFD\uFFFD\uFFFD.doc");
}

TEST_CASE("a boundary is short and of the allowed characters")
{
    const auto boundary = [](const std::string& type) {
        return parse_boundary(parse_parameterised(type).value_or(Parameterised{}));
    };
    CHECK(boundary("multipart/form-data; boundary=----WebKit7MA4") == "----WebKit7MA4");
    CHECK(boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b:c\"") == "a b:c");
    CHECK(boundary("multipart/form-data; boundary=" + std::string(70, 'x')));
    CHECK_FALSE(boundary("multipart/form-data; boundary=" + std::string(71, 'x')));
    CHECK_FALSE(boundary("multipart/form-data; boundary=\"\""));
    CHECK_FALSE(boundary("multipart/form-data; boundary=\"a \""));
    CHECK_FALSE(boundary("multipart/form-data; boundary=\"a\\\\b\""));
    CHECK_FALSE(boundary("multipart/form-data"));
}

}  // namespace multipart_test
