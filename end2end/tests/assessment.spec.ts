/** 盤點: the first talk, offline on the phone, broken off and taken up again; what is answered is a reason for the tier, and a tier of one's own needs one. */
import { DESK, expect, field, firstAccount, lineBox, lines, newClient, openClient, openPart, savedOffline, signIn, startMeeting, synced } from "../support/book.ts";
import { started } from "../support/device.ts";
import { asked, choose } from "../support/walk.ts";
import { installed, readBuild } from "../support/shell.ts";
import { test } from "../support/test.ts";

const CLIENT = "山嵐茶園";

test.skip(({ isMobile }) => !isMobile, "walks from the phone to the desk itself");

test("a talk is broken off, goes on at the next meeting, and ends in a tier with its reasons", async ({ device, server, newDevice }) => {
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await synced(page);
  await installed(page, await readBuild());
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
  await expect(later.getByText("中客戶 · 暫定", { exact: true })).toBeVisible();
  await later.getByRole("link", { name: "接著問" }).click();
  await choose(later, "廣告這一塊", "幾乎沒投過");
  await choose(later, "媒體或 KOL", "還沒有");
  await choose(later, "包裝和出貨", "自己包，人手要再找");
  await choose(later, "預算大概怎麼安排", "目前沒有編預算");
  await asked(later, "直接跟客人說到話");
  await later.getByRole("button", { name: "跳過" }).click();
  await choose(later, "想做到哪裡", "很想做，一步一步來");
  await expect(later.getByRole("heading", { level: 2, name: "跳過了 1 題" })).toBeVisible();
  await later.getByRole("link", { name: "返回" }).click();
  await expect(later.getByText("小客戶", { exact: true })).toBeVisible();
  await expect(later.getByText("沒有預算 · 有 4 項沒有")).toBeVisible();
  await expect(later.getByText(/ · 很想做$/)).toBeVisible();
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
  // A tier set by hand needs a reason; what is typed of it is kept, whatever becomes of the sheet.
  await sheet.getByRole("button", { name: "儲存" }).click();
  await expect(sheet.getByText("這欄要填")).toBeVisible();
  await field(sheet, "為什麼").fill("集團的第一個案子");
  await sheet.getByRole("button", { name: "關閉" }).click();
  await desk.getByRole("button", { name: "改分級" }).click();
  await expect(field(sheet, "為什麼")).toHaveValue("集團的第一個案子");
  await sheet.getByRole("radio", { name: "中客戶" }).check();
  await sheet.getByRole("button", { name: "儲存" }).click();
  await expect(desk.getByText("手動設定：集團的第一個案子")).toBeVisible();
  await expect(desk.getByText(/^依回答判定為小客戶/)).toBeVisible();
  await synced(desk);
  await expect(later.getByText("手動設定：集團的第一個案子")).toBeVisible();

  // Half a year on it is asked again: what holds is confirmed with a tap, what changed takes the rest of its answer along.
  await desk.getByRole("link", { name: "接著問" }).click();
  await asked(desk, "直接跟客人說到話");
  await desk.getByRole("button", { name: "粉絲專頁" }).press("Enter");
  await desk.getByRole("button", { name: "下一步" }).press("Enter");
  await expect(desk.getByRole("heading", { level: 2, name: "都問過了" })).toBeFocused();
  await desk.getByRole("button", { name: "上一步" }).press("Enter");
  await asked(desk, "直接跟客人說到話");
  await expect(desk.getByRole("button", { name: "粉絲專頁" })).toHaveAttribute("aria-pressed", "true");
  // None of them is an answer, too.
  await desk.getByRole("button", { name: "粉絲專頁" }).press("Enter");
  await expect(desk.getByRole("button", { name: "粉絲專頁" })).toHaveAttribute("aria-pressed", "false");
  await expect(desk.getByRole("button", { name: "下一步" })).toBeVisible();
  await desk.getByRole("link", { name: "返回" }).click();
  await desk.getByRole("button", { name: "改分級" }).click();
  await sheet.getByRole("button", { name: "改回依回答判定" }).click();
  await expect(desk.getByText("小客戶", { exact: true })).toBeVisible();
});

