#include "app/erasure/subject.hpp"
#include "core/percent.hpp"
#include "features/bodies/commands.hpp"
#include "features/bodies/tests/house_for_test.hpp"

namespace bodies_erased_test {

using namespace veche;
using namespace veche::bodies;
using namespace veche::bodies::test;

TEST_CASE("a contact that was erased on request is found by no search, and no form opened before brings it back")
{
    for_each_directory([](Directory& directory) {
        auto what = content("ТОС «Роща»");
        what.contact = "председатель Квагга Зебровна Окапи";
        const Body before = directory.try_add(what).value();
        const auto search = "/search?q=" + percent_encoded("Окапи"), page = "/bodies/" + to_text(before.id);
        REQUIRE(says(directory.page(search), "Роща"));
        REQUIRE(says(directory.page(page), "Окапи"));
        const app::erasure::Owner owners[] = {erasing()};
        const auto erased = directory.change([&](app::Work& work) {
            return Result<bool>(app::erasure::erase_holding(work, app::erasure::subject_of("", "", "Квагга Окапи"),
                                                            "bodies/" + std::to_string(before.id.value()), owners));
        });
        CHECK(*erased);
        CHECK_FALSE(says(directory.page(search), "Роща"));
        CHECK_FALSE(says(directory.page(page), "Окапи"));
        auto typed = before.content;
        typed.about = "Дома у реки.";
        const auto saved =
            directory.change([&](app::Work& work) { return edit_body(work, before.id, before.version, typed); });
        CHECK(saved.error().message == "bodies.changed_meanwhile");
        CHECK_FALSE(says(directory.page(page), "Окапи"));
    });
}

}  // namespace bodies_erased_test
