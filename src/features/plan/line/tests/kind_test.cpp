#include "features/plan/line/kind.hpp"

#include <doctest/doctest.h>

#include "core/age_mark.hpp"
#include "rule_table.hpp"

namespace kind_test {

using namespace veche;
using namespace veche::plan;

TEST_CASE("the kinds of the demo plan are those of docs/rules/kind.md")
{
    const auto rows = veche::test::rule_rows("kind.md", 5);
    CHECK(rows.size() == 40);
    for (const auto& cells : rows) {
        CAPTURE(cells[1]);
        const auto kind = guess_kind(cells[1], cells[2]);
        CHECK(to_text(kind.kind) == cells[3]);
        CHECK((kind.subkind ? to_text(*kind.subkind) : "") == cells[4]);
    }
}

TEST_CASE("a name in quotes does not make the kind while other words do")
{
    CHECK(guess_kind("Фестиваль «Встреча друзей»", "") == Kind::event);
    CHECK(guess_kind("Ярмарка \"Кубок мастера\"", "") == Kind::event);
    CHECK(guess_kind("«Встреча друзей»", "") == Kind::meeting);
    CHECK(guess_kind("Ярмарка «Турнир „Кубок“ поваров», вход свободный", "") == Kind::event);
}

TEST_CASE("the order of the rules decides between two words")
{
    CHECK(guess_kind("Награждение победителей конкурса", "") == Kind::event);
    CHECK(guess_kind("Конкурс на лучшее благоустройство двора", "") == Kind::contest);
    CHECK(guess_kind("Акция по высадке деревьев", "") == Kind::improvement);
    CHECK(guess_kind("Акция «Посадка»: читаем вслух", "") == Kind::action);
    CHECK(guess_kind("Акция «Чистый берег»: уборка берега", "") == Kind::improvement);
    CHECK(guess_kind("СПОРТИВНЫЙ ПРАЗДНИК", "") == Kind::sport);
    CHECK(guess_kind("Отчётный концерт", "") == Kind::event);
}

TEST_CASE("a beginning of another word is no sign")
{
    CHECK(guess_kind("Балетный класс", "") == Kind::event);
    CHECK(guess_kind("Советская площадь: прогулка", "Спорт") == Kind::sport);
    CHECK(guess_kind("Столовая ложка", "") == Kind::event);
}

TEST_CASE("a title that tells nothing takes the kind of its section, else it is an event")
{
    CHECK(guess_kind("Разное", "III. Спортивные мероприятия") == Kind::sport);
    CHECK(guess_kind("Разное", "II. Культурно-массовые мероприятия и конкурсы") == Kind::event);
    CHECK(guess_kind("", "") == Kind::event);
    CHECK(guess_kind("\xFF\xFE", "Спорт") == Kind::event);
}

TEST_CASE("a kind and an age mark come back from their words, and nothing else does")
{
    for (int i = 0; i < 8; ++i) CHECK(parse_kind(to_text(Kind(i))) == Kind(i));
    for (int i = 0; i < 5; ++i) CHECK(parse_age_mark(to_text(AgeMark(i))) == AgeMark(i));
    CHECK(to_text(Kind::publications) == "publications");
    CHECK(to_text(AgeMark::a12) == "12+");
    CHECK_FALSE(parse_kind("Event"));
    CHECK_FALSE(parse_kind(""));
    CHECK_FALSE(parse_age_mark("12"));
    CHECK_FALSE(parse_age_mark("3+"));
}

TEST_CASE("a subkind is of one kind, and its name, its word in a file and its address name both")
{
    for (const auto subkind : all_subkinds) {
        const FullKind kind = subkind;
        CHECK(kind.kind == kind_of(subkind));
        CHECK(parse_full_kind(to_text(kind)) == kind);
        CHECK(parse_kind_word(kind_word(kind)) == kind);
        CHECK(FullKind(kind.kind).holds(kind));
        CHECK_FALSE(kind.holds(kind.kind));
    }
    CHECK(list_full_kinds().size() == std::size(all_kinds) + std::size(all_subkinds));
    CHECK_FALSE(parse_full_kind("none"));
    CHECK_FALSE(parse_full_kind(""));
}

TEST_CASE("the words of a title tell a subkind of its own kind alone")
{
    CHECK(guess_kind("Городской фотоконкурс", "") == Subkind::photo);
    CHECK(guess_kind("Конкурс фотографий «Наш двор»", "") == Subkind::photo);
    CHECK(guess_kind("Смотр-конкурс хоровых коллективов", "") == Subkind::stage);
    CHECK(guess_kind("Конкурс «Сцена»", "") == Kind::contest);
    CHECK(guess_kind("Фотовыставка", "") == Kind::event);
    CHECK(guess_kind("Выставка исторической фотографии", "") == Kind::event);
    CHECK(guess_kind("Краеведческая викторина", "") == Subkind::historical);
    CHECK(guess_kind("Викторина", "") == Kind::quiz);
    CHECK(guess_kind("Конкурс инициатив", "") == Kind::contest);
    CHECK(parse_kind_word("Фотоконкурс") == Subkind::photo);
    CHECK(parse_kind_word("Конкурс") == Kind::contest);
}

}  // namespace kind_test
