#include "language/date_names.hpp"

#include <stdexcept>

#include <unicode/dtfmtsym.h>

namespace veche::language {

namespace {

template <std::size_t size>
void copy_names(std::array<std::string, size>& names, const icu::UnicodeString* from)
{
    for (auto& name : names) (from++)->toUTF8String(name);
}

}  // namespace

DateNames date_names(Code code)
{
    using Symbols = icu::DateFormatSymbols;
    UErrorCode status = U_ZERO_ERROR;
    const Symbols symbols(icu::Locale(code == Code::ru ? "ru_RU" : "en_GB"), status);
    // U_USING_DEFAULT_WARNING: the machine's own language would be printed instead of ours.
    if (U_FAILURE(status) || status == U_USING_DEFAULT_WARNING) throw std::runtime_error("ICU has no names of months");
    DateNames names;
    int32_t count = 0;
    copy_names(names.month_alone, symbols.getMonths(count, Symbols::STANDALONE, Symbols::WIDE));
    copy_names(names.month_of_day, symbols.getMonths(count, Symbols::FORMAT, Symbols::WIDE));
    // ICU counts weekdays from 1; index 0 is empty.
    copy_names(names.weekday, symbols.getWeekdays(count, Symbols::FORMAT, Symbols::WIDE) + 1);
    copy_names(names.short_weekday, symbols.getWeekdays(count, Symbols::STANDALONE, Symbols::ABBREVIATED) + 1);
    return names;
}

}  // namespace veche::language
