// What docs/look.md asks of every page and a machine can see, beyond what audit.mjs measures: signs, headings, buttons, what was refused, what a
// resident finds beside a form. Each function is given a page and says what is wrong with it.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { wayOf } from "./people.mjs";

const read = (path) => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), "utf8");

/// sign -> Russian words: docs/signs.md with the catalogues.
const signs = (() => {
    const words = new Map(["plan", "plan_life", "plan_document", "participation", "suggestions", "bodies", "law", "album"].flatMap((name) =>
        [...read(`language/ru/${name}.po`).matchAll(/^msgid "([^"]+)"\nmsgstr "([^"]*)"/gm)].map((match) => [match[1], match[2]])));
    return [...read("docs/signs.md").matchAll(/^\| `(\w+)` \|[^|]+\|[^|]+\|[^|]+\| ([^|]+) \|$/gm)]
        .map((match) => [match[1], match[2].split(", ").map((id) => words.get(id)).filter(Boolean)]);
})();

export const widths = [320, 390, 683, 1366];

/// One sign, one meaning: a state's class is in the table, and its words are not under another sign.
export async function signFaults(page) {
    return page.evaluate((signs) => [...document.querySelectorAll(".state")].flatMap((state) => {
        const text = state.innerText.replace(/[\u00a0\s]+/g, " ").replaceAll("\u00ad", "").trim(), named = [...state.classList].find((name) => name !== "state") ?? "planned";
        if (!signs.some(([sign]) => sign === named)) return [`"${text}" has the sign "${named}", which docs/signs.md does not know`];
        const proper = signs.find(([, words]) => words.includes(text))?.[0];
        return proper && proper !== named ? [`"${text}" has the sign "${named}"; in docs/signs.md it is "${proper}"`] : [];
    }), signs);
}

/// What was refused is told at once: the title says so, right under the heading each field stands once, in the order of the page, and a press on it
/// shows the label and puts the cursor there.
export async function refusalFaults(page) {
    const links = page.locator(".error-summary a");
    if (await links.count() === 0) return [];
    const faults = await page.evaluate(() => {
        const faults = [], summary = document.querySelector(".error-summary"), links = [...summary.querySelectorAll("a")];
        if (!/^(Ошибка|Error): /.test(document.title)) faults.push(`the title does not say that something was refused: ${document.title}`);
        const before = [...document.querySelectorAll("main *")].filter((one) => one.childElementCount === 0 && one.innerText?.trim()
            && !one.closest("h1, .crumb, .error-summary, .govuk-visually-hidden, .deeds") && one.compareDocumentPosition(summary) & Node.DOCUMENT_POSITION_FOLLOWING
            && one.compareDocumentPosition(document.querySelector("h1")) & Node.DOCUMENT_POSITION_PRECEDING);
        if (before.length > 0) faults.push(`between the heading and the summary of errors stands: ${before[0].innerText.slice(0, 80)}`);
        const texts = links.map((link) => link.innerText.trim());
        for (const text of texts.filter((one, index) => texts.indexOf(one) !== index)) faults.push(`the summary says twice: ${text}`);
        for (const text of texts) if (/^(Заполните это поле|Fill in this field)/.test(text)) faults.push(`the summary does not name the field: ${text}`);
        const targets = links.map((link) => document.getElementById(decodeURIComponent(link.hash.slice(1)))).filter(Boolean);
        for (let i = 1; i < targets.length; ++i)
            if (targets[i].compareDocumentPosition(targets[i - 1]) & Node.DOCUMENT_POSITION_FOLLOWING) faults.push(`the summary is not in the order of the page: "${texts[i]}"`);
        return faults;
    });
    await links.first().click();
    faults.push(...await page.evaluate(() => {
        const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
        if (!target) return [];
        const label = document.querySelector(`label[for="${CSS.escape(target.id)}"]`) ?? target.querySelector("legend") ?? target;
        const faults = [];
        if (!target.contains(document.activeElement)) faults.push(`a press on the summary does not lead into the field: ${target.id}`);
        if (label.getBoundingClientRect().top < 0) faults.push(`a press on the summary hides the label of ${target.id}`);
        return faults;
    }));
    return faults;
}

// Pages whose templates are yet to follow; each name that is taken out is checked from then on. (At the door every row has its main deed.)
const severalPrimary = new Set(["plan/office_list", "plan/office_names", "law/office_request", "subscriptions/portal_subscription", "participation/office_entries",
    "plan/portal_line",
    "participation/office_check_in"]), withoutTelephone = new Set([]);
/// Set when the page of calendars and the telephone beside forms are there.
const bounds = { calendarsPage: true, telephone: false, factsPx: 17 };

