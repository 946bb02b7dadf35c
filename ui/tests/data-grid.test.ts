import { flushSync } from "svelte";
import { expect, test, vi } from "vitest";
import {
  cellText,
  parseCell,
  readBlock,
  writeBlock,
  type GridColumn,
  type GridRow,
} from "../src/components/grid/cell";
import DataGrid from "../src/components/grid/DataGrid.svelte";
import { drafts } from "../src/features/document";
import { keys } from "../src/keys.svelte";
import { all, clear, click, one, press, render, type as typeText } from "./render";

const columns: GridColumn[] = [
  { key: "code", title: "ID", kind: "text", readonly: true },
  { key: "name", title: "Source", kind: "text", names: true, required: true },
  { key: "volume", title: "GB a day", kind: "number", canBeUnknown: true },
  {
    key: "mode",
    title: "Mode",
    kind: "choice",
    canBeUnknown: true,
    options: [
      { value: "batch", label: "batch" },
      { value: "cdc", label: "CDC" },
      { value: "event", label: "event" },
    ],
  },
  {
    key: "classes",
    title: "Classes",
    kind: "choices",
    options: ["personal", "payment", "health"].map((value) => ({ value, label: value })),
  },
];
const row = (at: number): GridRow => ({
  id: `r${at}`,
  cells: { code: `SRC-${at}`, name: `Source ${at}`, volume: at, mode: null, classes: ["health"] },
});

function shown(count = 3, more: Record<string, unknown> = {}) {
  const told = { onedit: vi.fn(), onadd: vi.fn(), onpaste: vi.fn(), onopen: vi.fn(), onremove: vi.fn() };
  render(DataGrid, {
    rows: Array.from({ length: count }, (_, at) => row(at)),
    columns,
    label: "Sources",
    ...told,
    ...more,
  });
  const holder = one<HTMLTextAreaElement>("textarea");
  holder.focus();
  flushSync();
  return { ...told, holder };
}
const active = () => one("td.active").textContent?.trim();
const go = (...keys: string[]) => keys.forEach((key) => press(key));

test("arrows and Tab move, and stop at the edges", () => {
  shown();
  expect(active(), "the keyboard arrives where one can type").toBe("Source 0");
  go("ArrowUp", "ArrowLeft", "ArrowLeft");
  expect(active()).toBe("SRC-0");
  go("ArrowDown", "Tab");
  expect(active()).toBe("Source 1");
  press("Tab", { shiftKey: true });
  press("Tab", { shiftKey: true });
  expect(active(), "Tab wraps to the row above").toBe("health");
});

test("typing replaces the cell and Enter stores it and goes down", () => {
  const { onedit, holder } = shown();
  typeText("W");
  expect(one<HTMLInputElement>("td input").value).toBe("W");
  typeText("eb shop");
  press("Enter");
  expect(onedit).toHaveBeenCalledExactlyOnceWith("r0", "name", "Web shop");
  expect(active()).toBe("Source 1");
  expect(document.activeElement).toBe(holder);
});

test("Escape leaves the cell as it was", () => {
  const { onedit, holder } = shown();
  go("F2");
  typeText(" more");
  press("Escape");
  expect(onedit).not.toHaveBeenCalled();
  expect(active()).toBe("Source 0");
  expect(document.activeElement).toBe(holder);
});

test("undo leaves an editor in which nothing is typed, and stays in one where something is", () => {
  const undo = vi.fn();
  const unbind = keys.add({
    name: "Document",
    bindings: [{ key: "mod+z", label: "Undo", run: undo }],
  });
  window.addEventListener("keydown", keys.handle);
  const { holder, onedit } = shown();
  go("Enter");
  press("z", { ctrlKey: true });
  expect(undo).toHaveBeenCalledOnce();
  expect(document.activeElement).toBe(holder);
  go("Enter");
  typeText(" more");
  press("z", { ctrlKey: true });
  expect(undo).toHaveBeenCalledOnce();
  press("Escape");
  expect(onedit).not.toHaveBeenCalled();
  window.removeEventListener("keydown", keys.handle);
  unbind();
});

