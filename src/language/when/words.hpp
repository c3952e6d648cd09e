#pragma once

#include <array>
#include <chrono>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>

#include "language/when/tokens.hpp"
#include "language/when/when.hpp"

/// The Russian words of time, each with what it means. Words come folded by tokenize().
namespace veche::language::speech {

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> list);
bool starts_with_one_of(std::string_view word, std::initializer_list<std::string_view> stems);

/// 1..12 for a month in any case or in short ("сент"), 0 for another word.
int month_of(std::string_view word);

/// A weekday in any case and number, or in short ("сб").
std::optional<std::chrono::weekday> weekday_of(std::string_view word);

/// "последний": the last one of a month, a quarter, a year.
constexpr int last_ordinal = -1;

/// 1..10, or last_ordinal, for a Roman numeral (Cyrillic look-alikes too), "первый", "1-й"; a bare number of one digit
/// is taken as well, since "1 квартал" has no ending. 0 for anything else.
int ordinal_of(const Token& token);

enum class Season { winter, spring, summer, autumn };
/// "лето", "летом", "летний", "летне".
std::optional<Season> season_of(std::string_view word);

/// "ежемесячно", "ежемесячный".
std::optional<Repeat> every_of(std::string_view word);
/// The measure in "каждый месяц", "раз в месяц".
std::optional<Repeat> measure_of(std::string_view word);

/// A feast that always has the same date by law or by decree.
struct Feast {
    std::array<std::string_view, 5> stems;  // of its words in order, "" after the last one; "день" means its every form
    int month;
    int day;
};
std::span<const Feast> feasts();

/// A word that says that there is no date yet, or that another paper has it: "графику", "необходимости", "уточняется".
bool means_no_date(std::string_view word);
/// A word that adds nothing to the dates beside it: "ориентировочно", "включительно".
bool is_filler(std::string_view word);
/// "перенесено", "перенос", "сдвинут", "изменено".
bool tells_of_move(std::string_view word);
/// A word that moves, cancels or excepts, wherever it stands: brackets do not make it a mere remark.
bool tells_of_change(std::string_view word);
bool is_year_word(std::string_view word);  // "г", "год", "года", "гг"

}  // namespace veche::language::speech
