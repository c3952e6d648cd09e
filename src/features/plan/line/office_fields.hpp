#pragma once

// Fields that the form of a line and those of the deeds on it have in common.

#include "features/plan/life/model.hpp"
#include "features/plan/line/model.hpp"
#include "web/form_field.hpp"

namespace veche::plan {

/// An exact time, beside the words: language::when_from_form reads it.
inline constexpr web::FormField exact_fields[] = {
    {.name = "first", .kind = web::FieldKind::day, .label = "office.first"},
    {.name = "start", .kind = web::FieldKind::clock, .label = "office.start"},
    {.name = "last", .kind = web::FieldKind::day, .label = "office.last"},
    {.name = "end", .kind = web::FieldKind::clock, .label = "office.end"},
};

/// Why a line is moved or called off: for the public.
constexpr web::FormField reason_field(std::string_view label, bool obligatory)
{
    return {.name = "reason",
            .label = label,
            .hint = "office.reason_hint",
            .limit = reason_limit,
            .obligatory = obligatory,
            .empty = "plan.reason_needed",
            .rows = 2};
}

}  // namespace veche::plan
