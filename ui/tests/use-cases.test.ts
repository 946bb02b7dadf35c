import { flushSync, tick } from "svelte";
import { beforeEach, describe, expect, test } from "vitest";
import { toasts } from "../src/components/toasts.svelte";
import { Discover } from "../src/features/discover";
import { labelled, radius, spread, textWidth, type Dot } from "../src/features/discover/labels";
import { nextHalf, quadrantOf, ratingsFor, standingOf, toHalf } from "../src/features/discover/rating";
import { openDocument } from "../src/features/document";
import { inventories } from "../src/features/record";
import type { DocumentView } from "../src/ipc/generated/DocumentView";
import type { FieldView } from "../src/ipc/generated/FieldView";
import type { RecordPaste } from "../src/ipc/generated/RecordPaste";
import type { RecordSet } from "../src/ipc/generated/RecordSet";
import type { RecordTable } from "../src/ipc/generated/RecordTable";
import type { RecordView } from "../src/ipc/generated/RecordView";
import { setHost } from "../src/ipc/host";
import { keys } from "../src/keys.svelte";
import { router } from "../src/router.svelte";
import { FakeHost } from "./host.fake";
import { all, click, one, press, render } from "./render";
import { field as fieldOf } from "./tables";

const field = (name: string, some: Partial<FieldView> = {}) =>
  fieldOf(name, name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " "), some);
const option = (word: string) => ({
  word,
  label: word.charAt(0).toUpperCase() + word.slice(1).replace("_", " "),
  hint: "",
});
const choice = (name: string, words: string) =>
  field(name, { kind: "choice", options: words.split(" ").map(option) });
const rating = (name: string) => field(name, { kind: "whole", min: 1, max: 5 });
const entries = (name: string, link: string, second: FieldView) =>
  field(name, { kind: "entries", fields: [field(link, { kind: "link" }), second] });

const useCaseFields = [
  field("title", { isRequired: true }),
  choice("type", "campaign bi_reporting"),
  choice("status", "idea pilot"),
  entries("goals", "goal", rating("contribution")),
  field("consumers", { kind: "links" }),
  entries("sources", "source", choice("need", "required helpful")),
  choice("freshness_need", "minutes daily"),
  choice("journey_stage", "choose buy get_help none"),
  field("value_likely", { kind: "money", min: 0, unit: "EUR" }),
  rating("value_customer"),
  rating("value_revenue"),
  rating("feasibility_skills"),
  rating("feasibility_legal"),
];
const record = (code: string, title: string, values: Record<string, unknown> = {}): RecordView => ({
  uid: `uid-${code}`,
  code,
  title,
  values: { title, ...values },
  unknown: 0,
});
const rated = (value: (number | undefined)[], feasibility: (number | undefined)[]) =>
  Object.fromEntries(
    [
      ["value_customer", value[0]],
      ["value_revenue", value[1]],
      ["feasibility_skills", feasibility[0]],
      ["feasibility_legal", feasibility[1]],
    ].filter(([, given]) => given !== undefined),
  ) as Record<string, number>;

function firstTables(): Record<string, { fields: FieldView[]; rows: RecordView[] }> {
  return {
    use_cases: {
      fields: useCaseFields,
      rows: [
        record("UC-1", "Next best offer", {
          ...rated([4, 5], [4, 3]),
          type: "campaign",
          status: "pilot",
          journey_stage: "choose",
          freshness_need: "minutes",
          value_likely: 2_800_000,
          consumers: ["PER-1"],
          goals: [{ goal: "GOAL-1", contribution: 5 }],
          sources: [{ source: "SRC-1", need: "required" }],
        }),
        record("UC-2", "Win back", {
          ...rated([2, 2], [2, 2]),
          type: "campaign",
          sources: [{ source: "SRC-1", need: "helpful" }],
        }),
        record("UC-3", "VAT return", { ...rated([4, undefined], []), type: "bi_reporting", goals: [] }),
      ],
    },
    goals: { fields: [field("title", { isRequired: true })], rows: [record("GOAL-1", "Come back")] },
    personas: {
      fields: [field("title"), field("pain", { kind: "choices", options: ["access", "trust"].map(option) })],
      rows: [
        record("PER-1", "Marketer", { pain: ["access"] }),
        record("PER-2", "Manager", { pain: ["trust"] }),
      ],
    },
    sources: {
      fields: [field("title", { isRequired: true })],
      rows: [record("SRC-1", "Loyalty"), record("SRC-2", "Weather")],
    },
  };
}

