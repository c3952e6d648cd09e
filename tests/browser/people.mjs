// How people differ: their screen, their colours, whether scripts run. How staff sign in. What no visit may show.
import { password } from "./town.mjs";
import { createHmac } from "node:crypto";

export const screens = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };

export function everyWay() {
    const ways = [];
    for (const screen of Object.keys(screens))
        for (const look of ["light", "contrast"])
            for (const scripts of [true, false]) ways.push({ screen, look, scripts, name: `${screen}, ${look}, ${scripts ? "with" : "without"} scripts` });
    return ways;
}

/// Four ways in which every two of screen, look and use of scripts meet: what ./test takes. With --thorough all eight.
export function ways() {
    return everyWay().filter((way) => process.argv.includes("--thorough") || way.scripts === ((way.screen === "phone") === (way.look === "light")));
}

/// The second language, once: its words are of other lengths.
export const english = { screen: "phone", look: "light", scripts: true, language: "en", name: "phone, light, with scripts, English" };

function settings(town, way) {
    return {
        viewport: screens[way.screen], javaScriptEnabled: way.scripts, locale: "ru-RU", timezoneId: "Asia/Novokuznetsk",
        isMobile: way.screen === "phone", hasTouch: way.screen === "phone", reducedMotion: "reduce", acceptDownloads: true, baseURL: town.origin,
    };
}

const readers = new WeakMap(), documents = new WeakMap();

/// In which way this page is looked at now.
export async function wayOf(page) {
    const classes = await page.getAttribute("html", "class") ?? "";
    return {
        screen: page.viewportSize().width < 640 ? "phone" : "desktop",
        look: classes.split(" ").includes("contrast") ? "contrast" : "light",
        scripts: !readers.has(page.context()),
    };
}

/// The document as the server sent it, before scripts changed it.
export function documentOf(page) {
    return documents.get(page)?.text().catch(() => page.content()) ?? page.content();
}

