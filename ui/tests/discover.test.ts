import { flushSync, tick } from "svelte";
import { beforeEach, expect, test } from "vitest";
import { drafts, openDocument } from "../src/features/document";
import { Discover } from "../src/features/discover";
import { filtered, ordered } from "../src/features/discover/order";
import { inventories } from "../src/features/record";
import { arrival } from "../src/frame/arrival.svelte";
import { frame } from "../src/frame/frame.svelte";
import type { RecordTable } from "../src/ipc/generated/RecordTable";
import type { RecordView } from "../src/ipc/generated/RecordView";
import { setHost } from "../src/ipc/host";
import { keys } from "../src/keys.svelte";
import { router } from "../src/router.svelte";
import { FakeHost } from "./host.fake";
import { all, click, one, press, render, type as typeText } from "./render";
import { field } from "./tables";

const fields = [
  field("title", "Title", { isRequired: true }),
  field("mode", "Mode", {
    kind: "choice",
    options: [
      { word: "streaming", label: "Streaming", hint: "" },
      { word: "batch", label: "Batch", hint: "" },
    ],
  }),
  field("points", "Points", { kind: "whole", min: 0, max: 100 }),
  field("notes", "Notes", { kind: "long", isMain: false }),
];
const record = (at: number, values: Record<string, unknown>): RecordView => ({
  uid: `uid-${at}`,
  code: `SRC-${at}`,
  title: String(values.title),
  values,
  unknown: 0,
});
const rows = [
  record(1, { title: "Orders", mode: "batch", points: 40 }),
  record(2, { title: "Clicks", mode: "streaming" }),
  record(3, { title: "Stock", points: 5, notes: "Kept by the stores" }),
];
const table = (kind: string): RecordTable => ({
  kind,
  label: "source",
  plural: "sources",
  headline: "One of 3 sources has no mode",
  summary: "3 sources, 2 gaps",
  fields,
  rows: kind === "sources" ? rows : [],
});

let host: FakeHost;
beforeEach(() => {
  host = new FakeHost()
    .answer("record_list", ({ kind }: { kind: string }) => table(kind))
    .answer("record_remove", {})
    .answer("document_get", {})
    .answer("drafts_get", [])
    .answer("draft_keep", {});
  setHost(host);
  openDocument.view = null;
  window.addEventListener("keydown", keys.handle);
  return () => window.removeEventListener("keydown", keys.handle);
});

async function show(params: Record<string, string>) {
  router.go("discover", params);
  render(Discover, {});
  for (let turn = 0; turn < 20; turn += 1) await tick();
  flushSync();
}
const names = () => all("th, td[role=rowheader]").map((cell) => cell.textContent.trim());

test("the heading is the finding, and the tabs count", async () => {
  await show({ kind: "sources" });
  expect(one("h1").textContent).toBe("One of 3 sources has no mode");
  expect(one("[role=tab][aria-selected=true]").textContent).toMatch(/Sources\s*3/);
  expect(names()).toEqual(["ID", "Source", "Mode", "Points", "Needed by", "Orders", "Clicks", "Stock"]);
});

test("a link leads to its record, and the sheet shows every field", async () => {
  await show({ kind: "sources", record: "SRC-3" });
  expect(one("aside h2").textContent).toBe("Stock");
  expect(router.params).toEqual({ kind: "sources", record: "SRC-3" });
  expect(all("aside label").map((label) => label.textContent.trim())).toContain("Notes");
  expect(one("tr.here [role=rowheader]").textContent.trim()).toBe("Stock");
});

test("a link to what is no longer there says so", async () => {
  await show({ kind: "sources", record: "SRC-99" });
  expect(one("main").textContent).toContain("SRC-99 is not in this list");
});

