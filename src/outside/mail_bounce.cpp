#include "outside/mail_bounce.hpp"

#include <algorithm>

#include "core/text.hpp"

namespace veche::outside {

namespace {

constexpr std::size_t mark_head = 13, mark_tail = 20;

/// The next line without its end; `text` goes on behind it.
std::string_view next_line(std::string_view& text)
{
    const auto end = text.find('\n');
    auto line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

std::string in_small(std::string text)
{
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    return text;
}

struct HeaderField {
    std::string name, value;  // name in small letters, value unfolded
};

/// Fields up to the empty line; `text` goes on behind it.
std::vector<HeaderField> read_fields(std::string_view& text)
{
    std::vector<HeaderField> fields;
    while (!text.empty()) {
        const auto line = next_line(text);
        if (line.empty()) break;
        if ((line[0] == ' ' || line[0] == '\t') && !fields.empty()) {
            fields.back().value += ' ' + std::string(trimmed(line));
            continue;
        }
        const auto colon = line.find(':');
        if (colon == std::string_view::npos) continue;  // "From ann@…" that local delivery puts before all
        fields.push_back({in_small(std::string(line.substr(0, colon))), std::string(trimmed(line.substr(colon + 1)))});
    }
    return fields;
}

std::string value_of(const std::vector<HeaderField>& fields, std::string_view name)
{
    const auto found = std::ranges::find(fields, name, &HeaderField::name);
    return found == fields.end() ? std::string() : found->value;
}

/// The parameter of a Content-Type, without its quotes.
std::string parameter_of(const std::string& value, std::string_view name)
{
    const auto at = in_small(value).find(std::string(name) + "=");
    if (at == std::string::npos) return {};
    std::string_view rest = std::string_view(value).substr(at + name.size() + 1);
    if (rest.starts_with('"')) return std::string(rest.substr(1, rest.find('"', 1) - 1));
    return std::string(rest.substr(0, rest.find_first_of("; \t")));
}

/// The first part of that media type in a multipart body.
std::optional<std::string_view> find_part(std::string_view body, const std::string& boundary, std::string_view type)
{
    const std::string mark = "--" + boundary;
    while (!body.empty()) {
        const auto line = next_line(body);
        if (!line.starts_with(mark)) continue;
        if (line.starts_with(mark + "--")) return std::nullopt;
        auto rest = body;
        if (in_small(value_of(read_fields(rest), "content-type")).starts_with(type))
            return rest.substr(0, rest.find("\n" + mark));
    }
    return std::nullopt;
}

/// "smtp; 550 5.1.1 no such user" without what is before the semicolon; what is not text stays out of the log.
std::string diagnosis_of(const std::string& value)
{
    const auto semicolon = value.find(';');
    const auto text = trimmed(std::string_view(value).substr(semicolon == std::string::npos ? 0 : semicolon + 1));
    return is_clean_utf8(text) ? shortened(one_line(text), 300) : std::string();
}

bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

}  // namespace

std::optional<MailReport> parse_mail_report(std::string_view message)
{
    auto rest = message;
    const auto type = value_of(read_fields(rest), "content-type");
    if (!in_small(type).starts_with("multipart/report")) return std::nullopt;
    const auto boundary = parameter_of(type, "boundary");
    if (boundary.empty()) return std::nullopt;
    auto status = find_part(rest, boundary, "message/delivery-status");
    if (!status)
        status = find_part(rest, boundary, "message/global-delivery-status");  // RFC 6533: of a letter by SMTPUTF8
    if (!status) return std::nullopt;
    // Fields of the message, an empty line, then those of each recipient.
    while (!status->empty()) {
        const auto fields = read_fields(*status);
        const auto action = in_small(value_of(fields, "action"));
        if (action.empty()) continue;
        MailReport report;
        report.action = action.starts_with("failed")    ? MailReport::Action::failed
                        : action.starts_with("delayed") ? MailReport::Action::delayed
                                                        : MailReport::Action::other;
        const auto words = value_of(fields, "status");
        report.status = words.substr(0, words.find_first_not_of("0123456789."));
        report.diagnosis = diagnosis_of(value_of(fields, "diagnostic-code"));
        return report;
    }
    return std::nullopt;
}

std::vector<std::string> marks_in(std::string_view message)
{
    std::vector<std::string> marks;
    for (auto dash = message.find('-'); dash != std::string_view::npos; dash = message.find('-', dash + 1)) {
        if (dash < mark_head || dash + 1 + mark_tail > message.size()) continue;
        const auto text = message.substr(dash - mark_head, mark_head + 1 + mark_tail);
        const bool alone = (dash == mark_head || !is_word(message[dash - mark_head - 1])) &&
                           (dash + 1 + mark_tail == message.size() || !is_word(message[dash + 1 + mark_tail]));
        const auto tail = text.substr(mark_head + 1);
        if (!alone || !std::ranges::all_of(text.substr(0, mark_head), is_word) || !std::ranges::all_of(tail, is_word))
            continue;
        std::string mark = in_small(std::string(text));  // some servers write addresses in capitals
        if (std::ranges::find(marks, mark) == marks.end()) marks.push_back(std::move(mark));
        if (marks.size() == 20) break;
    }
    return marks;
}

}  // namespace veche::outside
