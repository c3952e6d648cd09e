#include "language/when/asked.hpp"

#include <algorithm>
#include <vector>

#include "core/text.hpp"
#include "language/when/words.hpp"

namespace veche::language {

namespace {

using speech::Sign;
using speech::Token;
using std::chrono::weekday;

constexpr std::size_t pieces_most = 40, date_pieces_most = 6;

Day after(Day day, std::int64_t days)
{
    return day_from_number(day_number(day) + days);
}

Day monday_of(Day day)
{
    return after(day, 1 - std::int64_t(weekday(std::chrono::sys_days(day)).iso_encoding()));
}

Day last_of_month(Day day)
{
    return day.year() / day.month() / std::chrono::last;
}

Days month_of_day(Day day)
{
    return {day.year() / day.month() / 1, last_of_month(day)};
}

/// What stands between two spaces of a question.
struct Piece {
    std::string_view text;
    std::vector<Token> tokens;
    std::string_view word;  // "" when it is more than one word with its comma
};

std::vector<Piece> pieces_of(std::string_view question)
{
    std::vector<Piece> pieces;
    while (!question.empty() && pieces.size() < pieces_most) {
        const auto end = std::min(question.find(' '), question.size());
        if (end > 0) pieces.push_back({question.substr(0, end), speech::tokenize(question.substr(0, end)), {}});
        question.remove_prefix(std::min(end + 1, question.size()));
    }
    for (auto& piece : pieces) {
        const auto is_mark = [](const Token& token) {
            return token.sign == Sign::comma || token.sign == Sign::dot || token.sign == Sign::other;  // "?"
        };
        const auto& tokens = piece.tokens;
        if (!tokens.empty() && tokens[0].sign == Sign::word && std::all_of(tokens.begin() + 1, tokens.end(), is_mark))
            piece.word = tokens[0].word;
    }
    return pieces;
}

enum class Which { unsaid, present, next, past };

Which which_of(std::string_view word)
{
    if (speech::is_one_of(word, {"этот", "эта", "эти", "этой", "эту", "этом", "этих"}) || word.starts_with("ближайш") ||
        word.starts_with("текущ"))
        return Which::present;
    if (word.starts_with("следующ") || word.starts_with("будущ")) return Which::next;
    return word.starts_with("прошл") || word.starts_with("минувш") ? Which::past : Which::unsaid;
}

std::int64_t weeks_of(Which which)
{
    return which == Which::next ? 1 : which == Which::past ? -1 : 0;
}

/// Nobody looks for these when the day is known: "куда сходить в субботу".
bool is_filler(std::string_view word)
{
    return speech::is_one_of(word,
                             {"",      "в",           "на",          "с",       "что",     "где",     "куда",  "когда",
                              "какие", "будет",       "есть",        "можно",   "пойти",   "сходить", "афиша", "план",
                              "и",     "мероприятие", "мероприятия", "событие", "события", "проходит"});
}

/// "марта" may be a name, "мая" a street: a month without its day is named in these cases only, and not in short.
bool is_month_alone(std::string_view word)
{
    return speech::month_of(word) != 0 && (word.ends_with("ь") || word.ends_with("й") || word.ends_with("е") ||
                                           speech::is_one_of(word, {"март", "август"}));
}

bool is_part_of_month(std::string_view word)
{
    return speech::is_one_of(word, {"начало", "начале", "середина", "середине", "конец", "конце"});
}

struct Found {
    Days days;
    std::size_t until = 0;  // the first piece behind it
    bool wrong_weekday = false;
};

/// Reads the pieces from one place on: each rule takes what it understands, or nothing.
class Asked {
public:
    Asked(const std::vector<Piece>& pieces, Day today) : pieces_(pieces), today_(today) {}

    std::optional<Found> at(std::size_t place) const
    {
        std::size_t from = place;
        if (speech::is_one_of(word(from), {"в", "во", "на", "за"})) ++from;
        const bool led = from > place;
        if (auto found = named_day(from)) return with_weekday(*found);
        if (auto found = with_measure(from, led)) return found;
        if (auto found = season(from)) return found;
        if (auto found = weekday_first(from, led)) return found;
        // "в 12.10" is an hour to When: a date has its preposition before it, or is asked without.
        if (auto found = date(from)) return with_weekday(*found);
        return std::nullopt;
    }

private:
    std::string_view word(std::size_t place) const
    {
        return place < pieces_.size() ? pieces_[place].word : std::string_view();
    }

    std::optional<Found> named_day(std::size_t at) const
    {
        constexpr std::pair<std::string_view, int> days[] = {{"сегодня", 0}, {"завтра", 1}, {"послезавтра", 2},
                                                             {"вчера", -1},  {"today", 0},  {"tomorrow", 1}};
        for (const auto& [name, ahead] : days)
            if (word(at) == name) return Found{{after(today_, ahead), after(today_, ahead)}, at + 1};
        return std::nullopt;
    }

