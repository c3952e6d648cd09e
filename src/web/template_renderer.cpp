#include "web/template_renderer.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include <nlohmann/json.hpp>

#include "language/language.hpp"
#include "web/template.hpp"

namespace veche::web {

namespace {

using nlohmann::json;

constexpr std::string_view html_key = "$html";

class Renderer {
public:
    Renderer(const json& model, const language::Words& words) : words_(words)
    {
        scopes_.reserve(16);
        scopes_.push_back(&model);
    }

    void run(const Program& program, std::size_t begin, std::size_t end);
    std::string take() { return std::move(out_); }
    void reserve(std::size_t bytes) { out_.reserve(bytes); }

private:
    [[noreturn]] void fail(const Program& program, const Operation& operation, std::string_view what) const;
    const json* find(const Path& path) const;
    const json& get(const Program& program, const Operation& operation, const Path& path) const;
    void print_value(const Program& program, const Operation& operation);
    void print_html(const Program& program, const Operation& operation);
    void print_message(const Program& program, const Operation& operation);
    void check_address(const Program& program, const Operation& operation) const;
    void run_section(const Program& program, const Operation& operation, std::size_t begin);
    bool is_shown(const Program& program, const Operation& operation) const;
    std::optional<bool> truth(const json& value) const;

    const language::Words& words_;
    std::string out_;
    std::vector<const json*> scopes_;
    std::size_t address_at_ = 0;
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
bool with_text(const json& value, const Take& take)
{
    switch (value.type()) {
        case json::value_t::string: take(std::string_view(value.get_ref<const std::string&>())); return true;
        case json::value_t::boolean:
            take(value.get<bool>() ? std::string_view("true") : std::string_view("false"));
            return true;
        case json::value_t::number_integer: print_number(value.get<std::int64_t>(), take); return true;
        case json::value_t::number_unsigned: print_number(value.get<std::uint64_t>(), take); return true;
        case json::value_t::number_float:
            if (!std::isfinite(value.get<double>())) return false;
            print_number(value.get<double>(), take);
            return true;
        default: return false;
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
const json* Renderer::find(const Path& path) const
{
    if (path.empty()) return scopes_.back();
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
        if (!(*scope)->is_object()) continue;
        auto found = (*scope)->find(path.front());
        if (found == (*scope)->end()) continue;
        const json* value = &*found;
        for (std::size_t i = 1; i < path.size(); ++i) {
            if (!value->is_object()) return nullptr;
            found = value->find(path[i]);
            if (found == value->end()) return nullptr;
            value = &*found;
        }
        return value;
    }
    return nullptr;
}

const json& Renderer::get(const Program& program, const Operation& operation, const Path& path) const
{
    const json* value = find(path);
    if (value) return *value;
    fail(program, operation, "is missing");
}

void Renderer::print_value(const Program& program, const Operation& operation)
{
    const json& value = get(program, operation, operation.path);
    const bool printed = with_text(value, [&](std::string_view text) { append_escaped(out_, text); });
    if (!printed) fail(program, operation, fmt::format("is no text but {}", value.type_name()));
}

void Renderer::print_html(const Program& program, const Operation& operation)
{
    const json& value = get(program, operation, operation.path);
    const auto found = value.is_object() && value.size() == 1 ? value.find(html_key) : value.end();
    if (!value.is_object() || found == value.end() || !found->is_string())
        fail(program, operation, "is no ready markup");
    out_ += found->get_ref<const std::string&>();
}

void Renderer::print_message(const Program& program, const Operation& operation)
{
    language::Values values;
    values.reserve(operation.arguments.size());
    for (const auto& argument : operation.arguments) {
        std::string text;
        const json* value = find(argument.path);
        if (!value || !with_text(*value, [&](std::string_view printed) { text = printed; }))
            fail(program, operation, fmt::format("has no text for {}=", argument.name));
        values.emplace_back(argument.name, std::move(text));
    }
    if (!operation.has_count) return append_escaped(out_, words_.say(operation.text, values));
    const json* count = find(operation.path);
    if (!count || !count->is_number_integer()) fail(program, operation, "has no whole number for count=");
    append_escaped(out_, words_.say(operation.text, count->get<std::int64_t>(), values));
}

void Renderer::check_address(const Program& program, const Operation& operation) const
{
    const std::string_view address = std::string_view(out_).substr(address_at_);
    if (!is_allowed_url(address, operation.rule))
        throw TemplateError(
            fmt::format("{}:{}: an address that is not allowed: '{}'", program.name, operation.line, address));
}

/// Numbers are neither: "0 comments" and "no comments" are for the model to tell apart.
std::optional<bool> Renderer::truth(const json& value) const
{
    if (value.is_number()) return std::nullopt;
    if (value.is_boolean()) return value.get<bool>();
    if (value.is_string()) return !value.get_ref<const std::string&>().empty();
    if (value.is_array()) return !value.empty();
    return value.is_object();
}

bool Renderer::is_shown(const Program& program, const Operation& operation) const
{
    if (operation.step == Step::exists) {
        const json* value = find(operation.path);
        return value && truth(*value).value_or(true);
    }
    const auto shown = truth(get(program, operation, operation.path));
    if (!shown) fail(program, operation, "is a number: a section needs a list, an object, a text, true or false");
    return *shown == (operation.step == Step::section);
}

void Renderer::run_section(const Program& program, const Operation& operation, std::size_t begin)
{
    if (!is_shown(program, operation)) return;
    const json* value = operation.step == Step::section ? find(operation.path) : nullptr;
    if (!value || value->is_boolean()) return run(program, begin, operation.jump);
    const auto run_in = [&](const json& scope) {
        scopes_.push_back(&scope);
        run(program, begin, operation.jump);
        scopes_.pop_back();
    };
    if (!value->is_array()) return run_in(*value);
    for (const json& item : *value) run_in(item);
}

}  // namespace

void append_escaped(std::string& out, std::string_view text)
{
    std::size_t done = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string_view escape;
        switch (text[i]) {
            case '&': escape = "&amp;"; break;
            case '<': escape = "&lt;"; break;
            case '>': escape = "&gt;"; break;
            case '"': escape = "&quot;"; break;
            case '\'': escape = "&#39;"; break;
            default: continue;
        }
        out += text.substr(done, i - done);
        out += escape;
        done = i + 1;
    }
    out += text.substr(done);
}

std::string render_program(const Program& program, const json& model, const language::Words& words)
{
    Renderer renderer(model, words);
    renderer.reserve(16 * 1024);  // most pages; a longer one doubles once or twice
    renderer.run(program, 0, program.operations.size());
    return renderer.take();
}

}  // namespace veche::web
