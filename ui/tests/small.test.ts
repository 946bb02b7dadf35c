import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { parseDate } from "../src/components/date";
import { parseNumber } from "../src/components/number";
import { asSentence, besides } from "../src/components/sentences";
import { initials } from "../src/components/option";
import { Toasts } from "../src/components/toasts.svelte";
import { oneDecimal, percent } from "../src/format";
import { Theme } from "../src/theme.svelte";

test.each([
  [2.25, "2.3"],
  [2.35, "2.4"],
  [1.45, "1.5"],
  [-0.25, "-0.3"],
  [3, "3.0"],
  [2.3499, "2.3"],
])("%d is printed %s: half away from zero", (value, text) => {
  expect(oneDecimal(value)).toBe(text);
});

test("only what is complete is 100 %", () => {
  expect([0, 0.5, 0.999, 1].map(percent)).toEqual([0, 50, 99, 100]);
});

test.each([
  ["1 250 000", 1250000],
  ["1’250.5", 1250.5],
  ["1,250", 1250],
  ["0,5", 0.5],
  ["-3", -3],
  [".5", 0.5],
  ["", null],
  ["about 40", undefined],
  ["1.2.3", undefined],
  ["0x10", undefined],
])("the number “%s” is %s", (text, value) => {
  expect(parseNumber(text)).toBe(value);
});

test.each([
  ["2026-12-04", "2026-12-04"],
  ["2026-2-3", "2026-02-03"],
  ["4.12.2026", "2026-12-04"],
  ["04/12/2026", "2026-12-04"],
  ["2026-02-29", undefined],
  ["2028-02-29", "2028-02-29"],
  ["2026-13-01", undefined],
  ["tomorrow", undefined],
  ["", null],
])("the date “%s” is %s", (text, value) => {
  expect(parseDate(text)).toBe(value);
});

test("letters choose only where every initial is unique", () => {
  const options = (labels: string[]) => labels.map((label) => ({ value: label, label }));
  expect([...initials(options(["batch", "CDC"])).keys()]).toEqual(["b", "c"]);
  expect(initials(options(["batch", "blob"])).size).toBe(0);
});

describe("toasts", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test("a message leaves by itself, an error stays", () => {
    const toasts = new Toasts(1000);
    toasts.show("Vote changed");
    toasts.show("Not written", { tone: "error" });
    vi.advanceTimersByTime(1000);
    expect(toasts.list.map((toast) => toast.text)).toEqual(["Not written"]);
  });

  test("undo runs once and takes the message away", () => {
    const toasts = new Toasts(1000);
    const run = vi.fn();
    const id = toasts.show("Vote changed", { action: { label: "Undo", run } });
    toasts.act(id);
    toasts.act(id);
    expect(run).toHaveBeenCalledOnce();
    expect(toasts.list).toEqual([]);
  });

  test("its time stands still while it is looked at", () => {
    const toasts = new Toasts(1000);
    const id = toasts.show("Vote changed");
    toasts.hold(id);
    vi.advanceTimersByTime(5000);
    expect(toasts.list).toHaveLength(1);
    toasts.resume(id);
    vi.advanceTimersByTime(1000);
    expect(toasts.list).toHaveLength(0);
  });

  test("what undoes the last change goes when another begins, and all but errors when the screen is left", () => {
    const toasts = new Toasts(1000);
    toasts.show("Quote removed", { action: { label: "Undo", run: () => undefined } });
    toasts.show("Written");
    toasts.show("Not written", { tone: "error" });
    toasts.supersede();
    expect(toasts.list.map((toast) => toast.text)).toEqual(["Written", "Not written"]);
    toasts.leave();
    expect(toasts.list.map((toast) => toast.text)).toEqual(["Not written"]);
  });

  test("what speaks of more than the last change outlasts time and changes, not the screen", () => {
    const toasts = new Toasts(1000);
    toasts.show("Text is back", { action: { label: "Go there", run: () => undefined }, stays: true });
    vi.advanceTimersByTime(5000);
    toasts.supersede();
    expect(toasts.list).toHaveLength(1);
    toasts.leave();
    expect(toasts.list).toHaveLength(0);
  });

  test("at most three are shown", () => {
    const toasts = new Toasts(1000);
    for (const text of ["a", "b", "c", "d"]) toasts.show(text);
    expect(toasts.list.map((toast) => toast.text)).toEqual(["b", "c", "d"]);
  });
});

describe("theme", () => {
  beforeEach(() => localStorage.clear());

  test("a choice is an attribute and is remembered; the system's choice is none", () => {
    const root = document.createElement("html");
    const theme = new Theme(root);
    expect([theme.choice, root.dataset.theme]).toEqual(["system", undefined]);
    theme.choose("dark");
    expect(root.dataset.theme).toBe("dark");
    expect(new Theme(document.createElement("html")).choice).toBe("dark");
    theme.choose("system");
    expect(root.dataset.theme).toBeUndefined();
  });

  test("a remembered word that means nothing is the system's choice", () => {
    localStorage.setItem("waymark.theme", "sepia");
    expect(new Theme(document.createElement("html")).choice).toBe("system");
  });
});

test.each([
  ["This file is damaged", "/home/ana/My page.waymark is damaged", ""],
  ["This file is damaged: page.waymark", "/home/ana/page.waymark is damaged", ""],
  ["This file is open in another window", "`/home/ana/page.waymark` is open in another window", ""],
  ["This file is read only", "`C:\\Users\\ana\\page.waymark` can only be read", ""],
  [
    "This is not a Waymark file",
    "`/a/b.waymark` is not a Waymark document: it is a picture",
    "It is a picture.",
  ],
  ["The file is not there", "there is no file `/a/b c.waymark`", "There is no file /a/b c.waymark."],
  [
    "This file was written by a newer Waymark",
    "`/a/b.waymark` has document format 9, this program knows formats up to 5",
    "/a/b.waymark has document format 9, this program knows formats up to 5.",
  ],
  ["That is no longer there", "there is no question `GOV-99`", "There is no question “GOV-99”."],
])("below “%s” stands of “%s” only what is new", (title, message, said) => {
  expect(besides(title, message)).toBe(said);
});

test("a sentence begins with a capital and ends with one stop", () => {
  expect(["close it there", "Close it there.", "", null].map(asSentence)).toEqual([
    "Close it there.",
    "Close it there.",
    "",
    "",
  ]);
});
