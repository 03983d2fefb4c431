/** The shell: offline at every address, updates without harm, repair, rescue. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { firstAccount } from "../support/book.ts";
import { started } from "../support/device.ts";
import { FIXED, placesOf } from "../support/routes.ts";
import {
  breakCachedWasm,
  countRecords,
  installed,
  nextBuild,
  readBuild,
  replaceFile,
  runningBuild,
  tellShell,
  writeRecords,
} from "../support/shell.ts";
import { expect, test } from "../support/test.ts";

const UUID = "01890a5d-ac96-774b-bcce-b302099a8057";
/** One address of every shape the app has, and one it has not. */
const ROUTES = [
  ...FIXED,
  ...placesOf(`/clients/${UUID}`, `/clients/${UUID}/meetings/${UUID}`),
  "/share?text=%E9%80%B1%E4%B8%89%E7%B5%A6%E5%A0%B1%E5%83%B9",
  "/nothing-is-here",
];

test.skip(({ isMobile }) => !isMobile, "where the shell depends on the screen, a test says which");

test("a first visit installs the whole shell, and every route reloads offline", async ({ device, server }) => {
  test.slow();
  await device.open("/");
  await installed(device.page, await readBuild());
  await server.stop();
  await device.goOffline();
  for (const route of ROUTES) {
    await test.step(route, async () => {
      await device.open(route);
      await device.page.reload();
      await started(device.page);
    });
  }
});

test("a file that does not come at first is asked for once more", async ({ device }) => {
  const refused: string[] = [];
  await device.context.route("**/*", async (route) => {
    const request = route.request();
    const path = new URL(request.url()).pathname;
    if (!request.serviceWorker() || path === "/sw.js" || refused.includes(path)) return route.continue();
    refused.push(path);
    return route.abort("connectionfailed");
  });
  await device.open("/");
  const build = await readBuild();
  await installed(device.page, build);
  expect(refused).toEqual(expect.arrayContaining(build.files.map((file) => file.url)));
});

test("a phone that was switched off starts offline", async ({ device }) => {
  await device.open("/");
  await installed(device.page, await readBuild());
  await device.goOffline();
  await device.kill();
  await device.launch();
  await device.open("/");
});

test("nothing of the page is refused by its own policy", async ({ device }) => {
  const refused: string[] = [];
  device.page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) refused.push(message.text());
  });
  await device.open("/");
  await installed(device.page, await readBuild());
  await device.page.goto("/rescue.html");
  await expect(device.page.locator("#export")).not.toBeEmpty();
  expect(refused).toEqual([]);
});

test("a missing file is a 404 and never a page", async ({ request, server }) => {
  for (const path of ["/assets/app.0000000000000000.wasm", "/assets/gone.js", "/clients/app.wasm", "/gone.wasm", "/gone.css"]) {
    const answer = await request.get(server.origin + path, { headers: { accept: "text/html,*/*" } });
    expect(answer.status(), path).toBe(404);
    expect(answer.headers()["content-type"] ?? "", path).not.toContain("html");
  }
});

test("every listed file is served as listed", async ({ request, server }) => {
  const build = await readBuild();
  for (const file of [...build.files, ...build.others]) {
    const answer = await request.get(server.origin + file.url);
    expect(answer.status(), file.url).toBe(200);
    expect((await answer.body()).length, file.url).toBe(file.bytes);
    const forEver = file.url.startsWith("/assets/");
    expect(answer.headers()["cache-control"], file.url).toBe(forEver ? "public, max-age=31536000, immutable" : "no-cache");
  }
});

for (const [name, { screen, own, other, about }] of Object.entries({
  phone: { screen: {}, own: "一把尺", other: "Yardstick", about: "在會議裡寫下、決定、答應" },
  desk: {
    screen: { viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false, deviceScaleFactor: 1, locale: "en-US" },
    own: "Yardstick",
    other: "一把尺",
    about: "Write, decide and promise",
  },
})) {
  test(`who is not remembered reads where they are before the app has arrived, and nothing moves when it has: ${name}`, async ({ newDevice }) => {
    const { page } = await newDevice({ serviceWorkers: "block", ...screen });
    let arrives = () => {};
    const held = new Promise<void>((resolve) => (arrives = resolve));
    await page.route(await wasmOf(), async (route) => {
      await held;
      await route.continue();
    });
    await page.goto("/", { waitUntil: "commit" });
    const head = page.locator("#shell .shell-door");
    await expect(head.getByRole("heading", { name: own })).toBeVisible();
    await expect(head.getByText(about)).toBeVisible();
    await expect(head.getByText(other, { exact: true })).toBeHidden();
    await page.waitForLoadState("load");
    const before = await places(head);
    expect(before).toHaveLength(4);
    arrives();
    await started(page);
    expect(await places(page.locator(".sign-in-head"))).toEqual(before);
  });
}

