#include "features/settings/journal.hpp"

#include <doctest/doctest.h>

#include <map>

#include "core/embedded.hpp"

namespace journal_test {

using namespace veche;
using nlohmann::json;

namespace {

const language::Words& russian()
{
    static const language::Catalogues catalogues{std::string(embedded("language/ru.mo")),
                                                 std::string(embedded("language/en.mo"))};
    return catalogues.words(language::Code::ru);
}

json told(const std::string& deed, const json& details)
{
    app::store::AuditRow row;
    row.deed = deed;
    row.details = details.dump();
    row.object = "line/01h";
    return settings::journal_model(russian(), row);
}

}  // namespace

TEST_CASE("the journal says deeds in sentences, fields by their Russian names, before and after")
{
    const auto edit = told("plan.line.edit", {{"title", "Концерт"},
                                              {"version", 3},
                                              {"changed",
                                               {{"place", {{"was", "парк"}, {"now", "площадь"}}},
                                                {"age", {{"was", ""}, {"now", "6+"}}},
                                                {"responsible", json::object()}}}});
    CHECK(edit["deed"].get<std::string>().ends_with(": «Концерт»"));
    std::map<std::string, std::string> facts;
    for (const auto& fact : edit["facts"]) facts[fact["title"]] = fact["text"];
    CHECK(facts == std::map<std::string, std::string>{
                       {"возраст", "пусто → 6+"}, {"кто проводит", "изменено"}, {"место", "парк → площадь"}});
    const auto roles = told("accounts.roles_changed", {{"roles", {"organiser", "tos_chair"}}});
    CHECK(roles["facts"][0]["text"] == "организатор, председатель ТОС");
    const auto unknown = told("old.deed", {{"oddity", 1}});
    CHECK(unknown["deed"] == "old.deed");
    CHECK(unknown["facts"].empty());
    CHECK_FALSE(edit.dump().find("line/01h") != std::string::npos);
}

TEST_CASE("the journal's export has each row as it is stored")
{
    app::store::AuditRow row;
    row.number = 7;
    row.deed = "plan.line.edit";
    row.details = R"({"title":"Концерт"})";
    row.hash = "ab";
    const auto line = settings::export_line(row);
    CHECK(line.ends_with("\n"));
    const auto back = json::parse(line);
    CHECK(back.at("details").at("title") == "Концерт");
    CHECK(back.at("number") == 7);
    CHECK(back.at("hash") == "ab");
}

}  // namespace journal_test
