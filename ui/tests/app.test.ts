import { flushSync, tick } from "svelte";
import { beforeEach, expect, test } from "vitest";
import App from "../src/App.svelte";
import { FakeHost } from "../src/ipc/host.fake";
import { setHost } from "../src/ipc/host";
import { frame } from "../src/frame/frame.svelte";
import { theme } from "../src/theme.svelte";
import { all, click, one, press, render } from "./render";

beforeEach(() => {
  setHost(new FakeHost());
  frame.paletteOpen = false;
  frame.sheetOpen = false;
  frame.isOpen = false;
});

test("before an engagement is open there is only the start", () => {
  render(App, {});
  expect(all("nav ol a")).toHaveLength(0);
  expect(one("nav a").getAttribute("aria-label")).toBe("Start");
});

test("mod+K opens the palette, Escape closes it", () => {
  render(App, {});
  press("k", { ctrlKey: true });
  expect(frame.paletteOpen).toBe(true);
  expect(
    all("dialog[open] [role=option]")
      .map((option) => option.textContent)
      .join(),
  ).toContain("Appearance");
  press("Escape");
  expect(frame.paletteOpen).toBe(false);
});

test("the sheet of keys tells the keys of the screen beneath it", () => {
  render(App, {});
  press("?", { shiftKey: true });
  expect(all("dialog[open] h3").map((heading) => heading.textContent)).toEqual(["Start", "Everywhere"]);
  expect(all("dialog[open] dd").map((line) => line.textContent)).toContain("Go to or do anything");
});

test("the header says who the work is for and whether it is saved", () => {
  render(App, {});
  frame.client = "Meridian Outfitters";
  frame.saveState = "notSaved";
  flushSync();
  expect(one("header").textContent).toMatch(/Meridian Outfitters.*not saved/s);
});

test("settings are adopted at the start, and kept when they change", async () => {
  const settings = { theme: "dark", facilitator: "Ana", isRailWide: true };
  const host = new FakeHost()
    .answer("app_state", { recents: [], settings, document: null, version: "0.1.0" })
    .answer("settings_set", ({ settings: kept }: { settings: unknown }) => kept);
  setHost(host);
  render(App, {});
  for (let turn = 0; turn < 10; turn += 1) await tick();
  flushSync();
  expect(theme.choice).toBe("dark");
  expect(frame.railWide).toBe(true);
  expect(host.requests("settings_set")).toEqual([]);
  theme.choose("light");
  frame.widenRail(false);
  flushSync();
  expect(host.requests("settings_set").at(-1)).toEqual({
    settings: { theme: "light", facilitator: "Ana", isRailWide: false },
  });
});

test("the rail widens and remembers it", () => {
  render(App, {});
  click(one('[aria-label="Show step names"]'));
  expect(frame.railWide).toBe(true);
  click(one('[aria-label="Show step marks only"]'));
  expect(frame.railWide).toBe(false);
});