/// Of a page of residents and of staff: one primary button; a webcal: link only where it is explained; an error page is called by what it says; facts
/// are large enough and dark; beside each form there is a telephone.
export async function orderFaults(page, templates) {
    const exempt = { several: templates.some((one) => severalPrimary.has(one)), telephone: templates.some((one) => withoutTelephone.has(one)) };
    return page.evaluate(({ bounds, exempt }) => {
        const faults = [], all = (selector) => [...document.querySelectorAll(selector)].filter((one) => one.getClientRects().length > 0), portal = document.documentElement.classList.contains("portal");
        const told = (element) => (element.innerText || element.outerHTML).slice(0, 80).replace(/\s+/g, " ");
        const primary = all("main .button:not(.quiet, .grave)");
        if (!exempt.several && primary.length > 1) faults.push(`${primary.length} primary buttons: ${primary.slice(0, 4).map(told).join(" | ")}`);
        if (location.pathname !== "/calendars" && bounds.calendarsPage) for (const link of all('a[href^="webcal:"]')) faults.push(`webcal: outside /calendars: ${told(link)}`);
        const heading = document.querySelector("h1")?.innerText.replace(/[\u00ad]/g, "").replace(/\s+/g, " ").trim();
        if (document.querySelector(".error-page") && !document.title.replace(/\s+/g, " ").startsWith(heading)) faults.push(`an error page whose title is not its heading: ${document.title}`);
        if (!portal) return faults;
        const ink = getComputedStyle(document.body).color;
        for (const fact of all("main .facts > span:not(.kind, .age, .state), main .facts-list dd")) {
            const style = getComputedStyle(fact), size = parseFloat(style.fontSize);
            if (size < bounds.factsPx) faults.push(`a fact of ${size} px: ${told(fact)}`);
            if (style.color !== ink && !fact.querySelector("a")) faults.push(`a fact that is not ink: ${told(fact)}`);
        }
        if (bounds.telephone && !exempt.telephone && all('main form[method="post"]').length > 0 && all('main a[href^="tel:"]').length === 0) faults.push("a form without a telephone beside it");
        return faults;
    }, { bounds, exempt });
}

/// What stands off what: a button, a field and a box never touch.
export async function spaceFaults(page) {
    return page.evaluate(() => {
        const faults = [], shown = (one) => one.getClientRects().length > 0 && !one.closest(".govuk-visually-hidden, details:not([open]) > :not(summary), .office-menu, .calendar");
        const told = (element) => `${element.className || element.tagName} "${(element.innerText || element.name || "").slice(0, 40).replace(/\s+/g, " ")}"`;
        // A bar that stays in sight lies over what is scrolled beneath it.
        const floats = (one) => one && (["sticky", "fixed"].includes(getComputedStyle(one).position) || floats(one.parentElement));
        const things = [...document.querySelectorAll("main .button, main .govuk-input, main .govuk-select, main .govuk-textarea, main .govuk-file-upload, main .notice, main .flash, main .error-summary")]
            .filter((one) => shown(one) && !floats(one)).slice(0, 150).map((one) => [one, one.getBoundingClientRect()]).filter(([, box]) => box.width > 1 && box.height > 1);
        for (let i = 0; i < things.length; ++i) for (let j = i + 1; j < things.length; ++j) {
            const [one, a] = things[i], [other, b] = things[j];
            if (one.contains(other) || other.contains(one)) continue;
            const across = Math.max(a.left, b.left) - Math.min(a.right, b.right), down = Math.max(a.top, b.top) - Math.min(a.bottom, b.bottom);
            if (across < 4 && down < 4) faults.push(`${told(one)} touches ${told(other)}`);
        }
        return faults;
    });
}

/// At each width, and with letters of twice their size, no page is wider than its screen, and its heading is not either.
/// The same document is measured in a page of its own: what the journey has on its screen does not jump.
export async function everyWidthFaults(shown) {
    const page = await shown.context().newPage(), body = await shown.content(), faults = [];
    await page.route("**/*", (route) => route.request().isNavigationRequest() ? route.fulfill({ body, contentType: "text/html; charset=utf-8" }) : route.continue());
    await page.goto(shown.url(), { waitUntil: "load" });
    const measured = () => page.evaluate(() => {
        const heading = document.querySelector("h1:not(.govuk-visually-hidden)");
        return [document.documentElement.scrollWidth, Math.ceil(heading?.getBoundingClientRect().width ?? 0), heading?.scrollWidth ?? 0];
    });
    for (const width of widths) {
        await page.setViewportSize({ width, height: 800 });
        const [page_, box, text] = await measured();
        if (page_ > width) faults.push(`${page_} px wide on a screen of ${width}`);
        if (Math.max(box, text) > width) faults.push(`a heading ${Math.max(box, text)} px wide on a screen of ${width}`);
    }
    for (const width of [320, 390]) {
        await page.setViewportSize({ width, height: 800 });
        await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
        const [, box, text] = await measured();
        await page.evaluate(() => { document.documentElement.style.fontSize = ""; });
        if (Math.max(box, text) > width) faults.push(`with letters twice as large a heading is ${Math.max(box, text)} px wide on a screen of ${width}`);
    }
    await page.close();
    return faults;
}

/// All of them; what is the same for a set of templates, however often it is shown, is looked at once in each way.
const lookedAt = new Set();
export async function lookFaults(page, templates) {
    const way = await wayOf(page), key = `${templates.join(" ")} ${way.screen} ${way.look}`, once = !lookedAt.has(key);
    lookedAt.add(key);
    const faults = [...await signFaults(page), ...await orderFaults(page, templates)];
    if (once) faults.push(...await spaceFaults(page), ...await everyWidthFaults(page));
    return [...faults, ...await refusalFaults(page)];
}