let tables: ReturnType<typeof firstTables>;
let host: FakeHost;
const rowOf = (uid: string) => tables.use_cases?.rows.find((row) => row.uid === uid) as RecordView;
const tableOf = (kind: string): RecordTable => ({
  kind,
  label: kind.replace(/s$/, "").replace("_", " "),
  plural: kind.replace("_", " "),
  headline: `All ${kind}`,
  summary: "",
  fields: tables[kind]?.fields ?? [],
  rows: structuredClone(tables[kind]?.rows ?? []),
});
beforeEach(() => {
  tables = firstTables();
  host = new FakeHost()
    .answer("record_list", ({ kind }: { kind: string }) => tableOf(kind))
    .answer("record_paste", ({ kind, uids, fields, cells }: RecordPaste) => {
      fields.forEach((name, at) => (rowOf(uids[0] ?? "").values[name] = Number(cells[0]?.[at])));
      return tableOf(kind);
    })
    .answer("record_set", ({ uid, field: name, value }: RecordSet) => {
      if (value === null) Reflect.deleteProperty(rowOf(uid).values, name);
      else rowOf(uid).values[name] = value;
      return structuredClone(rowOf(uid));
    })
    .answer("document_get", {});
  setHost(host);
  openDocument.view = null;
  for (const { id } of toasts.list) toasts.dismiss(id);
  for (const kind of Object.keys(tables)) inventories.of(kind).reset();
  window.addEventListener("keydown", keys.handle);
  return () => window.removeEventListener("keydown", keys.handle);
});
const settled = async () => {
  for (let turn = 0; turn < 8; turn += 1) await new Promise((resume) => setTimeout(resume, 0));
  await tick();
  flushSync();
};
async function show(params: Record<string, string>) {
  router.go("discover", params);
  render(Discover, {});
  await settled();
}
const dot = (code: string) => one(`svg [data-id="uid-${code}"]`);
const cell = (row: number, column: number) => one(`[data-cell="${row}-${column}"]`);
const point = (type: string, on: EventTarget, x: number, y: number, buttons = 1) => {
  on.dispatchEvent(
    new PointerEvent(type, { clientX: x, clientY: y, button: 0, buttons, bubbles: true, cancelable: true }),
  );
  flushSync();
};
/** Where a place of the field is on the screen, as the dots tell. */
const at = (value: number, feasibility: number): [number, number] => {
  const circle = (code: string) => dot(code).querySelector("circle") as Element;
  const read = (code: string, name: string) => Number(circle(code).getAttribute(name));
  // UC-1 stands at value 4.5 and feasibility 3.5, UC-2 at 2 and 2.
  const along = (name: string, first: number, now: number) =>
    read("UC-2", name) + ((now - 2) / (first - 2)) * (read("UC-1", name) - read("UC-2", name));
  return [along("cx", 3.5, feasibility), along("cy", 4.5, value)];
};

