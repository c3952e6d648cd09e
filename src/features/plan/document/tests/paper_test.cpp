#include <doctest/doctest.h>

#include "features/plan/document/print.hpp"
#include "features/plan/export/poster.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace paper_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

namespace {

int times(std::string_view text, std::string_view words)
{
    int found = 0;
    for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++found;
    return found;
}

outside::Paper hostile_paper()
{
    outside::Paper paper;
    paper.title = "План <b>&amp; \x01";
    outside::PaperTable table;
    table.columns = {{"№", 1}, {"Мероприятие", 5}};
    std::string longest;
    for (int i = 0; i < 1500; ++i) longest += "длинное слово ";
    table.rows = {{outside::PaperTable::RowKind::section, {{{"Раздел & <i>"}}}},
                  {outside::PaperTable::RowKind::line, {{{"1"}}, {{longest}}}},
                  {outside::PaperTable::RowKind::line, {{{"2"}}, {{std::string(2000, 'w')}}}},
                  {outside::PaperTable::RowKind::line, {}}};
    paper.blocks = {outside::PaperApproval{}, outside::PaperHeading{"«Ёлка» ]]> & <", ""}, table,
                    outside::PaperSignatures{{{"Глава города", "И. И. Иванов"}}}};
    return paper;
}

}  // namespace

TEST_CASE("a paper is drawn whatever stands in it, and twice the same")
{
    const auto paper = hostile_paper();
    const auto pdf = outside::write_pdf(paper);
    CHECK(pdf.starts_with("%PDF-1."));
    CHECK(pdf == outside::write_pdf(paper));
    // A cell of 1,500 words is higher than a page of this width and goes on over the next ones.
    CHECK(pdf.size() > 10'000);
    const auto docx = outside::write_docx(paper);
    CHECK(docx.starts_with("PK"));
    CHECK(docx == outside::write_docx(paper));
    CHECK(outside::write_pdf({}).starts_with("%PDF-1."));
    CHECK(outside::write_docx({}).starts_with("PK"));
}

TEST_CASE("the year is a PDF and a DOCX for all; drafts are on the office's paper only")
{
    for_each_house([](House& house) {
        house.yurga.announced(content("День города", "6 июля 2021 г., 12.00"));
        house.yurga.add(content("Черновик", "август"));
        Browser anna(house), gleb(house, "Глеб"), there(house, "", "taiga.example");
        for (const std::string path : {"/plan/2021.pdf", "/plan/2021/fact.pdf", "/plan/2021/poster/7.pdf"}) {
            INFO(path);
            anna.get(path);
            CHECK(anna.status() == 200);
            CHECK(anna.text().starts_with("%PDF-1."));
            there.get(path);
            CHECK(there.status() == 404);
        }
        anna.get("/plan/2021.docx");
        const auto shorter = anna.text().size();
        CHECK(anna.header("content-disposition") == "attachment; filename=\"plan-2021.docx\"");
        gleb.get(office_list + "/print.docx");
        CHECK(gleb.status() == 200);
        CHECK(gleb.text().size() > shorter);
        for (const auto* name : {"/print.pdf", "/fact.pdf", "/fact.docx"}) {
            gleb.get(office_list + name);
            CHECK(gleb.status() == 200);
            anna.get(office_list + name);
            CHECK(anna.status() == 303);
        }
        for (const std::string wrong : {"/plan/2021/poster/13.pdf", "/plan/2021/poster/07.pdf", "/plan/2019.pdf"}) {
            anna.get(wrong);
            CHECK(anna.status() == 404);
        }
    });
}

TEST_CASE("the paper tells what was moved with its former time and what was cancelled with its reason")
{
    for_each_house([](House& house) {
        Browser gleb(house, "Глеб");
        const auto& words = house.site.words(language::Code::ru);
        PrintedPlan plan;
        plan.town = "Юрга";
        plan.year = 2021;
        plan.printed = Day(std::chrono::year(2021), std::chrono::June, std::chrono::day(30));
        PrintedLine moved;
        moved.number = 14;
        moved.title = "День города";
        moved.when = "13 июля";
        moved.former_when = "6 июля";
        moved.move_reason = "гроза";
        PrintedLine held = moved;
        held.facts = {{"13 июля 2021", 1200, ""}, {"20 июля 2021", std::nullopt, "ливень"}};
        plan.sections = {{"Праздники", {moved, held}}};
        const auto text_of = [](const outside::Paper& paper) {
            std::string text;
            for (const auto& block : paper.blocks)
                if (const auto* table = std::get_if<outside::PaperTable>(&block))
                    for (const auto& row : table->rows)
                        for (const auto& cell : row.cells)
                            for (const auto& run : cell) text += run.struck ? "[" + run.text + "]" : run.text;
            return text;
        };
        const auto paper = text_of(plan_paper(words, plan, PrintForm::plan));
        CHECK(times(paper, "[6 июля\n]13 июля") == 2);
        CHECK(times(paper, "Причина: гроза") == 2);
        const auto fact = text_of(plan_paper(words, plan, PrintForm::fact));
        CHECK(times(fact, "Отменено: ливень") == 1);
        CHECK(times(fact, "Всего: 2 мероприятия") == 1);
        CHECK(times(fact, "состоялось 1") == 1);
    });
}

}  // namespace paper_test
