// Rebuilds public/icons.svg from Lucide. Run by hand when an icon is added or Lucide is updated:
//   npm install --prefix /tmp/lucide lucide-static && node style/icons.mjs /tmp/lucide/node_modules/lucide-static
// The sprite is committed; nothing at build time needs the package.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Lucide's own names, so that its site is the reference; grouped by what they are for. */
const ICONS = {
  places: "calendar-check users handshake ruler menu",
  acting: `search plus pencil copy share-2 send-horizontal check x undo-2 trash-2 archive archive-restore funnel arrow-up-down
    download upload printer log-in log-out ellipsis external-link play pause square-stop history merge eraser`,
  directions: "chevron-left chevron-right chevron-up chevron-down arrow-left arrow-right grip-vertical",
  reaching: "phone mail map-pin message-circle navigation",
  lines: `sticky-note target circle-alert square-check gavel quote hash lightbulb flag tag star bell file-text message-square
    message-square-text`,
  things: `user user-plus building-2 briefcase calendar calendar-clock clock timer car square circle circle-check qr-code smartphone
    monitor hard-drive key-round book-open inbox`,
  states: "triangle-alert info circle-question-mark cloud cloud-off cloud-check refresh-cw eye eye-off lock lock-open hourglass",
  settings: "settings languages sun moon keyboard sun-moon",
};

const here = dirname(fileURLToPath(import.meta.url));
const source = process.argv[2];
if (!source) {
  console.error("usage: node style/icons.mjs <path of lucide-static>");
  process.exit(2);
}
const { version } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));

/** The drawing inside Lucide's svg element, on one line. */
function drawing(name) {
  const svg = readFileSync(join(source, "icons", `${name}.svg`), "utf8");
  const inner = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  return inner.replace(/\s+/g, " ").replace(/ ?\/> ?/g, "/>").trim();
}

const symbols = Object.values(ICONS)
  .flatMap((names) => names.split(/\s+/))
  .sort()
  .map((name) => `<symbol id="${name}" viewBox="0 0 24 24">${drawing(name)}</symbol>`);

writeFileSync(join(here, "../public/icons.svg"), `<svg xmlns="http://www.w3.org/2000/svg">
<!-- Icons by Lucide (lucide.dev) ${version}, ISC licence, some after Feather, MIT; see icons/LICENSE-lucide.txt.
     Built by style/icons.mjs. Stroke and fill come from the class "icon" where a symbol is used. -->
${symbols.join("\n")}
</svg>
`);
writeFileSync(join(here, "../public/icons/LICENSE-lucide.txt"), readFileSync(join(source, "LICENSE"), "utf8"));
console.log(`${symbols.length} icons, Lucide ${version}`);
