/** A meeting is planned, moved and cancelled without a network; one that was missed leaves Today by being begun or cancelled. */
import type { Page } from "@playwright/test";
import { expect, field, firstAccount, goTo, lineBox, newClient, openClient, savedOffline, synced } from "../support/book.ts";
import { started } from "../support/device.ts";
import { test } from "../support/test.ts";

const CLIENT = "山嵐製茶";

test.skip(({ isMobile }) => !isMobile, "the same on every device");
test.use({ actionTimeout: 60_000 });

test("planned offline, moved, missed and cancelled", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await synced(page);
  await device.goOffline();

  await page.getByRole("button", { name: "約下一次見面" }).click();
  const sheet = page.getByRole("dialog", { name: "約見面" });
  await sheet.getByRole("button", { name: "約好" }).click();
  await expect(sheet.getByText("這欄要填")).toBeVisible();
  await sheet.getByRole("button", { name: "明天 10:00" }).click();
  await field(sheet, "主題").fill("春茶報價");
  await field(sheet, "地點").fill("鹿谷茶廠");
  await sheet.getByRole("button", { name: "約好" }).click();
  const next = page.getByRole("link", { name: /10:00 開會$/ });
  await expect(next).toBeVisible();
  await savedOffline(page);
  // The way back, and again.
  await page.getByRole("button", { name: "復原" }).last().click();
  await expect(next).toHaveCount(0);
  await plan(page, await moment(page, 1, "10:00"));
  await expect(next).toBeVisible();

  // The car screen knows it, and its own page moves it to today.
  await next.click();
  await page.getByRole("main").getByRole("link", { name: /春茶報價 · 鹿谷茶廠/ }).click();
  await expect(page.getByRole("heading", { name: "約好的會議，還沒開始" })).toBeVisible();
  await expect(field(page, "主題")).toHaveValue("春茶報價");
  await expect(field(page, "地點")).toHaveValue("鹿谷茶廠");
  const meeting = page.url();
  await moveTo(page, await moment(page, 0, "23:30"));
  await page.getByRole("link", { name: "返回" }).click();
  await goTo(page, "今日");
  await expect(onToday(page)).toContainText("23:30");
  // What is to come leads into the car.
  await onToday(page).click();
  await expect(page.getByRole("heading", { level: 1, name: "會前" })).toBeVisible();

  // Its day passes.
  await page.getByRole("main").getByRole("link", { name: /春茶報價/ }).click();
  await expect(page).toHaveURL(meeting);
  await moveTo(page, await moment(page, -1, "10:00"));
  await expect(page.getByRole("heading", { name: "約好的會議，沒有開成" })).toBeVisible();
  await page.getByRole("link", { name: "返回" }).click();
  await expect(page.getByRole("link", { name: /10:00 約的會議沒有開成$/ })).toBeVisible();
  await goTo(page, "今日");
  await expect(onToday(page)).toContainText("沒有開成");
  await onToday(page).click();
  await expect(page).toHaveURL(meeting);
  await press(page, "取消這場會議");
  await expect(page.getByRole("button", { name: "約下一次見面" })).toBeVisible();
  await goTo(page, "今日");
  await expect(onToday(page)).toHaveCount(0);
  await page.getByRole("button", { name: "復原" }).last().click();
  await expect(onToday(page)).toContainText("沒有開成");
  await savedOffline(page);
  await device.goOnline();
  await synced(page);
});

