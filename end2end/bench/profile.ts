/** CPU profiles of what the bench does, for a build with names (`YARDSTICK_NAMES=1 cargo xtask dist`); on with `YARDSTICK_PROFILE=folder`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";

const FOLDER = process.env.YARDSTICK_PROFILE;
const SAMPLED_EVERY_US = 500;
const SHOWN = 45;

type Node = { id: number; callFrame: { functionName: string; url: string; lineNumber: number }; children?: number[] };
type Profile = { nodes: Node[]; samples: number[]; timeDeltas: number[] };

/** Does `act` under the profiler, keeps the profile for the browser's tools and prints where the time went. */
export async function profiled<T>(page: Page, name: string, act: () => Promise<T>): Promise<T> {
  if (!FOLDER) return act();
  const session = await page.context().newCDPSession(page);
  await session.send("Profiler.enable");
  await session.send("Profiler.setSamplingInterval", { interval: SAMPLED_EVERY_US });
  await session.send("Profiler.start");
  const done = await act();
  const { profile } = (await session.send("Profiler.stop")) as unknown as { profile: Profile };
  await session.detach();
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, `${name}.cpuprofile`), JSON.stringify(profile));
  console.log(`\n${name}\n${summary(profile)}`);
  return done;
}

/** The functions that took longest: with what they called, and by themselves. */
function summary({ nodes, samples, timeDeltas }: Profile): string {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parent = new Map<number, number>();
  for (const node of nodes) for (const child of node.children ?? []) parent.set(child, node.id);
  const name = ({ callFrame }: Node) => callFrame.functionName || `${callFrame.url.split("/").at(-1)}:${callFrame.lineNumber}`;
  const own = new Map<string, number>();
  const whole = new Map<string, number>();
  let all = 0;
  samples.forEach((sample, at) => {
    const took = timeDeltas[at] ?? 0;
    all += took;
    const seen = new Set<string>();
    for (let id: number | undefined = sample; id !== undefined; id = parent.get(id)) {
      const node = byId.get(id);
      if (!node) break;
      if (id === sample) own.set(name(node), (own.get(name(node)) ?? 0) + took);
      seen.add(name(node));
    }
    for (const one of seen) whole.set(one, (whole.get(one) ?? 0) + took);
  });
  const list = (times: Map<string, number>) =>
    [...times]
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, SHOWN)
      .map(([what, took]) => `${(took / 1_000).toFixed(0).padStart(8)} ms  ${what.slice(0, 150)}`)
      .join("\n");
  return `all ${(all / 1_000).toFixed(0)} ms\nwith what they called\n${list(whole)}\nby themselves\n${list(own)}`;
}
