#include "features/law/commands_requests.hpp"

#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "core/errors.hpp"
#include "features/law/feature.hpp"
#include "features/law/store_requests.hpp"

namespace veche::law {

namespace {

Day today_of(const app::Work& work)
{
    return work.town.zone.local(work.now).day;
}

std::string object_of(Id<SubjectRequest> id)
{
    return "subject_request/" + to_text(id);
}

SubjectRequest get_for_update(app::Work& work, Id<SubjectRequest> id)
{
    auto request = store::find_request_for_update(work.tx, work.town.id, id);
    if (!request) throw NotFound("request");
    return std::move(*request);
}

void note(app::Work& work, Id<SubjectRequest> id, std::string_view deed, std::string details,
          const nlohmann::json& told)
{
    store::insert_deed(
        work.tx, work.town.id, id, work.new_id<SubjectDeed>(),
        {.deed = std::string(deed), .details = std::move(details), .at = work.now, .actor = work.actor.name});
    work.record(fmt::format("law.request_{}", deed), object_of(id), told);
}

Result<bool> may_note(app::Work& work, Id<SubjectRequest> id)
{
    if (store::list_deeds(work.tx, work.town.id, id, deeds_most).size() >= std::size_t(deeds_most))
        return refuse(RefusalKind::too_many, "law.too_many_deeds");
    return true;
}

}  // namespace

app::erasure::Subject subject_of(const SubjectRequest& request)
{
    return app::erasure::subject_of(request.email, request.phone, request.name);
}

Result<Id<SubjectRequest>> enter_request(app::Work& work, SubjectRequest wanted)
{
    if (day_number(wanted.received) > day_number(today_of(work)))
        return refuse(RefusalKind::invalid, "law.request_future", "received");
    if (subject_of(wanted).empty()) return refuse(RefusalKind::invalid, "law.request_unfindable", "name");
    const auto law = at(work.tx, work.town.id, wanted.received);
    wanted.due = work_calendar(work.tx, work.town.id).after(wanted.received, law.number("answer.subject"));
    wanted.id = work.new_id<SubjectRequest>();
    wanted.entered = work.now;
    wanted.entered_by = work.actor.name;
    store::insert_request(work.tx, work.town.id, wanted);
    note(work, wanted.id, "entered", std::string(to_text(wanted.wish)),
         {{"wish", to_text(wanted.wish)}, {"received", iso_day(wanted.received)}, {"due", iso_day(wanted.due)}});
    return wanted.id;
}

Result<bool> put_off(app::Work& work, Id<SubjectRequest> id, const std::string& because)
{
    auto request = get_for_update(work, id);
    if (request.stage != RequestStage::open) return refuse(RefusalKind::conflict, "law.request_settled");
    if (!request.longer_because.empty()) return refuse(RefusalKind::conflict, "law.request_longer_once");
    const auto law = at(work.tx, work.town.id, request.received);
    request.due = work_calendar(work.tx, work.town.id).after(request.due, law.number("answer.subject_longer"));
    request.longer_because = because;
    store::update_request(work.tx, work.town.id, request);
    note(work, id, "put_off", iso_day(request.due), {{"due", iso_day(request.due)}});
    return true;
}

Result<bool> settle(app::Work& work, Id<SubjectRequest> id, RequestStage outcome, const std::string& answer)
{
    auto request = get_for_update(work, id);
    if (request.stage != RequestStage::open) return refuse(RefusalKind::conflict, "law.request_settled");
    request.stage = outcome;
    request.answer = answer;
    request.settled = work.now;
    store::update_request(work.tx, work.town.id, request);
    note(work, id, "settled", std::string(to_text(outcome)),
         {{"outcome", to_text(outcome)}, {"late", day_number(today_of(work)) > day_number(request.due)}});
    return true;
}

Result<bool> note_given(app::Work& work, Id<SubjectRequest> id, std::size_t rows, std::string_view form)
{
    get_for_update(work, id);
    if (const auto may = may_note(work, id); !may) return may;
    note(work, id, "given", fmt::format("{}: {}", form, rows), {{"rows", rows}, {"form", form}});
    return true;
}

Result<std::int64_t> erase_chosen(app::Work& work, Id<SubjectRequest> id, std::vector<std::string> names,
                                  std::span<const app::erasure::Owner> owners)
{
    const auto request = get_for_update(work, id);
    if (request.stage != RequestStage::open) return refuse(RefusalKind::conflict, "law.request_settled");
    if (names.empty()) return refuse(RefusalKind::invalid, "law.nothing_chosen");
    if (const auto may = may_note(work, id); !may) return tl::unexpected(may.error());
    const auto subject = subject_of(request);
    std::ranges::sort(names);  // two requests lock in one order
    std::int64_t gone = 0;
    std::map<std::string, std::int64_t> tables;
    for (const auto& name : names)
        if (app::erasure::erase_holding(work, subject, name, owners)) {
            ++gone;
            ++tables[name.substr(0, name.find('/'))];
        }
    if (gone == 0) return refuse(RefusalKind::invalid, "law.nothing_erased");
    std::string details;
    for (const auto& [table, rows] : tables)
        details += fmt::format("{}{}: {}", details.empty() ? "" : ", ", table, rows);
    note(work, id, "erased", details, {{"tables", tables}});
    work.touch("town");  // whatever page shows the person, in whatever room
    return gone;
}

}  // namespace veche::law
