// The organiser: "the approved plan went in as the Excel file it is". Upload, look, correct a date, confirm, announce.
import { audit } from "../audit.mjs";
import { signIn, visit } from "../people.mjs";
import { inWords, plan2021, today } from "../town.mjs";

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

/// The day before today, as the plan writes it.
function yesterday() {
    const { year, month, day } = today(), before = new Date(Date.UTC(year, month - 1, day - 1));
    return { year: before.getUTCFullYear(), month: before.getUTCMonth() + 1, day: before.getUTCDate() };
}

/// A line of yesterday, made, read as a record and announced from there.
async function announceYesterday(page, title) {
    const day = yesterday();
    await page.goto(`/office/plan/${day.year}/lines/new`);
    await page.getByLabel("Название").fill(title);
    await page.getByLabel("Срок словами").fill(inWords(day));
    await page.getByLabel("Возраст").selectOption({ label: "0+" });
    await answered(page, () => page.getByRole("button", { name: "Сохранить", exact: true }).click());
    await answered(page, () => page.getByRole("link", { name: title }).click());
    expect(await page.getByRole("heading", { level: 1 }).innerText() === title, "a line's page is headed by its title");
    const faults = await audit(page);
    await answered(page, () => page.getByRole("link", { name: /Изменить.*Когда и где/ }).click());
    faults.push(...await audit(page));
    await page.getByLabel("Место").fill("Городской парк");
    await answered(page, () => page.getByRole("button", { name: "Сохранить", exact: true }).click());
    expect(/#part-when$/.test(page.url()) && /Городской парк/.test(await page.locator("#part-when").innerText()), "one comes back to the part");
    await answered(page, () => page.getByRole("button", { name: "Объявить" }).click());
    return faults;
}

/// From the office's first page to the photograph on the site: at most four pages.
async function reportWithPhotograph(context, title) {
    const page = await context.newPage();
    await signIn(page, "organiser");
    const faults = await announceYesterday(page, title);
    let loads = 0;
    page.on("load", () => ++loads);
    const picture = await page.screenshot({ clip: { x: 0, y: 0, width: 390, height: 300 } });
    await page.goto("/office");
    await answered(page, () => page.getByRole("link", { name: /жд[её]т отчёта|ждут отчёта/ }).click());
    await answered(page, () => page.getByRole("link", { name: new RegExp(`^Состоялось.*${title}`) }).click());
    faults.push(...await audit(page));
    await page.getByLabel("Сколько человек участвовало").fill("40");
    await page.getByLabel("Одно-два предложения").fill("Танцевали всем двором.");
    await page.getByLabel("Снимок 1", { exact: true }).setInputFiles({ name: "вальс.png", mimeType: "image/png", buffer: picture });
    await page.getByLabel("Что на снимке").first().fill("Пары на площади");
    await page.getByLabel(/Никого нельзя узнать/).first().check();
    await answered(page, () => page.getByRole("button", { name: "Рассказать жителям" }).click());
    expect(/Рассказ и 1 снимок на сайте/.test(await page.getByRole("main").innerText()), "it is said what residents see");
    expect(loads <= 4, `a report with a photograph took ${loads} pages`);
    return [...faults, ...await audit(page)];
}

const firstOffice = (browser, town, scripts, work) =>
    visit(browser, { ...town, origin: town.offices[0] }, { screen: "phone", look: "light", scripts }, work);

export const journeys = [
    ...ways.map((way, number) => ({
        name: `an organiser imports the XLSX, corrects a date, confirms: ${way.screen}, ${way.look}, ${way.scripts ? "with" : "without"} scripts`,
        run: (browser, town) => fromFileToPortal(browser, town, way, number),
    })),
    ...[true, false].map((scripts) => ({
        name: `a report with a photograph is four pages from the office's first ${scripts ? "with" : "without"} scripts`,
        run: (browser, town) => visit(browser, { ...town, origin: town.offices[5] }, { screen: "phone", look: "light", scripts },
            (context) => reportWithPhotograph(context, scripts ? "Вечер вальса" : "Вечер танго")),
    })),
    ...[true, false].flatMap((scripts) => [
        { name: `a refused form keeps what was typed ${scripts ? "with" : "without"} scripts`, run: (browser, town) => firstOffice(browser, town, scripts, keepWhatWasTyped) },
        { name: `a broken file gets a sentence beside its field ${scripts ? "with" : "without"} scripts`, run: (browser, town) => firstOffice(browser, town, scripts, brokenFile) },
    ]),
];
