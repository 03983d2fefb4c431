/** 服務清單: made offline from the templates by tier and level, tailored, handed over in a meeting, and reckoned back from the launch. */
import { DESK, expect, field, firstAccount, newClient, openClient, openPart, savedOffline, signIn, startMeeting, synced } from "../support/book.ts";
import type { Page } from "@playwright/test";
import { started } from "../support/device.ts";
import { iso, newCampaign } from "../support/walk.ts";
import { installed, readBuild } from "../support/shell.ts";
import { test } from "../support/test.ts";

const CLIENT = "山嵐茶園";
const CAMPAIGN = "冷泡茶隨行罐";
/** Far enough off for the whole plan, whatever day it is. */
const LAUNCH = new Date(Date.now() + 120 * 24 * 3_600_000);
const PERIOD = `${iso(LAUNCH)}~${iso(new Date(LAUNCH.getTime() + 45 * 24 * 3_600_000))}`;

test.skip(({ isMobile }) => !isMobile, "walks from the phone to the desk itself");

test("a plan is made offline, handed over in a meeting, follows another tier, and stands at the desk", async ({ device, server, newDevice }) => {
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await synced(page);
  await installed(page, await readBuild());
  await device.goOffline();
  await newCampaign(page, CAMPAIGN, PERIOD);

  await page.getByRole("link", { name: "服務清單" }).click();
  await expect(page.getByText("還沒排服務清單")).toBeVisible();
  await page.getByRole("radio", { name: "產品型" }).press("Space");
  await page.getByRole("radio", { name: "小客戶" }).press("Space");
  await expect(page.getByText(/會有 \d+ 項/)).toBeVisible();
  await page.getByRole("button", { name: "排出清單" }).click();
  await expect(page.getByText("0 / 60")).toBeVisible();

  // An item is done with a tap, counts, and makes room for what is left to do.
  const first = (await page.getByRole("checkbox").first().getAttribute("aria-label")) ?? "";
  await page.getByRole("checkbox", { name: first, exact: true }).press("Enter");
  await expect(page.getByRole("checkbox", { name: first, exact: true })).toHaveAttribute("aria-checked", "true");
  await expect(page.getByText("0 / 60")).toHaveCount(0);
  const ready = await page.getByText(/^\d+ \/ 60$/).innerText();

  // What is for this client is written beside how it is done; what they cannot afford goes into reserve.
  const second = page.getByRole("checkbox").last();
  const title = (await second.getAttribute("aria-label")) ?? "";
  await page.getByRole("button", { name: title }).press("Enter");
  const sheet = page.getByRole("dialog", { name: "項目" });
  await field(sheet, "給這個客戶的建議").fill("老闆下午兩點後才有空");
  const affordable = sheet.getByRole("group", { name: "資源負擔得起嗎" }).getByRole("button", { name: "不行" });
  await affordable.press("Enter");
  await expect(affordable).toHaveAttribute("aria-pressed", "true");
  await expect(sheet.getByText("備而不用，少了資源", { exact: true })).toBeVisible();
  await sheet.getByRole("button", { name: "關閉" }).click();
  await expect(page.getByText("備而不用")).toBeVisible();
  await savedOffline(page);

  // Another is handed over; what they make of it is asked from then on.
  const third = page.getByRole("checkbox").nth(1);
  const handed = (await third.getAttribute("aria-label")) ?? "";
  await page.getByRole("button", { name: handed }).press("Enter");
  await sheet.getByRole("button", { name: "交給客戶" }).press("Enter");
  await sheet.getByRole("group", { name: "客戶採用了嗎" }).getByRole("radio", { name: "採用", exact: true }).press("Space");
  await sheet.getByRole("button", { name: "關閉" }).click();
  await expect(page.getByText(/^採用 · /)).toBeVisible();

  // By day, back from the launch; what moves with the launch is shown before it is moved.
  await page.getByRole("radio", { name: "依日期" }).press("Space");
  await expect(page.getByRole("heading", { level: 2, name: /那週/ }).first()).toBeVisible();
  const before = await page.getByRole("heading", { level: 2, name: /那週/ }).allInnerTexts();
  await page.getByText("固定的日子").click();
  await page.getByRole("button", { name: /^上線/ }).click();
  const moving = page.getByRole("dialog", { name: "改日期" });
  await field(moving, "上線").fill(iso(new Date(LAUNCH.getTime() + 14 * 24 * 3_600_000)));
  await expect(moving.getByText(/項會跟著動/)).toBeVisible();
  await moving.getByRole("button", { name: "就這樣改" }).click();
  await expect(page.getByRole("heading", { level: 2, name: /那週/ })).not.toHaveText(before);
  await page.getByRole("radio", { name: "依類別" }).press("Space");
  await savedOffline(page);

  // In a meeting what could be suggested is two taps away.
  await startMeeting(page, CLIENT);
  await page.getByRole("button", { name: "會議資料" }).press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: /建議/ }).press("Enter");
  const suggestions = page.getByRole("dialog", { name: "可以給的建議" });
  const one = suggestions.getByRole("checkbox").first();
  await one.press("Enter");
  await expect(one).toHaveAttribute("aria-checked", "true");
  await suggestions.getByRole("button", { name: "關閉" }).click();
  await savedOffline(page);

  await device.goOnline();
  await synced(page);
  const desk = await signIn(await newDevice(DESK), "桌機");
  await openClient(desk, CLIENT);
  await openPart(desk, "案子");
  await desk.getByRole("link", { name: "服務清單" }).click();
  await expect(desk.getByText(ready)).toBeVisible();
  await expect(desk.getByText(/^採用 · /)).toBeVisible();
  await desk.goto("/schedule");
  await started(desk);
  await expect(desk.getByRole("link", { name: new RegExp(CAMPAIGN) }).first()).toBeVisible();
});

