/** `test` with what every test here needs: a server of its own, and as many devices as it asks for. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test as base } from "@playwright/test";
import { Device, type DeviceOptions } from "./device.ts";
import { Server } from "./server.ts";

type Fixtures = {
  /** A folder that is gone after the test. */
  folder: string;
  /** A real server with an empty database. */
  server: Server;
  /** A new device on that server, with the size and touch of the project. */
  newDevice: (options?: DeviceOptions) => Promise<Device>;
  /** The first device. */
  device: Device;
};

export const test = base.extend<Fixtures>({
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "yardstick-e2e-"));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },

  server: async ({ folder }, use, info) => {
    const server = await Server.start(folder);
    await use(server);
    await server.stop();
    if (info.status !== info.expectedStatus) await info.attach("server output", { body: server.output });
  },

  newDevice: async ({ folder, server, launchOptions, viewport, hasTouch, isMobile, deviceScaleFactor, locale, timezoneId }, use) => {
    const devices: Device[] = [];
    const ofProject = { ...launchOptions, viewport, hasTouch, isMobile, deviceScaleFactor, locale, timezoneId };
    await use(async (options = {}) => {
      const profile = join(folder, `device-${devices.length}`);
      const device = await Device.start(profile, server.origin, { ...(ofProject as DeviceOptions), ...options });
      devices.push(device);
      return device;
    });
    await Promise.all(devices.map((device) => device.close()));
  },

  device: async ({ newDevice }, use) => {
    await use(await newDevice());
  },
});

export { expect } from "@playwright/test";
