#pragma once

#include "app/album/commands.hpp"
#include "features/plan/line/model.hpp"

namespace veche::plan {

/// Changes the photographs of a happening. Refusals: plan.photos_after_report (nobody has told yet that it was held), those of
/// app::album::change_photos. Throws NotFound.
Result<app::album::Album> change_photos(app::Work& work, Id<Line> line, Id<Happening> happening,
                                        const app::album::Changes& changes);
/// Another picture in the place of one, with faces made unrecognisable. The same refusals, and album.changed_meanwhile.
Result<app::album::Photo> replace_picture(app::Work& work, Id<Line> line, const app::album::Photo& seen,
                                          const app::KeptPicture& files);

}  // namespace veche::plan
