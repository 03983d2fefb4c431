/** What is typed is understood as people write it; what cannot be understood is named and never lost. */
import { clientRow, DESK, expect, field, firstAccount, goTo, newClient, openClient, openPart, savedOffline, signIn, synced } from "../support/book.ts";
import { started } from "../support/device.ts";
import { installed, readBuild } from "../support/shell.ts";
import { onDisk } from "../support/storage.ts";
import { test } from "../support/test.ts";

const CLIENT = "山嵐製茶";

test.skip(({ isMobile }) => !isMobile, "the same on every device");
test.use({ actionTimeout: 60_000 });

test("a slip is named, stays over a reload, and a name is never emptied", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  // A form that is left comes back as it was.
  await page.goto("/clients/new");
  await started(page);
  await field(page, "名稱").fill(CLIENT);
  await field(page, "電話").fill("886-2-23");
  await onDisk(page, "886-2-23");
  await page.goto("/clients");
  await started(page);
  await page.goBack();
  await started(page);
  await expect(field(page, "名稱")).toHaveValue(CLIENT);
  await expect(page.getByText("電話號碼的格式不對")).toBeVisible();
  await field(page, "電話").fill("886-2-2345-6789");
  await page.getByRole("button", { name: "新增客戶" }).click();
  await expect(page.getByRole("heading", { level: 1, name: CLIENT })).toBeVisible();

  await openPart(page, "資料");
  const name = field(page, "名稱");
  await name.fill("");
  await name.blur();
  await expect(page.getByText(`名稱不能空著，還是叫「${CLIENT}」`)).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name: CLIENT })).toBeVisible();
  await field(page, "團隊人數").fill("３０人");
  await field(page, "統編").fill("1234567");
  await field(page, "統編").blur();
  await expect(page.getByText("統編要八碼")).toBeVisible();
  await onDisk(page, "1234567");
  await page.reload();
  await started(page);
  await expect(field(page, "名稱")).toHaveValue(CLIENT);
  await expect(field(page, "團隊人數")).toHaveValue("30");
  await expect(field(page, "統編")).toHaveValue("1234567");
  await expect(page.getByText("統編要八碼")).toBeVisible();

  await openPart(page, "案子");
  await page.getByRole("button", { name: "新增案子" }).click();
  const sheet = page.getByRole("dialog", { name: "新增案子" });
  await field(sheet, "案名").fill("春茶");
  await field(sheet, "目標金額").fill("abc");
  await field(sheet, "走期").fill("2/1-2/30");
  await onDisk(page, "2/1-2/30");
  await sheet.getByRole("button", { name: "關閉" }).click();
  await page.reload();
  await started(page);
  await page.getByRole("button", { name: "新增案子" }).click();
  await expect(field(sheet, "走期")).toHaveValue("2/1-2/30");
  await expect(sheet.getByText("日曆上沒有這一天")).toBeVisible();
  await expect(sheet.getByText("看不懂這個金額")).toBeVisible();
  await field(sheet, "目標金額").fill("120萬");
  await field(sheet, "走期").fill("2026/12/31-2026/12/1");
  await field(sheet, "走期").blur();
  await expect(sheet.getByText("結束要晚於開始")).toBeVisible();
  await field(sheet, "走期").fill("2026/12/01 12:00 – 2026/12/31 23:59");
  await sheet.getByRole("button", { name: "新增", exact: true }).click();
  // It opens with what was understood.
  await expect(field(page.getByRole("dialog", { name: "案子" }), "走期")).toHaveValue("2026-12-01~2026-12-31");
});

