// The plan on other sites: a small page for a frame, and the page that gives the frame's code. (A file of its own: here is the only page
// that may stand within the pages of others.)

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "app/object.hpp"
#include "app/site.hpp"
#include "app/widget.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/line/cards.hpp"
#include "features/plan/portal/pages.hpp"
#include "web/template.hpp"

namespace veche::plan {

using app::Context;
using app::Page;
using nlohmann::json;

namespace {

constexpr std::size_t usual_count = 5, counts[] = {3, 5, 10, 20};

/// What the owner of a page has chosen to show on it.
struct Choice {
    Filter filter;
    std::size_t count = usual_count;

    std::string query() const
    {
        return filter.query(count == usual_count ? std::string() : fmt::format("count={}", count));
    }
};

Choice choice_of(const web::Request& request)
{
    Choice choice{.filter = filter_of(request)};
    const auto* count = request.query_value("count");
    for (const auto one : counts)
        if (count && *count == std::to_string(one)) choice.count = one;
    return choice;
}

Day last_ahead(Day today)
{
    return Day(std::chrono::sys_days(today) + std::chrono::days(366));
}

/// Its end has passed, or it is told already what became of it: neither what was held nor what was called off is ahead.
bool has_passed(const Occurrence& occurrence, Clock now)
{
    return std::ranges::any_of(occurrence.line->happenings, [&](const Happening& one) {
        return one.period == *occurrence.period && !is_live(shown_of(*occurrence.line, one, now).showing);
    });
}

/// What begins today or later in its order, then what goes on already: a contest of three months does not stand before everything
/// else for three months.
std::vector<Occurrence> ahead(const std::vector<Line>& lines, const Choice& choice, Clock now)
{
    const Day today = now.day;
    auto all = occurrences(lines);
    std::erase_if(all, [&](const Occurrence& one) {
        return !one.exact || has_passed(one, now) || !choice.filter.matches(one.line->content);
    });
    std::ranges::sort(all, earlier);
    const auto begun = [&](const Occurrence& one) { return one.period->first < today && !one.period->open_start; };
    std::ranges::stable_partition(all, [&](const Occurrence& one) { return !begun(one); });
    if (all.size() > choice.count) all.resize(choice.count);
    return all;
}

Page widget_page(Context& context)
{
    const Day today = today_of(context);
    const auto choice = choice_of(context.request);
    const auto lines = context.read([&](app::View& view) {
        auto found = list_public_ahead(view, today, last_ahead(today), choice.filter);
        true_for_now(view, found);
        return found;
    });
    const auto shown = ahead(lines, choice, clock_of(context));
    Page page{.view = "plan/portal_widget",
              .title = context.words.say("widget.heading"),
              .section = std::string(app::widget_section)};
    if (context.wants_json()) {
        json models = json::array();
        for (const auto& one : shown) {
            auto model = line_json(*one.line, context.town.base_url);
            model["first"] = iso_day(one.period->first);
            model["last"] = iso_day(one.period->last);
            models.push_back(std::move(model));
        }
        page.model = {{"happenings", std::move(models)}};
        return page;
    }
    page.model = {
        {"heading", page.title},
        {"town", context.town.name},
        {"chosen", filter_words(context.words, choice.filter)},
        {"lines", cards({context.words, clock_of(context)}, shown)},
        {"nothing", shown.empty()},
        {"plan_href", shown.empty() ? std::string("/plan")
                                    : fmt::format("/plan/{}{}", shown.front().line->year, choice.filter.query())}};
    return page;
}

/// Values that occur, and the chosen one even if it does not any longer.
json options(std::set<std::string> values, const std::string& chosen)
{
    json all = json::array();
    if (!chosen.empty()) values.insert(chosen);
    for (const auto& value : values)
        if (!value.empty()) all.push_back(app::option(value, value, value == chosen));
    return all;
}

/// The heights of what stands in the frame on a telephone, where the titles take more lines than on a desk.
int height_of(std::size_t count)
{
    return 190 + int(count) * 130;
}

/// The code that the owner of another site puts into a page. No style: many sites forbid it within the page.
std::string frame_code(const app::Town& town, const std::string& title, const std::string& path, int height)
{
    return fmt::format(
        "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"{}\" frameborder=\"0\" loading=\"lazy\"></iframe>",
        web::escape_html(town.base_url + path), web::escape_html(title), height);
}

Page embed_page(Context& context)
{
    const auto choice = choice_of(context.request);
    const auto& words = context.words;
    const Day today = today_of(context);
    const auto there =
        context.read([&](app::View& view) { return list_public_choices(view, today, last_ahead(today)); });
    std::set<std::string> places(there.places.begin(), there.places.end()),
        audiences(there.audiences.begin(), there.audiences.end());
    json kinds = json::array(), numbers = json::array();
    for (const auto& kind : list_full_kinds())
        if (kind == choice.filter.kind ||
            std::ranges::any_of(there.kinds, [&](const FullKind& one) { return kind.holds(one); }))
            kinds.push_back(app::option(std::string(to_text(kind)), words.say(fmt::format("kind.{}", to_text(kind))),
                                        kind == choice.filter.kind));
    for (const auto count : counts)
        numbers.push_back(app::option(std::to_string(count), words.say("embed.count_option", std::int64_t(count)),
                                      count == choice.count));
    const std::string path = "/plan/widget" + choice.query();
    const std::string title = context.town.name + ": " + words.say("widget.title");
    const int height = height_of(choice.count);
    return {.view = "plan/portal_embed",
            .model = {{"heading", words.say("embed.heading")},
                      {"kinds", kinds},
                      {"places", options(std::move(places), choice.filter.place)},
                      {"audiences", options(std::move(audiences), choice.filter.audience)},
                      {"counts", numbers},
                      {"code", frame_code(context.town, title, path, height)},
                      {"src", path},
                      {"frame_title", title},
                      {"height", height}},
            .title = words.say("embed.heading"),
            .section = "plan"};
}

}  // namespace

void mount_portal_widget(app::Routes& routes)
{
    routes.page("/plan/widget", app::anyone, widget_page).takes(filter_parameters).takes({"count"});
    routes.page("/plan/embed", app::anyone, embed_page).takes(filter_parameters).takes({"count"});
}

}  // namespace veche::plan
