// What every page has to hold, whoever looks at it: no axe violation of A or AA, no sideways scroll at 320 px, lines that can be read, targets that a
// thumb hits, one heading, a title, names that are there, no inline style or script, a token in every form. (Requests, answers and the console:
// people.mjs; what docs/look.md asks: rules.mjs; whether it is valid HTML: markup.mjs.) And the account of what was looked at: each template of the program in each form.
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { markupFaults } from "./markup.mjs";
import { documentOf, readerOf, wayOf } from "./people.mjs";
import { lookFaults } from "./rules.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] }, rules: { "landmark-unique": { enabled: true }, "heading-order": { enabled: true } }, resultTypes: ["violations"] };
const sources = fileURLToPath(new URL("../../src", import.meta.url));

export const counts = { pages: 0, violations: 0 };

/// Every path that was opened: the crawl proves by it that no page of the program was left out.
export const opened = new Set();

/// template -> the forms in which it was looked at, and documents to look at once more where forms are missing.
const forms = ["phone", "desktop", "light", "contrast", "with scripts", "without scripts"];
const seenIn = new Map(), kept = new Map();

const formsOf = (way) => [way.screen, way.look, `${way.scripts ? "with" : "without"} scripts`];
const lacks = (template) => forms.filter((form) => !seenIn.get(template)?.has(form));

/// "plan/portal_year" of src/features/plan/views/portal_year.html, each that the program has.
function allTemplates() {
    return readdirSync(sources, { recursive: true }).filter((name) => /views\/\w+\.html$/.test(name))
        .map((name) => `${basename(join(name, "../.."))}/${basename(name, ".html")}`);
}

/// The templates that printed a page: the program names them in comments (veche serve --name-templates).
export function templatesIn(html) {
    return [...new Set([...html.matchAll(/<!-- (\w+\/\w+) -->/g)].map((match) => match[1]))];
}

/// Sets of templates whose markup was validated.
const validated = new Set();

async function account(page) {
    const html = await documentOf(page), way = await wayOf(page), templates = templatesIn(html), faults = [];
    for (const template of templates) seenIn.set(template, new Set([...seenIn.get(template) ?? [], ...formsOf(way)]));
    const key = templates.join(" ");
    if (!kept.has(key) && templates.some((template) => lacks(template).length > 0)) kept.set(key, { address: page.url(), html, way, templates });
    const asSent = /^(?:<!-- \S+ -->\s*)?<!doctype html>/.test(html);        // what a browser has made of it is its own
    if (asSent && !validated.has(key)) faults.push(...await markupFaults(html, key));
    if (asSent) validated.add(key);
    if (templates.length === 0) faults.push("no template is named in this page");
    return [...faults, ...await lookFaults(page, templates)];
}

/// Documents one of whose templates was not looked at in each form, with the way in which it has yet to be: opposite in everything.
export function takeUnfinished() {
    const unfinished = [...kept.values()].filter(({ templates }) => templates.some((template) => lacks(template).length > 0));
    kept.clear();
    return unfinished.map((one) => ({
        ...one, way: { screen: one.way.screen === "phone" ? "desktop" : "phone", look: one.way.look === "light" ? "contrast" : "light", scripts: !one.way.scripts },
    }));
}

export function neverLookedAt() {
    return allTemplates().filter((template) => lacks(template).length > 0).map((template) =>
        seenIn.has(template) ? `${template} was not looked at ${lacks(template).join(", ")}` : `no page has shown ${template}`);
}

async function axeFaults(shown) {
    const page = await readerOf(shown);
    await page.evaluate(axe);
    const result = await page.evaluate((options) => globalThis.axe.run(document, options), rules);
    counts.pages += 1;
    counts.violations += result.violations.length;
    return result.violations.map((violation) =>
        `${violation.id}: ${violation.help}; ${violation.nodes.slice(0, 2).map((node) => node.html.slice(0, 160)).join(" | ")}`);
}

