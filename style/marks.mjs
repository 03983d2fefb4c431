// Renders the icons a browser wants as PNG from the drawings in public/icons. Run by hand when a drawing changes; the results are committed:
//   npm install --prefix /tmp/marks playwright-core && NODE_PATH=/tmp/marks/node_modules node style/marks.mjs
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const { chromium } = createRequire(import.meta.url)("playwright-core");
const icons = fileURLToPath(new URL("../public/icons/", import.meta.url));

/** [drawing, result, pixels]; apple-touch is full bleed because the system rounds it. */
const RENDERED = [
  ["mark", "icon-192", 192],
  ["mark", "icon-512", 512],
  ["mark-maskable", "maskable-192", 192],
  ["mark-maskable", "maskable-512", 512],
  ["mark-maskable", "apple-touch-180", 180],
  ["mark-monochrome", "monochrome-512", 512],
];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox", "--disable-gpu"] });
for (const [drawing, result, pixels] of RENDERED) {
  const page = await browser.newPage({ viewport: { width: pixels, height: pixels } });
  const svg = readFileSync(`${icons}${drawing}.svg`, "utf8");
  await page.setContent(`<style>html,body{margin:0;background:transparent}svg{display:block;width:${pixels}px;height:${pixels}px}</style>${svg}`);
  await page.screenshot({ path: `${icons}${result}.png`, omitBackground: true });
  await page.close();
}
await browser.close();
