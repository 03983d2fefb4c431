/** Two devices edit one client, neither of them with a signal: nothing of either is lost, and who wants the other value can have it. */
import type { Page } from "@playwright/test";
import type { Device } from "../../support/device.ts";
import { DESK, expect, field, firstAccount, goTo, newClient, openClient, openPart, savedOffline, signIn, startMeeting, synced } from "../../support/book.ts";
import { installed, readBuild } from "../../support/shell.ts";
import { test } from "../../support/test.ts";

const CLIENT = "山嵐製茶";

test.skip(({ isMobile }) => !isMobile, "one of the two is a phone");
test.use({ actionTimeout: 60_000 });

test("different fields are both kept on both", async ({ device: phone, newDevice, server }) => {
  test.setTimeout(240_000);
  const desk = await newDevice(DESK);
  await withOneClient(phone, desk, server);
  await bothOffline(phone, desk);
  await write(phone.page, "產業", "茶葉");
  await write(desk.page, "地址", "南投縣鹿谷鄉中正路 1 號");
  await bothOnline(phone, desk);
  for (const { page } of [phone, desk]) {
    await expect(field(page, "產業")).toHaveValue("茶葉");
    await expect(field(page, "地址")).toHaveValue("南投縣鹿谷鄉中正路 1 號");
    await expect(alsoEdited(page)).toHaveCount(0);
  }
});

test("of one field one value shows on both, and the other can be restored offline", async ({ device: phone, newDevice, server }) => {
  test.setTimeout(240_000);
  const desk = await newDevice(DESK);
  await withOneClient(phone, desk, server);
  await bothOffline(phone, desk);
  const written = ["先聊茶園的天氣", "直接談第二季的預算"];
  await write(phone.page, "相處提醒", written[0]!);
  await write(desk.page, "相處提醒", written[1]!);
  await bothOnline(phone, desk);
  for (const { page } of [phone, desk]) await expect(alsoEdited(page)).toBeVisible();
  const shown = await field(phone.page, "相處提醒").inputValue();
  expect(written).toContain(shown);
  await expect(field(desk.page, "相處提醒")).toHaveValue(shown);
  const other = written.find((value) => value !== shown)!;

  await bothOffline(phone, desk);
  await alsoEdited(phone.page).click();
  await expect(phone.page.getByText(other, { exact: true })).toBeVisible();
  const side = phone.page.locator(".conflict-side").filter({ hasText: other });
  await side.getByRole("button", { name: /^(留我的|用對方的)$/ }).click();
  await expect(field(phone.page, "相處提醒")).toHaveValue(other);
  await expect(alsoEdited(phone.page)).toHaveCount(0);
  await bothOnline(phone, desk);
  for (const { page } of [phone, desk]) {
    await expect(field(page, "相處提醒")).toHaveValue(other);
    await expect(alsoEdited(page)).toHaveCount(0);
  }
});

test("it is settled where it is met: in words, by both, by words of one's own, and back again", async ({ device: phone, newDevice, server }) => {
  test.setTimeout(240_000);
  const desk = await newDevice(DESK);
  await withOneClient(phone, desk, server);
  const page = phone.page;
  await startMeeting(page, CLIENT);
  await page.getByRole("button", { name: "結束", exact: true }).click();
  await expect(page.getByRole("heading", { name: "會後整理" })).toBeVisible();
  await openClient(page, CLIENT);
  await openPart(page, "資料");
  await synced(page);
  await bothOffline(phone, desk);
  await write(page, "團隊人數", "6");
  await write(page, "相處提醒", "先聊茶園的天氣");
  await write(desk.page, "團隊人數", "8");
  await write(desk.page, "相處提醒", "先聊茶園的收成");
  await bothOnline(phone, desk);

  await expect(alsoEdited(page)).toHaveCount(2);
  // Who the other is has been asked while there was a network.
  await alsoEdited(page).first().click();
  await expect(page.getByText(/林小滿，桌機/)).toBeVisible();
  await page.getByRole("button", { name: "收起" }).click();

  // On Today, where it opens in its line and stays open through a reload and a turn of the phone.
  await bothOffline(phone);
  await goTo(page, "今日");
  await page.getByRole("button", { name: "也有人改過：2 處" }).click();
  const size = page.getByRole("group", { name: "團隊人數" });
  const advice = page.getByRole("group", { name: "相處提醒" });
  await expect(size).toContainText(/團隊人數 6 → 8，.+ 的會議之後/);
  await expect(size).toContainText(/林小滿，手機/);
  await expect(size).toContainText(/林小滿，桌機/);
  await expect(advice.locator("mark")).toHaveText(["收成", "天氣"]);
  await advice.getByRole("button", { name: "修改" }).click();
  await field(advice, "要留的內容").fill("先聊茶園的天氣與收成");
  await page.setViewportSize({ width: 844, height: 390 });
  await expect(field(advice, "要留的內容")).toHaveValue("先聊茶園的天氣與收成");
  await page.reload();
  await expect(field(advice, "要留的內容")).toHaveValue("先聊茶園的天氣與收成");
  await advice.getByRole("button", { name: "儲存" }).click();
  await expect(page.getByRole("button", { name: "也有人改過：1 處" })).toBeVisible();
  await expect(advice).toHaveCount(0);
  await page.getByRole("status").getByRole("button", { name: "復原" }).click();
  await expect(page.getByRole("button", { name: "也有人改過：2 處" })).toBeVisible();
  await expect(advice.locator("mark")).toHaveText(["收成", "天氣"]);
  await advice.getByRole("button", { name: "兩個都留" }).click();
  await expect(advice).toHaveCount(0);

  // In the list.
  await page.setViewportSize({ width: 390, height: 844 });
  await goTo(page, "客戶");
  await expect(size).toBeVisible();
  await size.getByRole("button", { name: "留我的" }).click();
  await expect(page.getByRole("button", { name: /^也有人改過/ })).toHaveCount(0);
  await bothOnline(phone, desk);
  await expect(field(desk.page, "團隊人數")).toHaveValue("6");
  await expect(field(desk.page, "相處提醒")).toHaveValue("先聊茶園的天氣／先聊茶園的收成");
  await expect(alsoEdited(desk.page)).toHaveCount(0);
});

/** Both devices have the client's file open, and the shell to go on without a network. */
async function withOneClient(phone: Device, desk: Device, server: Parameters<typeof firstAccount>[1]): Promise<void> {
  await firstAccount(phone, server, "手機");
  await newClient(phone.page, CLIENT);
  await synced(phone.page);
  await signIn(desk, "桌機");
  for (const { page } of [phone, desk]) {
    await installed(page, await readBuild());
    await openClient(page, CLIENT);
    await openPart(page, "資料");
  }
}

async function write(page: Page, label: string, text: string): Promise<void> {
  await field(page, label).fill(text);
  await field(page, label).blur();
  await savedOffline(page);
}

async function bothOffline(...devices: Device[]): Promise<void> {
  for (const device of devices) await device.goOffline();
}

async function bothOnline(...devices: Device[]): Promise<void> {
  for (const device of devices) {
    await device.goOnline();
    await synced(device.page);
  }
}

function alsoEdited(page: Page) {
  return page.getByRole("button", { name: "也有人改過，看一下" });
}