test("a missed meeting is begun as itself", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await plan(page, await moment(page, -3, "15:00"));
  await goTo(page, "今日");
  await onToday(page).click();
  await expect(page.getByRole("heading", { name: "約好的會議，沒有開成" })).toBeVisible();
  const meeting = page.url();
  await press(page, "開始");
  await expect(lineBox(page)).toBeVisible();
  await expect(page).toHaveURL(meeting);
  await page.getByRole("link", { name: "返回" }).click();
  await goTo(page, "今日");
  await expect(onToday(page)).toHaveCount(1);
  await expect(onToday(page)).toContainText("開會中");
  await onToday(page).click();
  await page.getByRole("button", { name: "結束", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^會後整理/ })).toBeVisible();
  const wrapUp = page.url();
  await page.getByRole("button", { name: "整理好了" }).click();
  await goTo(page, "今日");
  await expect(onToday(page)).toHaveCount(0);
  // It was the only one: nothing is left to be held.
  await openClient(page, CLIENT);
  await expect(page.getByRole("button", { name: "約下一次見面" })).toBeVisible();

  // What its wrap-up plans can be cancelled and planned again, and nobody is asked which it is to be.
  const inAWeek = page.getByRole("button", { name: /^1 週後/ });
  const next = page.getByRole("link", { name: /開會$/ });
  for (const round of ["planned", "planned again"]) {
    await page.goto(wrapUp);
    await started(page);
    await expect(inAWeek, round).toHaveAttribute("aria-pressed", "false");
    await inAWeek.click();
    await expect(inAWeek, round).toHaveAttribute("aria-pressed", "true");
    await page.getByRole("button", { name: "整理好了" }).click();
    await expect(next).toBeVisible();
    if (round === "planned again") break;
    await next.click();
    await page.getByRole("main").getByRole("link", { name: /改時間或取消/ }).click();
    await press(page, "取消這場會議");
    await expect(page.getByRole("button", { name: "約下一次見面" })).toBeVisible();
  }
  await expect(page.getByText("也有人改過")).toHaveCount(0);
  // One planned elsewhere is the next one there too.
  await next.click();
  await page.getByRole("main").getByRole("link", { name: /改時間或取消/ }).click();
  await press(page, "取消這場會議");
  await plan(page, await moment(page, 3, "16:00"));
  await page.goto(wrapUp);
  await started(page);
  await expect(field(page, "日期與時間")).toHaveValue(await moment(page, 3, "16:00"));
  await goTo(page, "今日");
  await expect(page.getByText("也有人改過")).toHaveCount(0);
  await synced(page);
});

/** What Today shows of the client. */
function onToday(page: Page) {
  return page.getByRole("main").getByRole("link", { name: new RegExp(CLIENT) });
}

/** A time of a day so many days from the browser's today, as its control for day and time takes it. */
function moment(page: Page, days: number, clock: string): Promise<string> {
  return page.evaluate(
    ([days, clock]) => {
      const day = new Date();
      day.setDate(day.getDate() + days);
      const two = (number: number) => String(number).padStart(2, "0");
      return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}T${clock}`;
    },
    [days, clock] as const,
  );
}

/** Plans a meeting at `at` from the page of a client with whom none is planned. */
async function plan(page: Page, at: string): Promise<void> {
  const sheet = page.getByRole("dialog", { name: "約見面" });
  await page.getByRole("button", { name: "約下一次見面" }).click();
  await field(sheet, "日期與時間").fill(at);
  await field(sheet, "主題").fill("春茶報價");
  await field(sheet, "地點").fill("鹿谷茶廠");
  await sheet.getByRole("button", { name: "約好" }).click();
  await expect(sheet).toBeHidden();
}

/** Moves the planned meeting whose page is open. */
async function moveTo(page: Page, at: string): Promise<void> {
  await press(page, "改時間");
  const sheet = page.getByRole("dialog", { name: "改時間" });
  await field(sheet, "日期與時間").fill(at);
  await sheet.getByRole("button", { name: "儲存" }).click();
  await expect(sheet).toBeHidden();
}

/** Presses a button of a page that has just come, by the keyboard: a tap so soon could be the second one of a double tap. */
async function press(page: Page, name: string): Promise<void> {
  const button = page.getByRole("button", { name, exact: true });
  await expect(button).toBeVisible();
  await button.press("Enter");
}
