#include "language/when/zones.hpp"

#include <optional>

#include "language/when/cursor.hpp"

namespace veche::language::speech {

namespace {

/// Towns whose clock people name: "по Москве", "по Омску". Only after "по", so that a place is no clock.
bool is_clock_town(std::string_view word)
{
    return starts_with_one_of(
        word, {"москв",         "калининград", "самар",   "екатеринбург", "омск",      "красноярск", "новосибирск",
               "кемеров",       "томск",       "барнаул", "новокузнецк",  "иркутск",   "чит",        "якутск",
               "владивосток",   "хабаровск",   "магадан", "сахалин",      "камчатк",   "челябинск",  "перм",
               "тюмен",         "уфе",         "ижевск",  "саратов",      "ульяновск", "астрахан",   "волгоград",
               "петропавловск", "анадыр",      "гринвич"});
}

bool is_time_word(std::string_view word)
{
    return is_one_of(word, {"время", "времени", "временем"});
}

bool is_short_zone(std::string_view word)
{
    return is_one_of(word, {"мск", "msk", "мcк", "utc", "gmt", "утц", "гмт", "екб", "нск", "крск", "влд", "иркт"});
}

/// "московское", "екатеринбургского", "поясному", "летнему": of a clock when "время" stands beside it.
bool is_clock_adjective(std::string_view word)
{
    for (const std::string_view ending : {"ское", "ского", "скому", "ским", "ному", "нему", "овому"})
        if (word.ends_with(ending)) return true;
    return false;
}

/// "+4", "-1", "+03:00" behind the name. "12:00 мск-14:00" goes on with another time.
void take_shift(Cursor& cursor)
{
    const bool dash = cursor.sees_glued(Sign::dash, 0);
    if ((!dash && !cursor.sees(Sign::plus)) || !cursor.sees_glued(Sign::number, 1) || cursor.peek(1).digits > 2) return;
    const bool minutes = cursor.sees_glued(Sign::colon, 2) && cursor.sees_glued(Sign::number, 3);
    if (dash && (minutes || cursor.sees_glued(Sign::dot, 2) || cursor.peek(1).digits > 1)) return;
    cursor.step(minutes ? 4 : 2);
}

std::optional<TokenZone> read_named(Cursor& cursor, bool by)
{
    const auto word = cursor.word();
    if (is_short_zone(word)) return cursor.step(), take_shift(cursor), TokenZone::elsewhere;
    if (by && is_clock_town(word) && !is_clock_adjective(word)) return cursor.step(), TokenZone::elsewhere;
    const bool here = word.starts_with("местн");
    const bool of_moscow = word.starts_with("московск");
    const bool season = season_of(word).has_value();
    const bool beside = is_time_word(cursor.word(1));
    const bool alone = cursor.peek(1).sign != Sign::word;
    if (season && !(by && beside)) return std::nullopt;
    if (!here && !of_moscow &&
        !(is_clock_adjective(word) && beside && (by || word.ends_with("ское") || word.ends_with("ского"))))
        return std::nullopt;
    if (!beside && !(alone && (by || here))) return std::nullopt;
    cursor.step(beside ? 2 : 1);
    if (of_moscow) take_shift(cursor);
    return here ? TokenZone::local : TokenZone::elsewhere;
}

/// "[по] мск", "по московскому времени", "время московское", "по времени Москвы".
std::optional<TokenZone> read_zone(Cursor& cursor)
{
    Attempt attempt(cursor);
    bool by = cursor.take_word({"по"});
    const bool turned = is_time_word(cursor.word());
    if (turned) {
        cursor.step();
        cursor.take(Sign::dash);
        cursor.take(Sign::colon);
        by = true;
    }
    if (turned && !is_short_zone(cursor.word()) && !is_clock_town(cursor.word()) &&
        !starts_with_one_of(cursor.word(), {"местн", "московск"}))
        return std::nullopt;
    const auto zone = read_named(cursor, by);
    if (zone) attempt.keep();
    return zone;
}

/// The last number of the time that the tokens end with; behind it only signs and "ч.".
Token* ending_time(std::vector<Token>& tokens)
{
    bool hours = false;
    for (std::size_t i = tokens.size(); i-- > 0;) {
        Token& token = tokens[i];
        if (token.sign == Sign::open || token.sign == Sign::other || token.sign == Sign::comma ||
            (token.sign == Sign::dot && hours == false && i > 0 && tokens[i - 1].sign == Sign::word))
            continue;
        if (is_one_of(token.word, {"ч", "час", "часа", "часов", "часам", "мин", "минут", "утра", "дня", "вечера"})) {
            hours = true;
            continue;
        }
        if (token.sign != Sign::number || token.digits > 2) return nullptr;
        const bool parts =
            i > 1 && token.glued && tokens[i - 2].sign == Sign::number &&
            (tokens[i - 1].sign == Sign::colon || tokens[i - 1].sign == Sign::dot || tokens[i - 1].sign == Sign::dash);
        return hours || parts ? &token : nullptr;
    }
    return nullptr;
}

}  // namespace

std::vector<Token> without_zones(std::vector<Token> tokens)
{
    std::vector<Token> rest;
    rest.reserve(tokens.size());
    Cursor cursor(std::move(tokens));
    while (!cursor.at_end()) {
        const auto zone = cursor.sees(Sign::word) ? read_zone(cursor) : std::nullopt;
        if (!zone) {
            rest.push_back(cursor.peek());
            cursor.step();
            continue;
        }
        if (cursor.sees_glued(Sign::dot, 0)) cursor.step();
        if (Token* time = ending_time(rest))
            time->zone = *zone;
        else if (*zone == TokenZone::elsewhere)
            rest.push_back(Token{.sign = Sign::zone});
    }
    return rest;
}

}  // namespace veche::language::speech
