import axe from "axe-core";
import { flushSync, tick } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { toasts } from "../src/components/toasts.svelte";
import { exportInventory } from "../src/features/discover/exchange";
import Exchange from "../src/features/discover/Exchange.svelte";
import { Import } from "../src/features/discover/import.svelte";
import { openDocument } from "../src/features/document";
import { Inventory } from "../src/features/record";
import { frame } from "../src/frame/frame.svelte";
import type { DocumentView } from "../src/ipc/generated/DocumentView";
import type { RecordPaste } from "../src/ipc/generated/RecordPaste";
import { setHost } from "../src/ipc/host";
import { FakeHost } from "./host.fake";
import { all, click, one, press, render, type as typeText } from "./render";
import { goodTable, judge } from "./tables";

const rows = [
  ["ID", "Title", "Mode", "Points", "Colour"],
  ["SRC-2", "Clicks", "Batch", "40", "red"],
  ["", "Returns", "sometimes", "many", ""],
  ["", "Prices", "streaming", "", ""],
];
const sheet = (tables: string[][][], isCut = false) => ({
  name: "sources.csv",
  tables: tables.map((rows, at) => ({
    name: tables.length > 1 ? `Sheet ${at + 1}` : "",
    rows,
    numbers: rows.map((_, row) => row + 1),
    isCut,
  })),
});

let host: FakeHost;
let inventory: Inventory;
let running: Import;
beforeEach(async () => {
  vi.useFakeTimers();
  host = new FakeHost()
    .answer("dialog_open", "/tmp/sources.csv")
    .answer("sheet_read", sheet([rows]))
    .answer("record_check", judge)
    .answer("record_list", goodTable())
    .answer("record_paste", goodTable())
    .answer("document_get", {});
  setHost(host);
  toasts.list = [];
  openDocument.view = null;
  inventory = new Inventory("sources");
  await inventory.load();
  running = new Import(inventory);
});
afterEach(() => {
  running.close();
  vi.useRealTimers();
});

const checks = () => host.requests("record_check") as RecordPaste[];
async function previewed() {
  await running.choose();
  running.go("columns");
  running.go("preview");
  await vi.advanceTimersByTimeAsync(0);
}

describe("a file", () => {
  test("is read with its heading, and its columns are guessed", async () => {
    await running.choose();
    expect(host.requests("dialog_open")).toEqual([{ kind: "table", suggested: "" }]);
    expect(running.hasHeading).toBe(true);
    expect(running.targets).toEqual(["code", "title", "mode", "points", null]);
    expect(running.lines).toHaveLength(3);
  });

  test("without a heading has one more row, and nothing is guessed", async () => {
    await running.choose();
    running.hasHeading = false;
    expect(running.lines).toHaveLength(4);
    expect(running.targets).toEqual([null, null, null, null, null]);
    expect(running.allows("columns")).toBe(true);
    expect(running.allows("preview"), "no column goes anywhere").toBe(false);
  });

  test("with several tables takes the one that is chosen", async () => {
    host.answer("sheet_read", sheet([rows, [["Title"], ["Only one"]]]));
    await running.choose();
    running.openTable(1);
    expect(running.targets).toEqual(["title"]);
    expect(running.lines.map((line) => line.texts)).toEqual([["Only one"]]);
  });

  test("that cannot be read says why, and another can be chosen", async () => {
    host.fail("sheet_read", { code: "invalidImport", message: "it has a password", help: "save it again" });
    await running.choose();
    expect(running.failure?.message).toBe("it has a password");
    expect(running.allows("columns")).toBe(false);
    host.answer("sheet_read", sheet([rows]));
    await running.choose();
    expect(running.failure).toBeNull();
    expect(running.allows("columns")).toBe(true);
  });

  test.each([[sheet([])], [sheet([[]])], [sheet([[["Title", "Mode"]]])]])(
    "without a row goes no further",
    async (file) => {
      host.answer("sheet_read", file);
      await running.choose();
      expect(running.allows("columns")).toBe(false);
    },
  );

  test("stays where the person names no other", async () => {
    await running.choose();
    host.answer("dialog_open", null);
    await running.choose();
    expect(running.file?.name).toBe("sources.csv");
  });
});