test("who is remembered waits for their book under its bars", async ({ newDevice, server }) => {
  const device = await newDevice({ serviceWorkers: "block" });
  const page = await firstAccount(device, server, "測試機");
  await page.route(await wasmOf(), () => {});
  await page.reload({ waitUntil: "commit" });
  await expect(page.locator("#shell .top-bar")).toBeVisible();
  await expect(page.locator("#shell .shell-door")).toBeHidden();
});

/** The addresses of the app's module. */
async function wasmOf(): Promise<string> {
  const wasm = (await readBuild()).files.find((file) => file.name === "app.wasm");
  return `**${wasm?.url}`;
}

/** Where mark and texts stand that can be seen in `within`. */
function places(within: Locator): Promise<unknown[]> {
  return within
    .locator("img, h1, p")
    .evaluateAll((all) => all.filter((one) => one.checkVisibility()).map((one) => one.getBoundingClientRect().toJSON() as unknown));
}

test("a broken cached shell repairs itself once and leaves the records alone", async ({ device }) => {
  const build = await readBuild();
  const { page } = device;
  await device.open("/");
  await installed(page, build);
  await writeRecords(page);
  const before = await countRecords(page);
  await breakCachedWasm(page, build);
  let loads = 0;
  page.on("domcontentloaded", () => (loads += 1));

  await page.reload({ waitUntil: "commit" });
  await expect.poll(() => loads).toBe(2);
  await started(page);

  expect(await countRecords(page)).toEqual(before);
  expect(before).toEqual({ bundles: 1203, outbox: 1 });
  // The repaired shell is the one that is used from now on, offline too.
  await device.goOffline();
  await page.reload();
  await started(page);
  expect(loads).toBe(3);
});

test("a shell that stays silent is repaired once, then the rescue page opens", async ({ device }) => {
  const { page } = device;
  await device.open("/");
  await installed(page, await readBuild());
  await page.clock.install();
  // As an app that is stuck: everything loads, and it never says that it is there.
  await page.addInitScript(() => {
    let shell: { heartbeat: () => void };
    Object.defineProperty(window, "__yardstick", {
      get: () => shell,
      set(value) {
        shell = value;
        shell.heartbeat = () => {};
      },
    });
  });
  let loads = 0;
  page.on("domcontentloaded", () => (loads += 1));
  await page.reload();
  await waitInSteps(page, () => loads === 2);
  await waitInSteps(page, () => page.url().includes("/rescue.html"));
  expect(page.url()).toContain("why=silent");
  expect(loads).toBe(3);
});

test("a database that waits for another tab is no reason to repair", async ({ newDevice }) => {
  const { page } = await newDevice({ serviceWorkers: "block" });
  // An app that loads and says nothing, as it is while its database is held by an older tab.
  const glue = (await readBuild()).files.find((file) => file.name === "app.js");
  await page.route(`**${glue?.url}`, (route) => route.fulfill({ contentType: "text/javascript", body: "export default async () => {};" }));
  await page.clock.install();
  let loads = 0;
  page.on("domcontentloaded", () => (loads += 1));
  const passMinute = async () => {
    for (let second = 0; second < 60; second += 1) await page.clock.runFor(1000);
  };

  await page.goto("/", { waitUntil: "networkidle" });
  await tellShell(page, "blocked");
  await passMinute();
  expect(loads).toBe(1);
  await expect(page.locator("#shell")).toBeAttached();

  // The same page without that word is repaired, so the minute above was long enough to tell.
  await page.reload({ waitUntil: "networkidle" });
  expect(loads).toBe(2);
  await passMinute().catch(() => {});
  await expect.poll(() => loads).toBeGreaterThan(2);
});

/** Lets the page's clock run a second at a time, with real time between for what is fetched, until `done`. */
async function waitInSteps(page: Page, done: () => boolean): Promise<void> {
  await expect(async () => {
    await page.clock.runFor(1000).catch(() => {});
    expect(done()).toBe(true);
  }).toPass({ intervals: [50], timeout: 30_000 });
}

test("offline, a broken shell ends on the rescue page, whose export holds the records", async ({ device }) => {
  const build = await readBuild();
  const { page } = device;
  await device.open("/");
  await installed(page, build);
  await writeRecords(page);
  await breakCachedWasm(page, build);
  await device.goOffline();

  await page.reload({ waitUntil: "commit" });
  await page.waitForURL("**/rescue.html?why=load");
  await expect(page.getByRole("heading")).toHaveText("Yardstick 打不開");
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: "匯出我的紀錄" }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/^yardstick-rescue-\d{4}-\d\d-\d\d\.json$/);
  const file = JSON.parse(await readFile(await download.path(), "utf8"));

  expect(file).toMatchObject({ format: "yardstick-rescue", version: 1 });
  const database = file.databases.find((it: { name: string }) => it.name === "yardstick/test/records");
  const [bundles, outbox] = ["bundles", "outbox"].map((name) => database.stores.find((it: { name: string }) => it.name === name));
  expect(outbox.entries).toEqual([{ key: ["writer", 7], value: { text: "週三給報價", time: { $date: "1970-01-01T00:00:00.000Z" } } }]);
  expect(bundles.entries).toHaveLength(1203);
  expect(bundles.entries.map((entry: { key: number }) => entry.key)).toEqual([...Array(1203).keys()]);
  const bytes = Buffer.from(bundles.entries[1202].value.$bytes, "base64");
  expect([...bytes]).toEqual([...Array(256).keys()]);
  await expect(page.getByRole("status")).toContainText("匯出好了");

  // Back online, one press repairs it.
  await device.goOnline();
  await page.getByRole("button", { name: "再試一次" }).click();
  await started(page);
  expect(await countRecords(page)).toEqual({ bundles: 1203, outbox: 1 });
});

