// What every page has to hold, whoever looks at it: no axe violation of A or AA, no sideways scroll at 320 px, one heading, a
// title, no inline style or script, a token in every form. (Requests, answers and the console: people.mjs.)
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { readerOf } from "./people.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = { runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }, resultTypes: ["violations"] };

export const counts = { pages: 0, violations: 0 };

/// Every path that was looked at: the crawl proves by it that no page of the program was left out.
export const lookedAt = new Set();

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
async function narrowFaults(page) {
    const size = page.viewportSize();
    await page.setViewportSize({ width: 320, height: 640 });
    const [width, widest] = await page.evaluate(() => {
        const ends = (element) => Math.max(element.getBoundingClientRect().right, element.scrollWidth);
        const leaves = [...document.querySelectorAll("body *")].filter((element) => element.childElementCount === 0);
        return [document.documentElement.scrollWidth, leaves.sort((a, b) => ends(b) - ends(a))[0]?.outerHTML.slice(0, 160)];
    });
    await page.setViewportSize(size);
    return width > 320 ? [`${width} px wide on a screen of 320: ${widest}`] : [];
}

async function shapeFaults(page) {
    return page.evaluate(() => {
        const faults = [];
        if (document.querySelectorAll("h1").length !== 1) faults.push(`${document.querySelectorAll("h1").length} h1`);
        if (!document.title.trim()) faults.push("no title");
        if (document.querySelector("[style]") || document.querySelector("script:not([src])")) faults.push("inline style or script");
        for (const form of document.querySelectorAll("form[method=post]"))
            if (!form.querySelector("input[name=csrf]")?.value) faults.push(`form without a token: ${form.action}`);
        return faults;
    });
}

export async function audit(page) {
    const where = new URL(page.url()).pathname + new URL(page.url()).search;
    lookedAt.add(new URL(page.url()).pathname);
    const faults = [...await axeFaults(page), ...await narrowFaults(page), ...await shapeFaults(page)];
    return faults.map((fault) => `${where}: ${fault}`);
}
