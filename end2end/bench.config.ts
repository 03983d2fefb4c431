/** The device's half of `make bench`: Chromium on the reference book, slowed down as a phone is. Nothing is asserted. */
import { defineConfig } from "@playwright/test";
import tests from "./playwright.config.ts";

export default defineConfig({
  ...tests,
  testDir: "bench",
  workers: 1,
  timeout: 900_000,
  reporter: [["line"]],
  use: { ...tests.use, trace: "off", actionTimeout: 120_000 },
  projects: [{ name: "phone", use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } }],
});
