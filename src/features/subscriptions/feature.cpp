#include "features/subscriptions/feature.hpp"

#include "features/subscriptions/access.hpp"
#include "features/subscriptions/edges.hpp"
#include "features/subscriptions/figures.hpp"
#include "features/subscriptions/letters.hpp"

namespace veche::subscriptions {

namespace {

void on_bounce(app::Work& work, const nlohmann::json& payload)
{
    if (const auto email = Email::parse(payload.at("mailbox").get<std::string>())) forget_dead(work, *email);
}

}  // namespace

app::Feature feature()
{
    app::Feature feature;
    feature.name = "subscriptions";
    feature.mount = [](app::Routes& routes) {
        mount_portal(routes);
        mount_office(routes);
    };
    feature.office_menu = {{.message = "subscriptions.menu",
                            .href = "/office/subscriptions",
                            .section = "office.subscriptions",
                            .permission = see_counts,
                            .order = 60,
                            .group = app::MenuGroup::news}};
    // A quarter of an hour: the letters of a Monday are on their way soon after eight.
    feature.periodic = {
        {.name = "subscriptions.begin_digest", .period = std::chrono::minutes(15), .run = begin_digest},
        {.name = "subscriptions.remind_overdue", .period = std::chrono::minutes(15), .run = remind_overdue}};
    feature.listeners = {
        {.kind = "subscriptions.digest", .name = "subscriptions.send_digest", .handle = send_digest},
        {.kind = "subscriptions.urgent", .name = "subscriptions.send_urgent", .handle = send_urgent},
        {.kind = "plan.line.moved", .name = "subscriptions.tell_moved", .handle = begin_urgent},
        {.kind = "plan.lines.moved", .name = "subscriptions.tell_lines_moved", .handle = begin_moves},
        {.kind = "subscriptions.moves", .name = "subscriptions.send_moves", .handle = send_moves},
        {.kind = "plan.line.cancelled", .name = "subscriptions.tell_cancelled", .handle = begin_urgent},
        {.kind = "letter.bounced", .name = "subscriptions.forget_dead", .handle = on_bounce}};
    feature.figures = figures::all();
    return feature;
}

}  // namespace veche::subscriptions