test("a slip stays beside a value that comes meanwhile, and says so", async ({ device, newDevice, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await synced(page);
  const desk = await signIn(await newDevice(DESK), "桌機");
  await openPart(page, "資料");
  await field(page, "團隊人數").fill("三十多");
  await field(page, "團隊人數").blur();
  await openClient(desk, CLIENT);
  await openPart(desk, "資料");
  await field(desk, "團隊人數").fill("12");
  await field(desk, "團隊人數").blur();
  const said = page.getByText("你打的還沒存；這段期間已改成「12」");
  await expect(said).toBeVisible();
  await expect(field(page, "團隊人數")).toHaveValue("三十多");
  await page.reload();
  await started(page);
  await expect(said).toBeVisible();
  await expect(field(page, "團隊人數")).toHaveValue("三十多");
  await field(page, "團隊人數").fill("30");
  await field(page, "團隊人數").blur();
  await expect(said).toHaveCount(0);
  await expect(field(desk, "團隊人數")).toHaveValue("30");
});

test("a name that is changed once, without a network, is the name in the list, now and after a reload", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await synced(page);
  await installed(page, await readBuild());
  await device.goOffline();
  await openPart(page, "資料");
  await field(page, "名稱").fill("山嵐茶業");
  await field(page, "名稱").blur();
  await savedOffline(page);
  await goTo(page, "客戶");
  await expect(clientRow(page, "山嵐茶業")).toBeVisible();
  await page.reload();
  await started(page);
  await expect(clientRow(page, "山嵐茶業")).toBeVisible();
});

test("who is met before being in the book is named in the wrap-up", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await page.goto("/meet");
  await started(page);
  await page.getByRole("button", { name: "新客戶" }).click();
  await page.getByRole("button", { name: "結束", exact: true }).click();
  await expect(page.getByRole("heading", { level: 2, name: "客戶叫什麼" })).toBeVisible();
  await field(page, "名稱").pressSequentially(CLIENT);
  await expect(field(page, "名稱")).toHaveValue(CLIENT);
  await page.getByRole("button", { name: "整理好了" }).click();
  await expect(page.getByRole("heading", { level: 1, name: CLIENT })).toBeVisible();
});

test("a sentence left half typed over a meeting that has ended is there after a reload", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await page.getByRole("navigation", { name: "主要" }).getByRole("button", { name: "開會", exact: true }).click();
  await page.getByRole("button", { name: "開始", exact: true }).click();
  await expect(field(page, "這一句")).toBeVisible();
  const meeting = page.url();
  await page.getByRole("button", { name: "結束", exact: true }).click();
  await page.getByRole("button", { name: "整理好了" }).click();
  await page.goto(meeting);
  await started(page);
  await page.getByRole("button", { name: "補一句" }).click();
  await field(page, "這一句").fill("說到一半");
  await onDisk(page, "說到一半");
  await page.reload();
  await started(page);
  await expect(field(page, "這一句")).toHaveValue("說到一半");
});

test("a double tap on the way into a meeting starts it and does nothing else", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await page.getByRole("navigation", { name: "主要" }).getByRole("button", { name: "開會", exact: true }).click();
  const start = page.getByRole("button", { name: "開始", exact: true });
  const box = await start.boundingBox();
  await start.dblclick();
  await expect(page.getByRole("heading", { level: 1, name: CLIENT })).toBeVisible();
  // A button of the new page lies where the second tap went.
  await expect(field(page, "這一句")).toBeVisible();
  const center = { x: box!.x + box!.width / 2, y: box!.y + box!.height / 2 };
  const lies = await page.evaluate(({ x, y }) => document.elementFromPoint(x, y)?.closest("button, textarea")?.textContent ?? "", center);
  expect(lies).not.toBe("");
  await expect(page.getByRole("list", { name: "這場會議的筆記" }).getByRole("listitem")).toHaveCount(0);
});

