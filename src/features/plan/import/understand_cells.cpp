#include "features/plan/import/understand_cells.hpp"

#include <algorithm>

#include "core/text.hpp"
#include "features/plan/import/understand_words.hpp"

namespace veche::plan::cells {

namespace {

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

void add_body(std::vector<std::string>& bodies, std::string_view piece)
{
    std::string body = one_line(piece);
    while (body.ends_with(',') || body.ends_with(';'))
        body = one_line(std::string_view(body).substr(0, body.size() - 1));
    if (words::is_dash_or_empty(body) || std::find(bodies.begin(), bodies.end(), body) != bodies.end()) return;
    bodies.push_back(std::move(body));
}

/// A capital letter or an opening quote begins the name of the next body.
bool begins_body(std::string_view text)
{
    text = trimmed(text);
    if (text.starts_with("«") || text.starts_with("\"")) return true;
    if (text.empty() || words::begins_lower(text)) return false;
    const auto first = static_cast<unsigned char>(text.front());
    return first >= 0xC0 || (first >= 'A' && first <= 'Z');
}

/// Depth of quotes and brackets as the text goes on. Straight quotes open and close in turn.
struct Nesting {
    int depth = 0;
    bool straight = false;

    void pass(std::string_view rest)
    {
        if (rest.starts_with("«") || rest.starts_with("(")) ++depth;
        if ((rest.starts_with("»") || rest.starts_with(")")) && depth > 0) --depth;
        if (rest.starts_with("\"")) straight = !straight;
    }
    bool outside() const { return depth == 0 && !straight; }
};

/// "28.05.2021" -> "0.0.0".
std::string shape(std::string_view text)
{
    std::string result;
    for (const char c : text) {
        if (!is_digit(c)) {
            result += c;
        } else if (result.empty() || result.back() != '0') {
            result += '0';
        }
    }
    return result;
}

}  // namespace

std::vector<std::string> split_responsible(std::string_view text)
{
    std::vector<std::string> bodies;
    // Who lists bodies with ';' has commas inside their names.
    const bool listed = text.find(';') != std::string_view::npos;
    Nesting nesting;
    std::size_t start = 0;
    for (std::size_t at = 0; at < text.size(); ++at) {
        nesting.pass(text.substr(at));
        const char c = text[at];
        const bool soft = (c == ',' && nesting.outside() && !listed) || c == '\n';
        if (c != ';' && !(soft && begins_body(text.substr(at + 1)))) continue;
        add_body(bodies, text.substr(start, at - start));
        start = at + 1;
        nesting = {};
    }
    add_body(bodies, text.substr(start));
    return bodies;
}

std::string join_time_lines(std::string_view text)
{
    std::string result;
    std::string before;
    while (!text.empty()) {
        const auto end = text.find('\n');
        std::string line = one_line(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.empty()) continue;
        const bool dates = !before.empty() && is_digit(line.front()) && shape(before) == shape(line);
        if (!result.empty()) result += dates && !result.ends_with(';') && !result.ends_with(',') ? "; " : " ";
        result += line;
        before = std::move(line);
    }
    return result;
}

std::string clock_words(std::string_view text)
{
    const std::string line = one_line(text);
    const auto mark = line.find_first_of(":.-");
    if (mark == std::string::npos || mark == 0 || mark > 2 || line.size() != mark + 3) return line;
    for (std::size_t at = 0; at < line.size(); ++at)
        if (at != mark && !is_digit(line[at])) return line;
    const int hour = std::stoi(line.substr(0, mark));
    if (hour > 23 || line[mark + 1] > '5') return line;
    return line.substr(0, mark) + ":" + line.substr(mark + 1);
}

std::optional<AgeMark> parse_age(std::string_view text)
{
    std::string mark = one_line(text);
    std::erase_if(mark, [](char c) { return c == ' ' || c == '(' || c == ')'; });
    return parse_age_mark(mark);
}

}  // namespace veche::plan::cells
