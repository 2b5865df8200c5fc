/* Keeps guides that were read, for when there is no network. Only answers that say so ("Offline-Copy") are kept:
   published guides as any visitor sees them; nothing of a person who signed in. */
"use strict";
const PAGES = "offline-pages-1";
const PARTS = "offline-parts-1";
const MOST = { [PAGES]: 40, [PARTS]: 80 };
const HOME = { vi: "{{ vietnamese }}", en: "{{ english }}" };

const plain = (address) => {
  const url = new URL(address);
  return url.origin + url.pathname;
};

async function put(name, address, answer) {
  const cache = await caches.open(name);
  await cache.put(address, answer); // in the old one's place at once: never a moment without a copy
  const kept = await cache.keys();
  const ends = kept.filter((each) => !Object.values(HOME).includes(new URL(each.url).pathname));
  for (const old of ends.slice(0, Math.max(0, ends.length - MOST[name]))) await cache.delete(old);
}

async function keep(address, answer) {
  const headers = new Headers(answer.headers);
  headers.set("Kept-At", new Date().toISOString());
  headers.delete("Content-Encoding");
  await put(PAGES, plain(address), new Response(await answer.text(), { headers }));
}

async function copy(address) {
  const kept = await (await caches.open(PAGES)).match(plain(address));
  if (!kept) return undefined;
  const page = await kept.text();
  const language = /<html lang="en"/.test(page) ? "en-GB" : "vi-VN";
  const when = new Date(kept.headers.get("Kept-At")).toLocaleString(language, { dateStyle: "short", timeStyle: "short" });
  const marked = page.replace(/hidden data-offline-note/, "data-offline-note").replace("{when}", when);
  return new Response(marked, { headers: kept.headers });
}

async function page(event) {
  const address = event.request.url;
  try {
    const answer = await fetch(event.request);
    if (answer.ok && answer.headers.has("Offline-Copy")) event.waitUntil(keep(address, answer.clone()));
    else if (answer.status === 404 || answer.status === 410) event.waitUntil((await caches.open(PAGES)).delete(plain(address)));
    return answer;
  } catch (problem) {
    const path = new URL(address).pathname;
    const home = new URL(path.startsWith("/en/") ? HOME.en : HOME.vi, address).href;
    const found = (await copy(address)) || (await copy(home));
    if (found) return found;
    throw problem;
  }
}

async function part(event) {
  try {
    const answer = await fetch(event.request);
    if (answer.status === 200) event.waitUntil(put(PARTS, event.request.url, answer.clone()));
    return answer;
  } catch (problem) {
    const kept = await (await caches.open(PARTS)).match(event.request.url);
    if (kept) return kept;
    throw problem;
  }
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(Promise.all(Object.values(HOME).map((path) => fetch(path, { credentials: "omit" }).then((answer) => answer.ok && keep(answer.url, answer)).catch(() => {}))));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("offline-") && !(name in MOST)).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (event) => {
  const address = event.data && event.data.keep;
  if (typeof address !== "string" || new URL(address).origin !== self.location.origin) return;
  event.waitUntil(
    fetch(plain(address), { credentials: "omit" }).then((answer) => (answer.ok && answer.headers.has("Offline-Copy") ? keep(address, answer) : undefined)).catch(() => {}),
  );
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(page(event));
  else if (/^\/(static|media)\//.test(url.pathname) && !event.request.headers.has("range")) event.respondWith(part(event));
});
