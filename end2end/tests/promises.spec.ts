/** A line and the task made of it stay of one mind, and an engagement ends and goes on again. */
import type { Locator, Page } from "@playwright/test";
import { expect, field, firstAccount, lineBox, lines, newClient, openPart, startMeeting, synced } from "../support/book.ts";
import { started } from "../support/device.ts";
import { test } from "../support/test.ts";

const CLIENT = "山嵐製茶";
const PROMISE = "把報價單寄給阿岳";

test.skip(({ isMobile }) => !isMobile, "the same on every device");
test.use({ actionTimeout: 60_000 });

test("a promise that was only a note is no task, and is one again with its day when it was a promise after all", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  const client = page.url();
  await startMeeting(page, CLIENT);
  const meeting = page.url();
  await lineBox(page).fill(PROMISE);
  await page.getByRole("group", { name: "種類" }).getByRole("button", { name: "我方待辦" }).click();
  await page.getByRole("group", { name: "什麼時候" }).getByRole("button", { name: "明天" }).click();
  await openAt(page, client);
  await expect(task(page)).toBeVisible();

  await openAt(page, meeting);
  await rekind(page, "筆記");
  await page.locator(".toast", { hasText: "這一句的待辦也拿掉了" }).getByRole("button", { name: "復原" }).click();
  await expect(lines(page).getByRole("button", { name: "我方待辦", pressed: true })).toBeVisible();
  await choose(page, "筆記");
  await openAt(page, client);
  await expect(page.getByText("雙方都沒有欠著的事")).toBeVisible();

  await openAt(page, meeting);
  await rekind(page, "客戶待辦");
  await openAt(page, client);
  await expect(row(page)).toContainText("客戶待辦");
  await expect(row(page)).toContainText("明天");
  await openAt(page, meeting);
  await rekind(page, "我方待辦");
  await openAt(page, client);
  await expect(row(page)).not.toContainText("客戶待辦");
  // Where it was promised, not where its id says.
  await openPart(page, "時間軸");
  await expect(page.getByRole("listitem").filter({ hasText: "我方答應" })).toContainText(PROMISE);

  // Said in other words it is somebody's own.
  await openPart(page, "概況");
  await row(page).getByRole("button", { name: PROMISE }).click();
  const sheet = page.getByRole("dialog", { name: "待辦", exact: true });
  await field(sheet, "要做什麼").fill("寄報價單和樣品");
  await sheet.getByRole("button", { name: "關閉" }).click();
  await expect(page.getByRole("checkbox", { name: "寄報價單和樣品" })).toBeVisible();
  await openAt(page, meeting);
  await rekind(page, "筆記");
  await openAt(page, client);
  await expect(page.getByRole("checkbox", { name: "寄報價單和樣品" })).toBeVisible();
});

test("an engagement ends, stands below those that go on, and goes on again; a meeting says which one it is about", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  const client = page.url();
  await openPart(page, "案子");
  await addEngagement(page, "春茶禮盒");
  await addEngagement(page, "秋茶");
  const ended = page.getByRole("region", { name: /^已結束/ });
  await expect(ended).toHaveCount(0);

  await page.getByRole("button", { name: "修改春茶禮盒" }).click();
  const sheet = page.getByRole("dialog", { name: "案子", exact: true });
  const outcome = sheet.getByRole("group", { name: "結果" });
  await expect(outcome.getByRole("radio", { name: "進行中" })).toBeChecked();
  await outcome.getByRole("radio", { name: "未達標" }).check();
  await sheet.locator(".toast", { hasText: "記下結果了" }).getByRole("button", { name: "復原" }).click();
  await expect(outcome.getByRole("radio", { name: "進行中" })).toBeChecked();
  await outcome.getByRole("radio", { name: "達標", exact: true }).check();
  await sheet.getByRole("button", { name: "關閉" }).click();
  await expect(ended).toContainText("春茶禮盒");
  await expect(ended).toContainText("達標");
  await expect(ended).not.toContainText("秋茶");
  await openPart(page, "時間軸");
  await expect(page.getByRole("listitem").filter({ hasText: "案子結束：達標" })).toContainText("春茶禮盒");

  await openPart(page, "案子");
  await ended.getByRole("button", { name: "修改春茶禮盒" }).click();
  await outcome.getByRole("radio", { name: "進行中" }).check();
  await sheet.getByRole("button", { name: "關閉" }).click();
  await expect(ended).toHaveCount(0);

  await openAt(page, client);
  await startMeeting(page, CLIENT);
  await page.getByRole("button", { name: "會議資料" }).click();
  const about = page.getByRole("dialog", { name: "會議資料" }).getByRole("group", { name: "案子" });
  await expect(about.getByRole("radio", { name: "不分案子" })).toBeChecked();
  await about.getByRole("radio", { name: "秋茶" }).check();
  await openAt(page, page.url());
  await page.getByRole("button", { name: "會議資料" }).click();
  await expect(about.getByRole("radio", { name: "秋茶" })).toBeChecked();
});

