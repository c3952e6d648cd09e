#pragma once

// Tables of fields made of others while compiling. (Beside form_field.hpp, which every form includes: few need these.)

#include <array>
#include <utility>

#include "web/form_field.hpp"

namespace veche::web {

namespace tables {
template <std::size_t A, std::size_t B, std::size_t... One, std::size_t... Two>
constexpr std::array<FormField, A + B> joined(const FormField (&first)[A], const FormField (&second)[B],
                                              std::index_sequence<One...>, std::index_sequence<Two...>)
{
    return {{first[One]..., second[Two]...}};
}

/// A name that the table does not have does not compile.
template <std::size_t Size>
constexpr const FormField& named(const FormField (&table)[Size], std::string_view name)
{
    std::size_t at = 0;
    while (table[at].name != name) ++at;
    return table[at];
}

template <std::size_t Size, std::size_t Count, std::size_t... Each>
constexpr std::array<FormField, Count> some_of(const FormField (&table)[Size], const std::string_view (&names)[Count],
                                               std::index_sequence<Each...>)
{
    return {{named(table, names[Each])...}};
}
}  // namespace tables

/// Two tables in one: the form of a feature, and what a kit adds to it.
template <std::size_t A, std::size_t B>
constexpr std::array<FormField, A + B> joined(const FormField (&first)[A], const FormField (&second)[B])
{
    return tables::joined(first, second, std::make_index_sequence<A>(), std::make_index_sequence<B>());
}

/// Some fields of a table, of a constexpr variable.
template <std::size_t Size, std::size_t Count>
constexpr std::array<FormField, Count> some_of(const FormField (&table)[Size], const std::string_view (&names)[Count])
{
    return tables::some_of(table, names, std::make_index_sequence<Count>());
}

}  // namespace veche::web
