// A person asks what the town holds of them: the administrator enters it, hands it over and answers.
import { audit } from "../audit.mjs";
import { visitAs } from "../people.mjs";

function expect(holds, what) {
    if (!holds) throw new Error(what);
}

async function press(page, name) {
    await page.getByRole("button", { name, exact: true }).click();
}

async function answerAPerson(context) {
    const page = await context.newPage(), faults = [];
    await page.goto("/office/personal/requests");
    await page.getByLabel("Имя", { exact: true }).fill("Вера");
    await press(page, "Сохранить");
    await page.locator("#identified-error").waitFor();
    faults.push(...await audit(page));
    await page.getByLabel("Имя", { exact: true }).fill("Вера Никому Неизвестная");
    await page.getByLabel("Как установлена личность").fill("показан паспорт");
    await press(page, "Сохранить");
    // The request itself is all that the town holds of her, found by her name alone: whether it is she, a person decides.
    await page.getByText("только по имени").first().waitFor();
    expect(!await page.getByRole("checkbox").first().isChecked(), "a namesake is not chosen by itself");
    await page.getByRole("checkbox").first().check();
    faults.push(...await audit(page));
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Выдать файлом (PDF)" }).click()]);
    expect(file.suggestedFilename().endsWith(".pdf"), "a file to read is given");
    await page.reload();
    await page.getByLabel("Что ответили").fill("Ничего не хранится");
    await press(page, "Ответ дан");
    await page.getByText("Ничего не хранится").first().waitFor();
    expect(await page.getByRole("button", { name: "Стереть отмеченное" }).count() === 0, "what is answered is not erased any more");
    return [...faults, ...await audit(page)];
}

const phone = { screen: "phone", look: "light", scripts: true }, bare = { screen: "desktop", look: "contrast", scripts: false };

export const journeys = [phone, bare].map((way) => ({
    name: `a person is told what the town holds of them ${way.scripts ? "with" : "without"} scripts`,
    run: (browser, town) => visitAs("administrator", browser, town, way, answerAPerson),
}));
