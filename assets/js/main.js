// Improves pages that already work without it: choosing rows, leaving unsaved words, sending twice.
(() => {
    "use strict";

    const each = (selector, work, root = document) => root.querySelectorAll(selector).forEach(work);

    // A refused form: the summary is read first.
    const errors = document.querySelector("[data-errors]");
    if (errors) errors.focus();

    // Rows chosen in a list: the bar shows how many, "all" follows and leads. Without a script the bar is always there.
    each("form[data-choose]", (form) => {
        const bar = form.querySelector("[data-bulk]");
        const all = form.querySelector("[data-all]");
        const boxes = [...form.querySelectorAll("input.choose")];
        if (!bar || boxes.length === 0) return;
        const figure = bar.querySelector("[data-count]");
        const show = () => {
            const count = boxes.filter((box) => box.checked).length;
            bar.hidden = count === 0;
            if (figure) figure.textContent = String(count);
            if (all) {
                all.checked = count === boxes.length;
                all.indeterminate = count > 0 && count < boxes.length;
            }
        };
        let last = -1;
        boxes.forEach((box, index) => box.addEventListener("click", (event) => {
            if (event.shiftKey && last >= 0) {
                const [from, to] = [Math.min(last, index), Math.max(last, index)];
                boxes.slice(from, to + 1).forEach((other) => { other.checked = box.checked; });
            }
            last = index;
            show();
        }));
        if (all) {
            all.closest("[hidden]")?.removeAttribute("hidden");
            all.addEventListener("change", () => {
                boxes.forEach((box) => { box.checked = all.checked; });
                show();
            });
        }
        show();
    });

    // Words typed and not saved: the browser asks before leaving. What a refused form brings back counts as unsaved.
    const guarded = new Set();
    each("form[data-guard]", (form) => {
        const start = new URLSearchParams(new FormData(form)).toString();
        const unsaved = () => errors !== null || new URLSearchParams(new FormData(form)).toString() !== start;
        guarded.add(unsaved);
        form.addEventListener("submit", () => guarded.delete(unsaved));
    });
    window.addEventListener("beforeunload", (event) => {
        if ([...guarded].some((unsaved) => unsaved())) event.preventDefault();
    });

    // A second click sends nothing. The button stays in the form's data: it is disabled only after the data was taken.
    each("form[data-once]", (form) => {
        form.addEventListener("submit", (event) => {
            if (form.dataset.sent) {
                event.preventDefault();
                return;
            }
            form.dataset.sent = "1";
            setTimeout(() => each("button[type=submit]", (button) => { button.disabled = true; }, form), 0);
        });
    });
    // Back from the next page (kept in memory by the browser): the form may be sent again.
    window.addEventListener("pageshow", (event) => {
        if (!event.persisted) return;
        each("form[data-sent]", (form) => {
            delete form.dataset.sent;
            each("button[type=submit]", (button) => { button.disabled = false; }, form);
        });
    });

    // An address is copied with one press where the browser can; the word beside says it happened.
    each("[data-copy]", (button) => {
        if (!navigator.clipboard) return;
        button.hidden = false;
        button.addEventListener("click", async () => {
            await navigator.clipboard.writeText(button.dataset.copy);
            const told = button.querySelector("[data-told]");
            if (told) told.hidden = false;
        });
    });
})();
