import { beforeEach, describe, expect, test } from "vitest";
import { parseCell } from "../src/components/grid/cell";
import { toasts } from "../src/components/toasts.svelte";
import { drafts, openDocument } from "../src/features/document";
import {
  applies,
  cellOf,
  entriesText,
  gridColumn,
  pastedText,
  plainText,
  wireOf,
} from "../src/features/record/cells";
import { Inventory } from "../src/features/record/inventory.svelte";
import type { FieldView } from "../src/ipc/generated/FieldView";
import type { RecordTable } from "../src/ipc/generated/RecordTable";
import type { RecordView } from "../src/ipc/generated/RecordView";
import { setHost } from "../src/ipc/host";
import { FakeHost } from "./host.fake";
import { field as fieldOf } from "./tables";

const field = (name: string, some: Partial<FieldView> = {}) =>
  fieldOf(name, name.charAt(0).toUpperCase() + name.slice(1), some);
const option = (word: string, label: string) => ({ word, label, hint: "" });
const mode = field("mode", {
  kind: "choice",
  options: [option("batch", "Batch"), option("cdc", "Change capture")],
});
const goals = field("goals", { kind: "links", options: [option("GOAL-1", "Repeat purchase")] });
const record = (at: number, values: Record<string, unknown>): RecordView => ({
  uid: `uid-${at}`,
  code: `SRC-${at}`,
  title: String(values.title ?? ""),
  values,
  unknown: 1,
});
const table = (rows: RecordView[]): RecordTable => ({
  kind: "sources",
  label: "source",
  plural: "sources",
  headline: "Two sources",
  summary: "",
  fields: [field("title", { isRequired: true }), mode, goals],
  rows,
});

describe("cells", () => {
  test("what is unknown, none and empty stays apart", () => {
    const owner = field("owner");
    const column = gridColumn(owner, false);
    expect(cellOf(owner, undefined)).toBeNull();
    expect(parseCell(column, "unknown")).toEqual({ value: null });
    expect(parseCell(column, "None")).toEqual({ value: "" });
    expect(plainText(owner, "")).toBe("none");
    const regions = field("regions", { kind: "texts" });
    expect(parseCell(gridColumn(regions, false), "eu-west-1; eu-central-1")).toEqual({
      value: ["eu-west-1", "eu-central-1"],
    });
    expect(parseCell(gridColumn(regions, false), "none")).toEqual({ value: [] });
  });

  test("numbers keep to their bounds and say which", () => {
    const points = gridColumn(field("points", { kind: "whole", min: 0, max: 100 }), false);
    expect(parseCell(points, "40")).toEqual({ value: 40 });
    expect(parseCell(points, "140")).toEqual({
      problem: "“140” is out of range. Type a number from 0 to 100.",
    });
    expect(parseCell(points, "1.5")).toEqual({
      problem: "“1.5” is not a whole number. Type Points without decimals.",
    });
    const cost = field("cost", { kind: "money", min: 0, unit: "EUR" });
    expect(plainText(cost, 410000)).toBe("410,000");
    expect(plainText(cost, 3000)).toBe("3,000");
    expect(parseCell(gridColumn(cost, false), "410,000")).toEqual({ value: 410000 });
  });

  test("yes and no are stored as flags", () => {
    const absent = field("is_absent", { kind: "flag" });
    expect(cellOf(absent, undefined)).toBe("no");
    expect(wireOf(absent, "yes")).toBe(true);
  });

  test("links show code and title, and their own text can be pasted back", () => {
    expect(plainText(goals, ["GOAL-1"])).toBe("GOAL-1 Repeat purchase");
    expect(pastedText(goals, "GOAL-1 Repeat purchase; Other goal")).toBe("GOAL-1; Other goal");
    expect(pastedText(mode, "Batch")).toBe("Batch");
  });

  test("entries are written as they are pasted", () => {
    const entries = field("goals", {
      kind: "entries",
      fields: [{ ...goals, kind: "link" }, field("contribution", { kind: "whole", min: 1, max: 5 })],
    });
    const value = [
      { goal: "GOAL-1", goals: "GOAL-1", contribution: 5 },
      { goals: "GOAL-2", contribution: 3 },
    ];
    expect(entriesText(entries, value)).toBe("GOAL-1: 5; GOAL-2: 3");
  });

  test("a file has no engine, so none is missing", () => {
    expect(applies("sources", "engine", { kind: "file" })).toBe(false);
    expect(applies("sources", "engine", { kind: "database" })).toBe(true);
  });
});

