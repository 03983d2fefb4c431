/** Every page opens offline with the book in it, the one that was never opened before included. */
import { expect, firstAccount, newClient, openPart, savedOffline, startMeeting, lineBox, lines } from "../../support/book.ts";
import { started } from "../../support/device.ts";
import { FIXED, placesOf } from "../../support/routes.ts";
import { installed, readBuild } from "../../support/shell.ts";
import { test } from "../../support/test.ts";

test.skip(({ isMobile }) => !isMobile, "offline is a phone's");
test.use({ actionTimeout: 60_000 });

test("every page reloads offline, with the book in it", async ({ device, server }) => {
  test.setTimeout(300_000);
  const { page } = device;
  await firstAccount(device, server, "手機");
  await installed(page, await readBuild());
  await server.stop();
  await device.goOffline();
  await newClient(page, "山嵐製茶");
  const client = new URL(page.url()).pathname;
  await openPart(page, "時間軸");
  await page.goto(client);
  await started(page);
  await startMeeting(page, "山嵐製茶");
  const meeting = new URL(page.url()).pathname;
  await lineBox(page).fill("春茶的量比去年多");
  await lineBox(page).press("Enter");
  await expect(lines(page)).toHaveCount(1);
  await savedOffline(page);
  const failed: string[] = [];
  page.on("pageerror", (error) => failed.push(error.message));
  for (const path of [...FIXED, ...placesOf(client, meeting)]) {
    await test.step(path, async () => {
      await device.open(path);
      await page.reload();
      await started(page);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      if (path === client || path.startsWith(`${client}/`)) await expect(page.getByText("山嵐製茶").first()).toBeAttached();
    });
  }
  expect(failed).toEqual([]);
});
