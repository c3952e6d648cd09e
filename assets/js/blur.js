// Areas drawn on a photograph with a mouse or a finger become lines of the field "areas", four numbers in per cent; the field can be
// written by hand as well, and is what is sent.
(() => {
    "use strict";

    const form = document.querySelector("form[data-blur]");
    const stage = form?.querySelector("[data-blur-stage]");
    if (!stage) return;
    const field = form.querySelector("textarea");
    const marks = stage.querySelector("svg");
    const most = 30;

    const lines = () => field.value.split("\n").filter((line) => line.trim() !== "");
    const boxOf = (line) => line.trim().split(/\s+/).map(Number);

    const show = (drawn) => {
        marks.replaceChildren();
        [...lines().map(boxOf), ...(drawn ? [drawn] : [])].forEach(([left, top, width, height]) => {
            if (![left, top, width, height].every(Number.isFinite)) return;
            const mark = document.createElementNS(marks.namespaceURI, "rect");
            Object.entries({ x: left, y: top, width, height }).forEach(([name, value]) => mark.setAttribute(name, value));
            marks.append(mark);
        });
    };

    // Where on the picture, in per cent.
    const at = (event) => {
        const box = stage.getBoundingClientRect();
        const share = (value, size) => Math.min(100, Math.max(0, value * 100 / size));
        return [share(event.clientX - box.left, box.width), share(event.clientY - box.top, box.height)];
    };
    // Outwards to whole per cents, so that nothing of what was drawn around stays visible.
    const between = (from, to) => {
        const [left, top] = [0, 1].map((i) => Math.floor(Math.min(from[i], to[i])));
        const [right, bottom] = [0, 1].map((i) => Math.ceil(Math.max(from[i], to[i])));
        return [left, top, right - left, bottom - top];
    };

    let from = null;
    stage.addEventListener("pointerdown", (event) => {
        if (event.button !== 0 || lines().length >= most) return;
        event.preventDefault();
        stage.setPointerCapture(event.pointerId);
        from = at(event);
    });
    stage.addEventListener("pointermove", (event) => {
        if (from) show(between(from, at(event)));
    });
    stage.addEventListener("pointerup", (event) => {
        if (!from) return;
        const [left, top, width, height] = between(from, at(event));
        from = null;
        if (width > 1 && height > 1) field.value = [...lines(), `${left} ${top} ${width} ${height}`].join("\n");
        show();
    });
    stage.addEventListener("pointercancel", () => {
        from = null;
        show();
    });
    form.querySelector("[data-blur-undo]").addEventListener("click", () => {
        field.value = lines().slice(0, -1).join("\n");
        show();
    });
    field.addEventListener("input", () => show());
    form.querySelectorAll("[data-blur-hint], [data-blur-tools]").forEach((part) => { part.hidden = false; });
    show();
})();
