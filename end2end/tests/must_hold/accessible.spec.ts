/** Every page in both languages and themes, and what opens over them: nothing axe objects to, and nothing wider than a small phone. */
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import axe, { type RunOptions } from "axe-core";
import { expect, firstAccount, lineBox, lines, newClient, startMeeting, synced } from "../../support/book.ts";
import { started } from "../../support/device.ts";
import { FIXED, placesOf } from "../../support/routes.ts";
import { test } from "../../support/test.ts";

const LANGUAGES = { "zh-TW": "繁體中文", en: "English" };
const THEMES = { light: "淺色", dark: "深色" };

/** The rules of axe that ask for colours. */
const COLOURS = ["color-contrast", "link-in-text-block"];

test.use({ actionTimeout: 60_000 });

for (const [language, languageName] of Object.entries(LANGUAGES)) {
  test(`every page, ${language}, light and dark`, async ({ newDevice, isMobile, server }) => {
    test.setTimeout(600_000);
    const device = await newDevice({ reducedMotion: "reduce", ...(isMobile && { viewport: { width: 360, height: 740 } }) });
    const page = await firstAccount(device, server, "測試機");
    const own = await writeSomething(page);
    await page.goto("/settings");
    await started(page);
    for (const [theme, themeName] of Object.entries(THEMES)) {
      await page.getByRole("radio", { name: themeName }).check();
      await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    }
    await page.getByRole("radio", { name: "跟著裝置" }).check();
    await page.getByRole("radio", { name: languageName }).check();
    await expect(page.locator("html")).toHaveAttribute("lang", language);
    const found: string[] = [];
    for (const path of [...FIXED, ...own]) {
      await test.step(path, async () => found.push(...(await wrongWith(page, path, Boolean(isMobile)))));
    }
    found.push(...(await wrongOverPages(page, own[0]!, own.at(-2)!, language, Boolean(isMobile))));
    expect(found).toEqual([]);
  });
}

/** A client with something of everything; the addresses of its pages. */
async function writeSomething(page: Page): Promise<string[]> {
  await newClient(page, "山嵐製茶");
  const client = new URL(page.url()).pathname;
  await startMeeting(page, "山嵐製茶");
  await lineBox(page).fill("春茶的量比去年多，網址在 https://example.org/a-very-long-address-without-a-break/and-more");
  await lineBox(page).press("Enter");
  await lineBox(page).fill("把報價單寄給阿岳");
  await page.getByRole("group", { name: "種類" }).getByRole("button", { name: "我方待辦" }).click();
  await expect(lines(page)).toHaveCount(2);
  const meeting = new URL(page.url()).pathname;
  await synced(page);
  return placesOf(client, meeting);
}

/** What axe and the width of the page have against it, a line each. */
async function wrongWith(page: Page, path: string, isTouch: boolean): Promise<string[]> {
  await page.goto(path);
  await started(page);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  return wrongHere(page, path, isTouch);
}

/** The same of sheets, the palette and what is shown to the client; each is opened by the button of that name. */
async function wrongOverPages(page: Page, client: string, meeting: string, language: string, isTouch: boolean): Promise<string[]> {
  const words = JSON.parse(readFileSync(new URL(`../../../public/i18n/${language}.json`, import.meta.url), "utf8")) as Record<string, string>;
  const openers = [
    ["/clients", "clients.arrange"],
    [client, "button.more"],
    [`${client}/people`, "clientpage.add_contact"],
    [`${client}/engagements`, "clientpage.add_engagement"],
    ["/tasks", "button.add"],
    [meeting, "meet.details"],
    [meeting, "button.show_client"],
  ] as const;
  const found: string[] = [];
  for (const [path, opener] of openers) {
    await test.step(`${path} ${opener}`, async () => {
      await page.goto(path);
      await started(page);
      await page.getByRole("button", { name: words[opener]!, exact: true }).first().click();
      await expect(page.locator("dialog[open], .client-facing").first()).toBeVisible();
      found.push(...(await wrongHere(page, `${path} ${opener}`, isTouch)));
    });
  }
  await page.goto("/");
  await started(page);
  await page.keyboard.press("Control+k");
  await expect(page.locator("dialog[open], .client-facing").first()).toBeVisible();
  found.push(...(await wrongHere(page, "palette", isTouch)));
  return found;
}

async function wrongHere(page: Page, path: string, isTouch: boolean): Promise<string[]> {
  // What stands at the door is known once the server has said whether there is an account.
  if (path === "/welcome") await expect(page.locator("form")).toBeVisible();
  // Run as it is: the app has no frames, and what its wrapper does for frames takes longer than the rules.
  await page.evaluate(axe.source);
  const wrong = await violations(page, path, {});
  // The other theme is the same page in other colours.
  await page.emulateMedia({ colorScheme: "dark" });
  wrong.push(...(await violations(page, `${path} dark`, { runOnly: { type: "rule", values: COLOURS } })));
  await page.emulateMedia({ colorScheme: "light" });
  const { wide, room } = await page.evaluate(() => ({ wide: document.documentElement.scrollWidth, room: document.documentElement.clientWidth }));
  if (wide > room) wrong.push(`${path} is ${wide} px wide on ${room}`);
  if (isTouch) wrong.push(...(await page.evaluate(smallTargets)).map((what) => `${path} is hard to hit: ${what}`));
  return wrong;
}

async function violations(page: Page, path: string, options: RunOptions): Promise<string[]> {
  const found = await page.evaluate((options) => (globalThis as unknown as { axe: typeof axe }).axe.run(document, options), options);
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${path} ${id}: ${node.html} ${node.failureSummary ?? ""}`));
}

/** What a finger can press and is smaller than 44 px; a label belongs to its control, and a link within a sentence is as its letters are. */
function smallTargets(): string[] {
  const controls = document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary, [role=button], [role=tab]");
  const small: string[] = [];
  for (const control of controls) {
    if (!control.checkVisibility({ visibilityProperty: true, opacityProperty: false }) || control.matches(":disabled, .skip-link")) continue;
    if (control.matches("p a, dd a")) continue;
    const areas = [control, control.closest("label"), ...((control as HTMLInputElement).labels ?? [])].filter((area) => area !== null);
    const fits = areas.some((area) => {
      const { width, height } = area.getBoundingClientRect();
      return width >= 43.5 && height >= 43.5;
    });
    const { width, height } = control.getBoundingClientRect();
    if (!fits && width > 1 && height > 1) small.push(`${Math.round(width)}×${Math.round(height)} ${control.outerHTML.slice(0, 160)}`);
  }
  return small;
}
