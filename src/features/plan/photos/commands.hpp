#pragma once

#include <vector>

#include "app/work.hpp"
#include "features/plan/photos/model.hpp"

namespace veche::plan {

/// Changes the photographs of a happening and adds new ones, whose files are kept already. What somebody else changed
/// meanwhile is left and told of, everything else is done. Refusals: plan.photos_after_report (nobody has told yet that it was
/// held), plan.photos_too_many at "files". Throws NotFound.
Result<Album> change_photos(app::Work& work, Id<Line> line, Id<Happening> happening,
                            const std::vector<PhotoChange>& changes, const std::vector<NewPhoto>& fresh);

/// Photographs whose happening a change of the plan has taken away for good.
void forget_stray_photos(app::Work& work);

}  // namespace veche::plan
