/** While an input method composes, Enter, Escape and shortcuts belong to it. */
import type { CDPSession, Page } from "@playwright/test";
import { expect, firstAccount, lineBox, lines, newClient, startMeeting } from "../../support/book.ts";
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
