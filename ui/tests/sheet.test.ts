import { describe, expect, test } from "vitest";
import {
  blockOf,
  countsOf,
  guessTargets,
  judged,
  linesOf,
  looksLikeHeading,
  missingFields,
  noVerdicts,
  troublesOf,
} from "../src/features/discover/sheet";
import { previewColumns, previewRow } from "../src/features/discover/preview";
import { goodTable, mistake } from "./tables";

const table = goodTable();

const linesIn = (rows: string[][]) => linesOf({ rows, numbers: rows.map((_, at) => at + 1) });

describe("a heading", () => {
  test.each([
    [["ID", "Title", "Mode"], true],
    [["Title", "", ""], true],
    [["Orders", "40"], false],
    [["Title", "title"], false],
    [["", ""], false],
    [["Shop", "1,200.5"], false],
  ])("%j: %s", (row, is) => expect(looksLikeHeading(row)).toBe(is));

  test("there is none in an empty table", () => expect(looksLikeHeading(undefined)).toBe(false));
});

describe("where columns go", () => {
  const guess = (heading: string[]) => guessTargets(table, heading, []);
  test.each([
    ["ID", "code"],
    ["Code", "code"],
    ["Source ID", "code"],
    ["MODE", "mode"],
    ["owner_business", "owner_business"],
    ["Owner, business", "owner_business"],
    ["Points (of 100)", "points"],
    ["Source", "title"],
    ["Name", "title"],
    ["Source name", "title"],
    ["Colour", null],
    ["", null],
  ])("“%s” goes to %s", (heading, target) => expect(guess([heading])).toEqual([target]));

  test("a field is filled by one column only", () => {
    expect(guess(["Title", "Source", "Mode"])).toEqual(["title", null, "mode"]);
  });

  test("without a heading only known codes are told", () => {
    const lines = linesIn([
      ["Orders", "src-1"],
      ["Clicks", ""],
    ]);
    expect(guessTargets(table, null, lines)).toEqual([null, "code"]);
  });

  test("a required field without a column is missing", () => {
    expect(missingFields(table, ["mode", "code"]).map((field) => field.name)).toEqual(["title"]);
    expect(missingFields(table, ["title"])).toEqual([]);
  });
});

describe("a block", () => {
  const lines = linesIn([
    ["src-2", "x", "Clicks", "GOAL-1 Repeat purchase"],
    ["SRC-99", "x", "New", ""],
    ["", "x", "Newer", ""],
  ]);
  const targets = ["code", null, "title", "goal"];

  test("writes over records with known codes, and leaves out what goes nowhere", () => {
    expect(blockOf(table, targets, lines)).toEqual({
      kind: "sources",
      uids: ["uid-2", "", ""],
      fields: ["title", "goal"],
      cells: [
        ["Clicks", "GOAL-1"],
        ["New", ""],
        ["Newer", ""],
      ],
      isImport: true,
    });
    expect(countsOf(table, targets, lines)).toEqual({ new: 2, over: 1, strange: 1 });
  });

  test("mistakes stand at their row and field, and a row as a whole at none", () => {
    const check = {
      new: 2,
      over: 1,
      mistakes: [mistake(1, 2, "goal", "Goal", "GOAL-1"), mistake(3, 0, "title", "Title", "")],
    };
    const troubles = troublesOf(table, targets, lines, judged(noVerdicts, lines, check));
    expect(troubles.map(({ line, target, value }) => [line, target, value])).toEqual([
      [1, "goal", "GOAL-1"],
      [3, null, ""],
    ]);
  });

  test("two rows over one record are told at the second", () => {
    const twice = linesIn([
      ["SRC-1", "", "A", ""],
      ["src-1", "", "B", ""],
    ]);
    const [only, ...others] = troublesOf(table, targets, twice, noVerdicts);
    expect(others).toEqual([]);
    expect(only).toMatchObject({ line: 2, target: "code", message: "src-1 stands in row 1 already" });
  });
});

describe("the preview", () => {
  const targets = ["mode", "title", "code"];
  test("names come first, and choices are read by word or label", () => {
    expect(previewColumns(table, targets, []).map((column) => column.key)).toEqual([
      "row",
      "fate",
      "code",
      "title",
      "mode",
    ]);
    const draw = previewRow(table, targets);
    const cells = (texts: string[]) => draw({ number: 4, texts }, false, undefined).cells;
    expect(cells(["BATCH", "Orders", "SRC-1"])).toEqual({
      row: 4,
      fate: "written over",
      mode: "batch",
      title: "Orders",
      code: "SRC-1",
    });
    expect(cells(["sometimes", "", ""])).toMatchObject({ mode: "sometimes", title: null, fate: "new" });
  });
});
