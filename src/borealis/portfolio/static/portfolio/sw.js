// Gives the kept page when the network does not answer. Keeps nothing about anyone: only that page, which
// is the same for all, and the files that it names.
const CACHE = "borealis-frakoblet-1";
const PAGE = "/frakoblet/";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const address = event.data && event.data.keep;
  if (typeof address === "string" && address.startsWith(PAGE)) event.waitUntil(keep(address));
});

async function keep(address) {
  const answer = await fetch(address, { cache: "no-store" });
  if (!answer.ok || answer.redirected) return;
  const text = await answer.clone().text();
  const files = new Set([...text.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map((found) => found[1]));
  const fresh = [];
  for (const file of files) fresh.push([file, await fetch(file)]);
  if (fresh.some(([, got]) => !got.ok)) return;
  const cache = await caches.open(CACHE);
  const before = await cache.keys();
  for (const [file, got] of fresh) await cache.put(file, got);
  await cache.put(PAGE, answer);
  for (const old of before) {
    const { pathname, search } = new URL(old.url);
    if (pathname !== PAGE && !files.has(pathname + search)) await cache.delete(old);
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(() => kept(PAGE)));
  } else if (address.pathname.startsWith("/static/")) {
    event.respondWith(fetch(request).catch(() => kept(request)));
  }
});

async function kept(what) {
  return (await caches.match(what, { ignoreSearch: true })) || Response.error();
}
