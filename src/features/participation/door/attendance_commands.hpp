#pragma once

#include "app/work.hpp"
#include "features/participation/door/attendance.hpp"

namespace veche::participation {

enum class MarkState {
    kept,     // as sent
    older,    // a later deed about the same person is known
    unknown,  // no such person is signed up for this occasion
};
std::string_view to_text(MarkState state);

/// Takes marks from the door, each in the order of its own time, so that a phone which finds the network an hour later changes nothing
/// that was corrected since. Sent again they change nothing. One state for each mark, in their order. Refusals: those of
/// fault_of_door, participation.not_announced, participation.too_many_marks.
Result<std::vector<MarkState>> put_marks(app::Work& work, const app::Occasion& occasion,
                                         const std::vector<Mark>& marks);

}  // namespace veche::participation
