#pragma once

// Which albums a line has. (A file of its own, because whoever stores a line settles its albums, from rooms below this one.)

#include "app/album/commands.hpp"
#include "features/plan/line/model.hpp"

namespace veche::plan {

inline constexpr std::string_view happening_album = "happening";

app::album::Key album_of(Id<Happening> happening);
/// The town sees photographs of what was held, while its line is announced.
app::album::Owner album_owner(const Line& line, const Happening& happening);

/// Follows whatever was stored of a line: photographs of what is not told of, or not announced, are shown no more; those of a
/// happening that is gone are removed.
void settle_albums(app::Work& work, const Line& line);
/// The line is gone.
void remove_albums(app::Work& work, Id<Line> line);

}  // namespace veche::plan
