// What every journey does: looks, expects, presses.
import { audit, opened } from "./audit.mjs";
import { today } from "./town.mjs";

export function expect(holds, what) {
    if (!holds) throw new Error(what);
}

export async function look(page) {
    opened.add(new URL(page.url()).pathname);
    return audit(page);
}

/// Opens the address, looks at it, gives its faults.
export async function lookAt(page, path) {
    const answer = await page.goto(path);
    expect(answer.status() === 200, `${path}: ${answer.status()}`);
    opened.add(path);       // where it leads on, that one counts too
    return look(page);
}

/// Presses the first button of this name and gives the status of the page that comes.
export async function press(page, name) {
    const [answer] = await Promise.all([page.waitForResponse((response) => response.request().isNavigationRequest() && response.status() !== 303),
        page.getByRole("button", { name, exact: true }).first().click()]);
    await page.waitForLoadState("load");
    return answer.status();
}

/// The lines of the town by their titles, as a program reads them.
export async function linesOf(page) {
    const plan = await page.evaluate((path) => fetch(path).then((answer) => answer.json()), `/plan/${today().year}.json`);
    return new Map(plan.lines.map((line) => [line.title, line]));
}
