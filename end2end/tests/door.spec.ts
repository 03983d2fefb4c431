/** The door: what is left empty is asked for by the field, what is wrong is said, and what was typed stays. */
import { field } from "../support/book.ts";
import { expect, test } from "../support/test.ts";

test.skip(({ isMobile }) => !isMobile, "the form does not depend on the screen");

test("the first account asks for what is missing, and says of a code that it is wrong", async ({ device }) => {
  const { page } = device;
  await device.open("/");
  const code = field(page, "伺服器終端機印出的代碼");
  const make = page.getByRole("button", { name: "建立帳號" });
  for (const [label, text] of Object.entries({ 你的名字: "林小滿", 團隊名稱: "山邊顧問", 電子郵件: "lin@example.com", 密碼: "一二三四五六七八九十" })) {
    await field(page, label).fill(text);
  }
  await make.press("Enter");
  await expect(code).toHaveAccessibleDescription(/請填一行字，不要留空/);

  await code.fill("AAAA-AAAA-AAAA");
  await make.press("Enter");
  await expect(code).toHaveAccessibleDescription(/代碼不對/);
  await expect(field(page, "你的名字")).toHaveValue("林小滿");
  await expect(field(page, "密碼")).toHaveValue("一二三四五六七八九十");
});
