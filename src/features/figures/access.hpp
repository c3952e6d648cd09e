#pragma once

#include "app/actor.hpp"

/// Who may see figures: everybody what is open of them (app::Figure::open_part); these pages never show more, whoever reads.
namespace veche::figures {

inline constexpr const app::Permission& see = app::anyone;

}  // namespace veche::figures