test("a tick is taken back, a day is let go of, a circle is refused, and the plan prints", async ({ device, server }) => {
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await synced(page);
  await newCampaign(page, CAMPAIGN, PERIOD);
  await page.getByRole("link", { name: "服務清單" }).click();
  await page.getByRole("radio", { name: "產品型" }).press("Space");
  await page.getByRole("radio", { name: "小客戶" }).press("Space");
  await page.getByRole("button", { name: "排出清單" }).click();
  await expect(page.getByText("0 / 60")).toBeVisible();

  // A tick keeps the keyboard and its row, by section and by day, and is taken back there.
  for (const layout of ["依類別", "依日期"]) {
    await page.getByRole("radio", { name: layout }).press("Space");
    const box = page.getByRole("checkbox").first();
    const name = (await box.getAttribute("aria-label")) ?? "";
    const own = page.getByRole("checkbox", { name, exact: true }).first();
    await own.press("Enter");
    await expect(own).toHaveAttribute("aria-checked", "true");
    await expect(own).toBeFocused();
    await own.press("Enter");
    await expect(own).toHaveAttribute("aria-checked", "false");
    await expect(own).toBeFocused();
  }
  await page.getByRole("radio", { name: "依類別" }).press("Space");

  const sheet = page.getByRole("dialog", { name: "項目" });
  const [one, other] = [await titleAt(page, 0), await titleAt(page, 1)];
  await page.getByRole("button", { name: one }).first().press("Enter");
  // Said once more, a tick is taken back: nobody has looked.
  const willing = sheet.getByRole("group", { name: "願意做嗎" }).getByRole("button", { name: "不行" });
  await willing.press("Enter");
  await expect(sheet.getByText("少了意願，先備而不用")).toBeVisible();
  await willing.press("Enter");
  await expect(willing).toHaveAttribute("aria-pressed", "false");
  await expect(sheet.getByText("還沒看：能力、意願、資源")).toBeVisible();

  // A day of its own is set, and let go of.
  await sheet.getByText("時間與分工").click();
  const due = field(sheet, "指定哪一天完成");
  await due.fill(iso(LAUNCH));
  await due.press("Tab");
  await expect(sheet.getByText("日子是指定的")).toBeVisible();
  await sheet.getByRole("button", { name: "不指定日子" }).press("Enter");
  await expect(sheet.getByText("日子是指定的")).toHaveCount(0);
  await expect(due).toHaveValue("");

  // Three items of our own, so that what comes after what is known.
  await sheet.getByRole("button", { name: "關閉" }).click();
  for (const title of ["甲稿", "乙稿", "丙稿"]) await newItem(page, title);
  await comesAfter(page, "乙稿", "甲稿");
  await comesAfter(page, "丙稿", "乙稿");
  await page.getByRole("button", { name: "甲稿" }).press("Enter");
  await sheet.getByText("時間與分工").click();
  await field(sheet, "找這份清單的項目").fill("丙稿");
  await sheet.getByRole("button", { name: "排在「丙稿」之後" }).press("Enter");
  const refused = sheet.getByRole("alert");
  await expect(refused).toHaveText("不能排在「丙稿」之後，會互相等：「丙稿」排在「乙稿」之後、「乙稿」排在「甲稿」之後");
  await sheet.getByRole("button", { name: "關閉" }).click();
  // One that is taken away breaks the chain.
  await page.getByRole("button", { name: "乙稿" }).press("Enter");
  await sheet.getByText("時間與分工").click();
  await sheet.getByRole("button", { name: "不用等「甲稿」" }).press("Enter");
  await expect(sheet.getByText("不用等別的項目")).toBeVisible();
  await sheet.getByRole("button", { name: "關閉" }).click();

  // Who moved a point is said where it is moved, with what that shifted.
  await synced(page);
  await page.getByText("固定的日子").click();
  await page.getByRole("button", { name: /^上線/ }).click();
  const moving = page.getByRole("dialog", { name: "改日期" });
  await field(moving, "上線").fill(iso(new Date(LAUNCH.getTime() + 14 * 24 * 3_600_000)));
  await moving.getByRole("button", { name: "就這樣改" }).click();
  await synced(page);
  await page.getByRole("button", { name: /^上線/ }).click();
  await expect(moving.getByText(/林小滿.*：上線 .* → /)).toBeVisible();
  await expect(moving.getByText(/項跟著動了/)).toBeVisible();
  await moving.getByRole("button", { name: "關閉" }).click();

  // On paper there is the plan and nothing to press; the client's has no tier.
  await page.evaluate(() => {
    window.print = () => undefined;
  });
  const paper = page.getByRole("article");
  await page.getByRole("button", { name: "列印", exact: true }).press("Enter");
  await page.emulateMedia({ media: "print" });
  await expect(paper.getByRole("heading", { name: "服務清單" })).toBeVisible();
  await expect(paper.getByRole("row").filter({ hasText: other }).first()).toBeVisible();
  await expect(paper.getByText(/小客戶/)).toBeVisible();
  await expect(page.getByRole("navigation")).toHaveCount(0);
  await expect(page.getByRole("button")).toHaveCount(0);
  await page.emulateMedia({ media: "screen" });
  await expect(page.getByRole("navigation", { name: "主要" })).toBeVisible();
  await page.getByRole("button", { name: "列印給客戶" }).press("Enter");
  await page.emulateMedia({ media: "print" });
  await expect(paper.getByRole("row").filter({ hasText: other }).first()).toBeVisible();
  await expect(paper.getByText(/小客戶/)).toHaveCount(0);
});

