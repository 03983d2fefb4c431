/** 公版: a template is changed and one left out, a plan is made of them offline; a file of two comes in, one of them with a fault, and goes back with one undo. */
import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { expect, field, firstAccount, newClient, openClient, openPart, savedOffline, synced } from "../support/book.ts";
import { installed, readBuild } from "../support/shell.ts";
import { newCampaign } from "../support/walk.ts";
import { test } from "../support/test.ts";

const CLIENT = "山嵐茶園";
const CHANGED = "收齊資料和照片";

/** One of the built-in set by its name, with another time; and a new one that comes after it, whose time is no time. */
const TABLE = [
  "編號,類型,要做什麼,類別,我們要花的時間（分鐘）,接在哪些之後,備註",
  `product-sheet,產品型,${CHANGED},策略,45,,x`,
  `,產品型,拍三張實物照,設計,很久,${CHANGED},`,
].join("\r\n");

test.skip(({ isMobile }) => !isMobile, "the same on every device");
test.use({ actionTimeout: 60_000 });

test("a plan follows the team's templates, and templates come in from a file", async ({ device, server }) => {
  test.setTimeout(240_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await synced(page);
  await installed(page, await readBuild());
  await device.goOffline();

  // A built-in one is changed; emptied, it says again what is built in.
  await openTemplates(page);
  const sheet = await open(page, "收齊產品資料表");
  const title = field(sheet, "要做什麼");
  await expect(title).toHaveValue("收齊產品資料表");
  await title.fill("");
  await title.blur();
  await expect(title).toHaveValue("收齊產品資料表");
  await title.fill(CHANGED);
  await title.blur();
  await expect(sheet.getByRole("button", { name: "改回內建的寫法" })).toBeVisible();
  await close(sheet);
  await expect(row(page, CHANGED)).toContainText("改過");
  // Another is left out.
  const out = await open(page, "設定回饋方案與價格");
  await out.getByRole("button", { name: "以後不排這一項" }).press("Enter");
  await expect(out.getByText("以後排清單會跳過這一項。")).toBeVisible();
  await close(out);
  await expect(page.getByText("不排的")).toBeVisible();
  // One of our own.
  await page.getByRole("button", { name: "加一個項目" }).press("Enter");
  const adding = page.getByRole("dialog", { name: "加一個項目" });
  await field(adding, "要做什麼").fill("送一份樣品給我們");
  await adding.getByRole("button", { name: "新增", exact: true }).press("Enter");
  await close(page.getByRole("dialog", { name: "公版項目" }));
  await expect(row(page, "送一份樣品給我們")).toContainText("自己的");
  await savedOffline(page);

  // A plan is made of them.
  await openClient(page, CLIENT);
  await newCampaign(page, "冷泡茶隨行罐");
  await page.getByRole("link", { name: "服務清單" }).click();
  await page.getByRole("radio", { name: "產品型" }).press("Space");
  await page.getByRole("radio", { name: "小客戶" }).press("Space");
  await page.getByRole("button", { name: "排出清單" }).click();
  await expect(page.getByRole("checkbox", { name: CHANGED, exact: true })).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "送一份樣品給我們", exact: true })).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "設定回饋方案與價格", exact: true })).toHaveCount(0);

  // A file of two: the fault of one is in the way of both.
  await openTemplates(page);
  await page.getByRole("link", { name: "從檔案匯入" }).click();
  await page.getByLabel("選擇 CSV 檔").setInputFiles({ name: "templates.csv", mimeType: "text/csv", buffer: Buffer.from(TABLE) });
  await expect(page.getByText("讀到 2 列")).toBeVisible();
  await expect(page.getByText("沒用到的欄：備註")).toBeVisible();
  await expect(page.getByRole("heading", { name: "有 1 格要改" })).toBeVisible();
  await expect(page.getByRole("button", { name: "匯入 2 項" })).toBeDisabled();
  await expect(page.getByText(`${CHANGED}：我們要花的時間（分鐘）`)).toBeVisible();
  const cell = field(page, "第 3 列，我們要花的時間（分鐘）");
  await cell.fill("2 小時");
  await cell.blur();
  await page.getByRole("button", { name: "匯入 2 項" }).press("Enter");
  await expect(page.getByText("匯入了 2 項")).toBeVisible();
  await page.getByRole("link", { name: "看公版" }).click();
  await expect(row(page, "拍三張實物照")).toContainText("2 小時");
  await expect(row(page, CHANGED)).toContainText("45 分");

  // What goes out is what there is.
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "存成 CSV" }).press("Enter");
  const table = await readFile(await (await saving).path(), "utf8");
  expect(table.startsWith("\u{feff}編號,類型,要做什麼,")).toBe(true);
  for (const words of ["拍三張實物照", CHANGED, "送一份樣品給我們", "設定回饋方案與價格"]) {
    expect(table).toContain(words);
  }

  // The plan that was made stays as it is.
  await openClient(page, CLIENT);
  await openPart(page, "案子");
  await page.getByRole("link", { name: "服務清單" }).click();
  await expect(page.getByRole("checkbox", { name: CHANGED, exact: true })).toBeVisible();
  await expect(page.getByRole("checkbox", { name: "拍三張實物照", exact: true })).toHaveCount(0);
  await savedOffline(page);
  await device.goOnline();
  await synced(page);
});

test("an import of templates goes back with one undo", async ({ device, server }) => {
  const page = await firstAccount(device, server, "手機");
  await openTemplates(page);
  await page.getByRole("link", { name: "從檔案匯入" }).click();
  await field(page, "或貼上儲存格").fill("編號\t要做什麼\t類型\nproduct-sheet\t改過的\t\n\t新來的\t產品型\n");
  await page.getByRole("button", { name: "匯入 2 項" }).press("Enter");
  await expect(page.getByText("匯入了 2 項")).toBeVisible();
  await page.locator(".toast", { hasText: "匯入了公版" }).getByRole("button", { name: "復原" }).press("Enter");
  // What was taken back is not said any more.
  await expect(page.getByText("匯入了 2 項")).toHaveCount(0);
  await openTemplates(page);
  await expect(row(page, "收齊產品資料表")).toBeVisible();
  await expect(row(page, "新來的")).toHaveCount(0);
  await synced(page);
});

async function openTemplates(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "主要" }).getByRole("link", { name: "更多", exact: true }).click();
  await page.getByRole("main").getByRole("link", { name: /^公版/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "公版" })).toBeVisible();
}

/** The line of a template. */
function row(page: Page, title: string): Locator {
  return page.getByRole("main").getByRole("button", { name: new RegExp(`^${title}`) });
}

async function open(page: Page, title: string): Promise<Locator> {
  await row(page, title).press("Enter");
  const sheet = page.getByRole("dialog", { name: "公版項目" });
  await expect(sheet).toBeVisible();
  return sheet;
}

async function close(sheet: Locator): Promise<void> {
  await sheet.getByRole("button", { name: "關閉" }).click();
}
