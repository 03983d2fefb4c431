/** A phone or a desktop: a browser profile on disk that outlives the browser's process. */
import { readFileSync, readdirSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { type BrowserContext, type BrowserContextOptions, type LaunchOptions, type Page, chromium } from "@playwright/test";

export type DeviceOptions = LaunchOptions & BrowserContextOptions;

export class Device {
  private offline = false;
  private context_: BrowserContext | undefined;

  private constructor(
    /** Where the profile is: IndexedDB, caches, cookies. */
    readonly profile: string,
    readonly origin: string,
    private readonly options: DeviceOptions,
  ) {}

  static async start(profile: string, origin: string, options: DeviceOptions): Promise<Device> {
    const device = new Device(profile, origin, options);
    await device.launch();
    return device;
  }

  get context(): BrowserContext {
    if (!this.context_) throw new Error("the browser is not running; call launch()");
    return this.context_;
  }

  /** The first tab. */
  get page(): Page {
    const page = this.context.pages()[0];
    if (!page) throw new Error("the browser has no tab");
    return page;
  }

  /** Starts the browser on the profile; it stays offline if the device was. */
  async launch(): Promise<void> {
    this.context_ = await chromium.launchPersistentContext(this.profile, {
      ...this.options,
      baseURL: this.origin,
      offline: this.offline,
    });
  }

  /** Opens `path` in the first tab and waits for the app's first heartbeat. */
  async open(path: string, page = this.page): Promise<void> {
    await page.goto(path);
    await started(page);
  }

  async goOffline(): Promise<void> {
    this.offline = true;
    await this.context.setOffline(true);
  }

  async goOnline(): Promise<void> {
    this.offline = false;
    await this.context.setOffline(false);
  }

  /** SIGKILL to every process of this browser: nothing is written that was not written. */
  async kill(): Promise<void> {
    const processes = this.processes();
    if (processes.length === 0) throw new Error("found no process of this browser");
    const closed = this.context.waitForEvent("close");
    for (const id of processes) killed(id);
    await closed;
    this.context_ = undefined;
    while (this.processes().length > 0) await sleep(20);
  }

  async close(): Promise<void> {
    await this.context_?.close();
    this.context_ = undefined;
  }

  /** Process ids by the profile's path, which is only this browser's. */
  private processes(): number[] {
    const mine = `--user-data-dir=${this.profile}`;
    return readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((id) => commandLine(id).includes(mine));
  }
}

/** Waits until the app on `page` has painted its first page. */
export async function started(page: Page): Promise<void> {
  await page.waitForFunction(() => document.getElementById("shell") === null && "__yardstick" in window);
}

function commandLine(id: number): string[] {
  try {
    // A process that has ended, and waits only to be collected, has no command line.
    return readFileSync(`/proc/${id}/cmdline`, "utf8").split(/[\0 ]/);
  } catch {
    return [];
  }
}

function killed(id: number): void {
  try {
    process.kill(id, "SIGKILL");
  } catch {
    // Ended by itself when its parent was killed.
  }
}