describe("the rule", () => {
  const fields = useCaseFields;
  const standing = (value: (number | undefined)[], feasibility: (number | undefined)[]) =>
    standingOf(record("UC-9", "", rated(value, feasibility)), fields);

  test("a side is the mean of its known ratings, and unknown without any", () => {
    expect(standing([4, 5], [3, undefined])).toEqual({ value: 4.5, feasibility: 3 });
    expect(standing([], [])).toEqual({ value: null, feasibility: null });
    expect(
      standingOf(record("UC-9", "", { value_likely: 5 }), fields).value,
      "money is no rating",
    ).toBeNull();
  });

  test("3 and more is high, and what is unknown is in no quarter", () => {
    expect(quadrantOf({ value: 3, feasibility: 3 })).toBe("first");
    expect(quadrantOf({ value: 3, feasibility: 2.9 })).toBe("prepare");
    expect(quadrantOf({ value: 2.9, feasibility: 3 })).toBe("easy");
    expect(quadrantOf({ value: 1, feasibility: 1 })).toBe("leave");
    expect(quadrantOf({ value: 5, feasibility: null })).toBeNull();
  });

  test("half steps stay on the scale and never stand still", () => {
    expect([toHalf(3.3), toHalf(0.4), toHalf(7)]).toEqual([3.5, 1, 5]);
    expect([nextHalf(3.2, true), nextHalf(3.2, false), nextHalf(3, true), nextHalf(3, false)]).toEqual([
      3.5, 3, 3.5, 2.5,
    ]);
    expect([nextHalf(5, true), nextHalf(1, false)]).toEqual([5, 1]);
  });

  test.each([
    [[4, 5], 3.5, { value_customer: 3, value_revenue: 4 }],
    [[2, 4], 3.5, { value_customer: 3 }],
    [[2, 4], 2.5, { value_revenue: 3 }],
    [[1, 5], 4.5, { value_customer: 4 }],
    [[1, 5], 5, { value_customer: 5 }],
    [[3, undefined], 3.5, { value_customer: 4 }],
    [[4, undefined], 3.5, { value_customer: 3 }],
    [[], 3.5, { value_customer: 4, value_revenue: 4 }],
    [[4, 3], 3.5, {}],
  ] as [(number | undefined)[], number, Record<string, number>][])(
    "ratings %j moved to %d become %j",
    (ratings, value, changed) => {
      expect(ratingsFor(record("UC-9", "", rated(ratings, [3, 3])), fields, { value })).toEqual(changed);
    },
  );
});

describe("names in the field", () => {
  const dots = (many: number): Dot[] =>
    Array.from({ length: many }, (_, at) => ({
      id: `UC-${at}`,
      x: 200 + (at % 5) * 9,
      y: 150 + (at % 3) * 4,
      texts: [`UC-${at} A title that is long`, `UC-${at}`],
    }));
  const bounds = { left: 0, top: 0, right: 500, bottom: 300 };

  test("dots do not cover each other", () => {
    const placed = spread(dots(20));
    for (const [at, a] of placed.entries())
      for (const b of placed.slice(at + 1))
        expect(Math.hypot(a.x - b.x, a.y - b.y), `${a.id} and ${b.id}`).toBeGreaterThanOrEqual(2 * radius);
  });

  test("no label covers another, and each keeps within the field", () => {
    const labels = [...labelled(spread(dots(20)), bounds, []).values()];
    expect(labels.length).toBeGreaterThan(4);
    const boxes = labels.map(({ x, y, anchor, text }) => {
      const wide = textWidth(text);
      const left = anchor === "start" ? x : anchor === "end" ? x - wide : x - wide / 2;
      return { left, right: left + wide, top: y - 7, bottom: y + 7, text };
    });
    for (const [at, a] of boxes.entries()) {
      expect(a.left).toBeGreaterThanOrEqual(bounds.left);
      expect(a.right).toBeLessThanOrEqual(bounds.right);
      for (const b of boxes.slice(at + 1))
        expect(
          a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom,
          `${a.text} and ${b.text}`,
        ).toBe(false);
    }
  });
});

