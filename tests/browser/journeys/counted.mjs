// How far it is: the journeys that people go most, counted in page loads, presses and the height at which the first thing to press stands on a
// phone of 390 × 844. The bounds are those of docs/look.md; a journey that becomes longer fails here.
import { signIn, visit } from "../people.mjs";
import { expect, linesOf } from "../steps.mjs";
import { today } from "../town.mjs";

const phone = { screen: "phone", look: "light", scripts: true }, withoutScripts = { ...phone, scripts: false };
const screenHeight = 844;

/// At most so many; `first` at most so many px down. To tighten: change a number here and its row in docs/look.md.
export const bounds = {
    signUp: { loads: 2, signUpButton: 844, first: 844 },
    weekend: { taps: 2 },
    report: { loads: 4 },
};

/// What was counted, by journey: printed at the end.
export const counted = {};

function counting(page) {
    const count = { loads: 0 };
    page.on("response", (response) => {
        const request = response.request();
        if (request.isNavigationRequest() && response.frame() === page.mainFrame() && ![301, 302, 303, 307].includes(response.status())) count.loads += 1;
    });
    return count;
}

const heightOf = async (locator) => Math.round((await locator.first().boundingBox()).y);

function within(name, figures, most) {
    counted[name] = figures;
    return Object.keys(most).filter((what) => figures[what] > most[what])
        .map((what) => `${name}: ${what} ${figures[what]}, at most ${most[what]}`);
}

/// Two people sign up from the page of an event: the form, one more person, sent.
async function signUpOfTwo(context, name) {
    const page = await context.newPage();
    await page.goto("/plan");
    const line = (await linesOf(page)).get("Чаепитие");
    await page.goto(new URL(line.url).pathname);
    const count = counting(page), toForm = page.getByRole("link", { name: /^Записаться/ });
    const signUpButton = await heightOf(toForm);
    await toForm.first().click();
    await page.getByLabel("Ваше имя").waitFor();
    const first = await heightOf(page.locator("main form input:visible, main form textarea:visible, main form select:visible"));
    await page.getByLabel("Ваше имя").fill("Ольга Седова");
    await page.getByLabel("Электронная почта").fill(`${name.replaceAll(" ", "-")}@yurga.example`);
    await page.getByLabel("Имя и фамилия").first().fill("Ольга Седова");
    if (await page.locator("#name-2").count() === 0 || !await page.locator("#name-2").isVisible()) {
        await page.getByText(/Добавить ещё/).first().click();
        await page.locator("#name-2").waitFor();
    }
    await page.locator("#name-2").fill("Пётр Седов");
    for (const age of await page.getByLabel("Лет", { exact: true }).all()) await age.fill("70");
    await page.getByLabel(/Согласен на обработку/).check();
    await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: /^Записаться/ }).first().click()]);
    expect(await page.locator(".error-summary").count() === 0, `refused: ${(await page.locator(".error-summary").allInnerTexts()).join()}`);
    return within(name, { loads: count.loads, signUpButton, first }, bounds.signUp);
}

/// From the first page to what there is on the weekend.
async function thisWeekend(context, name) {
    const page = await context.newPage();
    await page.goto("/");
    let taps = 0;
    for (const step of [/[Вв]ыходны/, /^План/]) {
        const link = page.getByRole("main").getByRole("link", { name: step });
        const there = await link.count() > 0 ? link : page.getByRole("link", { name: step });
        if (await there.count() === 0) continue;
        await there.first().click();
        await page.waitForLoadState("load");
        taps += 1;
        if (step.source.includes("ыходны")) return within(name, { taps }, bounds.weekend);
        const onYear = page.getByRole("link", { name: /[Вв]ыходны/ });
        if (await onYear.count() === 0) break;
        await onYear.first().click();
        return within(name, { taps: taps + 1 }, bounds.weekend);
    }
    return within(name, { taps: Infinity }, bounds.weekend);
}

