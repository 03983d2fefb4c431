/** 額外補充 and 提醒: after a meeting, offline on the phone, something follows days later, and an overdue promise of theirs is nudged. */
import type { Locator, Page } from "@playwright/test";
import { expect, field, firstAccount, goTo, lineBox, lines, newClient, openClient, savedOffline, startMeeting, synced } from "../support/book.ts";
import { DAY_MS, dayOf, goOnTo, openAt, say, takeWhatIsShared } from "../support/walk.ts";
import { installed, readBuild } from "../support/shell.ts";
import { test } from "../support/test.ts";

const CLIENT = "山嵐製茶";
const DECISION = "先做問卷，月底前要看到題目";
const QUOTE = "我不想再當別人的代工了";
const PROMISE = "供應商的報價";

test.skip(({ isMobile }) => !isMobile, "a phone after a meeting");
test.use({ actionTimeout: 60_000 });

test("a supplement is held back, comes up on its day, is sent, and how it was taken is a tap", async ({ device, server }) => {
  test.setTimeout(240_000);
  const page = await firstAccount(device, server, "手機");
  await device.context.addInitScript(takeWhatIsShared);
  await newClient(page, CLIENT);
  await synced(page);
  await installed(page, await readBuild());
  await device.goOffline();
  await startMeeting(page, CLIENT);
  const meeting = page.url();
  await say(page, "決定", DECISION);
  await say(page, "原話", QUOTE);
  await expect(lines(page)).toHaveCount(2);
  await page.getByRole("button", { name: "結束", exact: true }).click();

  // The first meeting has one unless somebody says no.
  const step = page.getByRole("region", { name: "額外補充" });
  const wanted = step.getByRole("checkbox", { name: /^會後再補充一次/ });
  await expect(wanted).toBeChecked();
  await wanted.uncheck();
  await expect(step.getByText(/^先留到/)).toHaveCount(0);
  await wanted.check();
  const days = await step.getByText(/^先留到/).innerText();
  await step.getByRole("checkbox", { name: DECISION }).check();
  await step.getByRole("checkbox", { name: new RegExp(`^${QUOTE}`) }).check();
  await expect(step.getByText("只有自己看得到，不會寫進訊息")).toHaveCount(1);
  await step.getByRole("button", { name: "60 分鐘" }).press("Enter");
  await expect(field(step, "預留工時")).toHaveValue("60");
  await page.getByRole("button", { name: "整理好了" }).click();
  await expect(page.getByRole("heading", { level: 1, name: CLIENT })).toBeVisible();
  await expect(row(page)).toContainText("先留著");
  await goTo(page, "今日");
  await expect(row(page)).toHaveCount(0);

  await savedOffline(page);

  // Written and looked at; who sends it before its time is asked once, and can still hold it.
  await openAt(page, meeting);
  const group = page.getByRole("region", { name: "額外補充" });
  await field(group, "補充的內容").fill("十二題都擬好了，三家同類的問卷放在一起給您對照。");
  const message = field(group, "給客戶的訊息");
  await expect(message).toHaveValue(/以下不在當天說好的事情裡，是我們另外整理給您的：\n十二題都擬好了/);
  await expect(message).toHaveValue(new RegExp(`^${CLIENT}您好：\\n.* 見面時談到：\\n・${DECISION}\\n`));
  await expect(message).not.toHaveValue(new RegExp(QUOTE));
  await group.getByRole("button", { name: "已送出" }).press("Enter");
  const early = page.getByRole("dialog", { name: "現在就送？" });
  await expect(early).toContainText("預期之中、意料之外");
  await early.getByRole("button", { name: "先留著" }).press("Enter");
  await expect(early).toBeHidden();
  await expect(group.getByText(/^先留著，到/)).toBeVisible();
  await savedOffline(page);

  // Its day comes.
  await goOnTo(page, await dayOf(page, days, "送出"));
  await openAt(page, "/");
  await expect(row(page)).toContainText("第 4 天");
  // One tap says that it was sent, and can be taken back.
  await page.getByRole("checkbox", { name: `補充送給${CLIENT}了` }).press("Enter");
  await expect(row(page)).toHaveCount(0);
  await page.locator(".toast", { hasText: "補充送出了" }).getByRole("button", { name: "復原" }).press("Enter");
  await expect(row(page)).toContainText("第 4 天");
  await row(page).getByRole("link").press("Enter");
  await expect(page).toHaveURL(meeting);
  await group.getByRole("button", { name: "分享" }).press("Enter");
  await expect(group.getByText(/送出了$/)).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { shared: string[] }).shared)).toEqual([expect.stringContaining("十二題都擬好了")]);
  await group.getByRole("radio", { name: "喜出望外" }).check();
  await expect(group.getByText(/送出了 · 喜出望外$/)).toBeVisible();

  await savedOffline(page);
  await openAt(page, meeting);
  await expect(group.getByRole("radio", { name: "喜出望外" })).toBeChecked();
  await openAt(page, "/");
  await expect(page.getByRole("heading", { level: 1, name: /^今日/ })).toBeVisible();
  await expect(row(page)).toHaveCount(0);
});

