/** Clients come in from a table and go out as one, offline on the phone: nothing is half imported, and one undo takes all of it back. */
import { readFile } from "node:fs/promises";
import type { Download, Page } from "@playwright/test";
import { clientRow, expect, field, firstAccount, goTo, lineBox, newClient, openClient, openPart, savedOffline, startMeeting, synced } from "../support/book.ts";
import { installed, readBuild } from "../support/shell.ts";
import { test } from "../support/test.ts";

test.skip(({ isMobile }) => !isMobile, "offline is a phone's");
test.use({ actionTimeout: 60_000 });

/** Two new clients, one of them with a day that no calendar has, and one that is in the book. */
const TABLE = [
  "品牌名稱,階段,商品名稱,商品單價,集資開始,集資結束,累積金額,聯絡人,電話",
  '山嵐製茶,募資中,【春茶】2026👑,890,2026/10/24 12:00:00,2026-12-09 23:59:00,"1,200,000",阿岳,0912-345-678',
  "青岫工作室,籌備,茶席,1200,2026/2/30,,,小滿,",
  "霧角　選物,洽談,杯子,500,,,,,",
].join("\r\n");

test("a table with a bad row comes in, goes back with one undo, comes in mended, and goes out again", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, "霧角選物");
  await synced(page);
  await installed(page, await readBuild());
  await device.goOffline();

  await openFromMore(page, "匯入客戶");
  await choose(page, TABLE);
  await expect(page.getByText("讀到 3 列")).toBeVisible();
  // What each column is was guessed, and can be changed.
  await expect(chosen(page, "品牌名稱")).toHaveText("客戶：名稱");
  await expect(chosen(page, "商品名稱")).toHaveText("案子：案名");
  await expect(chosen(page, "集資結束")).toHaveText("案子：結束日");
  await expect(chosen(page, "商品單價")).toHaveText("不匯入");
  await field(page, "商品單價").selectOption({ label: "案子：合約金額" });
  await expect(chosen(page, "商品單價")).toHaveText("案子：合約金額");
  await field(page, "商品單價").selectOption({ label: "不匯入" });
  // The client of the book is told; the day that is none is in the way of everything.
  await expect(page.getByRole("heading", { name: "有 1 列的客戶已經在簿子裡" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "有 1 格要改" })).toBeVisible();
  await expect(page.getByText("日曆上沒有這一天")).toBeVisible();
  await expect(page.getByRole("button", { name: "匯入 2 位客戶" })).toBeDisabled();
  await page.getByRole("button", { name: "第 3 列不匯入" }).press("Enter");
  await expect(page.getByRole("button", { name: "匯入 1 位客戶" })).toBeEnabled();

  // Going away and coming back costs nothing of it.
  await goTo(page, "今日");
  await openFromMore(page, "匯入客戶");
  await expect(page.getByText("1 列不匯入", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "匯入 1 位客戶" }).press("Enter");
  await expect(page.getByText("匯入了 1 位客戶")).toBeVisible();
  await page.locator(".toast", { hasText: "已匯入客戶" }).getByRole("button", { name: "復原" }).press("Enter");
  // What was taken back is not said any more.
  await expect(page.getByText("匯入了 1 位客戶")).toHaveCount(0);
  await goTo(page, "客戶");
  await expect(clientRow(page, "霧角選物")).toBeVisible();
  await expect(clientRow(page, "山嵐製茶")).toHaveCount(0);

  // Once more, the cell mended where it is listed.
  await openFromMore(page, "匯入客戶");
  await choose(page, TABLE);
  const cell = field(page, "第 3 列，案子：上線日");
  await expect(cell).toHaveValue("2026/2/30");
  await cell.fill("115/2/28");
  await cell.blur();
  await expect(page.getByRole("heading", { name: "有 1 格要改" })).toHaveCount(0);
  await page.getByRole("button", { name: "匯入 2 位客戶" }).press("Enter");
  await expect(page.getByText("匯入了 2 位客戶")).toBeVisible();
  await openClient(page, "山嵐製茶");
  await openPart(page, "案子");
  await expect(page.getByText("【春茶】2026👑")).toBeVisible();
  await goTo(page, "客戶");
  await expect(clientRow(page, "青岫工作室")).toBeVisible();
  await expect(clientRow(page, "霧角選物")).toHaveCount(1);
  await savedOffline(page);

  // Out again: a table that spreadsheets open, with a client a row.
  await openFromMore(page, "匯出");
  const table = await saved(page, "存成 CSV", /^yardstick-clients-.*\.csv$/);
  expect(table.startsWith("\u{feff}客戶：名稱,")).toBe(true);
  expect(table.trimEnd().split("\r\n")).toHaveLength(4);
  for (const words of ["山嵐製茶", "募資中", "【春茶】2026👑", "2026-10-24,2026-12-09", "1200000", "0912-345-678", "2026-02-28", "霧角選物"]) {
    expect(table).toContain(words);
  }
  await expect(page.getByText("已存好 3 位客戶")).toBeVisible();

  // What went out comes in: every client is known.
  await openFromMore(page, "匯入客戶");
  await choose(page, table);
  await expect(page.getByRole("heading", { name: "有 3 列的客戶已經在簿子裡" })).toBeVisible();
  await expect(page.getByText("沒有要匯入的列。")).toBeVisible();

  await device.goOnline();
  await synced(page);
});

