import { readFileSync, writeFileSync } from "node:fs";
import { DESK, expect, field, firstAccount, goTo, newClient, openClient, openPart, signIn, synced } from "../support/book.ts";
import { test } from "../support/test.ts";

test("cov", async ({ device, newDevice, server }) => {
  test.setTimeout(240_000);
  const page = await firstAccount(device, server, "手機");
  await newClient(page, "山嵐製茶");
  await goTo(page, "客戶");
  await newClient(page, "海風烘焙");
  await synced(page);
  const other = await newDevice();
  const p = other.page;
  await p.context().addInitScript(() => {
    const orig = WebAssembly.instantiate as any;
    (WebAssembly as any).instantiate = async (...a: any[]) => {
      const r = await orig(...a);
      const i = r.instance ?? r;
      if (i.exports.cov) (window as any).__cov = i.exports.cov;
      return r;
    };
  });
  const wasm = readFileSync("/tmp/cov/app.instr.wasm");
  await p.context().route(/app.*\.wasm/, (route) => route.fulfill({ contentType: "application/wasm", body: wasm }));
  const dump = async (name: string) => {
    const a = await p.evaluate(() => Array.from(new Uint8Array((window as any).__cov.buffer)).map((x, i) => (x ? i : -1)).filter((i) => i >= 0));
    writeFileSync(`/tmp/cov/${name}.json`, JSON.stringify(a));
    console.log(name, a.length);
  };
  await signIn(other, "新手機");
  await synced(p);
  await goTo(p, "客戶");
  await expect(p.getByRole("link", { name: /山嵐製茶/ }).first()).toBeVisible();
  await dump("list");
});