test("an unchanged cell is not stored", () => {
  const { onedit } = shown();
  go("Enter", "Enter");
  expect(onedit).not.toHaveBeenCalled();
});

test("a text that is no number stays in its cell with the reason, until Escape", () => {
  const { onedit } = shown();
  go("ArrowRight");
  typeText("about 40");
  press("Tab");
  expect(onedit).not.toHaveBeenCalled();
  const cell = one("td.invalid");
  expect(cell.querySelector(".text")?.textContent).toBe("about 40");
  expect(cell.querySelector(".why")?.textContent).toContain("“about 40” is not a number");
  expect(
    document.getElementById(cell.getAttribute("aria-describedby") ?? ""),
    "the reason is read aloud",
  ).not.toBeNull();
  press("Tab", { shiftKey: true });
  press("Escape");
  expect(all("td.invalid")).toHaveLength(0);
  expect(active()).toBe("0");
});

test("a choice is found by its first letters", () => {
  const { onedit } = shown();
  go("ArrowRight", "ArrowRight");
  typeText("ev");
  expect(one("[role=option][aria-selected=true]").textContent).toContain("event");
  press("Enter");
  expect(onedit).toHaveBeenCalledExactlyOnceWith("r0", "mode", "event");
});

test("opening the choices and leaving them chooses nothing", () => {
  const { onedit } = shown();
  go("ArrowRight", "ArrowRight", "Enter");
  expect(all("[role=option]").map((option) => option.textContent?.trim())).toHaveLength(4);
  press("Escape");
  go("F2", "Tab");
  expect(onedit).not.toHaveBeenCalled();
});

test("several choices are ticked with the space bar", () => {
  const { onedit } = shown();
  go("End", "Enter", "ArrowDown", " ", "Enter");
  expect(onedit).toHaveBeenCalledOnce();
  const [id, key, value] = onedit.mock.calls[0] as [string, string, string[]];
  expect([id, key]).toEqual(["r0", "classes"]);
  expect(value[0], "what was chosen stays").toBe("health");
  expect(value).toHaveLength(2);
});

test("Delete makes cells unknown, but not required or read-only ones", () => {
  const { onedit } = shown();
  press("End", { shiftKey: true });
  press("Delete");
  expect(onedit.mock.calls).toEqual([
    ["r0", "volume", null],
    ["r0", "classes", null],
  ]);
});

test("an unknown cell says so", () => {
  shown(1);
  const unknown = one("td.unknown");
  expect(unknown.textContent?.trim()).toBe("unknown");
});

test("a read-only cell cannot be edited", () => {
  shown();
  go("ArrowLeft", "Enter");
  expect(all("td input")).toHaveLength(0);
});

test("Space opens the record", () => {
  const { onopen } = shown();
  go("ArrowDown", " ");
  expect(onopen).toHaveBeenCalledExactlyOnceWith("r1");
});

test("the line after the last row adds one", () => {
  const { onadd } = shown(1);
  go("ArrowDown");
  typeText("New");
  press("Enter");
  expect(onadd).toHaveBeenCalledExactlyOnceWith("name", "New");
});

const draftOf = (id: string | null, key: string) => drafts.at(`${id ?? "new"}/${key}`);

test("what is typed into a cell is kept until it is stored or given up", () => {
  const { onedit } = shown(3, { draftOf });
  typeText("W");
  typeText("eb shop");
  expect(drafts.at("r0/name").text).toBe("Web shop");
  press("Enter");
  expect(onedit).toHaveBeenCalledExactlyOnceWith("r0", "name", "Web shop");
  expect(drafts.at("r0/name").text, "whoever stores it forgets it").toBe("Web shop");
  typeText("Cli");
  press("Escape");
  expect(drafts.at("r1/name").text).toBeNull();
  go("F2");
  typeText("x");
  one<HTMLInputElement>("td input").value = "Source 1";
  typeText("");
  press("Enter");
  expect(drafts.at("r1/name").text, "unchanged").toBeNull();
});