/** What the item at a place of the list is called. */
async function titleAt(page: Page, at: number): Promise<string> {
  return (await page.getByRole("checkbox").nth(at).getAttribute("aria-label")) ?? "";
}

/** Adds an item of our own to the plan that is open. */
async function newItem(page: Page, title: string): Promise<void> {
  await page.getByRole("button", { name: "加一個項目" }).click();
  const adding = page.getByRole("dialog", { name: "加一個項目" });
  await field(adding, "要做什麼").fill(title);
  await adding.getByRole("button", { name: "新增", exact: true }).click();
  const made = page.getByRole("dialog", { name: "項目", exact: true });
  await expect(made.getByRole("heading", { name: title })).toBeVisible();
  await made.getByRole("button", { name: "關閉" }).click();
}

/** Puts an item of the plan that is open after another. */
async function comesAfter(page: Page, item: string, other: string): Promise<void> {
  await page.getByRole("button", { name: item }).press("Enter");
  const sheet = page.getByRole("dialog", { name: "項目", exact: true });
  await sheet.getByText("時間與分工").click();
  await field(sheet, "找這份清單的項目").fill(other);
  await sheet.getByRole("button", { name: `排在「${other}」之後` }).press("Enter");
  await expect(sheet.getByRole("button", { name: `不用等「${other}」` })).toBeVisible();
  await sheet.getByRole("button", { name: "關閉" }).click();
}