/// From the front of the office to a told event with a photograph that is described: people, a sentence, the picture. One form or several: what
/// there is on the page is filled in, and "Снимки" is gone to when the form has none.
async function reportWithPhotograph(context, name) {
    const page = await context.newPage();
    await signIn(page, "organiser");
    await page.goto("/office");
    const count = counting(page), line = (await linesOf(page)).get("Субботник"), year = today().year;
    const picture = { name: "берег.png", mimeType: "image/png", buffer: await page.screenshot({ clip: { x: 0, y: 0, width: 800, height: 600 } }) };
    const go = async (locator) => Promise.all([page.waitForNavigation(), locator.first().click()]);
    const toHeld = () => page.locator(`a[href*="/lines/${line.id}/"][href*="/held"]`);
    if (await toHeld().count() === 0) await go(page.locator(`a[href^="/office/plan"]`));
    if (await toHeld().count() === 0) await go(page.locator(`main a[href$="/plan/${year}/lines/${line.id}"]`));
    await go(toHeld());
    await page.locator("#participants").fill("40");
    await page.locator("#summary").fill("Убрали берег.");
    const describe = async () => {
        if (await page.getByLabel("Что на снимке").count() > 0) await page.getByLabel("Что на снимке").first().fill("Чистый берег");
        if (await page.getByLabel(/Никого нельзя узнать/).count() > 0) await page.getByLabel(/Никого нельзя узнать/).first().check();
    };
    const pictures = page.locator('main input[type="file"]');
    if (await pictures.count() > 0) {
        await pictures.first().setInputFiles([picture]);
        if (await page.locator("#author").count() > 0) await page.locator("#author").fill("Фото: Глеб Орлов");
        await describe();
        await go(page.locator("main form button[type=submit].button:not(.quiet, .grave)"));
    } else {
        await go(page.getByRole("button", { name: "Рассказать жителям" }));
        if (await page.locator('a[href$="/photos"]').count() === 0) await go(page.locator(`main a[href$="/lines/${line.id}"]`));
        await go(page.locator(`main a[href*="/happenings/"][href$="/photos"]`));
        await page.locator("#files").setInputFiles([picture]);
        await page.locator("#author").fill("Фото: Глеб Орлов");
        await go(page.getByRole("button", { name: "Сохранить", exact: true }));
        await describe();
        await go(page.getByRole("button", { name: "Сохранить", exact: true }));
    }
    return within(name, { loads: count.loads }, bounds.report);
}

async function openSignUp(browser, town) {
    await visit(browser, town, { screen: "desktop", look: "light", scripts: true }, async (context) => {
        const page = await context.newPage();
        await signIn(page, "organiser");
        const line = (await linesOf(page)).get("Чаепитие");
        await page.goto(`/office/occasions/${line.happenings[0].id}/sign-up/settings`);
        await page.getByLabel("Сколько мест").fill("30");
        await page.getByLabel("Сколько человек в одной записи").fill("5");
        await page.getByRole("button", { name: "Сохранить", exact: true }).click();
        await page.waitForLoadState("load");
    });
}

async function run(browser, town) {
    const seventh = { ...town, origin: town.offices[6] };
    await openSignUp(browser, seventh);
    const faults = [];
    for (const [name, way] of [["sign-up of two", phone], ["sign-up of two without scripts", withoutScripts]])
        faults.push(...await visit(browser, seventh, way, (context) => signUpOfTwo(context, name)));
    faults.push(...await visit(browser, seventh, phone, (context) => thisWeekend(context, "this weekend")));
    faults.push(...await visit(browser, seventh, { ...phone, screen: "desktop" }, (context) => reportWithPhotograph(context, "a report with a photograph")));
    expect(Object.keys(counted).length === 4, "not every journey was counted");
    console.log(`    counted: ${JSON.stringify(counted)}; a screen is ${screenHeight} px high`);
    return faults;
}

export const journeys = [{ name: "the journeys that people go most are no longer than docs/look.md says", run }];