test("what an engagement has reached is written down day by day, and stands before the next meeting", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  const client = page.url();
  await openPart(page, "案子");
  await addEngagement(page, "春茶禮盒", "120萬");
  await device.goOffline();
  await addReading(page, "45萬");
  const latest = page.getByRole("button", { name: /^達成金額/ });
  await expect(latest).toContainText("NT$450,000");
  await expect(latest).toContainText("成功金額的 38%");
  // Of an earlier day, though written down later.
  await addReading(page, "30萬", "2026/1/5");
  await expect(latest).toContainText("NT$450,000");

  await latest.click();
  const all = page.getByRole("dialog", { name: "達成金額" });
  await all.getByRole("button", { name: /NT\$300,000/ }).click();
  const one = page.getByRole("dialog", { name: "一次的金額" });
  await one.getByRole("button", { name: "刪除這筆金額" }).click();
  await expect(all.getByRole("button", { name: /NT\$300,000/ })).toHaveCount(0);
  await all.locator(".toast", { hasText: "刪除了一筆金額" }).getByRole("button", { name: "復原" }).click();
  await expect(all.getByRole("button", { name: /NT\$300,000/ })).toBeVisible();
  await all.getByRole("button", { name: "關閉" }).click();

  await device.goOnline();
  await openAt(page, client);
  await openPart(page, "時間軸");
  await expect(page.getByRole("listitem").filter({ hasText: "達成 NT$450,000" })).toContainText("春茶禮盒");
  await page.getByRole("navigation", { name: "主要" }).getByRole("button", { name: "開會", exact: true }).click();
  await expect(page.getByRole("article")).toContainText("春茶禮盒 NT$450,000");
});

/** The task of the promise, on the client's page. */
function task(page: Page): Locator {
  return page.getByRole("checkbox", { name: PROMISE });
}

/** Its row. */
function row(page: Page): Locator {
  return page.getByRole("region", { name: /^未完待辦/ }).getByRole("listitem").filter({ has: task(page) });
}

/** Goes elsewhere once what was done is kept; a page that is left at once keeps only what is typed. */
async function openAt(page: Page, url: string): Promise<void> {
  await synced(page);
  await page.goto(url);
  await started(page);
}

/** Opens the meeting's only line and makes it another kind. */
async function rekind(page: Page, kind: string): Promise<void> {
  await lines(page).getByRole("button", { name: PROMISE }).click();
  await choose(page, kind);
}

async function choose(page: Page, kind: string): Promise<void> {
  const chip = lines(page).getByRole("button", { name: kind, exact: true });
  await chip.click();
  await expect(chip).toHaveAttribute("aria-pressed", "true");
}

async function addReading(page: Page, amount: string, day?: string): Promise<void> {
  await page.getByRole("button", { name: "記金額" }).click();
  const sheet = page.getByRole("dialog", { name: "記金額" });
  await field(sheet, "達成金額").fill(amount);
  if (day) await field(sheet, "哪一天").fill(day);
  await sheet.getByRole("button", { name: "新增", exact: true }).click();
  await expect(sheet).toBeHidden();
}

async function addEngagement(page: Page, title: string, success?: string): Promise<void> {
  await page.getByRole("button", { name: "新增案子" }).click();
  const sheet = page.getByRole("dialog", { name: "新增案子" });
  await field(sheet, "案名").fill(title);
  if (success) await field(sheet, "成功金額").fill(success);
  await sheet.getByRole("button", { name: "新增", exact: true }).click();
  await page.getByRole("dialog", { name: "案子", exact: true }).getByRole("button", { name: "關閉" }).click();
  await expect(page.getByRole("heading", { level: 2, name: title })).toBeVisible();
}
