// Nobody needs a mouse: everything is reached by Tab, the place is always seen, the skip link works.
import { signIn, visit } from "../people.mjs";
import { today } from "../town.mjs";

/// What has the focus now, and whether it can be seen that it has.
function focused(page) {
    return page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return null;
        const style = getComputedStyle(element), box = element.getBoundingClientRect();
        const marked = (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
        return {
            tag: element.tagName, href: element.getAttribute("href"), id: element.id,
            text: (element.innerText || element.getAttribute("aria-label") || element.name || "").replaceAll("\u00a0", " ").replaceAll("\u00ad", "").trim().slice(0, 80),
            seen: marked && box.width > 0 && box.height > 0,
        };
    });
}

/// Tabs through the whole page; gives what was passed, in order, and what could not be seen or trapped the focus.
async function tabThrough(page, most = 400) {
    const passed = [], faults = [];
    let last = "";
    for (let count = 0; count < most; ++count) {
        await page.keyboard.press("Tab");
        const now = await focused(page);
        if (!now) break;
        const name = `${now.tag} ${now.href ?? now.id} "${now.text}"`;
        if (!now.seen) faults.push(`the focus is not seen on ${name}`);
        if (name === last && passed.length > 3 && passed.at(-2) === last) faults.push(`the focus is caught on ${name}`);
        last = name;
        passed.push(name);
    }
    return { passed, faults };
}

async function wholePage(context, path) {
    const page = await context.newPage();
    await page.goto(path);
    const reachable = await page.evaluate(() => [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
        .filter((element) => !element.disabled && element.checkVisibility() && !element.closest("details:not([open]) > :not(summary)")
            && !(element.type === "radio" && !element.checked)).length);
    const { passed, faults } = await tabThrough(page);
    if (passed.length < Math.min(reachable, 400) * 0.95) faults.push(`only ${passed.length} of ${reachable} are reached`);
    await page.close();
    return faults.map((fault) => `${path}: ${fault}`);
}

async function skipLink(context) {
    const page = await context.newPage();
    await page.goto("/");
    await page.keyboard.press("Tab");
    const first = await focused(page);
    if (first?.href !== "#main" || !first.seen) return [`the first stop is ${JSON.stringify(first)}`];
    await page.keyboard.press("Enter");
    const inMain = await page.evaluate(() => document.activeElement?.id === "main" || location.hash === "#main");
    return inMain ? [] : ["the skip link does not lead to the content"];
}

const seated = { screen: "desktop", look: "light", scripts: true };

async function toCalendarByKeyboard(context) {
    const page = await context.newPage();
    await page.goto("/");
    const go = async (what) => {
        for (let count = 0; count < 120; ++count) {
            await page.keyboard.press("Tab");
            if ((await focused(page))?.text.includes(what)) return true;
        }
        return false;
    };
    if (!await go("Соседи, будем дружить")) return ["the week's event is not reached by Tab"];
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/lines\//);
    if (!await go("Добавить в календарь")) return ["the calendar is not reached by Tab"];
    const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
    return download.suggestedFilename().endsWith(".ics") ? [] : [`the file is called ${download.suggestedFilename()}`];
}

export const journeys = [
    { name: "the skip link is the first stop and leads to the content", run: (browser, town) => visit(browser, town, seated, skipLink) },
    { name: "a resident takes a calendar by keyboard only", run: (browser, town) => visit(browser, town, seated, toCalendarByKeyboard) },
    ...["/", `/plan/${today().year}`, "/search?q=двор", "/preferences", "/sign-in"].map((path) => ({
        name: `everything on ${path} is reached by Tab and seen`,
        run: (browser, town) => visit(browser, town, seated, (context) => wholePage(context, path)),
    })),
    {
        name: "everything in the office's list is reached by Tab and seen",
        run: (browser, town) => visit(browser, town, seated, async (context) => {
            const page = await context.newPage();
            await signIn(page, "organiser");
            return wholePage(context, `/office/plan/${today().year}`);
        }),
    },
];
