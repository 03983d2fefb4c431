/** What leaves a device as a file comes back from it: a backup, and the export of the rescue page when the app does not start. */
import type { Page } from "@playwright/test";
import { expect, field, firstAccount, goTo, lineBox, lines, newClient, openClient, openMeeting, openPart, savedOffline, startMeeting, synced } from "../../support/book.ts";
import type { Device } from "../../support/device.ts";
import { started } from "../../support/device.ts";
import { breakCachedWasm, installed, readBuild } from "../../support/shell.ts";
import { test } from "../../support/test.ts";

const CLIENT = "山嵐製茶（二店）";
const SAID = "春茶的量比去年多";

test.skip(({ isMobile }) => !isMobile, "a phone that does not start it is");
test.use({ actionTimeout: 60_000 });

test("what the rescue page exported is restored in a new book, what was never sent included", async ({ device, newDevice, server, folder }) => {
  test.setTimeout(240_000);
  const { page } = device;
  await firstAccount(device, server, "手機");
  await installed(page, await readBuild());
  await newClient(page, CLIENT);
  await openPart(page, "資料");
  await field(page, "地址").fill("南投縣鹿谷鄉");
  await field(page, "地址").blur();
  await synced(page);
  await device.goOffline();
  await meet(page);
  await savedOffline(page);

  await breakCachedWasm(page, await readBuild());
  await page.reload({ waitUntil: "commit" });
  await page.waitForURL("**/rescue.html?why=load");
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "匯出我的紀錄" }).click();
  const file = `${folder}/rescue.json`;
  await (await download).saveAs(file);

  // A new server and a new phone: nothing of the old one but the file.
  await server.stop();
  server.databaseFile = "new.db";
  server.output = "";
  await server.start();
  const other = await newDevice();
  await firstAccount(other, server, "新手機");
  await restore(other, file);
  await isThere(other.page);
});

test("a backup shows what it would change, and brings back what was deleted", async ({ device, server, folder }) => {
  test.setTimeout(240_000);
  const { page } = device;
  await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await openPart(page, "資料");
  await field(page, "地址").fill("南投縣鹿谷鄉");
  await field(page, "地址").blur();
  await page.getByRole("navigation", { name: "這位客戶的各部分" }).getByRole("link", { name: "概況" }).click();
  await meet(page);
  await page.goto("/backup");
  await started(page);
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "存成檔案" }).click();
  const file = `${folder}/backup.json`;
  await (await download).saveAs(file);

  await openClient(page, CLIENT);
  await page.getByRole("button", { name: "更多動作" }).click();
  await page.getByRole("button", { name: "刪除客戶" }).click();
  await expect(page.getByText("還沒有客戶")).toBeVisible();
  await restore(device, file);
  await isThere(page);
});

async function meet(page: Page): Promise<void> {
  await startMeeting(page, CLIENT);
  await lineBox(page).fill(SAID);
  await lineBox(page).press("Enter");
  await expect(lines(page)).toHaveCount(1);
  await page.getByRole("button", { name: "結束", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "會後整理" })).toBeVisible();
}

async function restore({ page }: Device, file: string): Promise<void> {
  await page.goto("/backup");
  await started(page);
  await page.getByLabel("選擇檔案").setInputFiles(file);
  await expect(page.getByText("還原會變什麼")).toBeVisible();
  await page.getByRole("button", { name: /^還原 \d+ 筆/ }).click();
  await expect(page.getByText("已還原備份")).toBeVisible();
}

async function isThere(page: Page): Promise<void> {
  await goTo(page, "客戶");
  await openClient(page, CLIENT);
  await openPart(page, "資料");
  await expect(field(page, "地址")).toHaveValue("南投縣鹿谷鄉");
  await openMeeting(page);
  await expect(lines(page)).toContainText([SAID]);
}
