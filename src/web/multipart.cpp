#include "web/multipart.hpp"

#include <algorithm>
#include <cstring>

#include "core/ascii.hpp"
#include "core/text.hpp"
#include "web/framing.hpp"
#include "web/target.hpp"

namespace veche::web {

namespace {

std::string lower(std::string_view text)
{
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

/// `text` begins behind the opening quote; moves it behind the closing one. Only \" and \\ are escapes: browsers leave the
/// backslashes of "C:\photo.jpg" as they are.
std::optional<std::string> take_quoted(std::string_view& text)
{
    std::string value;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '"') {
            text.remove_prefix(i + 1);
            return value;
        }
        const bool escape = text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\');
        value += text[escape ? ++i : i];
    }
    return std::nullopt;
}

std::optional<std::string> take_value(std::string_view& text)
{
    if (text.starts_with('"')) {
        text.remove_prefix(1);
        return take_quoted(text);
    }
    const auto value = without_blanks(text.substr(0, text.find(';')));
    text.remove_prefix(std::min(text.find(';'), text.size()));
    if (value.empty() || value.find_first_of(" \t\"") != std::string_view::npos) return std::nullopt;
    return std::string(value);
}

/// Browsers write a quote and line ends inside names as %22, %0D, %0A (WHATWG HTML, "multipart/form-data").
std::string browser_unescaped(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto escape = text.substr(i, 3);
        const char meant = escape == "%22" ? '"' : escape == "%0D" ? '\r' : escape == "%0A" ? '\n' : '\0';
        out += meant ? meant : text[i];
        if (meant) i += 2;
    }
    return out;
}

bool is_one_clean_line(std::string_view text)
{
    return is_clean_utf8(text) && text.find_first_of("\r\n\t") == std::string_view::npos;
}

/// RFC 5987: UTF-8'ru'%D0%9F.jpg; other character sets are not understood.
std::optional<std::string> extended_value(std::string_view text)
{
    const auto charset = next_item(text, '\'');
    const auto language_end = text.find('\'');
    if (!equal_ignoring_case(charset, "utf-8") || language_end == std::string_view::npos) return std::nullopt;
    return percent_decoded(text.substr(language_end + 1), false);
}

std::optional<PartHead> read_disposition(std::string_view value)
{
    const auto disposition = parse_parameterised(value);
    if (!disposition || disposition->value != "form-data") return std::nullopt;
    const auto* name = disposition->parameter("name");
    if (!name) return std::nullopt;
    PartHead head{.name = browser_unescaped(*name)};
    if (const auto* plain = disposition->parameter("filename")) head.file_name = browser_unescaped(*plain);
    if (const auto* extended = disposition->parameter("filename*"))
        if (auto decoded = extended_value(*extended)) head.file_name = std::move(decoded);
    if (!is_one_clean_line(head.name)) return std::nullopt;
    // The name of somebody's file may be written in anything: it costs nobody the form.
    if (head.file_name && !head.file_name->empty())
        head.file_name = safe_file_name(one_line(cleaned_utf8(*head.file_name).text));
    return head;
}

}  // namespace

const std::string* Parameterised::parameter(std::string_view name) const
{
    for (const auto& [key, value] : parameters)
        if (key == name) return &value;
    return nullptr;
}

std::optional<Parameterised> parse_parameterised(std::string_view text)
{
    Parameterised parsed{.value = lower(without_blanks(text.substr(0, text.find(';'))))};
    text.remove_prefix(std::min(text.find(';'), text.size()));
    while (!text.empty()) {
        text.remove_prefix(1);  // the ';'
        text = without_blanks(text);
        if (text.empty()) break;  // a last ';' is harmless
        const auto equals = text.find('=');
        if (equals == std::string_view::npos || !is_token(text.substr(0, equals))) return std::nullopt;
        auto name = lower(text.substr(0, equals));
        text.remove_prefix(equals + 1);
        auto value = take_value(text);
        text = without_blanks(text);
        if (!value || parsed.parameter(name) || (!text.empty() && text.front() != ';')) return std::nullopt;
        parsed.parameters.emplace_back(std::move(name), std::move(*value));
    }
    return parsed;
}

std::optional<std::string> parse_boundary(const Parameterised& content_type)
{
    const auto* boundary = content_type.parameter("boundary");
    if (!boundary || boundary->empty() || boundary->size() > 70 || boundary->ends_with(' ')) return std::nullopt;
    const auto allowed = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               std::string_view("'()+_,-./:=? ").find(c) != std::string_view::npos;
    };
    return std::ranges::all_of(*boundary, allowed) ? std::optional(*boundary) : std::nullopt;
}

