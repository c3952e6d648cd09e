#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace veche::web {

/// "form-data; name=\"a\"; filename=\"b.jpg\"": the word before the first ';' in lower case, then parameters with names in
/// lower case. nullopt: broken or a parameter twice.
struct Parameterised {
    std::string value;
    std::vector<std::pair<std::string, std::string>> parameters;

    const std::string* parameter(std::string_view name) const;
};
std::optional<Parameterised> parse_parameterised(std::string_view text);

/// The boundary of a multipart/form-data Content-Type: 1..70 characters of RFC 2046 §5.1.1. nullopt: none or not allowed.
std::optional<std::string> parse_boundary(const Parameterised& content_type);

/// What a part says about itself.
struct PartHead {
    std::string name;
    std::optional<std::string> file_name;  // "" when the person chose no file
};
/// From the header lines of one part. nullopt: no form-data disposition with a name, or a name that is not clean UTF-8.
std::optional<PartHead> parse_part_head(std::string_view lines);

/// The last component of a name that a browser sent, at most 255 bytes (the end is kept: it has the extension).
std::string safe_file_name(std::string_view sent);

/// Takes the parts as they come. Every call returns 0 or the HTTP status of a refusal, which ends the parsing.
class PartSink {
public:
    virtual ~PartSink() = default;
    virtual int begin(const PartHead& head) = 0;
    virtual int data(std::string_view piece) = 0;
    virtual int end() = 0;
};

/// multipart/form-data (RFC 7578) in one pass over pieces of any size; holds at most one part header or one delimiter.
class MultipartParser {
public:
    MultipartParser(std::string boundary, std::size_t most_parts, PartSink& sink);

    /// 0 or a status: 400 broken, 413 too many parts, or what the sink said.
    int feed(std::string_view piece);
    /// The body has ended: 0, or 400 when its closing delimiter has not come.
    int finish() const { return state_ == State::epilogue ? 0 : 400; }
    std::size_t buffered() const { return held_.size(); }

    static constexpr std::size_t most_head_bytes = 8 * 1024;

private:
    enum class State { preamble, delimiter_end, head, data, epilogue };

    int feed_delimiter_end(std::string_view& piece);
    int feed_head(std::string_view& piece);
    int feed_data(std::string_view& piece);
    int give(std::string_view data);
    int delimiter_found();

    const std::string delimiter_;  // CR LF "--" boundary
    const std::size_t most_parts_;
    PartSink& sink_;
    State state_ = State::preamble;
    std::size_t matched_ = 2;  // of the delimiter; the first one may stand without its CR LF
    std::string held_;         // of a part header, or the two bytes behind a delimiter
    std::size_t parts_ = 0;
};

}  // namespace veche::web
