import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";

const read = (file: string) => readFileSync(path.resolve("src", file), "utf8");
const css = read("styles/tokens.css");

/** The declarations of the first block after a selector. */
function block(selector: string): Map<string, string> {
  const from = css.indexOf(selector);
  expect(from, `${selector} is in tokens.css`).toBeGreaterThanOrEqual(0);
  const body = css.slice(css.indexOf("{", from) + 1, css.indexOf("}", from));
  return new Map(
    [...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = "", value = ""]) => [name, value]),
  );
}

const raw = block(":root {\n  --light-surface");
const light = block(":root {\n  color-scheme: light");
const dark = block(':root[data-theme="dark"]');
const bySystem = block(':root:not([data-theme="light"])');

function colour(theme: "light" | "dark", name: string): string {
  const named = (theme === "dark" ? dark.get(name) : undefined) ?? light.get(name) ?? "";
  const hex = raw.get(/var\(--([\w-]+)\)/.exec(named)?.[1] ?? "") ?? named;
  expect(hex, `${name} is a colour in ${theme}`).toMatch(/^#[0-9a-f]{6}$/);
  return hex;
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ["surface", "surface-raised", "surface-sunken"];
/** Every text that stands on a ground somewhere in the interface. */
const texts: [string, string][] = [
  ...grounds.flatMap((ground) =>
    ["ink", "ink-2", "accent", "danger", "warn", "ok"].map((ink): [string, string] => [ink, ground]),
  ),
  ["ink-3", "surface"],
  ["ink-3", "surface-raised"],
  ["ink", "kept"],
  ["ink-2", "kept"],
  ["ink", "selected-row"],
  ["ink-2", "selected-row"],
  ["accent", "selected-row"],
  ["accent-ink", "accent"],
  ["accent-ink", "accent-strong"],
  ...[1, 2, 3, 4, 5].map((level): [string, string] => [`on-level-${level}`, `level-${level}`]),
];
/** Marks and edges that must be seen to use the interface. */
const marks: [string, string][] = [
  ...grounds.flatMap((ground) => ["ink-3", "accent", "danger"].map((ink): [string, string] => [ink, ground])),
  ["ink", "band"],
  ["accent", "band"],
];

for (const theme of ["light", "dark"] as const) {
  test.each(texts)(`${theme}: %s is readable on %s`, (ink, ground) => {
    expect(contrast(colour(theme, ink), colour(theme, ground))).toBeGreaterThanOrEqual(4.5);
  });
  test.each(marks)(`${theme}: %s is visible on %s`, (ink, ground) => {
    expect(contrast(colour(theme, ink), colour(theme, ground))).toBeGreaterThanOrEqual(3);
  });
  test(`${theme}: the levels go one way in lightness, so that they read in grey`, () => {
    const steps = [1, 2, 3, 4, 5].map((level) => luminance(colour(theme, `level-${level}`)));
    const sorted = steps.toSorted((a, b) => (theme === "light" ? b - a : a - b));
    expect(steps).toEqual(sorted);
  });
}

test("a level that is faint on paper has an outline", () => {
  for (const level of [1, 2, 3]) {
    expect(
      contrast(colour("light", "level-outline"), colour("light", `level-${level}`)),
    ).toBeGreaterThanOrEqual(2);
  }
});

test("dark is the same whether a person or the system chose it", () => {
  expect([...bySystem]).toEqual([...dark]);
});

test("dark overrides every colour", () => {
  const colours = [...light].filter(([, value]) => value.startsWith("var(--light-")).map(([name]) => name);
  expect(colours.filter((name) => !dark.has(name))).toEqual([]);
});

test("every role of a drawing has a token", () => {
  const roles = [...read("styles/roles.css").matchAll(/var\(--([\w-]+)\)/g)].map(([, name]) => name ?? "");
  expect(roles.length).toBeGreaterThan(50);
  expect(roles.filter((name) => !light.has(name))).toEqual([]);
});

/** Every style in the interface, by file. */
function styles(): [string, string][] {
  return readdirSync(path.resolve("src"), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(svelte|css)$/.test(file) && !file.endsWith("tokens.css"))
    .map((file) => [file, read(file)]);
}

test("components name only tokens that exist, and no colour of their own", () => {
  for (const [file, text] of styles()) {
    const style = file.endsWith(".css") ? text : (/<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? "");
    const unknown = [...style.matchAll(/var\(--([\w-]+)\)/g)]
      .map(([, name]) => name ?? "")
      .filter((name) => !light.has(name));
    expect(unknown, `${file} uses names by use`).toEqual([]);
    expect(style.match(/#[0-9a-f]{3,8}\b/gi), `${file} has no colour of its own`).toBeNull();
  }
});

test("no markup carries a style text, which the content security policy would drop", () => {
  for (const [file, text] of styles()) expect(text, file).not.toMatch(/\sstyle="/);
});

const more = block(':root[data-contrast="more"]');
const moreBySystem = block("@media (prefers-contrast: more) {\n  :root");

test("more contrast is the same whether a person or the system chose it", () => {
  expect(more.size).toBeGreaterThan(10);
  expect([...moreBySystem]).toEqual([...more]);
});

for (const theme of ["light", "dark"] as const) {
  const strong = (name: string) => {
    const named = (theme === "dark" ? dark.get(name) : undefined) ?? light.get(name) ?? "";
    const hex = more.get(/var\(--([\w-]+)\)/.exec(named)?.[1] ?? "");
    return hex ?? colour(theme, name);
  };
  test.each(texts.filter(([ink]) => !ink.startsWith("on-level")))(
    `${theme}, more contrast: %s is strong on %s`,
    (ink, ground) => {
      expect(contrast(strong(ink), strong(ground))).toBeGreaterThanOrEqual(7);
    },
  );
  test.each(grounds)(`${theme}, more contrast: lines are visible on %s`, (ground) => {
    expect(contrast(strong("line"), strong(ground))).toBeGreaterThanOrEqual(3);
  });
}

test("forced colours name every colour but those of the levels", () => {
  const forced = block(".paper.paper,\n  :root:root");
  const colours = [...light].filter(([, value]) => /^var\(--light-/.test(value)).map(([name]) => name);
  const own = colours.filter((name) => /^(on-)?level-\d$/.test(name));
  expect(own).toHaveLength(10);
  expect(colours.filter((name) => !forced.has(name) && !own.includes(name))).toEqual([]);
  for (const [name, value] of forced) expect(value, name).toMatch(/^([A-Z][A-Za-z]+|none)$/);
});

test("what is chosen, current or unknown has an edge where colours are forced", () => {
  const base = read("styles/base.css");
  const from = base.indexOf("@media (forced-colors: active)");
  const body = base.slice(from);
  for (const state of [
    "aria-selected",
    "aria-pressed",
    "aria-checked",
    "aria-current",
    ":focus-visible",
    ".unknown",
  ]) {
    expect(body, state).toContain(state);
  }
});

test("nothing moves where less motion is asked for", () => {
  for (const [file, text] of styles()) {
    const style = file.endsWith(".css") ? text : (/<style>([\s\S]*)<\/style>/.exec(text)?.[1] ?? "");
    for (const found of style.matchAll(/\b(animation|transition)(-[a-z]+)?\s*:\s*([^;]*)/g)) {
      const before = style.slice(0, found.index);
      const media = before.lastIndexOf("@media (prefers-reduced-motion: no-preference)");
      // Within the braces of that rule, or with the one duration that is nothing then.
      const inside = media >= 0 && depth(before.slice(media)) > 0;
      expect(inside || /var\(--quick\)|none/.test(found[3] ?? ""), `${file}: ${found[0]}`).toBe(true);
    }
    expect(style, file).not.toMatch(/scroll-behavior:\s*smooth/);
  }
  expect(css).toMatch(/prefers-reduced-motion: reduce\)\s*{\s*:root\s*{\s*--quick: 0ms/);
});

/** How many braces of a piece of style are open at its end. */
function depth(text: string): number {
  return text.split("{").length - text.split("}").length;
}