describe("value and feasibility", () => {
  test("the title is the finding, what has no place waits beside it, and a table tells the same", async () => {
    await show({ kind: "use_cases", view: "value" });
    expect(one("h1").textContent).toBe("One of two placed use cases is valuable and feasible");
    expect(all("svg g[data-id]")).toHaveLength(2);
    expect(dot("UC-1").getAttribute("aria-label")).toBe(
      "UC-1 Next best offer: value 4.5, feasibility 3.5, do first",
    );
    expect(one(".tray").textContent).toMatch(/Not placed yet: 1.*UC-3.*value 4\.0.*feasibility unknown/s);
    const lines = all(".sr tbody tr").map((row) => all("td", row).map((one) => one.textContent.trim()));
    expect(lines[0]).toEqual(["UC-1", "Next best offer", "4.5", "3.5", "Do first", "2,800,000 EUR"]);
    expect(lines[2]).toEqual(["UC-3", "VAT return", "4.0", "unknown", "unknown", "unknown"]);
  });

  test("an arrow moves a dot by half a step, as one change of the ratings of its side", async () => {
    await show({ kind: "use_cases", view: "value" });
    dot("UC-1").focus();
    press("ArrowDown");
    await settled();
    expect(host.requests("record_paste")).toEqual([
      { kind: "use_cases", uids: ["uid-UC-1"], fields: ["value_revenue"], cells: [["4"]], isImport: false },
    ]);
    expect(dot("UC-1").getAttribute("aria-label")).toContain("value 4.0, feasibility 3.5");
    press("ArrowRight");
    press("ArrowRight");
    await settled();
    expect(rowOf("uid-UC-1").values, "the second follows from what the first shows").toMatchObject({
      feasibility_skills: 5,
      feasibility_legal: 4,
    });
  });

  test("a dot is dragged to a place; Escape, the outside and the same half step change nothing", async () => {
    await show({ kind: "use_cases", view: "value" });
    const [start, end] = [at(2, 2), at(4, 3)];
    point("pointerdown", dot("UC-2"), ...start);
    point("pointermove", window, ...end);
    expect(one(".target").textContent).toContain("value 4.0, feasibility 3.0");
    press("Escape", { on: dot("UC-2") });
    point("pointerup", window, ...end);
    point("pointerdown", dot("UC-2"), ...start);
    point("pointermove", window, -50, -50);
    point("pointerup", window, -50, -50);
    point("pointerdown", dot("UC-2"), ...start);
    point("pointermove", window, start[0] + 6, start[1]);
    point("pointerup", window, start[0] + 6, start[1]);
    await settled();
    expect(host.requests("record_paste")).toEqual([]);
    point("pointerdown", dot("UC-2"), ...start);
    point("pointermove", window, ...end);
    point("pointerup", window, ...end);
    await settled();
    expect(host.requests("record_paste")).toEqual([
      {
        kind: "use_cases",
        uids: ["uid-UC-2"],
        fields: ["value_customer", "value_revenue", "feasibility_skills", "feasibility_legal"],
        cells: [["4", "4", "3", "3"]],
        isImport: false,
      },
    ]);
    expect(one("h1").textContent).toBe("All two placed use cases are valuable and feasible");
  });

  test("what waits is dragged in, or gets the middle of what is unknown", async () => {
    await show({ kind: "use_cases", view: "value" });
    const name = one(".tray .name");
    point("pointerdown", name, 900, 300);
    point("pointermove", window, ...at(4, 5));
    point("pointerup", window, ...at(4, 5));
    await settled();
    expect(host.requests("record_paste")).toEqual([
      {
        kind: "use_cases",
        uids: ["uid-UC-3"],
        fields: ["feasibility_skills", "feasibility_legal"],
        cells: [["5", "5"]],
        isImport: false,
      },
    ]);
    expect(one(".tray").textContent).toContain("Every use case has a place");
  });

  test("placed from the keyboard, the new dot has the focus", async () => {
    await show({ kind: "use_cases", view: "value" });
    click(one(".tray .middle"));
    await settled();
    expect(rowOf("uid-UC-3").values).toMatchObject({ feasibility_skills: 3, feasibility_legal: 3 });
    expect(document.activeElement?.getAttribute("data-id")).toBe("uid-UC-3");
  });

  test("a refused change goes back and says why", async () => {
    host.fail("record_paste", { code: "readOnly", message: "the file is read only", help: "" });
    await show({ kind: "use_cases", view: "value" });
    dot("UC-2").focus();
    press("ArrowUp");
    expect(dot("UC-2").getAttribute("aria-label")).toContain("value 2.5");
    await settled();
    expect(dot("UC-2").getAttribute("aria-label")).toContain("value 2.0");
    expect(toasts.list[0]?.text).toMatch(/read only/i);
  });

  test("Enter opens the record, an open sheet follows the focus, and Escape leads back to the dot", async () => {
    await show({ kind: "use_cases", view: "value" });
    dot("UC-1").focus();
    press("Enter");
    flushSync();
    expect(router.params).toEqual({ kind: "use_cases", view: "value", record: "UC-1" });
    dot("UC-2").focus();
    flushSync();
    expect(router.params.record).toBe("UC-2");
    press("Escape");
    flushSync();
    expect(router.params).toEqual({ kind: "use_cases", view: "value" });
    expect(document.activeElement).toBe(dot("UC-2"));
  });

  test("a file that is read only is looked at", async () => {
    openDocument.view = { path: "/tmp/a.waymark", isReadOnly: true } as DocumentView;
    await show({ kind: "use_cases", view: "value" });
    dot("UC-1").focus();
    press("ArrowDown");
    await settled();
    expect(host.requests("record_paste")).toEqual([]);
    expect(all(".middle")).toEqual([]);
  });

  test("without use cases the field says what would be here", async () => {
    tables.use_cases = { fields: useCaseFields, rows: [] };
    await show({ kind: "use_cases", view: "value" });
    expect(one("h1").textContent).toBe("All use_cases");
    expect(one(".grid").textContent).toContain("stands here between value and feasibility");
  });
});

