// Where a working day begins (app/views/office_home.html): what waits for somebody's hand, and for one who speaks for a body
// what is theirs.

#include <fmt/format.h>

#include "features/plan/access.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/bodies/office_own.hpp"
#include "features/plan/document/queries.hpp"
#include "features/plan/feature.hpp"
#include "features/plan/life/queries.hpp"
#include "features/plan/line/queries.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

struct Todo {
    const language::Words& words;
    json list = json::array();

    void add(std::int64_t count, const char* title, const char* text, const std::string& href)
    {
        if (count > 0) list.push_back({{"title", words.say(title, count)}, {"text", words.say(text)}, {"href", href}});
    }
    void add(const char* title, const char* text, const std::string& href)
    {
        list.push_back({{"title", words.say(title)}, {"text", words.say(text)}, {"href", href}});
    }
};

std::string plan_list_path(int year)
{
    return fmt::format("/office/plan/{}", year);
}

/// In order of need.
json todo_model(app::View& view, const language::Words& words, const OfficeCounts& year)
{
    const int number = year.year;
    Todo todo{words};
    if (year.lines == 0) todo.add("office.todo_import", "office.todo_import_text", "/office/plan/import");
    todo.add(count_overdue(view, view.town.zone.local(view.now).day), "office.todo_overdue", "office.todo_overdue_text",
             "/office/plan/overdue");
    if (year.has_plan && get_document(view, number).stage == DocumentStage::agreed)
        todo.add("document.todo_agree", "document.todo_agree_text", plan_list_path(number) + "/document");
    todo.add(year.without_age, "office.todo_age", "office.todo_age_text", plan_list_path(number) + "?state=planned");
    todo.add(year.doubtful, "office.todo_doubtful", "office.todo_doubtful_text",
             plan_list_path(number) + "?warnings=1");
    if (may_edit(view.actor))
        todo.add(count_unknown_names(view), "office.todo_names", "office.todo_names_text", "/office/plan/names");
    return std::move(todo.list);
}

json own_todo_model(const language::Words& words, const OwnFront& own)
{
    Todo todo{words};
    todo.add(own.waiting, "office.own_overdue", "office.todo_overdue_text", "#own");
    return std::move(todo.list);
}

json figures_model(const language::Words& words, const OfficeCounts& year)
{
    return json::array({{{"value", words.number(year.lines)},
                         {"title", words.say("office.figure_lines", {{"year", std::to_string(year.year)}})},
                         {"href", plan_list_path(year.year)}},
                        {{"value", words.number(year.announced)},
                         {"title", words.say("office.figure_announced")},
                         {"href", plan_list_path(year.year) + "?state=announced"}}});
}

}  // namespace

json office_front_model(app::View& view, const language::Words& words)
{
    const auto year = office_counts(view, int(view.town.zone.local(view.now).day.year()));
    auto own = own_front(view, words);
    const bool has_own = own.model.is_object();
    json todo = has_own ? own_todo_model(words, own) : todo_model(view, words, year);
    return {{"heading", words.say("office.hello")},
            {"lead", todo.empty() ? words.say("office.all_done") : ""},
            {"todo", std::move(todo)},
            {"own", std::move(own.model)},
            {"figures", figures_model(words, year)}};
}

}  // namespace veche::plan
