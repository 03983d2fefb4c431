import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

/**
 * Chromium as Debian packages it; Playwright's own download is not to be had everywhere. The one without windows takes two thirds of the time.
 */
const PACKAGED = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];

const launchOptions = {
  executablePath: process.env.CHROMIUM ?? PACKAGED.find(existsSync) ?? PACKAGED[0],
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

export default defineConfig({
  testDir: "tests",
  fullyParallel: true,
  workers: 2,
  // A test that fails once and passes once tells nothing; it is to be mended, not repeated.
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // Generous: how fast things are is the bench's question. 20 minutes for all is the Makefile's.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [["list"], ["./support/failures.ts"]],
  use: {
    launchOptions,
    locale: "zh-TW",
    timezoneId: "Asia/Taipei",
    // Recording every test takes a fifth of the time of all; what the page showed at a failure is printed anyhow.
    trace: process.env.YARDSTICK_TRACE ? "retain-on-failure" : "off",
  },
  projects: [
    { name: "phone", use: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 } },
    { name: "desktop", use: { viewport: { width: 1280, height: 800 } } },
  ],
});
