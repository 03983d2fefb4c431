/** A server that shares no history with the book: everything stops and asks, nothing is sent, nothing is deleted; back at the right one it goes on. */
import { expect, field, firstAccount, newClient, openClient, openPart, synced } from "../../support/book.ts";
import { test } from "../../support/test.ts";

const CLIENT = "山嵐製茶";
/** What a server answers whose history has none of the places this device knows. */
const FOREIGN = {
  status: 409,
  contentType: "application/problem+json",
  body: JSON.stringify({ title: "another history", status: 409, code: "other-history", line: [{ epoch: "0123456789abcdef", last: 3 }] }),
};

test.skip(({ isMobile }) => !isMobile, "what is asked does not depend on the screen");
test.use({ actionTimeout: 60_000 });

test("a foreign server stops and asks", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await openPart(page, "資料");
  await synced(page);
  await page.route("**/api/v1/sync", (route) => route.fulfill(FOREIGN));
  await field(page, "產業").fill("茶");
  await field(page, "產業").blur();
  await expect(page.getByText("伺服器換了一台，和這本簿子對不起來。先停在這裡，東西都還在這台裝置上。")).toBeVisible();
  await expect(field(page, "產業")).toHaveValue("茶");
  await page.getByRole("link", { name: "看怎麼辦" }).click();
  await expect(page.getByRole("region", { name: "怎麼辦" })).toBeVisible();
  await expect(page.getByRole("region", { name: /^等著送出/ })).toContainText(CLIENT);
  await openClient(page, CLIENT);

  await page.unroute("**/api/v1/sync");
  await page.getByRole("link", { name: "需要你處理" }).click();
  await page.getByRole("button", { name: "立刻同步" }).click();
  await synced(page);
  await expect(page.getByRole("region", { name: "怎麼辦" })).toHaveCount(0);
  await openClient(page, CLIENT);
  await openPart(page, "資料");
  await expect(field(page, "產業")).toHaveValue("茶");
});
