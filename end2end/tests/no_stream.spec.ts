/** Where event streams do not get through (a proxy that refuses them), the app syncs by asking now and then, and not without end. */
import { expect, field, firstAccount, newClient, openPart, synced } from "../support/book.ts";
import { test } from "../support/test.ts";

test.skip(({ isMobile }) => Boolean(isMobile), "a network has no screen");
test.use({ actionTimeout: 60_000 });

test("a refused stream starts no round", async ({ device, server }) => {
  test.setTimeout(120_000);
  const { context } = device;
  let streams = 0;
  let rounds = 0;
  await context.route("**/api/v1/events", (route) => {
    streams += 1;
    return route.fulfill({ status: 502, contentType: "text/html", body: "<html>" });
  });
  context.on("request", (request) => {
    if (new URL(request.url()).pathname === "/api/v1/sync") rounds += 1;
  });
  const page = await firstAccount(device, server, "桌機");
  await newClient(page, "山嵐製茶");
  await synced(page);
  await expect.poll(() => streams).toBeGreaterThan(0);

  // Each refusal that started a round would have been answered by the next one within milliseconds.
  const before = rounds;
  await page.waitForTimeout(3_000);
  expect(rounds - before).toBeLessThan(3);

  // And what is written is sent all the same.
  await openPart(page, "資料");
  await field(page, "地址").fill("南投縣鹿谷鄉");
  await field(page, "地址").blur();
  await expect.poll(() => rounds).toBeGreaterThan(before);
  await synced(page);
});
