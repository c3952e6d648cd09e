// The real program for the journeys: a town with the plan of 2021 and one of the current week; four towns still empty, three with something to take part in.
import { spawn, spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { mkdtempSync, rmSync, writeFileSync, openSync, existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const password = "correct horse battery staple 47";
export const plan2021 = fileURLToPath(new URL("../data/plan-2021.xlsx", import.meta.url));
const slug = "yurga";
const months = ["января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря"];

function freePort() {
    return new Promise((resolve) => {
        const probe = createServer();
        probe.listen(0, "127.0.0.1", () => {
            const { port } = probe.address();
            probe.close(() => resolve(port));
        });
    });
}

/// The town's calendar day, as the residents see it: {year, month, day}.
export function today(zone = "Asia/Novokuznetsk") {
    // By parts: how a locale orders a date changes from one ICU to the next.
    const parts = new Intl.DateTimeFormat("en", { timeZone: zone, year: "numeric", month: "numeric", day: "numeric" }).formatToParts(new Date());
    const part = (type) => Number(parts.find((one) => one.type === type).value);
    return { year: part("year"), month: part("month"), day: part("day") };
}

export function inWords({ year, month, day }) {
    return `${day} ${months[month - 1]} ${year} г.`;
}

/// A plan for this year: something today, something in May, something without a date.
function currentPlan() {
    const day = today();
    return "\ufeff№ п/п;Наименование мероприятия;Срок;Место проведения;Ответственный исполнитель;Участники\n" +
        "I. Праздники и встречи\n" +
        `1;Праздник двора «Соседи, будем дружить!»;${inWords(day)} в 14.00;двор на ул. Мира, 5;ТОС «Надежда»;жители микрорайона\n` +
        `2;Фотоконкурс «Мой двор»;май ${day.year};онлайн;Управление культуры;все желающие\n` +
        "II. Благоустройство\n" +
        "3;Высадка саженцев;по отдельному графику;дворы;ТОС;жители\n";
}

/// For those who take part: something that has begun today, and something that goes on until the year's last evening.
function livelyPlan() {
    const day = today();
    return "\ufeff№ п/п;Наименование мероприятия;Срок;Место проведения;Ответственный исполнитель;Участники\n" +
        `1;Субботник;${inWords(day)};парк;ТОС «Надежда»;жители\n` +
        `2;Мастерская;${inWords(day)} – 31 декабря ${day.year} г.;Дом творчества;Управление культуры;дети\n` +
        `3;Чаепитие;31 декабря ${day.year} г. в 12.00;библиотека;Управление культуры;ветераны\n`;
}

export class Town {
    static async start(program) {
        const town = new Town();
        town.program = program;
        town.folder = mkdtempSync(join(tmpdir(), "veche-browser-"));
        town.data = join(town.folder, "data");
        town.port = await freePort();
        town.origin = `http://localhost:${town.port}`;
        town.veche("init", "--town", slug, "--name", "Юрга", "--host", "localhost", "--timezone", "Asia/Novokuznetsk");
        const csv = join(town.folder, "plan.csv");
        writeFileSync(csv, currentPlan());
        town.veche("plan", "import", csv, "--town", slug, "--year", String(today().year), "--announce");
        town.veche("plan", "import", plan2021, "--town", slug, "--year", "2021", "--announce");
        for (const role of ["organiser", "press_officer", "administrator"]) town.account(role, slug);
        town.account("administrator", slug, "galina");
        town.offices = [1, 2, 3, 4, 5, 6, 7].map((number) => {
            town.veche("init", "--town", `office${number}`, "--name", `Город ${number}`, "--host", `office${number}.localhost`, "--timezone", "Asia/Novokuznetsk");
            town.account("organiser", `office${number}`);
            return `http://office${number}.localhost:${town.port}`;
        });
        town.account("administrator", "office5");
        const fifth = join(town.folder, "fifth.csv");
        writeFileSync(fifth, livelyPlan());
        for (const office of ["office5", "office6", "office7"]) town.veche("plan", "import", fifth, "--town", office, "--year", String(today().year), "--announce");
        town.account("tos_chair", "office6");
        await town.serve();
        return town;
    }

    account(role, town, name = role) {
        const file = join(this.folder, "password");
        writeFileSync(file, password + "\n");
        this.veche("admin", "create", "--town", town, "--email", `${name}@town.example`, "--name", name, "--role", role, "--password-file", file);
    }

    veche(...words) {
        const done = spawnSync(this.program, [...words, "--data", this.data], { encoding: "utf8" });
        if (done.status !== 0) throw new Error(`veche ${words.join(" ")}: ${done.stderr}${done.stdout}`);
        return done.stdout;
    }

    /// What stands between two texts in the last letter that waits for this address; no mail server is set up here.
    inLetter(mailbox, before, after) {
        const read = "import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute('SELECT body FROM letters WHERE mailbox = ? ORDER BY id DESC', [sys.argv[2]]).fetchone()[0])";
        const done = spawnSync("python3", ["-c", read, join(this.data, "veche.db"), mailbox], { encoding: "utf8" });
        if (done.status !== 0) throw new Error(`no letter for ${mailbox}: ${done.stderr}`);
        const from = done.stdout.indexOf(before) + before.length;
        return done.stdout.slice(from, from + done.stdout.slice(from).search(after));
    }

    async serve() {
        const log = openSync(join(this.folder, "log"), "a");
        this.process = spawn(this.program, ["serve", "--name-templates", "--data", this.data, "--listen", `127.0.0.1:${this.port}`], { stdio: ["ignore", log, log] });
        for (let tries = 0; tries < 600; ++tries) {
            if (this.process.exitCode !== null) break;
            const ready = await fetch(`http://127.0.0.1:${this.port}/readyz`).then((answer) => answer.ok, () => false);
            if (ready) return;
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
        throw new Error(`veche serve does not answer: ${readFileSync(join(this.folder, "log"), "utf8").slice(-2000)}`);
    }

    stop() {
        this.process?.kill("SIGKILL");
        if (existsSync(this.folder)) rmSync(this.folder, { recursive: true, force: true });
    }
}
