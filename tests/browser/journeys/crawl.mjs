// Every page that can be reached by links, for a stranger and for staff, in every way of looking.
import { audit, watch } from "../audit.mjs";
import { everyWay, open, signIn } from "../people.mjs";

const perPattern = 2;      // of pages that differ only by their number; 40 lines look alike
const mostPages = 120;

/// "/plan/2021/lines/01h…?kind=quiz" and "/plan/2021/lines/02k…?kind=sport" are one kind of page.
function pattern(url) {
    const path = url.pathname.replace(/\/lines\/[^/]+/, "/lines/{id}").replace(/\d{4}-\d\d(-\d\d)?/, "{day}").replace(/\/[0-9a-z]{10,}(?=\/|$)/g, "/{id}");
    return `${path}?${[...url.searchParams.keys()].sort().join("&")}`;
}

function isPage(url, origin) {
    return url.origin === origin && !/\.(ics|xlsx|csv|json|atom|rss|xml|txt|svg)$/.test(url.pathname) && !url.pathname.startsWith("/assets/");
}

async function links(page) {
    return page.$$eval("a[href]", (anchors) => anchors.map((anchor) => anchor.href));
}

/// Audits every page from `start` on; what leads out of the visit (signing out) is a POST and never followed.
async function crawlFrom(context, origin, start) {
    const faults = watch(context, origin);
    const page = await context.newPage();
    const seen = new Map(), known = new Set(), waiting = [new URL(start, origin)];
    let visited = 0;
    while (waiting.length > 0 && visited < mostPages) {
        const url = waiting.shift();
        url.hash = "";
        const kind = pattern(url);
        if (known.has(url.href) || !isPage(url, origin) || (seen.get(kind) ?? 0) >= perPattern) continue;
        known.add(url.href);
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
        const answer = await page.goto(url.href, { waitUntil: "load" });
        visited += 1;
        if (answer.status() !== 200) faults.push(`${url.pathname}${url.search}: ${answer.status()}`);
        faults.push(...await audit(page));
        for (const link of await links(page)) if (link.startsWith("http")) waiting.push(new URL(link));
    }
    if (visited < 5) faults.push(`only ${visited} pages were found from ${start}`);
    return faults;
}

async function errorPages(context, origin) {
    const faults = watch(context, origin);
    const page = await context.newPage();
    for (const path of ["/no-such-page", "/plan/1066", "/plan/2021/lines/nothing"]) {
        const answer = await page.goto(origin + path);
        if (answer.status() !== 404) faults.push(`${path}: ${answer.status()} instead of 404`);
        faults.push(...await audit(page));
    }
    return faults;
}

async function inContext(browser, town, way, work) {
    const context = await open(browser, town, way);
    try {
        return await work(context);
    } finally {
        await context.close();
    }
}

const portal = everyWay().map((way) => ({
    name: `every page of the portal holds the audit: ${way.name}`,
    run: (browser, town) => inContext(browser, town, way, async (context) =>
        [...await crawlFrom(context, town.origin, "/"), ...await errorPages(context, town.origin)]),
}));

const office = everyWay().map((way) => ({
    name: `every page of the office holds the audit: ${way.name}`,
    run: (browser, town) => inContext(browser, town, way, async (context) => {
        const page = await context.newPage();
        await signIn(page, "organiser");
        return crawlFrom(context, town.origin, "/office");
    }),
}));

export const journeys = [...portal, ...office];