describe("columns", () => {
  test("two do not go to one field", async () => {
    await running.choose();
    running.setTarget(4, "mode");
    expect(running.targets[4]).toBeNull();
    running.setTarget(2, null);
    running.setTarget(4, "mode");
    expect(running.targets).toEqual(["code", "title", null, "points", "mode"]);
  });

  test("what was chosen by hand stays when the first row is no heading after all", async () => {
    await running.choose();
    running.setTarget(4, "owner_business");
    running.hasHeading = false;
    expect(running.targets[4]).toBe("owner_business");
    expect(running.lines).toHaveLength(4);
  });

  test("a required field without one is said; only rows over known records can do without", async () => {
    await running.choose();
    running.setTarget(1, null);
    expect(running.missing.map((field) => field.label)).toEqual(["Title"]);
    expect(running.allows("preview")).toBe(true);
    running.setTarget(0, null);
    expect(running.allows("preview")).toBe(false);
  });
});

describe("the preview", () => {
  test("counts, and marks every cell that does not fit", async () => {
    await previewed();
    expect(running.counts).toMatchObject({ new: 2, over: 1, leftOut: 0 });
    expect(running.troubles.map(({ line, target }) => [line, target])).toEqual([
      [3, "mode"],
      [3, "points"],
    ]);
    expect(Object.keys(running.rows[1]?.errors ?? {})).toEqual(["mode", "points"]);
    expect(running.canImport).toBe(false);
  });

  test("a corrected cell is judged again after a pause, alone", async () => {
    await previewed();
    running.correct(3, "mode", "batch");
    running.correct(3, "points", "4");
    expect(running.judging).toBe(true);
    expect(checks(), "nobody waits for each cell").toHaveLength(1);
    await vi.advanceTimersByTimeAsync(300);
    expect(checks()).toHaveLength(2);
    expect(checks()[1]).toMatchObject({ uids: [""], cells: [["Returns", "batch", "4"]] });
    expect(running.judging).toBe(false);
    expect(running.troubles).toEqual([]);
    expect(running.canImport).toBe(true);
    expect(running.edits).toBe(2);
  });

  test("a row that is left out keeps nothing back, and can be taken in again", async () => {
    await previewed();
    running.leaveOutTroubled();
    expect(running.counts).toMatchObject({ new: 1, over: 1, leftOut: 1 });
    expect(running.rows[1]?.muted).toBe(true);
    expect(running.canImport).toBe(true);
    running.takeAllIn();
    expect(running.troubles).toHaveLength(2);
    expect(checks(), "its verdict is known").toHaveLength(1);
  });

  test("columns that go elsewhere are judged anew, and corrections stay", async () => {
    await previewed();
    running.correct(3, "mode", "batch");
    running.go("columns");
    running.setTarget(3, null);
    running.go("preview");
    await vi.advanceTimersByTimeAsync(0);
    expect(checks().at(-1)?.cells).toEqual([
      ["Clicks", "Batch"],
      ["Returns", "batch"],
      ["Prices", "streaming"],
    ]);
    expect(running.canImport).toBe(true);
  });

  test("five thousand rows are judged a part at a time", async () => {
    const many = Array.from({ length: 5000 }, (_, at) => [`Source ${at}`, at === 4321 ? "often" : "batch"]);
    host.answer("sheet_read", sheet([[["Title", "Mode"], ...many]]));
    await previewed();
    expect(checks().map((block) => block.cells.length)).toEqual([1000, 1000, 1000, 1000, 1000]);
    expect(running.troubles.map((trouble) => trouble.line)).toEqual([4323]);
  });

  test("rows that cannot be judged are said, and tried again", async () => {
    host.fail("record_check", { code: "internal", message: "it failed", help: "" });
    await previewed();
    expect(running.refused?.message).toBe("it failed");
    expect(running.judging).toBe(false);
    expect(running.canImport).toBe(false);
    host.answer("record_check", judge);
    running.retry();
    await vi.advanceTimersByTimeAsync(0);
    expect(running.troubles).toHaveLength(2);
  });
});

