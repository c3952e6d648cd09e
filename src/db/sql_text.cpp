#include "db/sql_text.hpp"

#include <algorithm>
#include <cctype>

namespace veche::db {
namespace {

bool is_word(char letter)
{
    return std::isalnum(static_cast<unsigned char>(letter)) || letter == '_';
}

std::size_t after_word(std::string_view sql, std::size_t at)
{
    while (at < sql.size() && is_word(sql[at])) ++at;
    return at;
}

// '' inside '…' needs no care: it reads as the end of one string and the beginning of the next.
std::size_t after(std::string_view sql, std::size_t at, std::string_view end)
{
    const auto found = sql.find(end, at);
    return found == std::string_view::npos ? sql.size() : found + end.size();
}

// E'…' knows a backslash before the quote.
std::size_t after_escape_string(std::string_view sql, std::size_t at)
{
    for (; at < sql.size(); ++at) {
        if (sql[at] == '\\')
            ++at;
        else if (sql[at] == '\'')
            return at + 1;
    }
    return sql.size();
}

std::size_t after_dollar_body(std::string_view sql, std::size_t at)
{
    const auto end = after_word(sql, at + 1);
    if (end >= sql.size() || sql[end] != '$') return at;
    if (end > at + 1 && std::isdigit(static_cast<unsigned char>(sql[at + 1]))) return at;  // $1$ is no tag
    return after(sql, end + 1, sql.substr(at, end + 1 - at));
}

std::size_t after_block_comment(std::string_view sql, std::size_t at)
{
    int depth = 0;  // they nest in PostgreSQL
    while (at < sql.size()) {
        const auto two = sql.substr(at, 2);
        if (two != "/*" && two != "*/") {
            ++at;
            continue;
        }
        depth += two == "/*" ? 1 : -1;
        at += 2;
        if (depth == 0) return at;
    }
    return sql.size();
}

}  // namespace

std::size_t after_quoted(std::string_view sql, std::size_t at)
{
    const char before = at > 0 ? sql[at - 1] : ' ';
    const bool is_escape = (before == 'E' || before == 'e') && (at < 2 || !is_word(sql[at - 2]));
    switch (sql[at]) {
        case '\'': return is_escape ? after_escape_string(sql, at + 1) : after(sql, at + 1, "'");
        case '"': return after(sql, at + 1, "\"");
        case '-': return sql.substr(at, 2) == "--" ? after(sql, at, "\n") : at;
        case '/': return sql.substr(at, 2) == "/*" ? after_block_comment(sql, at) : at;
        case '$': return is_word(before) ? at : after_dollar_body(sql, at);
        default: return at;
    }
}

Positional to_positional(std::string_view sql)
{
    Positional result;
    std::size_t at = 0;
    while (at < sql.size()) {
        std::size_t end = after_quoted(sql, at);
        if (end == at && sql.substr(at, 2) == "::") end = at + 2;
        if (end != at) {
            result.text += sql.substr(at, end - at);
            at = end;
            continue;
        }
        const bool is_name = sql[at] == ':' && at + 1 < sql.size() && is_word(sql[at + 1]) &&
                             !std::isdigit(static_cast<unsigned char>(sql[at + 1]));
        if (!is_name) {
            result.text += sql[at++];
            continue;
        }
        end = after_word(sql, at + 1);
        const std::string name(sql.substr(at + 1, end - at - 1));
        auto found = std::find(result.names.begin(), result.names.end(), name);
        if (found == result.names.end()) found = result.names.insert(result.names.end(), name);
        result.text += "$" + std::to_string(found - result.names.begin() + 1);
        at = end;
    }
    return result;
}

}  // namespace veche::db
