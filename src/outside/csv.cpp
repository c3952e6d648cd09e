#include "outside/csv.hpp"

#include <map>

namespace veche::outside {

namespace {

constexpr std::size_t records_looked_at = 200;

class CsvReader {
public:
    CsvReader(std::string_view text, char delimiter) : text_(text), delimiter_(delimiter) {}

    bool at_end() const { return at_ >= text_.size(); }

    CsvRow next_record()
    {
        CsvRow row;
        for (;;) {
            row.push_back(next_field());
            if (at_end()) return row;
            if (text_[at_] == delimiter_) {
                ++at_;
                continue;
            }
            skip_line_end();
            return row;
        }
    }

private:
    bool ends_field(char c) const { return c == delimiter_ || c == '\n' || c == '\r'; }

    void skip_line_end()
    {
        if (text_.substr(at_).starts_with("\r\n")) ++at_;
        ++at_;
        ++line_;
    }

    std::string next_field()
    {
        std::string field;
        if (!at_end() && text_[at_] == '"') add_quoted(field);
        while (!at_end() && !ends_field(text_[at_])) field += text_[at_++];
        return field;
    }

    void add_quoted(std::string& field)
    {
        const std::size_t opened = line_;
        for (++at_;;) {
            if (at_end()) throw UnclosedQuote{opened};
            const char c = text_[at_];
            if (c == '"') {
                ++at_;
                if (at_end() || text_[at_] != '"') return;
                field += '"';
                ++at_;
            } else if (c == '\n' || c == '\r') {
                field += '\n';
                skip_line_end();
            } else {
                field += c;
                ++at_;
            }
        }
    }

    std::string_view text_;
    char delimiter_;
    std::size_t at_ = 0;
    std::size_t line_ = 1;
};

bool is_dangerous(std::string_view text)
{
    constexpr std::string_view starts = "=+-@\t\r\n";
    const auto first = text.find_first_not_of('\'');
    return first != std::string_view::npos && starts.find(text[first]) != std::string_view::npos;
}

/// Records cut into the commonest number of fields, and that number; {0, 0} when a quote stays open.
std::pair<std::size_t, std::size_t> regularity(std::string_view text, char delimiter)
{
    std::map<std::size_t, std::size_t> counts;
    std::size_t records = 0;
    try {
        read_csv(text, delimiter, [&](CsvRow&& row) {
            if (row.size() > 1) ++counts[row.size()];
            return ++records < records_looked_at;
        });
    } catch (const UnclosedQuote&) {
        // The quote stays open with every delimiter or shows that this is not the one; what was counted still tells.
    }
    std::pair<std::size_t, std::size_t> best{0, 0};
    for (const auto& [fields, count] : counts) best = std::max(best, std::pair(count, fields));
    return best;
}

}  // namespace

void read_csv(std::string_view text, char delimiter, const std::function<bool(CsvRow&&)>& row)
{
    CsvReader reader(text, delimiter);
    while (!reader.at_end())
        if (!row(reader.next_record())) return;
}

char find_delimiter(std::string_view text)
{
    char best = '\0';
    std::pair<std::size_t, std::size_t> most{0, 0};
    for (const char delimiter : {';', '\t', ','}) {
        const auto found = regularity(text, delimiter);
        if (found > most) {
            most = found;
            best = delimiter;
        }
    }
    return best;
}

std::string csv_field(std::string_view text)
{
    std::string field = is_dangerous(text) ? "'" : "";
    field += text;
    const bool spaced = !field.empty() && (field.front() == ' ' || field.back() == ' ');
    if (!spaced && field.find_first_of("\";,\t\r\n") == std::string::npos) return field;
    std::string quoted = "\"";
    for (const char c : field) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string_view without_guard(std::string_view text)
{
    if (text.starts_with('\'') && is_dangerous(text)) text.remove_prefix(1);
    return text;
}

}  // namespace veche::outside
