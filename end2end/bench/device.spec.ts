/**
 * The device against `spec/budgets.md`: Chromium, the page's processor slowed down four times, the reference book of 1,000 clients and
 * 100,000 records. Prints a table; times are this machine's, bytes are in `sizes.json`.
 */
import type { Locator, Page } from "@playwright/test";
import { field, fillInSignIn, goTo, openClient } from "../support/book.ts";
import { type Device, started } from "../support/device.ts";
import { installed, readBuild } from "../support/shell.ts";
import { test } from "../support/test.ts";
import { type Probed, installProbe } from "./probe.ts";
import { profiled } from "./profile.ts";

const SLOWDOWN = 4;
const CLIENTS = Number(process.env.YARDSTICK_BENCH_CLIENTS ?? 1_000);
const RECORDS = Number(process.env.YARDSTICK_BENCH_RECORDS ?? 100_000);
const PATIENCE_MS = 300_000;
const STARTS = 5;
const OPENED = 20;
const FINGER_DOWN_MS = 60;

const rows: [string, string, string][] = [];

test("the reference book", async ({ device, server }) => {
  await server.stop();
  const password = await server.generate("reference.db", CLIENTS, RECORDS);
  await server.start();
  await device.context.addInitScript(installProbe);
  await slowDown(device);

  await profiled(device.page, "sign-in", () => signingIn(device, password));
  await installed(device.page, await readBuild());

  await speed(device.page);
  await coldStarts(device);
  await profiled(device.page, "opening", () => opening(device.page));
  await profiled(device.page, "typing", () => typing(device.page));
  await profiled(device.page, "searching", () => searching(device.page));
  await memory(device.page);
  await speed(device.page);

  const head = ["figure", "measured", "must"];
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  console.log(`\n${CLIENTS} clients, ${RECORDS} records, processor slowed down ${SLOWDOWN} times\n\n${lines.join("\n")}\n`);
});

/** From the tap on the button to the first lines of Today, and until the whole book is here. Looked at seldom: looking costs time too. */
async function signingIn(device: Device, password: string): Promise<void> {
  const { page } = device;
  await device.open("/");
  await fillInSignIn(page, { email: "demo@example.com", password }, "手機");
  const began = Date.now();
  await page.getByRole("button", { name: "登入", exact: true }).click();
  await page.waitForFunction(() => document.querySelector(".sync-word") && document.querySelector("main .rows .row"), undefined, { polling: 100, timeout: PATIENCE_MS });
  rows.push(["empty phone after sign-in: list usable", seconds(Date.now() - began), "2 s, aim 1"]);
  await page.waitForFunction(() => document.querySelector(".sync-word[data-state=synced]"), undefined, { polling: 250, timeout: PATIENCE_MS });
  rows.push(["empty phone after sign-in: book complete", seconds(Date.now() - began), "10 s, aim 5"]);
  await longest(page, "while the book comes in");
}

/** Switched off, offline, and started again on the list of clients. */
async function coldStarts(device: Device): Promise<void> {
  await device.goOffline();
  const shell: number[] = [];
  const list: number[] = [];
  const interactive: number[] = [];
  for (let start = 0; start < STARTS; start += 1) {
    await device.close();
    await device.launch();
    await device.context.addInitScript(installProbe);
    await slowDown(device);
    await profiled(device.page, "cold-start", async () => {
      await device.open("/clients");
      await device.page.waitForFunction(() => (window as unknown as Probed).probe.interactiveAt !== undefined);
    });
    const times = await device.page.evaluate(() => {
      const { listAt, interactiveAt } = (window as unknown as Probed).probe;
      return { paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0, listAt, interactiveAt };
    });
    shell.push(times.paint);
    list.push(times.listAt ?? 0);
    interactive.push(times.interactiveAt ?? 0);
  }
  await longest(device.page, "of a cold start");
  rows.push(["cold start offline: shell", seconds(middle(shell)), "0.3 s, aim 0.2"]);
  rows.push(["cold start offline: list", seconds(middle(list)), "1.0 s, aim 0.5"]);
  rows.push(["cold start offline: interactive", seconds(middle(interactive)), "1.5 s, aim 0.8"]);
}

async function opening(page: Page): Promise<void> {
  const took: number[] = [];
  for (let at = 0; at < OPENED; at += 1) {
    const row = page.locator("main .pane-list a.row").nth(at);
    await row.scrollIntoViewIfNeeded();
    const name = await row.locator(".row-title").innerText();
    await page.evaluate(timeNextOpening, name.trim());
    await touch(page, row);
    took.push(await page.evaluate(() => (window as unknown as { opened: Promise<number> }).opened));
    await goTo(page, "客戶");
    await page.locator("main .pane-list a.row").first().waitFor();
  }
  await longest(page, "while clients are opened");
  rows.push(["opening a client, p95", milliseconds(percentile(took, 0.95)), "200 ms, aim 100"]);
}

/** A finger is put down and lifted: nobody is faster than this. */
async function touch(page: Page, target: Locator): Promise<void> {
  const box = await target.boundingBox();
  if (!box) throw new Error("there is nothing to touch");
  const session = await page.context().newCDPSession(page);
  const point = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [point] });
  await page.waitForTimeout(FINGER_DOWN_MS);
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await session.detach();
}