test("a cell's editor opens with what was typed earlier", () => {
  drafts.at("r0/name").keep("Web sh");
  const { onedit } = shown(3, { draftOf });
  go("Enter");
  const editor = one<HTMLInputElement>("td input");
  expect(editor.value).toBe("Web sh");
  expect(document.getElementById(editor.getAttribute("aria-describedby") ?? "")?.textContent).toContain(
    "Typed earlier",
  );
  press("z", { ctrlKey: true });
  expect(all("td input"), "undo does not throw it away").toHaveLength(1);
  press("Enter");
  expect(onedit).toHaveBeenCalledExactlyOnceWith("r0", "name", "Web sh");
});

test("a refused text is kept until Escape", () => {
  shown(3, { draftOf });
  go("ArrowRight");
  typeText("about 40");
  press("Tab");
  expect(drafts.at("r0/volume").text).toBe("about 40");
  press("Tab", { shiftKey: true });
  press("Escape");
  expect(drafts.at("r0/volume").text).toBeNull();
});

test("the adding line shows what was typed into it", () => {
  drafts.at("new/name").keep("Web sh");
  const { onadd } = shown(1, { draftOf, addLabel: "Type a source" });
  expect(one(".add").textContent).toContain("Web sh");
  expect(one(".add").textContent).not.toContain("Type a source");
  go("ArrowDown", "Enter", "Enter");
  expect(onadd).toHaveBeenCalledExactlyOnceWith("name", "Web sh");
});

test("choosing is no typing", () => {
  shown(3, { draftOf });
  go("ArrowRight", "ArrowRight");
  typeText("ev");
  expect(drafts.places).toEqual([]);
});

test("a number is edited without separators", () => {
  const format = (value: unknown) => Number(value).toLocaleString("en");
  const [code, name, volume] = columns as [GridColumn, GridColumn, GridColumn];
  shown(1, {
    columns: [code, name, { ...volume, format }],
    rows: [{ id: "r0", cells: { code: "SRC-0", name: "Source 0", volume: 96_000 } }],
  });
  expect(all("td.number .text").map((cell) => cell.textContent)[0]).toBe("96,000");
  go("ArrowRight", "Enter");
  expect(one<HTMLInputElement>("td input").value).toBe("96000");
});

function clipboard(kind: "copy" | "paste", holder: Element, text = "") {
  const data = { text, getData: () => text, setData: (_: string, set: string) => void (data.text = set) };
  const event = new Event(kind, { bubbles: true, cancelable: true });
  Object.defineProperty(event, "clipboardData", { value: data });
  holder.dispatchEvent(event);
  flushSync();
  return data.text;
}

test("a selection is copied as a block", () => {
  const { holder } = shown();
  press("ArrowDown", { shiftKey: true });
  press("ArrowRight", { shiftKey: true });
  expect(clipboard("copy", holder)).toBe("Source 0\t0\nSource 1\t1");
});

test("a pasted block goes to the parent, a single cell is an edit", () => {
  const { holder, onpaste, onedit } = shown();
  clipboard("paste", holder, "A\t1\r\nB\t2\r\n");
  expect(onpaste).toHaveBeenCalledExactlyOnceWith("r0", "name", [
    ["A", "1"],
    ["B", "2"],
  ]);
  clipboard("paste", holder, "Only");
  expect(onedit).toHaveBeenCalledExactlyOnceWith("r0", "name", "Only");
});

test("of many rows only those in sight are drawn, and the count is told", () => {
  shown(2000);
  expect(all("tbody tr").length).toBeLessThan(80);
  expect(one("[role=grid]").getAttribute("aria-rowcount")).toBe("2002");
});

test("Escape then Tab leaves the grid", () => {
  shown();
  press("Escape");
  expect(press("Tab").defaultPrevented).toBe(false);
});

