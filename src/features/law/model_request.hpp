#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/id.hpp"
#include "core/time.hpp"

/// What a person asks about their own personal data: 152-FZ art. 14, 20, 21.
namespace veche::law {

enum class Wish { access, correction, stop, erasure };
inline constexpr Wish all_wishes[] = {Wish::access, Wish::correction, Wish::stop, Wish::erasure};
std::string_view to_text(Wish wish);
std::optional<Wish> parse_wish(std::string_view text);

enum class RequestStage { open, answered, refused };
std::string_view to_text(RequestStage stage);
std::optional<RequestStage> parse_stage(std::string_view text);

struct SubjectRequest {
    Id<SubjectRequest> id{};
    std::string name, email, phone;
    std::string identified;  // how the clerk knew that it is they
    Wish wish = Wish::access;
    Day received{}, due{};
    std::string longer_because;  // "" while the term was not put off
    RequestStage stage = RequestStage::open;
    std::string answer;
    Instant entered{};
    std::string entered_by;
    std::optional<Instant> settled, erased;

    bool is_late(Day today) const { return stage == RequestStage::open && day_number(today) > day_number(due); }
};

/// What was done for a request: the extract of the log.
struct SubjectDeed {
    std::string deed;  // entered, put_off, given, erased, settled
    std::string details;
    Instant at{};
    std::string actor;
};

}  // namespace veche::law
