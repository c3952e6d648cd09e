#include "language/zone.hpp"

#include <unicode/basictz.h>
#include <unicode/timezone.h>
#include <unicode/tztrans.h>

#include "core/expect.hpp"

namespace veche::language {

namespace {

using Milliseconds = std::int64_t;
constexpr Milliseconds second = 1000, minute = 60 * second, day_length = 24 * 60 * minute;

const icu::BasicTimeZone& zone_of(const std::shared_ptr<const void>& zone)
{
    return *static_cast<const icu::BasicTimeZone*>(zone.get());
}

Milliseconds offset_at(const icu::BasicTimeZone& zone, Milliseconds at)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t raw = 0, daylight = 0;
    zone.getOffset(static_cast<UDate>(at), false, raw, daylight, status);
    VECHE_EXPECT(U_SUCCESS(status));
    return raw + daylight;
}

}  // namespace

Zone::Zone(std::string name) : name_(std::move(name)) {}

std::optional<Zone> Zone::find(std::string_view name)
{
    if (name.empty() || name.size() > 64) return std::nullopt;
    const auto id = icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<int32_t>(name.size())));
    std::unique_ptr<icu::TimeZone> made(icu::TimeZone::createTimeZone(id));
    // ICU answers an unknown name with "Etc/Unknown" instead of an error, and takes "GMT+7" for a name.
    icu::UnicodeString canonical;
    UErrorCode status = U_ZERO_ERROR;
    UBool is_system = false;
    icu::TimeZone::getCanonicalID(id, canonical, is_system, status);
    if (U_FAILURE(status) || !is_system || *made == icu::TimeZone::getUnknown()) return std::nullopt;
    auto* basic = dynamic_cast<icu::BasicTimeZone*>(made.get());
    if (!basic) return std::nullopt;
    made.release();
    Zone zone{std::string(name)};
    zone.zone_ = std::shared_ptr<const icu::BasicTimeZone>(basic);
    return zone;
}

LocalTime Zone::local(Instant at) const
{
    const Milliseconds offset = offset_at(zone_of(zone_), at.milliseconds);
    const Milliseconds local = at.milliseconds + offset;
    Milliseconds day = local / day_length;
    if (local % day_length < 0) --day;
    const Milliseconds rest = local - day * day_length;
    return {day_from_number(day), static_cast<int>(rest / minute), static_cast<int>(rest % minute / second),
            static_cast<int>(offset / minute)};
}

Instant Zone::instant(Day day, int minutes) const
{
    VECHE_EXPECT(day.ok() && minutes >= 0 && minutes < 24 * 60);
    const auto& zone = zone_of(zone_);
    const Milliseconds local = day_number(day) * day_length + minutes * minute;
    UErrorCode status = U_ZERO_ERROR;
    int32_t raw = 0, daylight = 0;
    zone.getOffsetFromLocal(static_cast<UDate>(local), UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, raw, daylight,
                            status);
    VECHE_EXPECT(U_SUCCESS(status));
    const Milliseconds at = local - raw - daylight;
    if (offset_at(zone, at) == raw + daylight) return {at};
    // The clock jumped over this moment; it went on at the transition that lies just before `at`.
    icu::TimeZoneTransition transition;
    const bool found = zone.getPreviousTransition(static_cast<UDate>(at), true, transition);
    VECHE_EXPECT(found);
    return {static_cast<Milliseconds>(transition.getTime())};
}

}  // namespace veche::language
