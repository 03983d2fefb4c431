/** A consultant's day without a signal: what was written on the phone outlives its browser, and is on the desktop that evening. */
import type { Page } from "@playwright/test";
import {
  expect,
  DESK,
  clientRow,
  firstAccount,
  goTo,
  lineBox,
  lines,
  newClient,
  openClient,
  openMeeting,
  savedOffline,
  signIn,
  startMeeting,
  synced,
} from "../../support/book.ts";
import { installed, readBuild } from "../../support/shell.ts";
import { test } from "../../support/test.ts";

const CLIENT = "山嵐製茶";
const SAID = Array.from({ length: 20 }, (_, at) => `第 ${at + 1} 句：春茶的量比去年多${at + 1}成`);
const OURS = "把報價單寄給阿岳";
const THEIRS = "提供茶園的照片";

test.skip(({ isMobile }) => !isMobile, "the day is a phone's");
test.use({ actionTimeout: 60_000 });

test("a day offline outlives the killed browser, and the desktop shows it without a reload", async ({ device: phone, newDevice, server }) => {
  test.setTimeout(300_000);
  await firstAccount(phone, server, "手機");
  await installed(phone.page, await readBuild());
  const desk = await signIn(await newDevice(DESK), "桌機");
  await goTo(desk, "客戶");
  const loadedAt = await desk.evaluate(() => performance.timeOrigin);

  // Switched off on the way, and started where there is no signal.
  await phone.goOffline();
  await phone.close();
  await phone.launch();
  await phone.open("/");
  await savedOffline(phone.page);
  await newClient(phone.page, CLIENT);
  await meet(phone.page);
  await savedOffline(phone.page);

  await phone.kill();
  await phone.launch();
  await phone.open("/");
  await savedOffline(phone.page);
  await isThere(phone.page);

  await phone.goOnline();
  await synced(phone.page);
  await expect(clientRow(desk, CLIENT)).toBeVisible();
  await isThere(desk);
  expect(await desk.evaluate(() => performance.timeOrigin)).toBe(loadedAt);
});

/** Twenty lines, a promise of each side with its date, and the end. */
async function meet(page: Page): Promise<void> {
  await startMeeting(page, CLIENT);
  for (const said of SAID) {
    await lineBox(page).fill(said);
    await lineBox(page).press("Enter");
    await expect(lineBox(page)).toHaveValue("");
  }
  for (const [kind, promised] of [["我方待辦", OURS], ["客戶待辦", THEIRS]] as const) {
    await lineBox(page).fill(promised);
    await page.getByRole("group", { name: "種類" }).getByRole("button", { name: kind }).click();
    await page.getByRole("group", { name: "什麼時候" }).getByRole("button", { name: "明天" }).click();
  }
  await expect(lines(page)).toHaveCount(SAID.length + 2);
  await page.getByRole("button", { name: "結束", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "會後整理" })).toBeVisible();
}

/** Every line in its order, and both promises with their date among the open ones. */
async function isThere(page: Page): Promise<void> {
  await openClient(page, CLIENT);
  await openMeeting(page);
  await expect(lines(page)).toContainText([...SAID, OURS, THEIRS]);
  await expect(lines(page)).toHaveCount(SAID.length + 2);
  await page.getByRole("link", { name: "返回" }).click();
  await goTo(page, "待辦");
  for (const promised of [OURS, THEIRS]) {
    await expect(page.getByRole("listitem").filter({ hasText: promised })).toContainText(CLIENT);
  }
}
