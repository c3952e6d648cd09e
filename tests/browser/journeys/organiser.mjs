// The organiser: "the approved plan went in as the Excel file it is". Upload, look, correct a date, confirm, announce.
import { fileURLToPath } from "node:url";
import { audit, watch } from "../audit.mjs";
import { open, signIn } from "../people.mjs";

const file = fileURLToPath(new URL("../../data/plan-2021.xlsx", import.meta.url));
const quiz = "Историческая викторина «Кузбасс: 300 лет истории»";

/// Each goes with a town of its own (town.offices): an import changes what the next one would see.
const ways = [
    { screen: "phone", look: "light", scripts: true }, { screen: "phone", look: "contrast", scripts: false },
    { screen: "desktop", look: "contrast", scripts: true }, { screen: "desktop", look: "light", scripts: false },
];

function expect(holds, what) {
    if (!holds) throw new Error(what);
}

async function uploadAndRead(page) {
    await page.goto("/office/plan/import");
    await page.getByLabel("Год плана").fill("2021");
    await page.getByLabel("Файл", { exact: true }).setInputFiles(file);
    await page.getByRole("button", { name: "Прочитать файл" }).click();
    await page.waitForURL(/\/office\/plan\/import\/.+/);
    const text = await page.getByRole("main").innerText();
    expect(/40 строк/.test(text) && /5 раздел/.test(text), `what was understood: ${text.slice(0, 300)}`);
}

async function correctDate(page) {
    const line = page.getByRole("listitem").filter({ hasText: quiz }).first();
    await line.getByText("Исправить").click();
    await line.getByLabel("Срок").fill("16 февраля 2021 г. в 15.00");
    await page.getByRole("button", { name: "Пересчитать" }).click();
    await page.waitForLoadState();
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
    await bulk.getByRole("button", { name: "Задать возраст" }).click();
    await page.waitForLoadState();
    await chooseAll(page, scripts);
    await page.getByRole("button", { name: "Объявить" }).click();
    await page.waitForLoadState();
}

async function importPlan(browser, town, way, number) {
    const office = { ...town, origin: town.offices[number] };
    const context = await open(browser, office, way);
    const faults = watch(context, office.origin);
    try {
        const page = await context.newPage();
        await signIn(page, "organiser");
        await uploadAndRead(page);
        faults.push(...await audit(page));
        await correctDate(page);
        faults.push(...await audit(page));
        await page.getByRole("button", { name: /Добавить 40/ }).click();
        await page.waitForLoadState();
        faults.push(...await audit(page));
        await page.getByRole("link", { name: "К строкам плана" }).click();
        await announceAll(page, way.scripts);
        faults.push(...await audit(page));
        await page.goto("/plan/2021");
        const text = await page.getByRole("main").innerText();
        expect(/40 /.test(text), `the public year: ${text.slice(0, 200)}`);
        await page.goto("/search?q=" + encodeURIComponent("историческая викторина"));
        await page.getByRole("link", { name: quiz }).click();
        expect(/16 февраля/.test(await page.getByRole("main").innerText()), "the public page has the corrected date");
        return faults;
    } finally {
        await context.close();
    }
}

async function keepWhatWasTyped(browser, town) {
    const office = { ...town, origin: town.offices[0] };
    const context = await open(browser, office, { screen: "phone", look: "light", scripts: false });
    try {
        const page = await context.newPage();
        await signIn(page, "organiser");
        await page.goto("/office/plan/2021/lines/new");
        await page.getByLabel("Место").fill("Городской парк");
        await page.getByRole("button", { name: "Сохранить", exact: true }).click();
        expect(await page.getByLabel("Место").inputValue() === "Городской парк", "what was typed is lost");
        expect(await page.locator("#title-error").count() === 1, "the missing title is not named");
        return audit(page);
    } finally {
        await context.close();
    }
}

async function brokenFile(browser, town) {
    const office = { ...town, origin: town.offices[0] };
    const context = await open(browser, office, { screen: "desktop", look: "light", scripts: true });
    try {
        const page = await context.newPage();
        await signIn(page, "organiser");
        await page.goto("/office/plan/import");
        await page.getByLabel("Год плана").fill("2021");
        await page.getByLabel("Файл", { exact: true }).setInputFiles({ name: "план.xlsx", mimeType: "application/octet-stream", buffer: Buffer.from("PK\x03\x04 и больше ничего") });
        await page.getByRole("button", { name: "Прочитать файл" }).click();
        await page.locator("#file-error").waitFor();
        expect(await page.getByLabel("Год плана").inputValue() === "2021", "the year is lost");
        return audit(page);
    } finally {
        await context.close();
    }
}

export const journeys = [
    ...ways.map((way, number) => ({
        name: `an organiser imports the XLSX, corrects a date, confirms: ${way.screen}, ${way.look}, ${way.scripts ? "with" : "without"} scripts`,
        run: (browser, town) => importPlan(browser, town, way, number),
    })),
    { name: "a refused form keeps what was typed", run: keepWhatWasTyped },
    { name: "a broken file gets a sentence beside its field", run: brokenFile },
];
