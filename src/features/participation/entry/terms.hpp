#pragma once

#include "app/town.hpp"
#include "core/time.hpp"
#include "db/session.hpp"
#include "features/participation/entry/model.hpp"

namespace veche::participation {

/// Of this day.
Terms terms_of(db::Session& db, Id<app::Town> town, Day today);

/// With a consent to be thanked: the last day on which a name is kept of what ended on that day.
Day thanked_until(db::Session& db, Id<app::Town> town, Day today, Day ends);

}  // namespace veche::participation