test("what nobody has spoken of is late when its days are over, and is not asked for for ever", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await synced(page);
  await installed(page, await readBuild());
  await device.goOffline();
  await startMeeting(page, CLIENT);
  await say(page, "決定", DECISION);
  await page.getByRole("button", { name: "結束", exact: true }).click();
  const step = page.getByRole("region", { name: "額外補充" });
  const days = await step.getByText(/^先留到/).innerText();
  await page.getByRole("button", { name: "整理好了" }).click();
  await savedOffline(page);
  const last = await dayOf(page, days, "之後算晚");
  await goOnTo(page, last + 2 * DAY_MS);
  await openAt(page, "/");
  await expect(row(page)).toContainText("晚了 2 天");
  await goOnTo(page, last + 8 * DAY_MS);
  await openAt(page, "/");
  await expect(page.getByRole("heading", { level: 1, name: /^今日/ })).toBeVisible();
  await expect(row(page)).toHaveCount(0);
});

test("an overdue promise of theirs is nudged in words that grow firmer, and each time counts", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await device.context.addInitScript(takeWhatIsShared);
  await newClient(page, CLIENT);
  await synced(page);
  await installed(page, await readBuild());
  await device.goOffline();
  await startMeeting(page, CLIENT);
  await lineBox(page).fill(PROMISE);
  await page.getByRole("group", { name: "種類" }).getByRole("button", { name: "客戶待辦" }).click();
  await page.getByRole("group", { name: "什麼時候" }).getByRole("button", { name: "明天" }).click();
  await page.getByRole("button", { name: "結束", exact: true }).click();
  await page.getByRole("button", { name: "整理好了" }).click();
  await expect(page.getByRole("heading", { level: 1, name: CLIENT })).toBeVisible();
  await promise(page).getByRole("button", { name: PROMISE }).click();
  const sheet = page.getByRole("dialog", { name: "待辦", exact: true });
  await expect(field(sheet, "要做什麼")).toHaveValue(PROMISE);
  await expect(sheet.getByRole("button", { name: "提醒對方" })).toHaveCount(0);
  await savedOffline(page);

  await goOnTo(page, Date.now() + 4 * DAY_MS);
  await openAt(page, "/");
  await openClient(page, CLIENT);
  await promise(page).getByRole("button", { name: PROMISE }).click();
  const texts: string[] = [];
  for (const [times, words] of [[1, "想跟您確認"], [2, "再跟您提一下"], [3, "原本約"]] as const) {
    await sheet.getByRole("button", { name: "提醒對方" }).press("Enter");
    await expect(field(sheet, "提醒的訊息")).toHaveValue(new RegExp(words));
    await expect(field(sheet, "提醒的訊息")).toHaveValue(new RegExp(`「${PROMISE}」[^]*3 天`));
    await sheet.getByRole("button", { name: "分享" }).press("Enter");
    await expect(sheet.getByText(new RegExp(`^提醒過 ${times} 次，最近 `))).toBeVisible();
    texts.push(words);
  }
  const shared = await page.evaluate(() => (window as unknown as { shared: string[] }).shared);
  expect(shared).toHaveLength(texts.length);
  // The last one was a slip.
  await sheet.locator(".toast", { hasText: "記下提醒了" }).last().getByRole("button", { name: "復原" }).press("Enter");
  await expect(sheet.getByText(/^提醒過 2 次，最近 /)).toBeVisible();
  await sheet.getByRole("button", { name: "關閉" }).press("Enter");
  await expect(promise(page)).toContainText("提醒過 2 次");
  await goTo(page, "今日");
  await expect(promise(page)).toBeVisible();
  await expect(promise(page)).not.toContainText("提醒過");
});

/** The supplement's row, on Today and on the client's page. */
function row(page: Page): Locator {
  const group = page.locator("section.group").filter({ has: page.getByRole("heading", { level: 2, name: /^額外補充/ }) });
  return group.getByRole("listitem");
}

/** The row of the promise, wherever it is listed. */
function promise(page: Page): Locator {
  return page.getByRole("listitem").filter({ has: page.getByRole("checkbox", { name: PROMISE }) });
}