test("the removed rows are the selected ones", () => {
  const { onremove } = shown();
  press("ArrowDown", { shiftKey: true });
  press("Delete", { ctrlKey: true });
  expect(onremove).toHaveBeenCalledExactlyOnceWith(["r0", "r1"]);
});

test("blocks survive being written and read", () => {
  const blocks = [
    [["a"]],
    [
      ["a", ""],
      ["", "d"],
    ],
    [['say "hi"', "two\nlines", "tab\there"]],
    [["plain", '"']],
    [["=1+1", "'=1+1", "''@x", "-5", "- a dash", "'quoted'"]],
  ];
  for (const block of blocks) expect(readBlock(writeBlock(block))).toEqual(block);
});

test("what is copied runs in no spreadsheet, and numbers stay numbers", () => {
  const copied = writeBlock([["=HYPERLINK(1)", "+x", "@SUM", "-2.5", "-cmd", "\uFF1D1", "a=b", "3"]]);
  expect(copied).toBe("'=HYPERLINK(1)\t'+x\t'@SUM\t-2.5\t'-cmd\t'\uFF1D1\ta=b\t3");
});

test.each([
  ["volume", "1 250,5", { value: 1250.5 }],
  ["volume", "1,250", { value: 1250 }],
  ["volume", "unknown", { value: null }],
  ["volume", "", { value: null }],
  ["mode", "CDC", { value: "cdc" }],
  ["mode", "e", { value: "event" }],
  ["classes", "personal, pay", { value: ["personal", "payment"] }],
])("%s reads “%s”", (key, text, expected) => {
  const column = columns.find((one) => one.key === key);
  expect(column && parseCell(column, text)).toEqual(expected);
});

test.each([
  ["name", ""],
  ["mode", "weekly"],
  ["classes", "p"],
  ["volume", "1e3"],
])("%s refuses “%s”", (key, text) => {
  const column = columns.find((one) => one.key === key);
  expect(column && parseCell(column, text)).toHaveProperty("problem");
});

test("what a cell shows can be read back", () => {
  for (const column of columns) {
    const value = row(7).cells[column.key] ?? null;
    expect(parseCell(column, cellText(column, value))).toEqual({ value });
  }
});

const hasDraft = (id: string, key: string) => drafts.at(`${id}/${key}`).text !== null;

test("a text that is no choice is kept, and stands there in red when the grid comes back", () => {
  shown(3, { draftOf });
  go("ArrowRight", "ArrowRight");
  typeText("Store POS");
  press("Tab");
  expect(drafts.at("r0/mode").text).toBe("Store POS");
  clear();
  const onunreadable = vi.fn();
  const { onedit } = shown(3, { draftOf, hasDraft, onunreadable });
  expect(onunreadable).toHaveBeenLastCalledWith(1);
  expect(one("td.invalid .text").textContent).toBe("Store POS");
  go("ArrowRight", "ArrowRight", "Enter");
  const editor = one<HTMLInputElement>("td input");
  expect(editor.value).toBe("Store POS");
  editor.value = "";
  typeText("ev");
  press("Enter");
  expect(onedit).toHaveBeenCalledExactlyOnceWith("r0", "mode", "event");
});

test("what is none of several choices is not lost, and leaves the others", () => {
  const { onedit } = shown(3, { draftOf, hasDraft });
  go("End");
  typeText("loyalty");
  press("Tab");
  expect(onedit).not.toHaveBeenCalled();
  expect(drafts.at("r0/classes").text).toBe("health, loyalty");
  expect(one("td.invalid .text").textContent).toBe("health, loyalty");
  press("Tab", { shiftKey: true });
  press("Tab", { shiftKey: true });
  go("Enter");
  const editor = one<HTMLInputElement>("td input");
  expect(editor.value, "only what is none").toBe("loyalty");
  editor.value = "";
  typeText("pay");
  press("Tab");
  expect(onedit).toHaveBeenCalledExactlyOnceWith("r0", "classes", ["health", "payment"]);
});