std::string safe_file_name(std::string_view sent)
{
    constexpr std::size_t most = 255;
    if (const auto slash = sent.find_last_of("/\\"); slash != std::string_view::npos) sent.remove_prefix(slash + 1);
    if (sent.size() > most) {
        sent.remove_prefix(sent.size() - most);
        while (!sent.empty() && (static_cast<unsigned char>(sent.front()) & 0xC0) == 0x80) sent.remove_prefix(1);
    }
    return sent.empty() || sent == "." || sent == ".." ? "file" : std::string(sent);
}

std::optional<PartHead> parse_part_head(std::string_view lines)
{
    std::optional<PartHead> head;
    while (!lines.empty()) {
        const auto end = lines.find("\r\n");
        const auto line = lines.substr(0, end);
        lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 2);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return std::nullopt;
        if (!equal_ignoring_case(line.substr(0, colon), "content-disposition")) continue;
        if (head) return std::nullopt;
        head = read_disposition(without_blanks(line.substr(colon + 1)));
        if (!head) return std::nullopt;
    }
    return head;
}

MultipartParser::MultipartParser(std::string boundary, std::size_t most_parts, PartSink& sink)
    : delimiter_("\r\n--" + std::move(boundary)), most_parts_(most_parts), sink_(sink)
{}

int MultipartParser::feed(std::string_view piece)
{
    while (!piece.empty()) {
        int refusal = 0;
        switch (state_) {
            case State::preamble:
            case State::data: refusal = feed_data(piece); break;
            case State::delimiter_end: refusal = feed_delimiter_end(piece); break;
            case State::head: refusal = feed_head(piece); break;
            case State::epilogue: return 0;
        }
        if (refusal) return refusal;
    }
    return 0;
}

int MultipartParser::give(std::string_view data)
{
    return state_ == State::data && !data.empty() ? sink_.data(data) : 0;
}

int MultipartParser::delimiter_found()
{
    const int refusal = state_ == State::data ? sink_.end() : 0;
    state_ = State::delimiter_end;
    matched_ = 0;
    return refusal;
}

// CR stands only at the delimiter's beginning, so after a mismatch no shorter match can be under way but one that starts
// at the present byte: one pass, no going back. What only looked like a delimiter is given together with what surrounds
// it: a file of nothing but CR must not become a write per byte.
int MultipartParser::feed_data(std::string_view& piece)
{
    bool carried = matched_ > 0;  // the match under way began in an earlier piece
    std::size_t start = 0;        // of what has not been given yet
    std::size_t match = 0;        // where the match under way begins
    for (std::size_t at = 0; at < piece.size();) {
        if (matched_ == 0) {
            const void* found = std::memchr(piece.data() + at, '\r', piece.size() - at);
            if (!found) break;
            match = static_cast<std::size_t>(static_cast<const char*>(found) - piece.data());
            at = match + 1;
            matched_ = 1;
        } else if (piece[at] == delimiter_[matched_]) {
            ++at;
            if (++matched_ < delimiter_.size()) continue;
            const auto content = carried ? std::string_view{} : piece.substr(start, match - start);
            piece.remove_prefix(at);
            const int refusal = give(content);
            return refusal ? refusal : delimiter_found();
        } else {
            if (carried) {
                if (const int refusal = give(std::string_view(delimiter_).substr(0, matched_))) return refusal;
                carried = false;
                start = at;
            }
            matched_ = 0;
        }
    }
    const auto content = carried ? std::string_view{} : piece.substr(start, (matched_ ? match : piece.size()) - start);
    piece = {};
    return give(content);
}

int MultipartParser::feed_delimiter_end(std::string_view& piece)
{
    held_ += piece.front();
    piece.remove_prefix(1);
    if (held_.size() < 2) return 0;
    const bool last = held_ == "--";
    if (!last && held_ != "\r\n") return 400;
    if (!last && ++parts_ > most_parts_) return 413;
    held_.clear();
    state_ = last ? State::epilogue : State::head;
    return 0;
}

int MultipartParser::feed_head(std::string_view& piece)
{
    // The end can lie across two pieces: look again at the last three bytes held.
    const std::size_t before = held_.size();
    const std::size_t taken = std::min(piece.size(), most_head_bytes + 4 - before);
    held_.append(piece.substr(0, taken));
    const auto end = held_.find("\r\n\r\n", before < 3 ? 0 : before - 3);
    if (end == std::string::npos) {
        if (held_.size() >= most_head_bytes + 4) return 400;
        piece.remove_prefix(taken);
        return 0;
    }
    piece.remove_prefix(end + 4 - before);
    const auto head = parse_part_head(std::string_view(held_).substr(0, end));
    held_.clear();
    if (!head) return 400;
    state_ = State::data;
    return sink_.begin(*head);
}

}  // namespace veche::web
