/** `make pictures`: what the product looks like, taken of the demo book. Nothing is asserted here. */
import { defineConfig } from "@playwright/test";
import tests from "./playwright.config.ts";

export default defineConfig({ ...tests, testDir: "pictures", projects: [{ name: "pictures" }], timeout: 300_000, use: { ...tests.use, actionTimeout: 15_000 } });
