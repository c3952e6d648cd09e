#include <doctest/doctest.h>

#include "features/plan/tests/house_for_test.hpp"

namespace document_edges_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

const std::string document = office_list + "/document";

Fields approval(const std::string& revision, const std::string& number = "12-п")
{
    return {{"act", "Постановление администрации города"},
            {"act_number", number},
            {"act_day", "2021-01-14"},
            {"signer_post", "Глава города"},
            {"signer_name", "И. И. Иванов"},
            {"revision", revision}};
}

std::string revision_on(const Browser& page)
{
    return page.between("name=\"revision\" value=\"", "\"");
}

/// Agreed by Gleb, approved by Galina.
void approve_through_pages(House& house)
{
    Browser gleb(house, "Глеб"), galina(house, "Галина");
    gleb.get(document);
    gleb.post(document + "/agreement", {{"revision", revision_on(gleb)}});
    REQUIRE(gleb.status() == 303);
    galina.get(document);
    galina.post(document + "/approval", approval(revision_on(galina)));
    REQUIRE(galina.status() == 303);
}

}  // namespace

TEST_CASE("the organiser agrees, the administrator approves, and residents read by which act")
{
    for_each_house([](House& house) {
        house.yurga.announced(content("День города", "6 июля 2021 г., 12.00"));
        Browser gleb(house, "Глеб"), anna(house), galina(house, "Галина");
        anna.get("/plan/2021/document");
        CHECK(anna.says("План ещё не утверждён."));
        gleb.get(document);
        CHECK(gleb.says("Согласовать план"));
        gleb.post(document + "/agreement", {{"revision", revision_on(gleb)}});
        gleb.get(document);
        CHECK(gleb.says("План ждёт администратора"));
        gleb.post(document + "/approval", approval(revision_on(gleb)));
        CHECK(gleb.status() == 403);
        Browser boris(house, "Борис");
        boris.get(document);
        CHECK(boris.status() == 200);
        CHECK_FALSE(boris.says(office_list + "/copy"));  // who may not copy is not led there
        galina.get(document);
        galina.post(document + "/approval", approval(revision_on(galina)));
        CHECK(galina.location() == document);
        anna.get("/plan/2021");
        CHECK(anna.says("Постановление администрации города № 12-п от 14 января 2021"));
        anna.get("/plan/2021/document");
        CHECK(anna.says("Глава города И. И. Иванов"));
        CHECK(anna.says("Ничего не изменилось."));
        const auto read = anna.get_json("/plan/2021/document");
        CHECK(read.at("approval").at("number") == "12-п");
        CHECK(read.at("approval").at("day") == "2021-01-14");
        CHECK(read.at("differences").empty());
        CHECK(house.yurga.audit() == "");
    });
}

TEST_CASE("what is wrong with an approval stands beside its field and nothing typed is lost")
{
    for_each_house([](House& house) {
        house.yurga.announced(content("День города", "6 июля 2021 г., 12.00"));
        Browser gleb(house, "Глеб"), galina(house, "Галина");
        gleb.get(document);
        gleb.post(document + "/agreement", {{"revision", revision_on(gleb)}});
        galina.get(document);
        auto fields = approval(revision_on(galina), "");
        fields[2].second = "2031-01-14";
        galina.post(document + "/approval", fields);
        CHECK(galina.status() == 422);
        CHECK(galina.error_of("act_number") == "Напишите номер документа.");
        CHECK(galina.error_of("act_day").starts_with("Эта дата ещё не наступила."));
        CHECK(galina.value_of("signer_name") == "И. И. Иванов");
        fields[2].second = "32 января";
        galina.post(document + "/approval", fields);
        CHECK(galina.status() == 422);
        CHECK_FALSE(galina.error_of("act_day").empty());
    });
}

TEST_CASE("an English screen offers the act by its Russian name, which stands in the plan")
{
    for_each_house([](House& house) {
        house.yurga.announced(content("День города", "6 июля 2021 г., 12.00"));
        Browser gleb(house, "Глеб"), galina(house, "Галина");
        gleb.get(document);
        gleb.post(document + "/agreement", {{"revision", revision_on(gleb)}});
        galina.prefers("en");
        galina.get(document);
        CHECK(galina.says("<html lang=\"en\""));
        CHECK(galina.value_of("act") == house.site.words(language::Code::ru).say("document.act_usual"));
    });
}

TEST_CASE("of two who decide at once the second is told; the same form sent twice is one decision")
{
    for_each_house([](House& house) {
        house.yurga.announced(content("День города", "6 июля 2021 г., 12.00"));
        approve_through_pages(house);
        Browser galina(house, "Галина"), gleb(house, "Глеб");
        galina.get(document);
        const auto seen = revision_on(galina);
        galina.post(document + "/draft", {{"revision", seen}});
        CHECK(galina.status() == 303);
        gleb.get(document);
        gleb.post(document + "/agreement", {{"revision", seen}});
        CHECK(gleb.status() == 409);
        CHECK(gleb.says("решение по плану приняли без вас"));
        CHECK(revision_on(gleb) != seen);
        gleb.post(document + "/agreement", {{"revision", revision_on(gleb)}});
        CHECK(gleb.status() == 303);
        gleb.post(document + "/agreement", {{"revision", "1"}});  // an old form of the same person, once more
        CHECK(gleb.status() == 303);
        gleb.get(document);
        CHECK(gleb.count("/document/versions/") == 3);
    });
}

