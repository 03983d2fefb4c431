/**
 * The device's half against the real server, without pages: what is typed is kept, what is kept is synced, devices end up the same.
 *
 * Needs a build with the hook: `YARDSTICK_DIST=… cargo xtask dist --dev --features contract`, named to this suite by
 * `YARDSTICK_CONTRACT_DIST`.
 */
import type { Page } from "@playwright/test";
import type { Device } from "../support/device.ts";
import { Server } from "../support/server.ts";
import { test as base, expect } from "../support/test.ts";

const BUILD = process.env.YARDSTICK_CONTRACT_DIST;
const CLIENT = "01890a5d-ac96-774b-bcce-b302099a8057";
const OTHER = "01890a5d-ac96-774b-bcce-b302099a8058";

const test = base.extend<{ server: Server }>({
  server: async ({ folder }, use) => {
    const server = await Server.start(folder, BUILD);
    await use(server);
    await server.stop();
  },
});
test.skip(!BUILD, "the build with the hook is not there");
test.skip(({ isMobile }) => Boolean(isMobile), "there is nothing to see");

type Shown = { value: unknown; others: unknown[]; pending: boolean; refused: number };

/** What a page would do through the session's handle. */
async function ask<T = unknown>(page: Page, command: Record<string, unknown>): Promise<T> {
  const answer = await page.evaluate(async (json) => {
    const glue = performance
      .getEntriesByType("resource")
      .map((entry) => entry.name)
      .find((name) => /\/assets\/app\.[0-9a-f]+\.js$/.test(name));
    const app = await import(glue ?? "");
    return app.core_hook(json);
  }, JSON.stringify(command));
  return JSON.parse(answer) as T;
}

/** Does something after which the app loads again. */
async function andReload(page: Page, command: Record<string, unknown>): Promise<void> {
  const loaded = page.waitForEvent("load");
  await ask(page, command).catch(() => undefined);
  await loaded;
}

async function open(device: Device, page = device.page): Promise<Page> {
  await device.open("/", page);
  expect(await ask(page, { do: "start" })).toBe("book");
  return page;
}

async function firstAccount(device: Device, server: Server): Promise<Page> {
  await device.open("/");
  await andReload(device.page, { do: "first_run", code: server.firstRunCode });
  return open(device);
}

async function signIn(device: Device): Promise<Page> {
  await device.open("/");
  await andReload(device.page, { do: "sign_in", email: "lin@example.com", password: "a long password" });
  return open(device);
}

/** Chromium writes cookies to disk half a minute late: a browser that was killed may have to sign in again. */
async function signInAgain(device: Device): Promise<Page> {
  await andReload(device.page, { do: "sign_in", email: "lin@example.com", password: "a long password" });
  return open(device);
}

const name = (value: string, client = CLIENT) => ({ do: "set", client, kind: "client", record: client, fields: { name: value } });

async function field(page: Page, field: string, client = CLIENT): Promise<Shown | undefined> {
  const records = await ask<{ kind: string; fields: Record<string, Shown> }[]>(page, { do: "show", client });
  return records.find((record) => record.kind === "client")?.fields[field];
}

const phase = async (page: Page) => (await ask<{ phase: string }>(page, { do: "state" })).phase;
const synced = (page: Page) => expect.poll(() => phase(page)).toMatch(/^Synced/);

test("IndexedDB keeps the contract that memory keeps", async ({ device }) => {
  await device.open("/");
  const broken = await device.page.evaluate(async () => {
    const glue = performance
      .getEntriesByType("resource")
      .map((entry) => entry.name)
      .find((name) => /\/assets\/app\.[0-9a-f]+\.js$/.test(name));
    const app = await import(glue ?? "");
    return app.store_contract().then(
      () => "",
      (error: unknown) => String(error),
    );
  });
  expect(broken).toBe("");
});

test("an edit is synced, and another device shows it", async ({ device, newDevice, server }) => {
  const one = await firstAccount(device, server);
  await ask(one, name("山嵐製茶"));
  await synced(one);
  const two = await signIn(await newDevice());
  await expect.poll(() => ask(two, { do: "list" })).toEqual(["山嵐製茶"]);
  await ask(two, name("海風烘焙", OTHER));
  await expect.poll(() => ask(one, { do: "list" }).then((names) => (names as string[]).toSorted())).toEqual(["山嵐製茶", "海風烘焙"]);
  await synced(one);
  await synced(two);
});