test("what is due goes out as a calendar, pasted cells come in, and another encoding is named", async ({ device, server }) => {
  const page = await firstAccount(device, server, "手機");
  await newClient(page, "山嵐製茶");
  await installed(page, await readBuild());
  await synced(page);
  await device.goOffline();
  await openFromMore(page, "匯出");
  await page.getByRole("button", { name: "存成行事曆檔" }).press("Enter");
  await expect(page.getByText("現在沒有到期的待辦，也沒有約好的會議。")).toBeVisible();

  await openClient(page, "山嵐製茶");
  await startMeeting(page, "山嵐製茶");
  await lineBox(page).fill("把報價單, 寄給阿岳");
  await page.getByRole("group", { name: "種類" }).getByRole("button", { name: "我方待辦" }).click();
  await page.getByRole("group", { name: "什麼時候" }).getByRole("button", { name: "明天" }).click();
  await device.open("/");
  await openFromMore(page, "匯出");
  const calendar = (await saved(page, "存成行事曆檔", /^yardstick-calendar-.*\.ics$/)).replaceAll("\r\n ", "");
  expect(calendar).toContain("SUMMARY:我方待辦，山嵐製茶：把報價單\\, 寄給阿岳\r\n");
  expect(calendar.match(/BEGIN:VEVENT/g)).toHaveLength(1);
  expect(calendar).toMatch(/DTSTART;VALUE=DATE:\d{8}\r\n/);

  await openFromMore(page, "匯入客戶");
  // 客戶,地址 in Big5.
  await chooseBytes(page, Buffer.from([0xab, 0xc8, 0xa4, 0xe1, 0x2c, 0xa6, 0x61, 0xa7, 0x7d]));
  await expect(page.getByText(/編碼看起來是 Big5/)).toBeVisible();
  await field(page, "或貼上儲存格").fill("客戶\t電話\n青岫\t0912-345-678\n");
  await expect(page.getByText(/編碼看起來是 Big5/)).toHaveCount(0);
  await page.getByRole("button", { name: "匯入 1 位客戶" }).press("Enter");
  await page.getByRole("link", { name: "看客戶清單" }).click();
  await expect(clientRow(page, "青岫")).toBeVisible();
});

async function openFromMore(page: Page, place: string): Promise<void> {
  await page.getByRole("navigation", { name: "主要" }).getByRole("link", { name: "更多", exact: true }).click();
  await page.getByRole("main").getByRole("link", { name: new RegExp(`^${place}`) }).click();
  await expect(page.getByRole("heading", { level: 1, name: place })).toBeVisible();
}

async function choose(page: Page, text: string): Promise<void> {
  await chooseBytes(page, Buffer.from(text));
}

async function chooseBytes(page: Page, buffer: Buffer): Promise<void> {
  await page.getByLabel("選擇 CSV 檔").setInputFiles({ name: "clients.csv", mimeType: "text/csv", buffer });
}

/** The field a column is, as its list shows it. */
function chosen(page: Page, column: string) {
  return field(page, column).locator("option:checked");
}

/** Presses a button that saves a file, and answers what is in it. */
async function saved(page: Page, button: string, name: RegExp): Promise<string> {
  const waiting = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).press("Enter");
  const download: Download = await waiting;
  expect(download.suggestedFilename()).toMatch(name);
  return readFile(await download.path(), "utf8");
}
