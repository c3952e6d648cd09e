#pragma once

#include <source_location>
#include <stdexcept>
#include <string>

namespace veche {

/// A bug of ours: a condition that the program itself guarantees did not hold.
/// Caught once per request and once per job, logged with the place, shown as a neutral page.
class Bug : public std::logic_error {
public:
    Bug(const char* condition, std::source_location where)
        : std::logic_error(std::string(where.file_name()) + ":" + std::to_string(where.line()) + ": " + condition)
    {}
};

inline void expect(bool holds, const char* condition, std::source_location where = std::source_location::current())
{
    if (!holds) throw Bug(condition, where);
}

}  // namespace veche

#define VECHE_EXPECT(condition) ::veche::expect(static_cast<bool>(condition), #condition)
