/** The device's storage full, taken away, cleared, or taken over by a newer version under the open app: it is said, nothing is shown as saved that is not, and it goes on. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, field, firstAccount, newClient, openClient, openPart, savedOffline, signIn, synced } from "../../support/book.ts";
import { started } from "../../support/device.ts";
import { installed, nextBuild, readBuild, runningBuild } from "../../support/shell.ts";
import { test } from "../../support/test.ts";

const CLIENT = "山嵐製茶";
const TYPED = "先聊茶園的天氣";

test.skip(({ isMobile }) => Boolean(isMobile), "the storage does not depend on the screen");
test.use({ actionTimeout: 60_000 });

test("a full device says so, offers the export, and takes what was typed once there is room", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "桌機");
  await newClient(page, CLIENT);
  await openPart(page, "資料");
  await synced(page);
  await installed(page, await readBuild());
  await device.goOffline();
  const session = await page.context().newCDPSession(page);
  const file = new URL(page.url()).pathname;
  // The browser remembers for a while how much room a database has; one that is opened anew asks.
  await page.goto("about:blank");
  await session.send("Storage.overrideQuotaForOrigin", { origin: server.origin, quotaSize: 1 });
  await device.open(file);
  // Until then a few words still fit; what is typed is kept as it is typed.
  await expect(async () => {
    await field(page, "相處提醒").fill("");
    await field(page, "相處提醒").fill(TYPED);
    await expect(page.getByText("空間滿了", { exact: true })).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await expect(page.getByText(/^已存本機|^已同步|^離線/)).toHaveCount(0);
  await expect(field(page, "相處提醒")).toHaveValue(TYPED);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "匯出" }).click();
  expect(await readFile(await (await download).path(), "utf8")).toContain(TYPED);

  await session.send("Storage.overrideQuotaForOrigin", { origin: server.origin });
  await savedOffline(page);
  await device.kill();
  await device.launch();
  await device.open("/");
  await openClient(device.page, CLIENT);
  await openPart(device.page, "資料");
  await expect(field(device.page, "相處提醒")).toHaveValue(TYPED);
});

test("a database that is taken away under the page is filled again from it and from the server", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "桌機");
  await newClient(page, CLIENT);
  await openPart(page, "資料");
  await field(page, "地址").fill("南投縣鹿谷鄉");
  await field(page, "地址").blur();
  await synced(page);
  await installed(page, await readBuild());
  await device.goOffline();
  await field(page, "相處提醒").fill(TYPED);
  await field(page, "相處提醒").blur();
  await savedOffline(page);
  await clear(page, server.origin, "indexeddb");
  await expect(page.getByText(/^瀏覽器清掉了這台裝置上的簿子。這一頁還留著的 1 筆已經存回來/)).toBeVisible();
  await expect(field(page, "相處提醒")).toHaveValue(TYPED);
  // It is on the disk again, before the server has heard of it.
  await page.reload();
  await started(page);
  await device.goOnline();
  await synced(page);
  await openClient(page, CLIENT);
  await openPart(page, "資料");
  await expect(field(page, "相處提醒")).toHaveValue(TYPED);
  await expect(field(page, "地址")).toHaveValue("南投縣鹿谷鄉");
});

test("two tabs whose database is taken away put back what each of them has, and go on", async ({ device, server }) => {
  test.setTimeout(180_000);
  const one = await firstAccount(device, server, "桌機");
  await newClient(one, CLIENT);
  await openPart(one, "資料");
  await synced(one);
  await installed(one, await readBuild());
  const file = new URL(one.url()).pathname;
  const two = await device.context.newPage();
  await device.open(file, two);
  await device.goOffline();
  await field(one, "相處提醒").fill(TYPED);
  await field(two, "地址").fill("南投縣鹿谷鄉");
  await savedOffline(one);
  await savedOffline(two);
  await clear(one, server.origin, "indexeddb");
  for (const page of [one, two]) await expect(page.getByText(/^瀏覽器清掉了這台裝置上的簿子/)).toBeVisible();
  await field(one, "產業").fill("製茶");
  await savedOffline(one);
  await two.close();
  await one.reload();
  await started(one);
  await expect(field(one, "相處提醒")).toHaveValue(TYPED);
  await expect(field(one, "地址")).toHaveValue("南投縣鹿谷鄉");
  await expect(field(one, "產業")).toHaveValue("製茶");
  await device.goOnline();
  await synced(one);
  await expect(one.getByRole("heading", { level: 1, name: CLIENT })).toBeVisible();
});

test("a tab that slept while its database was taken away and a new one came further puts back what only it has", async ({ device, server }) => {
  test.setTimeout(180_000);
  const one = await firstAccount(device, server, "桌機");
  await newClient(one, CLIENT);
  await openPart(one, "資料");
  await synced(one);
  await device.goOffline();
  await field(one, "相處提醒").fill(TYPED);
  await savedOffline(one);
  const session = await one.context().newCDPSession(one);
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  await session.send("Storage.clearDataForOrigin", { origin: server.origin, storageTypes: "indexeddb" });
  await device.goOnline();
  const two = await device.context.newPage();
  await device.open("/", two);
  await synced(two);
  for (const name of ["海風烘焙", "霧角選物", "青岫工作室", "石虎茶園"]) await newClient(two, name);
  await synced(two);
  await session.send("Page.setWebLifecycleState", { state: "active" });
  await expect(one.getByText(/^瀏覽器清掉了這台裝置上的簿子/)).toBeVisible();
  await expect(field(one, "相處提醒")).toHaveValue(TYPED);
  await openClient(two, CLIENT);
  await openPart(two, "資料");
  await expect(field(two, "相處提醒")).toHaveValue(TYPED);
  await synced(two);
});

test("who clears the site's data is told what was waiting at the last contact, and that later writing cannot be known", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "桌機");
  await newClient(page, CLIENT);
  await synced(page);
  await page.goto("about:blank");
  await clear(page, server.origin, "all");
  await signIn(device, "清過的桌機");
  await openClient(page, CLIENT);
  await page.getByRole("link", { name: /^已同步/ }).click();
  const others = page.getByRole("region", { name: "其他裝置" });
  await expect(others.getByRole("listitem").filter({ hasText: "桌機" })).toContainText(/上次連線 .+ · 當時都送出了/);
  await expect(others).toContainText("要是它的資料被清掉了，那段時間寫了什麼沒有人知道。");
});

test("a tab whose database a newer version has taken asks to be loaded again, and says so after it", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "桌機");
  await newClient(page, CLIENT);
  await synced(page);
  await device.goOffline();
  const newer = await device.context.newPage();
  await device.goOnline();
  // A page of the same origin that is not the app: what a newer build does first.
  await newer.goto("/rescue.html");
  const version = await newer.evaluate(async () => {
    const books = await indexedDB.databases();
    const book = books.find(({ name }) => name?.startsWith("yardstick/"));
    const request = indexedDB.open(book!.name!, book!.version! + 1);
    return new Promise<number>((resolve, reject) => {
      request.onsuccess = () => {
        resolve(request.result.version);
        request.result.close();
      };
      request.onerror = () => reject(request.error);
    });
  });
  expect(version).toBe(2);
  await expect(page.getByRole("link", { name: "要更新" })).toBeVisible();
  await page.getByRole("button", { name: "重新載入" }).click();
  await expect(page.getByRole("heading", { name: "簿子打不開" })).toBeVisible();
  await expect(page.getByRole("link", { name: /救/ }).or(page.locator('a[href="/rescue.html"]'))).toBeVisible();
});

test("a new version waits for whoever is writing, and nothing of it is lost", async ({ device, folder, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "桌機");
  const build = await readBuild();
  await installed(page, build);
  await newClient(page, CLIENT);
  await openPart(page, "資料");
  await field(page, "相處提醒").pressSequentially(TYPED.slice(0, 3));
  server.assets = join(folder, "next");
  const next = await nextBuild(server.assets);
  await server.stop();
  await server.start();
  await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
  });
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).waiting?.state === "installed");
  await field(page, "相處提醒").pressSequentially(TYPED.slice(3));
  await expect(field(page, "相處提醒")).toHaveValue(TYPED);
  expect(await runningBuild(page)).toBe(build.build);
  await expect(page.getByRole("button", { name: "更新", exact: true })).toHaveCount(0);
  await field(page, "相處提醒").blur();
  await page.getByRole("button", { name: "更新", exact: true }).click();
  await expect.poll(() => runningBuild(page).catch(() => "")).toBe(next.build);
  await started(page);
  await expect(field(page, "相處提醒")).toHaveValue(TYPED);
  await synced(page);
});

async function clear(page: Page, origin: string, storageTypes: "indexeddb" | "all"): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin, storageTypes });
}
