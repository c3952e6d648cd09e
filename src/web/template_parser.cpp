#include "web/template_parser.hpp"

#include <fmt/format.h>

#include "web/template.hpp"
#include "web/template_html.hpp"

namespace veche::web {

namespace {

constexpr std::size_t deepest_section = 32;

std::string_view trimmed_spaces(std::string_view text)
{
    const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

bool is_word(std::string_view text, std::string_view more = {})
{
    const auto fits = [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               more.find(c) != std::string_view::npos;
    };
    return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

/// Cuts the first word off; `rest` loses it and the spaces behind it.
std::string_view take_word(std::string_view& rest)
{
    const auto end = std::min(rest.find_first_of(" \t\r\n"), rest.size());
    const auto word = rest.substr(0, end);
    rest = trimmed_spaces(rest.substr(end));
    return word;
}

class Parser {
public:
    explicit Parser(Program& program) : program_(program) {}

    void parse();

private:
    struct OpenSection {
        std::size_t operation;
        HtmlReader::State html;
    };

    [[noreturn]] void fail(const std::string& what) const;
    void parse_all();
    void read_text(std::size_t end);
    void flush(std::size_t end);
    void read_tag();
    void read_plain_tag(std::string_view tag);
    void add_value(std::string_view name, Step step);
    void add_message(std::string_view tag);
    void add_argument(Operation& operation, std::string_view argument);
    void add_partial(std::string_view name);
    void open_section(std::string_view name, Step step);
    void close_section(std::string_view name);
    void judge_address();
    Operation& add(Step step, std::string_view text);
    Path parse_path(std::string_view name) const;

    Program& program_;
    HtmlReader html_;
    std::vector<OpenSection> open_;
    std::size_t at_ = 0;          // next byte of the source
    std::size_t text_begin_ = 0;  // literal text not yet in an operation
    int line_ = 1;
    unsigned judged_attribute_ = 0;            // its address was looked at
    std::optional<UrlRule> address_to_check_;  // url_begin was added, url_end not yet
};

void Parser::fail(const std::string& what) const
{
    throw TemplateError(fmt::format("{}:{}: {}", program_.name, line_, what));
}

void Parser::parse()
{
    try {
        parse_all();
    } catch (const HtmlError& error) {
        fail(error.what());
    }
}

void Parser::parse_all()
{
    const std::string_view source = program_.source;
    while (at_ < source.size()) {
        const auto tag = source.find("{{", at_);
        read_text(std::min(tag, source.size()));
        if (tag != std::string_view::npos) read_tag();
    }
    flush(at_);
    if (!open_.empty()) {
        const auto& section = program_.operations[open_.back().operation];
        line_ = section.line;
        fail(fmt::format("the section '{}' is not closed", section.text));
    }
    html_.expect_end();
}

void Parser::read_text(std::size_t end)
{
    for (; at_ < end; ++at_) {
        const char c = program_.source[at_];
        html_.read(c);
        if (c == '\n') ++line_;
        if (!address_to_check_ || html_.place() == HtmlReader::Place::quoted) continue;
        flush(at_);  // the address ends before this quote
        add(Step::url_end, {}).rule = *address_to_check_;
        address_to_check_.reset();
    }
}

void Parser::flush(std::size_t end)
{
    if (end > text_begin_) add(Step::text, std::string_view(program_.source).substr(text_begin_, end - text_begin_));
    text_begin_ = end;
}

void Parser::read_tag()
{
    const std::string_view source = program_.source;
    flush(at_);
    const bool triple = source.substr(at_).starts_with("{{{");
    const std::string_view closing = triple ? "}}}" : "}}";
    const auto begin = at_ + closing.size();
    const auto end = source.find(closing, begin);
    if (end == std::string_view::npos) fail("{{ without }}");
    const auto tag = source.substr(begin, end - begin);
    if (triple) {
        html_.expect_text_place("ready markup");
        add_value(trimmed_spaces(tag), Step::html);
    } else if (!tag.starts_with('!')) {
        read_plain_tag(trimmed_spaces(tag));
    }
    line_ += static_cast<int>(std::count(tag.begin(), tag.end(), '\n'));
    at_ = text_begin_ = end + closing.size();
}

void Parser::read_plain_tag(std::string_view tag)
{
    if (tag.empty()) fail("an empty {{}}");
    if (html_.url_rule()) judge_address();
    const auto name = trimmed_spaces(tag.substr(1));
    switch (tag[0]) {
        case '#': return open_section(name, Step::section);
        case '^': return open_section(name, Step::inverted);
        case '?': return open_section(name, Step::exists);
        case '/': return close_section(name);
        case '>': return add_partial(name);
        default: break;
    }
    html_.expect_value_place();
    if (tag[0] == 't' && !name.empty() && tag.find_first_of(" \t\r\n") == 1) return add_message(name);
    add_value(tag, Step::value);
}

/// At the first tag inside an address: is what the template itself wrote enough to know where it leads?
void Parser::judge_address()
{
    if (judged_attribute_ == html_.attribute_number()) return;
    judged_attribute_ = html_.attribute_number();
    const UrlRule rule = *html_.url_rule();
    switch (judge_url_beginning(html_.url_text(), rule)) {
        case UrlVerdict::fixed: return;
        case UrlVerdict::refused: fail("this address is not allowed: " + html_.url_text());
        case UrlVerdict::undecided: break;
    }
    add(Step::url_begin, {}).already = html_.url_text().size();
    address_to_check_ = rule;
}

Operation& Parser::add(Step step, std::string_view text)
{
    auto& operation = program_.operations.emplace_back();
    operation.step = step;
    operation.line = line_;
    operation.text = text;
    return operation;
}

Path Parser::parse_path(std::string_view name) const
{
    Path path;
    if (name == ".") return path;
    for (std::string_view rest = name;;) {
        const auto dot = rest.find('.');
        const auto part = rest.substr(0, dot);
        if (!is_word(part)) fail(fmt::format("'{}' is not a name", name));
        path.push_back(Key::of(part));
        if (dot == std::string_view::npos) return path;
        rest.remove_prefix(dot + 1);
    }
}

void Parser::add_value(std::string_view name, Step step)
{
    Path path = parse_path(name);
    auto& operation = add(step, name);
    operation.path = std::move(path);
    operation.is_prose = step == Step::value && html_.is_prose_place();
}

void Parser::add_message(std::string_view tag)
{
    const auto id = take_word(tag);
    if (!is_word(id, ".") || id.find('.') == std::string_view::npos) fail(fmt::format("'{}' is not a message", id));
    auto& operation = add(Step::message, id);
    operation.is_prose = html_.is_prose_place();
    while (!tag.empty()) add_argument(operation, take_word(tag));
}

void Parser::add_argument(Operation& operation, std::string_view argument)
{
    const auto equal = argument.find('=');
    if (equal == std::string_view::npos || !is_word(argument.substr(0, equal)))
        fail(fmt::format("'{}' is not name=path", argument));
    const auto name = argument.substr(0, equal);
    Path path = parse_path(argument.substr(equal + 1));
    const auto same = [&](const Argument& other) { return other.name == name; };
    if (std::any_of(operation.arguments.begin(), operation.arguments.end(), same) ||
        (name == "count" && operation.has_count))
        fail(fmt::format("'{}' is given twice", name));
    if (name == "count") {
        operation.path = std::move(path);
        operation.has_count = true;
    } else {
        operation.arguments.push_back({std::string(name), std::move(path)});
    }
}

void Parser::add_partial(std::string_view name)
{
    html_.expect_text_place("a partial");
    if (!is_word(name, "/-")) fail(fmt::format("'{}' is not a template's name", name));
    add(Step::partial, name);
}

void Parser::open_section(std::string_view name, Step step)
{
    if (open_.size() == deepest_section) fail("sections are nested too deeply");
    auto state = html_.begin_section();
    add_value(name, step);
    open_.push_back({program_.operations.size() - 1, std::move(state)});
}

void Parser::close_section(std::string_view name)
{
    if (open_.empty()) fail(fmt::format("'{}' is closed but was not opened", name));
    auto& section = program_.operations[open_.back().operation];
    if (section.text != name) fail(fmt::format("'{}' is closed inside '{}'", name, section.text));
    html_.end_section(open_.back().html);
    section.jump = program_.operations.size();
    open_.pop_back();
}

}  // namespace

void parse_template(Program& program)
{
    Parser(program).parse();
}

}  // namespace veche::web
