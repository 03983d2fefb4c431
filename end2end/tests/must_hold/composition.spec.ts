/** While an input method composes, Enter, Escape and shortcuts belong to it: in a search, in a meeting's line, in a form. */
import type { CDPSession, Page } from "@playwright/test";
import { clientRow, expect, field, firstAccount, goTo, lineBox, lines, newClient, openClient, openPart, startMeeting } from "../../support/book.ts";
import { started } from "../../support/device.ts";
import { FIXED, placesOf } from "../../support/routes.ts";
import { test } from "../../support/test.ts";

test.skip(({ isMobile }) => Boolean(isMobile), "a phone's keyboard sends no keys");
test.use({ actionTimeout: 60_000 });

/** An input method at work in the control that has the keyboard. */
class InputMethod {
  private constructor(
    private readonly page: Page,
    private readonly session: CDPSession,
  ) {}

  static async of(page: Page): Promise<InputMethod> {
    return new InputMethod(page, await page.context().newCDPSession(page));
  }

  /** Shows `text` as composed so far. */
  async compose(text: string): Promise<void> {
    await this.session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
  }

  /** Ends the composition with `text`. The task after that still belongs to the input method. */
  async commit(text: string): Promise<void> {
    await this.session.send("Input.insertText", { text });
    await this.page.evaluate(() => new Promise((next) => setTimeout(next)));
  }

  /** A key that the input method takes: the page hears of it under the code 229. */
  async press(key: string, modifiers = 0): Promise<void> {
    const event = { key, modifiers, windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 };
    await this.session.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...event });
    await this.session.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }
}

const CTRL = 2;

test("in a search", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "桌機");
  await newClient(page, "山嵐製茶");
  await newClient(page, "海風烘焙");
  await goTo(page, "客戶");
  const method = await InputMethod.of(page);
  const search = field(page, "搜尋客戶與筆記");
  await search.focus();
  await expect(search).toBeFocused();
  await method.compose("ㄏㄞ");
  for (const key of ["Enter", "Escape", "n", "?"]) await method.press(key);
  await expect(search).toHaveValue("ㄏㄞ");
  await expect(page).toHaveURL(/\/clients$/);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  for (const name of ["山嵐製茶", "海風烘焙"]) await expect(clientRow(page, name)).toBeVisible();
  await method.commit("海風");
  await expect(clientRow(page, "山嵐製茶")).toHaveCount(0);
  await expect(clientRow(page, "海風烘焙")).toBeVisible();

  // The palette, where Enter goes to what is found and Escape closes.
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "尋找與動作" });
  const find = palette.getByRole("combobox");
  await expect(find).toBeFocused();
  await method.compose("ㄕㄢ");
  for (const key of ["Enter", "Escape", "ArrowDown"]) await method.press(key);
  await expect(palette).toBeVisible();
  await expect(find).toHaveValue("ㄕㄢ");
  await expect(page).toHaveURL(/\/clients$/);
  await method.commit("山嵐製茶");
  await expect(palette.getByRole("option").first()).toContainText("山嵐製茶");
  await page.keyboard.press("Enter");
  await expect(palette).toBeHidden();
  await expect(page.getByRole("heading", { level: 1, name: "山嵐製茶" })).toBeVisible();
});

test("in a meeting's line", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "桌機");
  await newClient(page, "山嵐製茶");
  await startMeeting(page, "山嵐製茶");
  const address = page.url();
  const method = await InputMethod.of(page);
  await lineBox(page).focus();
  await method.compose("ㄔㄨㄣ");
  for (const key of ["Enter", "Escape"]) await method.press(key);
  await method.press("k", CTRL);
  await expect(lineBox(page)).toHaveValue("ㄔㄨㄣ");
  await expect(lineBox(page)).toBeFocused();
  await expect(lines(page)).toHaveCount(0);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  expect(page.url()).toBe(address);

  await method.commit("春茶");
  await expect(lineBox(page)).toHaveValue("春茶");
  await page.keyboard.press("Enter");
  await expect(lineBox(page)).toHaveValue("");
  await expect(lines(page)).toHaveCount(1);
  await expect(lines(page)).toContainText("春茶");
});

test("in a form", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "桌機");
  await goTo(page, "客戶");
  await page.getByRole("link", { name: "新增客戶" }).first().click();
  const method = await InputMethod.of(page);
  const name = field(page, "名稱");
  await name.focus();
  await method.compose("ㄕㄢ");
  for (const key of ["Enter", "Escape"]) await method.press(key);
  await expect(page).toHaveURL(/\/clients\/new$/);
  await expect(name).toHaveValue("ㄕㄢ");
  await method.commit("山嵐製茶");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "山嵐製茶" })).toBeVisible();

  // A field that takes each Enter as one more tag.
  await openClient(page, "山嵐製茶");
  await openPart(page, "資料");
  const tags = page.getByRole("list", { name: "標籤" }).getByRole("listitem");
  await field(page, "加標籤").focus();
  await method.compose("ㄔㄚ");
  for (const key of ["Enter", "Escape"]) await method.press(key);
  await expect(field(page, "加標籤")).toHaveValue("ㄔㄚ");
  await expect(tags).toHaveCount(0);
  await method.commit("茶");
  await page.keyboard.press("Enter");
  await expect(tags).toHaveCount(1);
  await expect(tags).toContainText("茶");
  await expect(field(page, "加標籤")).toHaveValue("");
});