/// Shows a document that cannot be asked for again (the answer to a form) on another screen, in the other look, with scripts or without.
export async function showAgain(browser, { address, html }, way, work) {
    const context = await open(browser, { origin: new URL(address).origin }, way);
    try {
        const page = await context.newPage();
        const body = html.replace(/(<html[^>]*?class=")(portal|office)[^"]*"/, `$1$2${way.look === "contrast" ? " contrast large" : ""}"`);
        await page.route("**/*", (route) => route.request().isNavigationRequest() ? route.fulfill({ body, contentType: "text/html; charset=utf-8" }) : route.continue());
        await page.goto(address, { waitUntil: "load" });
        return await work(page);
    } finally {
        await context.close();
    }
}

/// The page on which axe, itself a script, can look at what a page without scripts shows: the same document on the same
/// screen, its own scripts held back. (Chromium closes a page in which a promise is awaited while scripts are off.)
export async function readerOf(page) {
    const context = readers.get(page.context());
    if (!context) return page;
    const reader = context.pages()[0] ?? await context.newPage();
    const address = page.url(), body = await page.content();
    await reader.unrouteAll();
    await reader.route("**/*", (route) => {
        if (route.request().isNavigationRequest()) return route.fulfill({ body, contentType: "text/html; charset=utf-8" });
        return route.request().resourceType() === "script" ? route.abort() : route.continue();
    });
    await reader.goto(address, { waitUntil: "load" });
    return reader;
}

/// Journeys read words as they were typed: without the spaces and hyphens of typesetting (docs/rules/typeset.md), as Playwright's own look-ups do.
function readAsTyped(page) {
    const reading = Object.getPrototypeOf(page.locator("html")), asTyped = (text) => text?.replaceAll("\u00ad", "").replaceAll("\u00a0", " ");
    if (reading.readsAsTyped) return;
    reading.readsAsTyped = true;
    for (const name of ["innerText", "textContent"]) {
        const former = reading[name];
        reading[name] = async function (...options) { return asTyped(await former.apply(this, options)); };
    }
    for (const name of ["allInnerTexts", "allTextContents"]) {
        const former = reading[name];
        reading[name] = async function () { return (await former.apply(this)).map(asTyped); };
    }
    // Words are compared without typesetting, but a pattern is not.
    const anySpace = (text) => text instanceof RegExp ? new RegExp(text.source.replaceAll(" ", "\\s"), text.flags) : text;
    for (const finder of [reading, Object.getPrototypeOf(page)]) for (const name of ["getByLabel", "getByText"]) {
        const former = finder[name];
        finder[name] = function (text, ...options) { return former.call(this, anySpace(text), ...options); };
    }
}

async function open(browser, town, way) {
    const context = await browser.newContext(settings(town, way));
    context.setDefaultTimeout(60_000);        // a busy machine is no fault of the program
    const view = `${way.language ?? "ru"}${way.look === "contrast" ? "cl" : ""}`;       // contrast comes with large type
    if (view !== "ru") await context.addCookies([{ name: "view", value: view, url: town.origin }]);
    if (!way.scripts) {
        const reader = await browser.newContext(settings(town, { ...way, scripts: true }));
        readers.set(context, reader);
        context.on("close", () => reader.close().catch(() => {}));
    }
    return context;
}

/// Collects, for the life of a context, what its pages ask of other hosts, lack, and say in the console.
function watch(context, origin, way) {
    const faults = [];
    context.on("request", (request) => {
        const url = new URL(request.url());
        if (url.origin !== new URL(origin).origin && url.protocol !== "data:") faults.push(`request to ${url}`);
    });
    context.on("response", (response) => {
        if (response.status() >= 500 || (response.status() >= 400 && !response.request().isNavigationRequest()))
            faults.push(`${response.status()} for ${response.url()}`);
    });
    const listen = (page) => {
        page.on("response", (response) => response.request().isNavigationRequest() && response.frame() === page.mainFrame() && documents.set(page, response));
        page.on("console", (message) => {
            // An answer of 4xx is said in the console too; the line above and the journeys look at answers themselves.
            // The same for the hour without a network of a visit that is about just that.
            const expected = /status of 4\d\d/.test(message.text()) || (way.offline && /ERR_INTERNET_DISCONNECTED/.test(message.text()));
            if (message.type() === "error" && !expected) faults.push(`console: ${message.text()}`);
        });
        page.on("pageerror", (error) => faults.push(`script: ${error.message}`));
    };
    context.on("page", (page) => {
        readAsTyped(page);
        listen(page);
    });
    return faults;
}

/// One visit: `work(context)` throws or gives faults; with them come those that no visit may show.
export async function visit(browser, town, way, work) {
    const context = await open(browser, town, way);
    const faults = watch(context, town.origin, way);
    try {
        const found = await work(context) ?? [];
        return [...found, ...faults];
    } finally {
        await context.close();
    }
}

export async function signIn(page, role) {
    await page.goto("/sign-in");
    await page.getByLabel("Электронная почта").fill(`${role}@town.example`);
    await page.getByLabel("Пароль", { exact: true }).fill(password);
    await page.getByRole("button", { name: "Войти" }).click();
    await page.waitForURL((url) => url.pathname !== "/sign-in");
}

/// What a new administrator has to do first; gives the page with the recovery codes and the key.
export async function setSecondFactor(page) {
    await page.waitForURL(/\/office\/me\/second-factor$/);
    const key = await page.locator("code.key").innerText();
    await page.getByLabel("Код", { exact: true }).fill(oneTimeCode(key));
    await page.getByLabel("Ваш пароль сейчас").fill(password);
    await page.getByRole("button", { name: "Включить вход с кодом" }).click();
    await page.locator("ul.codes").waitFor();
    return key;
}

const sessions = new Map();

/// Visits as one who signed in once for all visits: a one-time code works but once, and hashing a password takes its time.
export async function visitAs(role, browser, town, way, work) {
    const known = `${town.origin} ${role}`;
    if (!sessions.has(known)) sessions.set(known, enter(role, browser, town));
    const cookies = await sessions.get(known);
    return visit(browser, town, way, async (context) => {
        await context.addCookies(cookies);
        return work(context);
    });
}

async function enter(role, browser, town) {
    const context = await open(browser, town, { screen: "desktop", look: "light", scripts: true });
    try {
        const page = await context.newPage();
        await signIn(page, role);
        if (role === "administrator") await setSecondFactor(page);
        return (await context.cookies()).filter((cookie) => cookie.name !== "view");
    } finally {
        await context.close();
    }
}

/// RFC 6238, SHA-1, six digits: what the application on an administrator's phone shows. `secret` is base32.
export function oneTimeCode(secret, now = Date.now()) {
    const bits = [...secret.replace(/[\s=]/g, "").toUpperCase()].map((sign) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign).toString(2).padStart(5, "0")).join("");
    const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
    const step = Buffer.alloc(8);
    step.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
    const hash = createHmac("sha1", key).update(step).digest();
    const at = hash[19] & 15;
    return String((hash.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
