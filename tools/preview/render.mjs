// Renders the sample models (tests/data/models) into pages that can be opened and looked at:
//   node tools/preview/render.mjs --out /tmp/look [--theme contrast] [--theme large] [--language en]
// Which template a model shows is its first name part: plan.portal_year.filtered.json -> plan/portal_year.
import {execFileSync} from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import {fileURLToPath} from "node:url";
import {Templates, Words} from "./template.mjs";

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const models = path.join(root, "tests/data/models");
const read = (name) => JSON.parse(fs.readFileSync(path.join(models, name), "utf8"));

const features = fs.readdirSync(path.join(root, "src/features"));

export function samples() {
    return fs.readdirSync(models).filter((f) => f.endsWith(".json") && f !== "layout.json").sort().map((file) => {
        const name = file.slice(0, -5);
        const parts = name.split(".");
        return {file, name, template: features.includes(parts[0]) ? `${parts[0]}/${parts[1]}` : `app/${parts[0]}`};
    });
}

export function page(templates, sample, themes = [], language = "ru") {
    const body = templates.render(sample.template, read(sample.file));
    const office = /\/office|\/town_settings/.test(sample.template);
    const layout = read("layout.json");
    layout.lang = language;
    layout.theme = {contrast: themes.includes("contrast"), large: themes.includes("large")};
    layout.assets = {main_css: "/assets/main.css", main_js: "/assets/main.js", font_cyrillic: "/assets/golos-cyrillic.woff2"};
    layout.town.colour_href = "/town.css";
    layout.town.emblem_href = "/emblem.svg";
    if (office) Object.assign(layout, {csrf: "token", actor: {...layout.actor, signed_in: true, name: "Глеб Орлов"}});
    layout.body = {$html: body};
    return templates.render(office ? "app/layout_office" : "app/layout_portal", layout);
}

/** The bundles of assets/bundle.json by name, made by the same code that embeds them into the program. */
export function assets() {
    const script = "import json,sys,base64,pathlib; sys.path.insert(0,'tools'); import embed; "
        + "print(json.dumps({n: base64.b64encode(d).decode() for n,d in embed.assets(pathlib.Path('.'))}))";
    const out = execFileSync("python3", ["-B", "-c", script], {cwd: root, maxBuffer: 1 << 26});
    return new Map(Object.entries(JSON.parse(out)).map(([name, data]) => [name, Buffer.from(data, "base64")]));
}

export const emblem = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 60"><path d="M1.5 1.5h45v34c0 13-11 19-22.500 23-11.500-4-22.500-10-22.500-23Z" fill="#fff" stroke="#16202b" stroke-width="2"/>'
    + '<path d="M2.500 30h43v5.500c0 12-10 18-21.500 22-11.500-4-21.500-10-21.500-22Z" fill="#0b5d66"/><path d="M12 30 24 12l12 18Z" fill="#16202b"/></svg>';

if (process.argv[1] === fileURLToPath(import.meta.url)) {
    const option = (name) => process.argv.flatMap((word, i) => word === `--${name}` ? [process.argv[i + 1]] : []);
    const [out = "/tmp/look"] = option("out");
    const [language = "ru"] = option("language");
    const templates = new Templates(root, new Words(root, language));
    fs.mkdirSync(path.join(out, "assets"), {recursive: true});
    for (const [name, data] of assets()) fs.writeFileSync(path.join(out, name), data);
    fs.writeFileSync(path.join(out, "emblem.svg"), emblem);
    fs.writeFileSync(path.join(out, "town.css"), ":root{--town:#0b5d66}\n");
    for (const sample of samples()) {
        const html = page(templates, sample, option("theme"), language).replaceAll('"/assets/', '"assets/')
            .replaceAll('"/emblem.svg"', '"emblem.svg"').replaceAll('"/town.css"', '"town.css"')
            .replaceAll('"/favicon.ico"', '"emblem.svg"').replaceAll('"/office/me/second-factor.svg"', '"emblem.svg"');
        fs.writeFileSync(path.join(out, `${sample.name}.html`), html);
    }
    console.log(`${samples().length} pages in ${out}`);
}
