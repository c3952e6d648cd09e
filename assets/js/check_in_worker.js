// Keeps the page of the door on the phone: from the network while there is one, else the copy. Copies older than two days are dropped:
// they hold names.
"use strict";

const NAME = "veche-door";
const LONGEST = 2 * 24 * 60 * 60 * 1000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const isOld = (answer) => Date.now() - Date.parse(answer.headers.get("date") || "") > LONGEST;

const sweep = async (cache) => {
    for (const request of await cache.keys()) {
        const kept = await cache.match(request);
        if (kept && new URL(request.url).pathname.startsWith("/office/") && isOld(kept)) await cache.delete(request);
    }
};

const page = async (request) => {
    const cache = await caches.open(NAME);
    const address = new URL(request.url).pathname;
    try {
        const answer = await fetch(request);
        if (answer.ok && !answer.redirected && !new URL(request.url).search) await cache.put(address, answer.clone());
        await sweep(cache);
        return answer;
    } catch (error) {
        const kept = await cache.match(address);
        if (kept && !isOld(kept)) return kept;
        throw error;
    }
};

const asset = async (request) => {
    const cache = await caches.open(NAME);
    return await cache.match(request) || fetch(request);
};

self.addEventListener("fetch", (event) => {
    const address = new URL(event.request.url);
    if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
    if (event.request.mode === "navigate") event.respondWith(page(event.request));
    else if (address.pathname.startsWith("/assets/")) event.respondWith(asset(event.request));
});