test("what was saved offline outlives the browser, and is sent when the network is back", async ({ device, server }) => {
  await firstAccount(device, server);
  await synced(device.page);
  await device.goOffline();
  await ask(device.page, name("山嵐製茶"));
  await expect.poll(() => phase(device.page)).toMatch(/^(Offline|Waiting)/);
  await device.kill();
  await device.launch();
  const page = await open(device);
  expect(await ask(page, { do: "list" })).toEqual(["山嵐製茶"]);
  await device.goOnline();
  await signInAgain(device);
  await synced(page);
  expect(await field(page, "name")).toEqual({ value: "山嵐製茶", others: [], pending: false, refused: 0 });
});

test("what is typed outlives the browser but for the last second", async ({ device, server }) => {
  const page = await firstAccount(device, server);
  await ask(page, name("山嵐製茶"));
  await ask(page, { do: "focus", client: CLIENT, field: "advice" });
  const text = "先聊茶園的天氣，再談第二季的預算。";
  for (let end = 1; end <= text.length; end += 1) {
    await ask(page, { do: "type", text: text.slice(0, end) });
    await page.waitForTimeout(40);
  }
  await page.waitForTimeout(1_000);
  await device.kill();
  await device.launch();
  const again = await open(device);
  await expect.poll(async () => (await field(again, "advice"))?.value).toBe(text);
  await signInAgain(device);
  await synced(again);
  expect((await field(again, "advice"))?.others).toEqual([]);
});

test("two tabs of one device show the same and sync once", async ({ device, server }) => {
  const one = await firstAccount(device, server);
  const two = await open(device, await device.context.newPage());
  await ask(two, name("山嵐製茶"));
  await expect.poll(() => ask(one, { do: "list" })).toEqual(["山嵐製茶"]);
  await synced(two);
  await expect.poll(() => phase(one)).toMatch(/^Synced/);
});

test("concurrent edits both stay, and resolving replaces them", async ({ device, newDevice, server }) => {
  const one = await firstAccount(device, server);
  await ask(one, name("山嵐"));
  await synced(one);
  const second = await newDevice();
  const two = await signIn(second);
  await expect.poll(() => ask(two, { do: "list" })).toEqual(["山嵐"]);
  await second.goOffline();
  await ask(two, name("山嵐製茶（二店）"));
  await ask(one, name("山嵐製茶"));
  await synced(one);
  await second.goOnline();
  await ask(two, { do: "sync_now" });
  for (const page of [one, two]) {
    await expect.poll(async () => (await field(page, "name"))?.others.length).toBe(1);
  }
  await ask(two, name("山嵐製茶"));
  for (const page of [one, two]) {
    await expect.poll(async () => field(page, "name")).toMatchObject({ value: "山嵐製茶", others: [], pending: false });
  }
});

test("without a session work goes on, and signing in sends it", async ({ device, server }) => {
  const page = await firstAccount(device, server);
  await ask(page, name("山嵐"));
  await synced(page);
  await device.context.clearCookies();
  await ask(page, name("山嵐製茶"));
  await expect.poll(() => phase(page)).toBe("NeedsYou(SignIn)");
  expect(await ask(page, { do: "list" })).toEqual(["山嵐製茶"]);
  await andReload(page, { do: "sign_in", email: "lin@example.com", password: "a long password" });
  await open(device);
  await synced(page);
  expect(await field(page, "name")).toMatchObject({ value: "山嵐製茶", pending: false, others: [] });
});

test("the demo is a book of its own and leaves no trace in one's own", async ({ device, server }) => {
  const page = await firstAccount(device, server);
  await ask(page, name("山嵐"));
  await synced(page);
  await andReload(page, { do: "open_demo" });
  await open(device);
  const names = await ask<string[]>(page, { do: "list" });
  expect(names.length).toBeGreaterThan(5);
  expect(names).not.toContain("山嵐");
  await ask(page, name("示範裡改的"));
  await expect.poll(() => phase(page)).toBe("Saved");
  await andReload(page, { do: "leave_demo" });
  await open(device);
  await expect.poll(() => ask(page, { do: "list" })).toEqual(["山嵐"]);
});

test("a device ordered to wipe itself first offers what only it has", async ({ device, newDevice, server }) => {
  const one = await firstAccount(device, server);
  await ask(one, name("山嵐"));
  await synced(one);
  const second = await newDevice();
  const two = await signIn(second);
  await expect.poll(() => ask(two, { do: "list" })).toEqual(["山嵐"]);
  await second.goOffline();
  await ask(two, name("海風烘焙", OTHER));
  await expect.poll(() => phase(two)).toMatch(/^(Offline|Waiting)/);
  await ask(one, { do: "wipe_others" });
  await second.goOnline();
  await ask(two, { do: "sync_now" });
  await expect.poll(() => phase(two)).toBe("NeedsYou(Wipe { unsent: 1 })");
  expect(((await ask(two, { do: "list" })) as string[]).length).toBe(2);
});
