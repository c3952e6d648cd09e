#include "features/plan/document/commands.hpp"

#include <nlohmann/json.hpp>

#include "features/plan/access.hpp"
#include "features/plan/document/store.hpp"
#include "features/plan/line/store.hpp"

namespace veche::plan {

namespace {

Decider decider(const app::Work& work)
{
    return {work.actor.account, work.actor.name, work.now};
}

std::string document_object(int year)
{
    return "plan/" + std::to_string(year);
}

/// Loads, decides, stores. `decide` gives the document as it is to be; `is_done` tells whether one of another revision is what was
/// asked for already.
template <class Decide, class IsDone>
Result<Document> decide_on(app::Work& work, int year, std::int64_t revision, std::string_view deed, Decide decide,
                           IsDone is_done)
{
    const Document document = store::get_document_for_update(work.tx, work.town.id, year);
    const bool again = document.revision != revision && is_done(document);
    if (document.revision != revision && !again) return refuse(RefusalKind::conflict, "document.changed_meanwhile");
    Result<Document> decided = again ? Result<Document>(document) : decide(document);
    if (!decided) return decided;
    nlohmann::json details = {{"version", decided->versions.empty() ? 0 : decided->versions.back().number}};
    if (decided->stage == DocumentStage::approved) details["act"] = decided->versions.back().act_number;
    work.record(deed, document_object(year), details);
    if (again) return decided;
    store::update_document(work.tx, work.town.id, *decided);
    if (decided->versions.size() > document.versions.size())
        store::insert_version(work.tx, work.town.id, document.plan, decided->versions.back());
    work.touch("plan");
    return decided;
}

}  // namespace

Result<Document> agree_plan(app::Work& work, int year, std::int64_t revision)
{
    return decide_on(
        work, year, revision, "plan.agree",
        [&](const Document& document) {
            return agree(document, store::list_lines(work.tx, work.town.id, document.plan), decider(work));
        },
        [&](const Document& document) { return is_agreed_by(document, work.actor.account); });
}

Result<Document> approve_plan(app::Work& work, int year, std::int64_t revision, const Approval& approval)
{
    const Day today = work.town.zone.local(work.now).day;
    return decide_on(
        work, year, revision, "plan.approve",
        [&](const Document& document) {
            return approve(document, store::list_lines(work.tx, work.town.id, document.plan), approval, today,
                           decider(work));
        },
        [&](const Document& document) { return is_approved_by(document, work.actor.account, approval); });
}

Result<Document> return_plan_to_draft(app::Work& work, int year, std::int64_t revision)
{
    return decide_on(
        work, year, revision, "plan.return_to_draft",
        [&](const Document& document) -> Result<Document> {
            if (document.stage == DocumentStage::approved && !may_approve(work.actor))
                return refuse(RefusalKind::closed, "document.approved_stays");
            return back_to_draft(document);
        },
        [&](const Document& document) { return document.stage == DocumentStage::draft; });
}

}  // namespace veche::plan