    /// "выходные", "на этой неделе", "в следующем месяце". A week or a month must be this one or the next: «Неделя добра» is a name.
    std::optional<Found> with_measure(std::size_t at, bool led) const
    {
        const Which which = which_of(word(at));
        if (which != Which::unsaid) ++at;
        const auto name = word(at);
        if (speech::is_one_of(name, {"выходные", "выходных", "weekend"})) {
            const Day saturday = after(monday_of(today_), 5 + 7 * weeks_of(which));
            return Found{which == Which::next || which == Which::past ? Days{saturday, after(saturday, 1)}
                                                                      : this_weekend(today_),
                         at + 1};
        }
        const bool week = speech::is_one_of(name, {"неделя", "неделю", "неделе"});
        if (week && which == Which::unsaid && !(led && name == "неделе")) return std::nullopt;
        const Day monday = after(monday_of(today_), 7 * weeks_of(which));
        if (week) return Found{weeks_of(which) == 0 ? rest_of_week(today_) : Days{monday, after(monday, 6)}, at + 1};
        if (which == Which::unsaid || !speech::is_one_of(name, {"месяц", "месяце"})) return std::nullopt;
        const Days here = month_of_day(today_);
        if (which == Which::next) return Found{month_of_day(after(here.last, 1)), at + 1};
        return Found{which == Which::past ? month_of_day(after(here.first, -1)) : Days{today_, here.last}, at + 1};
    }

    /// Only as an adverb: «летний лагерь» is no time to come.
    std::optional<Found> season(std::size_t at) const
    {
        if (speech::is_one_of(word(at), {"этой", "этим"}) && at + 1 < pieces_.size()) ++at;
        constexpr std::pair<std::string_view, unsigned> seasons[] = {
            {"зимой", 12}, {"весной", 3}, {"летом", 6}, {"осенью", 9}};
        for (const auto& [name, month] : seasons) {
            if (word(at) != name) continue;
            std::vector<Days> years;
            for (int more = -1; more <= 1; ++more) {
                const auto first = (today_.year() + std::chrono::years(more)) / std::chrono::month(month);
                const auto last = first + std::chrono::months(2);
                years.push_back({first / 1, last / std::chrono::last});
            }
            return Found{nearest(years), at + 1};
        }
        return std::nullopt;
    }

    std::optional<weekday> weekday_at(std::size_t at) const
    {
        const auto name = word(at);
        if (name.ends_with("ам") || name.ends_with("ям")) return std::nullopt;  // "по субботам" is how the plan says it
        return speech::weekday_of(name);
    }

    /// «Городская среда», «ВС РФ»: these are days only where nothing else can be meant.
    bool is_doubtful(std::size_t at) const { return word(at).starts_with("сред") || word(at).size() <= 4; }

    bool stands_alone(std::size_t at) const
    {
        for (std::size_t i = 0; i < pieces_.size(); ++i)
            if (i != at && !is_filler(word(i))) return false;
        return true;
    }

    /// "в субботу", "в следующую субботу", "суббота, 5 декабря".
    std::optional<Found> weekday_first(std::size_t at, bool led) const
    {
        const Which which = which_of(word(at));
        if (which != Which::unsaid) ++at;
        const auto day = weekday_at(at);
        if (!day) return std::nullopt;
        const std::size_t behind = at + 1;
        const std::size_t from = speech::is_one_of(word(behind), {"в", "на"}) ? behind + 1 : behind;
        if (auto found = date(from); found && found->days.first == found->days.last) {
            found->wrong_weekday = *day != weekday(std::chrono::sys_days(found->days.first));
            return found;
        }
        if (!led && which == Which::unsaid && is_doubtful(at) && !stands_alone(at)) return std::nullopt;
        const auto of_week = std::int64_t(day->iso_encoding()) - 1;
        Day found = after(monday_of(today_), of_week + 7 * weeks_of(which));
        if (weeks_of(which) == 0 && found < today_) found = after(found, 7);
        return Found{{found, found}, behind};
    }

    /// "5 декабря, суббота", "завтра, в среду".
    Found with_weekday(Found found) const
    {
        const std::size_t at = speech::is_one_of(word(found.until), {"в", "во"}) ? found.until + 1 : found.until;
        const auto day = weekday_at(at);
        if (!day || found.days.first != found.days.last) return found;
        found.wrong_weekday = *day != weekday(std::chrono::sys_days(found.days.first));
        found.until = at + 1;
        return found;
    }

    /// May the piece be of a date: numbers, months, and what joins them. What does not begin or end one is told by `inside`.
    static bool is_date_piece(const Piece& piece, bool inside)
    {
        if (inside && speech::is_one_of(piece.word, {"по", "до", "с", "и"})) return true;
        if (is_part_of_month(piece.word)) return true;
        bool tells = false;
        for (const auto& token : piece.tokens) {
            const bool year = token.sign == Sign::word && speech::is_year_word(token.word);
            const bool month = token.sign == Sign::word && speech::month_of(token.word) != 0;
            if (token.sign == Sign::word && !month && !year) return false;
            if (token.sign == Sign::colon || token.sign == Sign::other || token.sign == Sign::plus) return false;
            tells = tells || month || year || token.sign == Sign::number;
        }
        return tells || (inside && !piece.tokens.empty() && piece.tokens[0].sign == Sign::dash);
    }

