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
  const hadController = container.controller !== null;
  let exchanged = false;
  let accepted = false;

  container.addEventListener("message", ({ data, ports }) => {
    if (data?.type === "idle?") ports[0]?.postMessage({ type: "idle", idle: !shell.isBusy, build: shell.build });
  });
  container.startMessages();
  container.addEventListener("controllerchange", () => {
    // The first worker takes over pages that came from the network; they are of its own build.
    if (!hadController && !exchanged && !accepted) return void (exchanged = true);
    exchanged = true;
    if (accepted) reload();
    else announce();
  });

  const registration = await container.register("/sw.js", { updateViaCache: "none" });
  const greet = () => {
    registration.waiting?.postMessage({ type: "try" });
    registration.active?.postMessage({ type: "tidy" });
  };
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => {
      if (worker.state === "installed" && container.controller) announce();
    });
  });
  if (registration.waiting) announce();
  greet();

  let checkedAt = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      // Nobody looks and nothing is open: the moment to exchange an old page for the new build.
      if (shell.updateReady && exchanged && !shell.isBusy) reload();
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