/** Names of buttons behind which something is typed. */
const OPENS = /^(新增|加|約|記|改|修改|補|篩選|更多)/;
/** What is typed in; a password is composed by nobody, and a day or a moment has the browser's own control. */
const INPUTS =
  "textarea, input:not([type=checkbox], [type=radio], [type=file], [type=hidden], [type=password], [type=date], [type=time], [type=datetime-local])";

test("in every input of every page, and of every sheet that opens there", async ({ device, server }) => {
  test.setTimeout(600_000);
  const page = await firstAccount(device, server, "桌機");
  await newClient(page, "山嵐製茶");
  const client = new URL(page.url()).pathname;
  await startMeeting(page, "山嵐製茶");
  const meeting = new URL(page.url()).pathname;
  const method = await InputMethod.of(page);
  const tried = new Set<string>();
  const sweep = async (places: string[]) => {
    for (const place of places) {
      await test.step(place, async () => {
        await visit(page, place);
        await tryInputs(page, method, tried, place);
        for (const name of await openers(page)) {
          const opener = page.getByRole("main").getByRole("button", { name, exact: true }).first();
          if (!(await opener.isVisible())) await visit(page, place);
          const shown = await page.locator("body").innerHTML();
          await opener.click();
          // What it opens may have to be fetched first; until then the sheet would look like the page that it is about to cover.
          await expect.poll(() => page.locator("body").innerHTML(), { message: name }).not.toBe(shown);
          await drawn(page);
          const isSheet = (await page.getByRole("dialog").count()) > 0;
          await tryInputs(page, method, tried, isSheet ? `${place} · ${name}` : place);
          // With no input method at work it closes the sheet.
          if (isSheet) await page.keyboard.press("Escape");
          if ((await page.getByRole("dialog").count()) > 0 || new URL(page.url()).pathname !== place) await visit(page, place);
        }
      });
    }
  };
  await sweep([...FIXED, ...placesOf(client, meeting).filter((place) => !place.endsWith("/wrap-up"))]);
  await visit(page, meeting);
  await page.getByRole("button", { name: "結束", exact: true }).click();
  await sweep([meeting, `${meeting}/wrap-up`]);
  // What this test was written with; it grows by itself.
  expect(tried.size, [...tried].join("\n")).toBeGreaterThan(30);
});

async function visit(page: Page, place: string): Promise<void> {
  await page.goto(place);
  await started(page);
  await drawn(page);
}

/** Waits until parts that are fetched by themselves are there, and nothing has changed for two looks. */
async function drawn(page: Page): Promise<void> {
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
  let last = "";
  await expect(async () => {
    const now = await page.locator("body").innerHTML();
    const isSteady = now === last;
    last = now;
    expect(isSteady, "still drawing").toBe(true);
  }).toPass({ intervals: [250], timeout: 30_000 });
}

async function openers(page: Page): Promise<string[]> {
  const names = await page.getByRole("main").getByRole("button", { disabled: false }).evaluateAll((buttons) =>
    buttons.map((button) => button.getAttribute("aria-label") ?? (button as HTMLElement).innerText.trim()),
  );
  return [...new Set(names)].filter((name) => OPENS.test(name));
}

/** Composes in each input that is there, and presses what would send, close or open something. */
async function tryInputs(page: Page, method: InputMethod, tried: Set<string>, where: string): Promise<void> {
  const dialogs = await page.getByRole("dialog").count();
  const scope = dialogs > 0 ? page.getByRole("dialog").last() : page.locator("body");
  for (const input of await scope.locator(INPUTS).all()) {
    if (!(await input.isVisible()) || !(await input.isEditable())) continue;
    const name = await input.evaluate((node: HTMLInputElement) => node.labels?.[0]?.textContent ?? node.getAttribute("aria-label") ?? node.id);
    const key = `${where} · ${name}`;
    if (tried.has(key)) continue;
    tried.add(key);
    const address = page.url();
    const before = await input.inputValue();
    // A page that has just been drawn puts the focus on its heading, and the browser hears of ours a moment later; what has the focus
    // already would not tell it again.
    await expect(async () => {
      await input.blur();
      await input.focus();
      await method.compose("ㄔㄚ");
      expect(await input.inputValue(), key).not.toBe(before);
    }).toPass({ timeout: 30_000 });
    const composed = await input.inputValue();
    for (const pressed of ["Enter", "Escape", "n", "?"]) await method.press(pressed);
    await method.press("k", CTRL);
    expect(await input.inputValue(), key).toBe(composed);
    await expect(input, key).toBeFocused();
    expect(page.url(), key).toBe(address);
    expect(await page.getByRole("dialog").count(), key).toBe(dialogs);
    await method.compose("");
    expect(await input.inputValue(), key).toBe(before);
  }
}
