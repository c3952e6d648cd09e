// Taking part: the organiser opens sign-up and asks questions, a parent signs up a child on a phone, changes the name, answers what is asked afterwards, the child is marked at the door without a
// network, the parent gives the place back; then the organiser tells how something went, with two photographs, moves a line and agrees the plan, and the administrator approves it.
import { audit } from "../audit.mjs";
import { setSecondFactor, signIn, visit } from "../people.mjs";
import { expect, linesOf, look, lookAt, press } from "../steps.mjs";
import { today } from "../town.mjs";

const phone = { screen: "phone", look: "light", scripts: false };
const desk = { screen: "desktop", look: "light", scripts: true };

async function openSignUp(page, path) {
    const faults = await lookAt(page, path);
    await page.getByLabel("Сколько мест").fill("1");
    await page.getByLabel("Возраст от").fill("6");
    expect(await press(page, "Сохранить") === 200, "sign-up is opened");
    return faults;
}

/// Three questions: one answer of two, one for children only, one asked afterwards. In the preview the script shows what is for whom.
async function askQuestions(page, path) {
    const faults = await lookAt(page, path);
    const add = async (title, fill) => {
        await page.getByRole("link", { name: "Добавить вопрос" }).click();
        await page.waitForURL(/new$/);
        faults.push(...await look(page));
        await page.getByLabel("Вопрос", { exact: true }).fill(title);
        await fill();
        expect(await press(page, "Сохранить") === 200, `${title} is asked`);
    };
    await add("Какой размер футболки?", async () => {
        expect(!await page.getByLabel("Варианты ответа").isVisible(), "choices are for a choice");
        await page.getByLabel("Один ответ из списка").check();
        await page.getByLabel("Варианты ответа").fill("S\nM");
    });
    await add("Кто забирает?", async () => {
        await page.getByLabel("Одной строкой").check();
        await page.getByLabel(/До скольких лет/).fill("13");
    });
    await add("Кто старший?", async () => {
        await page.getByLabel("Одной строкой").check();
        await page.getByLabel("Один раз на всю запись").check();
        await page.getByLabel("Потом, отдельной анкетой").check();
    });
    faults.push(...await look(page));
    await page.getByRole("button", { name: /Выше.*Кто забирает/ }).click();
    await page.waitForLoadState("load");
    await page.getByRole("link", { name: "Как увидят жители" }).first().click();
    await page.waitForURL(/preview$/);
    const fetched = page.getByLabel("Кто забирает?").first();
    expect(!await fetched.isVisible(), "nobody is a child yet");
    await page.getByLabel(/Возраст/).first().fill("9");
    expect(await fetched.isVisible(), "asked of a child");
    return [...faults, ...await look(page)];
}

/// The organiser opens what is asked afterwards, the parent answers it.
async function answerLater(office, page, path) {
    const faults = await lookAt(office, path);
    await office.getByLabel("Анкета открыта").check();
    expect(await press(office, "Сохранить") === 200, "opened");
    faults.push(...await look(office));
    await page.reload();
    await page.getByRole("link", { name: "Ответьте на вопросы организатора" }).click();
    await page.waitForURL(/questions$/);
    faults.push(...await look(page));
    await page.getByLabel("Кто старший?").fill("Анна");
    expect(await press(page, "Отправить ответы") === 200, "answered");
    const text = await page.getByRole("main").innerText();
    expect(/Какой размер футболки\?\s+M/.test(text) && /Кто старший\?\s+Анна/.test(text), `answers: ${text.slice(0, 600)}`);
    return [...faults, ...await look(page)];
}

