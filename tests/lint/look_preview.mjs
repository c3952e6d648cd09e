// Every page with its sample model: complete words in both languages, nothing our CSP would block, one h1, ids that are there;
// and in Chromium: 0 axe violations of A/AA, no sideways scroll, no refused or outside request, on a phone and a desktop, in both
// themes. `--quick` leaves the browser out, `--only WORDS` takes the pages
// whose name has these words. The same server a developer may look at: `--serve PORT`.
import fs from "node:fs";
import http from "node:http";
import os from "node:os";
import path from "node:path";
import {createRequire} from "node:module";
import {assets, emblem, page, root, samples as all_samples} from "../../tools/preview/render.mjs";
import {Templates, Words} from "../../tools/preview/template.mjs";

const CSP = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";
const TYPES = {css: "text/css", js: "text/javascript", svg: "image/svg+xml", woff2: "font/woff2"};
const templates = Object.fromEntries(["ru", "en"].map((code) => [code, new Templates(root, new Words(root, code))]));
const wrong = [];
const option = (name) => process.argv.includes(name);
const only = option("--only") ? process.argv[process.argv.indexOf("--only") + 1] : "";
const samples = () => all_samples().filter((sample) => sample.name.includes(only));

function read_closely(name, html) {
    const say = (words) => wrong.push(`${name}: ${words}`);
    if (/<[^>]*\s(style|on[a-z]+)\s*=/.test(html.replace(/"[^"]*"/g, '""'))) say("style= or on…= is blocked by our CSP");
    if (/<(script|style)\b(?![^>]*\ssrc=)/.test(html)) say("inline script or style");
    if (/\}\}|\{\{/.test(html)) say("braces of the template are left in the page");
    const h1 = html.match(/<h1[\s>]/g) ?? [];
    if (h1.length !== 1) say(`${h1.length} h1`);
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map((m) => m[1]);
    for (const id of ids.filter((one, i) => ids.indexOf(one) !== i)) say(`id ${id} twice`);
    for (const [, id] of html.matchAll(/\shref="#([^"]+)"/g)) if (!ids.includes(id)) say(`#${id} leads nowhere`);
    for (const [, list] of html.matchAll(/\saria-(?:labelledby|describedby)="([^"]+)"/g))
        for (const id of list.split(/\s+/)) if (!ids.includes(id)) say(`aria names #${id}, which is not there`);
    for (const [, id] of html.matchAll(/<label[^>]*\sfor="([^"]+)"/g)) if (!ids.includes(id)) say(`a label for #${id}, which is not there`);
}

/// `live`: every page is made of the files as they are now, for one who is changing them; else of what was read at the start.
function serve(port, live) {
    const files = assets();
    const read = samples();
    const server = http.createServer((request, response) => {
        const url = new URL(request.url, "http://localhost");
        const name = decodeURIComponent(url.pathname.slice(1));
        const send = (type, data) => response.writeHead(200, {"content-type": type, "content-security-policy": CSP}).end(data);
        if (files.has(name)) return send(TYPES[name.split(".").pop()] ?? "application/octet-stream", files.get(name));
        if (["emblem.svg", "favicon.ico", "office/me/second-factor.svg"].includes(name) || name.startsWith("media/")) return send(TYPES.svg, emblem);
        if (name === "plan/widget") return response.writeHead(200, {"content-type": "text/html; charset=utf-8"}).end("<!doctype html><html lang=ru><title>…</title><h1>…</h1>");
        if (name === "town.css") return send(TYPES.css, ":root{--town:#0b5d66}");
        const sample = (live ? samples() : read).find((one) => one.name === name);
        const made = live ? new Templates(root, new Words(root, "ru")) : templates.ru;
        if (sample) return send("text/html; charset=utf-8", page(made, sample, url.searchParams.getAll("theme")));
        if (!name) return send("text/html; charset=utf-8", samples().map((s) => `<p><a href="/${s.name}">${s.name}</a>`).join("\n"));
        response.writeHead(404).end();
    });
    return new Promise((done) => server.listen(port, "127.0.0.1", () => done(server)));
}

async function look(browser, axe, address, view) {
    const context = await browser.newContext({viewport: {width: view.width, height: 900}, reducedMotion: "reduce"});
    for (const sample of samples()) {
        const say = (words) => wrong.push(`${sample.name} at ${view.width} ${view.themes.join("+")}: ${words}`);
        const tab = await context.newPage();
        tab.on("console", (message) => message.type() === "error" && say(message.text()));
        tab.on("request", (request) => request.url().startsWith(address) || say(`asks ${request.url()}`));
        tab.on("response", (response) => response.status() >= 400 && say(`${response.status()} ${response.url()}`));
        await tab.goto(`${address}/${sample.name}?${view.themes.map((t) => `theme=${t}`).join("&")}`, {waitUntil: "load"});
        await tab.evaluate(() => document.fonts.ready);
        const [needs, has] = await tab.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
        if (needs > has) {
            const widest = await tab.evaluate(() => [...document.querySelectorAll("main *, header *")].filter((e) => e.getBoundingClientRect().right > window.innerWidth + 1).slice(0, 4).map((e) => `${e.tagName}.${e.className}`));
            say(`${needs} px wide: ${widest.join(" ")}`);
        }
        await tab.evaluate(axe);
        const found = await tab.evaluate(() => window.axe.run({runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}));
        for (const v of found.violations) say(`${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 3).join(" | ")} — ${v.nodes[0].failureSummary.split("\n")[1]?.trim()}`);
        await tab.close();
    }
    await context.close();
}

if (option("--serve")) {
    const port = Number(process.argv[process.argv.indexOf("--serve") + 1]);
    await serve(port, true);
    console.log(`http://127.0.0.1:${port}/`);
} else {
    for (const [code, made] of Object.entries(templates))
        for (const sample of samples()) read_closely(`${sample.name} (${code})`, page(made, sample, [], code));
    const shown = new Set(all_samples().map((sample) => sample.template));
    for (const name of templates.ru.sources.keys())
        if (/^(app|plan)\/(?!layout_|icon_|part_|head$|pager$|error_summary$)/.test(name) && !shown.has(name)) wrong.push(`${name} has no sample model`);
    const script = fs.statSync(path.join(root, "assets/js/main.js")).size;
    if (script > 6 * 1024) wrong.push(`main.js has ${script} bytes, more than 6 KB`);

    let seen = 0;
    if (!option("--quick")) {
        const require = createRequire(import.meta.url);
        const {chromium} = require("playwright-core");
        const axe = require("axe-core").source;
        const browser = await chromium.launch({executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
            args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]});
        const server = await serve(0, false);
        const address = `http://127.0.0.1:${server.address().port}`;
        const views = [{width: 320, themes: []}, {width: 390, themes: ["contrast"]}, {width: 390, themes: ["large"]}, {width: 1280, themes: []}, {width: 1280, themes: ["contrast", "large"]}];
        const looking = async () => {
            for (let view = views.shift(); view; view = views.shift()) {
                await look(browser, axe, address, view);
                seen += samples().length;
            }
        };
        await Promise.all(Array.from({length: Math.min(2, os.cpus().length)}, looking));
        await browser.close();
        server.close();
    }
    for (const words of wrong) console.error(words);
    console.log(`look: ${samples().length} pages in two languages read, ${seen} looked at in Chromium, ${wrong.length} wrong`);
    process.exitCode = wrong.length ? 1 : 0;
}
