// The service worker: every file of one build is kept, so that the app starts without a network.
// `cargo xtask precache` fills in the version (a hash of all files) and the list of files.
"use strict";
const PREFIX = "tillcast-";
const CACHE = PREFIX + "__VERSION__";
const FILES = __FILES__;

// No skipWaiting here: an open tab must not meet the workers of a newer build. The waiting version
// is offered to the person, and the page then sends "activate".
self.addEventListener("install", (event) => {
  const fresh = FILES.map((path) => new Request(path, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("message", (event) => {
  const type = event.data && event.data.type;
  if (type === "activate") {
    event.waitUntil(self.skipWaiting());
  } else if (type === "started") {
    // The app of this version has come up once: only now may the older files go.
    event.waitUntil(forgetOlder());
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  event.respondWith(request.mode === "navigate" ? page(request) : file(request));
});

async function page(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match("/index.html")) || fetch(request);
}

// This version's file, or the one an open tab of the version before still asks for, or the network.
async function file(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) || (await caches.match(request)) || fetch(request);
}

// A version that is being installed keeps its files: only what is neither active nor waiting goes.
async function forgetOlder() {
  if (self.registration.installing || self.registration.waiting) return;
  const names = await caches.keys();
  const older = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(older.map((name) => caches.delete(name)));
}
