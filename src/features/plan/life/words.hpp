#pragma once

// What has become of a line, in words and read models: the office, the portal, feeds and calendars say it alike.

#include <string>

#include <nlohmann/json.hpp>

#include "features/plan/life/model.hpp"
#include "language/language.hpp"
#include "language/when/in_words.hpp"

namespace veche::plan {

using language::time_words;

/// The time of one happening of the line.
std::string time_words(const language::Words& words, const Line& line, const Happening& happening);
/// The days on which it was held: "6 июля 2021, вторник", "20–21 мая 2021".
std::string held_days(const language::Words& words, const Held& held);

/// {code, title} of the whole line; code is that of life_state.
nlohmann::json life_state_model(const language::Words& words, const Line& line, Day today);
/// {code, title} of one happening: planned (nobody was told of it yet), ahead, overdue, held, cancelled.
nlohmann::json happening_state(const language::Words& words, const Line& line, const Happening& happening, Day today);

/// "перенесено с 6 июля: гроза".
std::string moved_words(const language::Words& words, const Line& line, std::size_t move);
/// What was told of a happening, "" while it is ahead: "120 участников. Пели всем двором.", "Причина: гроза".
std::string told_words(const language::Words& words, const Happening& happening);

/// The title as news: "Перенесено: День города", "Отменено: …"; the bare title while nothing has become of the line.
std::string news_title(const language::Words& words, const Line& line);
/// What has become of it, sentence by sentence, the newest move first; "" while nothing has.
std::string news_words(const language::Words& words, const Line& line);

}  // namespace veche::plan
