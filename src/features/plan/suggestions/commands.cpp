#include "features/plan/suggestions/commands.hpp"

#include <nlohmann/json.hpp>

#include "app/token.hpp"
#include "core/errors.hpp"
#include "features/plan/suggestions/store.hpp"

namespace veche::plan {

namespace {

std::string proposal_object(Id<Proposal> id)
{
    return "proposal/" + to_text(id);
}

Day today_in(const app::Work& work)
{
    return work.town.zone.local(work.now).day;
}

/// The network first, so that who is over their own budget takes nothing of the town's; then the town, whose row also makes
/// those who would be the last to wait come one after another.
Result<bool> spend(app::Work& work, std::string_view network)
{
    const Day today = today_in(work);
    const auto spent = [&](const std::string& subject) {
        return store::spend_budget(work.tx, work.town.id, today, subject);
    };
    if (spent("network:" + app::token_hash(iso_day(today) + " " + std::string(network))) > proposals_of_network)
        return refuse(RefusalKind::too_many, "proposals.too_many_network");
    if (spent("town") > proposals_of_town) return refuse(RefusalKind::too_many, "proposals.too_many_town");
    if (store::count_waiting_of_residents(work.tx, work.town.id) >= proposals_waiting)
        return refuse(RefusalKind::too_many, "proposals.queue_full");
    return true;
}

template <class Decide>
Result<Proposal> decide_proposal(app::Work& work, Id<Proposal> id, std::string_view deed, Decide decide)
{
    const Proposal proposal = store::get_proposal_for_update(work.tx, work.town.id, id);
    Result<Proposal> decided = decide(proposal);
    if (!decided) return decided;
    work.record(deed, proposal_object(id), {{"title", proposal.content.title}});
    if (decided->decision != proposal.decision) store::update_decision(work.tx, work.town.id, *decided);
    return decided;
}

}  // namespace

Result<Proposal> suggest(app::Work& work, const Suggestion& suggestion)
{
    const std::string hash = app::token_hash(suggestion.code);
    if (auto again = store::find_proposal(work.tx, work.town.id, hash)) return *again;
    const auto faults = faults_of(suggestion.content, suggestion.author);
    if (!faults.empty()) return tl::unexpected(faults.front());
    if (const auto within = spend(work, suggestion.network); !within) return tl::unexpected(within.error());
    const Proposal proposal{.id = work.new_id<Proposal>(),
                            .year = int(today_in(work).year()),
                            .content = suggestion.content,
                            .author = suggestion.author,
                            .key_hash = hash,
                            .decision = Waiting{},
                            .made = work.now};
    if (store::insert_proposal(work.tx, work.town.id, proposal)) return proposal;
    return store::find_proposal(work.tx, work.town.id, hash).value();
}

Result<Proposal> propose(app::Work& work, Id<Proposal> id, int year, ProposalContent content)
{
    const auto bodies = bodies::list_bodies_of(work.tx, work.town.id, work.actor.account);
    const Proposal proposal{.id = id,
                            .year = year,
                            .content = std::move(content),
                            .author = Chair{work.actor.account, work.actor.name,
                                            bodies.empty() ? std::nullopt : std::optional(bodies.front())},
                            .key_hash = "office:" + to_text(id),
                            .decision = Waiting{},
                            .made = work.now};
    const auto faults = faults_of(proposal.content, proposal.author);
    if (!faults.empty()) return tl::unexpected(faults.front());
    if (!store::insert_proposal(work.tx, work.town.id, proposal)) {
        const auto known = store::find_proposal(work.tx, work.town.id, id);
        const auto* chair = known ? std::get_if<Chair>(&known->author) : nullptr;
        if (!chair || chair->account != work.actor.account) throw NotFound("proposal");
        if (known->content != proposal.content) return refuse(RefusalKind::conflict, "proposals.sent_already", "title");
    }
    work.record("plan.proposal.add", proposal_object(id), {{"title", proposal.content.title}, {"year", year}});
    return proposal;
}

Result<Proposal> take_proposal(app::Work& work, Id<Proposal> id, Id<Line> line)
{
    return decide_proposal(work, id, "plan.proposal.take",
                           [&](const Proposal& proposal) { return taken(proposal, line, work.now); });
}

Result<Proposal> decline_proposal(app::Work& work, Id<Proposal> id, std::string reason)
{
    return decide_proposal(work, id, "plan.proposal.decline",
                           [&](const Proposal& proposal) { return declined(proposal, std::move(reason), work.now); });
}

void forget_authors(app::Work& work)
{
    using std::chrono::days;
    using std::chrono::hours;
    const auto gone = store::erase_authors(work.tx, work.town.id, work.now - hours(24 * author_days),
                                           work.now - hours(24 * undecided_days), work.now);
    store::delete_budgets_before(work.tx, work.town.id, Day(std::chrono::sys_days(today_in(work)) - days(2)));
    if (gone > 0) work.record("plan.proposals.forget", "proposals", {{"proposals", gone}});
}

}  // namespace veche::plan
