/** KOL: a list typed on the phone, offline; who is agreed gets milestones, counted from the day the product is sent, and gives them back. */
import { expect, field, firstAccount, newClient, savedOffline, synced } from "../support/book.ts";
import type { Page } from "@playwright/test";
import { iso, newCampaign } from "../support/walk.ts";
import { installed, readBuild } from "../support/shell.ts";
import { test } from "../support/test.ts";

const CLIENT = "山嵐茶園";
const CAMPAIGN = "冷泡茶隨行罐";
/** Far enough off for the whole plan, whatever day it is. */
const LAUNCH = new Date(Date.now() + 120 * 24 * 3_600_000);
const PERIOD = `${iso(LAUNCH)}~${iso(new Date(LAUNCH.getTime() + 45 * 24 * 3_600_000))}`;

test.skip(({ isMobile }) => !isMobile, "the list is made on a phone");

test("a KOL is agreed, gets milestones from the day the product is sent, and gives them back with one undo", async ({ device, server }) => {
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await synced(page);
  await installed(page, await readBuild());
  await device.goOffline();
  await newPlan(page);

  // Two are added by name alone, one after the other.
  const group = page.getByRole("region", { name: "KOL" });
  await expect(group.getByText(/^先列出 20 位/)).toBeVisible();
  await group.getByRole("button", { name: "加一位 KOL" }).click();
  for (const name of ["小森的露營日記", "阿茶上班族"]) {
    await field(page, "KOL 的名字").fill(name);
    await field(page, "KOL 的名字").press("Enter");
    await expect(group.getByRole("button", { name: new RegExp(`^${name}`) })).toBeVisible();
  }
  await expect(group.getByText("名單 2 / 20 · 談定 0 / 5–7")).toBeVisible();
  // A name that is on the list is said before there are two of it; opened, what was typed stays.
  await field(page, "KOL 的名字").fill(" 小森的 露營日記");
  await field(page, "KOL 的名字").press("Enter");
  await expect(group.getByText("名單上已經有「小森的露營日記」。")).toBeVisible();
  await expect(group.getByRole("button", { name: "還是新增" })).toBeVisible();
  await group.getByRole("button", { name: "打開「小森的露營日記」" }).press("Enter");
  await page.getByRole("dialog", { name: "KOL" }).getByRole("button", { name: "關閉" }).click();
  await expect(field(page, "KOL 的名字")).toHaveValue(" 小森的 露營日記");
  await group.getByRole("button", { name: "取消" }).press("Enter");
  await expect(group.getByText("名單 2 / 20 · 談定 0 / 5–7")).toBeVisible();
  await expect(group.getByText(/寄出，才趕得上上線/)).toBeVisible();
  await savedOffline(page);

  // Agreeing with one makes the milestones; the day the product is sent gives them their days.
  const first = group.getByRole("button", { name: /^小森的露營日記/ });
  await first.press("Enter");
  const sheet = page.getByRole("dialog", { name: "KOL" });
  await sheet.getByRole("button", { name: "談定", exact: true }).press("Enter");
  await expect(field(sheet, "寄出產品的日子")).toBeVisible();
  await field(sheet, "報價").fill("18000");
  // A day that has come was it; one to come is only planned.
  const sendOn = async (days: number) => {
    await field(sheet, "寄出產品的日子").fill(iso(new Date(Date.now() + days * 24 * 3_600_000)));
    await field(sheet, "寄出產品的日子").press("Tab");
  };
  await sendOn(-2);
  await expect(sheet.getByRole("button", { name: "寄出", exact: true })).toHaveAttribute("aria-pressed", "true");
  await sendOn(30);
  await expect(sheet.getByRole("button", { name: "談定", exact: true })).toHaveAttribute("aria-pressed", "true");
  await expect(sheet.getByText(/要寄$/)).toBeVisible();
  await sheet.getByRole("button", { name: "關閉" }).click();
  await expect(group.getByText("名單 2 / 20 · 談定 1 / 5–7")).toBeVisible();
  const summary = group.getByText(/^里程碑 \d \/ 8$/);
  await expect(summary).toHaveText("里程碑 0 / 8");
  await summary.click();
  await expect(group.getByRole("checkbox")).toHaveCount(8);
  await savedOffline(page);

  // One is done; undone, it is open again.
  const brief = group.getByRole("checkbox").first();
  await brief.press("Enter");
  await expect(summary).toHaveText("里程碑 1 / 8");
  await undo(page, "做完了一項");
  await expect(summary).toHaveText("里程碑 0 / 8");
  await brief.press("Enter");
  await expect(summary).toHaveText("里程碑 1 / 8");

  // By day each says whose it is.
  await page.getByRole("radio", { name: "依日期" }).press("Space");
  await expect(page.getByText(/^小森的露營日記 · /).first()).toBeVisible();
  await page.getByRole("radio", { name: "依類別" }).press("Space");

  // A KOL who goes takes along what is open, and one undo brings all of it back. What was done stays in the plan.
  await first.press("Enter");
  await sheet.getByRole("button", { name: "移除這位 KOL" }).press("Enter");
  await expect(first).toHaveCount(0);
  await expect(page.getByRole("checkbox", { name: "寄出產品、給合作簡報" })).toHaveCount(1);
  await expect(page.getByRole("checkbox", { name: "收 KOL 的腳本" })).toHaveCount(0);
  await undo(page, "移除了一位 KOL");
  await expect(first).toBeVisible();
  await expect(group.getByText("里程碑 1 / 8")).toBeVisible();

  // Who declines and is won after all has them again.
  await first.press("Enter");
  await sheet.getByRole("button", { name: "婉拒", exact: true }).press("Enter");
  await expect(group.getByText("里程碑 1 / 1")).toBeVisible();
  await sheet.getByRole("button", { name: "談定", exact: true }).press("Enter");
  await expect(group.getByText("里程碑 1 / 8")).toBeVisible();
  await sheet.getByRole("button", { name: "關閉" }).press("Enter");

  await savedOffline(page);
  await device.goOnline();
  await synced(page);
});

/** A campaign with a launch, and its plan for a client of middle size, from the client's page. */
async function newPlan(page: Page): Promise<void> {
  await newCampaign(page, CAMPAIGN, PERIOD);
  await page.getByRole("link", { name: "服務清單" }).click();
  await page.getByRole("radio", { name: "產品型" }).press("Space");
  await page.getByRole("radio", { name: "中客戶" }).press("Space");
  await page.getByRole("button", { name: "排出清單" }).click();
  await expect(page.getByText("0 / 80")).toBeVisible();
}

/** Takes back what the toast says was done. */
async function undo(page: Page, said: string): Promise<void> {
  await page.locator(".toast", { hasText: said }).getByRole("button", { name: "復原" }).press("Enter");
}
