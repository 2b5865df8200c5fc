/* Offline copies are turned off: this worker forgets them and goes. */
"use strict";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("offline-")).map((name) => caches.delete(name))))
      .then(() => self.registration.unregister()),
  );
});