describe("an inventory", () => {
  let host: FakeHost;
  let sources: Inventory;
  let stored: RecordView[];
  beforeEach(async () => {
    stored = [record(1, { title: "Orders", mode: "batch" }), record(2, { title: "Stock" })];
    host = new FakeHost()
      .answer("record_list", () => table(stored))
      .answer("document_get", {})
      .answer("record_set", ({ uid, field: name, value }: { uid: string; field: string; value: unknown }) => {
        stored = stored.map((one) =>
          one.uid === uid ? { ...one, values: { ...one.values, [name]: value } } : one,
        );
        return stored.find((one) => one.uid === uid);
      })
      .answer("record_add", ({ values }: { values: Record<string, unknown> }) => {
        const made = record(stored.length + 1, values);
        stored = [...stored, made];
        return made;
      })
      .answer("record_remove", ({ uid }: { uid: string }) => {
        stored = stored.filter((one) => one.uid !== uid);
        return {};
      });
    setHost(host);
    for (const { id } of toasts.list) toasts.dismiss(id);
    sources = new Inventory("sources");
    await sources.load();
  });
  const values = () => sources.rows.map((row) => row.values);

  test("a value shows at once and is stored", async () => {
    const done = sources.set("uid-1", "mode", "cdc");
    expect(values()[0]).toEqual({ title: "Orders", mode: "cdc" });
    await done;
    expect(host.requests("record_set")).toEqual([
      { kind: "sources", uid: "uid-1", field: "mode", value: "cdc" },
    ]);
  });

  test("a refused value goes back and says why under its cell", async () => {
    host.fail("record_set", { code: "invalidValue", message: "title is taken", help: "use another" });
    await sources.set("uid-1", "title", "Stock");
    expect(values()[0]).toMatchObject({ title: "Orders" });
    expect(sources.errors["uid-1"]).toEqual({ title: "Title is taken. Use another." });
    host.answer("record_set", record(1, { title: "Sales" }));
    await sources.set("uid-1", "title", "Sales");
    expect(sources.errors["uid-1"]).toEqual({});
  });

  test("a new record can be edited before it has arrived, and keeps its id", async () => {
    const added = sources.add({ title: "Clicks" });
    const id = sources.idOf(sources.rows[2] as RecordView);
    const edited = sources.set(id, "mode", "cdc");
    await Promise.all([added, edited]);
    expect(host.requests("record_set")).toEqual([
      { kind: "sources", uid: "uid-3", field: "mode", value: "cdc" },
    ]);
    await sources.load();
    expect(sources.idOf(sources.rows[2] as RecordView)).toBe(id);
    expect(sources.rows).toHaveLength(3);
  });

  test("a line begun in another column waits for what it cannot stand without", async () => {
    sources.addCell("mode", "cdc");
    expect(host.requests("record_add")).toEqual([]);
    const id = sources.idOf(sources.rows[2] as RecordView);
    expect(sources.errors[id]?.title).toMatch(/^Title is needed/);
    await sources.set(id, "title", "Clicks");
    expect(host.requests("record_add")).toEqual([
      { kind: "sources", values: { mode: "cdc", title: "Clicks" } },
    ]);
    expect(sources.rows).toHaveLength(3);
  });

  test("a line that waits is there again after a stop, and forgotten once it is stored", async () => {
    sources.addCell("mode", "cdc");
    const again = new Inventory("sources");
    await again.load();
    const line = again.rows[2] as RecordView;
    expect(again.isUnfinished(line)).toBe(true);
    expect(line.values).toEqual({ mode: "cdc" });
    expect(again.errors[again.idOf(line)]?.title).toMatch(/^Title is needed/);
    again.addCell("mode", "batch");
    expect(new Set(again.rows.map((row) => row.uid)).size, "no two lines share an id").toBe(4);
    await again.set(again.idOf(line), "title", "Clicks");
    await again.remove([(again.rows.at(-1) as RecordView).uid]);
    expect(drafts.at("record/sources/lines").text).toBeNull();
  });

  test("a line that is refused stays a line", async () => {
    host.fail("record_add", { code: "notWritable", message: "the disk is full", help: "" });
    await sources.addCell("mode", "cdc");
    const id = sources.idOf(sources.rows[2] as RecordView);
    expect(await sources.set(id, "title", "Clicks")).toBe(false);
    expect(sources.rows[2]?.values).toEqual({ mode: "cdc", title: "Clicks" });
    expect(drafts.at("record/sources/lines").text).toContain("Clicks");
  });

  test("another document's lines are its own", async () => {
    sources.addCell("mode", "cdc");
    drafts.close();
    sources.reset();
    await sources.load();
    expect(sources.rows).toHaveLength(2);
    expect(sources.unfinished).toBe(0);
  });

  test("the place of a text names the record by its uid", async () => {
    const added = sources.add({ title: "Clicks" });
    const id = sources.idOf(sources.rows[2] as RecordView);
    expect(sources.placeOf(id)).toBe(`record/sources/${id}`);
    await added;
    expect(sources.placeOf(id)).toBe("record/sources/uid-3");
  });

  test("what was being typed in a record goes with it", async () => {
    drafts.at("record/sources/uid-1/title").keep("Ord");
    drafts.at("record/sources/uid-2/title").keep("Sto");
    await sources.remove(["uid-1"]);
    expect(drafts.places).toEqual(["record/sources/uid-2/title"]);
  });

  test("removed records can be brought back from the message", async () => {
    await sources.remove(["uid-1", "uid-2"]);
    expect(sources.rows).toHaveLength(0);
    expect(host.requests("record_remove")).toHaveLength(2);
    expect(toasts.list[0]?.text).toBe("2 sources removed");
    host.answer("change_undo", { label: "Remove source SRC-1", document: null });
    toasts.act(toasts.list[0]?.id ?? 0);
    await openDocument.write(() => Promise.resolve());
    expect(host.requests("change_undo").length).toBeGreaterThan(0);
  });

  test("a paste goes out as texts, over the rows named and after them", async () => {
    host.answer("record_paste", () => table(stored));
    await sources.paste(
      ["uid-2"],
      ["title", "mode", "goals"],
      [
        ["Stock", "CDC"],
        ["Clicks", "batch"],
      ],
    );
    expect(host.requests("record_paste")).toEqual([
      {
        kind: "sources",
        uids: ["uid-2"],
        fields: ["title", "mode"],
        cells: [
          ["Stock", "CDC"],
          ["Clicks", "batch"],
        ],
        isImport: false,
      },
    ]);
  });

  test("a first line that names columns decides where the others go", async () => {
    host.answer("record_paste", () => table(stored));
    await sources.paste(
      [],
      ["code", "title"],
      [
        ["ID", "Mode", "Title"],
        ["SRC-9", "Batch", "Clicks"],
      ],
    );
    expect(host.requests("record_paste")).toEqual([
      { kind: "sources", uids: [], fields: ["mode", "title"], cells: [["Batch", "Clicks"]], isImport: false },
    ]);
  });

  test("a refused paste keeps every mistake and changes nothing", async () => {
    const mistakes = [{ place: "row 1, Mode", message: "`x` is no choice", help: "" }];
    host.fail("record_paste", { code: "invalidValue", message: "1 cell", help: "", mistakes });
    await sources.paste([], ["title", "mode"], [["A", "x"]]);
    expect(sources.refused?.mistakes).toEqual(mistakes);
    expect(sources.rows).toHaveLength(2);
  });

  test("a block wider than the grid is refused before it is sent", async () => {
    await sources.paste([], ["goals"], [["GOAL-1", "more"]]);
    expect(sources.refused?.message).toMatch(/2 columns.*room for 1/);
    expect(host.requests("record_paste")).toEqual([]);
  });
});
