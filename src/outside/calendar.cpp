#include "outside/calendar.hpp"

#include <memory>

#include <fmt/format.h>
#include <libical/ical.h>

namespace veche::outside {

namespace {

struct Free {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
    void operator()(char* text) const { icalmemory_free_buffer(text); }
};

icaltimetype all_day(Day day)
{
    icaltimetype time = icaltime_null_date();
    time.year = int(day.year());
    time.month = int(unsigned(day.month()));
    time.day = int(unsigned(day.day()));
    return time;
}

icaltimetype clock_time(Day day, int minute)
{
    icaltimetype time = all_day(day);
    time.is_date = 0;
    time.hour = minute / 60;
    time.minute = minute % 60;
    time.second = 0;  // a null date has -1 here
    return time;
}

icaltimetype utc(Instant at)
{
    return icaltime_from_timet_with_zone(time_t(at.milliseconds / 1000), 0, icaltimezone_get_utc_timezone());
}

icalproperty* in_zone(icalproperty* property, const std::string& zone)
{
    icalproperty_add_parameter(property, icalparameter_new_tzid(zone.c_str()));
    return property;
}

icalcomponent* observance(Day day, int minute, int before, int after)
{
    icalcomponent* part = after > before ? icalcomponent_new_xdaylight() : icalcomponent_new_xstandard();
    icalcomponent_add_property(part, icalproperty_new_dtstart(clock_time(day, minute)));
    icalcomponent_add_property(part, icalproperty_new_tzoffsetfrom(before * 60));
    icalcomponent_add_property(part, icalproperty_new_tzoffsetto(after * 60));
    return part;
}

/// Only the years of the calendar are described: the whole history of a zone since 1880 would be longer than the plan.
icalcomponent* zone_component(const Calendar& calendar)
{
    icalcomponent* zone = icalcomponent_new_vtimezone();
    icalcomponent_add_property(zone, icalproperty_new_tzid(calendar.zone.c_str()));
    const Day epoch{std::chrono::year(1970), std::chrono::January, std::chrono::day(1)};
    icalcomponent_add_component(zone, observance(epoch, 0, calendar.utc_offset, calendar.utc_offset));
    for (const auto& change : calendar.changes)
        icalcomponent_add_component(zone, observance(change.day, change.minute, change.before, change.after));
    return zone;
}

void add_times(icalcomponent* component, const CalendarEvent& event, const std::string& zone)
{
    if (!event.start_minute) {
        const Day after = Day(std::chrono::sys_days(event.last) + std::chrono::days(1));  // DTEND is exclusive
        icalcomponent_add_property(component, icalproperty_new_dtstart(all_day(event.first)));
        icalcomponent_add_property(component, icalproperty_new_dtend(all_day(after)));
        return;
    }
    icalcomponent_add_property(component,
                               in_zone(icalproperty_new_dtstart(clock_time(event.first, *event.start_minute)), zone));
    if (event.end_minute)
        icalcomponent_add_property(component,
                                   in_zone(icalproperty_new_dtend(clock_time(event.last, *event.end_minute)), zone));
}

icalcomponent* event_component(const CalendarEvent& event, const std::string& zone)
{
    icalcomponent* component = icalcomponent_new_vevent();
    const auto add = [&](icalproperty* property) { icalcomponent_add_property(component, property); };
    add(icalproperty_new_uid(event.uid.c_str()));
    add(icalproperty_new_dtstamp(utc(event.stamp)));
    add(icalproperty_new_lastmodified(utc(event.stamp)));
    add(icalproperty_new_sequence(int(event.sequence)));
    add(icalproperty_new_summary(event.title.c_str()));
    if (!event.place.empty()) add(icalproperty_new_location(event.place.c_str()));
    if (!event.description.empty()) add(icalproperty_new_description(event.description.c_str()));
    if (!event.url.empty()) add(icalproperty_new_url(event.url.c_str()));
    for (const auto& category : event.categories) add(icalproperty_new_categories(category.c_str()));
    add(icalproperty_new_status(event.cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
    add(icalproperty_new_transp(event.transparent || event.cancelled ? ICAL_TRANSP_TRANSPARENT : ICAL_TRANSP_OPAQUE));
    add_times(component, event, zone);
    return component;
}

icalproperty* named(const char* name, const std::string& value)
{
    icalproperty* property = icalproperty_new_x(value.c_str());
    icalproperty_set_x_name(property, name);
    return property;
}

}  // namespace

std::string write_calendar(const Calendar& calendar)
{
    const std::unique_ptr<icalcomponent, Free> root(icalcomponent_new_vcalendar());
    const auto add = [&](icalproperty* property) { icalcomponent_add_property(root.get(), property); };
    add(icalproperty_new_version("2.0"));
    add(icalproperty_new_prodid("-//Veche//Plan of the year//RU"));
    add(icalproperty_new_calscale("GREGORIAN"));
    add(icalproperty_new_method(ICAL_METHOD_PUBLISH));
    // RFC 7986 names, and the older ones that Outlook and Apple read; libical knows neither by type here.
    add(named("NAME", calendar.name));
    add(named("X-WR-CALNAME", calendar.name));
    add(named("X-WR-TIMEZONE", calendar.zone));
    add(named("REFRESH-INTERVAL;VALUE=DURATION", "PT6H"));
    add(named("X-PUBLISHED-TTL", "PT6H"));
    add(icalproperty_new_url(calendar.url.c_str()));
    icalcomponent_add_component(root.get(), zone_component(calendar));
    for (const auto& event : calendar.events)
        icalcomponent_add_component(root.get(), event_component(event, calendar.zone));
    const std::unique_ptr<char, Free> text(icalcomponent_as_ical_string_r(root.get()));
    return text.get();
}

}  // namespace veche::outside
