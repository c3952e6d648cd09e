#include "outside/calendar.hpp"

#include <algorithm>
#include <memory>
#include <string_view>

#include <fmt/format.h>
#include <libical/ical.h>

#include "core/printable.hpp"

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

/// "1–20 мая, 10:00–18:00": the hours of the first day, and again on each of the others. Nights are one fewer than their days.
void add_daily_times(icalcomponent* component, const CalendarEvent& event, const std::string& zone)
{
    const bool night = event.end_minute && *event.end_minute <= *event.start_minute;
    const Day end = night ? Day(std::chrono::sys_days(event.first) + std::chrono::days(1)) : event.first;
    const auto days =
        (std::chrono::sys_days(event.last) - std::chrono::sys_days(event.first)).count() + (night ? 0 : 1);
    const auto add = [&](icalproperty* property) { icalcomponent_add_property(component, property); };
    add(in_zone(icalproperty_new_dtstart(clock_time(event.first, *event.start_minute)), zone));
    if (event.end_minute) add(in_zone(icalproperty_new_dtend(clock_time(end, *event.end_minute)), zone));
    icalrecurrencetype again;
    icalrecurrencetype_clear(&again);
    again.freq = ICAL_DAILY_RECURRENCE;
    again.count = int(days);
    add(icalproperty_new_rrule(again));
}

void add_times(icalcomponent* component, const CalendarEvent& event, const std::string& zone)
{
    if (!event.start_minute) {
        const Day after = Day(std::chrono::sys_days(event.last) + std::chrono::days(1));  // DTEND is exclusive
        icalcomponent_add_property(component, icalproperty_new_dtstart(all_day(event.first)));
        icalcomponent_add_property(component, icalproperty_new_dtend(all_day(after)));
        return;
    }
    if (event.each_day && event.first != event.last) return add_daily_times(component, event, zone);
    icalcomponent_add_property(component,
                               in_zone(icalproperty_new_dtstart(clock_time(event.first, *event.start_minute)), zone));
    if (event.end_minute)
        icalcomponent_add_property(component,
                                   in_zone(icalproperty_new_dtend(clock_time(event.last, *event.end_minute)), zone));
}

/// A name in a parameter may have no quotes of its own.
icalproperty* organizer(const Calendar& calendar)
{
    std::string name = printable(calendar.organizer);
    std::erase_if(name, [](char c) { return c == '"' || c == '\n' || c == '\r'; });
    icalproperty* property = icalproperty_new_organizer(calendar.organizer_url.c_str());
    icalproperty_add_parameter(property, icalparameter_new_cn(name.c_str()));
    return property;
}

icalcomponent* event_component(const CalendarEvent& event, const Calendar& calendar)
{
    const auto text = [](const std::string& words) { return printable(words); };
    icalcomponent* component = icalcomponent_new_vevent();
    const auto add = [&](icalproperty* property) { icalcomponent_add_property(component, property); };
    add(icalproperty_new_uid(event.uid.c_str()));
    add(icalproperty_new_dtstamp(utc(event.stamp)));
    add(icalproperty_new_lastmodified(utc(event.stamp)));
    add(icalproperty_new_sequence(int(event.sequence)));
    if (!calendar.organizer_url.empty()) add(organizer(calendar));
    add(icalproperty_new_summary(text(event.title).c_str()));
    if (!event.place.empty()) add(icalproperty_new_location(text(event.place).c_str()));
    if (!event.description.empty()) add(icalproperty_new_description(text(event.description).c_str()));
    if (!event.url.empty()) add(icalproperty_new_url(event.url.c_str()));
    for (const auto& category : event.categories) add(icalproperty_new_categories(text(category).c_str()));
    add(icalproperty_new_status(event.cancelled ? ICAL_STATUS_CANCELLED : ICAL_STATUS_CONFIRMED));
    add(icalproperty_new_transp(event.transparent || event.cancelled ? ICAL_TRANSP_TRANSPARENT : ICAL_TRANSP_OPAQUE));
    add_times(component, event, calendar.zone);
    return component;
}

icalproperty* named(const char* name, const std::string& value)
{
    icalproperty* property = icalproperty_new_x(value.c_str());
    icalproperty_set_x_name(property, name);
    return property;
}

/// libical cuts where its count ends, between a CR and its LF too; so its folds are taken out and ours are made.
std::string unfolded(std::string_view text)
{
    constexpr std::string_view fold = "\r\n ";
    std::string whole;
    whole.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto cut = std::min(text.find(fold, at), text.size());
        whole += text.substr(at, cut - at);
        at = std::min(cut + fold.size(), text.size());
    }
    return whole;
}

/// RFC 5545 §3.1: at most 75 octets in a line, its end not counted; never inside a letter, which many readers would break.
std::string folded(std::string_view text)
{
    constexpr std::size_t most = 75;
    std::string result;
    result.reserve(text.size() + text.size() / 32);
    while (!text.empty()) {
        const auto end = std::min(text.find("\r\n"), text.size());
        std::string_view line = text.substr(0, end);
        for (std::size_t room = most; line.size() > room; room = most - 1) {
            std::size_t cut = room;
            while (cut > 1 && (static_cast<unsigned char>(line[cut]) & 0xC0U) == 0x80) --cut;
            result.append(line.substr(0, cut)).append("\r\n ");
            line.remove_prefix(cut);
        }
        result.append(line).append("\r\n");
        text.remove_prefix(std::min(end + 2, text.size()));
    }
    return result;
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
    const std::string name = printable(calendar.name);
    add(named("NAME", name));
    add(named("X-WR-CALNAME", name));
    add(named("X-WR-TIMEZONE", calendar.zone));
    add(named("REFRESH-INTERVAL;VALUE=DURATION", "PT6H"));
    add(named("X-PUBLISHED-TTL", "PT6H"));
    add(icalproperty_new_url(calendar.url.c_str()));
    icalcomponent_add_component(root.get(), zone_component(calendar));
    for (const auto& event : calendar.events) icalcomponent_add_component(root.get(), event_component(event, calendar));
    const std::unique_ptr<char, Free> text(icalcomponent_as_ical_string_r(root.get()));
    return folded(unfolded(text.get()));
}

}  // namespace veche::outside
