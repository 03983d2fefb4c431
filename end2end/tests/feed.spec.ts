/** A calendar at a secret address follows what is promised, from any device, tells what was chosen, and ends when it is stopped. */
import type { Locator, Page } from "@playwright/test";
import { DESK, expect, field, firstAccount, lineBox, newClient, openClient, signIn, startMeeting, synced } from "../support/book.ts";
import { test } from "../support/test.ts";

const CLIENT = "山嵐製茶";
const PROMISE = "把報價單寄給阿岳";
/** Letting a text settle, and a round before it. */
const UPLOADED = { timeout: 60_000 };

test.skip(({ isMobile }) => !isMobile, "the same on every device");
test.use({ actionTimeout: 60_000 });

test("an address is made, follows the book from two devices, tells less when asked to, and ends", async ({ device, newDevice, server }) => {
  test.setTimeout(240_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await startMeeting(page, CLIENT);
  await lineBox(page).fill(PROMISE);
  await page.getByRole("group", { name: "種類" }).getByRole("button", { name: "我方待辦" }).click();
  await page.getByRole("group", { name: "什麼時候" }).getByRole("button", { name: "明天" }).click();
  await synced(page);
  await device.open("/");
  await synced(page);

  // How much it tells is chosen first.
  await openExport(page);
  await expect(radio(page, "客戶名稱")).toBeChecked();
  await press(feed(page).getByRole("button", { name: "開一個網址" }));
  const address = await field(page, "訂閱網址").inputValue();
  expect(address).toMatch(new RegExp(`^${server.origin}/feeds/[\\w-]{43}\\.ics$`));
  await expect(feed(page).getByRole("link", { name: "用這台裝置的行事曆訂閱" })).toHaveAttribute("href", address.replace("http://", "webcal://"));
  await expect(feed(page).getByText(/^上次上傳：/)).toBeVisible();
  const first = await calendar(address);
  expect(first).toContain(`SUMMARY:我方待辦，${CLIENT}：${PROMISE}\r\n`);
  const tomorrow = day(first);
  expect(tomorrow).not.toBe("");

  // Shown once.
  await device.open("/");
  await openExport(page);
  await expect(feed(page).getByText("網址只在開的時候顯示一次", { exact: false })).toBeVisible();
  await expect(field(page, "訂閱網址")).toHaveCount(0);

  // Another day, on this device.
  await openClient(page, CLIENT);
  await putOff(page, "今天");
  await expect.poll(async () => day(await calendar(address)), UPLOADED).not.toBe(tomorrow);

  // And on another one, which learns of the feed when it starts.
  const desk = await newDevice(DESK);
  const other = await signIn(desk, "桌機");
  await openClient(other, CLIENT);
  await putOff(other, "明天");
  await expect.poll(async () => day(await calendar(address)), UPLOADED).toBe(tomorrow);

  // Whoever is not to know who it is.
  await openExport(page);
  await radio(page, "不寫是誰").press("Space");
  await expect(radio(page, "不寫是誰")).toBeChecked();
  await expect.poll(async () => calendar(address), UPLOADED).toContain("SUMMARY:我方待辦\r\n");
  const told = await calendar(address);
  expect(told).not.toContain(CLIENT);
  expect(told).not.toContain(PROMISE);

  // Its language is its own: both devices show Chinese, and neither makes it Chinese again.
  const english = feed(page).getByRole("group", { name: "行事曆的語言" }).getByRole("radio", { name: "English" });
  await expect(english).not.toBeChecked();
  await english.press("Space");
  await expect(english).toBeChecked();
  await expect.poll(async () => calendar(address), UPLOADED).toContain("SUMMARY:Due from us\r\n");
  const dayBefore = day(await calendar(address));
  await putOff(other, "今天");
  await expect.poll(async () => day(await calendar(address)), UPLOADED).not.toBe(dayBefore);
  expect(await calendar(address)).toContain("SUMMARY:Due from us\r\n");

  // Another address tells the same.
  await press(feed(page).getByRole("button", { name: "換一個網址" }));
  await press(page.getByRole("dialog", { name: "換一個網址？" }).getByRole("button", { name: "換一個網址" }));
  await expect(field(page, "訂閱網址")).not.toHaveValue(address);
  const renewed = await field(page, "訂閱網址").inputValue();
  expect((await fetch(address)).status).toBe(404);
  expect(await calendar(renewed)).toContain("SUMMARY:Due from us\r\n");

  await press(feed(page).getByRole("button", { name: "停止訂閱" }));
  const asks = page.getByRole("dialog", { name: "停止訂閱？" });
  await press(asks.getByRole("button", { name: "停止訂閱" }));
  await expect(page.getByText("已停止訂閱，網址已失效")).toBeVisible();
  expect((await fetch(renewed)).status).toBe(404);
  await expect(feed(page).getByRole("button", { name: "開一個網址" })).toBeVisible();
});

test("without a network the page says what that means for the subscription", async ({ device, server }) => {
  const page = await firstAccount(device, server, "手機");
  await openExport(page);
  await expect(feed(page).getByRole("button", { name: "開一個網址" })).toBeVisible();
  await page.getByRole("link", { name: "返回" }).click();
  await device.goOffline();
  await page.getByRole("main").getByRole("link", { name: /^匯出/ }).click();
  await expect(feed(page).getByText("現在連不上伺服器", { exact: false })).toBeVisible();
  await device.goOnline();
  await press(feed(page).getByRole("button", { name: "再試一次" }));
  await expect(feed(page).getByRole("button", { name: "開一個網址" })).toBeVisible();
});

async function openExport(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "主要" }).getByRole("link", { name: "更多", exact: true }).click();
  await page.getByRole("main").getByRole("link", { name: /^匯出/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: "匯出" })).toBeVisible();
}

/** Presses a button once it can be: while the server is asked it cannot, and a key does not wait for that. */
async function press(button: Locator): Promise<void> {
  await expect(button).toBeEnabled();
  await button.press("Enter");
}

function feed(page: Page): Locator {
  return page.getByRole("region", { name: "行事曆訂閱" });
}

function radio(page: Page, name: string): Locator {
  return feed(page).getByRole("group", { name: "行事曆上寫出多少" }).getByRole("radio", { name });
}

/** Moves the promise, on the client's page that is open. */
async function putOff(page: Page, to: string): Promise<void> {
  const row = page.getByRole("region", { name: /^未完待辦/ }).getByRole("listitem").filter({ has: page.getByRole("checkbox", { name: PROMISE }) });
  await row.getByRole("button", { name: PROMISE }).click();
  const sheet = page.getByRole("dialog", { name: "待辦", exact: true });
  await sheet.getByRole("group", { name: "改到" }).getByRole("button", { name: to, exact: true }).click();
  await expect(row).toContainText(to);
}

/** What is at the address, for anybody, its folded lines joined. */
async function calendar(address: string): Promise<string> {
  const answer = await fetch(address);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("text/calendar; charset=utf-8");
  return (await answer.text()).replaceAll("\r\n ", "");
}

/** The day of its only event. */
function day(text: string): string {
  return /DTSTART;VALUE=DATE:(\d{8})/.exec(text)?.[1] ?? "";
}
