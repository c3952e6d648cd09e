#pragma once

#include "app/feature.hpp"

/// The front page and the office's first page: they put together what other features say about themselves.
namespace veche::front {

app::Feature feature();

}  // namespace veche::front