async function signUpChild(page, path) {
    const faults = await lookAt(page, path);
    await page.getByRole("link", { name: "Записаться" }).click();
    await page.getByLabel("Ваше имя").fill("Анна Иванова");
    await page.getByLabel("Электронная почта").fill("anna@yurga.example");
    await page.locator("#name-1").fill("Маша Иванова");
    await page.locator("#age-1").fill("9");
    await page.getByLabel("M", { exact: true }).first().check();
    await page.getByLabel("Кто забирает?").first().fill("бабушка");
    expect(await press(page, "Записаться") === 422, "without consent nobody is signed up");
    faults.push(...await look(page));
    expect(await page.locator("#name-1").inputValue() === "Маша Иванова", "what was typed is there");
    await page.getByLabel(/Согласен на обработку/).check();
    await page.getByLabel(/Я родитель/).check();
    expect(await press(page, "Записаться") === 200, "signed up");
    const text = await page.getByRole("main").innerText();
    expect(/Ваш номер 1/.test(text) && /место 1/.test(text), `number and seat: ${text.slice(0, 300)}`);
    return [...faults, ...await look(page)];
}

/// Somebody calls, and the organiser, who says yes to each by now, says no.
async function enterCaller(page, entries) {
    await page.goto(`${entries}/settings`);
    await page.getByLabel("Каждую запись подтверждает организатор").check();
    expect(await press(page, "Сохранить") === 200, "saved");
    const faults = await lookAt(page, `${entries}/new`);
    await page.getByLabel("Кто записывается").fill("Мария Ежова");
    await page.getByLabel("Телефон").fill("4-12-34");
    await page.locator("#name-1").fill("Мария Ежова");
    await page.locator("#age-1").fill("75");
    await page.getByLabel("M", { exact: true }).first().check();
    await page.getByLabel(/Человек согласился/).check();
    const entered = await press(page, "Записать");
    expect(entered === 200, `entered: ${entered} ${(await page.getByRole("main").innerText()).slice(0, 700)}`);
    faults.push(...await look(page));
    await page.getByRole("link", { name: /Отказать/ }).last().click();
    await page.waitForURL(/decision$/);
    faults.push(...await look(page));
    await page.getByLabel("Причина").fill("Мест больше нет");
    expect(await press(page, "Отказать") === 200, "declined");
    await page.goto("/office/participation/people");
    await page.getByRole("link", { name: "Анна Иванова" }).click();
    await page.waitForURL(/people\/\w+$/);
    return [...faults, ...await look(page)];
}

/// One question before it is called off, and a way back while the place is free.
async function cancelByLink(page) {
    const faults = [], heading = () => page.getByRole("heading", { level: 1 }).innerText();
    const cancel = async () => {
        await page.getByText("Отменить запись?").click();
        expect(/Мария Иванова/.test(await page.getByRole("main").innerText()), "it says who will not come");
        faults.push(...await look(page));
        expect(await press(page, "Отменить запись") === 200, "cancelled");
        expect(await heading() === "Запись отменена", `the heading is the state: ${await heading()}`);
        expect(await page.getByRole("main").getByRole("link", { name: /календар/i }).count() === 0, "no calendar of what is called off");
    };
    await cancel();
    return [...faults, ...await look(page)];
}

/// Two people, from the event's page to the person's own: two page loads, with scripts and without, and the form begins on the first screen.
async function signUpTwo(browser, town, path, scripts) {
    return visit(browser, town, { ...phone, scripts }, async (portal) => {
        const page = await portal.newPage();
        await page.goto(path);
        let loads = 0;
        page.on("load", () => { loads += 1; });
        await page.getByRole("link", { name: "Записаться" }).click();
        const first = await page.getByLabel("Ваше имя").boundingBox();
        expect(first.y < 844, `the first field begins at ${first.y} of 844`);
        await page.getByLabel("Ваше имя").fill("Ольга Зимина");
        await page.getByLabel("Телефон").fill(scripts ? "4-12-36" : "4-12-37");
        await page.locator("#name-1").fill("Ольга Зимина");
        await page.locator("#age-1").fill("40");
        await page.getByText("Добавить ещё человека").first().click();
        await page.locator("#name-2").fill("Пётр Зимин");
        await page.locator("#age-2").fill("41");
        for (const row of [0, 1]) await page.getByLabel("M", { exact: true }).nth(row).check();
        const faults = await look(page);
        await page.getByLabel(/Согласен на обработку/).check();
        expect(await press(page, "Записаться") === 200, "signed up");
        const text = await page.getByRole("main").innerText();
        expect(/Ольга Зимина/.test(text) && /Пётр Зимин/.test(text), `both: ${text.slice(0, 300)}`);
        expect(loads <= 2, `${loads} page loads`);
        return [...faults, ...await look(page)];
    });
}

