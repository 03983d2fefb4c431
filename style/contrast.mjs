// Computes the contrast of the colour roles in tokens.css (WCAG 2.2) and fails when a pair is too weak.
//   node style/contrast.mjs          the table
//   node style/contrast.mjs --hex    the roles as sRGB, for manifests and icons
import { readFileSync } from "node:fs";

const TEXT = 4.5;
const MARK = 3;
const GROUNDS = ["ground", "surface", "hover"];

/** [foreground, grounds it stands on, least ratio] */
const PAIRS = [
  ["ink", [...GROUNDS, "accent-wash", "ok-wash", "warn-wash", "bad-wash"], TEXT],
  ["ink-soft", [...GROUNDS, "accent-wash", "ok-wash", "warn-wash", "bad-wash"], TEXT],
  ["accent", ["ground", "surface", "hover", "accent-wash"], TEXT],
  ["on-accent", ["accent", "accent-hover"], TEXT],
  ["ok", [...GROUNDS, "ok-wash"], TEXT],
  ["warn", [...GROUNDS, "warn-wash"], TEXT],
  ["bad", [...GROUNDS, "bad-wash"], TEXT],
  ["edge", GROUNDS, MARK],
  ["focus", [...GROUNDS, "accent-wash", "ok-wash", "warn-wash", "bad-wash"], MARK],
];

const css = readFileSync(new URL("tokens.css", import.meta.url), "utf8");
const roles = [...css.matchAll(/--([\w-]+): light-dark\(oklch\(([\d.]+) ([\d.]+) ([\d.]+)[^)]*\), oklch\(([\d.]+) ([\d.]+) ([\d.]+)[^)]*\)\)/g)];
const themes = { light: {}, dark: {} };
for (const [, role, ...numbers] of roles) {
  const [l1, c1, h1, l2, c2, h2] = numbers.map(Number);
  themes.light[role] = linear(l1, c1, h1);
  themes.dark[role] = linear(l2, c2, h2);
}

/** OKLCH to linear sRGB, clipped to the gamut (Ottosson's matrices). */
function linear(lightness, chroma, hue) {
  const a = chroma * Math.cos((hue * Math.PI) / 180);
  const b = chroma * Math.sin((hue * Math.PI) / 180);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((value) => Math.min(1, Math.max(0, value)));
}

function ratio(one, other) {
  const luminance = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
  const [dark, light] = [luminance(one), luminance(other)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
}

function hex(rgb) {
  const encode = (v) => (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055);
  return `#${rgb.map((v) => Math.round(encode(v) * 255).toString(16).padStart(2, "0")).join("")}`;
}

if (process.argv.includes("--hex")) {
  for (const role of Object.keys(themes.light)) {
    console.log(role.padEnd(14), hex(themes.light[role]), hex(themes.dark[role]));
  }
  process.exit();
}

let weak = 0;
for (const [theme, colours] of Object.entries(themes)) {
  for (const [mark, grounds, least] of PAIRS) {
    for (const ground of grounds) {
      const value = ratio(colours[mark], colours[ground]);
      const good = value >= least;
      weak += good ? 0 : 1;
      console.log(`${good ? "  " : "! "}${theme.padEnd(6)}${mark.padEnd(12)}on ${ground.padEnd(14)}${value.toFixed(2)} (${least})`);
    }
  }
}
// The shell is inlined before the stylesheet is there and repeats some roles: they have to be the same.
const declared = (text) => new Map([...text.matchAll(/--([\w-]+): (light-dark\(.*\));/g)].map(([, role, value]) => [role, value]));
const tokens = declared(css);
for (const [role, value] of declared(readFileSync(new URL("shell.css", import.meta.url), "utf8"))) {
  if (tokens.get(role) !== value) {
    weak += 1;
    console.log(`! shell.css gives --${role} another value than tokens.css`);
  }
}
console.log(weak ? `${weak} pairs or roles wrong` : "all hold");
process.exitCode = weak ? 1 : 0;
