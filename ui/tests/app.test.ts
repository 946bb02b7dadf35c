import { flushSync, tick } from "svelte";
import { beforeEach, expect, test } from "vitest";
import { toasts } from "../src/components/toasts.svelte";
import App from "../src/App.svelte";
import { openDocument } from "../src/features/document";
import { setHost } from "../src/ipc/host";
import { frame } from "../src/frame/frame.svelte";
import { router } from "../src/router.svelte";
import { theme } from "../src/theme.svelte";
import { words } from "../src/words/en";
import { language } from "../src/words/language.svelte";
import { FakeHost } from "./host.fake";
import { all, click, one, press, render } from "./render";
import { workshop } from "./workshop";

beforeEach(() => {
  setHost(new FakeHost());
  frame.paletteOpen = false;
  frame.sheetOpen = false;
  frame.isOpen = false;
  openDocument.view = null;
  openDocument.dismiss();
  router.go("start");
});
const settings = {
  theme: "dark",
  facilitator: "Ana",
  isRailWide: true,
  language: "system",
  backupCount: 10,
  backupDays: 30,
};
async function settle() {
  for (let turn = 0; turn < 80; turn += 1) await tick();
  flushSync();
}

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

test("the header says typing beside text that is not stored, and what is wrong before that", () => {
  render(App, {});
  frame.saveState = "saved";
  frame.typed = { texts: 1, areKept: false };
  flushSync();
  expect(one("header [role=status]").textContent?.trim()).toBe("typing");
  frame.typed = { texts: 2, areKept: true };
  flushSync();
  expect(one("header [role=status]").textContent?.trim()).toBe("2 drafts kept");
  frame.correct("profile", 1);
  flushSync();
  expect(one("header [role=status]").textContent?.trim()).toBe("1 value to correct, 2 drafts kept");
  click(one("header [role=status] button"));
  expect(one<HTMLInputElement>("dialog[open] input").value).toBe("Go on typing");
  press("Escape");
  frame.paletteOpen = false;
  frame.correct("profile", 0);
  frame.saveState = "notSaved";
  flushSync();
  expect(one("header").textContent).toContain("not saved");
  frame.typed = null;
});

test("the palette finds the appearance by what people call it", () => {
  render(App, {});
  press("k", { ctrlKey: true });
  const query = one<HTMLInputElement>("dialog[open] input");
  for (const [typed, found] of [
    ["dark mode", ["Appearance: dark"]],
    ["theme", ["Appearance: light", "Appearance: dark", "Appearance: as the system"]],
  ] as const) {
    query.value = typed;
    query.dispatchEvent(new InputEvent("input", { bubbles: true }));
    flushSync();
    expect(all("dialog[open] [role=option]").map((option) => option.textContent?.trim())).toEqual(found);
  }
  press("Escape");
});

test("settings are adopted at the start, and kept when they change", async () => {
  const host = new FakeHost()
    .answer("app_state", { recents: [], settings, document: null, version: "0.1.0" })
    .answer("settings_set", ({ settings: kept }: { settings: unknown }) => kept);
  setHost(host);
  render(App, {});
  await settle();
  expect(theme.choice).toBe("dark");
  expect(frame.railWide).toBe(true);
  expect(host.requests("settings_set")).toEqual([]);
  theme.choose("light");
  frame.widenRail(false);
  flushSync();
  expect(host.requests("settings_set").at(-1)).toEqual({
    settings: {
      theme: "light",
      facilitator: "Ana",
      isRailWide: false,
      language: "system",
      backupCount: 10,
      backupDays: 30,
    },
  });
});

test("another language is spoken at once, is kept, and the focus stays where it was chosen", async () => {
  const host = new FakeHost()
    .answer("app_state", { recents: [], settings, document: null, version: "0.1.0" })
    .answer("settings_set", ({ settings: kept }: { settings: unknown }) => kept);
  setHost(host);
  render(App, {});
  await settle();
  const named = (label: string) =>
    all<HTMLElement>(".language [role=radio]").find((choice) => choice.textContent?.trim() === label);
  const german = named("Deutsch");
  if (!german) throw new Error("no German to choose");
  click(german);
  await settle();
  expect(document.documentElement.lang).toBe("de");
  expect(one("main").textContent).toContain("Neues Mandat");
  expect(one("nav a").getAttribute("title") ?? one("nav a").getAttribute("aria-label")).toBe("Start");
  expect(one(".language p").textContent).toContain("Texte");
  expect(host.requests("settings_set").at(-1)).toMatchObject({ settings: { language: "de" } });
  expect(document.activeElement?.closest(".language")).not.toBeNull();
  const english = named("English");
  if (!english) throw new Error("no way back");
  click(english);
  await settle();
  expect(document.documentElement.lang).toBe("en");
  expect(one("main").textContent).toContain("New engagement");
  expect(document.querySelector("[data-untranslated]")).toBeNull();
  language.choose("system");
  frame.widenRail(false);
});

test("messages stand over the content and go with the screen they arose on", () => {
  router.go("start");
  render(App, {});
  toasts.show("Written to /tmp/a.json");
  toasts.show("Not written", { tone: "error" });
  flushSync();
  expect(all(".toasts .toast")).toHaveLength(2);
  router.go("brief");
  flushSync();
  expect(all(".toast p").map((message) => message.textContent)).toEqual(["Not written"]);
  for (const { id } of toasts.list) toasts.dismiss(id);
  router.go("start");
});

test("the rail widens and remembers it", () => {
  render(App, {});
  click(one('[aria-label="Show step names"]'));
  expect(frame.railWide).toBe(true);
  click(one('[aria-label="Show step marks only"]'));
  expect(frame.railWide).toBe(false);
});

test("a document named at the start that cannot be opened is tried once, and told", async () => {
  const host = new FakeHost()
    .answer("app_state", {
      recents: [],
      settings,
      document: null,
      openAtStart: "/tmp/a.waymark",
      version: "0.1.0",
    })
    .answer("settings_set", settings)
    .fail("document_open", {
      code: "documentLocked",
      message: "it is open elsewhere",
      help: "close it there",
    });
  setHost(host);
  render(App, {});
  await settle();
  expect(host.requests("document_open")).toEqual([{ path: "/tmp/a.waymark" }]);
  expect(one("[role=alert]").textContent).toMatch(/a\.waymark.*It is open elsewhere\..*Close it there/s);
});

test("an import that fails on another step is told at the start, and the engagement stays open", async () => {
  const host = workshop();
  const document = await host.invoke("document_get", {});
  host
    .answer("app_state", { recents: [], settings, document, openAtStart: null, version: "0.1.0" })
    .answer("settings_set", settings)
    .answer("dialog_open", "/tmp/a.json")
    .answer("dialog_save", "/tmp/a.waymark")
    .fail("document_import", {
      code: "invalidImport",
      message: "2 mistakes",
      help: "mend them and import again",
    });
  setHost(host);
  router.go("maturity");
  render(App, {});
  await settle();
  press("k", { ctrlKey: true });
  const offered = all("dialog[open] [role=option]");
  click(offered.find((option) => option.textContent?.includes(words.document.importJson)) as Element);
  await settle();
  expect(router.view).toBe("start");
  expect(one("[role=alert]").textContent).toMatch(/a\.json.*2 mistakes\..*Mend them and import again/s);
  expect(one("header").textContent).toContain("Meridian Outfitters");
  expect(one(".ways").textContent).toContain(words.start.proceed("Meridian Outfitters"));
  router.go("maturity");
  await settle();
  expect(all("[role=alert]")).toHaveLength(0);
});
