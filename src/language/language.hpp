#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.hpp"
#include "core/time.hpp"

namespace veche::language {

enum class Code { ru, en };

/// "ru" or "en", as in the lang attribute.
std::string_view to_text(Code code);
std::optional<Code> parse_code(std::string_view text);
/// The best of ours for an Accept-Language header (RFC 9110 §12.5.4); Russian when nothing fits.
Code preferred(std::string_view accept_language);

using Values = std::vector<std::pair<std::string, std::string>>;

/// One language's words: the gettext catalogue, dates and numbers of ICU. Immutable, shared by all threads.
class Words {
public:
    virtual ~Words() = default;
    virtual Code code() const = 0;

    /// The message of this id with {name} placeholders filled. An id that is not in the catalogue is a Bug
    /// (a lint finds it earlier). Values are plain text; escaping is the template's work.
    virtual std::string say(std::string_view id, const Values& values = {}) const = 0;
    /// Plural form by `count` (CLDR rules through gettext): "{count} встреча|встречи|встреч"; {count} is filled in.
    virtual std::string say(std::string_view id, std::int64_t count, const Values& values = {}) const = 0;
    virtual bool has(std::string_view id) const = 0;

    std::string say(const Refusal& refusal) const { return say(refusal.message, refusal.values); }

    /// "6 июля 2021, вторник" / "6 July 2021, Tuesday".
    virtual std::string day(Day day) const = 0;
    /// "6 июля" / "6 July".
    virtual std::string short_day(Day day) const = 0;
    /// "вторник".
    virtual std::string weekday(Day day) const = 0;
    /// "вт" / "Tue".
    virtual std::string short_weekday(Day day) const = 0;
    /// "6 июля 2021" / "6 July 2021".
    virtual std::string day_month_year(Day day) const = 0;
    /// "6 июля, вторник" / "6 July, Tuesday": where the year is known from the page.
    virtual std::string day_and_weekday(Day day) const = 0;
    /// From `first` to `last`, both included, first <= last: "20–21 мая 2021", "30 июня – 2 июля 2021",
    /// "25 декабря 2021 – 5 января 2022"; one day as day_month_year().
    virtual std::string day_range(Day first, Day last) const = 0;
    /// Days from today: "сегодня", "завтра", "вчера", "через 3 дня", "3 дня назад".
    virtual std::string relative_days(std::int64_t days) const = 0;
    /// Minutes since midnight, 0..1439: "9:05", "12:00" in both languages.
    virtual std::string clock(int minute) const = 0;
    /// 1..12, standing alone: "июль" / "July".
    virtual std::string month(unsigned month) const = 0;
    /// 1..12, after a number of a day: "июля" / "July".
    virtual std::string month_of_day(unsigned month) const = 0;
    /// 12 345 with a narrow no-break space (ru) or a comma (en).
    virtual std::string number(std::int64_t value) const = 0;
};

/// Both catalogues, read once from compiled .mo bytes (embedded in the program).
class Catalogues {
public:
    Catalogues(std::string ru_mo, std::string en_mo);
    ~Catalogues();
    const Words& words(Code code) const;

private:
    std::map<Code, std::unique_ptr<Words>> words_;
};

}  // namespace veche::language