describe("importing", () => {
  test("writes one block, and one undo takes it back", async () => {
    host.answer("change_undo", { label: "Paste 2 sources", document: null });
    await previewed();
    running.leaveOut([3]);
    expect(await running.import()).toBe(true);
    expect(host.requests("record_paste")).toEqual([
      {
        kind: "sources",
        uids: ["uid-2", ""],
        fields: ["title", "mode", "points"],
        cells: [
          ["Clicks", "Batch", "40"],
          ["Prices", "streaming", ""],
        ],
        isImport: true,
      },
    ]);
    const toast = toasts.list.at(-1);
    expect(toast?.text).toBe("2 sources imported");
    expect(toast?.action?.label).toBe("Undo");
    toasts.act(toast?.id ?? 0);
    await vi.advanceTimersByTimeAsync(0);
    expect(host.requests("change_undo")).toHaveLength(1);
  });

  test("is not done while a cell is wrong", async () => {
    await previewed();
    expect(await running.import()).toBe(false);
    expect(host.requests("record_paste")).toEqual([]);
  });

  test("that is refused stays open and says why", async () => {
    host.fail("record_paste", { code: "notWritable", message: "the disk is full", help: "" });
    await previewed();
    running.leaveOut([3]);
    expect(await running.import()).toBe(false);
    expect(running.refused?.message).toBe("the disk is full");
    running.retry();
    expect(running.canImport).toBe(true);
  });
});

describe("exporting", () => {
  test.each(["csv", "xlsx"] as const)(
    "%s is suggested by client and plural, and its path is said",
    async (ending) => {
      openDocument.view = { client: "Meridian Outfitters" } as DocumentView;
      const path = `/tmp/out.${ending}`;
      host.answer("dialog_save", path).answer("record_export", { path });
      await exportInventory("sources", "sources", ending);
      expect(host.requests("dialog_save")).toEqual([
        { kind: ending, suggested: `Meridian Outfitters sources.${ending}` },
      ]);
      expect(host.requests("record_export")).toEqual([{ kind: "sources", path }]);
      expect(toasts.list.at(-1)?.text).toBe(`Written to ${path}`);
    },
  );

  test("nothing is written where no file is named", async () => {
    host.answer("dialog_save", null);
    await exportInventory("sources", "sources", "csv");
    expect(host.requests("record_export")).toEqual([]);
  });
});

