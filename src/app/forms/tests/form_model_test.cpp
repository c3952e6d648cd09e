#include "app/forms/form_model.hpp"

#include <doctest/doctest.h>

#include "core/embedded.hpp"
#include "web/template.hpp"

namespace form_model_test {

using namespace veche;
using namespace veche::app;
using web::FieldKind, web::FormField;

namespace {

std::string_view embedded(std::string_view name)
{
    for (const auto& file : embedded_files())
        if (file.name == name) return file.content;
    return {};
}

const language::Words& words()
{
    static const language::Catalogues made(std::string(embedded("language/ru.mo")),
                                           std::string(embedded("language/en.mo")));
    return made.words(language::Code::ru);
}

std::string rendered(const nlohmann::json& field)
{
    std::map<std::string, std::string, std::less<>> sources;
    for (const auto* name : {"field", "field_notes", "field_error", "field_box"})
        sources.emplace(std::string("app/") + name, embedded("views/app/" + std::string(name) + ".html"));
    return web::Templates(sources).render("app/field", field, words());
}

bool holds(const std::string& text, std::string_view part)
{
    return text.find(part) != std::string::npos;
}

constexpr FormField table[] = {
    web::version_field,
    {.name = "name", .label = "bodies.name", .hint = "bodies.name_hint", .limit = 50, .obligatory = true},
    {.name = "about", .kind = FieldKind::paragraphs, .label = "bodies.about", .limit = 100, .rows = 4},
    {.name = "names", .kind = FieldKind::lines, .label = "bodies.names", .limit = 50},
    {.name = "kind", .kind = FieldKind::radio, .label = "bodies.kind"},
    {.name = "into", .kind = FieldKind::select, .label = "bodies.into"},
    {.name = "members", .kind = FieldKind::boxes, .label = "bodies.members"},
    {.name = "closed", .kind = FieldKind::box, .label = "bodies.filter_closed"},
    {.name = "password", .kind = FieldKind::secret, .label = "bodies.phone"},
};

FormContent stored()
{
    return {.values = {{"version", "3"},
                       {"name", "Дом <b>"},
                       {"about", "Раз\nдва"},
                       {"kind", "tos"},
                       {"members", "a"},
                       {"members", "c"},
                       {"closed", "1"},
                       {"password", "тайна"}},
            .choices = {{"kind", {{"tos", "ТОС"}, {"other", "другое"}}},
                        {"into", {{"", "Выберите"}, {"x", "Икс"}}},
                        {"members", {{"a", "Анна"}, {"b", "Борис"}, {"c", "Вера"}}}}};
}

web::Request sent(std::vector<std::pair<std::string, std::string>> fields)
{
    web::Request request;
    request.form = std::move(fields);
    return request;
}

}  // namespace

TEST_CASE("a form shows what is stored, as long as its command takes, and asks for what has to be there")
{
    const auto fields = form_model(words(), table, stored())["field"];
    const auto name = rendered(fields["name"]);
    for (const std::string part : {"value=\"Дом &lt;b&gt;\"", "maxlength=\"50\"", " required", "for=\"name\"",
                                   "aria-describedby=\"name-hint\"", "id=\"name-hint\""})
        CHECK_MESSAGE(holds(name, part), part);
    CHECK_FALSE(holds(name, "aria-invalid"));
    CHECK(holds(rendered(fields["about"]), "rows=\"4\" maxlength=\"100\">Раз\nдва</textarea>"));
    CHECK_FALSE(holds(rendered(fields["names"]), "maxlength"));  // the limit is of each line
    CHECK(holds(rendered(fields["kind"]), "value=\"tos\" checked"));
    CHECK(holds(rendered(fields["into"]), "<option value=\"\" selected>"));
    const auto members = rendered(fields["members"]);
    CHECK(holds(members, "value=\"a\" checked"));
    CHECK_FALSE(holds(members, "value=\"b\" checked"));
    CHECK(holds(members, "value=\"c\" checked"));
    CHECK(holds(rendered(fields["closed"]), "value=\"1\" checked"));
    CHECK(holds(rendered(fields["version"]), "type=\"hidden\" name=\"version\" value=\"3\""));
}

TEST_CASE("a secret is never shown again, neither what is stored nor what was typed")
{
    CHECK_FALSE(holds(rendered(form_model(words(), table, stored())["field"]["password"]), "тайна"));
    const auto request = sent({{"password", "тайна"}});
    const web::Form form(request, table);
    CHECK_FALSE(holds(rendered(form_model(words(), table, stored(), &form)["field"]["password"]), "тайна"));
}

TEST_CASE("of a form that was refused everything typed stays, and the list on top names the field")
{
    const auto request = sent({{"version", "2"}, {"name", ""}, {"about", "Три"}, {"members", "b"}});
    web::Form form(request, table);
    form.line("name");
    const auto model = form_model(words(), table, stored(), &form);
    CHECK(model["has_errors"] == true);
    CHECK(model["error_list"] == nlohmann::json::array({{{"field", "name"}, {"words", "Укажите: «Название»."}}}));
    const auto name = rendered(model["field"]["name"]);
    for (const std::string part : {"aria-describedby=\"name-hint name-error\"", "aria-invalid=\"true\"", "value=\"\"",
                                   "Укажите: «Название».", "govuk-input--error"})
        CHECK_MESSAGE(holds(name, part), part);
    CHECK(model["field"]["about"]["value"] == "Три");
    CHECK(model["field"]["version"]["value"] == "2");
    CHECK_FALSE(holds(rendered(model["field"]["closed"]), "checked"));
    CHECK(holds(rendered(model["field"]["members"]), "value=\"b\" checked"));
    CHECK_FALSE(holds(rendered(model["field"]["members"]), "value=\"a\" checked"));
}

TEST_CASE("a field has the words of its record where the table cannot have them, and another name in the list on top")
{
    static constexpr FormField asked[] = {{.name = "q-1", .limit = 9, .obligatory = true},
                                          {.name = "q-2", .limit = 9, .obligatory = true}};
    const FormContent content{.labels = {{"q-1", "Размер"}, {"q-2", "Где вы живёте?"}},
                              .called = {{"q-2", "Маша: Где вы живёте?"}}};
    const auto request = sent({});
    web::Form form(request, asked);
    form.line("q-1");
    form.line("q-2");
    const auto model = form_model(words(), asked, content, &form);
    CHECK(model["field"]["q-2"]["label"] == "Где вы живёте?");
    CHECK(model["error_list"][0]["words"] == "Укажите: «Размер».");
    CHECK(model["error_list"][1]["words"] == "Ответьте: «Маша: Где вы живёте?»");
}

TEST_CASE(
    "an error names its field, says what to do with one of its kind, and stands in the summary once, in the order of "
    "the form")
{
    static constexpr FormField asked[] = {
        {.name = "name", .label = "bodies.name", .limit = 5, .obligatory = true},
        {.name = "email", .kind = FieldKind::email, .label = "bodies.about", .obligatory = true},
        {.name = "kind", .kind = FieldKind::radio, .label = "bodies.kind", .obligatory = true},
        {.name = "yes", .kind = FieldKind::box, .label = "bodies.filter_closed"},
        {.name = "agreed", .kind = FieldKind::box, .label = "bodies.merge_lead"},
        {.name = "into",
         .kind = FieldKind::select,
         .label = "bodies.into",
         .obligatory = true,
         .empty = "bodies.into_needed"},
    };
    const auto request = sent({{"name", "Слишком длинно"}});
    web::Form form(request, asked);
    form.refuse({RefusalKind::invalid, "text.empty", "yes", {}});
    form.refuse({RefusalKind::invalid, "bodies.kind_needed", "agreed", {}});
    form.line("into");
    form.line("kind");
    form.email("email");
    form.line("name");
    form.line("name");
    std::vector<std::string> on_top;
    const auto model = form_model(words(), asked, {}, &form);
    for (const auto& one : model["error_list"]) on_top.push_back(one["words"]);
    CHECK(on_top == std::vector<std::string>{"Название: " + words().say("text.too_long", {{"most", "5"}}),
                                             "Укажите электронную почту.", "Выберите: «Что это».",
                                             "Отметьте: «" + words().say("bodies.filter_closed") + "».",
                                             words().say("bodies.kind_needed"), words().say("bodies.into_needed")});
    CHECK(model["field"]["email"]["error"] == "Укажите электронную почту.");
    CHECK(model["field"]["name"]["error"] == words().say("text.too_long", {{"most", "5"}}));
}

TEST_CASE("what another form of the page asks shows what is stored when this one was refused")
{
    static constexpr FormField other[] = {{.name = "reason", .label = "bodies.about", .obligatory = true}};
    const auto request = sent({});
    web::Form form(request, other);
    form.line("reason");
    const auto fields = form_model(words(), table, stored(), &form)["field"];
    CHECK(holds(rendered(fields["members"]), "value=\"a\" checked"));
    CHECK(fields["name"]["value"] == "Дом <b>");
}

TEST_CASE("after a conflict the form carries the newest version and shows both texts of what differs")
{
    const auto request = sent({{"version", "2"},
                               {"name", "Дом"},
                               {"about", "Раз\r\nдва"},
                               {"kind", "other"},
                               {"members", "a"},
                               {"members", "c"},
                               {"closed", "1"},
                               {"into", "x"}});
    web::Form form(request, table);
    form.refuse({RefusalKind::conflict, "bodies.changed_meanwhile", "", {}});
    const auto model = form_model(words(), table, stored(), &form);
    CHECK(model["field"]["version"]["value"] == "3");
    CHECK(model["field"]["name"]["value"] == "Дом");
    CHECK(model["error_list"].empty());
    const auto conflict = conflict_model(words(), table, stored(), form);
    CHECK(conflict["words"] == words().say("bodies.changed_meanwhile"));
    CHECK(conflict["fields"] ==
          nlohmann::json::array({{{"title", "Название"}, {"theirs", "Дом <b>"}, {"yours", "Дом"}},
                                 {{"title", "Что это"}, {"theirs", "ТОС"}, {"yours", "другое"}}}));
}

TEST_CASE("a second form of a page has ids of its own")
{
    auto content = stored();
    content.id_prefix = "filter-";
    const auto fields = form_model(words(), table, content, nullptr, Placing::in_a_row)["fields"];
    REQUIRE(fields.size() == std::size(table));
    const auto name = rendered(fields[1]);
    CHECK(holds(name, "id=\"filter-name\" name=\"name\""));
    CHECK(holds(name, "for=\"filter-name\""));
    CHECK(holds(name, "aria-describedby=\"filter-name-hint\""));
}

}  // namespace form_model_test
