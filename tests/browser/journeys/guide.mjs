// The guide of docs/look.md: one list, one record, one form, one deed, one empty state, one error, each on a phone and on a desktop. `./do look` keeps the
// pictures in build/look; every walk makes them and finds that each one that the guide names is there.
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { visit, visitAs } from "../people.mjs";
import { expect, linesOf } from "../steps.mjs";
import { today } from "../town.mjs";

const guide = readFileSync(fileURLToPath(new URL("../../../docs/look.md", import.meta.url)), "utf8");
const year = today().year;

/// What is shown: by whom it is seen, and how one comes to it.
const pages = {
    list: { go: (page) => page.goto(`/plan/${year}`) },
    record: { go: async (page) => {
        await page.goto("/plan");
        await page.goto(`/plan/${year}/lines/${(await linesOf(page)).get("Праздник двора «Соседи, будем дружить!»").id}`);
    } },
    form: { go: (page) => page.goto("/subscribe") },
    deed: { role: "organiser", go: async (page) => {
        await page.goto("/office");
        await page.goto(`/office/plan/${year}/lines/${(await linesOf(page)).get("Праздник двора «Соседи, будем дружить!»").id}/cancel`);
    } },
    empty: { go: (page) => page.goto("/search?q=ничегоподобного") },
    error: { go: async (page) => {
        await page.goto("/subscribe");
        await page.locator("main form[method=post] button[type=submit]").first().click();
        await page.locator(".error-summary").waitFor();
    } },
};

export function pictures(folder) {
    const named = [...new Set([...guide.matchAll(/build\/look\/(\w+-\w+\.png)/g)].map((match) => match[1]))];
    return async function run(browser, town) {
        mkdirSync(folder, { recursive: true });
        const made = [];
        for (const screen of ["phone", "desktop"]) for (const [name, { role, go }] of Object.entries(pages)) {
            const way = { screen, look: "light", scripts: true };
            const work = async (context) => {
                const page = await context.newPage();
                await go(page);
                expect(await page.locator("h1").isVisible(), `${name}: no heading`);
                await page.screenshot({ path: join(folder, `${name}-${screen}.png`), fullPage: true });
                made.push(`${name}-${screen}.png`);
            };
            await (role ? visitAs(role, browser, town, way, work) : visit(browser, town, way, work));
        }
        return [...named.filter((name) => !made.includes(name)).map((name) => `docs/look.md names ${name}, which no walk makes`),
            ...made.filter((name) => !named.includes(name)).map((name) => `docs/look.md does not name ${name}`)];
    };
}
