// The service worker of one build of the shell.
//
// - Installs the build completely into its own cache, or not at all.
// - Answers navigations with that build's index.html, files from its cache, then from other builds' caches (an old
//   tab gets its own files), then from the network. Never touches /api. Responses are handed on as they were stored,
//   so the browser's cache of compiled WebAssembly works.
// - Takes over only when every open page says it is idle, or a person accepts the update.
// - Deletes a build's cache only when no page of that build is left. The rescue page has a cache of its own,
//   without a version. IndexedDB is never touched here.
"use strict";

const BUILD = "@build@";
const SHELL_FILES = "@shell-files@"; // [{ url, bytes, sha256 }]
const RESCUE_FILES = "@rescue-files@";
const OWN = `shell-${BUILD}`;
const RESCUE = "rescue";
// Holds the name of the cache that the watchdog repaired, if it did (public/watchdog.js).
const POINTER = "shell-pointer";
const ANSWER_MS = 1500;
// Addresses that the server answers, whatever the app looks like: interface, shared reports, feeds, downloads.
const SERVERS = ["/api/", "/s/", "/feeds/", "/downloads/"];

self.addEventListener("install", (event) => {
  event.waitUntil(install());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener("message", (event) => {
  const { data, ports } = event;
  if (data?.type === "activate") event.waitUntil(self.skipWaiting());
  if (data?.type === "try") event.waitUntil(activateIfIdle());
  if (data?.type === "tidy") event.waitUntil(tidy());
  if (data?.type === "use") {
    current = undefined;
    ports[0]?.postMessage({ type: "used" });
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (SERVERS.some((prefix) => url.pathname.startsWith(prefix))) return;
  if (request.mode === "navigate") {
    if (url.pathname === "/rescue.html") event.respondWith(rescuePage(request));
    else if (isRoute(url)) event.respondWith(index(request));
    return;
  }
  // "reload" is how the watchdog and the next worker fetch past every cache; build.json and sw.js are always new.
  if (request.cache === "reload" || url.pathname === "/build.json" || url.pathname === "/sw.js") return;
  event.respondWith(file(request));
});

// Routes of the app have no dot in their last part; what has one is a file.
function isRoute(url) {
  return !url.pathname.slice(url.pathname.lastIndexOf("/")).includes(".");
}

async function install() {
  const known = await caches.has(OWN);
  const cache = await caches.open(OWN);
  // All settled, so that nothing is still being written when the cache goes.
  const results = await Promise.allSettled(SHELL_FILES.map((listed) => keep(cache, listed)));
  const failed = results.find(({ status }) => status === "rejected");
  if (failed) {
    if (!known) await caches.delete(OWN);
    throw failed.reason;
  }
  const rescue = await caches.open(RESCUE);
  const pages = RESCUE_FILES.filter(({ url }) => url === "/rescue.html");
  await Promise.all(pages.map((listed) => keep(rescue, listed)));
  // Not awaited: an update waits for idle pages, the installation does not.
  if (self.registration.active) activateIfIdle();
}

// An asset's name is a hash of its content, so the copy the page has just loaded will do if its hash is right; all
// else is fetched past the browser's cache. Each is asked for twice: a page that is left while it loads takes along
// what it shares with this worker, and an installation that fails is not tried again before the next visit.
async function keep(cache, listed) {
  const modes = [listed.url.startsWith("/assets/") ? "default" : "reload", "reload"];
  let reason = new Error(`${listed.url} is not what build ${BUILD} lists`);
  for (const mode of modes) {
    const response = await whole(listed, mode).catch((error) => void (reason = error));
    if (response) return cache.put(listed.url, response);
  }
  throw reason;
}

// The file as listed; nothing if it is another.
async function whole(listed, mode) {
  const response = await fetch(listed.url, { cache: mode, redirect: "error" });
  return (await isWhole(response, listed)) ? response : undefined;
}

async function isWhole(response, { bytes, sha256 }) {
  if (response.status !== 200) return false;
  const body = await response.clone().arrayBuffer();
  if (body.byteLength !== bytes) return false;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") === sha256;
}

async function takeOver() {
  // This build's cache was filled a moment ago; an earlier repair has nothing to add.
  await caches.delete(POINTER);
  current = undefined;
  await self.clients.claim();
  await tidy();
}

let current;
// The cache to answer from: this build's, or the one the watchdog repaired.
function currentCache() {
  current ??= caches.match("/shell", { cacheName: POINTER }).then(async (pointer) => {
    const name = await pointer?.text();
    return name && (await caches.has(name)) ? name : OWN;
  });
  return current;
}

async function index(request) {
  const page = await caches.match("/", { cacheName: await currentCache(), ignoreVary: true });
  return page ?? fetch(request).catch(() => rescuePage(request));
}

async function file(request) {
  const own = await caches.match(request, { cacheName: await currentCache(), ignoreVary: true });
  return own ?? (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function rescuePage(request) {
  const kept = await caches.match("/rescue.html", { cacheName: RESCUE, ignoreVary: true });
  return kept ?? fetch(request);
}

// Asks every page of the app; one that does not answer in time (frozen, or still starting) answers undefined.
async function askPages() {
  const clients = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const pages = clients.map((client) => [client, new URL(client.url)]);
  const app = pages.filter(([, url]) => isRoute(url) && !SERVERS.some((prefix) => url.pathname.startsWith(prefix)));
  return Promise.all(app.map(([client]) => ask(client)));
}

function ask(client) {
  const channel = new MessageChannel();
  return new Promise((resolve) => {
    channel.port1.onmessage = ({ data }) => resolve(data);
    setTimeout(resolve, ANSWER_MS);
    client.postMessage({ type: "idle?" }, [channel.port2]);
  });
}

async function activateIfIdle() {
  const answers = await askPages();
  if (answers.every((answer) => answer?.idle === true)) await self.skipWaiting();
}

// "shell-<build>" and, repaired, "shell-<build>+<time>".
const buildOf = (name) => name.slice("shell-".length).split("+")[0];

async function tidy() {
  const names = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== POINTER);
  const answers = await askPages();
  if (answers.some((answer) => answer === undefined)) return;
  // A worker that installs is filling a cache that no page uses yet.
  if (self.registration.installing || self.registration.waiting) return;
  const inUse = new Set(answers.map((answer) => answer.build));
  const keepName = await currentCache();
  const idle = names.filter((name) => name !== OWN && name !== keepName && (buildOf(name) === BUILD || !inUse.has(buildOf(name))));
  await Promise.all(idle.map((name) => caches.delete(name)));
}
