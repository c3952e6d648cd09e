#pragma once

// What portal and office share: addresses. (A file of its own, because both edges and the face name them.)

#include <string>

#include "app/feature.hpp"
#include "features/participation/model.hpp"
#include "features/plan/feature.hpp"

namespace veche::participation {

/// "/plan/2021/lines/01h…/sign-up/01h…"
std::string sign_up_path(const plan::Line& line, Id<plan::Happening> happening);
/// "/office/plan/2021/lines/01h…/happenings/01h…/sign-up"
std::string office_path(const plan::Line& line, Id<plan::Happening> happening);

void mount_portal(app::Routes& routes);
void mount_office(app::Routes& routes);

}  // namespace veche::participation
