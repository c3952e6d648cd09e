#include <doctest/doctest.h>

#include "features/plan/line/cards.hpp"
#include "features/plan/portal/year_book.hpp"
#include "features/plan/tests/house_for_test.hpp"

namespace year_book_test {

using namespace veche;
using namespace veche::plan;
using namespace veche::plan::test;

TEST_CASE("a page that shows no cards prints none, and each grouping is printed when it is first asked for")
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [](db::Database& database) {
        House house(database);
        house.yurga.announced(content("Субботник", "6 июля 2021 г., 12.00"));
        house.yurga.announced(content("Чтения <вслух> & «про себя»", "май, сентябрь"));
        const auto& words = house.site.words(language::Code::ru);
        const auto book = house.yurga.read([&](app::View& view) {
            return make_year_book(words, house.site.templates(), find_public_year(view, 2021),
                                  clock_of(view.town.zone, view.now));
        });
        CHECK_FALSE(book.is_printed(Grouping::month));
        CHECK(book.printed(Grouping::month).groups.at(6).html.find("Субботник") != std::string::npos);
        CHECK(book.is_printed(Grouping::month));
        CHECK_FALSE(book.is_printed(Grouping::section));
        CHECK(&book.printed(Grouping::month) == &book.printed(Grouping::month));
        CHECK(book.printed(Grouping::section).groups.size() == 1);
        CHECK_FALSE(book.printed(Grouping::section).filters.empty());
    });
}

TEST_CASE("a card is the same from either form of its model")
{
    veche::test::for_each_engine(veche::test::embedded_migrations(), [](db::Database& database) {
        House house(database);
        for (const auto* when : {"6 июля 2021 г., 12.00", "май, сентябрь", "в течение года", "с 1 по 5 июня 2021 г.",
                                 "II квартал", "до 20 июня 2021 г."}) {
            auto what = content("Чтения <вслух> & «про себя»", when);
            what.number = 7;
            what.place = "ДК «Победа»";
            house.yurga.announced(what);
        }
        const auto& words = house.site.words(language::Code::ru);
        const auto year = house.yurga.read([&](app::View& view) { return find_public_year(view, 2021).value(); });
        const Telling telling{words, clock_of(house.yurga.town.zone, house.yurga.now)};
        for (const auto& occurrence : occurrences(year.lines)) {
            web::Model model;
            CHECK(house.site.templates().render("plan/part_line", card_node(model, telling, occurrence), words) ==
                  house.site.templates().render("plan/part_line", card(telling, occurrence), words));
        }
    });
}

}  // namespace year_book_test
