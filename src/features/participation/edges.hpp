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

/// "/office/check-in/01h…/01h…": short, because it is scanned; line and happening.
std::string check_in_path(Id<plan::Line> line, Id<plan::Happening> happening);
/// 16 hex digits that tell an entry at the door; nothing can be changed by them.
std::string ticket_code(const Entry& entry);

void mount_portal(app::Routes& routes);
void mount_own(app::Routes& routes);
void mount_office(app::Routes& routes);
void mount_check_in(app::Routes& routes);
void mount_ledger(app::Routes& routes);

}  // namespace veche::participation
