#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/time.hpp"

namespace veche::language {

/// A moment on a town's clock.
struct LocalTime {
    Day day{};
    int minute = 0;  // since midnight, 0..1439
    int second = 0;
    int utc_offset = 0;  // minutes east of UTC
};

/// An IANA time zone by ICU. Immutable, shared by threads.
class Zone {
public:
    static std::optional<Zone> find(std::string_view name);  // "Asia/Novokuznetsk"; nullopt when ICU does not know it

    const std::string& name() const { return name_; }
    LocalTime local(Instant at) const;
    /// Of two moments with the same wall clock the earlier, of a skipped one the moment after the gap.
    Instant instant(Day day, int minute) const;

private:
    explicit Zone(std::string name);
    std::string name_;
    std::shared_ptr<const void> zone_;  // icu::TimeZone
};

}  // namespace veche::language
