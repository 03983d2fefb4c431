// Inlined in index.html before anything else; the only inline script there (the server allows it by its hash).
//
// 1. Sets language, theme and manifest before the first paint, and whether the bars of a book or the door stand there.
// 2. Offers `window.__yardstick`, by which app, loader and this script speak:
//      build             id of the build this page belongs to
//      heartbeat()       the app: the first page is on screen (calling it again does no harm)
//      blocked()         the app: the database waits for another tab; not a fault of the shell
//      busy(yes)         the app: a meeting runs or an editor is open, do not exchange the shell now
//      asset(name)       address of a file of this build by its name in the source ("i18n/en.json"); set by the loader
//      updateReady       a newer version is installed; window gets the event "yardstick:update" when this turns true
//      applyUpdate()     the person accepts it: exchange and reload now
//    The loader also calls loaded() when all bytes are here, and failed(why).
// 3. Watches the start. A load error before the first heartbeat, or 20 visible seconds without one after all bytes
//    arrived: fetch the new shell completely into a new cache, switch to it and reload, once. Offline, or if that
//    fails: the rescue page. IndexedDB is never touched.
(() => {
  "use strict";
  const SILENCE_SECONDS = 20;
  // One repair in ten minutes: a shell that does not start after that needs the rescue page, not another reload.
  const REPAIR_PAUSE_MS = 600_000;
  const REPAIRED = "yardstick.repaired-at";
  const root = document.documentElement;

  // Values are JSON, as gloo-storage writes them.
  const setting = (name) => {
    try {
      return JSON.parse(localStorage.getItem(name));
    } catch {
      return null;
    }
  };
  const languages = [setting("yardstick.locale"), ...navigator.languages].filter((tag) => typeof tag === "string");
  const known = languages.map((tag) => (/^zh\b/i.test(tag) ? "zh-TW" : /^en\b/i.test(tag) ? "en" : ""));
  const locale = known.find(Boolean) ?? "zh-TW";
  root.lang = locale;
  const theme = setting("yardstick.theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  // Whom localStorage remembers (and who is in the demo) has a book to wait for; all others come to the door, but for the one page beside it.
  const isRemembered = setting("yardstick.account") !== null || setting("yardstick.demo") !== null;
  root.toggleAttribute("data-door", !isRemembered && location.pathname !== "/install");
  const manifest = document.createElement("link");
  manifest.rel = "manifest";
  manifest.href = `/manifest.${locale}.webmanifest`;
  document.head.append(manifest);

  let alive = false;
  let fired = false;
  let blocked = false;
  let bytesArrived = false;
  let silentSeconds = 0;
  let resolveAlive;

  const shell = {
    build: "@build@",
    isBusy: false,
    updateReady: false,
    alive: new Promise((resolve) => (resolveAlive = resolve)),
    heartbeat() {
      if (alive) return;
      alive = true;
      document.getElementById("shell")?.remove();
      root.removeAttribute("data-door");
      resolveAlive();
    },
    blocked() {
      blocked = true;
    },
    busy(yes) {
      shell.isBusy = yes;
      dispatchEvent(new Event("yardstick:busy"));
    },
    loaded() {
      bytesArrived = true;
    },
    failed: (why) => fire(why),
  };
  window.__yardstick = shell;

  // Only time in which the person looks at the page counts: a sleeping phone is not a broken shell.
  const clock = setInterval(() => {
    if (alive || fired) return clearInterval(clock);
    if (bytesArrived && !blocked && document.visibilityState === "visible") silentSeconds += 1;
    if (silentSeconds >= SILENCE_SECONDS) fire("silent");
  }, 1000);

  addEventListener(
    "error",
    (event) => {
      const { target } = event;
      const ours = (address) => typeof address === "string" && address.startsWith(`${location.origin}/assets/`);
      if (target instanceof HTMLScriptElement && ours(target.src)) fire("load");
      else if (target instanceof HTMLLinkElement && target.rel === "stylesheet" && ours(target.href)) fire("load");
      else if (event instanceof ErrorEvent && ours(event.filename)) fire("error");
    },
    true,
  );

  async function fire(why) {
    if (alive || fired) return;
    fired = true;
    try {
      const last = Number(sessionStorage.getItem(REPAIRED) ?? 0);
      if (Date.now() - last < REPAIR_PAUSE_MS) throw new Error("repaired a moment ago");
      await repair();
      sessionStorage.setItem(REPAIRED, String(Date.now()));
      location.reload();
    } catch (error) {
      console.error("Yardstick did not start:", why, error);
      await rescue(why);
    }
  }

  async function repair() {
    const build = await fetchFresh("/build.json").then((response) => response.json());
    const name = `shell-${build.build}+${Date.now()}`;
    // Without a secure origin there are no caches; fetching anew still mends what the browser's own cache holds.
    const cache = self.caches && (await caches.open(name));
    try {
      await Promise.all(build.files.map((file) => keep(cache, file)));
    } catch (error) {
      await self.caches?.delete(name);
      throw error;
    }
    if (!cache) return;
    const pointer = await caches.open("shell-pointer");
    await pointer.put("/shell", new Response(name));
    await tellWorker({ type: "use" });
  }

  async function fetchFresh(url) {
    const response = await fetch(url, { cache: "reload", redirect: "error", signal: AbortSignal.timeout(60_000) });
    if (response.status !== 200) throw new Error(`${url}: ${response.status}`);
    return response;
  }

  async function keep(cache, file) {
    const response = await fetchFresh(file.url);
    const bytes = await response.clone().arrayBuffer();
    if (bytes.byteLength !== file.bytes) throw new Error(`${file.url}: ${bytes.byteLength} bytes, not ${file.bytes}`);
    await cache?.put(file.url, response);
  }

  // The worker reads the pointer again whenever it starts, so an answer is good to have and not needed.
  function tellWorker(message) {
    const worker = navigator.serviceWorker?.controller;
    if (!worker) return Promise.resolve();
    const channel = new MessageChannel();
    worker.postMessage(message, [channel.port2]);
    return new Promise((resolve) => {
      channel.port1.onmessage = resolve;
      setTimeout(resolve, 2000);
    });
  }

  async function rescue(why) {
    const page = await fetch("/rescue.html").catch(() => null);
    if (page?.ok) return location.replace(`/rescue.html?why=${encodeURIComponent(why)}`);
    // A first visit whose network went away: nothing is on this device yet, so there is nothing to rescue.
    const [text, again] =
      locale === "en"
        ? ["Yardstick could not be loaded. Check the connection, then try again.", "Try again"]
        : ["Yardstick 還沒載入完成。請確認網路，再試一次。", "再試一次"];
    const button = document.createElement("button");
    button.textContent = again;
    button.addEventListener("click", () => location.reload());
    document.querySelector("#shell .shell-note")?.replaceChildren(text, document.createElement("br"), button);
  }
})();
