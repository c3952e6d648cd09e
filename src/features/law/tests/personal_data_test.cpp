// The page about personal data says what the migrations declare and what the law profile of the day says, and nothing else.

#include <set>

#include <doctest/doctest.h>

#include "app/contacts/store.hpp"
#include "app/erasure/personal.hpp"
#include "features/law/purposes.hpp"
#include "features/law/tests/office_for_test.hpp"

namespace personal_data_test {

using namespace veche;
using namespace veche::law;
using namespace veche::law::test;
using app::test::says;

TEST_CASE("every table with something personal stands under one purpose of the page")
{
    std::multiset<std::string_view> told;
    for (const auto& purpose : purposes()) told.insert(purpose.tables.begin(), purpose.tables.end());
    for (const auto& table : app::erasure::tables()) {
        if (table.personal()) CHECK_MESSAGE(told.count(table.name) == 1, table.name);
        told.erase(table.name);
    }
    CHECK(told.empty());  // no table that is not there
}

TEST_CASE("the page about personal data says each term that is declared, as the law profile of the day has it")
{
    for_each_office([](Office& office) {
        const Profile today(office.towns[0].zone.local(office.site.now()).day, {});
        for (const auto code : {language::Code::ru, language::Code::en}) {
            const auto& words = office.site.words(code);
            for (const auto& purpose : purposes()) {
                const auto said = until_words(words, today, purpose);
                CHECK_MESSAGE(said.find('{') == std::string::npos, said);
                for (const auto& [name, term] : personal_terms_of(words, today, purpose))
                    CHECK_MESSAGE(said.find(term) != std::string::npos, purpose.name, ": ", name, " ", term);
            }
        }
        CHECK(says(office.get("", "/personal-data"), "30 дней после мероприятия"));
        REQUIRE(office
                    .post("anna", "/office/law/values/term.participation",
                          {{"value", "10"},
                           {"since", "2020-01-01"},
                           {"norm", "решение"},
                           {"edition", ""},
                           {"confirmed_by", "Ким"}})
                    .status == 303);
        CHECK(says(office.get("", "/personal-data"), "10 дней после мероприятия"));
    });
}

TEST_CASE("the page names the operator, and while nobody has said who that is tells those who may where to say it")
{
    for_each_office([](Office& office) {
        CHECK(says(office.get("", "/personal-data"), "Город ещё не указал"));
        CHECK_FALSE(says(office.get("", "/personal-data"), "/office/town"));
        CHECK_FALSE(says(office.get("gleb", "/personal-data"), "/office/town"));
        CHECK(says(office.get("anna", "/personal-data"), "/office/town#operator"));
        office
            .change([&](app::Work& work) {
                app::Contacts contacts{.phone = "4-12-34", .phone_hours = "по будням", .data_operator = {}};
                contacts.data_operator = {"Администрация", "пр. Победы, 13", "data@yurga.example"};
                app::store::put_contacts(work.tx, work.town.id, contacts);
                work.touch("town");
                return Result<bool>(true);
            })
            .value();
        for (const auto* part : {"Администрация", "пр. Победы, 13", "data@yurga.example", "tel:41234", "по будням"})
            CHECK_MESSAGE(says(office.get("", "/personal-data"), part), part);
        CHECK_FALSE(says(office.get("gleb", "/personal-data"), "/office/town#operator"));
        // What one town says is not another's.
        CHECK(says(office.get("", "/personal-data", "taiga.example"), "Город ещё не указал"));
    });
}

}  // namespace personal_data_test
