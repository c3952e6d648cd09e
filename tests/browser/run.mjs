// Journeys through the real program in headless Chromium. Prints "OK name" or "FAIL name" with reasons.
//   node tests/browser/run.mjs --program build/veche [--only PART_OF_NAME] [--thorough: every page in every way, not each template]
//        [--look FOLDER: where the pictures of docs/look.md go]
import { parseArgs } from "node:util";
import { join, resolve } from "node:path";
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { chromium } from "playwright-core";
import { Town } from "./town.mjs";
import { counts } from "./audit.mjs";
import { counts as markup } from "./markup.mjs";
import { journeys as accounts } from "./journeys/accounts.mjs";
import { afterAll, journeys as crawl } from "./journeys/crawl.mjs";
import { journeys as resident } from "./journeys/resident.mjs";
import { journeys as organiser } from "./journeys/organiser.mjs";
import { journeys as finding } from "./journeys/finding.mjs";
import { journeys as takingPart } from "./journeys/taking_part.mjs";
import { journeys as neighbours } from "./journeys/neighbours.mjs";
import { journeys as law } from "./journeys/law.mjs";
import { journeys as counted } from "./journeys/counted.mjs";
import { pictures } from "./journeys/guide.mjs";
import { journeys as keyboard } from "./journeys/keyboard.mjs";

const { values: options } = parseArgs({ options: { program: { type: "string" }, only: { type: "string", default: "" }, look: { type: "string" }, thorough: { type: "boolean", default: false } } });
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const quiet = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"];
const asRoot = process.getuid() === 0 ? ["--no-sandbox"] : [];

/// A journey throws, or returns a list of faults.
async function walk(journey, browser, town) {
    const started = Date.now();
    let faults;
    try {
        faults = await journey.run(browser, town) ?? [];
    } catch (error) {
        faults = [String(error.message ?? error).split("\n").slice(0, 12).join("\n      ")];
    }
    console.log(`${faults.length ? "FAIL" : "OK"} ${journey.name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
    for (const fault of [...new Set(faults)].slice(0, 30)) console.log(`    ${fault}`);
    return faults.length === 0;
}

/// As many at a time as there are processors; each has its own context, and those that change something their own town.
async function walkAll(waiting, browser, town) {
    let passed = true;
    const walker = async () => {
        for (let journey = waiting.shift(); journey; journey = waiting.shift()) passed = await walk(journey, browser, town) && passed;
    };
    await Promise.all(Array.from({ length: availableParallelism() }, walker));
    return passed;
}

let town, browser, passed = false;
const close = async () => {
    await browser?.close().catch(() => {});
    town?.stop();
};
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => close().then(() => process.exit(1)));
try {
    const named = (journeys) => journeys.filter((journey) => journey.name.includes(options.only));
    town = await Town.start(resolve(options.program));
    browser = await chromium.launch({ executablePath, args: [...quiet, ...asRoot] });
    const guide = { name: "each picture of docs/look.md is made", run: pictures(options.look ? resolve(options.look) : join(town.folder, "look")) };
    passed = await walkAll(named([guide, ...counted, ...accounts, ...organiser, ...finding, ...takingPart, ...neighbours, ...resident, ...law, ...keyboard, ...crawl]), browser, town);
    passed = await walkAll(named(afterAll), browser, town) && passed;
    console.log(`axe looked at ${counts.pages} pages and found ${counts.violations} violations; html-validate at ${markup.pages} and found ${markup.faults}`);
} catch (error) {
    console.log(`FAIL the town starts\n    ${error.stack}`);
    passed = false;
} finally {
    await close();
}
process.exit(passed ? 0 : 1);
