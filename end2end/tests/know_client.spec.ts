/** Knowing a client, offline on the phone: screened before signing, told what it will cost, and talked with in the way that suits them. */
import type { Locator, Page } from "@playwright/test";
import { DESK, expect, field, firstAccount, newClient, openClient, openPart, savedOffline, signIn, synced } from "../support/book.ts";
import { installed, readBuild } from "../support/shell.ts";
import { test } from "../support/test.ts";

const CLIENT = "山嵐製茶";

test.skip(({ isMobile }) => !isMobile, "walks from the phone to the desk itself");
test.use({ actionTimeout: 60_000 });

test("an engagement is screened in order, and decided with a reason", async ({ device, server, newDevice }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await openPart(page, "案子");
  await addEngagement(page, "冷泡茶隨行罐");
  await synced(page);
  await installed(page, await readBuild());
  await device.goOffline();

  await page.getByRole("button", { name: "選品評估", exact: true }).click();
  const sheet = page.getByRole("dialog", { name: "選品評估", exact: true });
  // One after the other.
  await expect(sheet.getByRole("group", { name: "團隊背景" })).toHaveCount(0);
  await mark(sheet, "產品或議題適合度", "看好");
  await mark(sheet, "團隊背景", "還不清楚");
  await field(sheet, "團隊背景：說明").fill("只有老闆一個人");
  await expect(sheet.getByText("建議：等等看")).toBeVisible();
  await expect(sheet.getByText("還不清楚：團隊背景")).toBeVisible();
  // Nothing is decided by itself, and to wait takes a reason.
  await sheet.getByRole("button", { name: "記下決定" }).click();
  await expect(sheet.getByText("這欄要填")).toBeVisible();
  await mark(sheet, "決定", "等等看");
  await sheet.getByRole("button", { name: "記下決定" }).click();
  await expect(sheet.getByText("這欄要填")).toBeVisible();
  await field(sheet, "原因").fill("先看誰來出貨");
  await sheet.getByRole("button", { name: "記下決定" }).click();
  await expect(sheet).toBeHidden();
  await expect(page.getByText("選品評估：等等看 · 先看誰來出貨")).toBeVisible();

  // The decision is taken back; what was looked at stays.
  await undo(page, "記下了選品評估的決定");
  await expect(page.getByText("選品評估：還沒決定")).toBeVisible();
  await page.getByRole("button", { name: "選品評估", exact: true }).click();
  await expect(field(sheet, "團隊背景：說明")).toHaveValue("只有老闆一個人");
  await mark(sheet, "團隊背景", "看好");
  await mark(sheet, "能投入的資源", "看好");
  await mark(sheet, "對產品的了解", "看好");
  await mark(sheet, "市場", "看好");
  await expect(sheet.getByText("建議：簽")).toBeVisible();
  await expect(sheet.getByText("五項都看好")).toBeVisible();
  await mark(sheet, "決定", "簽");
  await sheet.getByRole("button", { name: "記下決定" }).click();
  await expect(page.getByText("選品評估：簽", { exact: true })).toBeVisible();
  await savedOffline(page);

  await device.goOnline();
  await synced(page);
  const desk = await signIn(await newDevice(DESK), "桌機");
  await openClient(desk, CLIENT);
  await openPart(desk, "案子");
  await expect(desk.getByText("選品評估：簽", { exact: true })).toBeVisible();
});

test("the shares of cost are talked about with who decides, and it is said before a meeting if they were not", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await openPart(page, "聯絡人");
  await addContact(page, "阿岳", true);
  await addContact(page, "曉晴", false);
  await openPart(page, "案子");
  await addEngagement(page, "冷泡茶隨行罐");
  await synced(page);
  await installed(page, await readBuild());
  await device.goOffline();
  await toCar(page);
  await expect(page.getByRole("article")).toContainText("還沒打過預防針");

  // Held with somebody who does not decide.
  await openClient(page, CLIENT);
  await openPart(page, "盤點");
  const talks = page.getByRole("region", { name: "打預防針" });
  await talks.getByRole("button", { name: "記一次打預防針" }).click();
  const sheet = page.getByRole("dialog", { name: "記一次打預防針" });
  const boss = sheet.getByRole("button", { name: "阿岳" });
  const helper = sheet.getByRole("button", { name: "曉晴" });
  // Who decides is meant, unless somebody says otherwise.
  await expect(boss).toHaveAttribute("aria-pressed", "true");
  await expect(helper).toHaveAttribute("aria-pressed", "false");
  await boss.click();
  await helper.click();
  await field(sheet, "廣告").fill("30");
  await field(sheet, "製作").fill("60");
  await field(sheet, "潛在支出").fill("20");
  await expect(sheet.getByText("合計 110% · 加起來超過 100%，再看一次")).toBeVisible();
  await field(sheet, "潛在支出").fill("5");
  await expect(sheet.getByText("合計 95%", { exact: true })).toBeVisible();
  await sheet.getByRole("button", { name: "新增", exact: true }).click();
  await expect(sheet).toBeHidden();
  const first = talks.getByRole("button", { name: /曉晴/ });
  await expect(first).toContainText("決策者不在場 · 廣告 30% · 製作 60% · 潛在支出 5%");
  await expect(first).toContainText("95%");
  await toCar(page);
  await expect(page.getByRole("article")).toContainText("打過預防針，但決策者不在場");

  // Held again, with who decides.
  await openClient(page, CLIENT);
  await openPart(page, "盤點");
  await talks.getByRole("button", { name: "記一次打預防針" }).click();
  await field(sheet, "廣告").fill("30");
  await field(sheet, "他們的反應").fill("先留一成");
  await sheet.getByRole("button", { name: "新增", exact: true }).click();
  await expect(sheet).toBeHidden();
  const second = talks.getByRole("button", { name: /阿岳/ });
  await expect(second).not.toContainText("決策者不在場");

  // Deleted, and brought back.
  await second.click();
  const one = page.getByRole("dialog", { name: "打預防針", exact: true });
  await expect(field(one, "他們的反應")).toHaveValue("先留一成");
  await one.getByRole("button", { name: "刪除這次紀錄" }).click();
  await expect(second).toHaveCount(0);
  await undo(page, "刪除了一次打預防針");
  await expect(second).toBeVisible();
  await savedOffline(page);
  await toCar(page);
  await expect(page.getByRole("article")).toContainText(CLIENT);
  await expect(page.getByRole("article")).not.toContainText("預防針");
});

