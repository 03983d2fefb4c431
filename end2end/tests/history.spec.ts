/** What was, who changed it, and the way back: of a field, of what was deleted, of what was done at once. */
import type { Page } from "@playwright/test";
import { DESK, clientRow, expect, field, firstAccount, goTo, newClient, openClient, openPart, savedOffline, signIn, synced } from "../support/book.ts";
import { started } from "../support/device.ts";
import { installed, readBuild } from "../support/shell.ts";
import { test } from "../support/test.ts";

const CLIENT = "山嵐製茶";

test.skip(({ isMobile }) => !isMobile, "one of the two is a phone");
test.use({ actionTimeout: 60_000 });

test("every value of a field is found again with who wrote it, and can be set back; offline it says what it does not know", async ({ device: phone, newDevice, server }) => {
  test.setTimeout(240_000);
  await firstAccount(phone, server, "手機");
  await installed(phone.page, await readBuild());
  await newClient(phone.page, CLIENT);
  await openPart(phone.page, "資料");
  await write(phone.page, "相處提醒", "先聊茶園的天氣");
  await synced(phone.page);
  const desk = await signIn(await newDevice(DESK), "桌機");
  await openClient(desk, CLIENT);
  await openPart(desk, "資料");
  await write(desk, "相處提醒", "先聊茶園的收成");
  await synced(desk);
  await expect(field(phone.page, "相處提醒")).toHaveValue("先聊茶園的收成");

  const sheet = await openHistory(phone.page);
  const newest = sheet.getByRole("listitem").first();
  await expect(newest).toContainText("相處提醒");
  await expect(newest.locator("del")).toHaveText("天氣");
  await expect(newest.locator("ins")).toHaveText("收成");
  await expect(newest).toContainText(/林小滿，桌機，/);
  await expect(newest).toContainText("目前的內容");
  const older = sheet.getByRole("listitem").filter({ hasText: /林小滿，手機，/ }).filter({ hasText: "天氣" });
  await older.getByRole("button", { name: "改回這個" }).click();
  await phone.page.keyboard.press("Escape");
  await phone.page.keyboard.press("Escape");
  await expect(field(phone.page, "相處提醒")).toHaveValue("先聊茶園的天氣");
  await expect(field(desk, "相處提醒")).toHaveValue("先聊茶園的天氣");

  await phone.goOffline();
  await savedOffline(phone.page);
  const offline = await openHistory(phone.page);
  await expect(offline.getByText("這裡只有這台裝置上留著的")).toBeVisible();
  await expect(offline.getByRole("listitem").filter({ hasText: "相處提醒" })).toContainText("先聊茶園的天氣");
  await expect(offline.getByText("收成")).toHaveCount(0);
});

test("a deleted client is found offline and comes back with what was under it; an action is taken back whole", async ({ device: phone, server }) => {
  test.setTimeout(240_000);
  await firstAccount(phone, server, "手機");
  await installed(phone.page, await readBuild());
  await newClient(phone.page, CLIENT);
  const { page } = phone;
  await page.getByRole("navigation", { name: "這位客戶的各部分" }).getByRole("link", { name: "聯絡人" }).click();
  await page.getByRole("button", { name: "新增聯絡人" }).first().click();
  const form = page.getByRole("dialog", { name: "新增聯絡人" });
  await field(form, "姓名").fill("阿岳");
  await form.getByRole("button", { name: "新增", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "聯絡人" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByText("阿岳").first()).toBeVisible();
  await synced(page);
  await phone.goOffline();

  await page.getByRole("button", { name: "更多動作" }).click();
  await page.getByRole("button", { name: "刪除客戶" }).click();
  await expect(clientRow(page, CLIENT)).toHaveCount(0);
  await phone.open("/deleted");
  const row = page.getByRole("listitem").filter({ hasText: CLIENT });
  await expect(row).toContainText("連同其他");
  await expect(row).toContainText(/林小滿，手機，/);
  await row.getByRole("button", { name: "還原" }).click();
  await expect(row).toHaveCount(0);
  await goTo(page, "客戶");
  await clientRow(page, CLIENT).click();
  await page.getByRole("navigation", { name: "這位客戶的各部分" }).getByRole("link", { name: "聯絡人" }).click();
  await expect(page.getByText("阿岳").first()).toBeVisible();

  // Deleting was one action of several records: taken back from the history of one of them, all of it is undone.
  await phone.goOnline();
  await synced(page);
  const sheet = await openHistory(page);
  await sheet.getByRole("listitem").filter({ hasText: "找回來" }).getByRole("button", { name: "整批復原" }).click();
  await expect(page.getByText("整批復原了")).toBeVisible();
  await goTo(page, "客戶");
  await expect(clientRow(page, CLIENT)).toHaveCount(0);
  await page.goto("/deleted");
  await started(page);
  await expect(page.getByRole("listitem").filter({ hasText: CLIENT })).toContainText("連同其他");
});

async function write(page: Page, label: string, text: string): Promise<void> {
  await field(page, label).fill(text);
  await field(page, label).blur();
}

async function openHistory(page: Page) {
  await page.getByRole("button", { name: "更多動作" }).click();
  await page.getByRole("button", { name: "修改紀錄" }).click();
  return page.getByRole("dialog", { name: "修改紀錄" });
}
