/** A client erased on the desk is nowhere any more: not on the phone that was offline with an unsent edit, not in the server's file. */
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { DESK, clientRow, expect, field, firstAccount, goTo, newClient, openClient, openPart, savedOffline, signIn, synced } from "../support/book.ts";
import { installed, readBuild } from "../support/shell.ts";
import { holds, onDisk } from "../support/storage.ts";
import { test } from "../support/test.ts";

const GONE = "山嵐製茶";
const STAYS = "海風烘焙";
const UNSENT = "只有手機知道的產業";
const DRAFT = "還沒按下去的標籤";

test.skip(({ isMobile }) => !isMobile, "one of the two is a phone");
test.use({ actionTimeout: 60_000 });

test("a client is erased at the desk; the phone, offline with an unsent edit, keeps nothing of it and is in sync", async ({ device: phone, newDevice, server, folder }) => {
  test.setTimeout(300_000);
  await firstAccount(phone, server, "手機");
  await installed(phone.page, await readBuild());
  await newClient(phone.page, STAYS);
  await newClient(phone.page, GONE);
  await synced(phone.page);
  const desk = await newDevice(DESK);
  const page = await signIn(desk, "桌機");

  await phone.goOffline();
  await openPart(phone.page, "資料");
  await field(phone.page, "產業").fill(UNSENT);
  await field(phone.page, "產業").blur();
  await savedOffline(phone.page);
  // Typed and not taken: it waits in a place of its own.
  await field(phone.page, "加標籤").fill(DRAFT);
  await onDisk(phone.page, DRAFT);
  await onDisk(phone.page, GONE);
  await onDisk(phone.page, UNSENT);

  // Without the server it is not even asked.
  await phone.page.getByRole("button", { name: "更多動作" }).click();
  await phone.page.getByRole("button", { name: "永久抹除…" }).click();
  const offline = phone.page.getByRole("dialog", { name: "永久抹除…" });
  await expect(offline.getByText("現在連不上伺服器")).toBeVisible();
  await expect(offline.getByRole("textbox")).toHaveCount(0);
  await phone.page.keyboard.press("Escape");

  await openClient(page, GONE);
  await page.getByRole("button", { name: "更多動作" }).click();
  await page.getByRole("button", { name: "永久抹除…" }).click();
  const sheet = page.getByRole("dialog", { name: `永久抹除「${GONE}」` });
  const erase = sheet.getByRole("button", { name: "永久抹除", exact: true });
  await expect(erase).toBeDisabled();
  // Their data first, if they ask for it.
  const download = page.waitForEvent("download");
  await sheet.getByRole("button", { name: "先把這位客戶的資料存成檔案" }).click();
  const copy = JSON.parse(await readFile(await (await download).path(), "utf8")) as { records: { fields: { name?: string } }[] };
  expect(copy.records.map((record) => record.fields.name)).toContain(GONE);
  expect(copy.records.map((record) => record.fields.name)).not.toContain(STAYS);
  await sheet.getByRole("textbox").fill(GONE);
  await erase.click();
  await expect(page.getByText("這位客戶已永久抹除")).toBeVisible();
  await expect(page.getByText(/^林小滿在.*用「桌機」抹除/)).toBeVisible();
  await synced(page);
  await expect(clientRow(page, GONE)).toHaveCount(0);

  await phone.goOnline();
  await expect(phone.page.getByText("這位客戶已永久抹除")).toBeVisible();
  await synced(phone.page);
  for (const device of [phone.page, page]) {
    await goTo(device, "客戶");
    await expect(clientRow(device, STAYS)).toBeVisible();
    await expect(clientRow(device, GONE)).toHaveCount(0);
    for (const secret of [GONE, UNSENT, DRAFT]) await expect.poll(() => holds(device, secret), secret).toEqual([]);
  }

  // A new device learns of it by its first snapshot, and so does the server's file.
  const late = await signIn(await newDevice(DESK), "平板");
  await goTo(late, "客戶");
  await expect(clientRow(late, STAYS)).toBeVisible();
  expect(await holds(late, GONE)).toEqual([]);
  const files = (await readdir(folder)).filter((name) => name.startsWith("yardstick.db"));
  expect(files).not.toEqual([]);
  await expect
    .poll(async () => {
      const found = await Promise.all(files.map(async (name) => (await readFile(join(folder, name)).catch(() => Buffer.alloc(0))).includes(GONE)));
      return files.filter((_, at) => found[at]);
    })
    .toEqual([]);
});
