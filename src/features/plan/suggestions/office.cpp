// The back office of proposals: the queue with what residents and chairs would have in the plan, the decision, a chair's form.

#include <fmt/format.h>

#include "app/site.hpp"
#include "core/errors.hpp"
#include "core/text.hpp"
#include "features/plan/access.hpp"
#include "features/plan/edges.hpp"
#include "features/plan/line/store.hpp"
#include "features/plan/suggestions/commands.hpp"
#include "features/plan/suggestions/office_pages.hpp"
#include "features/plan/suggestions/store.hpp"
#include "web/form.hpp"

namespace veche::plan {

using app::Context;
using nlohmann::json;

namespace {

constexpr int proposal_rows = 50;
constexpr std::string_view queue_path = "/office/plan/proposals";

web::Response queue_page(Context& context)
{
    const auto* state = context.request.query_value("state");
    const auto* text = context.request.query_value("after");
    const bool decided = state && *state == "decided";
    const auto after = text ? parse_id<Proposal>(*text) : std::nullopt;
    std::int64_t waiting = 0;
    auto shown = context.read([&](app::View& view) {
        waiting = store::count_waiting(view.db, view.town.id);
        return decided ? store::list_decided(view.db, view.town.id, after, proposal_rows + 1)
                       : store::list_waiting(view.db, view.town.id, after, proposal_rows + 1);
    });
    const bool more = shown.size() > std::size_t(proposal_rows);
    if (more) shown.pop_back();
    auto model = queue_model(context.words, context.town, shown, decided);
    model["summary"] = waiting > 0 ? context.words.say("proposals.waiting", waiting) : "";
    model["next_href"] = more ? fmt::format("{}?state={}&after={}", queue_path, decided ? "decided" : "waiting",
                                            to_text(shown.back().id))
                              : "";
    const auto title = context.words.say("proposals.heading");
    return context.show(
        {.view = "plan/office_proposals", .model = std::move(model), .title = title, .section = "office.plan"});
}

Proposal proposal_of(Context& context)
{
    const auto id = context.path_id<Proposal>("id");
    auto proposal = context.read([&](app::View& view) { return store::find_proposal(view.db, view.town.id, id); });
    if (!proposal) throw NotFound("proposal");
    return std::move(*proposal);
}

web::Response show_proposal(Context& context, const Proposal& proposal, const web::Form* form)
{
    const auto body = context.read([&](app::View& view) { return body_name_of(view, proposal); });
    const auto line = context.read([&](app::View& view) {
        const auto* taken = std::get_if<Taken>(&proposal.decision);
        return taken ? store::find_line(view.db, view.town.id, taken->line) : std::nullopt;
    });
    auto model = proposal_model(context.words, context.town, proposal, body, may_edit(context.actor));
    model["line_href"] = line ? fmt::format("/office/plan/{}/lines/{}", line->year, to_text(line->id)) : "";
    model["csrf"] = context.csrf();
    if (form) model.update(form->model(context.words), true);
    return context.show({.view = "plan/office_proposal",
                         .model = std::move(model),
                         .title = proposal.content.title,
                         .status = form ? 422 : 200,
                         .section = "office.plan"});
}

web::Response proposal_page(Context& context)
{
    return show_proposal(context, proposal_of(context), nullptr);
}

web::Response save_refusal(Context& context)
{
    const Proposal proposal = proposal_of(context);
    web::Form form(context.request, {.single = {"reason"}});
    const auto reason = form.take(parse_line(form.text("reason"), "reason", 0, refusal_limit));
    if (form.good() && reason.empty()) form.refuse({RefusalKind::invalid, "proposals.reason_needed", "reason", {}});
    if (!form.good()) return show_proposal(context, proposal, &form);
    const auto done = context.change([&](app::Work& work) { return decline_proposal(work, proposal.id, reason); });
    if (done) return context.go(queue_path, "flash.proposal_declined");
    form.refuse(done.error());
    return show_proposal(context, proposal_of(context), &form);
}

// A chair proposes.

web::Response show_propose(Context& context, int year, const web::Form* form)
{
    json model = propose_model(context.words, year);
    model["csrf"] = context.csrf();
    model["key"] = form ? form->text("key") : to_text(Id<Proposal>(context.site.ids().next(context.now)));
    int status = 200;
    if (form) {
        model.update(form->model(context.words), true);
        status = form->refusals().front().kind == RefusalKind::conflict ? 409 : 422;
    }
    const std::string title = model["heading"];
    return context.show({.view = "plan/office_propose",
                         .model = std::move(model),
                         .title = title,
                         .status = status,
                         .section = "office.plan"});
}

web::Response propose_page(Context& context)
{
    return show_propose(context, year_of(context), nullptr);
}

web::Response save_proposal(Context& context)
{
    const int year = year_of(context);
    web::Form form(context.request, {.single = {"title", "when", "place", "audience", "why", "key"}});
    const auto id = parse_id<Proposal>(form.text("key"));
    if (!id) throw web::BadRequest("key");
    const auto line = [&](const char* field, std::size_t most) {
        return form.take(parse_line(form.text(field), field, 0, most));
    };
    const ProposalContent content{.title = line("title", proposal_limit),
                                  .when = line("when", proposal_limit),
                                  .place = line("place", proposal_limit),
                                  .audience = line("audience", proposal_limit),
                                  .why = line("why", why_limit)};
    for (auto& fault : faults_of(content, Chair{})) form.refuse(std::move(fault));
    if (!form.good()) return show_propose(context, year, &form);
    const auto done = context.change([&](app::Work& work) { return plan::propose(work, *id, year, content); });
    if (done) return context.go("/office", "flash.proposal_sent");
    form.refuse(done.error());
    return show_propose(context, year, &form);
}

}  // namespace

void mount_office_proposals(app::Routes& routes)
{
    routes.get(queue_path, decide_proposals, queue_page);
    routes.get("/office/plan/proposals/{id}", decide_proposals, proposal_page);
    routes.post("/office/plan/proposals/{id}/refusal", decide_proposals, save_refusal);
    routes.get("/office/plan/{year}/proposals/new", propose_events, propose_page);
    routes.post("/office/plan/{year}/proposals", propose_events, save_proposal);
}

}  // namespace veche::plan
