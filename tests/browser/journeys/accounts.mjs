// Those who work here: a colleague is invited and comes in; an administrator has a phone with codes.
import { audit } from "../audit.mjs";
import { oneTimeCode, setSecondFactor, signIn, visit, visitAs } from "../people.mjs";
import { password } from "../town.mjs";

function expect(holds, what) {
    if (!holds) throw new Error(what);
}

async function press(page, name) {
    await page.getByRole("button", { name, exact: true }).click();
}

async function refusedSignIn(context) {
    const page = await context.newPage();
    await page.goto("/sign-in");
    await page.getByLabel("Электронная почта").fill("nobody@town.example");
    await page.getByLabel("Пароль", { exact: true }).fill("not the password 47");
    await press(page, "Войти");
    await page.getByText("Адрес или пароль не подошли.").first().waitFor();
    expect(await page.getByLabel("Электронная почта").inputValue() === "nobody@town.example", "the address is lost");
    expect(await page.getByLabel("Пароль", { exact: true }).inputValue() === "", "the password is sent back");
    return audit(page);
}

/// The first time: nothing opens before the codes are set. The second time: password, wrong code, right code.
async function administratorWithCodes(context) {
    const page = await context.newPage(), faults = [];
    await signIn(page, "galina");
    faults.push(...await audit(page));
    await page.goto("/office/colleagues");
    expect(!(await page.getByRole("main").innerText()).includes("@town.example"), "people are shown before the second factor is set");
    await page.goto("/office/me/second-factor");
    const key = await setSecondFactor(page);
    faults.push(...await audit(page));
    expect(await page.locator("ul.codes li").count() === 10, "ten recovery codes are given");
    const recovery = await page.locator("ul.codes li").first().innerText();
    await press(page, "Выйти");
    await signIn(page, "galina");
    await page.waitForURL(/second-step/);
    faults.push(...await audit(page));
    await page.getByLabel("Код", { exact: true }).fill(oneTimeCode(key, Date.now() - 3_600_000));
    await press(page, "Войти");
    await page.locator("#code-error").waitFor();
    faults.push(...await audit(page));
    await page.getByLabel("Код", { exact: true }).fill(oneTimeCode(key, Date.now() + 30_000));      // the first one is spent
    await press(page, "Войти");
    await page.waitForURL(/\/office$/);
    await page.goto("/office/colleagues");
    expect((await page.getByRole("main").innerText()).includes("organiser@town.example"), "an administrator sees who works here");
    await press(page, "Выйти");
    return [...faults, ...await enterByRecoveryCode(page, recovery)];
}

async function enterByRecoveryCode(page, recovery) {
    await signIn(page, "galina");
    await page.getByLabel("Код", { exact: true }).fill(recovery);
    await press(page, "Войти");
    await page.waitForURL(/\/office$/);
    await press(page, "Выйти");
    await signIn(page, "galina");
    await page.getByLabel("Код", { exact: true }).fill(recovery);
    await press(page, "Войти");
    await page.locator("#code-error").waitFor();
    return [];
}

async function invite(context, email) {
    const page = await context.newPage(), faults = [];
    await page.goto("/office/colleagues");
    await press(page, "Создать ссылку");
    await page.locator("#email-error").waitFor();
    faults.push(...await audit(page));
    await page.getByLabel("Электронная почта").fill(email);
    await page.getByLabel("Организатор").check();
    await press(page, "Создать ссылку");
    const link = await page.getByLabel("Ссылка", { exact: true }).inputValue();
    faults.push(...await audit(page));
    return { link: new URL(link).pathname, faults };
}

async function takeInvitation(context, link, email) {
    const page = await context.newPage(), faults = [];
    await page.goto(link);
    faults.push(...await audit(page));
    await page.getByLabel("Имя и фамилия").fill("Пётр Кузнецов");
    await page.getByLabel("Новый пароль", { exact: true }).fill("short");
    await page.getByLabel("Новый пароль ещё раз").fill("other");
    await press(page, "Сохранить и перейти ко входу");
    await page.locator("#password-error").waitFor();
    expect(await page.getByLabel("Имя и фамилия").inputValue() === "Пётр Кузнецов", "the name is lost");
    faults.push(...await audit(page));
    await page.getByLabel("Новый пароль", { exact: true }).fill(password);
    await page.getByLabel("Новый пароль ещё раз").fill(password);
    await press(page, "Сохранить и перейти ко входу");
    await page.waitForURL(/sign-in/);
    await signIn(page, email.split("@")[0]);
    expect((await page.locator("header").first().innerText()).includes("Пётр Кузнецов"), "the new colleague is inside");
    const again = await page.goto(link);
    expect(again.status() === 410, `a link that was used is answered with ${again.status()}`);
    return [...faults, ...await audit(page)];
}

async function colleague(browser, town, way) {
    const email = `petr${way.scripts ? "" : ".bare"}@town.example`;
    let link = "";
    const before = await visitAs("administrator", browser, town, way, async (context) => {
        const made = await invite(context, email);
        link = made.link;
        return made.faults;
    });
    return [...before, ...await visit(browser, town, way, (context) => takeInvitation(context, link, email))];
}

const phone = { screen: "phone", look: "light", scripts: true }, bare = { screen: "desktop", look: "contrast", scripts: false };

export const journeys = [
    { name: "a wrong password is told without saying what was wrong", run: (browser, town) => visit(browser, town, phone, refusedSignIn) },
    { name: "an administrator sets codes first and then needs them", run: (browser, town) => visit(browser, town, phone, administratorWithCodes) },
    ...[phone, bare].map((way) => ({
        name: `a colleague is invited and comes in ${way.scripts ? "with" : "without"} scripts`,
        run: (browser, town) => colleague(browser, town, way),
    })),
];
