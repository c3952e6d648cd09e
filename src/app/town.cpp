#include "app/town.hpp"

#include "language/language.hpp"

namespace veche::app {

std::string moment_words(const language::Words& words, const Town& town, Instant at)
{
    const auto local = town.zone.local(at);
    return words.day_month_year(local.day) + ", " + words.clock(local.minute);
}

}  // namespace veche::app
