// Every page that can be reached by links, for a stranger and for staff, in every way of looking.
// The bound: of addresses that differ only by a number, a day, an id or the values of their filters, two are opened in each of
// four ways (which between them pair every screen, look and use of scripts) and one in the other four.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { audit, lookedAt } from "../audit.mjs";
import { english, everyWay, visit, visitAs } from "../people.mjs";

const shortest = { screen: "desktop", look: "light", scripts: true };
const perPattern = (way) => (way.scripts === ((way.screen === "phone") === (way.look === "light")) ? 2 : 1);
const mostPages = 200;      // more means that the pattern below no longer sees what is alike
const sources = fileURLToPath(new URL("../../../src", import.meta.url));

/// "/plan/2021/lines/01h…?kind=quiz" and "/plan/2026/lines/02k…?kind=sport" are one kind of page.
function pattern(url) {
    const path = url.pathname.replace(/\/(?=[0-9a-z]*\d)[0-9a-z]{10,}(?=\/|$)/g, "/{id}").replace(/\d{4}-\d\d(-\d\d)?/g, "{day}").replace(/\/\d+(?=\/|$)/g, "/{number}");
    return `${path}?${[...url.searchParams.keys()].sort().join("&")}`;
}

/// What is not a page: files, feeds, and the address that leads to the application on a phone.
function isPage(url, origin) {
    return url.origin === origin && !/\.[a-z]{2,5}$/.test(url.pathname) && !url.pathname.startsWith("/assets/") && !url.pathname.endsWith("/second-factor/application")
        && !url.searchParams.has("language");       // the visit goes on in the language in which it began
}

/// Audits every page from `start` on; what leads out of the visit (signing out) is a POST and never followed.
async function crawlFrom(context, origin, start, way, least) {
    const faults = [], page = await context.newPage(), most = perPattern(way);
    const seen = new Map(), known = new Set(), waiting = [new URL(start, origin)];
    let visited = 0;
    while (waiting.length > 0) {
        const url = waiting.shift();
        url.hash = "";
        const kind = pattern(url);
        if (known.has(url.href) || !isPage(url, origin) || (seen.get(kind) ?? 0) >= most) continue;
        known.add(url.href);
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
        const answer = await page.goto(url.href, { waitUntil: "load" });
        lookedAt.add(url.pathname);       // an address that leads on counts by what it led to
        if (answer.status() !== 200) faults.push(`${url.pathname}${url.search}: ${answer.status()}`);
        faults.push(...await audit(page));
        const language = await page.getAttribute("html", "lang");
        if (language !== (way.language ?? "ru")) faults.push(`${url.pathname}${url.search} is in "${language}"`);
        for (const link of await page.$$eval("a[href]", (anchors) => anchors.map((anchor) => anchor.href)))
            if (link.startsWith("http")) waiting.push(new URL(link));
        if (++visited > mostPages) return [...faults, `more than ${mostPages} pages from ${start}: ${[...seen.keys()].slice(-5).join(", ")}`];
    }
    if (visited < least) faults.push(`only ${visited} pages were found from ${start}`);
    return faults;
}

async function auditEach(context, statuses) {
    const faults = [], page = await context.newPage();
    for (const [path, status] of Object.entries(statuses)) {
        const answer = await page.goto(path);
        if (answer.status() !== status) faults.push(`${path}: ${answer.status()} instead of ${status}`);
        faults.push(...await audit(page));
    }
    return faults;
}

/// What no link leads to: mistakes in an address, searches, what a stranger may not see.
const typedAddresses = {
    "/no-such-page": 404, "/plan/1066": 404, "/plan/2021/lines/nothing": 404, "/plan/2021/calendar/13": 404,
    "/search?q=викторина": 200, "/search?q=ничегоподобного": 200, "/search?q=": 200, "/office": 200,
};
const forbiddenToOrganiser = { "/office/people": 403, "/office/town": 403, "/office/audit": 403, "/office/no-such-page": 404 };

const portal = [...everyWay(), english].map((way) => ({
    name: `every page of the portal holds the audit: ${way.name}`,
    run: (browser, town) => visit(browser, town, way, async (context) =>
        [...await crawlFrom(context, town.origin, "/", way, 15), ...await auditEach(context, typedAddresses)]),
}));

/// An administrator sees every page of the office.
const office = [...everyWay(), english].map((way) => ({
    name: `every page of the office holds the audit: ${way.name}`,
    run: (browser, town) => visitAs("administrator", browser, town, way, (context) => crawlFrom(context, town.origin, "/office", way, 10)),
}));

const narrower = ["organiser", "press_officer"].map((role) => ({
    name: `what a role does not see is not offered to it: ${role}`,
    run: (browser, town) => visitAs(role, browser, town, shortest, async (context) =>
        [...await crawlFrom(context, town.origin, "/office", shortest, 5), ...await auditEach(context, forbiddenToOrganiser)]),
}));

/// The routes of the source that answer a reader with a page.
function pagesOfTheProgram() {
    const files = readdirSync(sources, { recursive: true }).filter((name) => /\.[ch]pp$/.test(name) && !name.includes("tests")).map((name) => readFileSync(join(sources, name), "utf8"));
    const named = new Map(files.flatMap((text) => [...text.matchAll(/(\w+_path)(?:\[\])? ?= ?"([^"]+)"/g)].map((match) => [match[1], match[2]])));
    const routes = files.flatMap((text) => [...text.matchAll(/routes\.(?:page|get)\(\s*(?:"([^"]+)"|(\w+))/g)].map((match) => match[1] ?? named.get(match[2]) ?? match[2]));
    const others = new Set(["/healthz", "/readyz", "/metrics", "/office/check-in/{id}/{happening}/marks"]);     // for programs
    return routes.filter((route) => !others.has(route) && isPage(new URL(route, "http://town"), "http://town"));
}

function nothingIsLeftOut() {
    const pages = pagesOfTheProgram();
    const missed = pages.filter((route) => {
        const shape = new RegExp(`^${route.replace(/\{\w+\}/g, "[^/]+")}$`);
        return ![...lookedAt].some((path) => shape.test(path));
    });
    return [...missed.map((route) => `no page of ${route} was looked at`), ...pages.length < 15 ? [`only ${pages.length} routes were read from the source`] : []];
}

export const journeys = [...portal, ...office, ...narrower];
export const afterAll = [{ name: "of every page that the program has at least one was looked at", run: nothingIsLeftOut }];
