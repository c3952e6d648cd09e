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

/// When, where and the first deed, without a thumb being moved.
async function seeAtOnce(context) {
    const page = await context.newPage();
    await page.goto("/");
    await page.getByRole("main").getByRole("link", { name: title }).first().click();
    await page.waitForURL(/\/lines\//);
    const height = page.viewportSize().height;
    for (const [what, place] of [["when and where", page.locator(".essentials")], ["the first deed", page.locator(".event-do .button").first()]]) {
        const box = await place.boundingBox();
        expect(box.y + box.height <= height, `${what} ends at ${Math.round(box.y + box.height)} of ${height}`);
    }
    const small = await page.locator(".essentials dd").evaluateAll((all) => all.map((one) => parseFloat(getComputedStyle(one).fontSize)).filter((size) => size < 17));
    expect(small.length === 0, `facts of ${small} px`);
    return audit(page);
}

/// From the first page into whatever calendar the phone has, and nothing for machines on the way.
async function takeCalendar(context) {
    const page = await context.newPage();
    await page.goto("/");
    expect(await page.locator("a[href^='webcal:'], a[href^='/feed.']").count() === 0, "addresses for machines stand on the first page");
    await page.getByRole("main").getByRole("link", { name: "События в свой календарь" }).click();
    await page.waitForURL(/\/calendars/);
    const google = await page.getByRole("link", { name: "Добавить в Google Календарь" }).getAttribute("href");
    expect(new URL(google).searchParams.get("cid").endsWith("/plan.ics"), `Google is sent to ${google}`);
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Скачать файл" }).click()]);
    expect(readFileSync(await download.path(), "utf8").startsWith("BEGIN:VCALENDAR"), "the file is a calendar");
    const said = await audit(page);
    await page.getByRole("contentinfo").getByRole("link", { name: "Для программ" }).click();
    await page.waitForURL(/\/for-programs/);
    return [...said, ...await audit(page)];
}

/// A browser puts the portal on the screen of a phone by what is linked in its head.
async function installable(context) {
    const page = await context.newPage();
    await page.goto("/");
    const address = await page.locator("link[rel=manifest]").getAttribute("href");
    const manifest = await (await page.request.get(address)).json();
    expect(manifest.start_url === "/" && manifest.theme_color.startsWith("#") && manifest.short_name === "Юрга", `the manifest says ${JSON.stringify(manifest)}`);
    expect(["any", "maskable"].every((purpose) => manifest.icons.some((icon) => icon.purpose === purpose)), "icons for each kind of screen");
    const icon = await page.request.get(manifest.icons[0].src);
    expect(icon.ok() && icon.headers()["content-type"] === "image/svg+xml", "the icon is there");
    const width = await page.evaluate((source) => new Promise((resolve) => {
        const image = new Image();
        image.onload = () => resolve(image.naturalWidth);
        image.onerror = () => resolve(0);
        image.src = source;
    }), manifest.icons[0].src);
    expect(width > 0, "a browser can draw the icon");
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
const usual = { ...bare, scripts: true };

export const journeys = [
    ...ways().map((way) => ({
        name: `a resident finds this week's event and takes its calendar: ${way.name}`,
        run: (browser, town) => visit(browser, town, way, takeThisWeek),
    })),
    { name: "when, where and what to do stand on the first screen of a phone", run: (browser, town) => visit(browser, town, bare, seeAtOnce) },
    { name: "a resident takes the town's calendar from the first page", run: (browser, town) => visit(browser, town, bare, takeCalendar) },
    { name: "the portal can be put on the screen of a phone", run: (browser, town) => visit(browser, town, usual, installable) },
    { name: "a resident finds a line by another form of its word", run: (browser, town) => visit(browser, town, bare, findBySearch) },
    { name: "contrast and large type are remembered without scripts", run: (browser, town) => visit(browser, town, bare, rememberLook) },
];
