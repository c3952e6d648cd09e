#include <doctest/doctest.h>

#include "core/embedded.hpp"
#include "language/language.hpp"
#include "web/template.hpp"

namespace templates_test {

using namespace veche;

namespace {

std::string catalogue(std::string_view name)
{
    for (const auto& file : embedded_files())
        if (file.name == name) return std::string(file.content);
    return {};
}

}  // namespace

TEST_CASE("every template in the program loads, and says nothing that a language does not know")
{
    std::map<std::string, std::string, std::less<>> sources;
    for (const auto& file : embedded_files())
        if (file.name.starts_with("views/") && file.name.ends_with(".html"))
            sources.emplace(file.name.substr(6, file.name.size() - 11), file.content);
    CHECK(sources.size() > 40);
    REQUIRE(sources.contains("app/layout_portal"));
    const web::Templates templates(sources);
    const language::Catalogues catalogues(catalogue("language/ru.mo"), catalogue("language/en.mo"));
    const auto ids = templates.message_ids();
    CHECK(ids.size() > 100);
    for (const auto code : {language::Code::ru, language::Code::en})
        for (const auto& id : ids) CHECK_MESSAGE(catalogues.words(code).has(id), language::to_text(code), " ", id);
}

}  // namespace templates_test
