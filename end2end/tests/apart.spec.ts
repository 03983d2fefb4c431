/** What of a book is where: the demo beside one's own, two windows over one, and nothing on a device that was lost. */
import { DESK, clientRow, expect, firstAccount, goTo, newClient, openClient, openPart, field, savedOffline, signIn, synced } from "../support/book.ts";
import { started } from "../support/device.ts";
import { test } from "../support/test.ts";

test.skip(({ isMobile }) => !isMobile, "what is kept does not depend on the screen");
test.use({ actionTimeout: 60_000 });

test("the demo is a book of its own and leaves no trace in one's own", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, "山嵐製茶二店");
  await synced(page);
  await page.goto("/demo");
  await started(page);
  await page.getByRole("button", { name: "打開示範簿" }).click();
  await expect(page.getByText("示範簿，不會同步")).toBeVisible();
  await goTo(page, "客戶");
  const rows = page.getByRole("region", { name: "客戶清單" }).getByRole("listitem");
  await expect.poll(() => rows.count()).toBeGreaterThan(5);
  await expect(clientRow(page, "山嵐製茶二店")).toHaveCount(0);
  await newClient(page, "示範裡寫的");
  await page.getByRole("button", { name: "離開", exact: true }).click();
  await synced(page);
  await goTo(page, "客戶");
  await expect(clientRow(page, "山嵐製茶二店")).toBeVisible();
  await expect(rows).toHaveCount(1);
});

test("two windows of one device show the same", async ({ device, server }) => {
  test.setTimeout(180_000);
  const one = await firstAccount(device, server, "手機");
  const two = await device.context.newPage();
  await device.open("/", two);
  await newClient(two, "山嵐製茶");
  await goTo(one, "客戶");
  await openClient(one, "山嵐製茶");
  await openPart(one, "資料");
  await openPart(two, "資料");
  await field(two, "地址").fill("南投縣鹿谷鄉");
  await expect(field(one, "地址")).toHaveValue("南投縣鹿谷鄉");
  for (const page of [one, two]) await synced(page);
});

test("a lost device told to wipe itself offers first what only it has, and then keeps nothing", async ({ device: phone, newDevice, server }) => {
  test.setTimeout(240_000);
  const page = await firstAccount(phone, server, "手機");
  await newClient(page, "山嵐製茶");
  await synced(page);
  const desk = await signIn(await newDevice(DESK), "桌機");
  await phone.goOffline();
  await newClient(page, "海風烘焙");
  await savedOffline(page);
  await desk.goto("/devices");
  await started(desk);
  await desk.getByRole("button", { name: "弄丟了，清除" }).click();
  const sheet = desk.getByRole("dialog", { name: "清除「手機」" });
  await sheet.getByRole("textbox").fill("清除");
  await sheet.getByRole("button", { name: "弄丟了，清除" }).click();
  await expect(desk.getByText("已要求「手機」清除")).toBeVisible();

  await phone.goOnline();
  await expect(page.getByText(/這台裝置被要求清除資料，還有 \d+ 筆沒送出/)).toBeVisible();
  await goTo(page, "客戶");
  for (const name of ["山嵐製茶", "海風烘焙"]) await expect(clientRow(page, name)).toBeVisible();
  const file = page.waitForEvent("download");
  await page.getByRole("button", { name: "匯出", exact: true }).click();
  const exported = await (await file).createReadStream();
  expect((await exported.toArray()).join("")).toContain("海風烘焙");
  await page.getByRole("button", { name: "清除這台裝置的資料" }).click();
  await expect(page.getByRole("button", { name: "登入", exact: true })).toBeVisible();
  expect(await page.evaluate(async () => (await indexedDB.databases()).length)).toBe(0);
  await goTo(desk, "客戶");
  await expect(clientRow(desk, "海風烘焙")).toHaveCount(0);
});
