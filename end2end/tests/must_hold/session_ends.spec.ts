/** A session that ends costs nothing: work goes on, and the book stays its person's own. */
import { DESK, type Credentials, asksToSignIn, clientRow, expect, field, firstAccount, goTo, newClient, savedOffline, signIn, signInAgain, synced } from "../../support/book.ts";
import { started } from "../../support/device.ts";
import { installed, readBuild } from "../../support/shell.ts";
import { test } from "../../support/test.ts";

test.skip(({ isMobile }) => !isMobile, "a phone's session it is");
test.use({ actionTimeout: 60_000 });

test("a session that ended offline is asked for at the next signal; work goes on, and signing in sends it", async ({ device: phone, newDevice, server }) => {
  test.setTimeout(240_000);
  await firstAccount(phone, server, "手機");
  await installed(phone.page, await readBuild());
  const desk = await signIn(await newDevice(DESK), "桌機");
  await phone.goOffline();
  await newClient(phone.page, "山嵐製茶");
  await savedOffline(phone.page);

  await desk.goto("/devices");
  await started(desk);
  await desk.getByRole("button", { name: "撤銷", exact: true }).first().click();
  const sheet = desk.getByRole("dialog", { name: "撤銷「手機」" });
  await sheet.getByRole("button", { name: "撤銷", exact: true }).click();
  await expect(desk.getByText("已撤銷「手機」")).toBeVisible();

  await phone.goOnline();
  await asksToSignIn(phone.page);
  await newClient(phone.page, "海風烘焙");
  await phone.page.reload();
  await started(phone.page);
  await goTo(phone.page, "客戶");
  for (const name of ["山嵐製茶", "海風烘焙"]) await expect(clientRow(phone.page, name)).toBeVisible();
  await goTo(desk, "客戶");
  await expect(clientRow(desk, "山嵐製茶")).toHaveCount(0);

  await signInAgain(phone.page);
  for (const name of ["山嵐製茶", "海風烘焙"]) await expect(clientRow(desk, name)).toBeVisible();
});

test("somebody else who signs in sees nothing of the book and sends nothing of it", async ({ device: phone, newDevice, server }) => {
  test.setTimeout(300_000);
  await firstAccount(phone, server, "手機");
  await newClient(phone.page, "山嵐製茶");
  await synced(phone.page);
  await phone.goOffline();
  await newClient(phone.page, "海風烘焙");
  await savedOffline(phone.page);

  // The server now has the workspace of somebody else, and nobody's session.
  await server.stop();
  const password = await server.generate("other.db", 3, 30);
  await server.start();
  const other: Credentials = { email: "demo@example.com", password };
  await phone.goOnline();
  await asksToSignIn(phone.page);
  await phone.page.goto("/sign-in");
  await started(phone.page);
  await field(phone.page, "電子郵件").fill(other.email);
  await expect(phone.page.getByText("換別人登入會打開他自己的")).toBeVisible();
  await signInAgain(phone.page, other);
  await goTo(phone.page, "客戶");
  const rows = phone.page.getByRole("region", { name: "客戶清單" }).getByRole("listitem");
  await expect(rows).toHaveCount(3);
  await synced(phone.page);
  for (const name of ["山嵐製茶", "海風烘焙"]) await expect(clientRow(phone.page, name)).toHaveCount(0);
  const desk = await signIn(await newDevice(DESK), "桌機", other);
  await goTo(desk, "客戶");
  await expect(desk.getByRole("region", { name: "客戶清單" }).getByRole("listitem")).toHaveCount(3);

  // Back at home the book goes on where it was, and what waited is sent.
  await server.stop();
  server.databaseFile = "yardstick.db";
  await server.start();
  await asksToSignIn(phone.page);
  await signInAgain(phone.page);
  await goTo(phone.page, "客戶");
  await expect(rows).toHaveCount(2);
  const own = await signIn(await newDevice(DESK), "桌機");
  await goTo(own, "客戶");
  for (const name of ["山嵐製茶", "海風烘焙"]) await expect(clientRow(own, name)).toBeVisible();
});
