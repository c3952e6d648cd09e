// The door without a network. Every mark is kept on the phone at once, with the time of the deed, and sent when it can be; what the server
// has acknowledged is forgotten here. The page itself is kept by check_in_worker.js.
(() => {
    "use strict";

    const form = document.querySelector("form[data-door]");
    if (!form) return;
    const store = "veche-door:" + new URL(form.action).pathname;
    const say = form.querySelector("[data-status]");
    const rows = new Map([...form.querySelectorAll("[data-guest]")].map((row) => [row.dataset.guest, row]));
    const figures = ["came", "walked", "children"].map((name) => form.querySelector(`[data-${name}]`));

    const read = (name) => {
        try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
    };
    const kept = () => read(store) || [];
    const keep = (marks) => localStorage.setItem(store, JSON.stringify(marks));

    // A copy of the page that was kept before the door opened opens by the clock; the server has the last word.
    const isClosed = () => "closed" in form.dataset && !(form.dataset.opens && Date.now() >= Number(form.dataset.opens));

    // What the server said last, and on top of it what it has not heard yet. A copy of the page may be older than its last answer.
    const onPage = {
        came: [...rows.values()].filter((row) => row.classList.contains("came")).map((row) => row.dataset.guest),
        adults: Number(figures[1].textContent), children: Number(figures[2].textContent), unknown: 0, at: Number(form.dataset.at),
    };
    const heard = read(`${store}:known`);
    let known = heard && heard.at > onPage.at ? heard : onPage;
    const hear = (answer) => {
        if (answer.at < known.at) return;
        known = { came: answer.came, adults: answer.adults, children: answer.children, unknown: answer.unknown, at: answer.at };
        localStorage.setItem(`${store}:known`, JSON.stringify(known));
    };
    let walked = [];            // of this phone, newest last: only these can be taken back here
    let problem = "", saved = false;

    // A mark that was refused is undone in its row, and says there why.
    const refuse = (marks, reason) => {
        const gone = new Set(marks.map((one) => JSON.stringify(one)));
        keep(kept().filter((one) => !gone.has(JSON.stringify(one))));
        walked = walked.filter((one) => !marks.some((mark) => mark.key === one.key));
        for (const { mark } of marks) {
            const row = rows.get(mark.slice(0, mark.lastIndexOf(":")));
            if (!row) continue;
            const why = row.querySelector(".why") ?? row.querySelector(".who").appendChild(document.createElement("span"));
            why.className = "why";
            why.textContent = reason;
        }
    };

    const show = () => {
        const came = new Set(known.came), closed = isClosed();
        let adults = known.adults + known.unknown, children = known.children;
        for (const mark of kept()) {
            const [entry, position, deed] = mark.mark.split(":");
            if (entry === "walk") {
                const step = mark.came ? 1 : -1;
                if (position === "child") children += step; else adults += step;
            } else if (deed === "came") came.add(`${entry}:${position}`); else came.delete(`${entry}:${position}`);
        }
        rows.forEach((row, key) => {
            row.classList.toggle("came", came.has(key));
            row.querySelector(".here").hidden = closed || came.has(key);
            row.querySelector(".undo").hidden = closed || !came.has(key);
        });
        [came.size, adults, children].forEach((figure, index) => { figures[index].textContent = String(figure); });
        const waiting = kept().length;
        say.textContent = problem || (waiting > 0 ? `${form.dataset.unsent} ${waiting}` : saved ? form.dataset.allSent : "");
        say.classList.toggle("unsent", waiting > 0 || problem !== "");
        form.querySelector("[data-back]").hidden = walked.length === 0;
        form.querySelector(".door-walk").hidden = closed;
        const words = form.querySelector("[data-closed-words]");
        if (words) words.hidden = !closed;
    };

    // A session that ended while there was no network: the page is asked for again, and its token with it.
    const fresh = async () => {
        const answer = await fetch(form.action, { headers: { accept: "text/html" }, cache: "no-store" });
        if (answer.redirected || !answer.ok) return false;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const token = page.querySelector("form[data-door] input[name=csrf]");
        if (!token) return false;
        form.elements.csrf.value = token.value;
        return true;
    };

    const send = async () => {
        const marks = kept().slice(0, 200);
        const body = new URLSearchParams({ csrf: form.elements.csrf.value, marks: JSON.stringify(marks) });
        const post = () => fetch(form.dataset.marks, { method: "POST", body, redirect: "manual" });
        let answer = await post();
        if ((answer.status === 403 || answer.type === "opaqueredirect") && await fresh()) {
            body.set("csrf", form.elements.csrf.value);
            answer = await post();
        }
        if (answer.status === 403 || answer.type === "opaqueredirect") { problem = form.dataset.signIn; return false; }
        if (answer.status === 422) {
            const { error } = await answer.json();
            refuse(marks, `${form.dataset.undone} ${error}`);
            problem = error;
            return true;
        }
        if (!answer.ok) { problem = form.dataset.refused; return false; }
        const told = await answer.json();
        hear(told);
        // Just these, not as many: marks were made meanwhile, and another tab of this phone may have sent the same ones.
        const sent = new Set(marks.map((one) => JSON.stringify(one)));
        keep(kept().filter((one) => !sent.has(JSON.stringify(one))));
        const unknown = marks.filter((one, index) => told.states[index] === "unknown");
        refuse(unknown, `${form.dataset.undone} ${form.dataset.unknown}`);
        problem = unknown.length > 0 ? form.dataset.unknown : "";
        saved = unknown.length === 0;
        return true;
    };

    let busy = false;
    const flush = async () => {
        if (busy) return;
        busy = true;
        try {
            while (kept().length > 0 && await send()) show();
        } catch { /* no network: later */ }
        busy = false;
        show();
    };

    const look = async () => {
        if (busy || document.hidden || kept().length > 0) return;
        try {
            const answer = await fetch(form.dataset.marks, { redirect: "error" });
            if (answer.ok) hear(await answer.json());
        } catch { return; }
        show();
    };

    const mark = (one) => {
        problem = "";
        saved = false;
        rows.get(one.mark.slice(0, one.mark.lastIndexOf(":")))?.querySelector(".why")?.remove();
        keep([...kept(), { ...one, at: Date.now() }]);
        show();
        flush();
    };
    form.addEventListener("submit", (event) => {
        const value = event.submitter?.value;
        if (!value) return;
        event.preventDefault();
        if (!value.startsWith("walk:")) {
            mark({ mark: value });
            const row = rows.get(value.slice(0, value.lastIndexOf(":")));
            row?.querySelector("button:not([hidden])")?.focus();
            return;
        }
        const key = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
        walked.push({ mark: value, key });
        mark({ mark: value, key, came: true });
    });
    form.querySelector("[data-back]").addEventListener("click", () => {
        const last = walked.pop();
        if (last) mark({ ...last, came: false });
    });

    const search = form.querySelector("[data-search]");
    search.hidden = rows.size < 8;
    search.querySelector("input").addEventListener("input", (event) => {
        const words = event.target.value.toLocaleLowerCase().replaceAll("ё", "е").trim();
        rows.forEach((row) => { row.hidden = !row.textContent.toLocaleLowerCase().replaceAll("ё", "е").includes(words); });
    });
    search.querySelector("input").addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });

    // Opened by a scanned ticket from the phone's own copy: only these people.
    const ticket = new URLSearchParams(location.search).get("ticket");
    if (ticket && [...rows.values()].some((row) => row.dataset.ticket === ticket))
        rows.forEach((row) => { row.hidden = row.dataset.ticket !== ticket; });

    const offline = form.querySelector("[data-offline]");
    if (form.dataset.worker && "serviceWorker" in navigator && window.isSecureContext) {
        const wanted = [new URL(form.action).pathname,
            ...[...document.querySelectorAll("link[rel=stylesheet], link[rel=preload], script[src]")].map((one) => one.href || one.src)];
        navigator.serviceWorker.register(form.dataset.worker)
            .then(() => navigator.serviceWorker.ready)
            .then(() => caches.open("veche-door"))
            .then((cache) => Promise.all(wanted.map((address) => cache.match(address).then((there) => there || cache.add(address)))))
            .then(() => { offline.hidden = false; document.documentElement.dataset.door = "kept"; })
            .catch(() => {});                  // the page works without being kept
    }
    form.querySelector("[data-forget]").addEventListener("click", async () => {
        await flush();
        if (kept().length > 0) return;
        localStorage.removeItem(store);
        localStorage.removeItem(`${store}:known`);
        await caches.delete("veche-door");
        location.assign(form.closest("main").querySelector(".crumb a").href);
    });

    window.addEventListener("online", flush);
    document.addEventListener("visibilitychange", () => { if (!document.hidden) flush().then(look); });
    setInterval(() => { if (kept().length > 0) flush(); else look(); }, 20000);
    show();
    flush();
})();
