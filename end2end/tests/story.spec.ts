/**
 * One client from the first talk to the second week, offline on a phone: 盤點 over two meetings, the tier that follows, the plan and its days,
 * what is handed over, what follows on its day, what they promised and forgot. Then the desk, where all of it stands.
 */
import { DESK, expect, field, firstAccount, lineBox, newClient, openClient, openPart, savedOffline, signIn, startMeeting, synced } from "../support/book.ts";
import { DAY_MS, asked, choose, dayOf, goOnTo, iso, newCampaign, openAt, say, takeWhatIsShared } from "../support/walk.ts";
import type { Page } from "@playwright/test";
import { started } from "../support/device.ts";
import { installed, readBuild } from "../support/shell.ts";
import { test } from "../support/test.ts";

const CLIENT = "山嵐製茶";
const CAMPAIGN = "冷泡茶隨行罐";
const DECISION = "先做問卷，月底前要看到題目";
const PROMISE = "供應商的報價";
const NOW = Date.now();
/** The story ends now, when the phone has the network again: its first day is in the week before. */
const FIRST_DAY = NOW - 10 * DAY_MS;
const LAUNCH = new Date(NOW + 120 * DAY_MS);

test.skip(({ isMobile }) => !isMobile, "walks from the phone to the desk itself");
test.use({ actionTimeout: 60_000 });