/// One row more stands where the reader goes on writing; one row less keeps the others.
async function addAndDrop(page, path) {
    await page.goto(path);
    await page.locator("#name-1").fill("Анна");
    await page.getByText("Добавить ещё человека").first().click();
    await page.locator("#name-2").fill("Борис");
    await page.getByRole("button", { name: "Добавить ещё человека" }).click();
    await page.waitForURL(/#name-3$/);
    const third = page.locator("#name-3");
    expect(await third.evaluate((field) => field === document.activeElement), "the new field has the focus");
    const at = await third.boundingBox();
    expect(at.y > 0 && at.y < 844, `the new field is on the screen: ${at.y}`);
    await third.fill("Вера");
    await page.getByRole("button", { name: /Убрать.*Участник 2/ }).click();
    await page.waitForURL(/#name-1$/);
    expect(await page.locator("#name-2").inputValue() === "Вера", "the row below has moved up");
    return look(page);
}

/// A mark that the server refuses is undone in its row, with the reason, and the count with it.
async function refusedMark(page) {
    const refuse = (route) => route.request().method() === "POST"
        ? route.fulfill({ status: 422, contentType: "application/json", body: JSON.stringify({ error: "Мероприятие снято с плана." }) }) : route.continue();
    await page.route("**/marks", refuse);
    const came = page.locator("[data-came]"), before = await came.innerText();
    await page.getByRole("button", { name: /^На месте/ }).first().click();
    await page.locator(".door .why").waitFor();
    expect(/Мероприятие снято/.test(await page.locator(".door .why").innerText()), "the row says why");
    expect(await came.innerText() === before, "the count is what the server knows");
    expect(!/Все отметки сохранены/.test(await page.locator("[data-status]").innerText()), "nothing is said to be saved");
    await page.unroute("**/marks", refuse);
}

/// Other people in the same entry, and the ticket.
async function changeWho(page) {
    const faults = [];
    const ticket = page.getByAltText(/Код вашей записи/);
    expect(await ticket.evaluate((image) => image.naturalWidth > 0), "the ticket is a picture");
    await page.getByRole("link", { name: "Изменить, кто придёт" }).click();
    await page.waitForURL(/guests$/);
    faults.push(...await look(page));
    await page.locator("#name-1").fill("Мария Иванова");
    expect(await press(page, "Сохранить") === 422, "for another child a parent consents anew");
    await page.getByLabel(/Я родитель/).check();
    expect(await press(page, "Сохранить") === 200, "changed");
    expect(/Ваш номер 1[\s\S]*Мария Иванова/.test(await page.getByRole("main").innerText()), "the same number, another name");
    return faults;
}

/// At the door with a phone that loses the network: the page is opened from its copy, a mark waits on it and is sent later.
async function checkIn(browser, town, line) {
    const happening = line.happenings[0].id;
    return visit(browser, town, { screen: "phone", look: "light", scripts: true, offline: true }, async (door) => {
        const page = await door.newPage();
        await signIn(page, "organiser");
        const path = `/office/check-in/${happening}`;
        const faults = await lookAt(page, path);
        await page.waitForFunction(() => document.documentElement.dataset.door === "kept");
        await door.setOffline(true);
        await page.reload();
        const status = page.locator("[data-status]");
        await page.getByRole("button", { name: /^Здесь.*Мария Иванова/ }).click();
        expect(await page.locator("[data-guest].came").count() === 1, "the row is marked at once");
        await page.getByRole("button", { name: "Ребёнок без записи" }).click();
        await page.getByRole("button", { name: "Ребёнок без записи" }).click();
        await page.getByRole("button", { name: "Вернуть последнего" }).click();
        expect(/Ещё не отправлено отметок: 4/.test(await status.innerText()), `offline: ${await status.innerText()}`);
        faults.push(...await audit(page));
        await page.reload();                       // the phone has closed the page meanwhile
        expect(/Ещё не отправлено отметок: 4/.test(await status.innerText()), "marks outlive the page");
        await door.setOffline(false);
        await page.waitForFunction(() => /Все отметки сохранены/.test(document.querySelector("[data-status]").textContent));
        const marks = await page.evaluate((address) => fetch(address).then((answer) => answer.json()), `${path}/marks`);
        await door.setOffline(true);
        await page.reload();                       // its copy is older than what the server has heard since
        expect(await page.locator("[data-guest].came").count() === 1, "a copy of the page knows what was sent");
        await door.setOffline(false);
        await refusedMark(page);
        expect(marks.came.length === 1 && marks.children === 1 && marks.adults === 0, `at the server: ${JSON.stringify(marks)}`);
        faults.push(...await lookAt(page, "/office/participation"));
        expect(/Мастерская/.test(await page.getByRole("main").innerText()), "in the ledger");
        return faults;
    });
}

/// Tells how it went, and looks at the page on which that is taken back.
async function tell(page, line) {
    const happening = `/office/plan/${today().year}/lines/${line.id}/happenings/${line.happenings[0].id}`;
    const faults = await lookAt(page, `${happening}/held`);
    await page.locator("#participants").fill("40");
    await page.locator("#summary").fill("Убрали берег.");
    expect(await press(page, "Рассказать жителям") === 200, "told");
    return [...faults, ...await lookAt(page, `${happening}/reopen`), ...await addPhotos(page, happening, line)];
}

/// A place is drawn on the first photograph, looked at, and kept.
async function hideFace(page) {
    await page.getByRole("link", { name: /Закрыть лица и номера.*Снимок 1/ }).click();
    await page.waitForURL(/blur$/);
    const box = await page.locator("[data-blur-stage]").boundingBox();
    await page.mouse.move(box.x + box.width * 0.2, box.y + box.height * 0.2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.395, box.y + box.height * 0.495, { steps: 4 });
    await page.mouse.up();
    const drawn = await page.getByLabel("Места на снимке").inputValue();
    expect(/^(19|20) (19|20) (20|21) (30|31)$/.test(drawn), `drawn: ${drawn}`);
    const faults = await look(page);
    expect(await press(page, "Посмотреть, что получится") === 200, "looked at");
    const preview = page.getByAltText("Так будет");
    await preview.scrollIntoViewIfNeeded();
    expect(await preview.evaluate((image) => image.decode().then(() => image.naturalWidth > 0)), "the picture as it would be");
    faults.push(...await look(page));
    expect(await press(page, "Сохранить так") === 200, "kept");
    expect(/закрытыми местами/.test(await page.locator("body").innerText()), "told");
    return faults;
}

/// Two photographs: without words about them nothing is shown, with them both are on the line's page.
async function addPhotos(page, happening, line) {
    const faults = await lookAt(page, `${happening}/photos`);
    const picture = (name, x) => page.screenshot({ clip: { x, y: 0, width: 800, height: 600 } }).then((buffer) => ({ name, mimeType: "image/png", buffer }));
    await page.locator("#files").setInputFiles([await picture("берег.png", 0), await picture("люди.png", 200)]);
    await page.locator("#author").fill("Фото: Глеб Орлов");
    expect(await press(page, "Сохранить") === 200, "photographs are taken");
    faults.push(...await look(page));
    for (const [index, words] of ["Чистый берег", "Люди с граблями"].entries()) {
        await page.getByLabel("Что на снимке").nth(index).fill(words);
        await page.getByLabel(/Никого нельзя узнать/).nth(index).check();
    }
    expect(await press(page, "Сохранить") === 200, "described");
    faults.push(...await hideFace(page));
    const path = `/plan/${today().year}/lines/${line.id}`;
    faults.push(...await lookAt(page, path));
    for (const words of ["Чистый берег", "Люди с граблями"])
        expect(await page.getByAltText(words).first().evaluate((image) => image.complete && image.naturalWidth > 0), `${words} is on the page`);
    return faults;
}

/// Another time with a reason; the former one stays to be seen.
async function move(page, line) {
    const year = today().year;
    const faults = await lookAt(page, `/office/plan/${year}/lines/${line.id}/move`);
    await page.locator("#when").fill(`30 декабря ${year} г. в 15.00`);
    await page.locator("#reason").fill("В библиотеке ремонт.");
    expect(await press(page, "Перенести мероприятие") === 200, "moved");
    faults.push(...await lookAt(page, `/plan/${year}/lines/${line.id}`));
    const text = await page.getByRole("main").innerText();
    expect(/30 декабря/.test(text) && /31 декабря/.test(text) && /ремонт/.test(text), `both dates and the reason: ${text.slice(0, 400)}`);
    const calendar = await page.evaluate((path) => fetch(path).then((answer) => answer.text()), `/plan/${year}/lines/${line.id}.ics`);
    expect(/SEQUENCE:[1-9]/.test(calendar), "the calendar's sequence has risen");
    return faults;
}

/// The administrator approves what the organiser agreed, by an act.
async function approve(page) {
    const path = `/office/plan/${today().year}/document`;
    const faults = await lookAt(page, path);
    await page.locator("#act").fill("Постановление администрации");
    await page.locator("#act_number").fill("12-п");
    await page.locator("#act_day").fill(`${today().year}-01-10`);
    await page.locator("#signer_post").fill("Глава города");
    await page.locator("#signer_name").fill("А. Б. Петров");
    expect(await press(page, "Утвердить план") === 200, "approved");
    expect(/12-п/.test(await page.getByRole("main").innerText()), "the act is named");
    return [...faults, ...await look(page)];
}

async function agree(page) {
    const path = `/office/plan/${today().year}/document`;
    const faults = await lookAt(page, path);
    expect(await press(page, "Согласовать план") === 200, "agreed");
    return [...faults, ...await lookAt(page, `${path}/versions/1`)];
}

async function run(browser, town) {
    const fifth = { ...town, origin: town.offices[4] };
    return visit(browser, fifth, desk, async (office) => {
        const gleb = await office.newPage();
        await signIn(gleb, "organiser");
        const lines = await linesOf(gleb), workshop = lines.get("Мастерская"), year = today().year;
        const entries = `/office/occasions/${workshop.happenings[0].id}/sign-up`;
        const faults = await openSignUp(gleb, `${entries}/settings`);
        faults.push(...await askQuestions(gleb, `${entries}/questions`));
        faults.push(...await visit(browser, fifth, phone, async (portal) => {
            const anna = await portal.newPage();
            const found = await signUpChild(anna, `/plan/${year}/lines/${workshop.id}`);
            for (const scripts of [false, true]) found.push(...await signUpTwo(browser, fifth, `/plan/${year}/lines/${workshop.id}`, scripts));
            found.push(...await addAndDrop(await portal.newPage(), `/sign-up/${workshop.happenings[0].id}`));
            found.push(...await changeWho(anna), ...await answerLater(gleb, anna, `${entries}/follow-up`));
            // The one answer of 422 is the refusal that the journey itself gives.
            found.push(...(await checkIn(browser, fifth, workshop)).filter((fault) => !/^422 for .*\/marks$/.test(fault)));
            found.push(...await enterCaller(gleb, entries));
            await gleb.goto(entries);
            await gleb.getByRole("link", { name: /Отменить запись/ }).first().click();
            await gleb.waitForURL(/cancellation$/);
            found.push(...await look(gleb));
            return [...found, ...await cancelByLink(anna)];
        }));
        faults.push(...await tell(gleb, lines.get("Субботник")), ...await agree(gleb), ...await move(gleb, lines.get("Чаепитие")));
        return [...faults, ...await visit(browser, fifth, desk, async (high) => {
            const galina = await high.newPage();
            await signIn(galina, "administrator");
            await setSecondFactor(galina);
            return approve(galina);
        })];
    });
}

export const journeys = [{ name: "a parent signs up a child, answers the organiser's questions and gives the place back; the organiser tells how it went with two photographs, hides a face on one, moves a line and agrees the plan; the administrator approves it", run }];
