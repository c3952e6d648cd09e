// Every page that can be reached by links, for a stranger and for staff, in every way of looking. All of them are fetched; of those that are
// made by the same templates one is looked at in the browser in each way, with --thorough every one.
// The bound: of addresses that differ only by a number, a day, an id or the values of their filters, two are opened.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { audit, neverLookedAt, opened, takeUnfinished, templatesIn } from "../audit.mjs";
import { english, showAgain, visit, visitAs, ways } from "../people.mjs";

const shortest = { screen: "desktop", look: "light", scripts: true, name: "desktop, light, with scripts" };
const perPattern = 2, thorough = process.argv.includes("--thorough");
const mostPages = 260;      // more means that the pattern below no longer sees what is alike
const sources = fileURLToPath(new URL("../../../src", import.meta.url));

/// "/plan/2021/lines/01h…?kind=quiz" and "/plan/2026/lines/02k…?kind=sport" are one kind of page.
function pattern(url) {
    const path = url.pathname.replace(/\/(?=[0-9a-z]*\d)[0-9a-z]{10,}(?=\/|$)/g, "/{id}").replace(/\d{4}-\d\d(-\d\d)?/g, "{day}").replace(/\/\d+(?=\/|$)/g, "/{number}").replace(/\/values\/[\w.]+$/, "/values/{key}");
    return `${path}?${[...url.searchParams.keys()].sort().join("&")}`;
}

/// What is not a page: files, feeds, and the address that leads to the application on a phone.
function isPage(url, origin) {
    return url.origin === origin && !/\.[a-z]{2,5}$/.test(url.pathname) && !url.pathname.startsWith("/assets/") && !url.pathname.endsWith("/second-factor/application")
        && !url.searchParams.has("language");       // the visit goes on in the language in which it began
}

/// Which templates were looked at in this way already: by its name.
const looked = new Map();

/// Fetches a page, and looks at it if one of its templates is new in this way. Gives its text and its faults.
async function open(page, url, way, status) {
    const answer = await page.context().request.get(url.href), html = await answer.text(), where = url.pathname + url.search;
    opened.add(url.pathname);       // an address that leads on counts by what it led to
    const faults = answer.status() === status ? [] : [`${where}: ${answer.status()} instead of ${status}`];
    const language = html.match(/<html lang="(\w+)"/)?.[1];
    if (language !== (way.language ?? "ru")) faults.push(`${where} is in "${language}"`);
    const seen = looked.get(way.name) ?? new Set(), templates = templatesIn(html);
    looked.set(way.name, seen);
    if (thorough || templates.some((template) => !seen.has(template))) {
        for (const template of templates) seen.add(template);
        await page.goto(url.href, { waitUntil: "load" });
        faults.push(...await audit(page));
    }
    return [html, faults];
}

function linksOf(html, url) {
    return [...html.matchAll(/<a\s[^>]*?href="([^"]*)"/g)].map((match) => new URL(match[1].replaceAll("&amp;", "&").replaceAll("&#39;", "'"), url))
        .filter((link) => link.protocol.startsWith("http"));
}

/// Opens every page from `start` on; what leads out of the visit (signing out) is a POST and never followed.
async function crawlFrom(context, origin, start, way, least) {
    const faults = [], page = await context.newPage();
    const seen = new Map(), known = new Set(), waiting = [new URL(start, origin)];
    let visited = 0;
    while (waiting.length > 0) {
        const url = waiting.shift();
        url.hash = "";
        const kind = pattern(url);
        if (known.has(url.href) || !isPage(url, origin) || (seen.get(kind) ?? 0) >= perPattern) continue;
        known.add(url.href);
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
        const [html, found] = await open(page, url, way, 200);
        faults.push(...found);
        waiting.push(...linksOf(html, url));
        if (++visited > mostPages) return [...faults, `more than ${mostPages} pages from ${start}: ${[...seen.keys()].slice(-5).join(", ")}`];
    }
    if (visited < least) faults.push(`only ${visited} pages were found from ${start}`);
    return faults;
}