test("a cell shows what was typed into it and not stored, until Escape gives it up", () => {
  drafts.at("r0/name").keep("Web sh");
  shown(3, { draftOf, hasDraft });
  const cell = one("td.kept");
  expect([cell.querySelector(".text")?.textContent, cell.title]).toEqual([
    "Web sh",
    "Typed earlier, not stored yet",
  ]);
  press("Escape");
  expect(all("td.kept")).toHaveLength(0);
  expect(active()).toBe("Source 0");
  expect(drafts.places).toEqual([]);
});

test("Shift+Tab goes back where the web view does not name the key, and leaves at the first cell", () => {
  shown();
  go("ArrowRight");
  const back = () => press("Unidentified", { code: "Tab", shiftKey: true });
  expect(back().defaultPrevented).toBe(true);
  expect(active()).toBe("Source 0");
  back();
  expect(back().defaultPrevented, "the grid is left").toBe(false);
  go("ArrowRight", "F2");
  back();
  expect(active(), "from within an edit").toBe("SRC-0");
});

test("a heading without an order is only text, and the keys for one do nothing", () => {
  shown();
  expect(all("th button")).toHaveLength(0);
  expect(press("ArrowUp", { altKey: true, shiftKey: true }).defaultPrevented).toBe(false);
});

test("an edit is stored before a heading sorts its row away", () => {
  const onsort = vi.fn();
  const { onedit, holder } = shown(3, { onsort });
  typeText("Web shop");
  const button = one("th:nth-child(2) button");
  button.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, cancelable: true }));
  flushSync();
  expect(onedit).toHaveBeenCalledExactlyOnceWith("r0", "name", "Web shop");
  click(button);
  expect(onsort).toHaveBeenCalledExactlyOnceWith({ key: "name", isDescending: false });
  expect(document.activeElement).toBe(holder);
});

test("? on a cell shows the keys, and is typed in an editor", () => {
  const sheet = vi.fn();
  const letter = vi.fn();
  const bindings = [
    { key: "?", label: "Keys", inCells: true, run: sheet },
    { key: "j", label: "Next", run: letter },
  ];
  const unbind = keys.add({ name: "Everywhere", bindings });
  window.addEventListener("keydown", keys.handle);
  shown();
  expect(press("?", { shiftKey: true }).defaultPrevented).toBe(true);
  expect(sheet).toHaveBeenCalledOnce();
  expect(press("j").defaultPrevented, "letters begin an edit").toBe(false);
  press("F2");
  expect(press("?", { shiftKey: true }).defaultPrevented).toBe(false);
  expect(sheet).toHaveBeenCalledOnce();
  expect(letter).not.toHaveBeenCalled();
  window.removeEventListener("keydown", keys.handle);
  unbind();
});

test("the keys told are those that do something", () => {
  const told = () => keys.active.flatMap((scope) => (scope.told ?? []).flatMap((line) => line.keys));
  shown(3, { onsort: vi.fn() });
  expect(told()).toEqual(expect.arrayContaining(["Enter", "F2", "mod+v", "mod+Delete", "alt+shift+ArrowUp"]));
  clear();
  const readonly = columns.map((column) => ({ ...column, readonly: true }));
  shown(3, { columns: readonly, onadd: undefined, onremove: undefined });
  expect(told()).toEqual(expect.arrayContaining(["Space", "mod+c"]));
  for (const key of ["F2", "Delete", "mod+v", "mod+Delete", "alt+shift+ArrowUp"])
    expect(told()).not.toContain(key);
});

test("a cell that holds too much opens its record, also when one types", () => {
  const { onopen, holder } = shown(1, {
    columns: columns.map((one) => (one.key === "classes" ? { ...one, readonly: true, opens: true } : one)),
  });
  go("End", "Enter");
  expect(onopen).toHaveBeenLastCalledWith("r0", "classes");
  holder.focus();
  typeText("x");
  expect(onopen).toHaveBeenCalledTimes(2);
  expect(all("td input")).toHaveLength(0);
});