describe("journeys", () => {
  const texts = (selector: string) =>
    all(selector).map((found) => found.textContent.replace(/\s+/g, " ").trim());

  test("the title names the moments that nothing touches", async () => {
    await show({ kind: "use_cases", view: "journeys" });
    expect(one("h1").textContent).toBe("No use case touches “buy” or “get help”");
    expect(one(".summary").textContent).toContain("One use case has no stage yet.");
    expect(one(".summary").textContent).toContain(
      "One of two personas who report pain uses nothing at any moment.",
    );
    expect(texts("thead th")).toEqual([
      "Use case",
      "Choose 1 use case",
      "Buy no use case",
      "Get help no use case",
      "None no use case",
      "Unknown 1 use case",
    ]);
    expect(texts("tfoot th, tfoot td")).toEqual([
      "Personas in pain At no moment: Manager",
      "1 PER-1",
      "",
      "",
      "",
    ]);
  });

  test("a use case without a stage says so, unless its type need not have one", async () => {
    await show({ kind: "use_cases", view: "journeys" });
    expect(cell(1, 5).textContent.trim()).toBe("unknown");
    expect(cell(2, 5).textContent.trim()).toBe("not asked");
    expect(cell(0, 1).getAttribute("aria-selected")).toBe("true");
  });

  test("arrows walk, Enter and Space set or clear the stage, Delete makes it unknown", async () => {
    await show({ kind: "use_cases", view: "journeys" });
    cell(0, 1).focus();
    press("ArrowDown");
    await settled();
    press("ArrowRight");
    await settled();
    expect(document.activeElement).toBe(cell(1, 2));
    press(" ");
    await settled();
    expect(one("h1").textContent).toBe("No use case touches “get help”");
    press("Enter");
    await settled();
    press("ArrowUp");
    await settled();
    press("Delete");
    await settled();
    const set = (code: string, value: string | null) => ({
      kind: "use_cases",
      uid: `uid-${code}`,
      field: "journey_stage",
      value,
    });
    expect(host.requests("record_set")).toEqual([set("UC-2", "buy"), set("UC-2", null), set("UC-1", null)]);
    expect(one("h1").textContent).toBe("No use case names its moment in the customer’s journey yet");
  });

  test("the name of a use case opens its record", async () => {
    await show({ kind: "use_cases", view: "journeys" });
    cell(0, 1).focus();
    press("Home");
    await settled();
    press("Enter");
    flushSync();
    expect(router.params).toEqual({ kind: "use_cases", view: "journeys", record: "UC-1" });
  });

  test("pain is unknown where nobody said who uses it", async () => {
    rowOf("uid-UC-2").values.journey_stage = "buy";
    await show({ kind: "use_cases", view: "journeys" });
    expect(texts("tfoot td")[1]).toBe("unknown");
  });
});

