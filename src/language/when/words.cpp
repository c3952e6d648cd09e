#include "language/when/words.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace veche::language::speech {

namespace {

using std::chrono::weekday;

struct Declined {
    std::string_view stem;
    std::initializer_list<std::string_view> endings;
    int meaning;
};

int meaning_of(std::string_view word, std::initializer_list<Declined> list)
{
    for (const Declined& entry : list)
        if (word.starts_with(entry.stem) && is_one_of(word.substr(entry.stem.size()), entry.endings))
            return entry.meaning;
    return 0;
}

int roman_of(std::string_view word)
{
    // Typists without a Latin layout write П and Ш for II and III, У for V, 1 or l for I.
    constexpr std::array<std::pair<std::string_view, int>, 18> numerals = {{
        {"i", 1},
        {"ii", 2},
        {"iii", 3},
        {"iv", 4},
        {"v", 5},
        {"vi", 6},
        {"vii", 7},
        {"viii", 8},
        {"ix", 9},
        {"x", 10},
        {"п", 2},
        {"ш", 3},
        {"iу", 4},
        {"у", 5},
        {"l", 1},
        {"ll", 2},
        {"lll", 3},
        {"lv", 4},
    }};
    const auto found = std::ranges::find(numerals, word, &std::pair<std::string_view, int>::first);
    return found == numerals.end() ? 0 : found->second;
}

constexpr std::string_view of_adjectives[] = {"ый", "ой",  "ий",  "ая", "ое",  "ые", "ого", "ому",
                                              "ом", "ым",  "ую",  "ых", "ыми", "ее", "яя",  "юю",
                                              "ей", "его", "ему", "ем", "им",  "ие", "их"};

bool is_adjective(std::string_view word, std::string_view stem)
{
    return word.starts_with(stem) && std::ranges::count(of_adjectives, word.substr(stem.size())) > 0;
}

}  // namespace

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> list)
{
    return std::ranges::find(list, word) != list.end();
}

bool starts_with_one_of(std::string_view word, std::initializer_list<std::string_view> stems)
{
    return std::ranges::any_of(stems, [&](std::string_view stem) { return word.starts_with(stem); });
}

int month_of(std::string_view word)
{
    return meaning_of(word, {
                                {"январ", {"ь", "я", "е", "ю", "ем"}, 1},
                                {"янв", {""}, 1},
                                {"феврал", {"ь", "я", "е", "ю", "ем"}, 2},
                                {"фев", {"", "р"}, 2},
                                {"март", {"", "а", "е", "у", "ом"}, 3},
                                {"мар", {""}, 3},
                                {"апрел", {"ь", "я", "е", "ю", "ем"}, 4},
                                {"апр", {""}, 4},
                                {"ма", {"й", "я", "е", "ю", "ем"}, 5},
                                {"июн", {"ь", "я", "е", "ю", "ем", ""}, 6},
                                {"июл", {"ь", "я", "е", "ю", "ем", ""}, 7},
                                {"август", {"", "а", "е", "у", "ом"}, 8},
                                {"авг", {""}, 8},
                                {"сентябр", {"ь", "я", "е", "ю", "ем"}, 9},
                                {"сен", {"", "т"}, 9},
                                {"октябр", {"ь", "я", "е", "ю", "ем"}, 10},
                                {"окт", {""}, 10},
                                {"ноябр", {"ь", "я", "е", "ю", "ем"}, 11},
                                {"ноя", {"", "б"}, 11},
                                {"декабр", {"ь", "я", "е", "ю", "ем"}, 12},
                                {"дек", {""}, 12},
                            });
}

std::optional<weekday> weekday_of(std::string_view word)
{
    // Whole endings only: "субботник" is no Saturday, "среди" no Wednesday.
    const int iso = meaning_of(word, {
                                         {"понедельник", {"", "а", "и", "у", "ам", "е", "ом", "ов"}, 1},
                                         {"пн", {""}, 1},
                                         {"вторник", {"", "а", "и", "у", "ам", "е", "ом", "ов"}, 2},
                                         {"вт", {""}, 2},
                                         {"сред", {"а", "ы", "у", "ам", "е", "ой"}, 3},
                                         {"ср", {""}, 3},
                                         {"четверг", {"", "а", "и", "у", "ам", "е", "ом", "ов"}, 4},
                                         {"чт", {""}, 4},
                                         {"пятниц", {"а", "ы", "у", "ам", "е", "ей", ""}, 5},
                                         {"пт", {""}, 5},
                                         {"суббот", {"а", "ы", "у", "ам", "е", "ой", ""}, 6},
                                         {"сб", {""}, 6},
                                         {"воскресень", {"е", "я", "ю", "ям", "ем"}, 7},
                                         {"воскресений", {""}, 7},
                                         {"вс", {""}, 7},
                                     });
    return iso == 0 ? std::nullopt : std::optional(weekday(unsigned(iso)));
}

int ordinal_of(const Token& token)
{
    if (token.sign == Sign::number)
        return token.digits == 1 || (token.digits == 2 && token.ordinal) ? std::clamp(token.number, 0, 31) : 0;
    if (token.sign != Sign::word) return 0;
    if (const int roman = roman_of(token.word)) return roman;
    constexpr std::array<std::pair<std::string_view, int>, 6> stems = {
        {{"перв", 1}, {"втор", 2}, {"четверт", 4}, {"пят", 5}, {"последн", last_ordinal}, {"шест", 6}}};
    for (const auto& [stem, value] : stems)
        if (is_adjective(token.word, stem)) return value;
    return is_one_of(token.word, {"третий", "третья", "третье", "третьи", "третьего", "третьему", "третьем", "третьей",
                                  "третью", "третьим", "третьих"})
               ? 3
               : 0;
}

