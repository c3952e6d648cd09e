// The organiser: "the approved plan went in as the Excel file it is". Upload, look, correct a date, confirm, announce.
import { audit } from "../audit.mjs";
import { signIn, visit } from "../people.mjs";
import { plan2021 } from "../town.mjs";

const quiz = "Историческая викторина «Кузбасс: 300 лет истории»";

/// Each goes with a town of its own (town.offices): an import changes what the next one would see.
const ways = [
    { screen: "phone", look: "light", scripts: true }, { screen: "phone", look: "contrast", scripts: false },
    { screen: "desktop", look: "contrast", scripts: true }, { screen: "desktop", look: "light", scripts: false },
];

function expect(holds, what) {
    if (!holds) throw new Error(what);
}

/// Does what sends a form and waits for the page that answers; playwright may otherwise still read the old one.
async function answered(page, deed) {
    const [answer] = await Promise.all([page.waitForResponse((response) => response.request().isNavigationRequest() && response.status() !== 303), deed()]);
    await page.waitForLoadState("load");
    expect(answer.ok(), `${answer.url()} was answered with ${answer.status()}`);
}

async function uploadAndRead(page) {
    await page.goto("/office/plan/import");
    await page.getByLabel("Год плана").fill("2021");
    await page.getByLabel("Файл", { exact: true }).setInputFiles(plan2021);
    await page.getByRole("button", { name: "Прочитать файл" }).click();
    await page.waitForURL(/\/office\/plan\/import\/.+/);
    const text = await page.getByRole("main").innerText();
    expect(/40 строк/.test(text) && /5 раздел/.test(text), `what was understood: ${text.slice(0, 300)}`);
}

async function correctDate(page) {
    const line = page.getByRole("listitem").filter({ hasText: quiz }).first();
    await line.getByText("Исправить").click();
    await line.getByLabel("Срок").fill("16 февраля 2021 г. в 15.00");
    await answered(page, () => page.getByRole("button", { name: "Пересчитать" }).click());
    const text = await page.getByRole("listitem").filter({ hasText: quiz }).first().innerText();
    expect(/16 февраля/.test(text), `the corrected date is not shown: ${text}`);
}

async function chooseAll(page, scripts) {
    if (scripts) await page.getByLabel("Выбрать все на странице").check();
    else for (const box of await page.locator("input.choose").all()) await box.check();
}

async function announceAll(page, scripts) {
    await chooseAll(page, scripts);
    const bulk = page.getByRole("group", { name: "С выбранными строками" });
    await bulk.getByLabel("Возраст").selectOption({ label: "6+" });
    await answered(page, () => bulk.getByRole("button", { name: "Задать возраст" }).click());
    await chooseAll(page, scripts);
    await answered(page, () => page.getByRole("button", { name: "Объявить" }).click());
}

/// What has been announced is what a stranger sees.
async function seenOnThePortal(context) {
    const page = await context.newPage();
    await page.goto("/plan/2021");
    const text = await page.getByRole("main").innerText();
    expect(/40 /.test(text), `the public year: ${text.slice(0, 200)}`);
    await page.goto("/search?q=" + encodeURIComponent("историческая викторина"));
    await page.getByRole("link", { name: quiz }).click();
    await page.waitForURL(/\/lines\//);
    const line = await page.getByRole("main").innerText();
    expect(/16 февраля/.test(line) && /15[:.]00/.test(line), `the public page has the corrected date: ${line.slice(0, 300)}`);
    expect(/6\+/.test(line), "the public page has the age mark");
    return audit(page);
}

async function nothingOnThePortal(context) {
    const page = await context.newPage();
    await page.goto("/search?q=" + encodeURIComponent("историческая викторина"));
    expect(await page.getByRole("link", { name: quiz }).count() === 0, "a line that is not announced is found");
}

/// Before the first import there is little to see, and it says what to do.
async function emptyTown(context) {
    const page = await context.newPage(), faults = [];
    await signIn(page, "organiser");
    for (const path of ["/office", "/office/plan", "/", "/plan", "/plan/2021", "/plan/week"]) {
        await page.goto(path);
        faults.push(...await audit(page));
    }
    return faults;
}

async function importPlan(context) {
    const page = await context.newPage();
    await signIn(page, "organiser");
    await uploadAndRead(page);
    const faults = await audit(page);
    await correctDate(page);
    faults.push(...await audit(page));
    await page.getByRole("button", { name: /40 строк в план/ }).click();
    await page.getByRole("link", { name: "К строкам плана" }).waitFor();
    faults.push(...await audit(page));
    return faults;
}

async function announce(context, scripts) {
    const page = await context.newPage();
    await signIn(page, "organiser");
    await page.goto("/office/plan/2021");
    await announceAll(page, scripts);
    return audit(page);
}

async function fromFileToPortal(browser, town, way, number) {
    const office = { ...town, origin: town.offices[number] };
    const inOffice = (work) => visit(browser, office, way, work);
    return [...await inOffice(emptyTown), ...await inOffice(importPlan), ...await inOffice(nothingOnThePortal), ...await inOffice((context) => announce(context, way.scripts)),
        ...await inOffice(seenOnThePortal)];
}

async function keepWhatWasTyped(context) {
    const page = await context.newPage();
    await signIn(page, "organiser");
    await page.goto("/office/plan/2021/lines/new");
    await page.getByLabel("Место").fill("Городской парк");
    await page.getByRole("button", { name: "Сохранить", exact: true }).click();
    await page.locator("#title-error").waitFor();
    expect(await page.getByLabel("Место").inputValue() === "Городской парк", "what was typed is lost");
    return audit(page);
}

async function brokenFile(context) {
    const page = await context.newPage();
    await signIn(page, "organiser");
    await page.goto("/office/plan/import");
    await page.getByLabel("Год плана").fill("2021");
    await page.getByLabel("Файл", { exact: true }).setInputFiles({ name: "план.xlsx", mimeType: "application/octet-stream", buffer: Buffer.from("PK\x03\x04 и больше ничего") });
    await page.getByRole("button", { name: "Прочитать файл" }).click();
    await page.locator("#file-error").waitFor();
    expect(await page.getByLabel("Год плана").inputValue() === "2021", "the year is lost");
    return audit(page);
}

const firstOffice = (browser, town, scripts, work) =>
    visit(browser, { ...town, origin: town.offices[0] }, { screen: "phone", look: "light", scripts }, work);

export const journeys = [
    ...ways.map((way, number) => ({
        name: `an organiser imports the XLSX, corrects a date, confirms: ${way.screen}, ${way.look}, ${way.scripts ? "with" : "without"} scripts`,
        run: (browser, town) => fromFileToPortal(browser, town, way, number),
    })),
    ...[true, false].flatMap((scripts) => [
        { name: `a refused form keeps what was typed ${scripts ? "with" : "without"} scripts`, run: (browser, town) => firstOffice(browser, town, scripts, keepWhatWasTyped) },
        { name: `a broken file gets a sentence beside its field ${scripts ? "with" : "without"} scripts`, run: (browser, town) => firstOffice(browser, town, scripts, brokenFile) },
    ]),
];
