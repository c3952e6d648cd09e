#include "web/framing.hpp"

#include <algorithm>
#include <array>

#include "core/ascii.hpp"
#include "core/text.hpp"
#include "core/whole.hpp"

namespace veche::web {

namespace {

constexpr std::size_t longest_method_and_version = 48;

constexpr char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

constexpr std::array<bool, 256> token_table()
{
    std::array<bool, 256> table{};
    for (int c = '0'; c <= '9'; ++c) table[c] = true;
    for (int c = 'a'; c <= 'z'; ++c) table[c] = table[c - 32] = true;
    for (const char c : std::string_view("!#$%&'*+-.^_`|~")) table[static_cast<unsigned char>(c)] = true;
    return table;
}
constexpr auto is_token_character = token_table();

bool is_control(char c)
{
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t') || byte == 0x7f;
}

int read_version(std::string_view version, Head& head)
{
    const bool shaped = version.size() == 8 && version.starts_with("HTTP/") && version[6] == '.' && version[5] >= '0' &&
                        version[5] <= '9' && version[7] >= '0' && version[7] <= '9';
    if (!shaped) return 400;
    if (version != "HTTP/1.1" && version != "HTTP/1.0") return 505;
    head.http11 = version[7] == '1';
    return 0;
}

int read_method(std::string_view method, Head& head)
{
    if (method == "GET")
        head.method = Method::get;
    else if (method == "HEAD")
        head.method = Method::head;
    else if (method == "POST")
        head.method = Method::post;
    else {
        constexpr std::string_view known[] = {"PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT"};
        return std::ranges::find(known, method) != std::end(known) ? 405 : 501;
    }
    return 0;
}

int read_request_line(std::string_view line, const HeadLimits& limits, Head& head)
{
    const auto first = line.find(' ');
    const auto last = line.rfind(' ');
    if (first == std::string_view::npos || first == last) return 400;
    const auto method = line.substr(0, first);
    head.target = line.substr(first + 1, last - first - 1);
    if (!is_token(method)) return 400;
    if (head.target.size() > limits.target) return 414;
    // Only the origin form: the absolute form would name a second host, "*" and authorities are for proxies.
    if (!head.target.starts_with('/')) return 400;
    if (!std::ranges::all_of(head.target, [](char c) { return c > 0x20 && c < 0x7f; })) return 400;
    if (const int refusal = read_version(line.substr(last + 1), head)) return refusal;
    return read_method(method, head);
}

int read_field(std::string_view line, Head& head)
{
    // A space first would be a folded line, a space before the colon a smuggled name: both fail as not a token.
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return 400;
    const auto value = without_blanks(line.substr(colon + 1));
    if (std::ranges::any_of(value, is_control)) return 400;
    const bool ascii = std::ranges::all_of(value, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (!ascii && !is_clean_utf8(value)) return 400;
    head.fields.emplace_back(line.substr(0, colon), value);
    return 0;
}

int read_length(std::string_view value, Head& head)
{
    if (head.content_length) return 400;
    const auto length = parse_whole<std::uint64_t>(value);
    if (!length || value.size() > 18) return 400;  // what is longer is refused before anybody adds to it
    head.content_length = *length;
    return 0;
}

void read_connection(std::string_view value, Head& head)
{
    while (!value.empty()) {
        const auto option = without_blanks(next_item(value, ','));
        if (equal_ignoring_case(option, "close")) head.keep_alive = false;
        if (equal_ignoring_case(option, "keep-alive") && !head.http11) head.keep_alive = true;
    }
}

struct Counts {
    int hosts = 0;
    int codings = 0;
    bool closes = false;
};

int read_meaning(std::string_view name, std::string_view value, Head& head, Counts& counts)
{
    switch (name.size()) {
        case 4:
            if (equal_ignoring_case(name, "host")) ++counts.hosts, head.host = value;
            return 0;
        case 6:
            if (!equal_ignoring_case(name, "expect")) return 0;
            if (!equal_ignoring_case(value, "100-continue")) return 417;
            head.expects_continue = head.http11;
            return 0;
        case 10:
            if (equal_ignoring_case(name, "connection")) {
                read_connection(value, head);
                counts.closes = counts.closes || !head.keep_alive;
            }
            return 0;
        case 14: return equal_ignoring_case(name, "content-length") ? read_length(value, head) : 0;
        case 17:
            if (!equal_ignoring_case(name, "transfer-encoding")) return 0;
            ++counts.codings;
            head.chunked = true;
            return equal_ignoring_case(value, "chunked") ? 0 : 400;
        default: return 0;
    }
}

int check_framing(Head& head)
{
    Counts counts;
    head.keep_alive = head.http11;
    for (const auto& [name, value] : head.fields)
        if (const int refusal = read_meaning(name, value, head, counts)) return refusal;
    if (counts.closes && head.http11) head.keep_alive = false;
    if (counts.hosts != 1 || counts.codings > 1) return 400;
    if (head.chunked && (head.content_length || !head.http11)) return 400;
    // A body of GET has no meaning (RFC 9110 §9.3.1) and is a known way to smuggle.
    return head.method != Method::post && head.has_body() ? 400 : 0;
}

}  // namespace

bool is_token(std::string_view text)
{
    return !text.empty() &&
           std::ranges::all_of(text, [](char c) { return is_token_character[static_cast<unsigned char>(c)]; });
}

std::string_view without_blanks(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string_view next_item(std::string_view& rest, char separator)
{
    const auto end = rest.find(separator);
    const auto item = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    return item;
}

const std::string_view* Head::field(std::string_view name) const
{
    for (const auto& [key, value] : fields)
        if (equal_ignoring_case(key, name)) return &value;
    return nullptr;
}

HeadScanner::Found HeadScanner::line_end(std::size_t end)
{
    const std::size_t length = end - line_ - 2;  // without CR LF
    // One empty line before the request line is tolerated (RFC 9112 §2.2); the caller cuts it off.
    const bool leading = line_ == 0 && length == 0;
    if (length == 0 && lines_ > 0) return {.size = end};
    if (length == 0 && !leading) return {.refusal = 400};
    if (!leading && ++lines_ > limits_.fields + 1) return {.refusal = 431};
    line_ = end;
    return {};
}

HeadScanner::Found HeadScanner::scan(std::string_view buffer)
{
    for (; seen_ < buffer.size(); ++seen_) {
        const char c = buffer[seen_];
        const bool after_return = seen_ > line_ && buffer[seen_ - 1] == '\r';
        if ((c == '\n') != after_return) return {.refusal = 400};
        if (c != '\n' && c != '\r' && is_control(c)) return {.refusal = 400};
        if (c != '\n') continue;
        const auto found = line_end(seen_ + 1);
        if (found.refusal) return found;
        if (found.size > limits_.bytes) break;
        if (found.size) return found;
    }
    if (lines_ == 0 && buffer.size() - line_ > limits_.target + longest_method_and_version) return {.refusal = 414};
    return {.refusal = buffer.size() > limits_.bytes ? 431 : 0};
}

int parse_head(std::string_view block, const HeadLimits& limits, Head& head)
{
    if (block.starts_with("\r\n")) block.remove_prefix(2);
    head.fields.clear();
    bool first = true;
    while (true) {
        const auto end = block.find("\r\n");
        if (end == std::string_view::npos) return 400;
        const auto line = block.substr(0, end);
        if (line.empty()) break;
        if (!first && head.fields.size() == limits.fields) return 431;
        if (const int refusal = first ? read_request_line(line, limits, head) : read_field(line, head)) return refusal;
        first = false;
        block.remove_prefix(end + 2);
    }
    return first ? 400 : check_framing(head);
}

}  // namespace veche::web
