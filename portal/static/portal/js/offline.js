/* Guides that were read stay readable without a network; the page of copies lists them and lets them be removed. */

const PAGES = "offline-pages-1";
const worker = document.querySelector("meta[name=offline-worker]")?.content;
const list = document.querySelector("[data-offline-list]");

if (worker && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(worker, { scope: "/" })
    .then(() => navigator.serviceWorker.ready)
    .then((ready) => ready.active.postMessage({ keep: location.href }))
    .catch(() => {});
}

async function show() {
  const cache = (await caches.has(PAGES)) ? await caches.open(PAGES) : undefined;
  const own = location.pathname;
  for (const request of cache ? await cache.keys() : []) {
    const path = new URL(request.url).pathname;
    if (path.endsWith("/offline/") || path === own) continue;
    const kept = await cache.match(request);
    const page = new DOMParser().parseFromString(await kept.text(), "text/html");
    const when = new Date(kept.headers.get("Kept-At"));
    const line = document.createElement("li");
    const link = document.createElement("a");
    link.href = path;
    link.textContent = page.querySelector("h1")?.textContent.trim() || path;
    const time = document.createElement("time");
    time.dateTime = when.toISOString();
    time.className = "muted small";
    time.textContent = when.toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });
    line.append(link, " ", time);
    list.append(line);
  }
  const some = list.children.length > 0;
  document.querySelector("[data-offline-none]").hidden = some;
  document.querySelector("[data-offline-remove]").hidden = !some;
}

if (list && "caches" in window) {
  show();
  document.querySelector("[data-offline-remove]").addEventListener("click", async () => {
    for (const name of await caches.keys()) if (name.startsWith("offline-")) await caches.delete(name);
    for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
    list.replaceChildren();
    await show();
  });
}
