#pragma once

// The Plan as a document: agreed, approved by an act, changed by another one. (A file of its own beside model.hpp, which is about
// lines.) All pure. docs/rules/document.md.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/actor.hpp"
#include "features/plan/line/model.hpp"

namespace veche::plan {

enum class DocumentStage { draft, agreed, approved };
std::string_view to_text(DocumentStage stage);  // "draft", "agreed", "approved"
std::optional<DocumentStage> parse_document_stage(std::string_view text);

/// A line as it stood when a version was made.
struct SnapshotLine {
    Id<Line> id{};
    LineContent content;
    bool announced = false;
    std::int64_t moves = 0;  // how many times it had been moved by then

    bool operator==(const SnapshotLine&) const = default;
};
std::vector<SnapshotLine> snapshot_of(const std::vector<Line>& lines);

/// The plan as it was agreed or approved, for ever.
struct PlanVersion {
    std::int64_t number = 0;                      // 1, 2, …
    DocumentStage stage = DocumentStage::agreed;  // agreed or approved
    std::string act;  // what kind of act: "постановление администрации"; "" when agreed
    std::string act_number;  // "12-п"
    std::optional<Day> act_day;
    std::string signer_post, signer_name;  // of the "УТВЕРЖДАЮ" block; may be empty
    std::vector<SnapshotLine> lines;       // only where they are asked for
    Instant made{};
    Id<app::Account> account{};
    std::string by;  // the person's name at that time

    bool operator==(const PlanVersion&) const = default;
};

/// What the act says.
struct Approval {
    std::string act, act_number;
    std::optional<Day> act_day;
    std::string signer_post, signer_name;
};
inline constexpr std::size_t act_limit = 200, act_number_limit = 50, signer_limit = 200;

/// A plan's standing as a document.
struct Document {
    Id<Plan> plan{};
    int year = 0;
    DocumentStage stage = DocumentStage::draft;
    std::int64_t revision = 1;          // rises with every decision: two people deciding
    std::vector<PlanVersion> versions;  // the earliest first, without their lines

    /// The act in force: a plan that is being changed stays approved by its last one.
    const PlanVersion* approval() const;
    const PlanVersion* version(std::int64_t number) const;
};

/// Who decides, and when.
struct Decider {
    Id<app::Account> account{};
    std::string name;
    Instant now{};
};

/// Ready to be approved; a version is made. Refusals: document.nothing when the plan has no lines, document.agreed_already.
Result<Document> agree(Document document, const std::vector<Line>& lines, const Decider& who);

/// All that is wrong with an approval: document.act_needed at "act", document.act_number_needed at "act_number",
/// document.act_day_needed, document.act_day_future and document.act_day_wrong (further than two years from the plan's) at
/// "act_day".
std::vector<Refusal> faults_of(const Approval& approval, int year, Day today);

/// Approved by an act; a version is made. An approved plan is approved again by another act: its changes. Refusals: as above,
/// document.nothing, document.not_agreed, document.act_used at "act_number".
Result<Document> approve(Document document, const std::vector<Line>& lines, const Approval& approval, Day today,
                         const Decider& who);

/// To be worked on again; versions stay. Refusal: document.draft_already.
Result<Document> back_to_draft(Document document);

/// Whether the newest version is this decision of the same person already, as after a form sent twice.
bool is_agreed_by(const Document& document, Id<app::Account> account);
bool is_approved_by(const Document& document, Id<app::Account> account, const Approval& approval);

}  // namespace veche::plan
