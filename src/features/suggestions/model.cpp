#include "features/suggestions/model.hpp"

namespace veche::suggestions {

std::string_view to_text(const Decision& decision)
{
    if (std::holds_alternative<Waiting>(decision)) return "waiting";
    return std::holds_alternative<Taken>(decision) ? "taken" : "declined";
}

std::vector<Refusal> faults_of(const Content& content, const Author& author)
{
    std::vector<Refusal> faults;
    const auto fault = [&](const char* message, const char* field) {
        faults.push_back({RefusalKind::invalid, message, field, {}});
    };
    if (content.title.empty()) fault("suggestions.title_needed", "title");
    if (content.why.empty()) fault("suggestions.why_needed", "why");
    const auto* resident = std::get_if<Resident>(&author);
    if (resident && !has_consent(*resident)) fault("suggestions.consent_needed", "consent");
    return faults;
}

bool has_consent(const Resident& author)
{
    return author.consent || (author.name.empty() && author.contact.empty());
}

Result<Suggestion> taken(Suggestion suggestion, Id<plan::Line> line, Instant now)
{
    const auto* before = std::get_if<Taken>(&suggestion.decision);
    if (before && before->line == line) return suggestion;
    if (!std::holds_alternative<Waiting>(suggestion.decision))
        return refuse(RefusalKind::closed, "suggestions.decided_already");
    suggestion.decision = Taken{line, now};
    return suggestion;
}

Result<Suggestion> declined(Suggestion suggestion, std::string reason, Instant now)
{
    if (reason.empty()) return refuse(RefusalKind::invalid, "suggestions.reason_needed", "reason");
    const auto* before = std::get_if<Declined>(&suggestion.decision);
    if (before && before->reason == reason) return suggestion;
    if (!std::holds_alternative<Waiting>(suggestion.decision))
        return refuse(RefusalKind::closed, "suggestions.decided_already", "reason");
    suggestion.decision = Declined{std::move(reason), now};
    return suggestion;
}

plan::LineContent suggested_content(const Suggestion& suggestion, const std::string& body_name)
{
    plan::LineContent content;
    content.title = suggestion.content.title;
    content.kind = plan::guess_kind(content.title, "");
    content.when.text = suggestion.content.when;
    content.place = suggestion.content.place;
    content.audience = suggestion.content.audience;
    if (!body_name.empty()) content.responsible = {body_name};
    return content;
}

}  // namespace veche::suggestions
