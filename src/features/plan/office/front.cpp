// Where a working day begins (app/views/office_home.html): what waits for somebody's hand, and for one who speaks for a body
// what is theirs.

#include <fmt/format.h>

#include "features/plan/access.hpp"
#include "features/plan/bodies/line_bodies.hpp"
#include "features/plan/bodies/office_own.hpp"
#include "features/plan/document/queries.hpp"
#include "features/plan/feature.hpp"
#include "features/plan/figures.hpp"
#include "features/plan/life/queries.hpp"
#include "features/plan/line/queries.hpp"

namespace veche::plan {

using nlohmann::json;

namespace {

/// How a plan stands, of its figures.
struct Standings {
    std::int64_t lines = 0, announced = 0, without_age = 0, doubtful = 0;
};

Standings standings_of(app::View& view, int year)
{
    Standings all;
    for (const auto& sum : app::sums(figures::lines(), view, figures::of_year(year), {"stage", "marked", "doubtful"})) {
        all.lines += sum.amount;
        if (sum.values[0] == "announced") all.announced += sum.amount;
        if (sum.values[1] == "no") all.without_age += sum.amount;
        if (sum.values[2] == "yes") all.doubtful += sum.amount;
    }
    return all;
}

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
json todo_model(app::View& view, const language::Words& words, const OfficeStart& start, const Standings& year)
{
    const int number = start.year;
    Todo todo{words};
    if (year.lines == 0) todo.add("office.todo_import", "office.todo_import_text", "/office/plan/import");
    todo.add(count_overdue(view, view.town.zone.local(view.now).day), "office.todo_overdue", "office.todo_overdue_text",
             "/office/plan/overdue");
    if (start.has_plan && get_document(view, number).stage == DocumentStage::agreed)
        todo.add("document.todo_agree", "document.todo_agree_text", plan_list_path(number) + "/document");
    todo.add(year.without_age, "office.todo_age", "office.todo_age_text", plan_list_path(number) + "?state=unmarked");
    todo.add(year.doubtful, "office.todo_doubtful", "office.todo_doubtful_text",
             plan_list_path(number) + "?warnings=1");
    if (may_edit(view.actor))
        todo.add(app::count(figures::unknown_names(), view, app::every_day()), "office.todo_names",
                 "office.todo_names_text", "/office/plan/names");
    return std::move(todo.list);
}

json own_todo_model(const language::Words& words, const OwnFront& own)
{
    Todo todo{words};
    todo.add(own.waiting, "office.own_overdue", "office.todo_overdue_text", "#own");
    return std::move(todo.list);
}

json figures_model(const language::Words& words, int number, const Standings& year)
{
    return json::array({{{"value", words.number(year.lines)},
                         {"title", words.say("office.figure_lines", {{"year", std::to_string(number)}})},
                         {"href", plan_list_path(number)}},
                        {{"value", words.number(year.announced)},
                         {"title", words.say("office.figure_announced")},
                         {"href", plan_list_path(number) + "?state=announced"}}});
}

}  // namespace

json office_front_model(app::View& view, const language::Words& words)
{
    const auto start = office_start(view, int(view.town.zone.local(view.now).day.year()));
    const auto year = standings_of(view, start.year);
    auto own = own_front(view, words);
    const bool has_own = own.model.is_object();
    json todo = has_own ? own_todo_model(words, own) : todo_model(view, words, start, year);
    return {{"heading", words.say("office.hello")},
            {"lead", todo.empty() ? words.say("office.all_done") : ""},
            {"todo", std::move(todo)},
            {"own", std::move(own.model)},
            {"figures", figures_model(words, start.year, year)}};
}

}  // namespace veche::plan
