// A mother between two stops: what is on at the weekend, from the front page, in two taps at most; a resident of 75 asks the search for a day.
import { audit } from "../audit.mjs";
import { visit } from "../people.mjs";

const title = "Праздник двора «Соседи, будем дружить!»";

function expect(holds, what) {
    if (!holds) throw new Error(what);
}

async function tap(page, name) {
    await page.getByRole("navigation", { name: "Что впереди" }).getByRole("link", { name, exact: true }).click();
    await page.waitForLoadState("load");
}

async function findTheWeekend(context) {
    const page = await context.newPage();
    await page.goto("/");
    await tap(page, "выходные");
    expect(new URL(page.url()).pathname === "/plan/weekend", `the weekend is at ${page.url()}`);
    expect(await page.getByRole("heading", { level: 1 }).innerText() === "На выходных", "the weekend's page says what it is");
    const faults = await audit(page);
    await tap(page, "сегодня");
    expect(await page.getByRole("main").getByRole("link", { name: title }).count() > 0, "what is on today is on the page of today");
    return [...faults, ...await audit(page)];
}

async function askForADay(context) {
    const page = await context.newPage();
    await page.goto("/search?q=" + encodeURIComponent("праздник сегодня"));
    const main = page.getByRole("main");
    expect(/Ищем:\s*праздник/.test(await main.innerText()), "the page says how it understood the question");
    expect(await main.getByRole("link", { name: title }).count() === 1, "what is on today is found by its day");
    const faults = await audit(page);
    await main.getByRole("link", { name: "Искать как слова" }).click();
    await page.waitForLoadState("load");
    expect(!/Ищем:/.test(await main.innerText()), "words are looked for as words when a person wants that");
    return faults;
}

async function chooseOnANarrowScreen(context) {
    const page = await context.newPage();
    await page.setViewportSize({ width: 320, height: 640 });
    await page.goto("/plan/month?group=everyone");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide <= 320, `a page of days is ${wide} px wide on 320`);
    await page.getByRole("main").getByRole("link", { name: "Показать всё" }).first().click();
    expect(new URL(page.url()).search === "", "all is shown again");
    return audit(page);
}

const phone = { screen: "phone", look: "light", scripts: true }, bare = { ...phone, scripts: false };

export const journeys = [
    { name: "this weekend is two taps from the front page", run: (browser, town) => visit(browser, town, phone, findTheWeekend) },
    { name: "this weekend is found without scripts", run: (browser, town) => visit(browser, town, bare, findTheWeekend) },
    { name: "a question that names a day is answered by that day", run: (browser, town) => visit(browser, town, bare, askForADay) },
    { name: "days are chosen from on a narrow screen", run: (browser, town) => visit(browser, town, bare, chooseOnANarrowScreen) },
];
