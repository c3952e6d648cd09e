// Neighbours: the organiser writes a TOS down and names its chair; the chair tells how an event of theirs went and proposes another; a resident
// suggests something and reads the answer; a resident subscribes to letters and ends it.
import { signIn, visit } from "../people.mjs";
import { expect, linesOf, look, lookAt, press } from "../steps.mjs";
import { today } from "../town.mjs";

const phone = { screen: "phone", look: "light", scripts: false };
const desk = { screen: "desktop", look: "light", scripts: true };

async function writeBodyDown(page) {
    const faults = await lookAt(page, "/office/bodies/new");
    await page.locator("#name").fill("ТОС «Надежда»");
    await page.getByLabel("ТОС", { exact: true }).check();
    await page.locator("#contact").fill("По вторникам в 18:00, ул. Мира, 5");
    expect(await press(page, "Сохранить") === 200, "a body is written down");
    faults.push(...await look(page));
    faults.push(...await lookAt(page, "/office/bodies?q=Надежда"));
    await page.getByRole("link", { name: /Надежда/ }).click();
    const account = await page.locator("#account option", { hasText: "tos_chair" }).getAttribute("value");
    await page.locator("#account").selectOption(account);
    expect(await press(page, "Назначить председателем") === 200, "the chair is named");
    faults.push(...await look(page), ...await lookAt(page, `${new URL(page.url()).pathname}/merge`));
    return [...faults, ...await lookAt(page, "/office/plan/names")];
}

async function chairReportsAndProposes(page) {
    const faults = await lookAt(page, "/office");
    expect(/Субботник/.test(await page.getByRole("main").innerText()), "the chair sees the lines of the body");
    const year = today().year;
    faults.push(...await lookAt(page, `/office/plan/${year}/suggestions/new`));
    expect(await press(page, "Отправить предложение") === 422, "an empty proposal is refused");
    await page.locator("#title").fill("Чистый двор");
    await page.locator("#why").fill("Листья лежат с осени.");
    expect(await press(page, "Отправить предложение") === 200, "proposed");
    const lines = await linesOf(page), path = (title) => `/office/plan/${year}/lines/${lines.get(title).id}/happenings/${lines.get(title).happenings[0].id}/held`;
    expect((await page.goto(path("Мастерская"))).status() === 403, "what others answer for is not the chair's to tell");
    await page.goto(path("Субботник"));
    await page.locator("#participants").fill("25");
    await page.locator("#summary").fill("Убрали сквер.");
    expect(await press(page, "Рассказать жителям") === 200, "the chair has told");
    return [...faults, ...await look(page)];
}

async function suggest(page) {
    const faults = await lookAt(page, "/plan/suggest");
    await page.locator("#title").fill("Вечер настольных игр");
    await page.locator("#why").fill("Соседям негде собраться.");
    expect(await press(page, "Отправить предложение") === 200, "suggested");
    expect(/\/plan\/suggestions\//.test(page.url()), "led to the page of the answer");
    return [...faults, ...await look(page)];
}

async function readOfBody(page) {
    const faults = await lookAt(page, "/bodies");
    await page.getByRole("link", { name: /Надежда/ }).click();
    await page.waitForURL(/bodies\/[0-9a-z]+$/);
    expect(/Субботник/.test(await page.getByRole("main").innerText()), "a body's page leads to its lines");
    return [...faults, ...await look(page)];
}

/// The queue: one is taken into the plan, one is declined with a reason.
async function decide(page) {
    const faults = await lookAt(page, "/office/suggestions");
    await page.getByRole("link", { name: /Вечер настольных игр/ }).click();
    await page.waitForURL(/suggestions\/[0-9a-z]+$/);
    faults.push(...await look(page));
    await page.locator("#reason").fill("Такой вечер уже есть в библиотеке по пятницам.");
    expect(await press(page, "Не брать в план") === 200, "declined");
    await page.goto("/office/suggestions");
    await page.getByRole("link", { name: /Чистый двор/ }).click();
    await page.getByRole("link", { name: /Взять в план/ }).first().click();
    await page.waitForURL(/lines\/new|lines\/[0-9a-z]{10,}/);
    expect(await page.locator("#title").inputValue() === "Чистый двор", "the new line is filled in");
    faults.push(...await look(page));
    await page.locator("#when").fill("по мере необходимости");
    expect(await press(page, "Сохранить") === 200, "taken into the plan");
    return faults;
}

async function subscribe(page, town) {
    const faults = await lookAt(page, "/subscribe");
    await page.locator("#email").fill("vera@yurga.example");
    expect(await press(page, "Подписаться") === 422, "without consent nothing is kept");
    await page.locator("#data_consent").check();
    expect(await press(page, "Подписаться") === 200, "asked for");
    faults.push(...await look(page));
    const own = `/subscriptions/${town.inLetter("vera@yurga.example", "/subscriptions/", /\s/)}`;
    faults.push(...await lookAt(page, own), ...await lookAt(page, `${own}/unsubscription`));
    expect(await press(page, "Подтвердить") === 200, "confirmed");
    faults.push(...await look(page));
    expect(await press(page, "Отписаться") === 200, "ended");
    faults.push(...await look(page));
    expect((await page.goto(own)).status() === 410, "the letter's link leads nowhere any more");
    return [...faults, ...await look(page)];
}

async function run(browser, town) {
    const sixth = { ...town, origin: town.offices[5] };
    const as = (role, work) => visit(browser, sixth, desk, async (office) => {
        const page = await office.newPage();
        await signIn(page, role);
        return work(page);
    });
    const faults = [...await as("organiser", writeBodyDown), ...await as("tos_chair", chairReportsAndProposes)];
    faults.push(...await visit(browser, sixth, phone, async (portal) => {
        const page = await portal.newPage();
        const found = await suggest(page), place = page.url();
        found.push(...await readOfBody(page), ...await as("organiser", decide));
        await page.goto(place);
        expect(/уже есть в библиотеке/.test(await page.getByRole("main").innerText()), "the answer is on the page of the suggestion");
        return [...found, ...await look(page), ...await subscribe(page, town)];
    }));
    return faults;
}

export const journeys = [{ name: "a chair tells and proposes, a resident suggests and is answered, another subscribes to letters and ends it", run }];
