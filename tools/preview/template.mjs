// The template language of src/web/template.hpp, as strict, for looking at pages without building the program.
import fs from "node:fs";
import path from "node:path";

const escape = (text) => text.replace(/[&<>"']/g, (c) => ({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})[c]);

function parse(source, name) {
    const root = {items: [], name: ""};
    const open = [root];
    let at = 0;
    for (const m of source.matchAll(/\{\{\{\s*([\w.$]+)\s*\}\}\}|\{\{!([\s\S]*?)\}\}(?!\})|\{\{([#^?/>]?)\s*([^{}]*?)\s*\}\}/g)) {
        const top = open.at(-1);
        if (m.index > at) top.items.push(source.slice(at, m.index));
        at = m.index + m[0].length;
        const [, html, comment, sign, what] = m;
        if (comment !== undefined) continue;
        if (html !== undefined) top.items.push({kind: "html", name: html});
        else if (sign === "/") {
            if (top.name !== what) throw new Error(`${name}: {{/${what}}} closes {{${top.name}}}`);
            open.pop();
        } else {
            const item = {kind: sign || (/^t\s/.test(what) ? "t" : "value"), name: what, items: []};
            top.items.push(item);
            if (sign && sign !== ">") open.push(item);
        }
    }
    if (open.length > 1) throw new Error(`${name}: {{${open.at(-1).name}}} is not closed`);
    root.items.push(source.slice(at));
    return root.items;
}

export class Templates {
    constructor(root, words) {
        this.words = words;
        this.sources = new Map();
        this.parsed = new Map();
        const walk = (folder) => {
            for (const entry of fs.readdirSync(folder, {withFileTypes: true})) {
                const file = path.join(folder, entry.name);
                if (entry.isDirectory()) walk(file);
                else if (file.endsWith(".html") && path.basename(folder) === "views")
                    this.sources.set(`${path.basename(path.dirname(folder))}/${entry.name.slice(0, -5)}`, fs.readFileSync(file, "utf8"));
            }
        };
        walk(path.join(root, "src"));
    }

    items(name) {
        if (!this.sources.has(name)) throw new Error(`no template ${name}`);
        if (!this.parsed.has(name)) this.parsed.set(name, parse(this.sources.get(name), name));
        return this.parsed.get(name);
    }

    render(name, model) {
        return this.run(this.items(name), [model], name);
    }

    // Innermost scope first; the first part of the path decides the scope.
    find(scopes, name, place, quiet = false) {
        if (name === ".") return scopes.at(-1);
        const parts = name.split(".");
        for (let i = scopes.length - 1; i >= 0; i--) {
            if (scopes[i] === null || typeof scopes[i] !== "object" || !(parts[0] in scopes[i])) continue;
            let value = scopes[i];
            for (const part of parts) value = value === null || typeof value !== "object" ? undefined : value[part];
            if (value === undefined) break;
            return value;
        }
        if (quiet) return false;
        throw new Error(`${place}: nothing is called ${name}`);
    }

    run(items, scopes, place) {
        return items.map((item) => typeof item === "string" ? item : this.one(item, scopes, place)).join("");
    }

    one(item, scopes, place) {
        if (item.kind === ">") return this.run(this.items(item.name), scopes, item.name);
        if (item.kind === "t") return escape(this.say(item.name, scopes, place));
        const value = this.find(scopes, item.name, place, item.kind === "?");
        const absent = value === false || value === null || value === "" || (Array.isArray(value) && value.length === 0);
        switch (item.kind) {
        case "html":
            if (typeof value?.$html !== "string") throw new Error(`${place}: ${item.name} is not Html`);
            return value.$html;
        case "value":
            if (value === null || typeof value === "object") throw new Error(`${place}: ${item.name} cannot be printed`);
            return escape(String(value));
        case "^": return absent ? this.run(item.items, scopes, place) : "";
        case "?": return absent ? "" : this.run(item.items, scopes, place);
        default:
            if (absent) return "";
            if (typeof value === "number") throw new Error(`${place}: a number is no section: ${item.name}`);
            if (Array.isArray(value)) return value.map((v) => this.run(item.items, [...scopes, v], place)).join("");
            return this.run(item.items, typeof value === "object" ? [...scopes, value] : scopes, place);
        }
    }

    say(call, scopes, place) {
        const [, id, ...pairs] = call.split(/\s+/);
        const values = Object.fromEntries(pairs.map((p) => p.split("=")).map(([k, v]) => [k, this.find(scopes, v, place)]));
        return this.words.say(id, values);
    }
}

const unquote = (line) => JSON.parse(line.slice(line.indexOf('"')));

export class Words {
    constructor(root, code) {
        this.code = code;
        this.messages = new Map();
        const folder = path.join(root, "language", code);
        for (const file of fs.readdirSync(folder).filter((f) => f.endsWith(".po"))) {
            for (const block of fs.readFileSync(path.join(folder, file), "utf8").split(/\n\s*\n/)) {
                let id = null, forms = [], key = "";
                for (const line of block.split("\n")) {
                    if (/^msgid "/.test(line)) { key = "id"; id = unquote(line); }
                    else if (/^msgid_plural/.test(line)) key = "plural";
                    else if (/^msgstr/.test(line)) { key = "form"; forms.push(unquote(line)); }
                    else if (line.startsWith('"') && key === "form") forms[forms.length - 1] += unquote(line);
                    else if (line.startsWith('"') && key === "id") id += unquote(line);
                }
                if (id) this.messages.set(id, forms);
            }
        }
    }

    say(id, values) {
        const forms = this.messages.get(id);
        if (!forms) throw new Error(`no message ${id} in ${this.code}`);
        let form = forms[0];
        if ("count" in values && forms.length > 1) {
            const category = new Intl.PluralRules(this.code).select(Number(values.count));
            form = forms[this.code === "ru" ? {one: 0, few: 1}[category] ?? 2 : category === "one" ? 0 : 1];
        }
        return form.replace(/\{(\w+)\}/g, (all, name) => {
            if (!(name in values)) throw new Error(`${id}: no value for ${all}`);
            return name === "count" ? Number(values[name]).toLocaleString(this.code).replace(/\u00a0/g, "\u202f") : String(values[name]);
        });
    }
}