/// At 320 px nothing may stand out of the page; a wide table may scroll inside its own box.
async function widthFaults(page) {
    const size = page.viewportSize();
    const measured = () => page.evaluate(() => {
        const ends = (element) => Math.max(element.getBoundingClientRect().right, element.scrollWidth);
        const leaves = [...document.querySelectorAll("body *")].filter((element) => element.childElementCount === 0);
        return [document.documentElement.scrollWidth, leaves.sort((a, b) => ends(b) - ends(a))[0]?.outerHTML.slice(0, 160)];
    });
    const faults = [];
    for (const width of [size.width, 320]) {
        if (width === 320) await page.setViewportSize({ width, height: 640 });
        const [needs, widest] = await measured();
        if (needs > width) faults.push(`${needs} px wide on a screen of ${width}: ${widest}`);
    }
    await page.setViewportSize(size);
    return faults;
}

async function shapeFaults(page) {
    return page.evaluate(() => {
        const faults = [], all = (selector) => [...document.querySelectorAll(selector)], there = (id) => document.getElementById(id) !== null;
        if (all("h1").length !== 1) faults.push(`${all("h1").length} h1`);
        if (!document.title.trim()) faults.push("no title");
        if (document.querySelector("[style]") || document.querySelector("script:not([src])")) faults.push("inline style or script");
        for (const element of all("*")) for (const name of element.getAttributeNames()) if (name.startsWith("on")) faults.push(`${name}= is blocked by our policy`);
        for (const form of all("form[method=post]")) if (!form.querySelector("input[name=csrf]")?.value) faults.push(`form without a token: ${form.action}`);
        const ids = all("[id]").map((element) => element.id);
        for (const id of ids.filter((one, index) => ids.indexOf(one) !== index)) faults.push(`id ${id} twice`);
        for (const link of all('a[href^="#"]')) if (link.hash.length > 1 && !there(decodeURIComponent(link.hash.slice(1)))) faults.push(`${link.hash} leads nowhere`);
        for (const name of ["aria-labelledby", "aria-describedby"])
            for (const element of all(`[${name}]`)) for (const id of element.getAttribute(name).split(/\s+/)) if (!there(id)) faults.push(`${name} names #${id}, which is not there`);
        for (const label of all("label[for]")) if (!there(label.htmlFor)) faults.push(`a label for #${label.htmlFor}, which is not there`);
        if (/\{\{|\}\}/.test(document.body.innerText)) faults.push("braces of a template are left in the page");
        return faults;
    });
}

/// Lines of running text hold at most 85 signs; on a phone what is pressed is at least 44 px high.
async function handFaults(page) {
    return page.evaluate(() => {
        const faults = [], told = (element) => element.outerHTML.slice(0, 120).replace(/\s+/g, " ");
        for (const text of document.querySelectorAll("main p")) {
            const range = document.createRange();
            range.selectNodeContents(text);
            const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.bottom / 8))).size, signs = text.innerText.length;
            if (lines > 2 && signs / lines > 85) faults.push(`${Math.round(signs / lines)} signs in a line: ${told(text)}`);
        }
        if (window.innerWidth < 640) {
            for (const target of document.querySelectorAll("main .button, main select, main textarea, main input:not([type=checkbox], [type=radio], [type=hidden])")) {
                const { width, height } = target.getBoundingClientRect();
                if (width > 0 && height < 43.5) faults.push(`${Math.round(height)} px high for a thumb: ${told(target)}`);
            }
        }
        return faults;
    });
}

export async function audit(page) {
    const where = new URL(page.url()).pathname + new URL(page.url()).search, way = await wayOf(page);
    opened.add(new URL(page.url()).pathname);
    const faults = [...await axeFaults(page), ...await widthFaults(page), ...await shapeFaults(page), ...await handFaults(page), ...await account(page)];
    return faults.map((fault) => `${where} (${formsOf(way).join(", ")}): ${fault}`);
}