test("the rescue page downloads the program again without touching records", async ({ device }) => {
  const build = await readBuild();
  const { page } = device;
  await device.open("/");
  await installed(page, build);
  await writeRecords(page);
  await breakCachedWasm(page, build);
  await page.goto("/rescue.html");
  await page.getByRole("button", { name: "重新下載程式" }).click();
  await page.waitForURL((url) => url.pathname === "/");
  await started(page);
  await installed(page, build);
  expect(await countRecords(page)).toEqual({ bundles: 1203, outbox: 1 });
});

test("the rescue page speaks English to who reads English", async ({ newDevice }) => {
  const device = await newDevice({ locale: "en-GB" });
  await device.page.goto("/rescue.html");
  await expect(device.page.getByRole("heading")).toHaveText("Yardstick does not start");
  await expect(device.page.locator("html")).toHaveAttribute("lang", "en");
});

test.describe("a new build", () => {
  test("waits while an editor is open, and is taken when the person accepts it", async ({ device, server, folder }) => {
    const old = await readBuild();
    const { page } = device;
    await device.open("/");
    await installed(page, old);
    await tellShell(page, "busy", true);

    const next = await nextBuild(join(folder, "next"));
    server.assets = join(folder, "next");
    await server.stop();
    await server.start();
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await expect.poll(() => waitingWorker(page)).toBe(true);
    // The old page goes on with its own build, also after a reload.
    await page.waitForTimeout(2500);
    expect(await waitingWorker(page)).toBe(true);
    expect(await page.evaluate(() => (window as unknown as { __yardstick: { updateReady: boolean } }).__yardstick.updateReady)).toBe(true);
    expect(await page.evaluate((name) => caches.has(name), `shell-${old.build}`)).toBe(true);

    const loaded = page.waitForEvent("load");
    await tellShell(page, "applyUpdate");
    await loaded;
    await started(page);
    expect(await runningBuild(page)).toBe(next.build);
    await device.goOffline();
    await page.reload();
    await started(page);
    expect(await runningBuild(page)).toBe(next.build);
  });

  test("is taken by itself once every page is idle; the old cache goes with its last page", async ({ device, server, folder }) => {
    const old = await readBuild();
    const { page } = device;
    await device.open("/");
    await installed(page, old);
    const second = await device.context.newPage();
    await device.open("/clients", second);
    await tellShell(second, "busy", true);

    const next = await nextBuild(join(folder, "next"));
    server.assets = join(folder, "next");
    await server.stop();
    await server.start();
    await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
    await expect.poll(() => waitingWorker(page)).toBe(true);
    await tellShell(second, "busy", false);
    await expect.poll(() => waitingWorker(page)).toBe(false);

    await device.open("/", page);
    expect(await runningBuild(page)).toBe(next.build);
    // The second tab is still of the old build, and its files are still here.
    expect(await runningBuild(second)).toBe(old.build);
    expect(await page.evaluate((name) => caches.has(name), `shell-${old.build}`)).toBe(true);

    await second.close();
    await device.open("/", page);
    await expect.poll(() => page.evaluate((name) => caches.has(name), `shell-${old.build}`)).toBe(false);
  });

  test("that cannot be fetched whole is not installed", async ({ device, server, folder }) => {
    const old = await readBuild();
    const { page } = device;
    await device.open("/");
    await installed(page, old);

    const next = await nextBuild(join(folder, "next"));
    await replaceFile(join(folder, "next"), "manifest.en.webmanifest", "{}");
    server.assets = join(folder, "next");
    await server.stop();
    await server.start();
    expect(await page.evaluate(updateOutcome)).toBe("redundant");
    expect(await waitingWorker(page)).toBe(false);
    expect(await page.evaluate((name) => caches.has(name), `shell-${next.build}`)).toBe(false);
    await device.goOffline();
    await page.reload();
    await started(page);
    expect(await runningBuild(page)).toBe(old.build);
  });
});

function waitingWorker(page: Page): Promise<boolean> {
  return page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting));
}

/** Looks for a new worker and returns the state its installation ended in. */
async function updateOutcome(): Promise<string | undefined> {
  const registration = await navigator.serviceWorker.getRegistration();
  await registration?.update();
  const worker = registration?.installing;
  await new Promise<void>((resolve) => {
    worker?.addEventListener("statechange", () => resolve());
    if (worker?.state !== "installing") resolve();
  });
  return worker?.state;
}