test("a consultant knows a client, plans, keeps a promise, and finds it all at the desk", async ({ device, server, newDevice }) => {
  test.setTimeout(420_000);
  const page = await firstAccount(device, server, "手機");
  await device.context.addInitScript(takeWhatIsShared);
  await newClient(page, CLIENT);
  await synced(page);
  await installed(page, await readBuild());
  await device.goOffline();
  await goOnTo(page, FIRST_DAY);
  await page.reload();
  await started(page);
  await newCampaign(page, CAMPAIGN, `${iso(LAUNCH)}~${iso(new Date(LAUNCH.getTime() + 45 * DAY_MS))}`);

  // The first talk: what they decide, what they promise, and the first of what is to be known of them.
  await startMeeting(page, CLIENT);
  const firstMeeting = page.url();
  await say(page, "決定", DECISION);
  await lineBox(page).fill(PROMISE);
  await page.getByRole("group", { name: "種類" }).getByRole("button", { name: "客戶待辦" }).press("Enter");
  await page.getByRole("group", { name: "什麼時候" }).getByRole("button", { name: "明天" }).press("Enter");
  await toQuestions(page);
  await page.getByRole("button", { name: "開始問" }).press("Enter");
  await choose(page, "大概是誰在處理", "一個人從頭做到尾");
  await asked(page, "想交給別人做");
  await page.getByRole("button", { name: "圖片與影片" }).press("Enter");
  await page.getByRole("button", { name: "下一步" }).press("Enter");
  await choose(page, "以前做過嗎", "第一次");
  await asked(page, "什麼時候上線");
  await field(page, "他們怎麼說").fill("年節前上線");
  await page.getByRole("button", { name: "下一步" }).press("Enter");
  await choose(page, "社群是怎麼經營的", "只有粉專，沒有人手發文");
  await asked(page, "廣告這一塊");
  await backToMeeting(page);
  await page.getByRole("button", { name: "結束", exact: true }).press("Enter");
  const step = page.getByRole("region", { name: "額外補充" });
  const days = await step.getByText(/^先留到/).innerText();
  await step.getByRole("checkbox", { name: DECISION }).press("Space");
  await page.getByRole("button", { name: "整理好了" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: CLIENT })).toBeVisible();
  await savedOffline(page);

  // The second talk goes on where the first broke off, and a tier follows from it.
  await goOnTo(page, FIRST_DAY + 2 * DAY_MS);
  await openAt(page, "/");
  await openClient(page, CLIENT);
  await startMeeting(page, CLIENT);
  await say(page, "顧慮", "擔心來不及出貨");
  await toQuestions(page);
  await choose(page, "廣告這一塊", "幾乎沒投過");
  await choose(page, "圖片和影片", "沒有人做，手邊素材很少");
  await choose(page, "媒體或 KOL", "還沒有");
  await choose(page, "包裝和出貨", "自己包，人手要再找");
  await choose(page, "預算大概怎麼安排", "目前沒有編預算");
  await asked(page, "直接跟客人說到話");
  await page.getByRole("button", { name: "跳過" }).press("Enter");
  await choose(page, "想做到哪裡", "很想做，一步一步來");
  await expect(page.getByRole("heading", { level: 2, name: "跳過了 1 題" })).toBeVisible();
  await backToMeeting(page);
  await endWithoutMore(page);
  await openPart(page, "盤點");
  await expect(page.getByText("小客戶", { exact: true })).toBeVisible();
  await expect(page.getByText(/^沒有預算 · 有 \d 項沒有$/)).toBeVisible();

  // What follows from the tier: their list, and its days back from the launch.
  await openPart(page, "案子");
  await page.getByRole("link", { name: "服務清單" }).press("Enter");
  await page.getByRole("radio", { name: "產品型" }).press("Space");
  await expect(page.getByRole("radio", { name: "小客戶" })).toBeChecked();
  await page.getByRole("button", { name: "排出清單" }).press("Enter");
  await expect(page.getByText("0 / 60")).toBeVisible();
  await page.getByRole("radio", { name: "依日期" }).press("Space");
  await expect(page.getByRole("heading", { level: 2, name: /那週/ }).first()).toBeVisible();
  await savedOffline(page);

  // The third meeting: what can be said at once is handed over.
  await goOnTo(page, FIRST_DAY + 3 * DAY_MS);
  await openAt(page, "/");
  await openClient(page, CLIENT);
  await startMeeting(page, CLIENT);
  await page.getByRole("button", { name: "會議資料" }).press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: /建議/ }).press("Enter");
  const suggestions = page.getByRole("dialog", { name: "可以給的建議" });
  const one = suggestions.locator("section", { hasText: "快速建議" }).getByRole("checkbox").first();
  const handed = await one.locator(".row-title").innerText();
  await one.press("Enter");
  await expect(one).toHaveAttribute("aria-checked", "true");
  await suggestions.getByRole("button", { name: "關閉" }).press("Enter");
  await say(page, "筆記", "照著做做看");
  await endWithoutMore(page);
  await savedOffline(page);

  // Its day comes: what was held back is written and sent.
  await goOnTo(page, await dayOf(page, days, "送出"));
  await openAt(page, "/");
  await page.getByRole("link", { name: /先留到/ }).press("Enter");
  await expect(page).toHaveURL(firstMeeting);
  const supplement = page.getByRole("region", { name: "額外補充" });
  await field(supplement, "補充的內容").fill("十二題都擬好了。");
  await supplement.getByRole("button", { name: "分享" }).press("Enter");
  await expect(supplement.getByText(/送出了$/)).toBeVisible();
  await savedOffline(page);

  // What they promised for the second day has not come: they are reminded, and it counts.
  await openAt(page, "/");
  const promise = page.getByRole("listitem").filter({ has: page.getByRole("checkbox", { name: PROMISE }) });
  await promise.getByRole("button", { name: PROMISE }).press("Enter");
  const task = page.getByRole("dialog", { name: "待辦", exact: true });
  await task.getByRole("button", { name: "提醒對方" }).press("Enter");
  await expect(field(task, "提醒的訊息")).toHaveValue(new RegExp(`「${PROMISE}」`));
  await task.getByRole("button", { name: "分享" }).press("Enter");
  await expect(task.getByText(/^提醒過 1 次，最近 /)).toBeVisible();
  await task.getByRole("button", { name: "關閉" }).press("Enter");
  const shared = await page.evaluate(() => (window as unknown as { shared: string[] }).shared);
  expect(shared).toEqual([expect.stringContaining(PROMISE)]);
  await savedOffline(page);

  // At the desk, once the phone has met the network.
  await goOnTo(page, NOW);
  await device.goOnline();
  await synced(page);
  const desk = await signIn(await newDevice(DESK), "桌機");
  await expect(desk.getByRole("checkbox", { name: PROMISE })).toBeVisible();
  await openClient(desk, CLIENT);
  await expect(desk.getByRole("listitem").filter({ has: desk.getByRole("checkbox", { name: PROMISE }) })).toContainText("提醒過 1 次");
  await openPart(desk, "盤點");
  await expect(desk.getByText("小客戶", { exact: true })).toBeVisible();
  await openPart(desk, "案子");
  await desk.getByRole("link", { name: "服務清單" }).press("Enter");
  await expect(desk.getByRole("listitem").filter({ has: desk.getByRole("checkbox", { name: handed, exact: true }) })).toContainText("已交給客戶");
  await openAt(desk, new URL(firstMeeting).pathname);
  await expect(desk.getByRole("region", { name: "額外補充" }).getByText(/送出了$/)).toBeVisible();
});

/** From the meeting that runs to what to ask next. */
async function toQuestions(page: Page): Promise<void> {
  await page.getByRole("button", { name: "會議資料" }).press("Enter");
  await page.getByRole("dialog").getByRole("link", { name: "盤點" }).press("Enter");
}

async function backToMeeting(page: Page): Promise<void> {
  await page.getByRole("link", { name: "返回" }).press("Enter");
  await expect(lineBox(page)).toBeVisible();
}

/** Ends the meeting that is open, with nothing to follow. */
async function endWithoutMore(page: Page): Promise<void> {
  await page.getByRole("button", { name: "結束", exact: true }).press("Enter");
  await page.getByRole("region", { name: "額外補充" }).getByRole("checkbox", { name: /^會後再補充一次/ }).press("Space");
  await page.getByRole("button", { name: "整理好了" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: CLIENT })).toBeVisible();
}