test("what was answered half a year ago is confirmed with a tap, or changed from there", async ({ device, server }) => {
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await openPart(page, "盤點");
  await page.getByRole("button", { name: "開始問" }).click();
  await choose(page, "大概是誰在處理", "兩三個人分著做");
  await asked(page, "各找哪一位");
  await field(page, "他們怎麼說").fill("廣告找阿岳");
  await page.getByRole("button", { name: "下一步" }).press("Enter");
  await choose(page, "以前做過嗎", "做過");
  await choose(page, "社群是怎麼經營的", "偶爾發");
  await asked(page, "廣告這一塊");
  // Words without a choice are no answer, and are not lost.
  await field(page, "他們怎麼說").fill("老闆要再想想");
  await page.getByRole("button", { name: "跳過" }).press("Enter");
  await page.getByRole("link", { name: "返回" }).click();
  await expect(page.getByText("老闆要再想想")).toBeVisible();

  // The clock of the phone half a year on; what was begun today is not begun again.
  await expect(page.getByRole("button", { name: "重新盤點" })).toHaveCount(0);
  // Without the network, which would put the clock right.
  await synced(page);
  await installed(page, await readBuild());
  await device.goOffline();
  await page.clock.install({ time: Date.now() + 180 * 24 * 3_600_000 });
  await page.reload();
  await started(page);
  await page.getByRole("button", { name: "重新盤點" }).click();
  await asked(page, "廣告這一塊");
  for (let skipped = 0; skipped < 7; skipped += 1) {
    const question = await page.getByRole("heading", { level: 2 }).innerText();
    await page.getByRole("button", { name: "跳過" }).press("Enter");
    await expect(page.getByRole("heading", { level: 2, name: question })).toHaveCount(0);
  }
  await asked(page, "大概是誰在處理");
  await expect(page.getByText("上次：兩三個人分著做")).toBeVisible();
  await page.getByRole("button", { name: "和上次一樣" }).press("Enter");
  await asked(page, "各找哪一位");
  await page.getByRole("button", { name: "和上次一樣" }).press("Enter");
  await choose(page, "以前做過嗎", "做過");
  await choose(page, "社群是怎麼經營的", "好幾個平台");
  await expect(page.getByRole("heading", { level: 2, name: /跳過了 7 題/ })).toBeVisible();
  await page.getByRole("link", { name: "返回" }).click();
  await page.getByRole("group").first().locator("summary").click();
  await expect(page.getByRole("listitem").filter({ hasText: "社群操作：有粉專和 LINE 官方帳號，偶爾發 → 好幾個平台" })).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "經驗" })).toHaveCount(0);
});

test("a line of a meeting answers a question and is a need, and the talk is a tap away", async ({ device, server }) => {
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  const client = page.url();
  await startMeeting(page, CLIENT);
  await lineBox(page).fill("年節前一定要上線");
  await lineBox(page).press("Enter");
  await lines(page).getByRole("button", { name: "年節前一定要上線" }).click();
  await lines(page).getByRole("button", { name: "需求", exact: true }).press("Enter");
  await lines(page).getByRole("button", { name: "記成需求" }).press("Enter");
  await expect(lines(page).getByText("記下了需求")).toBeVisible();
  await field(page, "這句回答了").selectOption("預算");
  await page.getByRole("button", { name: "會議資料" }).press("Enter");
  await page.getByRole("dialog").getByRole("link", { name: "盤點" }).press("Enter");
  await asked(page, "大概是誰在處理");
  await page.getByRole("link", { name: "返回" }).click();
  await expect(lineBox(page)).toBeVisible();
  await page.goto(`${client}/assessment`);
  await started(page);
  await expect(page.getByRole("button", { name: /^年節前一定要上線/ })).toBeVisible();
  await expect(page.getByRole("definition").filter({ hasText: "年節前一定要上線" })).toBeVisible();
});
