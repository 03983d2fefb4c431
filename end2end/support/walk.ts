/** What several walks do with the parts of the method, and the days that pass in them (zh-TW). */
import type { Page } from "@playwright/test";
import { expect, field, lineBox, openPart } from "./book.ts";
import { started } from "./device.ts";

/** One day. */
export const DAY_MS = 24 * 3_600_000;

/** Files a line of a kind. */
export async function say(page: Page, kind: string, text: string): Promise<void> {
  await lineBox(page).fill(text);
  await page.getByRole("group", { name: "種類" }).getByRole("button", { name: kind }).press("Enter");
  await expect(lineBox(page)).toHaveValue("");
}

/** Waits for a question of 盤點 by words of it. */
export async function asked(page: Page, words: string): Promise<void> {
  await expect(page.getByRole("heading", { level: 2, name: new RegExp(words) })).toBeVisible();
}

/** Answers a question of 盤點 with one of its choices. */
export async function choose(page: Page, words: string, choice: string): Promise<void> {
  await asked(page, words);
  // By the keyboard: a tap so soon after the last could be the second one of a double tap, which presses nothing.
  await page.getByRole("button", { name: choice }).press("Enter");
}

/** A campaign of a name, with a launch where there is a period of two days (`from~to`), from the client's page. */
export async function newCampaign(page: Page, title: string, period?: string): Promise<void> {
  await openPart(page, "案子");
  await page.getByRole("button", { name: "新增案子" }).click();
  const sheet = page.getByRole("dialog");
  await field(sheet, "案名").fill(title);
  if (period) await field(sheet, "走期").fill(period);
  await sheet.getByRole("button", { name: "新增", exact: true }).click();
  const made = page.getByRole("dialog", { name: "案子", exact: true });
  await expect(made).toBeVisible();
  await made.getByRole("button", { name: "關閉" }).click();
}

/** A day as forms take it. */
export function iso(day: Date): string {
  return day.toISOString().slice(0, 10);
}

/** Noon of the day that stands before `word` in the line about the days, the next one of that name. */
export async function dayOf(page: Page, days: string, word: string): Promise<number> {
  const found = new RegExp(`(?:(\\d+)/)?(\\d+)/(\\d+) ${word}`).exec(days);
  if (!found) throw new Error(`no day before ${word} in ${days}`);
  const [month, day] = [Number(found[2]), Number(found[3])];
  return page.evaluate(
    ([month, day]) => {
      const now = new Date();
      const noon = new Date(now.getFullYear(), month - 1, day, 12);
      if (noon.getTime() < now.getTime() - 24 * 3_600_000) noon.setFullYear(noon.getFullYear() + 1);
      return noon.getTime();
    },
    [month, day] as const,
  );
}

const turned = new WeakSet<Page>();

/** The phone's clock goes on to a moment; the page is to be opened anew. Without the network, which would put it right. */
export async function goOnTo(page: Page, time: number): Promise<void> {
  if (turned.has(page)) await page.clock.setSystemTime(time);
  else await page.clock.install({ time });
  turned.add(page);
}

/** Goes to an address, as from a bookmark. */
export async function openAt(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await started(page);
}

/** Another app that takes whatever it is given. */
export function takeWhatIsShared(): void {
  const shared: string[] = [];
  Object.assign(window, { shared });
  Object.defineProperty(navigator, "share", {
    configurable: true,
    value: async (data: { text: string }) => {
      shared.push(data.text);
    },
  });
}
