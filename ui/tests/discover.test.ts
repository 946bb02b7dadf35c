import { flushSync, tick } from "svelte";
import { beforeEach, expect, test, vi } from "vitest";
import { toasts } from "../src/components/toasts.svelte";
import { drafts, openDocument } from "../src/features/document";
import { Discover } from "../src/features/discover";
import { filtered } from "../src/features/discover/filter";
import { sorted } from "../src/components/grid/sort";
import { inventories } from "../src/features/record";
import { Arrangement, rankBy } from "../src/features/record/order";
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
const named = (name: string) => fields.find((one) => one.name === name) ?? field(name, name);
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
  const codes = (name: string, isDescending = false) =>
    sorted(rows, rankBy(named(name)), isDescending).map((one) => one.code);
  expect(codes("mode")).toEqual(["SRC-2", "SRC-1", "SRC-3"]);
  expect(codes("points")).toEqual(["SRC-3", "SRC-1", "SRC-2"]);
  expect(codes("title")).toEqual(["SRC-2", "SRC-1", "SRC-3"]);
  expect(codes("points", true), "unknown is last in either direction").toEqual(["SRC-1", "SRC-3", "SRC-2"]);
  expect(codes("mode", true)).toEqual(["SRC-1", "SRC-2", "SRC-3"]);
});

test("what is empty is sorted as what is unknown, and equals keep their order", () => {
  const told = [
    ["b", ""],
    ["a", "x"],
    ["c", null],
    ["d", "x"],
  ].map(([title, owner], at) => record(at, { title, owner }));
  const titles = (isDescending: boolean) =>
    sorted(told, rankBy(field("owner", "Owner")), isDescending).map((one) => one.title);
  expect(titles(false)).toEqual(["a", "d", "b", "c"]);
  expect(titles(true)).toEqual(["a", "d", "b", "c"]);
});

test("numbers within texts are sorted by size", () => {
  const many = [10, 9, 100].map((at) => record(at, { title: `Shop ${at}` }));
  expect(sorted(many, rankBy(named("title")), false).map((one) => one.title)).toEqual([
    "Shop 9",
    "Shop 10",
    "Shop 100",
  ]);
});

test("a corrected value stays in its place and a new line at the end, until the order is asked for again", () => {
  const arrangement = new Arrangement((one) => one.uid);
  const byPoints = { key: "points", isDescending: false };
  const codes = (list: readonly RecordView[], sort: typeof byPoints | null) =>
    arrangement.arrange(list, sort, rankBy(named("points"))).map((one) => one.code);
  expect(codes(rows, byPoints)).toEqual(["SRC-3", "SRC-1", "SRC-2"]);
  const corrected = rows.map((one) =>
    one.code === "SRC-3" ? record(3, { title: "Stock", points: 90 }) : one,
  );
  expect(codes(corrected, byPoints)).toEqual(["SRC-3", "SRC-1", "SRC-2"]);
  const more = [...corrected, record(4, { title: "Returns", points: 1 })];
  expect(codes(more, byPoints)).toEqual(["SRC-3", "SRC-1", "SRC-2", "SRC-4"]);
  expect(codes(corrected.slice(1), byPoints), "removed").toEqual(["SRC-3", "SRC-2"]);
  expect(codes(more, byPoints), "and brought back").toEqual(["SRC-3", "SRC-1", "SRC-2", "SRC-4"]);
  expect(codes(more, { ...byPoints })).toEqual(["SRC-4", "SRC-1", "SRC-3", "SRC-2"]);
  expect(codes(more, null)).toEqual(["SRC-1", "SRC-2", "SRC-3", "SRC-4"]);
});

test("lines that come together are sorted with the others", () => {
  const arrangement = new Arrangement((one) => one.uid);
  const byPoints = { key: "points", isDescending: true };
  arrangement.arrange(rows, byPoints, rankBy(named("points")));
  const pasted = [...rows, record(4, { title: "A", points: 50 }), record(5, { title: "B", points: 45 })];
  const codes = arrangement.arrange(pasted, byPoints, rankBy(named("points"))).map((one) => one.code);
  expect(codes).toEqual(["SRC-4", "SRC-5", "SRC-1", "SRC-3", "SRC-2"]);
});

test("five thousand records are read once for an order, and not again while values change", () => {
  const many = Array.from({ length: 5000 }, (_, at) =>
    record(at, { title: `S ${at}`, points: (at * 7919) % 5000 }),
  );
  const read = vi.fn((one: RecordView) => one.values.points as number);
  const arrangement = new Arrangement((one) => one.uid);
  const byPoints = { key: "points", isDescending: false };
  const first = arrangement.arrange(many, byPoints, read);
  expect(first.slice(0, 3).map((one) => one.values.points)).toEqual([0, 1, 2]);
  expect(read).toHaveBeenCalledTimes(5000);
  arrangement.arrange([...many], byPoints, read);
  expect(read).toHaveBeenCalledTimes(5000);
});

const heading = (title: string) => {
  const found = all("thead th").find((th) => th.textContent.trim() === title);
  if (!found) throw new Error(`No column is headed ${title}`);
  return found;
};
const shownTitles = () => all("td[role=rowheader]").map((cell) => cell.textContent.trim());

