/** 盤點: the first talk, offline on the phone, broken off and taken up again; what is answered is a reason for the tier, and a tier of one's own needs one. */
import { DESK, expect, field, firstAccount, newClient, openClient, openPart, savedOffline, signIn, synced } from "../support/book.ts";
import type { Page } from "@playwright/test";
import { test } from "../support/test.ts";

const CLIENT = "山嵐茶園";

test.skip(({ isMobile }) => !isMobile, "walks from the phone to the desk itself");

test("a talk is broken off, goes on at the next meeting, and ends in a tier with its reasons", async ({ device, server, newDevice }) => {
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await synced(page);
  await device.goOffline();

  await openPart(page, "盤點");
  await page.getByRole("button", { name: "開始問" }).click();
  await choose(page, "大概是誰在處理", "一個人從頭做到尾");
  // Of one who does all it is asked what they would hand out.
  await asked(page, "想交給別人做");
  await page.getByRole("button", { name: "圖片與影片" }).click();
  await page.getByRole("button", { name: "頁面設計" }).click();
  await page.getByRole("button", { name: "下一步" }).click();
  await choose(page, "以前做過嗎", "第一次");
  await asked(page, "什麼時候上線");
  await field(page, "他們怎麼說").fill("年節前上線");
  await page.getByRole("button", { name: "下一步" }).click();
  await choose(page, "社群是怎麼經營的", "只有粉專，沒有人手發文");
  await page.getByRole("button", { name: "跳過" }).click();
  await choose(page, "圖片和影片", "沒有人做，手邊素材很少");
  await asked(page, "媒體或 KOL");
  await savedOffline(page);
  // The talk ends here; the phone is put away.
  await device.close();
  await device.launch();
  await device.open("/clients");
  await savedOffline(device.page);

  const later = device.page;
  await openClient(later, CLIENT);
  await openPart(later, "盤點");
  await expect(later.getByText("中客戶 · 暫定")).toBeVisible();
  await later.getByRole("link", { name: "接著問" }).click();
  await choose(later, "廣告這一塊", "幾乎沒投過");
  await choose(later, "媒體或 KOL", "還沒有");
  await choose(later, "包裝和出貨", "自己包，人手要再找");
  await choose(later, "大概準備了多少", "目前沒有編預算");
  await asked(later, "直接跟客人說到話");
  await later.getByRole("button", { name: "跳過" }).click();
  await choose(later, "想做到哪裡", "很想做，一步一步來");
  await expect(later.getByText("都問過了")).toBeVisible();
  await later.getByRole("link", { name: "返回" }).click();
  await expect(later.getByText("小客戶", { exact: true })).toBeVisible();
  await expect(later.getByText("沒有預算 · 有 4 項沒有")).toBeVisible();
  await expect(later.getByText(/很想做：可以一步一步來/)).toBeVisible();
  const social = later.getByRole("row", { name: /^社群操作/ });
  await expect(social).toContainText("人手做得到多少做多少");

  // At the desk, once the network is back: the same, and a tier of one's own with the reason.
  await device.goOnline();
  await synced(later);
  const desk = await signIn(await newDevice(DESK), "桌機");
  await openClient(desk, CLIENT);
  await openPart(desk, "盤點");
  await desk.getByRole("button", { name: "改分級" }).click();
  const sheet = desk.getByRole("dialog", { name: "改分級" });
  await sheet.getByRole("radio", { name: "中客戶" }).check();
  await expect(sheet.getByRole("button", { name: "儲存" })).toBeDisabled();
  await field(sheet, "為什麼").fill("集團的第一個案子");
  await sheet.getByRole("button", { name: "儲存" }).click();
  await expect(desk.getByText("自己定的：集團的第一個案子")).toBeVisible();
  await expect(desk.getByText(/^照回答是小客戶/)).toBeVisible();
  await synced(desk);
  await expect(later.getByText("自己定的：集團的第一個案子")).toBeVisible();
});

async function asked(page: Page, words: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 2, name: new RegExp(words) })).toBeVisible();
}

async function choose(page: Page, words: string, choice: string): Promise<void> {
  await asked(page, words);
  // By the keyboard: a tap so soon after the last could be the second one of a double tap, which presses nothing.
  await page.getByRole("button", { name: choice }).press("Enter");
}