test("how to talk with a client follows from marks with their signs, and is read before a meeting", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await synced(page);
  await installed(page, await readBuild());
  await device.goOffline();

  await openPart(page, "聯絡人");
  const profile = page.getByRole("region", { name: "溝通特性" });
  // Raised before anything is marked; taken back, it leaves nothing behind.
  await profile.getByRole("button", { name: "他們主動談到設計" }).click();
  await expect(profile.getByText(/信任我們/)).toBeVisible();
  await undo(page, "記下了：他們主動談到設計");
  await expect(profile.getByText(/信任我們/)).toHaveCount(0);

  await profile.getByRole("button", { name: "標溝通特性" }).click();
  const sheet = page.getByRole("dialog", { name: "溝通特性" });
  await mark(sheet, "數位接受度", "慢");
  await mark(sheet, "使用深度", "深");
  await field(sheet, "使用深度：跡象").fill("出貨單都在後台做");
  await sheet.getByRole("button", { name: "關閉" }).click();
  await expect(profile.getByText("深 · 出貨單都在後台做")).toBeVisible();
  await expect(profile.getByText("慢 · 還沒寫跡象")).toBeVisible();
  await expect(profile.getByText("還沒有跡象，先當參考：數位接受度")).toBeVisible();
  await expect(profile.getByText("設計少談。")).toBeVisible();

  // Who raises design themselves is not spared it.
  await profile.getByRole("button", { name: "他們主動談到設計" }).click();
  await expect(profile.getByText("設計少談。")).toHaveCount(0);
  await savedOffline(page);
  await toCar(page);
  const car = page.getByRole("article");
  await expect(car).toContainText("信任我們");
  await expect(car).toContainText("列出他們還在線下做的事，當下一步的候選。");
  await expect(car).toContainText("還沒有跡象，先當參考：數位接受度");
  await device.goOnline();
  await synced(page);
});

async function mark(sheet: Locator, what: string, how: string): Promise<void> {
  await sheet.getByRole("group", { name: what, exact: true }).getByRole("radio", { name: how, exact: true }).press("Space");
}

async function undo(page: Page, said: string): Promise<void> {
  await page.locator(".toast", { hasText: said }).getByRole("button", { name: "復原" }).click();
}

/** From a client's page to what is read before a meeting. */
async function toCar(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "主要" }).getByRole("button", { name: "開會", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^會前/ })).toBeVisible();
}

async function addEngagement(page: Page, title: string): Promise<void> {
  await page.getByRole("button", { name: "新增案子" }).click();
  const sheet = page.getByRole("dialog", { name: "新增案子" });
  await field(sheet, "案名").fill(title);
  await sheet.getByRole("button", { name: "新增", exact: true }).click();
  await page.getByRole("dialog", { name: "案子", exact: true }).getByRole("button", { name: "關閉" }).click();
  await expect(page.getByRole("heading", { level: 2, name: title })).toBeVisible();
}

async function addContact(page: Page, name: string, decides: boolean): Promise<void> {
  await page.getByRole("button", { name: "新增聯絡人" }).first().click();
  const sheet = page.getByRole("dialog", { name: "新增聯絡人" });
  await field(sheet, "姓名").fill(name);
  await sheet.getByRole("button", { name: "新增", exact: true }).click();
  await expect(sheet).toBeHidden();
  if (!decides) return;
  await page.getByRole("button", { name: new RegExp(`^${name}`) }).click();
  const one = page.getByRole("dialog", { name: "聯絡人", exact: true });
  await one.getByRole("checkbox", { name: "決策者" }).check();
  await one.getByRole("button", { name: "關閉" }).click();
}