test("a heading sorts ascending, descending, and as entered", async () => {
  await show({ kind: "sources" });
  const press = () => click(one("button", heading("Points")));
  press();
  expect(shownTitles()).toEqual(["Stock", "Orders", "Clicks"]);
  expect(heading("Points").getAttribute("aria-sort")).toBe("ascending");
  expect(one<HTMLSelectElement>(".order select").value).toBe("points");
  expect(one(".grid [role=status]").textContent.trim()).toBe("Sorted by Points, ascending");
  press();
  expect(shownTitles()).toEqual(["Orders", "Stock", "Clicks"]);
  expect(heading("Points").getAttribute("aria-sort")).toBe("descending");
  press();
  expect(shownTitles()).toEqual(["Orders", "Clicks", "Stock"]);
  expect(all("th[aria-sort]")).toHaveLength(0);
});

test("keys sort by the column one stands in, and typing goes on", async () => {
  await show({ kind: "sources" });
  one<HTMLTextAreaElement>(".grid textarea").focus();
  flushSync();
  const sort = (key: string) => press(key, { altKey: true, shiftKey: true });
  expect(sort("ArrowDown").defaultPrevented).toBe(true);
  expect(shownTitles()).toEqual(["Stock", "Orders", "Clicks"]);
  sort("ArrowUp");
  expect(shownTitles()).toEqual(["Clicks", "Orders", "Stock"]);
  sort("ArrowUp");
  expect(shownTitles()).toEqual(["Orders", "Clicks", "Stock"]);
  expect(focused()).toBe(one(".grid textarea"));
});

test("a record whose sheet is open stays open, and the grid stands on it", async () => {
  await show({ kind: "sources", record: "SRC-1" });
  click(one("button", heading("Points")));
  await waited();
  expect(router.params.record).toBe("SRC-1");
  expect(one("tr.here [role=rowheader]").textContent.trim()).toBe("Orders");
});

test("a value corrected in the column that sorts moves nothing, and Enter goes to the line below", async () => {
  host.answer("record_set", record(3, { title: "Stock", points: 90 }));
  await show({ kind: "sources" });
  click(one("button", heading("Points")));
  one<HTMLTextAreaElement>(".grid textarea").focus();
  flushSync();
  for (const key of ["ArrowRight", "ArrowRight"]) press(key);
  typeText("90");
  press("Enter");
  await waited();
  expect(host.requests("record_set")).toEqual([
    { kind: "sources", uid: "uid-3", field: "points", value: 90 },
  ]);
  expect(shownTitles()).toEqual(["Stock", "Orders", "Clicks"]);
  expect(one("tr.here [role=rowheader]").textContent.trim()).toBe("Orders");
});

test("the order is chosen and turned round beside the filter as well", async () => {
  await show({ kind: "sources" });
  const select = one<HTMLSelectElement>(".order select");
  expect([...select.options].map((option) => option.text)).toEqual([
    "As entered",
    "ID",
    "Title",
    "Mode",
    "Points",
    "Needed by",
  ]);
  const turn = one<HTMLButtonElement>(".order button");
  expect(turn.disabled).toBe(true);
  select.value = "code";
  select.dispatchEvent(new Event("change", { bubbles: true }));
  flushSync();
  click(turn);
  expect(shownTitles()).toEqual(["Stock", "Clicks", "Orders"]);
  expect(turn.getAttribute("aria-label")).toMatch(/^Descending/);
});

test("the sheet of keys tells those of the grid", async () => {
  await show({ kind: "sources" });
  const grid = keys.active.find((scope) => scope.name === "In the table");
  const told = grid?.told?.flatMap((line) => line.keys) ?? [];
  expect(told).toEqual(
    expect.arrayContaining(["F2", "Enter", "Tab", "Space", "mod+Delete", "mod+c", "mod+v"]),
  );
});

test("a paste of many lines says so once it takes a while", async () => {
  await show({ kind: "sources" });
  vi.useFakeTimers();
  let written: (answer: RecordTable) => void = () => undefined;
  host.answer("record_paste", () => new Promise<RecordTable>((done) => (written = done)));
  const block = Array.from({ length: 5000 }, (_, at) => [`Source ${at}`]);
  const done = inventories.of("sources").paste([], ["title"], block);
  await vi.advanceTimersByTimeAsync(140);
  flushSync();
  expect(all("[role=progressbar]"), "a short wait does not flash").toHaveLength(0);
  await vi.advanceTimersByTimeAsync(20);
  flushSync();
  expect(one("[role=progressbar]").getAttribute("aria-label")).toBe("Writing 5,000 rows…");
  expect(one("[role=progressbar]").hasAttribute("aria-valuenow"), "how much is done is not known").toBe(
    false,
  );
  written(table("sources"));
  await done;
  flushSync();
  expect(all("[role=progressbar]")).toHaveLength(0);
  expect(toasts.list.at(-1)?.text).toBe("5,000 lines pasted");
  vi.useRealTimers();
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
