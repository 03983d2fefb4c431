/** A tab that dies in mid-sentence takes at most the last second with it, and nothing of another tab. */
import type { Page } from "@playwright/test";
import { expect, field, firstAccount, newClient, openClient, openPart, synced } from "../../support/book.ts";
import { test } from "../../support/test.ts";

const CLIENT = "山嵐製茶";
const SENTENCE = "先聊茶園的天氣，再談第二季的預算，最後問他們何時要開始募資，誰來拍影片，還有樣品什麼時候會到。";

test.skip(({ isMobile }) => Boolean(isMobile), "what is kept does not depend on the screen");
test.use({ actionTimeout: 60_000 });

test("of a crashed tab only the last second is gone, and of the other tab nothing", async ({ device, server }) => {
  test.setTimeout(240_000);
  const one = await firstAccount(device, server, "桌機");
  await newClient(one, CLIENT);
  await synced(one);
  await openPart(one, "資料");
  const two = await device.context.newPage();
  await device.open(new URL(one.url()).pathname, two);

  await field(two, "地址").fill("南投縣鹿谷鄉");
  await field(one, "相處提醒").focus();
  const typedAt: number[] = [];
  for (const letter of SENTENCE) {
    await one.keyboard.type(letter, { delay: 60 });
    typedAt.push(Date.now());
  }
  const crashedAt = await crash(one);
  const safe = typedAt.filter((at) => at < crashedAt - 1_000).length;
  expect(safe).toBeGreaterThan(10);

  await field(two, "地址").pressSequentially("中正路 1 號");
  await expect(field(two, "地址")).toHaveValue("南投縣鹿谷鄉中正路 1 號");
  await field(two, "地址").blur();
  const again = await device.context.newPage();
  await device.open("/", again);
  await openClient(again, CLIENT);
  await openPart(again, "資料");
  await expect(field(again, "地址")).toHaveValue("南投縣鹿谷鄉中正路 1 號");
  await expect(field(again, "相處提醒")).not.toHaveValue("");
  const kept = await field(again, "相處提醒").inputValue();
  expect(SENTENCE.startsWith(kept), kept).toBe(true);
  expect(kept.length).toBeGreaterThanOrEqual(safe);
  await synced(again);
});

/** Ends the tab's process, as if it had crashed; answers when. */
async function crash(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  const at = Date.now();
  // It is never answered: who would answer is gone.
  session.send("Page.crash").catch(() => {});
  await crashed;
  return at;
}
