/**
 * Pictures of the demo book: by default those the README and the manifests show; with `YARDSTICK_LOOK=<folder>`
 * every page there, in both sizes, themes and languages, to be looked at.
 */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { started } from "../support/device.ts";
import { test } from "../support/test.ts";

const LOOK = process.env.YARDSTICK_LOOK;
const README = resolve(import.meta.dirname, "../../docs/pictures");
const MANIFESTS = resolve(import.meta.dirname, "../../public/screenshots");
const SIZES = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
  desk: { viewport: { width: 1280, height: 800 }, isMobile: false, hasTouch: false, deviceScaleFactor: 1 },
};
const LANGUAGES = { "zh-TW": "zh-TW", en: "en-GB" };
const THEMES = ["light", "dark"] as const;

/** What the README and the manifests show, by where it lies. */
const SHOWN = new Map([
  ["phone-zh-TW-dark-before", README],
  ...["zh-TW", "en"].flatMap((language) =>
    [`phone-${language}-light-today`, `phone-${language}-light-meeting`, `desk-${language}-light-client`].map((name) => [name, MANIFESTS] as const),
  ),
]);

for (const [size, screen] of Object.entries(SIZES)) {
  for (const [language, locale] of Object.entries(LANGUAGES)) {
    for (const theme of THEMES) {
      const name = `${size}-${language}-${theme}`;
      if (!LOOK && ![...SHOWN.keys()].some((shown) => shown.startsWith(name))) continue;
      test(name, async ({ newDevice }) => {
        const device = await newDevice({ ...screen, locale, colorScheme: theme, reducedMotion: "reduce" });
        const { page } = device;
        const take = async (what: string) => {
          const folder = LOOK ?? SHOWN.get(`${name}-${what}`);
          if (folder) await page.screenshot({ path: join(folder, `${name}-${what}.png`) });
        };
        await device.open("/demo");
        await take("demo");
        await page.getByRole("button", { name: /打開示範簿|Open the demo/ }).click();
        await page.getByRole("navigation").first().waitFor();
        await page.locator("main .row").first().waitFor();
        await take("today");
        for (const [what, path] of Object.entries(await places(page))) {
          await device.open(path);
          await page.getByRole("heading", { level: 1 }).waitFor();
          await page.waitForTimeout(250);
          await take(what);
        }
        await meet(page, take);
      });
    }
  }
}

/** Every page with an address that is known beforehand, and those of the client with a meeting today. */
async function places(page: Page): Promise<Record<string, string>> {
  const source = readFileSync(join(import.meta.dirname, "../../app/src/route.rs"), "utf8");
  const fixed = [...(source.split("const FIXED")[1]?.split("];")[0] ?? "").matchAll(/"\/([^"]+)"/g)].map((found) => found[1] ?? "");
  await page.goto("/meet");
  await started(page);
  const before = await page.locator('main a[href$="/before"]').first().getAttribute("href");
  const client = before?.replace(/\/before$/, "") ?? "/clients";
  const parts = ["assessment", "file", "people", "engagements", "timeline"];
  return {
    ...Object.fromEntries(fixed.map((path) => [path.replaceAll("/", "-"), `/${path}`])),
    client,
    ...Object.fromEntries(parts.map((part) => [`client-${part}`, `${client}/${part}`])),
    "capture-for": `${client}/capture`,
    ask: `${client}/ask`,
    before: `${client}/before`,
  };
}

/** A meeting with some lines, its end, and what the client is shown. */
async function meet(page: Page, take: (what: string) => Promise<void>): Promise<void> {
  await page.locator(".car-foot > .button").click();
  const box = page.locator(".capture-line textarea");
  await box.waitFor();
  await take("meeting-empty");
  const isChinese = (await page.locator("html").getAttribute("lang")) === "zh-TW";
  const said = isChinese
    ? ["想先拿到問卷結果，再定回饋的數量。", "出貨人力只有兩位，怕十一月來不及。", "影片改成三支 15 秒短片。"]
    : ["Wants the survey results before fixing the rewards.", "Only two people to ship; afraid of November.", "Three 15-second clips instead of the film."];
  for (const line of said) {
    await box.fill(line);
    await box.press("Enter");
  }
  await box.fill(isChinese ? "週三給廣告素材範本" : "Ad templates by Wednesday");
  await page.locator(".capture-kinds .chip").nth(3).click();
  await page.waitForTimeout(300);
  await take("meeting");
  await page.locator(".note-open").first().click();
  await page.waitForTimeout(250);
  await take("meeting-edit");
  await page.keyboard.press("Escape");
  await page.locator(".capture-foot .button, .capture-tools .button").last().click();
  await page.waitForTimeout(700);
  await take("wrap-up");
}