describe("neighbours", () => {
  const section = (title: string) =>
    all("aside section section").find(
      (found) => found.querySelector("h3")?.textContent === title,
    ) as HTMLElement;
  const lines = (title: string) =>
    all("li", section(title)).map((line) => line.textContent.replace(/\s+/g, " ").trim());

  test("a source says which use cases need it, and leads there", async () => {
    await show({ kind: "sources", record: "SRC-1" });
    expect(lines("Needed by")).toEqual([
      "UC-1Next best offer requiredpilotfreshness minutes",
      "UC-2Win back helpfulstatus unknownfreshness unknown",
    ]);
    expect(all("a", section("Needed by")).map((link) => link.getAttribute("href"))).toEqual([
      "#/discover?kind=use_cases&record=UC-1",
      "#/discover?kind=use_cases&record=UC-2",
    ]);
  });

  test("a source that nothing needs says so", async () => {
    await show({ kind: "sources", record: "SRC-2" });
    expect(section("Needed by").textContent).toContain("No use case needs this source yet.");
  });

  test("a use case leads to its goals, consumers and sources; none and unknown stay apart", async () => {
    await show({ kind: "use_cases", record: "UC-1" });
    expect(lines("Serves")).toEqual(["GOAL-1Come back 5 of 5"]);
    expect(lines("Used by")).toEqual(["PER-1Marketer"]);
    expect(lines("Needs")).toEqual(["SRC-1Loyalty required"]);
    router.refine({ kind: "use_cases", record: "UC-3" });
    flushSync();
    expect(section("Serves").textContent).toContain("It serves no goal.");
    expect(section("Needs").textContent).toContain("unknown");
  });

  test("the grid of sources names the use cases in a column that takes no text", async () => {
    await show({ kind: "sources" });
    const rows = all(".grid tbody tr").map((row) => all("td", row).at(-1)?.textContent.trim());
    expect(rows.slice(0, 2)).toEqual(["UC-1, UC-2", ""]);
    expect(all("[aria-readonly=true]").length).toBeGreaterThan(0);
  });

  test("what cannot be loaded is not taken for none", async () => {
    host.answer("record_list", ({ kind }: { kind: string }) => {
      if (kind === "use_cases") throw { code: "internal", message: "the list could not be read", help: "" };
      return tableOf(kind);
    });
    await show({ kind: "sources", record: "SRC-2" });
    expect(section("Needed by").textContent).toContain("The list could not be read.");
  });
});

test("the views of the use cases are chosen beside the grid, and keep the record open", async () => {
  await show({ kind: "use_cases", record: "UC-1" });
  const view = (name: string) =>
    all("[role=radio]").find((found) => found.textContent.trim() === name) as Element;
  click(view("Journeys"));
  expect(router.params).toEqual({ kind: "use_cases", view: "journeys", record: "UC-1" });
  click(view("Value and feasibility"));
  click(view("Grid"));
  expect(router.params).toEqual({ kind: "use_cases", record: "UC-1" });
  expect(one("h1").textContent).toBe("All use_cases");
});

test("Enter or typing in a cell of entries opens the sheet at that field", async () => {
  await show({ kind: "use_cases" });
  one<HTMLTextAreaElement>(".grid textarea").focus();
  flushSync();
  const at = () => all("th")[all(".here td").indexOf(one(".here td.active"))]?.textContent;
  for (let steps = 0; at() !== "Goals" && steps < 20; steps += 1) press("ArrowRight");
  expect(at()).toBe("Goals");
  press("Enter");
  for (let turn = 0; turn < 20; turn += 1) await tick();
  flushSync();
  expect(router.params).toMatchObject({ kind: "use_cases", record: "UC-1" });
  const focused = document.activeElement;
  expect(focused?.closest("aside .fields .holder")?.textContent).toContain("Goals");
});