/** How fast this page's processor is right now: the same sum each time. What else the machine does is in every other figure, too. */
async function speed(page: Page): Promise<void> {
  const took = await page.evaluate((rounds) => {
    const began = performance.now();
    let sum = 0;
    for (let at = 0; at < rounds; at += 1) sum = (Math.imul(sum ^ at, 0x9e3779b1) + (sum >>> 7)) | 0;
    return sum === 1 ? Infinity : performance.now() - began;
  }, 20_000_000);
  rows.push(["a fixed sum in the page: this machine, now", milliseconds(took), "–"]);
}

/** In the page: from the next tap, when the finger is lifted, to the picture with the client of that name. */
function timeNextOpening(name: string): void {
  (window as unknown as { opened: Promise<number> }).opened = new Promise((done) => {
    const tapped = (event: Event) => {
      const look = () => {
        const heading = document.querySelector("h1")?.textContent?.trim();
        const isHere = heading?.includes(name) && document.querySelector("main .tabs") !== null;
        requestAnimationFrame(isHere ? () => done(performance.now() - event.timeStamp) : look);
      };
      look();
    };
    document.addEventListener("click", tapped, { capture: true, once: true });
  });
}

/** In a field of a client's file: from each key to the end of the commit that holds it. */
async function typing(page: Page): Promise<void> {
  const name = await page.locator("main .pane-list a.row .row-title").first().innerText();
  await openClient(page, name);
  await page.getByRole("navigation", { name: "這位客戶的各部分" }).getByRole("link", { name: "資料" }).click();
  const advice = field(page, "相處提醒");
  await advice.focus();
  await page.evaluate(() => {
    const keys: number[] = [];
    (window as unknown as { keysAt: number[] }).keysAt = keys;
    document.addEventListener("keydown", (event) => keys.push(event.timeStamp), { capture: true });
  });
  for (const letter of "shares the plan first and asks about the budget later") {
    await page.keyboard.press(letter === " " ? "Space" : letter);
    await page.waitForTimeout(120);
  }
  const took = await page.evaluate(() => {
    const { commits } = (window as unknown as Probed).probe;
    return (window as unknown as { keysAt: number[] }).keysAt.map((at) => (commits.find((end) => end > at) ?? Infinity) - at);
  });
  await longest(page, "while somebody types");
  rows.push(["key pressed to saved on this device: middle, p95", `${milliseconds(middle(took))}, ${milliseconds(percentile(took, 0.95))}`, "p95 50 ms, aim 20"]);
  await advice.blur();
}

/** Over all notes: from each key to the picture that answers it, and until the hits are there. */
async function searching(page: Page): Promise<void> {
  await goTo(page, "客戶");
  const box = field(page, "搜尋客戶與筆記");
  await box.focus();
  await page.evaluate(() => ((window as unknown as Probed).probe.interactions.length = 0));
  for (const word of ["報價", "募資", "影片"]) {
    for (const letter of word) {
      await page.keyboard.insertText(letter);
      await page.waitForTimeout(400);
    }
    await box.fill("");
  }
  for (const letter of "page2") {
    await page.keyboard.press(letter);
    await page.waitForTimeout(400);
  }
  await box.fill("");
  const interactions = await page.evaluate(() => (window as unknown as Probed).probe.interactions.map(({ ms }) => ms));
  rows.push(["search as you type: key to next paint, p95 of those over 16 ms", milliseconds(percentile(interactions, 0.95)), "50 ms, aim 16"]);
  await longest(page, "while somebody searches");
}

/** The longest task since the last that was asked for, and how many there were. */
async function longest(page: Page, when: string): Promise<void> {
  const tasks = await page.evaluate(() => (window as unknown as Probed).probe.longTasks.splice(0));
  const worst = tasks.toSorted((a, b) => b.ms - a.ms).slice(0, 5);
  if (process.env.YARDSTICK_PROFILE) console.log(when, worst);
  rows.push([`longest task ${when}; how many over 50 ms`, `${milliseconds(worst[0]?.ms ?? 0)}; ${tasks.length}`, "50 ms in background work"]);
}

async function memory(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("HeapProfiler.collectGarbage");
  const { usedSize } = await session.send("Runtime.getHeapUsage");
  const wasm = await page.evaluate(() => (window as unknown as Probed).probe.wasmBytes());
  rows.push([`wasm memory + JS heap after opening ${OPENED} clients`, `${((wasm + usedSize) / 1e6).toFixed(1)} MB`, "150 MB, aim 80"]);
}

async function slowDown(device: Device): Promise<void> {
  const session = await device.context.newCDPSession(device.page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWDOWN });
}

const seconds = (ms: number) => `${(ms / 1_000).toFixed(2)} s`;
const milliseconds = (ms: number) => `${ms.toFixed(0)} ms`;
const sorted = (values: number[]) => values.toSorted((a, b) => a - b);
const percentile = (values: number[], part: number) => sorted(values)[Math.max(0, Math.ceil(values.length * part) - 1)] ?? 0;
const middle = (values: number[]) => percentile(values, 0.5);
