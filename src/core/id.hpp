#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace veche {

/// A key of one kind of record: Id<Line> never converts to Id<Account>.
///
/// The value is 63 bits: milliseconds of its making, then random bits (app/ids.hpp makes them), so keys grow with
/// time, need no database sequence, and do not tell how many records there are. Zero is "no record".
template <class Of>
class Id {
public:
    constexpr Id() = default;
    constexpr explicit Id(std::int64_t value) : value_(value) {}

    constexpr std::int64_t value() const { return value_; }
    constexpr auto operator<=>(const Id&) const = default;

private:
    std::int64_t value_ = 0;
};

/// 13 lower-case characters of Crockford's base 32 (no i, l, o, u), the form used in addresses.
std::string id_text(std::int64_t value);

/// Exact inverse of id_text: any other spelling of the same number is refused, so that one record has one address.
std::optional<std::int64_t> parse_id_text(std::string_view text);

template <class Of>
std::string to_text(Id<Of> id)
{
    return id_text(id.value());
}

template <class Of>
std::optional<Id<Of>> parse_id(std::string_view text)
{
    const auto value = parse_id_text(text);
    return value ? std::optional(Id<Of>(*value)) : std::nullopt;
}

}  // namespace veche

template <class Of>
struct std::hash<veche::Id<Of>> {
    std::size_t operator()(const veche::Id<Of>& id) const noexcept { return std::hash<std::int64_t>{}(id.value()); }
};
