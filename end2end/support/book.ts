/** What a person does with the book, by the words on the screen (zh-TW). */
import { type Locator, type Page, expect as patient } from "@playwright/test";
import type { Device, DeviceOptions } from "./device.ts";
import type { Server } from "./server.ts";

/** Waits longer than the other tests do: here whole devices start, die and sync. */
export const expect = patient.configure({ timeout: Number(process.env.YARDSTICK_PATIENCE_MS ?? 60_000) });

/** How somebody signs in. */
export type Credentials = { email: string; password: string };

/** Who makes the first account. */
export const LIN: Credentials = { email: "lin@example.com", password: "a long password" };

/** A desk, whatever the project's own device is. */
export const DESK: DeviceOptions = { viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false, deviceScaleFactor: 1 };

/** Makes the server's first account on `device`, called `label`, and waits for its book. */
export async function firstAccount(device: Device, server: Server, label: string): Promise<Page> {
  const { page } = device;
  await device.open("/");
  await field(page, "伺服器終端機印出的代碼").fill(server.firstRunCode);
  await field(page, "你的名字").fill("林小滿");
  await field(page, "團隊名稱").fill("山邊顧問");
  await field(page, "電子郵件").fill(LIN.email);
  await field(page, "密碼").fill(LIN.password);
  await field(page, "這台裝置叫什麼").fill(label);
  await page.getByRole("button", { name: "建立帳號" }).click();
  await inBook(page);
  return page;
}

/** Signs in on another device, called `label`, and waits for its book. */
export async function signIn(device: Device, label: string, who = LIN): Promise<Page> {
  const { page } = device;
  await device.open("/");
  await fillIn(page, who, label);
  await inBook(page);
  return page;
}

/** Signs in on a device whose session has ended, by the word in its bar. */
export async function signInAgain(page: Page, who = LIN): Promise<void> {
  await page.goto("/sign-in");
  await fillIn(page, who);
  await inBook(page);
}

async function fillIn(page: Page, who: Credentials, label?: string): Promise<void> {
  await fillInSignIn(page, who, label);
  await page.getByRole("button", { name: "登入", exact: true }).click();
}

/** Fills in what signing in asks for. */
export async function fillInSignIn(page: Page, who: Credentials, label?: string): Promise<void> {
  await field(page, "電子郵件").fill(who.email);
  await field(page, "密碼").fill(who.password);
  if (label) await field(page, "這台裝置叫什麼").fill(label);
}

async function inBook(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1, name: /^今日/ })).toBeVisible();
  await synced(page);
}

/** A form's control by its label. */
export function field(where: Page | Locator, label: string): Locator {
  return where.getByLabel(label, { exact: true });
}

/** Waits until the page says that everything is on the server. */
export async function synced(page: Page): Promise<void> {
  await expect(page.getByRole("link", { name: /^已同步/ })).toBeVisible();
}

/** Waits until the page says that it is offline, which it says only when everything is saved on the device. */
export async function savedOffline(page: Page): Promise<void> {
  await expect(page.getByRole("link", { name: "離線", exact: true })).toBeVisible();
}

/** Waits until the page asks to sign in, which it does in its bar and nowhere else. */
export async function asksToSignIn(page: Page): Promise<void> {
  await expect(page.getByRole("link", { name: "要登入", exact: true })).toBeVisible();
}

/** Goes to one of the places of the bar. */
export async function goTo(page: Page, place: "今日" | "客戶" | "待辦"): Promise<void> {
  await page.getByRole("navigation", { name: "主要" }).getByRole("link", { name: place, exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: new RegExp(`^${place}`) })).toBeVisible();
}

/** Adds a client from the list, and ends on its page. */
export async function newClient(page: Page, name: string): Promise<void> {
  await goTo(page, "客戶");
  // An empty list offers a link, a list with clients a button at its head.
  const add = page.getByRole("link", { name: "新增客戶" }).or(page.getByRole("button", { name: "新增客戶" }));
  await add.first().click();
  await field(page, "名稱").fill(name);
  await page.getByRole("button", { name: "新增客戶" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** Opens a client from the list. */
export async function openClient(page: Page, name: string): Promise<void> {
  await goTo(page, "客戶");
  await clientRow(page, name).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
}

/** A client's row in the list. */
export function clientRow(page: Page, name: string): Locator {
  return page.getByRole("region", { name: "客戶清單" }).getByRole("link", { name });
}

/** Goes to a part of the client that is open. */
export async function openPart(page: Page, part: "概況" | "盤點" | "資料" | "聯絡人" | "案子" | "時間軸"): Promise<void> {
  const tab = page.getByRole("navigation", { name: "這位客戶的各部分" }).getByRole("link", { name: part });
  await tab.click();
  await expect(tab).toHaveAttribute("aria-current", "page");
}

/** From a client's page through what to know before into the meeting. */
export async function startMeeting(page: Page, name: string): Promise<void> {
  // On a phone the middle of the bottom bar is the way, at a desk the first action of the client.
  const isDesk = (page.viewportSize()?.width ?? 0) >= 1024;
  const bar = page.getByRole("navigation", { name: "主要" }).getByRole("button", { name: "開會", exact: true });
  await (isDesk ? page.getByRole("link", { name: "開會", exact: true }) : bar).click();
  await page.getByRole("button", { name: "開始", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(lineBox(page)).toBeVisible();
}

/** Where a line of a meeting is typed. */
export function lineBox(page: Page): Locator {
  return field(page, "這一句");
}

/** The lines of the meeting that is open. */
export function lines(page: Page): Locator {
  return page.getByRole("list", { name: "這場會議的筆記" }).getByRole("listitem");
}

/** From a client's page to the meeting that ended. */
export async function openMeeting(page: Page): Promise<void> {
  await openPart(page, "時間軸");
  await page.getByRole("link", { name: /^會議/ }).click();
  await expect(page.getByRole("list", { name: "這場會議的筆記" })).toBeVisible();
}
