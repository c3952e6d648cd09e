#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "app/album/store.hpp"
#include "app/feature.hpp"
#include "app/media.hpp"

namespace veche::app::album {

/// Who of the staff may look at photographs of this kind of owner that the town does not see.
struct Keepers {
    std::string_view kind;
    std::function<bool(View&, const store::Place&)> may_see;
};

/// GET /media/NAME. A file is asked for at each look with one question to the database: it is sent while a page
/// shows it, to keepers before, and to nobody from the moment in which it is taken back.
Feature files(std::shared_ptr<const Media> media, std::vector<Keepers> keepers);

}  // namespace veche::app::album
