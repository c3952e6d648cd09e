#include "web/template.hpp"

#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "web/template_parser.hpp"
#include "web/template_renderer.hpp"

namespace veche {

void to_json(nlohmann::json& model, const Html& html)
{
    model = nlohmann::json{{"$html", html.text()}};
}

}  // namespace veche

namespace veche::web {

struct Templates::Implementation {
    std::map<std::string, Program, std::less<>> programs;
};

namespace {

constexpr int deepest_partial = 16;

using Programs = std::map<std::string, Program, std::less<>>;

void link(Programs& programs)
{
    for (auto& [name, program] : programs) {
        for (auto& operation : program.operations) {
            if (operation.step != Step::partial) continue;
            const auto found = programs.find(operation.text);
            if (found == programs.end())
                throw TemplateError(
                    fmt::format("{}:{}: there is no template '{}'", name, operation.line, operation.text));
            operation.partial = &found->second;
        }
    }
}

/// How many templates a template prints inside one another; each is measured once.
class Depths {
public:
    int of(const Program& program)
    {
        const auto [place, is_new] = depths_.emplace(&program, 0);
        if (!is_new && place->second == 0) throw TemplateError(program.name + ":1: this template contains itself");
        if (!is_new) return place->second;
        int deepest = 0;
        for (const auto& operation : program.operations)
            if (operation.step == Step::partial) deepest = std::max(deepest, of(*operation.partial));
        if (deepest > deepest_partial)
            throw TemplateError(fmt::format("{}:1: partials are more than {} deep", program.name, deepest_partial));
        depths_[&program] = deepest + 1;
        return deepest + 1;
    }

private:
    std::map<const Program*, int> depths_;  // 0: being measured
};

}  // namespace

Templates::Templates(const std::map<std::string, std::string, std::less<>>& sources)
{
    auto made = std::make_unique<Implementation>();
    for (const auto& [name, source] : sources) {
        auto& program = made->programs.try_emplace(name, name, source).first->second;
        parse_template(program);
    }
    link(made->programs);
    Depths depths;
    for (const auto& [name, program] : made->programs) depths.of(program);
    implementation_ = std::move(made);
}

Templates::~Templates() = default;

std::string Templates::render(std::string_view name, const nlohmann::json& model, const language::Words& words) const
{
    Model made;
    return render(name, made.from(model), words);
}

std::string Templates::render(std::string_view name, const Node& model, const language::Words& words) const
{
    const auto found = implementation_->programs.find(name);
    if (found == implementation_->programs.end()) throw TemplateError(fmt::format("there is no template '{}'", name));
    return render_program(found->second, model, words);
}

std::vector<std::string> Templates::message_ids() const
{
    std::set<std::string> ids;
    for (const auto& [name, program] : implementation_->programs)
        for (const auto& operation : program.operations)
            if (operation.step == Step::message) ids.emplace(operation.text);
    return {ids.begin(), ids.end()};
}

std::string escape_html(std::string_view text)
{
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    append_escaped(out, text);
    return out;
}

}  // namespace veche::web