test("the sheet follows the row, and Escape closes it", async () => {
  await show({ kind: "sources", record: "SRC-1" });
  const holder = one<HTMLTextAreaElement>(".grid textarea");
  holder.focus();
  press("ArrowDown");
  await tick();
  flushSync();
  expect(router.params.record).toBe("SRC-2");
  press("Escape", { on: holder });
  flushSync();
  expect(router.params).toEqual({ kind: "sources" });
  expect(all("aside")).toHaveLength(0);
});

test("a cell that is refused is counted below and in the header, until it is corrected", async () => {
  await show({ kind: "sources" });
  one<HTMLTextAreaElement>(".grid textarea").focus();
  flushSync();
  for (const key of ["ArrowRight", "ArrowRight"]) press(key);
  typeText("many");
  press("Enter");
  expect(one("footer").textContent).toContain("1 cell to correct");
  expect(frame.valuesToCorrect).toBe(1);
  press("ArrowUp");
  press("Escape");
  expect(one("footer").textContent).not.toContain("to correct");
  host.fail("record_set", { code: "invalidValue", message: "points are spent", help: "" });
  typeText("90");
  press("Enter");
  for (let turn = 0; turn < 20; turn += 1) await tick();
  flushSync();
  expect(one("footer").textContent).toContain("1 cell to correct");
  press("ArrowUp");
  press("Escape");
  expect(frame.valuesToCorrect, "the old value is right").toBe(0);
});

test("the filter leaves the lines that hold every word, and says when none does", async () => {
  await show({ kind: "sources" });
  press("/");
  typeText("stores");
  expect(all("td[role=rowheader]").map((cell) => cell.textContent.trim())).toEqual(["Stock"]);
  typeText(" nowhere");
  expect(one("main").textContent).toContain("Nothing contains “stores nowhere”");
});

test("another tab is another address", async () => {
  await show({ kind: "sources" });
  click(all("[role=tab]")[0] as Element);
  expect(router.params).toEqual({ kind: "goals" });
  expect(one("main").textContent).toContain("each with the number that tells");
});

test("what cannot be loaded says why and is tried again", async () => {
  inventories.of("sources").reset();
  host.fail("record_list", { code: "internal", message: "the list could not be read", help: "try again" });
  await show({ kind: "sources" });
  expect(one("[role=alert]").textContent).toContain("The list could not be read.");
});

test("records are ordered as their list of choices goes, by size, and unknown last", () => {
  const codes = (name: string) =>
    ordered(
      rows,
      fields.find((one) => one.name === name),
    ).map((one) => one.code);
  expect(codes("mode")).toEqual(["SRC-2", "SRC-1", "SRC-3"]);
  expect(codes("points")).toEqual(["SRC-3", "SRC-1", "SRC-2"]);
  expect(codes("title")).toEqual(["SRC-2", "SRC-1", "SRC-3"]);
  expect(ordered(rows, undefined)).toBe(rows);
});

test("the filter reads labels and codes", () => {
  expect(filtered(rows, fields, "streaming").map((one) => one.code)).toEqual(["SRC-2"]);
  expect(filtered(rows, fields, "src-1 orders").map((one) => one.code)).toEqual(["SRC-1"]);
  expect(filtered(rows, fields, " ")).toBe(rows);
});

async function waited() {
  for (let turn = 0; turn < 20; turn += 1) await tick();
  flushSync();
}
const focused = () => document.activeElement;

test("one who is led to typed text finds the keyboard there", async () => {
  await drafts.open(false);
  drafts.at("record/sources/uid-2/points").keep("many");
  drafts.at("record/sources/uid-1/mode").keep("Store POS");
  await show({ kind: "sources", record: "SRC-2" });
  arrival.to("record/sources/uid-2/points");
  await waited();
  expect((focused() as HTMLInputElement).value).toBe("many");
  router.refine({ kind: "sources" });
  arrival.to("record/sources/uid-1/mode");
  await waited();
  expect(focused()).toBe(one(".grid textarea"));
  expect(one("td.active .text").textContent).toBe("Store POS");
  arrival.to("record/sources/new/points");
  await waited();
  expect(one(".add td.active")).toBeTruthy();
  drafts.close();
});
