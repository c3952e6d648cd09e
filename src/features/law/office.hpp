#pragma once

#include "app/feature.hpp"
#include "features/law/model.hpp"
#include "language/language.hpp"

namespace veche::law {

/// "18 лет", "10 рабочих дней", "1/3", "до 31 марта следующего года", the words themselves.
std::string value_words(const language::Words& words, Kind kind, const std::string& value);

void mount_profile(app::Routes& routes);
void mount_map(app::Routes& routes);
void mount_requests(app::Routes& routes);
void mount_personal_data(app::Routes& routes);
void mount_exports(app::Routes& routes);

}  // namespace veche::law
