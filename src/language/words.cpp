#include "language/words.hpp"

#include <fmt/format.h>

#include "core/expect.hpp"
#include "language/catalogue.hpp"
#include "language/date_names.hpp"

namespace veche::language {

namespace {

constexpr std::string_view narrow_no_break_space = "\u202F";
constexpr std::string_view minus = "\u2212";

[[noreturn]] void fail(std::string_view what, std::string_view id,
                       std::source_location where = std::source_location::current())
{
    throw Bug((std::string(what) + " in message '" + std::string(id) + "'").c_str(), where);
}

bool is_name(std::string_view text)
{
    const auto fits = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; };
    return !text.empty() && std::all_of(text.begin(), text.end(), fits);
}

/// One pass, so braces inside a value stay what they are.
std::string fill(std::string_view id, std::string_view pattern, const Values& values, const std::string* count)
{
    std::string result;
    result.reserve(pattern.size() + 32);
    for (;;) {
        const auto open = pattern.find('{');
        result += pattern.substr(0, open);
        if (open == std::string_view::npos) return result;
        pattern.remove_prefix(open + 1);
        const auto name = pattern.substr(0, pattern.find('}'));
        if (name.size() == pattern.size() || !is_name(name)) {
            result += '{';
            continue;
        }
        pattern.remove_prefix(name.size() + 1);
        const auto value =
            std::find_if(values.begin(), values.end(), [&](const auto& pair) { return pair.first == name; });
        if (value != values.end())
            result += value->second;
        else if (count && name == "count")
            result += *count;
        else
            fail("nothing for {" + std::string(name) + "}", id);
    }
}

class CatalogueWords final : public Words {
public:
    CatalogueWords(Code code, std::string mo)
        : code_(code), catalogue_(std::string(to_text(code)), std::move(mo)), names_(date_names(code))
    {}

    Code code() const override { return code_; }

    std::string say(std::string_view id, const Values& values) const override
    {
        const char* pattern = catalogue_.find(id);
        if (!pattern) fail("no words", id);
        return fill(id, pattern, values, nullptr);
    }

    std::string say(std::string_view id, std::int64_t count, const Values& values) const override
    {
        const char* pattern = catalogue_.find(id, count);
        if (!pattern) fail("no plural forms", id);
        const std::string printed = number(count);
        return fill(id, pattern, values, &printed);
    }

    bool has(std::string_view id) const override { return catalogue_.find(id) != nullptr; }

    std::string day(Day day) const override { return day_month_year(day) + ", " + weekday(day); }

    std::string short_day(Day day) const override
    {
        return fmt::format("{} {}", unsigned(day.day()), month_of_day(unsigned(day.month())));
    }

    std::string weekday(Day day) const override { return names_.weekday[weekday_index(day)]; }
    std::string short_weekday(Day day) const override { return names_.short_weekday[weekday_index(day)]; }

    std::string day_month_year(Day day) const override { return fmt::format("{} {}", short_day(day), int(day.year())); }
    std::string day_and_weekday(Day day) const override { return short_day(day) + ", " + weekday(day); }

    std::string day_range(Day first, Day last) const override
    {
        VECHE_EXPECT(first <= last);
        if (first == last) return day_month_year(first);
        // Numbers close up, words keep their spaces (Milchin, "Справочник издателя и автора").
        if (first.year() != last.year()) return day_month_year(first) + " – " + day_month_year(last);
        if (first.month() != last.month()) return short_day(first) + " – " + day_month_year(last);
        return fmt::format("{}–{}", unsigned(first.day()), day_month_year(last));
    }

    std::string relative_days(std::int64_t days) const override
    {
        if (days == 0) return say("web.day.today", {});
        if (days == 1) return say("web.day.tomorrow", {});
        if (days == -1) return say("web.day.yesterday", {});
        return days > 0 ? say("web.day.in_days", days, {}) : say("web.day.days_ago", -days, {});
    }

    std::string clock(int minute) const override
    {
        VECHE_EXPECT(minute >= 0 && minute < 24 * 60);
        return fmt::format("{}:{:02}", minute / 60, minute % 60);
    }

    std::string month(unsigned month) const override
    {
        VECHE_EXPECT(month >= 1 && month <= 12);
        return names_.month_alone[month - 1];
    }

    std::string month_of_day(unsigned month) const override
    {
        VECHE_EXPECT(month >= 1 && month <= 12);
        return names_.month_of_day[month - 1];
    }

    std::string number(std::int64_t value) const override
    {
        const std::string digits = std::to_string(value);
        const bool negative = digits.front() == '-';
        std::string result(negative ? minus : std::string_view());
        for (std::size_t i = negative; i < digits.size(); ++i) {
            if (i > std::size_t(negative) && (digits.size() - i) % 3 == 0) result += separator();
            result += digits[i];
        }
        return result;
    }

private:
    static unsigned weekday_index(Day day)
    {
        VECHE_EXPECT(day.ok());
        return std::chrono::weekday(std::chrono::sys_days(day)).c_encoding();
    }

    std::string_view separator() const { return code_ == Code::ru ? narrow_no_break_space : std::string_view(","); }

    Code code_;
    Catalogue catalogue_;
    DateNames names_;
};

}  // namespace

std::unique_ptr<Words> make_words(Code code, std::string mo)
{
    return std::make_unique<CatalogueWords>(code, std::move(mo));
}

}  // namespace veche::language
