/** What the server refuses is told with its reason, at its field and on the page of the sync; each is mended, saved or given up, and nothing else waits for it. */
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { DESK, expect, field, firstAccount, newClient, openClient, openPart, signIn, synced } from "../../support/book.ts";
import { test } from "../../support/test.ts";

const CLIENT = "山嵐製茶";
/** A text that is no text any more when it reaches the server. */
const SPOILT = "這句會被弄壞";
/** A text that leaves nothing that could be read of the request it is in. */
const GARBLED = "這句讀不懂";

test.skip(({ isMobile }) => !isMobile, "what is refused does not depend on the screen");
test.use({ actionTimeout: 60_000 });

test("refused, mended, saved, given up; and the others went meanwhile", async ({ device: phone, newDevice, server }) => {
  test.setTimeout(240_000);
  const page = await firstAccount(phone, server, "手機");
  await newClient(page, CLIENT);
  await openPart(page, "資料");
  await write(page, "地址", "南投縣鹿谷鄉");
  await synced(page);
  await spoilOnItsWay(page);
  await write(page, "產業", SPOILT);
  await write(page, "地址", SPOILT);
  await write(page, "相處提醒", "先聊茶園");

  // At the fields, which show what is confirmed; and in the word, which leads to where all of them are.
  await expect(page.getByRole("link", { name: "2 筆沒收下" })).toBeVisible();
  await expect(field(page, "產業")).toHaveValue("");
  await expect(field(page, "地址")).toHaveValue("南投縣鹿谷鄉");
  await expect(page.getByText("內容不合這一欄的規定。")).toHaveCount(2);
  const desk = await signIn(await newDevice(DESK), "桌機");
  await openClient(desk, CLIENT);
  await openPart(desk, "資料");
  await expect(field(desk, "相處提醒")).toHaveValue("先聊茶園");
  await expect(field(desk, "地址")).toHaveValue("南投縣鹿谷鄉");

  await page.getByRole("link", { name: "2 筆沒收下" }).click();
  const refused = page.getByRole("region", { name: /^沒被接受/ });
  const row = (label: string) => refused.getByRole("listitem").filter({ hasText: `${CLIENT} · ${label}「${SPOILT}」` });
  await expect(row("產業")).toContainText("內容不合這一欄的規定。");
  const download = page.waitForEvent("download");
  await row("產業").getByRole("button", { name: "匯出" }).click();
  const file = JSON.parse(await readFile(await (await download).path(), "utf8")) as { entries: { change: { field: string; value: string } }[] };
  expect(file.entries.map(({ change }) => [change.field, change.value])).toEqual([["industry", SPOILT]]);

  await row("產業").getByRole("button", { name: "去修正" }).click();
  await expect(field(row("產業"), "要留的內容")).toHaveValue(SPOILT);
  await field(row("產業"), "要留的內容").fill("茶");
  await row("產業").getByRole("button", { name: "儲存" }).click();
  await expect(field(desk, "產業")).toHaveValue("茶");
  await expect(refused.getByRole("listitem")).toHaveCount(1);

  // Undone it is tried once more, and refused once more.
  await row("地址").getByRole("button", { name: "放棄" }).click();
  await expect(refused).toHaveCount(0);
  await page.getByRole("status").getByRole("button", { name: "復原" }).last().click();
  await row("地址").getByRole("button", { name: "放棄" }).click();
  await expect(refused).toHaveCount(0);
  await synced(page);
  await page.reload();
  await synced(page);
  await expect(refused).toHaveCount(0);
  await openClient(page, CLIENT);
  await openPart(page, "資料");
  await expect(field(page, "地址")).toHaveValue("南投縣鹿谷鄉");
  await expect(field(page, "產業")).toHaveValue("茶");
  await expect(page.getByText("內容不合這一欄的規定。")).toHaveCount(0);
});

test("what the server cannot even read is found among the others, and holds none of them up", async ({ device: phone, newDevice, server }) => {
  test.setTimeout(180_000);
  const page = await firstAccount(phone, server, "手機");
  await newClient(page, CLIENT);
  await openPart(page, "資料");
  await synced(page);
  await spoilOnItsWay(page);
  await phone.goOffline();
  await write(page, "產業", GARBLED);
  await write(page, "地址", "南投縣鹿谷鄉");
  await write(page, "相處提醒", "先聊茶園");
  await phone.goOnline();
  await expect(page.getByRole("link", { name: "1 筆沒收下" })).toBeVisible();
  await expect(page.getByText("伺服器讀不懂這筆修改，單獨送也不收。")).toHaveCount(1);
  const desk = await signIn(await newDevice(DESK), "桌機");
  await openClient(desk, CLIENT);
  await openPart(desk, "資料");
  await expect(field(desk, "地址")).toHaveValue("南投縣鹿谷鄉");
  await expect(field(desk, "相處提醒")).toHaveValue("先聊茶園");
  await expect(field(desk, "產業")).toHaveValue("");
});

/** The app refuses what the server would refuse; so the one text becomes a number on its way and the other a change nobody can name, and the real server says what it thinks of it. */
async function spoilOnItsWay(page: Page): Promise<void> {
  await page.route("**/api/v1/sync", async (route) => {
    const request = route.request();
    const headers = { ...request.headers() };
    const body = request.postDataBuffer() ?? Buffer.alloc(0);
    const text = (headers["content-encoding"] === "gzip" ? gunzipSync(body) : body).toString();
    delete headers["content-encoding"];
    delete headers["content-length"];
    await route.continue({ headers, postData: text.replaceAll(`"value":"${SPOILT}"`, '"value":5').replaceAll(`"value":"${GARBLED}"`, '"value":"","id":0') });
  });
}

async function write(page: Page, label: string, text: string): Promise<void> {
  await field(page, label).fill(text);
  await field(page, label).blur();
}