async function openEach(context, origin, way, statuses) {
    const faults = [], page = await context.newPage();
    for (const [path, status] of Object.entries(statuses)) faults.push(...(await open(page, new URL(path, origin), way, status))[1]);
    return faults;
}

/// What no link leads to: mistakes in an address, searches, what a stranger may not see.
const typedAddresses = {
    "/no-such-page": 404, "/plan/1066": 404, "/plan/2021/lines/nothing": 404, "/plan/2021/calendar/13": 404,
    "/search?q=викторина": 200, "/search?q=ничегоподобного": 200, "/search?q=": 200, "/office": 200,
};
const forbiddenToOrganiser = { "/office/colleagues": 403, "/office/town": 403, "/office/audit": 403, "/office/no-such-page": 404 };

const portal = [...ways(), english].map((way) => ({
    name: `every page of the portal holds the audit: ${way.name}`,
    run: (browser, town) => visit(browser, town, way, async (context) =>
        [...await crawlFrom(context, town.origin, "/", way, 15), ...await openEach(context, town.origin, way, typedAddresses)]),
}));

/// An administrator sees every page of the office.
const office = [...ways(), english].map((way) => ({
    name: `every page of the office holds the audit: ${way.name}`,
    run: (browser, town) => visitAs("administrator", browser, town, way, (context) => crawlFrom(context, town.origin, "/office", way, 10)),
}));

const narrower = ["organiser", "press_officer"].map((role) => ({
    name: `what a role does not see is not offered to it: ${role}`,
    run: (browser, town) => visitAs(role, browser, town, shortest, async (context) =>
        [...await crawlFrom(context, town.origin, "/office", shortest, 5), ...await openEach(context, town.origin, shortest, forbiddenToOrganiser)]),
}));

/// The routes of the source that answer a reader with a page.
function pagesOfTheProgram() {
    const files = readdirSync(sources, { recursive: true }).filter((name) => /\.[ch]pp$/.test(name) && !name.includes("tests")).map((name) => readFileSync(join(sources, name), "utf8"));
    const named = new Map(files.flatMap((text) => [...text.matchAll(/(\w+_path)(?:\[\])? ?= ?"([^"]+)"/g)].map((match) => [match[1], match[2]])));
    const routes = files.flatMap((text) => [...text.matchAll(/routes\.(?:page|get)\(\s*(?:"([^"]+)"|(\w+)\b(?!->))/g)].map((match) => match[1] ?? named.get(match[2]) ?? match[2]));
    const others = new Set(["path", "shared",      // addresses of an album are its feature's: its templates are what is counted
        "/healthz", "/readyz", "/metrics", "/manifest.webmanifest", "/keys", "/keys/audit", "/keys/registers/{kind}/{year}", "/office/check-in/{occasion}/marks",     // for programs
        "/office/check-in/{former}/{occasion}", "/office/check-in/{former}/{occasion}/marks", "/plan/{year}/lines/{id}/sign-up/{happening}"]);     // former addresses
    return routes.filter((route) => !others.has(route) && isPage(new URL(route, "http://town"), "http://town"));
}

function nothingIsLeftOut() {
    const pages = pagesOfTheProgram();
    const missed = pages.filter((route) => {
        const shape = new RegExp(`^${route.replace(/\{\w+\}/g, "[^/]+")}$`);
        return ![...opened].some((path) => shape.test(path));
    });
    return [...missed.map((route) => `no page of ${route} was opened`), ...pages.length < 15 ? [`only ${pages.length} routes were read from the source`] : []];
}

/// What only a form leads to was looked at in one way: its document is shown once more, in the opposite way.
async function everyTemplate(browser) {
    const waiting = takeUnfinished(), faults = [];
    const looking = async () => {
        for (let one = waiting.shift(); one; one = waiting.shift()) faults.push(...await showAgain(browser, one, one.way, audit));
    };
    await Promise.all([looking(), looking()]);
    return [...faults, ...neverLookedAt()];
}

export const journeys = [...portal, ...office, ...narrower];
export const afterAll = [
    { name: "of every page that the program has at least one was opened", run: nothingIsLeftOut },
    { name: "every template was looked at on a phone and a desktop, in both looks, with and without scripts", run: everyTemplate },
];
