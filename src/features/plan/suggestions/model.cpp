#include "features/plan/suggestions/model.hpp"

namespace veche::plan {

std::string_view to_text(const Decision& decision)
{
    if (std::holds_alternative<Waiting>(decision)) return "waiting";
    return std::holds_alternative<Taken>(decision) ? "taken" : "declined";
}

std::vector<Refusal> faults_of(const ProposalContent& content, const Author& author)
{
    std::vector<Refusal> faults;
    const auto fault = [&](const char* message, const char* field) {
        faults.push_back({RefusalKind::invalid, message, field, {}});
    };
    if (content.title.empty()) fault("proposals.title_needed", "title");
    if (content.why.empty()) fault("proposals.why_needed", "why");
    const auto* resident = std::get_if<Resident>(&author);
    if (resident && !(resident->name.empty() && resident->contact.empty()) && !resident->consent)
        fault("proposals.consent_needed", "consent");
    return faults;
}

Result<Proposal> taken(Proposal proposal, Id<Line> line, Instant now)
{
    const auto* before = std::get_if<Taken>(&proposal.decision);
    if (before && before->line == line) return proposal;
    if (!std::holds_alternative<Waiting>(proposal.decision))
        return refuse(RefusalKind::closed, "proposals.decided_already");
    proposal.decision = Taken{line, now};
    return proposal;
}

Result<Proposal> declined(Proposal proposal, std::string reason, Instant now)
{
    if (reason.empty()) return refuse(RefusalKind::invalid, "proposals.reason_needed", "reason");
    const auto* before = std::get_if<Declined>(&proposal.decision);
    if (before && before->reason == reason) return proposal;
    if (!std::holds_alternative<Waiting>(proposal.decision))
        return refuse(RefusalKind::closed, "proposals.decided_already", "reason");
    proposal.decision = Declined{std::move(reason), now};
    return proposal;
}

LineContent proposed_content(const Proposal& proposal, const std::string& body_name)
{
    LineContent content;
    content.title = proposal.content.title;
    content.kind = guess_kind(content.title, "");
    content.when.text = proposal.content.when;
    content.place = proposal.content.place;
    content.audience = proposal.content.audience;
    if (!body_name.empty()) content.responsible = {body_name};
    return content;
}

}  // namespace veche::plan
