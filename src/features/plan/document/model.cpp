#include "features/plan/document/model.hpp"

#include <algorithm>
#include <cstdlib>

namespace veche::plan {

std::string_view to_text(DocumentStage stage)
{
    switch (stage) {
        case DocumentStage::agreed: return "agreed";
        case DocumentStage::approved: return "approved";
        case DocumentStage::draft: break;
    }
    return "draft";
}

std::optional<DocumentStage> parse_document_stage(std::string_view text)
{
    for (const auto stage : {DocumentStage::draft, DocumentStage::agreed, DocumentStage::approved})
        if (text == to_text(stage)) return stage;
    return std::nullopt;
}

std::vector<SnapshotLine> snapshot_of(const std::vector<Line>& lines)
{
    std::vector<SnapshotLine> snapshot;
    for (const auto& line : lines)
        snapshot.push_back({line.id, line.content, line.announced(), std::int64_t(line.moves.size())});
    return snapshot;
}

const PlanVersion* Document::approval() const
{
    const auto last = std::find_if(versions.rbegin(), versions.rend(),
                                   [](const PlanVersion& one) { return one.stage == DocumentStage::approved; });
    return last == versions.rend() ? nullptr : &*last;
}

const PlanVersion* Document::version(std::int64_t number) const
{
    const auto found = std::ranges::find(versions, number, &PlanVersion::number);
    return found == versions.end() ? nullptr : &*found;
}

namespace {

PlanVersion next_version(const Document& document, DocumentStage stage, const std::vector<Line>& lines,
                         const Decider& who)
{
    PlanVersion version;
    version.number = document.versions.empty() ? 1 : document.versions.back().number + 1;
    version.stage = stage;
    version.lines = snapshot_of(lines);
    version.made = who.now;
    version.account = who.account;
    version.by = who.name;
    return version;
}

Document with(Document document, PlanVersion version)
{
    document.stage = version.stage;
    document.revision += 1;
    document.versions.push_back(std::move(version));
    return document;
}

bool is_act_of(const PlanVersion& version, const Approval& approval)
{
    return version.stage == DocumentStage::approved && version.act == approval.act &&
           version.act_number == approval.act_number && version.act_day == approval.act_day;
}

}  // namespace

Result<Document> agree(Document document, const std::vector<Line>& lines, const Decider& who)
{
    if (document.stage == DocumentStage::agreed) return refuse(RefusalKind::closed, "document.agreed_already");
    if (lines.empty()) return refuse(RefusalKind::invalid, "document.nothing");
    auto version = next_version(document, DocumentStage::agreed, lines, who);
    return with(std::move(document), std::move(version));
}

std::vector<Refusal> faults_of(const Approval& approval, int year, Day today)
{
    std::vector<Refusal> faults;
    const auto wrong = [&](const char* message, const char* field) {
        faults.push_back({RefusalKind::invalid, message, field, {}});
    };
    if (approval.act.empty()) wrong("document.act_needed", "act");
    if (approval.act_number.empty()) wrong("document.act_number_needed", "act_number");
    if (!approval.act_day)
        wrong("document.act_day_needed", "act_day");
    else if (*approval.act_day > today)
        wrong("document.act_day_future", "act_day");
    else if (std::abs(int(approval.act_day->year()) - year) > 2)
        wrong("document.act_day_wrong", "act_day");
    return faults;
}

Result<Document> approve(Document document, const std::vector<Line>& lines, const Approval& approval, Day today,
                         const Decider& who)
{
    if (document.stage == DocumentStage::draft) return refuse(RefusalKind::closed, "document.not_agreed");
    if (lines.empty()) return refuse(RefusalKind::invalid, "document.nothing");
    if (const auto faults = faults_of(approval, document.year, today); !faults.empty())
        return tl::unexpected(faults.front());
    if (std::ranges::any_of(document.versions, [&](const PlanVersion& one) { return is_act_of(one, approval); }))
        return refuse(RefusalKind::invalid, "document.act_used", "act_number");
    auto version = next_version(document, DocumentStage::approved, lines, who);
    version.act = approval.act;
    version.act_number = approval.act_number;
    version.act_day = approval.act_day;
    version.signer_post = approval.signer_post;
    version.signer_name = approval.signer_name;
    return with(std::move(document), std::move(version));
}

Result<Document> back_to_draft(Document document)
{
    if (document.stage == DocumentStage::draft) return refuse(RefusalKind::closed, "document.draft_already");
    document.stage = DocumentStage::draft;
    document.revision += 1;
    return document;
}

bool is_agreed_by(const Document& document, Id<app::Account> account)
{
    return document.stage == DocumentStage::agreed && !document.versions.empty() &&
           document.versions.back().stage == DocumentStage::agreed && document.versions.back().account == account;
}

bool is_approved_by(const Document& document, Id<app::Account> account, const Approval& approval)
{
    if (document.stage != DocumentStage::approved || document.versions.empty()) return false;
    const auto& last = document.versions.back();
    return is_act_of(last, approval) && last.account == account && last.signer_post == approval.signer_post &&
           last.signer_name == approval.signer_name;
}

}  // namespace veche::plan
