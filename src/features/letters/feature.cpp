#include "features/letters/feature.hpp"

#include "app/store_letters.hpp"
#include "features/letters/access.hpp"
#include "features/letters/figures.hpp"
#include "features/letters/office.hpp"

namespace veche::letters {

namespace {
/// A server that is away for an hour is ordinary; longer, and somebody should know.
constexpr std::chrono::hours patience{1};
}  // namespace

nlohmann::json todo(app::View& view, const language::Words& words, Mail mail)
{
    if (!may_see_letters(view.actor)) return false;
    const auto oldest = app::store::find_oldest_waiting(view.db, view.town.id);
    if (!oldest) return false;
    if (mail == Mail::not_set_up)
        return {{"title", words.say("letters.todo_not_set_up")},
                {"text", words.say("letters.todo_not_set_up_text")},
                {"href", "/office/letters"}};
    if (oldest->made > view.now - patience || oldest->error.empty()) return false;
    return {{"title", words.say("letters.todo_stuck")},
            {"text", words.say("letters.todo_stuck_text")},
            {"href", "/office/letters"}};
}

app::Feature feature()
{
    app::Feature feature;
    feature.name = "letters";
    feature.mount = mount_office;
    feature.office_menu = {
        {"menu.letters", "/office/letters", "office.letters", keep_letters, 85, app::MenuGroup::keeping}};
    feature.figures = figures::all();
    return feature;
}

}  // namespace veche::letters
