/** What is written outside and around meetings ends where one looks for it. */
import { expect, field, firstAccount, goTo, lineBox, lines, newClient, openClient, startMeeting } from "../support/book.ts";
import { started } from "../support/device.ts";
import { test } from "../support/test.ts";

const CLIENT = "山嵐製茶";

test.skip(({ isMobile }) => !isMobile, "on the way one has a phone");
test.use({ actionTimeout: 60_000 });

test("a promise written down between meetings is a task, and goes along when its note gets a client", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await page.goto("/capture");
  await started(page);
  await page.getByRole("group", { name: "種類" }).getByRole("button", { name: "我方待辦" }).click();
  await page.getByRole("group", { name: "什麼時候" }).getByRole("button", { name: "明天" }).click();
  await field(page, "內容").fill("把報價單寄給阿岳");
  await page.getByRole("button", { name: "記下", exact: true }).click();
  await goTo(page, "待辦");
  const task = page.getByRole("listitem").filter({ hasText: "把報價單寄給阿岳" });
  await expect(task).toContainText("明天");

  await page.goto("/capture");
  await started(page);
  await page.getByRole("button", { name: "歸到客戶" }).click();
  await page.getByRole("dialog").getByRole("button", { name: CLIENT }).click();
  await goTo(page, "待辦");
  await expect(task).toHaveCount(1);
  await expect(task).toContainText(CLIENT);
});

test("a meeting begun by mistake is deleted with its lines", async ({ device, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, CLIENT);
  await startMeeting(page, CLIENT);
  for (let line = 1; line <= 15; line += 1) {
    await lineBox(page).fill(`第 ${line} 句`);
    await lineBox(page).press("Enter");
    // The newest line stays in sight.
    await expect(lines(page).last()).toContainText(`第 ${line} 句`);
    await expect(lines(page).last()).toBeInViewport();
  }
  await page.getByRole("button", { name: "會議資料" }).click();
  await page.getByRole("button", { name: "刪除這場會議" }).click();
  await expect(page.getByRole("heading", { level: 1, name: CLIENT })).toBeVisible();
  await page.goto("/meet");
  await started(page);
  await expect(page.getByText("進行中")).toHaveCount(0);
  await openClient(page, CLIENT);
  await expect(page.getByText("會議進行中")).toHaveCount(0);
});