TEST_CASE("as approved stands beside as it is, with former and present words and the reason of a move")
{
    for_each_house([](House& house) {
        const Line line = house.yurga.announced(content("День города", "6 июля 2021 г., 12.00"));
        approve_through_pages(house);
        Browser gleb(house, "Глеб"), anna(house);
        const auto path = office_list + "/lines/" + to_text(line.id);
        gleb.get(path + "/move");
        gleb.post(path + "/move", {{"when", "13 июля 2021 г., 12.00"},
                                   {"first", ""},
                                   {"last", ""},
                                   {"start", ""},
                                   {"end", ""},
                                   {"reason", "штормовое предупреждение"},
                                   {"version", gleb.between("name=\"version\" value=\"", "\"")}});
        REQUIRE(gleb.status() == 303);
        house.yurga.announced(content("Ярмарка", "август"));
        for (const auto& page : {document + "/versions/2", std::string("/plan/2021/document")}) {
            INFO(page);
            gleb.get(page);
            CHECK(gleb.says("<del>6 июля 2021 г., 12.00</del>"));
            CHECK(gleb.says("<ins>13 июля 2021 г., 12.00</ins>"));
            CHECK(gleb.says("штормовое предупреждение"));
            CHECK(gleb.says("Ярмарка"));
            CHECK(gleb.says("добавлено"));
        }
        anna.get("/plan/2021/lines/" + to_text(line.id));
        CHECK(anna.says("<del>6 июля 2021, вторник, 12:00</del>"));
        CHECK(anna.says("https://schema.org/EventRescheduled"));
        for (const auto* wrong : {"/versions/9", "/versions/02", "/versions/x"}) {
            gleb.get(document + wrong);
            CHECK(gleb.status() == 404);
        }
        Browser there(house, "Глеб", "taiga.example");
        there.get(document);
        CHECK(there.status() == 404);
        there.get("/plan/2021/document");
        CHECK(there.status() == 404);
    });
}

TEST_CASE("every figure of plan and fact opens as many records as it says")
{
    for_each_house([](House& house) {
        const Line held = house.yurga.announced(content("Концерт", "15 июня 2021 г., 12.00"));
        house.yurga.announced(content("Субботник", "20 апреля 2021 г."));
        house.yurga.announced(content("День города", "6 июля 2021 г., 12.00"));
        house.yurga.add(content("Черновик", "август"));
        Browser gleb(house, "Глеб"), anna(house);
        const auto path = office_list + "/lines/" + to_text(held.id) + "/happenings/" + to_text(held.happenings[0].id);
        gleb.get(path + "/held");
        gleb.post(path + "/held", {{"first", "2021-06-15"},
                                   {"last", ""},
                                   {"participants", "120"},
                                   {"summary", "Пели всем двором."},
                                   {"version", std::to_string(held.version)},
                                   {"back", ""}});
        REQUIRE(gleb.status() == 303);
        gleb.get(office_list + "/fact");
        CHECK(gleb.says("Состоялось 1 из 4"));
        const auto fact = anna.get_json("/plan/2021/fact");
        CHECK(fact.at("lines").at("all").at("planned") == 3);
        CHECK(fact.at("lines").at("all").at("participants") == 120);
        for (const std::string state : {"planned", "held", "moved", "cancelled", "overdue", "ahead"}) {
            const auto records = anna.get_json("/plan/2021/fact/records?state=" + state);
            CHECK_MESSAGE(records.at("records").size() == fact.at("lines").at("all").at(state), state);
        }
        anna.get("/plan/2021/fact");
        CHECK(anna.says("/plan/2021/fact/records?state=held"));
        CHECK_FALSE(anna.says("Черновик"));
        anna.get("/plan/2021/fact/records?state=held");
        CHECK(anna.says("Пели всем двором."));
        anna.get("/plan/2021/fact/records?state=nonsense&section=nonsense");
        CHECK(anna.status() == 200);
    });
}

TEST_CASE("a copied year is looked at first, comes as drafts, and twice gives nothing more")
{
    for_each_house([](House& house) {
        house.yurga.announced(content("День города", "6 июля 2021 г., 12.00"));
        Browser gleb(house, "Глеб"), boris(house, "Борис");
        gleb.get(office_list + "/copy");
        CHECK(gleb.says("6 июля 2022"));
        gleb.post(office_list + "/copy", {{"to", "2020"}});
        CHECK(gleb.status() == 422);
        gleb.post(office_list + "/copy", {{"to", "2022"}});
        CHECK(gleb.location() == "/office/plan/2022");
        gleb.post(office_list + "/copy", {{"to", "2022"}});
        gleb.get("/office/plan/2022");
        CHECK(gleb.says("1 строка"));
        Browser anna(house);
        anna.get("/plan/2022");
        CHECK(anna.status() == 404);
        boris.get(office_list + "/copy");
        CHECK(boris.status() == 403);
    });
}

}  // namespace document_edges_test
