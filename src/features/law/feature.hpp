#pragma once

#include <optional>

#include "app/feature.hpp"
#include "features/law/exports.hpp"
#include "features/law/model.hpp"
#include "features/law/model_calendar.hpp"

/// What is law is dated data: ages, quorums, terms, quotas, who signs (docs/rules/law.md); what the town holds of a person, and the
/// rights of that person (docs/rules/personal.md). The lowest feature: all others may ask it, it asks none.
namespace veche::law {

app::Feature feature();

/// What holds on a day: law::at(view.db, view.town.id, day).quorum("quorum.tos_meeting", residents).
Profile at(db::Session& db, Id<app::Town> town, Day day);
/// The town's working days.
WorkCalendar work_calendar(db::Session& db, Id<app::Town> town);
/// Asked by whatever gives out a list of people, before it does: nothing, and it may go on; or the page that says that a second
/// colleague has to agree. What leaves is recorded here.
std::optional<web::Response> may_export(app::Context& context, const Export& of);
/// For how many days the town keeps what a key speaks of: app::erasure::DaysOf.
int days_of(app::Work& work, std::string_view key);

}  // namespace veche::law
