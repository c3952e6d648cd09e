// Whether a page is the HTML that it says it is: html-validate, its recommended rules. What is otherwise here, and why:
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const rules = {
    "doctype-style": ["error", { style: "lowercase" }],     // one way, and ours is shorter under compression
    "void-style": ["error", { style: "omit" }],
    "no-inline-style": "error",
    "no-trailing-whitespace": "off",        // nobody reads it, and templates would be harder to
    "long-title": "off",                    // titles of events are as long as the town wrote them; the town's name stands last
    // A row of a table with a form in each, a checkbox that means one of many, a button that says which deed: the names are the contract of our forms.
    "form-dup-name": ["error", { allowArrayBrackets: true, shared: ["radio", "checkbox", "submit", "button", "reset"] }],
    "require-sri": "off",                   // all is from our own host
    "no-redundant-for": "off",
    "tel-non-breaking": "off",              // typesetting does it (docs/rules/typeset.md)
    "wcag/h32": "off",                      // a form shown as residents will see it is sent nowhere
    "no-unknown-elements": "error",
};
const validator = new HtmlValidate(new StaticConfigLoader({ root: true, extends: ["html-validate:recommended"], rules }));

export const counts = { pages: 0, faults: 0 };

export async function markupFaults(html, templates) {
    // The names of templates are comments of the tests, not of the page; before the doctype they are no fault.
    const report = await validator.validateString(html.replace(/<!-- \w+\/\w+ -->\n?/g, ""), templates);
    counts.pages += 1;
    const found = report.results.flatMap((result) => result.messages);
    counts.faults += found.length;
    return found.map(({ ruleId, message, line }) => `html-validate ${ruleId}, line ${line}: ${message}`);
}
