/** The addresses of the app, from the app's own list. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const SOURCE = readFileSync(join(import.meta.dirname, "../../app/src/route.rs"), "utf8");
const LIST = SOURCE.split("const FIXED")[1]?.split("];")[0] ?? "";

/** All places without parameters. */
export const FIXED = [...LIST.matchAll(/"(\/[^"]*)"/g)].map((found) => found[1] ?? "");
if (FIXED.length < 10) throw new Error("found no list of addresses in app/src/route.rs");

/** All places of a client and of one of its meetings, by the paths of both. */
export function placesOf(client: string, meeting: string): string[] {
  const tabs = ["/assessment", "/file", "/people", "/engagements", "/timeline"].map((tab) => client + tab);
  return [client, ...tabs, `${client}/before`, `${client}/ask`, `${client}/capture`, `${client}/work`, `${client}/deleted`, meeting, `${meeting}/wrap-up`];
}
