#include "outside/csv.hpp"

#include <algorithm>
#include <iterator>
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

/// What spreadsheets pass over before they look for a formula, and a reader does not see.
constexpr std::string_view unseen[] = {"\xE2\x80\x8B",
                                       "\xE2\x80\x8C",
                                       "\xE2\x80\x8D",
                                       "\xE2\x80\x8E",
                                       "\xE2\x80\x8F",
                                       "\xE2\x80\xAA",
                                       "\xE2\x80\xAB",
                                       "\xE2\x80\xAC",
                                       "\xE2\x80\xAD",
                                       "\xE2\x80\xAE",
                                       "\xE2\x81\xA0",
                                       "\xE2\x81\xA6",
                                       "\xE2\x81\xA7",
                                       "\xE2\x81\xA8",
                                       "\xE2\x81\xA9",
                                       "\xEF\xBB\xBF",
                                       "\xC2\xAD",
                                       "\xCD\x8F",
                                       "\xC2\xA0",
                                       "\xE3\x80\x80",
                                       " ",
                                       "'"};

/// Full-width ＝ ＋ － ＠ begin a formula where input is folded to ASCII, and so do their small and mathematical brothers.
constexpr std::string_view formula_starts[] = {"=",
                                               "+",
                                               "-",
                                               "@",
                                               "\t",
                                               "\r",
                                               "\n",
                                               "\xEF\xBC\x9D",
                                               "\xEF\xBC\x8B",
                                               "\xEF\xBC\x8D",
                                               "\xEF\xBC\xA0",
                                               "\xEF\xB9\xA6",
                                               "\xEF\xB9\xA2",
                                               "\xEF\xB9\xA3",
                                               "\xEF\xB9\xAB",
                                               "\xE2\x88\x92"};

bool is_dangerous(std::string_view text)
{
    for (bool passed = true; passed;) {
        passed = false;
        for (const auto one : unseen)
            if (text.starts_with(one)) text.remove_prefix(one.size()), passed = true;
    }
    return std::any_of(std::begin(formula_starts), std::end(formula_starts),
                       [&](std::string_view start) { return text.starts_with(start); });
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
