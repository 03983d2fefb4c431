/** 每週數字: typed on the phone without a network, seen at the desk, where a block of a spreadsheet is pasted and undone as one action. */
import { DESK, expect, field, firstAccount, newClient, openPart, savedOffline, signIn, synced } from "../support/book.ts";
import type { Locator, Page } from "@playwright/test";
import { started } from "../support/device.ts";
import { newCampaign } from "../support/walk.ts";
import { installed, readBuild } from "../support/shell.ts";
import { test } from "../support/test.ts";

const TEA = "山嵐茶園";
const CHAIR = "霧角選物";

test.skip(({ isMobile }) => !isMobile, "walks from the phone to the desk itself");

test("two figures are typed offline on the phone, and a block is pasted at the desk", async ({ device, server, newDevice }) => {
  const page = await firstAccount(device, server, "手機");
  for (const [client, campaign] of [[TEA, "冷泡茶隨行罐"], [CHAIR, "港邊摺疊椅"]] as const) {
    await newClient(page, client);
    await goLive(page);
    await newCampaign(page, campaign);
  }
  await synced(page);
  await installed(page, await readBuild());
  await device.goOffline();

  await openWeekly(page);
  const card = page.getByRole("region", { name: new RegExp(`^${TEA}`) });
  await field(card, "達成金額").fill("120萬");
  await field(card, "贊助人數").fill("412");
  // What means nothing yet is named in place, and not lost.
  await field(card, "廣告花費").fill("再問");
  await field(card, "廣告花費").blur();
  await expect(card.getByText("看不懂這個金額", { exact: false })).toBeVisible();
  await savedOffline(page);
  await page.reload();
  await started(page);
  await expect(field(card, "達成金額")).toHaveValue(/1,?200,?000/);
  await expect(field(card, "贊助人數")).toHaveValue("412");
  await expect(field(card, "廣告花費")).toHaveValue("再問");

  await device.goOnline();
  await synced(page);
  const desk = await signIn(await newDevice(DESK), "桌機");
  await openWeekly(desk);
  const table = desk.getByRole("table").first();
  await expect(cell(table, "達成金額", TEA)).toHaveValue(/1,?200,?000/);
  await expect(cell(table, "贊助人數", TEA)).toHaveValue("412");

  // A block goes in from the cell it is pasted into, over both rows, in the order of the table.
  const upper = await firstRow(table);
  const lower = upper === TEA ? CHAIR : TEA;
  await paste(cell(table, "廣告花費", upper), "12,000\t30,000\t4,100\nNT$9,500\t\t3,900\n");
  await expect(cell(table, "廣告花費", upper)).toHaveValue(/12,?000/);
  await expect(cell(table, "瀏覽人次", upper)).toHaveValue(/4,?100/);
  await expect(cell(table, "廣告花費", lower)).toHaveValue(/9,?500/);
  await expect(cell(table, "廣告營收", lower)).toHaveValue("");
  await expect(table.getByText("2.5 倍")).toBeVisible();
  // One action: one way back.
  await desk.getByRole("button", { name: "復原", exact: true }).click();
  await expect(cell(table, "廣告花費", upper)).toHaveValue("");
  await expect(cell(table, "廣告花費", lower)).toHaveValue("");
  await expect(cell(table, "達成金額", TEA)).toHaveValue(/1,?200,?000/);

  // Something that cannot be read is shown first; nothing is filled in until the person says so.
  await paste(cell(table, "廣告花費", upper), "12,000\t約三萬吧\n9,500\t\n1\t2\n");
  const sheet = desk.getByRole("dialog", { name: "有些格子填不進去" });
  await expect(sheet.getByText("約三萬吧")).toBeVisible();
  await expect(sheet.getByText("最下面還有 1 列", { exact: false })).toBeVisible();
  await expect(cell(table, "廣告花費", upper)).toHaveValue("");
  await sheet.getByRole("button", { name: "都不填" }).click();
  await expect(cell(table, "廣告花費", upper)).toHaveValue("");
  await paste(cell(table, "廣告花費", upper), "12,000\t約三萬吧\n9,500\t\n");
  await sheet.getByRole("button", { name: "填入看得懂的 2 格" }).click();
  await expect(cell(table, "廣告花費", upper)).toHaveValue(/12,?000/);
  await expect(cell(table, "廣告花費", lower)).toHaveValue(/9,?500/);

  // Enter goes down its column.
  await cell(table, "贊助人數", upper).focus();
  await desk.keyboard.press("Enter");
  await expect(cell(table, "贊助人數", lower)).toBeFocused();
  await desk.keyboard.press("ArrowUp");
  await expect(cell(table, "贊助人數", upper)).toBeFocused();

  // A week later nothing is written yet; what was written is the week before.
  await desk.getByRole("button", { name: "上一週" }).click();
  await expect(cell(table, "達成金額", TEA)).toHaveValue("");
  await cell(table, "達成金額", TEA).fill("100萬");
  await cell(table, "達成金額", TEA).blur();
  await desk.getByRole("button", { name: "這週", exact: true }).click();
  await expect(table.getByText("比上週多")).toHaveCount(1);
  await synced(desk);
});

/** From wherever one is to the page, through 更多. */
async function openWeekly(page: Page): Promise<void> {
  await page.getByRole("navigation", { name: "主要" }).getByRole("link", { name: "更多", exact: true }).click();
  await page.getByRole("link", { name: /^每週數字/ }).click();
  await expect(page.getByRole("heading", { level: 1, name: /^每週數字/ })).toBeVisible();
}

/** Sets the stage of the client that is open. */
async function goLive(page: Page): Promise<void> {
  await openPart(page, "資料");
  await page.getByRole("combobox", { name: "階段" }).selectOption({ label: "募資中" });
}

/** The cell of a figure in a client's row. */
function cell(table: Locator, figure: string, client: string): Locator {
  return table.getByRole("textbox", { name: new RegExp(`^${figure} · ${client}`) });
}

/** Which client stands first. */
async function firstRow(table: Locator): Promise<string> {
  const heading = await table.getByRole("rowheader").first().innerText();
  return heading.includes(TEA) ? TEA : CHAIR;
}

/** Pastes a text as the clipboard of a spreadsheet would. */
async function paste(into: Locator, text: string): Promise<void> {
  await into.focus();
  await into.evaluate((element, copied) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", copied);
    element.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}
