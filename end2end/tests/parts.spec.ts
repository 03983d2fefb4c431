/** Code that comes when it is first asked for: what did not come is asked for again, and nothing is dead meanwhile. */
import { expect, firstAccount, goTo, newClient, signIn, synced } from "../support/book.ts";
import { test } from "../support/test.ts";

test.skip(({ isMobile }) => !isMobile, "the same on every device");
test.use({ actionTimeout: 60_000 });

test("what could not be fetched is fetched when it is asked for again", async ({ device, newDevice, server }) => {
  test.setTimeout(180_000);
  const first = await firstAccount(device, server, "手機");
  await newClient(first, "山嵐製茶");
  await synced(first);
  // Nothing is installed here: each part comes over the network.
  const page = await signIn(await newDevice({ serviceWorkers: "block" }), "筆電");
  await goTo(page, "客戶");
  let isCut = true;
  await page.route(/split_rest/, (route) => (isCut ? route.abort() : route.continue()));
  const said = page.locator(".toast", { hasText: "連上網路再試一次" });
  await page.keyboard.press("Control+k");
  await expect(said).toHaveCount(1);
  await page.getByRole("button", { name: "篩選與排序" }).click();
  await expect(said).toHaveCount(2);
  isCut = false;
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "尋找與動作" });
  await expect(palette.getByRole("combobox")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(palette).toBeHidden();
  await page.getByRole("button", { name: "篩選與排序" }).click();
  await expect(page.getByRole("dialog", { name: "篩選與排序" })).toBeVisible();
});
