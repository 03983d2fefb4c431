// The loader: starts the app, and looks after the service worker once the app runs.
import init from "@glue@";

const shell = window.__yardstick;
const assets = "@assets@";
shell.asset = (name) => assets[name] ?? null;

// The catalogue is needed before the first page; it comes while the module is compiled.
const catalogue = document.createElement("link");
catalogue.rel = "preload";
catalogue.as = "fetch";
catalogue.crossOrigin = "anonymous";
catalogue.href = shell.asset(`i18n/${document.documentElement.lang}.json`) ?? "";
if (catalogue.getAttribute("href")) document.head.append(catalogue);

try {
  // Compiled in a step of its own: only when all bytes have arrived does silence mean a fault.
  const module = await WebAssembly.compileStreaming(fetch(shell.asset("app.wasm")));
  shell.loaded();
  await init({ module_or_path: module });
} catch (error) {
  console.error(error);
  shell.failed("load");
}

await shell.alive;
if ("serviceWorker" in navigator) {
  keepUpToDate(navigator.serviceWorker).catch((error) => console.warn("no service worker:", error));
}

async function keepUpToDate(container) {
  // Whether a worker answers for this page; the first one to do so is of the page's own build.
  let controlled = container.controller !== null;
  // Whether a newer build's worker has taken over since.
  let exchanged = false;
  let accepted = false;

  container.addEventListener("message", ({ data, ports }) => {
    if (data?.type === "idle?") ports[0]?.postMessage({ type: "idle", idle: !shell.isBusy, build: shell.build });
  });
  container.startMessages();
  container.addEventListener("controllerchange", () => {
    exchanged = controlled;
    controlled = true;
    if (accepted) reload();
    else if (exchanged) announce();
  });

  const registration = await container.register("/sw.js", { updateViaCache: "none" });
  const greet = () => {
    registration.waiting?.postMessage({ type: "try" });
    registration.active?.postMessage({ type: "tidy" });
  };
  const watch = (worker) => {
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && registration.active) announce();
    });
  };
  registration.addEventListener("updatefound", () => watch(registration.installing));
  watch(registration.installing);
  if (registration.waiting) announce();
  greet();

  let checkedAt = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      // Nobody looks and nothing is open: the moment to exchange an old page for the new build.
      if (exchanged && !shell.isBusy) reload();
    } else if (Date.now() - checkedAt > 3_600_000) {
      checkedAt = Date.now();
      registration.update().catch(() => {});
    }
  });
  addEventListener("yardstick:busy", () => {
    if (!shell.isBusy) greet();
  });

  shell.applyUpdate = () => {
    accepted = true;
    if (registration.waiting) registration.waiting.postMessage({ type: "activate" });
    else reload();
  };
}

function announce() {
  shell.updateReady = true;
  dispatchEvent(new Event("yardstick:update"));
}

let reloading = false;
function reload() {
  if (reloading) return;
  reloading = true;
  location.reload();
}