    /// A day or a month by name: bare numbers are schools and houses.
    bool names_date(std::size_t from, std::size_t until) const
    {
        bool month = false, number = false, alone = false, part = false, written = false;
        for (std::size_t i = from; i < until; ++i) {
            const auto& tokens = pieces_[i].tokens;
            for (const auto& token : tokens) {
                month = month || (token.sign == Sign::word && speech::month_of(token.word) != 0);
                number = number || (token.sign == Sign::number && token.digits <= 2);
            }
            alone = alone || is_month_alone(pieces_[i].word);
            part = part || is_part_of_month(pieces_[i].word);
            written = written || (tokens.size() >= 3 && tokens[0].sign == Sign::number &&
                                  tokens[1].sign != Sign::comma && tokens[2].sign == Sign::number && tokens[2].glued &&
                                  (tokens[1].sign == Sign::dot || tokens.size() >= 5));
        }
        return (month && (number || alone || part)) || written;
    }

    std::optional<Found> date(std::size_t from) const
    {
        std::size_t until = from;
        const bool led = speech::is_one_of(word(from), {"с", "со", "до", "после", "по"});
        if (led) ++until;
        while (until < pieces_.size() && until - from < date_pieces_most && is_date_piece(pieces_[until], until > from))
            ++until;
        for (; until > from; --until) {
            if (!is_date_piece(pieces_[until - 1], false) || !names_date(from, until)) continue;
            if (const auto days = on_calendar(from, until)) return Found{*days, until};
        }
        return std::nullopt;
    }

    /// By the rules of a plan's own words, of the nearest year in which there is such a day.
    std::optional<Days> on_calendar(std::size_t from, std::size_t until) const
    {
        std::string text;
        for (std::size_t i = from; i < until; ++i) text += (text.empty() ? "" : " ") + std::string(pieces_[i].text);
        while (text.ends_with(',') || text.ends_with('?') || text.ends_with('!')) text.pop_back();
        std::vector<Days> years;
        for (int more = -4; more <= 4; ++more) {
            const When when = parse_when(text, int(today_.year()) + more);
            const bool other =
                std::ranges::any_of(when.warnings, [](const auto& one) { return one != "when.other_year"; });
            const bool known = when.precision == Precision::day || when.precision == Precision::month;
            if (!known || other || when.repeat != Repeat::none || when.periods.size() != 1) continue;
            const auto& period = when.periods.front();
            Days days{period.first, period.last};
            if (period.open_start && today_ <= days.last) days.first = std::max(days.first, today_);
            years.push_back(days);
        }
        return years.empty() ? std::nullopt : std::optional(nearest(years));
    }

    Days nearest(const std::vector<Days>& years) const
    {
        const auto distance = [&](const Days& days) {
            if (days.last < today_) return 2 * (day_number(today_) - day_number(days.last));
            return std::max<std::int64_t>(0, day_number(days.first) - day_number(today_));
        };
        return *std::ranges::min_element(years, {}, distance);
    }

    const std::vector<Piece>& pieces_;
    Day today_;
};

std::string rest_of(const std::vector<Piece>& pieces, std::size_t from, std::size_t until)
{
    std::string rest;
    bool tells = false;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (i >= from && i < until) continue;
        rest += (rest.empty() ? "" : " ") + std::string(pieces[i].text);
        tells = tells || (!is_filler(pieces[i].word) && !pieces[i].tokens.empty()) ||
                (pieces[i].word.empty() && !pieces[i].tokens.empty() && pieces[i].tokens[0].sign != Sign::other);
    }
    while (!rest.empty() && (rest.back() == ',' || rest.back() == '?')) rest.pop_back();
    return tells ? rest : std::string();
}

}  // namespace

Days this_weekend(Day today)
{
    const Day saturday = after(monday_of(today), 5);
    return {std::max(saturday, today), after(saturday, 1)};
}

Days rest_of_week(Day today)
{
    return {today, after(monday_of(today), 6)};
}

Days month_ahead(Day today)
{
    const auto next = std::chrono::year_month(today.year(), today.month()) + std::chrono::months(1);
    const Day last = next / std::chrono::last;
    return {today, std::min(Day(next / today.day()), last)};
}

std::optional<AskedTime> read_asked(std::string_view question, Day today)
{
    if (question.find('"') != std::string_view::npos || question.find("«") != std::string_view::npos)
        return std::nullopt;  // words as they are
    const std::string line = one_line(question);
    const auto pieces = pieces_of(line);
    const Asked asked(pieces, today);
    for (std::size_t i = 0; i < pieces.size(); ++i)
        if (const auto found = asked.at(i))
            return AskedTime{found->days, rest_of(pieces, i, found->until), found->wrong_weekday};
    return std::nullopt;
}

}  // namespace veche::language
