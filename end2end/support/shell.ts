/** What tests need to know of the shell: its builds, its caches, its service worker. */
import { createHash } from "node:crypto";
import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { DIST } from "./server.ts";

export type Listed = { name: string; url: string; bytes: number; sha256: string };
export type Build = { build: string; files: Listed[]; others: Listed[] };

export async function readBuild(folder = DIST): Promise<Build> {
  return JSON.parse(await readFile(join(folder, "build.json"), "utf8")) as Build;
}

/**
 * A copy of the build in `folder`, as the next build would be: another id, another index page, another worker.
 * The files under assets/ stay the same.
 */
export async function nextBuild(folder: string): Promise<Build> {
  await cp(DIST, folder, { recursive: true });
  const build = await readBuild(folder);
  const before = build.build;
  build.build = `next${before.slice(4)}`;
  const index = await rename(folder, "index.html", before, build.build);
  const listed = build.files.find((file) => file.url === "/");
  if (!listed) throw new Error("build.json does not list the index page");
  const sha256 = createHash("sha256").update(index).digest("hex");
  const worker = await rename(folder, "sw.js", before, build.build);
  await writeFile(join(folder, "sw.js"), worker.replace(listed.sha256, sha256));
  listed.sha256 = sha256;
  await writeFile(join(folder, "build.json"), JSON.stringify(build));
  return build;
}

/** Puts `text` in the place of a served file; its compressed twins would still hold the old one. */
export async function replaceFile(folder: string, name: string, text: string): Promise<void> {
  const path = join(folder, name);
  await writeFile(path, text);
  await Promise.all([rm(`${path}.br`, { force: true }), rm(`${path}.gz`, { force: true })]);
}

/** Exchanges the build id in a file. */
async function rename(folder: string, name: string, before: string, after: string): Promise<string> {
  const text = (await readFile(join(folder, name), "utf8")).replaceAll(before, after);
  await replaceFile(folder, name, text);
  return text;
}

/** Waits until the service worker of `build` answers for this page and its cache is complete. */
export async function installed(page: Page, build: Build): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated");
  await page.waitForFunction(
    async ({ name, count }) => (await caches.has(name)) && (await (await caches.open(name)).keys()).length === count,
    { name: `shell-${build.build}`, count: build.files.length },
  );
}

/** The id of the build that runs in the page. */
export function runningBuild(page: Page): Promise<string> {
  return page.evaluate(() => (window as unknown as { __yardstick: { build: string } }).__yardstick.build);
}

/** Calls one of the shell's functions, as the app does. */
export async function tellShell(page: Page, name: "busy" | "applyUpdate" | "blocked", ...args: unknown[]): Promise<void> {
  await page.evaluate(
    ([name, args]) => {
      const shell = (window as unknown as { __yardstick: Record<string, (...args: unknown[]) => void> }).__yardstick;
      shell[name]?.(...args);
    },
    [name, args] as const,
  );
}

/** Puts garbage in the place of the app's WebAssembly, in every cache of the shell. */
export async function breakCachedWasm(page: Page, build: Build): Promise<void> {
  const url = build.files.find((file) => file.name === "app.wasm")?.url;
  await page.evaluate(async (url) => {
    for (const name of await caches.keys()) {
      if (!name.startsWith("shell-") || name === "shell-pointer") continue;
      const cache = await caches.open(name);
      const garbage = new Response("not wasm", { headers: { "content-type": "application/wasm" } });
      await cache.put(url as string, garbage);
    }
  }, url);
}

const RECORDS = "yardstick/test/records";

/** Writes records into a database of the name form the app uses, binary ones among them. */
export async function writeRecords(page: Page): Promise<void> {
  await page.evaluate(async (name) => {
    const request = indexedDB.open(name, 3);
    request.onupgradeneeded = () => {
      request.result.createObjectStore("outbox");
      request.result.createObjectStore("bundles");
    };
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const transaction = database.transaction(["outbox", "bundles"], "readwrite", { durability: "strict" });
    transaction.objectStore("outbox").put({ text: "週三給報價", time: new Date(0) }, ["writer", 7]);
    // More than one read of the export, and bytes of every value.
    for (let at = 0; at < 1203; at += 1) transaction.objectStore("bundles").put(Uint8Array.from({ length: 256 }, (_, byte) => byte), at);
    await new Promise((resolve) => (transaction.oncomplete = resolve));
    database.close();
  }, RECORDS);
}

/** How many of `writeRecords`' records are there, by store. */
export function countRecords(page: Page): Promise<Record<string, number>> {
  return page.evaluate(async (name) => {
    const request = indexedDB.open(name);
    const database = await new Promise<IDBDatabase>((resolve) => (request.onsuccess = () => resolve(request.result)));
    const counts: Record<string, number> = {};
    for (const store of database.objectStoreNames) {
      const count = database.transaction(store).objectStore(store).count();
      counts[store] = await new Promise((resolve) => (count.onsuccess = () => resolve(count.result)));
    }
    database.close();
    return counts;
  }, RECORDS);
}
