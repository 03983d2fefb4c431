/** The server's file put back to an older copy: the devices notice, give it back what they hold, and all end the same. */
import { copyFile, rm } from "node:fs/promises";
import { DESK, clientRow, expect, field, firstAccount, goTo, newClient, openClient, openPart, savedOffline, signIn, synced } from "../../support/book.ts";
import { test } from "../../support/test.ts";

test.skip(({ isMobile }) => !isMobile, "one of the two is a phone");
test.use({ actionTimeout: 60_000 });

test("a restored backup is rolled forward by the devices", async ({ device: phone, newDevice, server }) => {
  test.setTimeout(300_000);
  await firstAccount(phone, server, "手機");
  await newClient(phone.page, "山嵐製茶");
  await synced(phone.page);
  const second = await newDevice(DESK);
  const desk = await signIn(second, "桌機");
  await server.stop();
  await copyFile(server.database, `${server.database}.copy`);
  await server.start();

  // After the copy: from either device, of the old client and a new one, and one edit that never left the phone.
  await newClient(phone.page, "海風烘焙");
  await synced(phone.page);
  await openClient(desk, "山嵐製茶");
  await openPart(desk, "資料");
  await field(desk, "產業").fill("茶葉");
  await field(desk, "產業").blur();
  await synced(desk);
  await openClient(phone.page, "山嵐製茶");
  await openPart(phone.page, "資料");
  await expect(field(phone.page, "產業")).toHaveValue("茶葉");
  await phone.goOffline();
  await field(phone.page, "地址").fill("南投縣鹿谷鄉");
  await field(phone.page, "地址").blur();
  await savedOffline(phone.page);

  await server.stop();
  for (const end of ["-wal", "-shm"]) await rm(server.database + end, { force: true });
  await copyFile(`${server.database}.copy`, server.database);
  await server.start();
  await phone.goOnline();
  await synced(phone.page);
  await synced(desk);
  const third = await signIn(await newDevice(DESK), "新桌機");
  for (const page of [phone.page, desk, third]) {
    await goTo(page, "客戶");
    await expect(clientRow(page, "海風烘焙")).toBeVisible();
    await openClient(page, "山嵐製茶");
    await openPart(page, "資料");
    await expect(field(page, "產業")).toHaveValue("茶葉");
    await expect(field(page, "地址")).toHaveValue("南投縣鹿谷鄉");
    await expect(page.getByRole("button", { name: "也有人改過，看一下" })).toHaveCount(0);
  }
});
