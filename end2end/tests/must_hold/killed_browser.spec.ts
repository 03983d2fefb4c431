/** What stands in a form that nobody has saved outlives the killed browser, and what is too long for a field is said to be or filed in pieces. */
import { expect, field, firstAccount, goTo, newClient, openClient, openPart, startMeeting, synced } from "../../support/book.ts";
import { started } from "../../support/device.ts";
import { onDisk } from "../../support/storage.ts";
import { test } from "../../support/test.ts";

const CLIENT = "山嵐製茶";
const NEXT = "霧角選物";
const RECAP = "今天談定三件事，細節如下。";
/** Longer than a line takes. */
const LONG = Array.from({ length: 140 }, (_, at) => `line ${at + 1}: what they said about the tea`).join("\n");

test.skip(({ isMobile }) => !isMobile, "it is the phone whose browser is killed");
test.use({ actionTimeout: 60_000 });

test("forms nobody saved outlive the killed browser", async ({ device: phone, server }) => {
  test.setTimeout(240_000);
  expect(LONG.length).toBeGreaterThan(4_000);
  const page = await firstAccount(phone, server, "手機");
  await newClient(page, CLIENT);
  await startMeeting(page, CLIENT);
  await page.getByRole("button", { name: "結束", exact: true }).click();
  await expect(field(page, "給客戶的文字")).not.toHaveValue("");
  const wrapUp = new URL(page.url()).pathname;
  await field(page, "給客戶的文字").fill(RECAP);
  await page.goto("/clients/new");
  await started(page);
  await field(page, "名稱").fill(NEXT);
  await field(page, "聯絡人").fill("阿岳");
  await onDisk(page, "阿岳");
  await page.goto(`/share?text=${encodeURIComponent(LONG)}`);
  await started(page);
  await expect(field(page, "內容")).toHaveValue(LONG);
  await goTo(page, "待辦");
  await page.getByRole("button", { name: "新增", exact: true }).click();
  await field(page, "要做什麼").fill("寄樣品");
  // At most the last second may be gone.
  await page.waitForTimeout(1_000);
  await phone.kill();
  await phone.launch();

  await phone.open("/tasks");
  await phone.page.getByRole("button", { name: "新增", exact: true }).click();
  await expect(field(phone.page, "要做什麼")).toHaveValue("寄樣品");
  await phone.page.keyboard.press("Escape");
  await phone.open("/clients/new");
  await expect(field(phone.page, "名稱")).toHaveValue(NEXT);
  await expect(field(phone.page, "聯絡人")).toHaveValue("阿岳");
  await phone.open(wrapUp);
  await expect(field(phone.page, "給客戶的文字")).toHaveValue(RECAP);
  await phone.open("/capture");
  await expect(field(phone.page, "內容")).toHaveValue(LONG);
  await phone.page.getByRole("button", { name: "記下", exact: true }).click();
  await expect(field(phone.page, "內容")).toHaveValue("");
  const notes = phone.page.getByRole("listitem");
  await expect(notes.filter({ hasText: /line 1: / })).toHaveCount(1);
  await expect(notes.filter({ hasText: /line 140: / })).toHaveCount(1);
  await expect(notes.filter({ hasText: /line 1: .*line 140: /s })).toHaveCount(0);
});

test("of a sentence at most the last second is gone", async ({ device: phone, server }) => {
  test.setTimeout(240_000);
  const page = await firstAccount(phone, server, "手機");
  await newClient(page, CLIENT);
  await openPart(page, "資料");
  await field(page, "相處提醒").focus();
  const sentence = "先聊茶園的天氣，再談第二季的預算，最後問他們何時要開始募資。";
  const typedAt: number[] = [];
  for (const letter of sentence) {
    await page.keyboard.type(letter, { delay: 60 });
    typedAt.push(Date.now());
  }
  const killedAt = Date.now();
  await phone.kill();
  await phone.launch();
  await phone.open("/");
  await openClient(phone.page, CLIENT);
  await openPart(phone.page, "資料");
  await expect(field(phone.page, "相處提醒")).not.toHaveValue("");
  const kept = await field(phone.page, "相處提醒").inputValue();
  const safe = typedAt.filter((at) => at < killedAt - 1_000).length;
  expect(safe).toBeGreaterThan(10);
  expect(sentence.startsWith(kept), kept).toBe(true);
  // Whether it is still signed in is another question: Chromium writes cookies to the disk half a minute late.
  expect(kept.length).toBeGreaterThanOrEqual(safe);
});

test("a title that is too long is said to be, and nothing is refused later", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await goTo(page, "待辦");
  await page.getByRole("button", { name: "新增", exact: true }).click();
  const sheet = page.getByRole("dialog", { name: "新增待辦" });
  await field(sheet, "要做什麼").fill("茶".repeat(301));
  await sheet.getByRole("button", { name: "新增", exact: true }).click();
  await expect(sheet.getByText(/太長.*300/)).toBeVisible();
  await expect(field(sheet, "要做什麼")).toHaveValue("茶".repeat(301));
  await field(sheet, "要做什麼").fill("茶".repeat(300));
  await sheet.getByRole("button", { name: "新增", exact: true }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "茶茶茶" })).toHaveCount(1);
  await synced(page);
});
