// A resident of 75 with a phone, a mother between two stops: what is on this week, and into the calendar with it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { audit } from "../audit.mjs";
import { visit, ways } from "../people.mjs";
import { today } from "../town.mjs";

const ical = createRequire(import.meta.url)("ical.js");
const title = "Праздник двора «Соседи, будем дружить!»";

function expect(holds, what) {
    if (!holds) throw new Error(what);
}

/// The event as a calendar program would read it.
function eventOf(text) {
    const calendar = new (ical.default ?? ical).Component((ical.default ?? ical).parse(text));
    const events = calendar.getAllSubcomponents("vevent");
    expect(events.length === 1, `${events.length} events in the calendar of one line`);
    return new (ical.default ?? ical).Event(events[0]);
}

async function takeThisWeek(context) {
    const page = await context.newPage();
    await page.goto("/");
    await page.getByRole("main").getByRole("link", { name: title }).first().click();
    await page.waitForURL(/\/lines\//);
    expect(await page.getByRole("heading", { level: 1 }).innerText() === title, "the line's page has its title as heading");
    const text = await page.getByRole("main").innerText();
    expect(/двор на ул\. Мира, 5/i.test(text), "the place is told");
    expect(/14[:.]00/.test(text), "the hour is told");
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Добавить в календарь" }).click()]);
    const event = eventOf(readFileSync(await download.path(), "utf8"));
    const day = today();
    expect(event.summary === title, `the calendar says "${event.summary}"`);
    expect(event.startDate.year === day.year && event.startDate.month === day.month && event.startDate.day === day.day, `the calendar's day is ${event.startDate}`);
    expect(event.startDate.hour === 14 && event.startDate.minute === 0, `the calendar's hour is ${event.startDate}`);
    expect(event.startDate.zone.tzid.includes("Novokuznetsk"), `the zone is ${event.startDate.zone.tzid}`);
    return audit(page);
}

async function findBySearch(context) {
    const page = await context.newPage();
    await page.goto("/search?q=" + encodeURIComponent("фотоконкурсы двора"));
    await page.getByRole("link", { name: /Фотоконкурс «Мой двор»/ }).click();
    await page.waitForURL(/\/lines\//);
    expect(/онлайн/i.test(await page.getByRole("main").innerText()), "the place is told");
    return audit(page);
}

async function rememberLook(context) {
    const page = await context.newPage();
    await page.goto("/");
    await page.getByRole("link", { name: "Крупнее, контрастнее" }).first().click();
    for (const name of ["contrast", "large"]) {
        const control = page.locator(`[name=${name}]`);
        if (await control.first().getAttribute("type") === "radio") await page.locator(`[name=${name}][value="1"]`).check();
        else await control.check();
    }
    await page.getByRole("main").getByRole("button").first().click();
    await page.goto(`/plan/${today().year}`);
    const classes = await page.locator("html").getAttribute("class");
    expect(classes.includes("contrast") && classes.includes("large"), `the look is forgotten: ${classes}`);
    return audit(page);
}

const bare = { screen: "phone", look: "light", scripts: false };

export const journeys = [
    ...ways().map((way) => ({
        name: `a resident finds this week's event and takes its calendar: ${way.name}`,
        run: (browser, town) => visit(browser, town, way, takeThisWeek),
    })),
    { name: "a resident finds a line by another form of its word", run: (browser, town) => visit(browser, town, bare, findBySearch) },
    { name: "contrast and large type are remembered without scripts", run: (browser, town) => visit(browser, town, bare, rememberLook) },
];
