#include "web/template_renderer.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "language/language.hpp"
#include "language/typeset.hpp"
#include "web/template.hpp"

namespace veche::web {

namespace {

class Renderer {
public:
    Renderer(const Node& model, const language::Words& words) : words_(words)
    {
        scopes_.reserve(16);
        scopes_.push_back(&model);
    }

    void run(const Program& program, std::size_t begin, std::size_t end);
    std::string take() { return std::move(out_); }
    void reserve(std::size_t bytes) { out_.reserve(bytes); }

private:
    [[noreturn]] void fail(const Program& program, const Operation& operation, std::string_view what) const;
    const Node* find(const Path& path) const;
    const Node& get(const Program& program, const Operation& operation, const Path& path) const;
    void print_text(const Operation& operation, std::string_view text);
    void print_value(const Program& program, const Operation& operation);
    void print_html(const Program& program, const Operation& operation);
    void print_message(const Program& program, const Operation& operation);
    void check_address(const Program& program, const Operation& operation) const;
    void run_section(const Program& program, const Operation& operation, std::size_t begin);
    bool is_shown(const Program& program, const Operation& operation) const;
    std::optional<bool> truth(const Node& value) const;

    const language::Words& words_;
    std::string out_;
    std::vector<const Node*> scopes_;
    std::size_t address_at_ = 0;
    std::string typeset_;  // the last text that was: its room is used again
};

/// A number as JSON would print it: the shortest form that reads back the same.
template <class Number, class Take>
void print_number(Number number, const Take& take)
{
    std::array<char, 32> buffer;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
    take(std::string_view(buffer.data(), static_cast<std::size_t>(end - buffer.data())));
}

/// Calls `take` with the value's text; false when it has none.
template <class Take>
bool with_text(const Node& value, const Take& take)
{
    switch (value.type()) {
        case Node::Type::text: take(value.text()); return true;
        case Node::Type::boolean:
            take(value.boolean() ? std::string_view("true") : std::string_view("false"));
            return true;
        case Node::Type::integer: print_number(value.integer(), take); return true;
        case Node::Type::natural: print_number(value.natural(), take); return true;
        case Node::Type::real:
            if (!std::isfinite(value.real())) return false;
            print_number(value.real(), take);
            return true;
        default: return false;
    }
}

std::string_view type_name(const Node& value)
{
    switch (value.type()) {
        case Node::Type::nothing: return "null";
        case Node::Type::list: return "a list";
        case Node::Type::object: return "an object";
        case Node::Type::html: return "ready markup";
        case Node::Type::real: return "not a number";
        default: return "another value";
    }
}

void Renderer::fail(const Program& program, const Operation& operation, std::string_view what) const
{
    throw TemplateError(fmt::format("{}:{}: '{}' {}", program.name, operation.line, operation.text, what));
}

void Renderer::run(const Program& program, std::size_t begin, std::size_t end)
{
    for (std::size_t i = begin; i < end; ++i) {
        const Operation& operation = program.operations[i];
        switch (operation.step) {
            case Step::text: out_ += operation.text; break;
            case Step::value: print_value(program, operation); break;
            case Step::html: print_html(program, operation); break;
            case Step::message: print_message(program, operation); break;
            case Step::partial: run(*operation.partial, 0, operation.partial->operations.size()); break;
            case Step::url_begin: address_at_ = out_.size() - operation.already; break;
            case Step::url_end: check_address(program, operation); break;
            case Step::section:
            case Step::inverted:
            case Step::exists:
                run_section(program, operation, i + 1);
                i = operation.jump - 1;
                break;
        }
    }
}

/// The first name is looked for from the innermost scope outwards; the rest of a path only inside it.
const Node* Renderer::find(const Path& path) const
{
    if (path.empty()) return scopes_.back();
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
        const Node* value = (*scope)->find(path.front());
        if (!value) continue;
        for (std::size_t i = 1; i < path.size() && value; ++i) value = value->find(path[i]);
        return value;
    }
    return nullptr;
}

const Node& Renderer::get(const Program& program, const Operation& operation, const Path& path) const
{
    const Node* value = find(path);
    if (value) return *value;
    fail(program, operation, "is missing");
}

void Renderer::print_text(const Operation& operation, std::string_view text)
{
    if (!operation.is_prose) return append_escaped(out_, text);
    language::typeset(text, typeset_);
    append_escaped(out_, typeset_);
}

void Renderer::print_value(const Program& program, const Operation& operation)
{
    const Node& value = get(program, operation, operation.path);
    const bool printed = with_text(value, [&](std::string_view text) { print_text(operation, text); });
    if (!printed) fail(program, operation, fmt::format("is no text but {}", type_name(value)));
}

void Renderer::print_html(const Program& program, const Operation& operation)
{
    const Node& value = get(program, operation, operation.path);
    if (value.type() != Node::Type::html) fail(program, operation, "is no ready markup");
    out_ += value.text();
}

void Renderer::print_message(const Program& program, const Operation& operation)
{
    language::Values values;
    values.reserve(operation.arguments.size());
    for (const auto& argument : operation.arguments) {
        std::string text;
        const Node* value = find(argument.path);
        if (!value || !with_text(*value, [&](std::string_view printed) { text = printed; }))
            fail(program, operation, fmt::format("has no text for {}=", argument.name));
        values.emplace_back(argument.name, std::move(text));
    }
    if (!operation.has_count) return print_text(operation, words_.say(operation.text, values));
    const Node* count = find(operation.path);
    const bool natural = count && count->type() == Node::Type::natural;
    if (!count || (!natural && count->type() != Node::Type::integer))
        fail(program, operation, "has no whole number for count=");
    const auto number = natural ? static_cast<std::int64_t>(count->natural()) : count->integer();
    print_text(operation, words_.say(operation.text, number, values));
}

void Renderer::check_address(const Program& program, const Operation& operation) const
{
    const std::string_view address = std::string_view(out_).substr(address_at_);
    if (!is_allowed_url(address, operation.rule))
        throw TemplateError(
            fmt::format("{}:{}: an address that is not allowed: '{}'", program.name, operation.line, address));
}

/// Numbers are neither: "0 comments" and "no comments" are for the model to tell apart.
std::optional<bool> Renderer::truth(const Node& value) const
{
    switch (value.type()) {
        case Node::Type::integer:
        case Node::Type::natural:
        case Node::Type::real: return std::nullopt;
        case Node::Type::boolean: return value.boolean();
        case Node::Type::text: return !value.text().empty();
        case Node::Type::list: return !value.items().empty();
        case Node::Type::nothing: return false;
        default: return true;
    }
}

bool Renderer::is_shown(const Program& program, const Operation& operation) const
{
    if (operation.step == Step::exists) {
        const Node* value = find(operation.path);
        return value && truth(*value).value_or(true);
    }
    const auto shown = truth(get(program, operation, operation.path));
    if (!shown) fail(program, operation, "is a number: a section needs a list, an object, a text, true or false");
    return *shown == (operation.step == Step::section);
}

void Renderer::run_section(const Program& program, const Operation& operation, std::size_t begin)
{
    if (!is_shown(program, operation)) return;
    const Node* value = operation.step == Step::section ? find(operation.path) : nullptr;
    if (!value || value->type() == Node::Type::boolean) return run(program, begin, operation.jump);
    const auto run_in = [&](const Node& scope) {
        scopes_.push_back(&scope);
        run(program, begin, operation.jump);
        scopes_.pop_back();
    };
    if (value->type() != Node::Type::list) return run_in(*value);
    for (const Node& item : value->items()) run_in(item);
}

}  // namespace

void append_escaped(std::string& out, std::string_view text)
{
    static constexpr auto special = [] {
        std::array<bool, 256> table{};
        for (const char c : std::string_view("&<>\"'")) table[static_cast<unsigned char>(c)] = true;
        return table;
    }();
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!special[static_cast<unsigned char>(text[i])]) continue;
        out += text.substr(done, i - done);
        switch (text[i]) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += "&#39;"; break;
        }
        done = i + 1;
    }
    out += text.substr(done);
}

std::string render_program(const Program& program, const Node& model, const language::Words& words)
{
    Renderer renderer(model, words);
    renderer.reserve(program.printed.load(std::memory_order_relaxed) + 1024);
    renderer.run(program, 0, program.operations.size());
    auto text = renderer.take();
    program.printed.store(text.size(), std::memory_order_relaxed);
    return text;
}

}  // namespace veche::web
