// A template that loads must keep any value a value: printed with hostile text instead of a letter, a page has exactly
// as many characters of markup as before. Input: source, NUL, value.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include <nlohmann/json.hpp>

#include "core/expect.hpp"
#include "language/language.hpp"
#include "language/tests/mo_bytes.hpp"
#include "web/template.hpp"

namespace {

using veche::web::TemplateError;
using veche::web::Templates;

const veche::language::Words& words()
{
    using namespace veche::language;
    static const Catalogues catalogues(
        tests::mo_bytes(tests::ru_header, {{"a.b", {"слово {x}"}}, {"a.n", {"{count} а", "б", "в"}}}),
        tests::mo_bytes(tests::en_header, {{"a.b", {"word {x}"}}}));
    return catalogues.words(Code::ru);
}

nlohmann::json model_with(const std::string& value)
{
    return {{"x", value},  {"y", {{"x", value}}},    {"n", 5},         {"yes", true},
            {"no", false}, {"list", {value, value}}, {"none", nullptr}};
}

std::string markup_of(const std::string& page)
{
    std::string markup;
    for (const char c : page)
        if (c == '<' || c == '>' || c == '"' || c == '\'') markup += c;
    return markup;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string input(reinterpret_cast<const char*>(data), size);
    const auto end = std::min(input.find('\0'), input.size());
    const std::string value = "v" + (end < input.size() ? input.substr(end + 1) : "\"'><script>");
    try {
        const Templates templates({{"page", input.substr(0, end)}, {"part", "<b title='{{x}}'>{{x}}</b>"}});
        const std::string plain = templates.render("page", model_with("/v"), words());
        const std::string hostile = templates.render("page", model_with("/" + value), words());
        if (markup_of(plain) != markup_of(hostile)) std::abort();
    } catch (const TemplateError&) {
        // refused: the template, or a value it asks for
    } catch (const veche::Bug&) {
        // a message that no catalogue has; a lint finds those
    }
    return 0;
}
