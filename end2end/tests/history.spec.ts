/** What was, who changed it, and the way back: of a field, of what was deleted, of what was done at once. */
import type { Page } from "@playwright/test";
import { DESK, clientRow, expect, field, firstAccount, goTo, newClient, openClient, openPart, savedOffline, signIn, synced } from "../support/book.ts";
import { started } from "../support/device.ts";
import { installed, readBuild } from "../support/shell.ts";
import { test } from "../support/test.ts";

const CLIENT = "山嵐製茶";

test.skip(({ isMobile }) => !isMobile, "one of the two is a phone");
test.use({ actionTimeout: 60_000 });

test("every value of a field is found again with who wrote it, and can be set back; offline it says what it does not know", async ({ device: phone, newDevice, server }) => {
  test.setTimeout(240_000);
  await firstAccount(phone, server, "手機");
  await installed(phone.page, await readBuild());
  await newClient(phone.page, CLIENT);
  await openPart(phone.page, "資料");
  await write(phone.page, "相處提醒", "先聊茶園的天氣");
  await synced(phone.page);
  const desk = await signIn(await newDevice(DESK), "桌機");
  await openClient(desk, CLIENT);
  await openPart(desk, "資料");
  await write(desk, "相處提醒", "先聊茶園的收成");
  await synced(desk);
  await expect(field(phone.page, "相處提醒")).toHaveValue("先聊茶園的收成");

  const sheet = await openHistory(phone.page);
  const newest = sheet.getByRole("listitem").first();
  await expect(newest).toContainText("相處提醒");
  await expect(newest.locator("del")).toHaveText("天氣");
  await expect(newest.locator("ins")).toHaveText("收成");
  await expect(newest).toContainText(/林小滿，桌機，/);
  await expect(newest).toContainText("目前的內容");
  const older = sheet.getByRole("listitem").filter({ hasText: /林小滿，手機，/ }).filter({ hasText: "天氣" });
  await older.getByRole("button", { name: "改回這個" }).click();
  await phone.page.keyboard.press("Escape");
  await phone.page.keyboard.press("Escape");
  await expect(field(phone.page, "相處提醒")).toHaveValue("先聊茶園的天氣");
  await expect(field(desk, "相處提醒")).toHaveValue("先聊茶園的天氣");

  await phone.goOffline();
  await savedOffline(phone.page);
  const offline = await openHistory(phone.page);
  await expect(offline.getByText("這裡只有這台裝置上留著的")).toBeVisible();
  await expect(offline.getByRole("listitem").filter({ hasText: "相處提醒" })).toContainText("先聊茶園的天氣");
  await expect(offline.getByText("收成")).toHaveCount(0);
});

test("a deleted client is found offline and comes back with what was under it; an action is taken back whole", async ({ device: phone, server }) => {
  test.setTimeout(240_000);
  await firstAccount(phone, server, "手機");
  await installed(phone.page, await readBuild());
  await newClient(phone.page, CLIENT);
  const { page } = phone;
  await page.getByRole("navigation", { name: "這位客戶的各部分" }).getByRole("link", { name: "聯絡人" }).click();
  await page.getByRole("button", { name: "新增聯絡人" }).first().click();
  const form = page.getByRole("dialog", { name: "新增聯絡人" });
  await field(form, "姓名").fill("阿岳");
  await form.getByRole("button", { name: "新增", exact: true }).click();
  await expect(form).toBeHidden();
  await expect(page.getByText("阿岳").first()).toBeVisible();
  await synced(page);
  await phone.goOffline();

  await page.getByRole("button", { name: "更多動作" }).click();
  await page.getByRole("button", { name: "刪除客戶" }).click();
  await expect(clientRow(page, CLIENT)).toHaveCount(0);
  await phone.open("/deleted");
  const row = page.getByRole("listitem").filter({ hasText: CLIENT });
  await expect(row).toContainText("連同其他");
  await expect(row).toContainText(/林小滿，手機，/);
  await row.getByRole("button", { name: "還原" }).click();
  await expect(row).toHaveCount(0);
  await goTo(page, "客戶");
  await clientRow(page, CLIENT).click();
  await page.getByRole("navigation", { name: "這位客戶的各部分" }).getByRole("link", { name: "聯絡人" }).click();
  await expect(page.getByText("阿岳").first()).toBeVisible();

  // Deleting was one action of several records: taken back from the history of one of them, all of it is undone.
  await phone.goOnline();
  await synced(page);
  const sheet = await openHistory(page);
  await sheet.getByRole("listitem").filter({ hasText: "還原" }).getByRole("button", { name: "整批復原" }).click();
  await expect(page.getByText("整批復原了")).toBeVisible();
  await goTo(page, "客戶");
  await expect(clientRow(page, CLIENT)).toHaveCount(0);
  await page.goto("/deleted");
  await started(page);
  await expect(page.getByRole("listitem").filter({ hasText: CLIENT })).toContainText("連同其他");
});

