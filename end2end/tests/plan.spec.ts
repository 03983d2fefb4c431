/** 服務清單: made offline from the templates by tier and level, tailored, handed over in a meeting, and reckoned back from the launch. */
import { DESK, expect, field, firstAccount, newClient, openClient, openPart, savedOffline, signIn, startMeeting, synced } from "../support/book.ts";
import { started } from "../support/device.ts";
import { iso, newCampaign } from "../support/walk.ts";
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
  await sheet.getByRole("group", { name: "資源負擔得起嗎" }).getByRole("radio", { name: "不行" }).press("Space");
  await sheet.getByRole("button", { name: "關閉" }).click();
  await expect(page.getByText("備而不用")).toBeVisible();
  await savedOffline(page);

  // Another is handed over; what they make of it is asked from then on.
  const third = page.getByRole("checkbox").first();
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
