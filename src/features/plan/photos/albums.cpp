#include "features/plan/photos/albums.hpp"

namespace veche::plan {

app::album::Key album_of(Id<Happening> happening)
{
    return {std::string(happening_album), happening.value()};
}

app::album::Owner album_owner(const Line& line, const Happening& happening)
{
    return {.key = album_of(happening.id),
            .part_of = line.id.value(),
            .shelf = line.plan.value(),
            .shown = line.announced() && std::holds_alternative<Held>(happening.outcome)};
}

void settle_albums(app::Work& work, const Line& line)
{
    std::vector<app::album::Standing> standing;
    for (const auto& one : line.happenings) standing.push_back({one.id.value(), album_owner(line, one).shown});
    app::album::settle(work, happening_album, line.id.value(), standing);
}

void remove_albums(app::Work& work, Id<Line> line)
{
    app::album::settle(work, happening_album, line.value(), {});
}

}  // namespace veche::plan
