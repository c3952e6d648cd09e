#include "outside/marked_text.hpp"

#include "core/text.hpp"
#include "outside/table_reader.hpp"

namespace veche::outside {

namespace {

/// What was between two words that are gone is gone too: lines without a word, spaces beside one another.
std::string closed_up(std::string_view text)
{
    std::string lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const std::string line = one_line(text.substr(0, end));
        if (!line.empty()) lines += (lines.empty() ? "" : "\n") + line;
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

}  // namespace

void MarkedText::add(std::string_view words, Ink ink)
{
    const bool blank = trimmed(words).empty();
    if (ink == Ink::hidden) {
        hidden_ = hidden_ || !blank;
        return;
    }
    all_ += words;
    if (ink == Ink::plain || blank) rest_ += words;
    if (ink == Ink::struck) struck_ = struck_ || !blank;
}

void MarkedText::new_line()
{
    if (!all_.empty()) all_ += '\n';
    if (!rest_.empty()) rest_ += '\n';
}

Cell MarkedText::cell() const
{
    Cell cell;
    cell.marks.hidden_part = hidden_;
    const std::string rest = struck_ ? closed_up(clean_cell(rest_)) : clean_cell(rest_);
    cell.marks.struck = struck_ && rest.empty();
    cell.marks.struck_part = struck_ && !rest.empty();
    cell.text = cell.marks.struck ? clean_cell(all_) : rest;
    return cell;
}

}  // namespace veche::outside
