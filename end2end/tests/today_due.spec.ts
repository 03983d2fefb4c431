/** 今日: an item of a plan comes due, a client nobody has talked with is offered and put off, a client goes to a colleague with everything that is open. */
import type { Locator, Page } from "@playwright/test";
import { expect, field, firstAccount, goTo, lineBox, newClient, openClient, openPart, savedOffline, startMeeting, synced } from "../support/book.ts";
import { started } from "../support/device.ts";
import { newCampaign } from "../support/walk.ts";
import { installed, readBuild } from "../support/shell.ts";
import { test } from "../support/test.ts";

const CLIENT = "山嵐製茶";
const CAMPAIGN = "冷泡茶隨行罐";
const PROMISE = "把報價單寄給阿岳";
const DEPUTY = "陳安";
const MIND = "老闆怕冷場，先講數字";
const DAY_MS = 24 * 3_600_000;

test.skip(({ isMobile }) => !isMobile, "a phone in the morning");
test.use({ actionTimeout: 60_000 });

test("an item of a plan whose day has come stands on Today, is moved, comes back, and is done with a tap", async ({ device, server }) => {
  test.setTimeout(240_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await synced(page);
  await installed(page, await readBuild());
  await device.goOffline();
  await newCampaign(page, CAMPAIGN);
  await page.getByRole("link", { name: "服務清單" }).click();
  await page.getByRole("radio", { name: "產品型" }).press("Space");
  await page.getByRole("radio", { name: "小客戶" }).press("Space");
  await page.getByRole("button", { name: "排出清單" }).press("Enter");
  await expect(page.getByText("0 / 60")).toBeVisible();
  const title = (await page.getByRole("checkbox").first().getAttribute("aria-label")) ?? "";
  await page.getByRole("button", { name: title }).press("Enter");
  const sheet = page.getByRole("dialog", { name: "項目" });
  await sheet.getByText("時間與分工").click();
  const day = field(sheet, "指定哪一天完成");
  await day.fill(await today(page));
  await day.blur();
  await sheet.getByRole("button", { name: "關閉" }).click();
  await savedOffline(page);

  await goTo(page, "今日");
  const due = group(page, "服務清單到期");
  const item = due.getByRole("listitem").filter({ hasText: title });
  await expect(item).toContainText(`${CLIENT} · ${CAMPAIGN}`);
  await expect(item).toContainText("今天");
  // Another day is chosen in its sheet; what was moved is gone until then, and comes back when that is taken back.
  await item.getByRole("button", { name: title }).press("Enter");
  // The next day on which we work is the first that is offered after today.
  const days = page.getByRole("dialog", { name: "項目" }).getByRole("group", { name: "改到" }).getByRole("button");
  await days.filter({ hasNotText: "今天" }).first().press("Enter");
  await expect(item).toHaveCount(0);
  await undo(page, "改好日期了");
  await expect(item).toHaveCount(1);
  await item.getByRole("checkbox", { name: title }).press("Enter");
  await expect(item).toHaveCount(0);
  await savedOffline(page);
  await openAt(page, "/");
  await expect(page.getByRole("heading", { level: 1, name: /^今日/ })).toBeVisible();
  await expect(item).toHaveCount(0);
});

test("a client nobody has talked with for longer than allowed is offered, and put off for a week with a tap", async ({ device, server }) => {
  test.setTimeout(240_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await synced(page);
  await installed(page, await readBuild());
  await device.goOffline();
  await meet(page);
  await savedOffline(page);
  const met = Date.now();
  await goOnTo(page, met + 20 * DAY_MS);
  await openAt(page, "/");
  await expect(page.getByRole("heading", { level: 1, name: /^今日/ })).toBeVisible();
  const quiet = group(page, "太久沒聯絡");
  await expect(quiet).toHaveCount(0);

  await goOnTo(page, met + 22 * DAY_MS);
  await openAt(page, "/");
  await expect(quiet.getByRole("listitem")).toContainText("最多隔 21 天");
  // Planning a meeting is a tap away, too.
  await quiet.getByRole("button", { name: `和${CLIENT}約時間` }).press("Enter");
  const plan = page.getByRole("dialog", { name: "約見面" });
  await expect(plan).toBeVisible();
  await plan.getByRole("button", { name: "關閉" }).click();
  await quiet.getByRole("button", { name: `${CLIENT}：晚點再提醒` }).press("Enter");
  await expect(quiet).toHaveCount(0);
  await undo(page, "7 天後再提醒");
  await quiet.getByRole("button", { name: `${CLIENT}：晚點再提醒` }).press("Enter");
  await expect(quiet).toHaveCount(0);
  await savedOffline(page);

  await goOnTo(page, met + 30 * DAY_MS);
  await openAt(page, "/");
  await expect(quiet.getByRole("listitem")).toContainText(CLIENT);
});

test("a client is handed over with what is open, seen before it is done, and taken back by one undo", async ({ device, server }) => {
  test.setTimeout(240_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await synced(page);
  await installed(page, await readBuild());
  await device.goOffline();
  await meet(page, PROMISE);

  const sheet = await openHandOver(page);
  await expect(sheet.getByRole("heading", { name: /^我方待辦\s*1$/ })).toBeVisible();
  await expect(sheet.getByText(new RegExp(`^${PROMISE}（`))).toBeVisible();
  // Without a name nothing is handed over.
  await sheet.getByRole("button", { name: "交接過去" }).press("Enter");
  await expect(field(sheet, "接手的人")).toHaveAttribute("aria-invalid", "true");
  await handOver(sheet);
  const told = page.getByRole("region", { name: `林小滿交接給${DEPUTY}` });
  await expect(told).toContainText(MIND);
  // That it is known says who took over, and nobody for them.
  await expect(told.getByRole("button")).toHaveCount(0);
  await undo(page, "交接好了");
  await expect(told).toHaveCount(0);
  await openPart(page, "資料");
  await expect(field(page, "負責人")).toHaveValue("");
  await handOver(await openHandOver(page));
  await expect(field(page, "負責人")).toHaveValue(DEPUTY);
  await expect(field(page, "代理人")).toHaveValue("林小滿");
  await openPart(page, "時間軸");
  await expect(page.getByRole("listitem").filter({ hasText: `林小滿交接給${DEPUTY}` })).toContainText(MIND);

  // It comes back to whoever is signed in: their Today says from whom, until they know.
  const back = await openHandOver(page);
  await back.getByRole("group", { name: "同事" }).getByRole("button", { name: "林小滿" }).press("Enter");
  await expect(field(back, "接手的人")).toHaveValue("林小滿");
  await back.getByRole("button", { name: "交接過去" }).press("Enter");
  await expect(back).toBeHidden();
  await savedOffline(page);
  await goTo(page, "今日");
  const taken = group(page, "交接");
  await expect(taken.getByRole("listitem")).toContainText(`從${DEPUTY}接手`);
  await taken.getByRole("checkbox", { name: `知道接手${CLIENT}了` }).press("Enter");
  await expect(taken).toHaveCount(0);
  await openClient(page, CLIENT);
  await expect(page.getByRole("button", { name: "知道了" })).toHaveCount(0);
});

/** A meeting from beginning to end, with a promise of ours for tomorrow if one is named. */
async function meet(page: Page, promise?: string): Promise<void> {
  await startMeeting(page, CLIENT);
  if (promise !== undefined) {
    await lineBox(page).fill(promise);
    await page.getByRole("group", { name: "種類" }).getByRole("button", { name: "我方待辦" }).click();
    await page.getByRole("group", { name: "什麼時候" }).getByRole("button", { name: "明天" }).click();
  }
  await page.getByRole("button", { name: "結束", exact: true }).click();
  await page.getByRole("button", { name: "整理好了" }).click();
  await expect(page.getByRole("heading", { level: 1, name: CLIENT })).toBeVisible();
}

/** From a client's page to the sheet in which it is handed over. */
async function openHandOver(page: Page): Promise<Locator> {
  await page.getByRole("button", { name: "更多動作" }).press("Enter");
  await page.getByRole("dialog", { name: "更多動作" }).getByRole("button", { name: "交接給同事" }).press("Enter");
  const sheet = page.getByRole("dialog", { name: "交接", exact: true });
  await expect(sheet).toBeVisible();
  return sheet;
}

async function handOver(sheet: Locator): Promise<void> {
  await field(sheet, "接手的人").fill(DEPUTY);
  await field(sheet, "要留意的事").fill(MIND);
  await sheet.getByRole("button", { name: "交接過去" }).press("Enter");
  await expect(sheet).toBeHidden();
}

/** A group of Today. */
function group(page: Page, name: string): Locator {
  const heading = page.getByRole("heading", { level: 2, name: new RegExp(`^${name}`) });
  return page.locator("section.group").filter({ has: heading });
}

async function undo(page: Page, said: string): Promise<void> {
  await page.locator(".toast", { hasText: said }).last().getByRole("button", { name: "復原" }).press("Enter");
}

/** Today as the phone has it. */
async function today(page: Page): Promise<string> {
  return page.evaluate(() => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  });
}

const turned = new WeakSet<Page>();

/** The phone's clock goes on to a moment; the page is to be opened anew. Without the network, which would put it right. */
async function goOnTo(page: Page, time: number): Promise<void> {
  if (turned.has(page)) await page.clock.setSystemTime(time);
  else await page.clock.install({ time });
  turned.add(page);
}

async function openAt(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await started(page);
}