test("the second tap on what adds a project takes nothing back, and its client is found by its name", async ({ device, server }) => {
  test.setTimeout(120_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await openPart(page, "案子");
  await page.getByRole("button", { name: "新增案子" }).click();
  const sheet = page.getByRole("dialog", { name: "新增案子" });
  await field(sheet, "案名").fill("二代保溫杯");
  const add = sheet.getByRole("button", { name: "新增", exact: true });
  // Once the sheet has come to rest.
  await add.hover();
  await add.dblclick();
  await expect(page.getByRole("dialog", { name: "案子", exact: true })).toBeVisible();
  await synced(page);
  await page.reload();
  await started(page);
  await expect(page.getByText("二代保溫杯").first()).toBeVisible();
  await goTo(page, "客戶");
  await page.getByRole("searchbox").fill("保溫");
  await expect(page.getByRole("region", { name: "客戶清單" }).getByRole("link", { name: CLIENT })).toBeVisible();
});

test("waiting records are named, tasks are found, and archived clients can be shown", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await goTo(page, "待辦");
  await page.getByRole("button", { name: "新增", exact: true }).click();
  const sheet = page.getByRole("dialog", { name: "新增待辦" });
  await field(sheet, "要做什麼").fill("寄樣品給阿岳");
  await server.stop();
  await sheet.getByRole("button", { name: CLIENT }).click();
  await sheet.getByRole("button", { name: "新增", exact: true }).click();
  await goTo(page, "客戶");
  await page.getByRole("searchbox").fill("樣品");
  const hit = page.getByRole("region", { name: /^筆記與待辦裡/ }).getByRole("link");
  await expect(hit).toContainText("寄樣品給阿岳");
  await expect(hit.locator("mark")).toHaveText("樣品");
  await page.getByRole("searchbox").fill("");
  // The palette finds the same.
  await page.getByRole("searchbox").blur();
  await page.keyboard.press("Control+k");
  await page.getByRole("combobox").fill("樣品");
  await expect(page.getByRole("option", { name: /寄樣品給阿岳/ }).locator("mark")).toHaveText("樣品");
  await page.keyboard.press("Escape");

  await page.getByRole("link", { name: /山嵐/ }).click();
  await page.getByRole("button", { name: "更多動作" }).click();
  await page.getByRole("button", { name: "封存" }).click();
  await goTo(page, "客戶");
  await page.getByRole("button", { name: "看封存的" }).click();
  await expect(page.getByRole("link", { name: /山嵐/ })).toBeVisible();

  await page.getByRole("link", { name: /離線|筆待送/ }).click();
  const waiting = page.getByRole("region", { name: "等著送出 2" });
  await expect(waiting.getByRole("listitem")).toHaveCount(2);
  await expect(waiting).toContainText("寄樣品給阿岳");
  await expect(waiting).toContainText(CLIENT);
});

test("the key that undoes takes back what was done last, typed text too, wherever one has gone since", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "筆電");
  await newClient(page, CLIENT);
  await openPart(page, "資料");
  await field(page, "相處提醒").fill("只收電子郵件");
  await field(page, "相處提醒").blur();
  await field(page, "地址").fill("南投");
  await field(page, "地址").blur();
  await field(page, "地址").focus();
  await page.keyboard.press("End");
  await page.keyboard.type("縣鹿谷鄉");
  await field(page, "地址").blur();
  await goTo(page, "客戶");
  await page.keyboard.press("Control+z");
  await expect(page.locator(".toast", { hasText: "已復原" })).toBeVisible();
  await openClient(page, CLIENT);
  await openPart(page, "資料");
  await expect(field(page, "地址")).toHaveValue("南投");
  await expect(field(page, "相處提醒")).toHaveValue("只收電子郵件");
  await page.keyboard.press("Control+z");
  await expect(field(page, "地址")).toHaveValue("");
  await page.keyboard.press("Control+z");
  await expect(field(page, "相處提醒")).toHaveValue("");
  // What was undone can be written again.
  await field(page, "相處提醒").fill("先打電話");
  await field(page, "相處提醒").blur();
  await synced(page);
  await page.reload();
  await started(page);
  await expect(field(page, "相處提醒")).toHaveValue("先打電話");
});
