/** A phone whose clock is off: it syncs, and a colleague who edits after seeing what it wrote has the last word. */
import type { Page } from "@playwright/test";
import { DESK, expect, field, firstAccount, newClient, openClient, openPart, savedOffline, signIn, startMeeting, synced } from "../../support/book.ts";
import { started } from "../../support/device.ts";
import { test } from "../../support/test.ts";

const CLIENT = "山嵐製茶";
const HOUR_MS = 3_600_000;
const OFF = { "three days ahead": 72 * HOUR_MS, "an hour behind": -HOUR_MS };

test.skip(({ isMobile }) => !isMobile, "a phone's clock it is");
test.use({ actionTimeout: 60_000 });

for (const [how, offMs] of Object.entries(OFF)) {
  test(how, async ({ device: phone, newDevice, server }) => {
    test.setTimeout(240_000);
    await phone.context.addInitScript(turnClock, offMs);
    await firstAccount(phone, server, "手機");
    await newClient(phone.page, CLIENT);
    await openPart(phone.page, "資料");
    // Online and offline, and always seen by the desk before it answers.
    await write(phone.page, "產業", "茶");
    await synced(phone.page);
    await phone.goOffline();
    await write(phone.page, "地址", "南投縣鹿谷鄉");
    await savedOffline(phone.page);
    await phone.goOnline();
    await synced(phone.page);

    const desk = await signIn(await newDevice(DESK), "桌機");
    await openClient(desk, CLIENT);
    await openPart(desk, "資料");
    const later = { 產業: "茶葉", 地址: "南投縣鹿谷鄉中正路 1 號" };
    for (const [label, text] of Object.entries(later)) await write(desk, label, text);
    await synced(desk);
    for (const page of [phone.page, desk]) {
      for (const [label, text] of Object.entries(later)) await expect(field(page, label)).toHaveValue(text);
      await expect(page.getByRole("button", { name: "也有人改過，看一下" })).toHaveCount(0);
    }
    // And the phone after it, though its clock says something else.
    await write(phone.page, "產業", "茶與茶具");
    await expect(field(desk, "產業")).toHaveValue("茶與茶具");
    await synced(phone.page);

    // A meeting began when it did, not when the phone thinks it did.
    await startMeeting(phone.page, CLIENT);
    const [, client, , meeting] = new URL(phone.page.url()).pathname.split("/").slice(1);
    await synced(phone.page);
    const history = `/api/v1/history?client=${client}&record=${meeting}&kind=meeting&field=started_at`;
    const { lines } = (await (await desk.request.get(new URL(history, desk.url()).href)).json()) as { lines: { value: string | number }[] };
    const startedAt = new Date(lines[0]!.value).getTime();
    expect(Math.abs(startedAt - Date.now())).toBeLessThan(120_000);
    for (const page of [phone.page, desk]) {
      await page.goto("/");
      await started(page);
      await expect(page.getByText(/^開會中 [0-2] 分$/)).toBeVisible();
    }
  });
}

test("set while the app is open", async ({ device: phone, newDevice, server }) => {
  test.setTimeout(240_000);
  await phone.context.addInitScript(turnClock, 0);
  await firstAccount(phone, server, "手機");
  await newClient(phone.page, CLIENT);
  await openPart(phone.page, "資料");
  await synced(phone.page);
  const desk = await signIn(await newDevice(DESK), "桌機");
  await openClient(desk, CLIENT);
  await openPart(desk, "資料");
  for (const [offMs, by] of [[72 * HOUR_MS, "快了 3 天"], [-2 * HOUR_MS, "慢了 2 小時"]] as const) {
    await phone.page.evaluate((offMs) => void ((window as unknown as { offMs: number }).offMs = offMs), offMs);
    await write(phone.page, "產業", `茶，${by}`);
    await expect(field(desk, "產業")).toHaveValue(`茶，${by}`);
    await write(desk, "產業", `茶葉，${by}`);
    await expect(field(phone.page, "產業")).toHaveValue(`茶葉，${by}`);
    await phone.page.getByRole("link", { name: /^已同步/ }).click();
    await expect(phone.page.getByText(`這台裝置的時鐘${by}。`)).toBeVisible();
    await openClient(phone.page, CLIENT);
    await openPart(phone.page, "資料");
  }
});

async function write(page: Page, label: string, text: string): Promise<void> {
  await field(page, label).fill(text);
  await field(page, label).blur();
}

/** What `Date` says is off by so much, and by `window.offMs` later; timers and the rest of the browser are not. */
function turnClock(offMs: number): void {
  const Real = Date;
  const turned = window as unknown as { offMs: number };
  turned.offMs = offMs;
  const now = () => Real.now() + turned.offMs;
  window.Date = new Proxy(Real, {
    construct: (target, given) => (given.length === 0 ? new target(now()) : Reflect.construct(target, given)),
    apply: () => new Real(now()).toString(),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
}