describe("the dialog", () => {
  const button = (text: string) => {
    const found = all("dialog[open] button").find((each) => each.textContent.trim().startsWith(text));
    if (!found) throw new Error(`No button says ${text}`);
    return found as HTMLButtonElement;
  };
  async function rest(pause = 0) {
    await vi.advanceTimersByTimeAsync(pause);
    for (let turn = 0; turn < 5; turn += 1) await tick();
    flushSync();
  }
  async function opened() {
    render(Exchange, { inventory, title: "Sources" });
    click(all("button").find((each) => each.textContent.trim() === "Import CSV or XLSX") as Element);
    await rest();
  }
  async function atPreview() {
    await opened();
    click(button("Next"));
    await rest();
    click(button("Next"));
    await rest();
  }

  test("the palette offers both ways", () => {
    render(Exchange, { inventory, title: "Sources" });
    expect(frame.actions.map((action) => action.label)).toEqual([
      "Import CSV or XLSX",
      "Export as CSV",
      "Export as Excel workbook",
    ]);
  });

  test("an empty and a cut file say so", async () => {
    host.answer("sheet_read", sheet([[]]));
    await opened();
    expect(one("dialog[open]").textContent).toContain("sources.csv holds no rows.");
    host.answer("sheet_read", sheet([rows], true));
    click(button("Choose another file"));
    await rest();
    expect(one("dialog[open]").textContent).toContain("4 rows and 5 columns");
  });

  test("a column shows its first values, and what another fills cannot be chosen", async () => {
    await opened();
    click(button("Next"));
    await rest();
    const line = all("dialog[open] tbody tr")[4];
    expect(line?.textContent).toContain("red");
    const taken = all<HTMLOptionElement>("option", line).filter((option) => option.disabled);
    expect(taken.map((option) => option.value)).toEqual(["code", "title", "mode", "points"]);
  });

  test("the list leads to a bad cell, which is corrected by typing", async () => {
    await atPreview();
    expect(one("dialog[open] h3").textContent).toBe("2 cells to correct");
    expect(button("Import 3 rows").disabled).toBe(true);
    click(button("Row 3, points"));
    await rest();
    expect(one("td.active").textContent).toContain("many");
    typeText("12");
    press("Enter");
    await rest();
    expect(one("dialog[open] [role=status]").textContent).toBe("judging");
    await rest(300);
    expect(one("dialog[open] h3").textContent).toBe("1 cell to correct");
    click(button("Row 3, mode"));
    await rest();
    press("Enter");
    await rest();
    expect(all("dialog[open] [role=option]").length, "a choice is offered as a list").toBe(3);
    press("Enter");
    await rest(300);
    expect(button("Import 3 rows").disabled).toBe(false);
    click(button("Import 3 rows"));
    await rest();
    expect(all("dialog[open]")).toHaveLength(0);
    expect(toasts.list.at(-1)?.text).toBe("3 sources imported");
  });

  test("Escape leaves the grid, then closes, and asks only where something was corrected", async () => {
    await atPreview();
    click(button("Row 3, points"));
    await rest();
    press("Escape");
    expect(all("dialog[open]")).toHaveLength(1);
    press("Escape");
    await rest();
    expect(all("dialog[open]")).toHaveLength(0);

    await atPreview();
    click(button("Leave the row out"));
    await rest();
    press("Escape", { on: one("dialog[open] section") });
    await rest();
    expect(all("dialog[open]")).toHaveLength(2);
    click(button("Go on"));
    await rest();
    expect(all("dialog[open]")).toHaveLength(1);
    press("Escape", { on: one("dialog[open] section") });
    await rest();
    click(all("dialog[open]").at(-1)?.querySelector("footer button") as Element);
    await rest();
    expect(all("dialog[open]")).toHaveLength(0);
  });

  test("Space leaves a row out and takes it in", async () => {
    await atPreview();
    click(button("Row 3, points"));
    await rest();
    press(" ");
    await rest();
    expect(one("dialog[open]").textContent).toContain("1 new, 1 written over, 1 left out");
    press(" ");
    await rest();
    expect(one("dialog[open]").textContent).toContain("2 new, 1 written over, 0 left out");
  });

  const bar = () => all("dialog[open] [role=progressbar]").map((each) => each.getAttribute("aria-label"));
  const held = <T>(name: string, answer: T) => {
    let release: () => void = () => undefined;
    host.answer(name, () => new Promise<T>((done) => (release = () => done(answer))));
    return () => release();
  };

  test("a file that takes long is named while it is read, and only then", async () => {
    const named = held("dialog_open", "C:\\data\\sources.csv");
    const read = held("sheet_read", sheet([rows]));
    await opened();
    await rest(500);
    expect(bar(), "nothing is read while a file is chosen").toEqual([]);
    named();
    await rest(100);
    expect(bar(), "a short wait does not flash").toEqual([]);
    await rest(100);
    expect(bar()).toEqual(["Reading sources.csv…"]);
    read();
    await rest();
    expect(bar()).toEqual([]);
    expect(one("dialog[open]").textContent).toContain("4 rows");
  });

  test("judging many rows says how far it is", async () => {
    const many = Array.from({ length: 2500 }, (_, at) => [`Source ${at}`, "batch"]);
    host.answer("sheet_read", sheet([[["Title", "Mode"], ...many]]));
    host.answer("record_check", async (block: RecordPaste) => {
      await new Promise((done) => setTimeout(done, 200));
      return judge(block);
    });
    await atPreview();
    await rest(250);
    expect(bar()).toEqual(["Judging rows: 1,000 of 2,500…"]);
    expect(one("dialog[open] [role=progressbar]").getAttribute("aria-valuenow")).toBe("40");
    await rest(600);
    expect(bar()).toEqual([]);
    expect(button("Import 2,500 rows").disabled).toBe(false);
  });

  test("rows on their way are counted, and then the outcome is", async () => {
    const many = Array.from({ length: 5000 }, (_, at) => [`Source ${at}`, "batch"]);
    host.answer("sheet_read", sheet([[["Title", "Mode"], ...many]]));
    const written = held("record_paste", goodTable());
    await atPreview();
    await rest(50);
    click(button("Import 5,000 rows"));
    await rest(100);
    expect(bar()).toEqual([]);
    await rest(100);
    expect(bar()).toEqual(["Writing 5,000 rows…"]);
    written();
    await rest();
    expect(all("dialog[open]")).toHaveLength(0);
    expect(toasts.list.at(-1)?.text).toBe("5,000 sources imported");
  });

  test("every step is sound for screen readers", async () => {
    vi.useRealTimers();
    const settle = async () => {
      for (let turn = 0; turn < 3; turn += 1) await new Promise((done) => setTimeout(done));
      flushSync();
    };
    render(Exchange, { inventory, title: "Sources" });
    click(all("button").find((each) => each.textContent.trim() === "Import CSV or XLSX") as Element);
    await settle();
    for (const then of ["Next", "Next", null]) {
      const found = await axe.run(one("dialog[open]"), { rules: { "color-contrast": { enabled: false } } });
      expect(found.violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
      if (then) click(button(then));
      await settle();
    }
  });
});
