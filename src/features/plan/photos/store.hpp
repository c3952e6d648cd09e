#pragma once

#include <optional>
#include <string>

#include "app/town.hpp"
#include "db/session.hpp"
#include "features/plan/line/model.hpp"

/// SQL that asks the plan and its albums together.
namespace veche::plan::store {

struct ShownHappening {
    Id<Line> line{};
    int year = 0;
    std::string title;
    Id<Happening> happening{};
    Held held;
};
/// The latest of an announced line that was held and of which the town sees a photograph.
std::optional<ShownHappening> find_latest_shown(db::Session& db, Id<app::Town> town);

}  // namespace veche::plan::store
