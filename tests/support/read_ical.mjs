// What ical.js makes of a calendar: node read_ical.mjs FILE… prints {file: [event]} as JSON. Times are told as moments
// by the calendar's own VTIMEZONE.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

function eventsOf(file) {
    const calendar = new ICAL.Component(ICAL.parse(readFileSync(file, "utf8")));
    ICAL.TimezoneService.reset();
    for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
    return calendar.getAllSubcomponents("vevent").map((component) => {
        const event = new ICAL.Event(component), text = (name) => component.getFirstPropertyValue(name);
        const moment = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString().replace(".000Z", "Z"));
        return { uid: event.uid, sequence: event.sequence, status: text("status"), summary: event.summary, location: event.location ?? "",
            description: event.description ?? "", start: moment(event.startDate), end: component.hasProperty("dtend") ? moment(event.endDate) : "",
            times: component.hasProperty("rrule") ? text("rrule").count : 1, organizer: text("organizer"), stamp: moment(text("dtstamp")), modified: moment(text("last-modified")) };
    });
}

console.log(JSON.stringify(Object.fromEntries(process.argv.slice(2).map((file) => [file, eventsOf(file)]))));