std::optional<Season> season_of(std::string_view word)
{
    if (is_one_of(word, {"зима", "зимы", "зимой", "зимою", "зиму", "зимне"}) || is_adjective(word, "зимн"))
        return Season::winter;
    if (is_one_of(word, {"весна", "весны", "весной", "весною", "весну", "весенне"}) || is_adjective(word, "весенн"))
        return Season::spring;
    if (is_one_of(word, {"лето", "лета", "летом", "лету", "летне"}) || is_adjective(word, "летн"))
        return Season::summer;
    if (is_one_of(word, {"осень", "осени", "осенью", "осенне"}) || is_adjective(word, "осенн")) return Season::autumn;
    return std::nullopt;
}

std::optional<Repeat> every_of(std::string_view word)
{
    if (word.starts_with("ежедневн")) return Repeat::daily;
    if (word.starts_with("еженедельн")) return Repeat::weekly;
    if (word.starts_with("ежемесячн")) return Repeat::monthly;
    if (word.starts_with("ежеквартальн")) return Repeat::quarterly;
    if (word.starts_with("ежегодн")) return Repeat::none;
    return std::nullopt;
}

std::optional<Repeat> measure_of(std::string_view word)
{
    if (is_one_of(word, {"день", "дня", "сутки"})) return Repeat::daily;
    if (is_one_of(word, {"неделю", "неделя", "недели"})) return Repeat::weekly;
    if (is_one_of(word, {"месяц", "месяца", "мес"})) return Repeat::monthly;
    if (is_one_of(word, {"квартал", "квартала", "кв"})) return Repeat::quarterly;
    if (is_one_of(word, {"год", "года", "полугодие", "полугодия", "полгода"})) return Repeat::none;
    return std::nullopt;
}

std::span<const Feast> feasts()
{
    // Labour Code of Russia, art. 112; Federal Law 32-FZ on days of military glory and memorable dates; decrees of the
    // President. A feast that moves (the day of the town, of the youth, of the miner, of mothers, Easter) is not here.
    static constexpr Feast list[] = {
        {{"нов", "год"}, 1, 1},
        {{"рождеств", "христов"}, 1, 7},
        {{"рождеств"}, 1, 7},
        {{"день", "защитник", "отечеств"}, 2, 23},
        {{"международн", "женск", "день"}, 3, 8},
        {{"женск", "день"}, 3, 8},
        {{"день", "космонавтик"}, 4, 12},
        {{"праздник", "весн", "и", "труд"}, 5, 1},
        {{"первома"}, 5, 1},
        {{"день", "побед"}, 5, 9},
        {{"день", "защит", "дет"}, 6, 1},
        {{"день", "росси"}, 6, 12},
        {{"день", "памят", "и", "скорб"}, 6, 22},
        {{"день", "семь", "любв", "и", "верност"}, 7, 8},
        {{"день", "государственн", "флаг"}, 8, 22},
        {{"день", "флаг"}, 8, 22},
        {{"день", "знани"}, 9, 1},
        {{"день", "пожил"}, 10, 1},
        {{"день", "учител"}, 10, 5},
        {{"день", "народн", "единств"}, 11, 4},
        {{"день", "неизвестн", "солдат"}, 12, 3},
        {{"день", "геро", "отечеств"}, 12, 9},
        {{"день", "конституци"}, 12, 12},
    };
    return list;
}

bool means_no_date(std::string_view word)
{
    return starts_with_one_of(
               word, {"график",   "необходимост", "поступлени", "согласовани",   "запрос", "заявк",  "заявлени",
                      "обращени", "расписани",    "уточн",      "определ",       "сообщ",  "назнач", "договор",
                      "положени", "потребност",   "готовност",  "финансировани", "погод",  "объяв"}) ||
           is_one_of(word, {"план", "плану", "плана", "планом", "планам"});
}

bool is_filler(std::string_view word)
{
    return is_one_of(word, {"в",
                            "во",
                            "и",
                            "или",
                            "а",
                            "также",
                            "на",
                            "около",
                            "примерно",
                            "ориентировочно",
                            "предположительно",
                            "предварительно",
                            "включительно",
                            "круглосуточно",
                            "время",
                            "времени",
                            "течение",
                            "продолжение",
                            "протяжении",
                            "весь",
                            "целый",
                            "день",
                            "дня",
                            "период",
                            "периода",
                            "месяц",
                            "месяца",
                            "мес",
                            "месяцы",
                            "число",
                            "числа",
                            "числах",
                            "срок",
                            "сроки",
                            "дата",
                            "даты",
                            "проведения",
                            "проведение",
                            "каждый",
                            "каждую",
                            "каждое",
                            "каждые",
                            "нет"}) ||
           is_year_word(word);
}

bool tells_of_move(std::string_view word)
{
    return starts_with_one_of(word, {"перенес", "перенос", "сдвин", "сдвиг", "измен"});
}

bool tells_of_change(std::string_view word)
{
    return (tells_of_move(word) && !word.starts_with("измен")) ||
           starts_with_one_of(word, {"отмен", "аннулир", "несостоя", "исключ", "закрыт", "санитарн"}) ||
           is_one_of(word, {"кроме", "вместо", "взамен"});
}

bool is_year_word(std::string_view word)
{
    return is_one_of(word, {"г", "гг", "год", "года", "году", "годом", "годы", "годов"});
}

}  // namespace veche::language::speech
