/** The device store over IndexedDB: the suite that memory passes, on a page that is nothing else (`cargo xtask contract`). */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { TARGET } from "../support/server.ts";
import { expect, test } from "@playwright/test";

const BUILT = join(TARGET, "xtask/contract");
const ORIGIN = "https://contract.test";

test.skip(({ isMobile }) => Boolean(isMobile), "there is nothing to see");

test("IndexedDB keeps the contract that memory keeps", async ({ page }) => {
  expect(existsSync(BUILT), `${BUILT} is not there; run \`cargo xtask contract\``).toBe(true);
  await page.route(`${ORIGIN}/**`, (route) => {
    const { pathname } = new URL(route.request().url());
    return pathname === "/" ? route.fulfill({ contentType: "text/html", body: "<!doctype html>" }) : route.fulfill({ path: join(BUILT, pathname) });
  });
  await page.goto(ORIGIN);
  const broken = await page.evaluate(async () => {
    const suite = await import(new URL("/contract.js", location.href).href);
    await suite.default({ module_or_path: "/contract_bg.wasm" });
    return suite.store_contract().then(
      () => "",
      (error: unknown) => String(error),
    );
  });
  expect(broken).toBe("");
});