test("much deleted on another device is told on Today with who and when, and comes back in one tap", async ({ device: phone, newDevice, server }) => {
  test.setTimeout(240_000);
  const page = await firstAccount(phone, server, "手機");
  await newClient(page, CLIENT);
  const client = new URL(page.url()).pathname.split("/")[2]!;
  await synced(page);
  const desk = await signIn(await newDevice(DESK), "桌機");
  await openClient(desk, CLIENT);
  await desk.evaluate(pushAndDelete, { client, count: 51 });

  await goTo(page, "今日");
  const notice = page.getByRole("status").filter({ hasText: /林小滿，桌機，.*刪了 51 筆紀錄/ });
  await expect(notice).toBeVisible();
  await notice.getByRole("button", { name: "全部還原" }).click();
  await expect(notice).toHaveCount(0);
  await goTo(page, "待辦");
  const tasks = page.getByRole("listitem").filter({ hasText: /第 \d+ 件/ });
  await expect(tasks.first()).toBeVisible();
  await synced(page);
  // Told once: not again at the next start, nor where it was deleted.
  await page.goto("/");
  await started(page);
  await goTo(desk, "今日");
  for (const tab of [page, desk]) await expect(tab.getByText("刪了 51 筆紀錄")).toHaveCount(0);
  await goTo(desk, "待辦");
  await expect(desk.getByText(/第 \d+ 件/).first()).toBeVisible();
});

/** Writes so many to-dos of a client as this device, and deletes them all at one moment. */
async function pushAndDelete({ client, count }: { client: string; count: number }): Promise<void> {
  const session = (await (await fetch("/api/v1/session")).json()) as { workspace: { id: string }; user: { id: string } };
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  const at = Date.now();
  const change = (counter: number, number: number, field: string, value: unknown) => ({
    id: `00000000000000ff-${counter}`,
    client,
    record: `01935a3c-7a10-7c3e-8d11-${String(number).padStart(12, "0")}`,
    kind: "task",
    field,
    value,
    replaces: [],
    time: at,
  });
  const made = numbers.map((number) => change(number, number, "title", `第 ${number} 件`));
  const gone = numbers.map((number) => change(count + number, number, "deleted", { saw: [`00000000000000ff-${number}`] }));
  for (const changes of [made, gone]) {
    const body = JSON.stringify({ protocol: 1, workspace: session.workspace.id, user: session.user.id, changes });
    const answer = await fetch("/api/v1/sync", { method: "POST", headers: { "content-type": "application/json" }, body });
    if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  }
}

async function write(page: Page, label: string, text: string): Promise<void> {
  await field(page, label).fill(text);
  await field(page, label).blur();
}

async function openHistory(page: Page) {
  await page.getByRole("button", { name: "更多動作" }).click();
  await page.getByRole("button", { name: "修改紀錄" }).click();
  return page.getByRole("dialog", { name: "修改紀錄" });
}
