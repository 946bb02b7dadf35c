import axe from "axe-core";
import { flushSync, tick } from "svelte";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { toasts } from "../src/components/toasts.svelte";
import { Zoom } from "../src/components/zoom.svelte";
import { architecture, whatIf } from "../src/features/architecture";
import { openDocument } from "../src/features/document";
import { keys } from "../src/keys.svelte";
import type { ArchitectureRequest } from "../src/ipc/generated/ArchitectureRequest";
import type { AssessView } from "../src/ipc/generated/AssessView";
import type { VerdictSet } from "../src/ipc/generated/VerdictSet";
import type { WhatIf } from "../src/ipc/generated/WhatIf";
import type { WhatIfView } from "../src/ipc/generated/WhatIfView";
import { setHost } from "../src/ipc/host";
import { router } from "../src/router.svelte";
import View from "../src/views/Architecture.svelte";
import { architectureView, component, dms, laptop } from "./handover";
import { FakeHost } from "./host.fake";
import { all, click, one, press, render, type } from "./render";
import { field } from "./tables";

const s3 = component().id;
const retiring = component({
  id: "ingestion.jobs.informatica",
  layer: "ingestion",
  layerTitle: "Ingestion",
  service: "Informatica",
  capability: "Night loads",
  status: "retire",
  standing: "retired",
  zone: "",
  wave: null,
  goesInWave: 1,
  useCases: [],
});

/** The view as the application would answer: what comes in wave 2 is not there before. */
function answered({ selected, stage, useCase }: ArchitectureRequest) {
  const early = stage === "today" || stage === "wave:1";
  return architectureView(selected, {
    stage,
    svg: architectureView(selected, { components: [dms, component(), retiring] }).svg,
    components: [
      dms,
      component({ isShown: !early }),
      { ...retiring, isShown: stage === "today" || stage === "target" },
    ].map((one) => ({ ...one, isOnPath: one.isShown && one.useCases.includes(useCase) })),
  });
}
const outcome = (some: Partial<WhatIfView> = {}): WhatIfView => ({
  headline: "One component would come and one would go",
  added: [
    {
      id: "a",
      service: "Amazon Data Firehose",
      layerTitle: "Ingestion",
      shifts: [],
      reasons: ["Seconds are wanted."],
    },
  ],
  removed: [{ id: dms.id, service: "AWS DMS", layerTitle: "Ingestion", shifts: [], reasons: [] }],
  changed: [
    {
      id: s3,
      service: "S3 Tables",
      layerTitle: "Storage",
      shifts: [{ what: "Cost", before: "medium", after: "high" }],
      reasons: [],
    },
  ],
  flowsAdded: [],
  flowsRemoved: [],
  findingsNew: ["UC-2 wants seconds, its path takes minutes"],
  findingsChanged: [],
  findingsGone: [],
  openNew: [],
  openGone: Array.from({ length: 9 }, (_, at) => `Question ${at + 1}`),
  overall: [2.3, 2.4],
  ...some,
});
const useCases = {
  kind: "use_cases",
  label: "use case",
  plural: "use cases",
  headline: "",
  summary: "",
  fields: [
    field("title", "Title"),
    field("latency", "Latency", {
      kind: "choice",
      options: [
        { word: "minutes", label: "Minutes", hint: "" },
        { word: "seconds", label: "Seconds", hint: "" },
      ],
    }),
    field("story", "Story", { kind: "long" }),
  ],
  rows: [{ uid: "u2", code: "UC-2", title: "Next-best offer", values: { latency: "minutes" }, unknown: 0 }],
};
const assess: AssessView = {
  packTitle: "Data strategy",
  dimensions: [
    {
      id: "sto",
      title: "Storage",
      factorTitle: "Technology",
      answered: 1,
      questions: [
        {
          id: "STO-3",
          shortTitle: "Table format",
          consensus: { kind: "settled", level: 2, levelName: "emerging", isSettled: true } as never,
          isFlagged: false,
          isSpreadWide: false,
          votes: 0,
          isRevealed: false,
          isShortForm: true,
        },
      ],
    },
  ],
  participants: [],
  answered: 1,
  asked: 1,
  nextOpen: null,
  next: [],
};

let host: FakeHost;
beforeAll(laptop);
beforeEach(() => {
  host = new FakeHost()
    .answer("architecture_get", answered)
    .answer("verdict_set", ({ look }: VerdictSet) => answered(look))
    .answer("what_if", outcome())
    .answer("record_list", ({ kind }: { kind: string }) => ({
      ...useCases,
      kind,
      rows: kind === "use_cases" ? useCases.rows : [],
    }))
    .answer("profile_get", { fields: [field("industry", "Industry")], values: { industry: "Retail" } })
    .answer("assess_get", assess)
    .fail("document_get", { code: "noDocument", message: "none", help: "" });
  setHost(host);
  architecture.view = null;
  architecture.failure = null;
  architecture.shows = "diagram";
  architecture.clearFilters();
  whatIf.clear();
  for (const toast of toasts.list) toasts.dismiss(toast.id);
  router.go("architecture");
  router.refine({});
});
const settled = async () => {
  for (let at = 0; at < 8; at += 1) await tick();
  await new Promise((resume) => setTimeout(resume, 0));
  flushSync();
};
const shown = async () => {
  render(View, {});
  await settled();
};
const said = (selector: string) => one(selector).textContent?.replace(/\s+/g, " ").trim() ?? "";
const pick = (select: HTMLSelectElement, value: string) => {
  select.value = value;
  select.dispatchEvent(new Event("change", { bubbles: true }));
  flushSync();
};
const named = <E extends HTMLElement>(name: string) => one<E>(`[aria-label="${name}"]`);
const button = (text: string) => {
  const found = all("button").find((each) => each.textContent?.trim().startsWith(text));
  if (!found) throw new Error(`No button says ${text}`);
  return found;
};
const asked = () => host.requests("architecture_get").at(-1);

describe("the size of the picture", () => {
  const zoomed = (room: [number, number], size: [number, number]) => {
    const zoom = new Zoom();
    zoom.room = { width: room[0], height: room[1] };
    zoom.size = { width: size[0], height: size[1] };
    return zoom;
  };

  test("its words stay readable: it is scrolled rather than shrunk", () => {
    expect(zoomed([900, 500], [1250, 960]).scale).toBe(0.84);
    expect(zoomed([1500, 500], [1250, 960]).scale).toBe(1);
    expect(zoomed([1030, 500], [1250, 960]).scale).toBeCloseTo(1030 / 1250, 5);
    expect(zoomed([1500, 1000], [1250, 960]).scale).toBeCloseTo(1.04, 2);
  });

  test("all of it, and back to what can be read", () => {
    const zoom = zoomed([900, 480], [1250, 960]);
    zoom.fit();
    expect(zoom.scale).toBe(0.5);
    expect(zoom.isWhole).toBe(true);
    zoom.fit();
    expect(zoom.scale).toBe(0.84);
  });

  test("it grows and shrinks in steps, within bounds", () => {
    const zoom = zoomed([900, 480], [1250, 960]);
    for (let at = 0; at < 30; at += 1) zoom.in();
    expect(zoom.scale).toBe(4);
    expect(zoom.canGrow).toBe(false);
    for (let at = 0; at < 60; at += 1) zoom.out();
    expect(zoom.scale).toBe(0.2);
    expect(zoom.canShrink).toBe(false);
  });

  /** A window with sizes, which the test's page does not have. */
  function sized() {
    const view = one("main [tabindex='0'][role=group]");
    for (const [name, value] of Object.entries({
      offsetWidth: 800,
      offsetHeight: 500,
      clientWidth: 800,
      clientHeight: 500,
    }))
      Object.defineProperty(view, name, { configurable: true, value });
    return view;
  }

  test("keys, buttons and the wheel with Ctrl change it, and what is selected stays so", async () => {
    router.refine({ component: s3 });
    await shown();
    const view = sized();
    const percent = () => Number(/(\d+) %/.exec(said('[aria-label="Size of the picture"]'))?.[1]);
    const before = percent();
    press("+");
    expect(percent()).toBeGreaterThan(before);
    press("-");
    press("-");
    expect(percent()).toBeLessThan(before);
    click(named("Larger"));
    expect(percent()).toBe(before);
    const wheel = (init: WheelEventInit) => {
      const event = new WheelEvent("wheel", { deltaY: -100, bubbles: true, cancelable: true, ...init });
      // The page of the tests does not carry what the event says of keys.
      Object.defineProperty(event, "ctrlKey", { value: init.ctrlKey ?? false });
      view.dispatchEvent(event);
      flushSync();
      return event;
    };
    expect(wheel({ ctrlKey: false }).defaultPrevented, "the wheel alone scrolls").toBe(false);
    expect(wheel({ ctrlKey: true }).defaultPrevented).toBe(true);
    expect(percent()).toBeGreaterThan(before);
    press("0");
    expect(router.params).toEqual({ component: s3 });
    expect(one(`[data-id="${s3}"]`).getAttribute("aria-pressed")).toBe("true");
  });

  test("arrows move the picture that has the focus, and boxes where one of them has it", async () => {
    await shown();
    const view = sized();
    view.focus();
    press("ArrowDown");
    press("ArrowRight", { shiftKey: true });
    expect([view.scrollLeft, view.scrollTop]).toEqual([300, 60]);
    one("[data-id='SRC-1']").focus();
    press("ArrowDown");
    expect((document.activeElement as HTMLElement).dataset.id).toBe(dms.id);
  });

  test("a box that gets the focus comes into sight, and no further", async () => {
    await shown();
    const view = sized();
    const at = (element: Element, left: number, top: number, width: number, height: number) =>
      (element.getBoundingClientRect = () => new DOMRect(left, top, width, height));
    at(view, 0, 0, 800, 500);
    at(one(`[data-id="${s3}"]`), 900, 600, 100, 50);
    at(one(`[data-id="${dms.id}"]`), 300, 200, 100, 50);
    one(`[data-id="${dms.id}"]`).focus();
    expect([view.scrollLeft, view.scrollTop]).toEqual([0, 0]);
    one(`[data-id="${s3}"]`).focus();
    expect([view.scrollLeft, view.scrollTop]).toEqual([216, 166]);
  });

  test("a drag moves it and selects nothing; a press that rests is a click", async () => {
    await shown();
    const view = sized();
    const box = one(`[data-id="${s3}"]`);
    const point = (name: string, x: number, y: number) =>
      box.dispatchEvent(
        new PointerEvent(name, { pointerId: 1, button: 0, clientX: x, clientY: y, bubbles: true }),
      );
    point("pointerdown", 300, 300);
    point("pointermove", 220, 280);
    point("pointerup", 220, 280);
    click(box);
    expect([view.scrollLeft, view.scrollTop]).toEqual([80, 20]);
    expect(router.params).toEqual({});
    point("pointerdown", 300, 300);
    point("pointermove", 301, 301);
    point("pointerup", 301, 301);
    click(box);
    expect(router.params).toEqual({ component: s3 });
  });
});

describe("stages and use cases", () => {
  test("brackets step through the stages, the address says which, and a link leads there", async () => {
    await shown();
    expect(asked()).toEqual({ selected: "", useCase: "", stage: "target" });
    press("[");
    await settled();
    expect(router.params).toEqual({ stage: "wave:2" });
    press("[");
    press("[");
    press("[");
    await settled();
    expect(router.params).toEqual({ stage: "today" });
    expect(asked()).toEqual({ selected: "", useCase: "", stage: "today" });
    press("]");
    press("]");
    press("]");
    press("]");
    expect(router.params, "the target is not written").toEqual({});
    router.refine({ stage: "wave:1", useCase: "UC-2", component: dms.id });
    await settled();
    expect(asked()).toEqual({ selected: dms.id, useCase: "UC-2", stage: "wave:1" });
  });

  test("selecting keeps the stage and the use case, and Escape lets go of the component alone", async () => {
    router.refine({ stage: "wave:1", useCase: "UC-2" });
    await shown();
    click(one(`[data-id="${dms.id}"] rect`));
    await settled();
    expect(router.params).toEqual({ component: dms.id, useCase: "UC-2", stage: "wave:1" });
    press("Escape");
    expect(router.params).toEqual({ useCase: "UC-2", stage: "wave:1" });
  });

  test("what does not stand yet, or has gone, says so in the list and in its panel", async () => {
    router.refine({ stage: "wave:1" });
    architecture.shows = "list";
    await shown();
    const rows = all("tr.one").map((row) => row.textContent?.replace(/\s+/g, " ") ?? "");
    expect(rows.find((row) => row.includes("S3 Tables"))).toContain("not yet");
    expect(rows.find((row) => row.includes("Informatica"))).toContain("gone by then");
    expect(rows.find((row) => row.includes("AWS DMS"))).toContain("kept");
    click(all("tr.one").find((row) => row.textContent?.includes("S3 Tables")) ?? document.body);
    await settled();
    expect(said("aside")).toContain("It is not there yet at this stage: Wave 1.");
  });

  test("a retiring component says after which wave it goes", async () => {
    router.refine({ component: retiring.id });
    await shown();
    expect(said("aside")).toContain("goes after wave 1");
  });

  test("in the picture, J steps over what does not stand", async () => {
    router.refine({ stage: "wave:1" });
    await shown();
    press("j");
    await settled();
    press("j");
    expect(router.params.component).toBe(dms.id);
  });

  test("the picker marks the path in the picture, leaves it alone in the list, and tells it", async () => {
    await shown();
    pick(named<HTMLSelectElement>("Use case"), "UC-2");
    await settled();
    expect(asked()).toEqual({ selected: "", useCase: "UC-2", stage: "target" });
    press("f");
    await settled();
    expect(said("aside")).toMatch(
      /The path of UC-2.*Next-best offer.*passes 2 components.*AWS DMS.*S3 Tables/,
    );
    press("v");
    await settled();
    expect(all("tr.one").map((row) => row.querySelector("b")?.textContent)).toEqual(["AWS DMS", "S3 Tables"]);
  });

  test("a link to a stage or use case that is gone shows all of it", async () => {
    router.refine({ stage: "wave:9", useCase: "UC-99" });
    await shown();
    await settled();
    expect(asked()).toEqual({ selected: "", useCase: "", stage: "target" });
  });
});

describe("the filters", () => {
  const faded = () => all("[data-id].scene-faded").map((mark) => mark.dataset.id);

  test("filter the list and let the rest of the picture step back", async () => {
    await shown();
    expect(faded()).toEqual([]);
    pick(named<HTMLSelectElement>("Layer"), "storage");
    expect(faded()).toEqual(["SRC-1", dms.id, retiring.id]);
    expect(said("main")).toContain("1 of 3");
    press("v");
    await settled();
    expect(all("tr.one")).toHaveLength(1);
    click(button("Show all"));
    expect(all("tr.one")).toHaveLength(3);
    press("v");
    press("v");
    await settled();
    expect(faded()).toEqual([]);
  });

  test("/ goes to the words that are looked for, from every view", async () => {
    await shown();
    press("/");
    await settled();
    expect(document.activeElement).toBe(named("Find a component"));
    type("infor");
    expect(faded()).toEqual(["SRC-1", dms.id, s3]);
    architecture.shows = "open";
    await settled();
    expect(document.querySelector('[aria-label="Find a component"]')).toBeNull();
    press("/", { on: document.body });
    await settled();
    expect(all("tr.one")).toHaveLength(1);
  });
});

describe("side by side", () => {
  test("where there is room, the list stands beside the picture and shares its selection", async () => {
    const wide = vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1600);
    await shown();
    expect(said('[role="tablist"]')).toMatch(/^Diagram and list/);
    expect(all("main svg [data-id]").length).toBeGreaterThan(0);
    click(all("tr.one").find((row) => row.textContent?.includes("S3 Tables")) ?? document.body);
    await settled();
    expect(one(`[data-id="${s3}"]`).getAttribute("aria-pressed")).toBe("true");
    click(one(`[data-id="${dms.id}"] rect`));
    await settled();
    expect(all('tr.one[aria-selected="true"]').map((row) => row.querySelector("b")?.textContent)).toEqual([
      "AWS DMS",
    ]);
    wide.mockRestore();
  });
});

describe("verdicts", () => {
  test("what changed since one was given stands under it", async () => {
    const verdict = { verdict: "accepted", reason: "", replacement: "" };
    const changedSince = [
      { what: "Latency", before: "Minutes", after: "Seconds" },
      { what: "SRC-3", before: "", after: "named as a reason" },
    ];
    host.answer(
      "architecture_get",
      architectureView(s3, { components: [dms, component({ verdict, changedSince })] }),
    );
    router.refine({ component: s3 });
    await shown();
    expect(said("aside")).toMatch(
      /Changed since the verdict Latency: Minutes to→ Seconds\s*SRC-3: nothing to→ named/,
    );
    press("v");
    await settled();
    expect(said("tr[aria-selected=true]")).toContain("2 changed since");
  });

  test("one on what is no longer proposed can be taken back, and is gone at once", async () => {
    const stale = [
      {
        component: "gone.one",
        service: "AppFlow",
        verdict: { verdict: "rejected", reason: "Too dear", replacement: "" },
      },
    ];
    host.answer("architecture_get", architectureView("", { staleVerdicts: stale }));
    await shown();
    press("f");
    expect(said("aside")).toMatch(/no longer proposed.*AppFlow rejected Too dear/);
    const answer = host.requests("verdict_set").length;
    click(named("Take back: AppFlow"));
    expect(said("aside")).not.toContain("AppFlow");
    await settled();
    expect(host.requests("verdict_set").slice(answer)).toEqual([
      {
        look: { selected: "", useCase: "", stage: "target" },
        component: "gone.one",
        verdict: null,
        reason: "",
        replacement: "",
      },
    ]);
  });

  test("a read-only document keeps them", async () => {
    const readOnly = vi.spyOn(openDocument, "isReadOnly", "get").mockReturnValue(true);
    host.answer(
      "architecture_get",
      architectureView("", {
        staleVerdicts: [
          {
            component: "x",
            service: "AppFlow",
            verdict: { verdict: "accepted", reason: "", replacement: "" },
          },
        ],
      }),
    );
    await shown();
    press("f");
    expect(said("aside")).toContain("AppFlow");
    expect(said("aside")).not.toContain("Take back");
    readOnly.mockRestore();
  });
});

describe("what if", () => {
  test("W opens it empty, with the focus in it; Escape leads back", async () => {
    await shown();
    press("w");
    await settled();
    expect(said("aside")).toMatch(
      /^What if….*Tried on a scratch copy: nothing is stored.*Change an answer or a fact/,
    );
    expect(document.activeElement?.textContent?.trim()).toBe("A fact");
    expect(host.requests("what_if")).toEqual([]);
    press("Escape");
    await settled();
    expect(document.querySelector("aside")?.textContent ?? "").not.toContain("scratch copy");
  });

  test("a fact behind a component is tried otherwise, and the outcome says what would come, go and change", async () => {
    router.refine({ component: s3 });
    await shown();
    click(named("What if Latency were not Minutes?"));
    await settled();
    await settled();
    const value = one<HTMLSelectElement>("aside .holder select");
    expect(value.value).toBe("minutes");
    expect(document.activeElement).toBe(value);
    pick(value, "seconds");
    await settled();
    expect(host.requests("what_if")).toEqual([
      {
        changes: [
          { question: "", level: null, kind: "use_cases", code: "UC-2", field: "latency", value: "seconds" },
        ],
      },
    ]);
    const panel = said("aside");
    expect(panel).toMatch(/UC-2, Latency Minutes becomes→ Seconds/);
    expect(panel).toMatch(/One component would come and one would go.*Overall score 2\.3 becomes→ 2\.4/);
    expect(panel).toMatch(/Would come 1.*Amazon Data Firehose Ingestion Seconds are wanted/);
    expect(panel).toMatch(/Would go 1.*AWS DMS.*Would be otherwise 1.*Cost: medium to→ high/);
    expect(panel).toMatch(/New findings 1.*its path takes minutes.*settled 9 Question 1/);
    expect(panel).not.toContain("Question 5");
    click(button("5 more"));
    expect(said("aside")).toContain("Question 9");
    for (const name of ["record_set", "answer_set", "verdict_set"]) expect(host.requests(name)).toEqual([]);
  });

  test("an answer is tried at another level, once however often it is changed", async () => {
    await shown();
    press("w");
    await settled();
    click(button("An answer"));
    await settled();
    pick(one<HTMLSelectElement>("aside select"), "STO-3");
    await settled();
    expect(said("aside")).toContain("Now 2, emerging");
    const level = (text: string) =>
      click(
        all('aside [aria-label="Level"] button').find((each) => each.textContent?.trim() === text) ??
          document.body,
      );
    level("4");
    await settled();
    level("unknown");
    await settled();
    expect(host.requests("what_if").map((request) => (request as WhatIf).changes)).toEqual([
      [{ question: "STO-3", level: 4, kind: "", code: "", field: "", value: null }],
      [{ question: "STO-3", level: null, kind: "", code: "", field: "", value: null }],
    ]);
    expect(said("aside")).toMatch(/STO-3, level 2 becomes→ unknown/);
  });

  test("what is tried can be taken out one by one, or all at once", async () => {
    router.refine({ component: s3 });
    await shown();
    click(named("What if Latency were not Minutes?"));
    await settled();
    await settled();
    pick(one<HTMLSelectElement>("aside .holder select"), "seconds");
    click(button("An answer"));
    await settled();
    pick(one<HTMLSelectElement>("aside select"), "STO-3");
    await settled();
    click(all('aside [aria-label="Level"] button')[4] ?? document.body);
    await settled();
    expect((host.requests("what_if").at(-1) as WhatIf).changes).toHaveLength(2);
    click(named("Do not try: UC-2, Latency"));
    await settled();
    expect((host.requests("what_if").at(-1) as WhatIf).changes).toHaveLength(1);
    click(button("Try another"));
    await settled();
    expect(whatIf.tried).toEqual([]);
    expect(said("aside")).toContain("Change an answer or a fact");
  });

  test("it stays while one looks at a component, and the button counts it", async () => {
    router.refine({ component: s3 });
    await shown();
    click(named("What if Latency were not Minutes?"));
    await settled();
    await settled();
    pick(one<HTMLSelectElement>("aside .holder select"), "seconds");
    await settled();
    click(all("aside button").find((each) => each.textContent === "AWS DMS") ?? document.body);
    await settled();
    expect(one("aside h2").textContent).toBe("AWS DMS");
    expect(button("What if…").textContent).toContain("1");
    press("w");
    await settled();
    expect(said("aside")).toContain("UC-2, Latency");
  });

  test("a change that is refused says why and what to do, and can be tried again", async () => {
    router.refine({ component: s3 });
    await shown();
    host.fail("what_if", {
      code: "invalidValue",
      message: "latency takes no such word",
      help: "choose another",
    });
    click(named("What if Latency were not Minutes?"));
    await settled();
    await settled();
    pick(one<HTMLSelectElement>("aside .holder select"), "seconds");
    await settled();
    expect(said("aside [role=alert]")).toMatch(/atency takes no such word.*Choose another/);
    host.answer(
      "what_if",
      outcome({ added: [], removed: [], changed: [], findingsNew: [], openGone: [], overall: [2.3, 2.3] }),
    );
    click(button("Try again"));
    await settled();
    expect(said("aside")).toMatch(/2\.3, unchanged.*The architecture would stay as it is/);
  });

  test("a list of nothing says so, the engagement needs no record, and what cannot be read offers to try again", async () => {
    await shown();
    press("w");
    await settled();
    expect(said("aside")).toContain("There is none of these yet.");
    pick(one<HTMLSelectElement>("aside select"), "profile");
    await settled();
    expect(
      [...one<HTMLSelectElement>("aside .form > :nth-child(3) select").options].map((each) => each.text),
    ).toEqual(["Choose a fact", "Industry"]);
    host.fail("record_list", { code: "internal", message: "it broke", help: "open it again" });
    pick(one<HTMLSelectElement>("aside select"), "sources");
    await settled();
    expect(said("aside [role=alert]")).toMatch(/could not be read.*It broke/);
  });
});

describe("exports", () => {
  test("E lists the formats, arrows move, Enter writes what is looked at, and a message says where", async () => {
    host
      .answer("dialog_save", ({ suggested }: { suggested: string }) => `/tmp/${suggested}`)
      .answer("architecture_export", ({ path }: { path: string }) => ({ path }));
    router.refine({ stage: "wave:2", useCase: "UC-2" });
    await shown();
    press("e");
    await settled();
    const menu = one('[role="menu"]');
    expect(all("[role=menuitem] b", menu).map((each) => each.textContent)).toEqual([
      "SVG",
      "PNG",
      "PDF",
      "draw.io",
      "Mermaid",
      "Decision log",
    ]);
    expect(menu.textContent).toContain("As it is looked at: Wave 2, UC-2");
    expect(document.activeElement?.textContent).toContain("SVG");
    press("ArrowDown");
    expect(document.activeElement?.textContent).toContain("PNG");
    click(document.activeElement ?? document.body);
    await settled();
    expect(host.requests("dialog_save")).toEqual([
      { kind: "png", suggested: "architecture wave 2 UC-2.png" },
    ]);
    expect(host.requests("architecture_export")).toEqual([
      { path: "/tmp/architecture wave 2 UC-2.png", format: "png", stage: "wave:2", useCase: "UC-2" },
    ]);
    expect(toasts.list.map((toast) => toast.text)).toEqual(["Written to /tmp/architecture wave 2 UC-2.png"]);
    expect(document.querySelector('[role="menu"]')).toBeNull();
  });

  test("every format asks for its kind of file", async () => {
    host.answer("dialog_save", null);
    await shown();
    for (let at = 0; at < 6; at += 1) {
      press("e");
      await settled();
      click(all("[role=menuitem]")[at] ?? document.body);
      await settled();
    }
    expect(host.requests("dialog_save")).toEqual([
      { kind: "svg", suggested: "architecture.svg" },
      { kind: "png", suggested: "architecture.png" },
      { kind: "pdf", suggested: "architecture.pdf" },
      { kind: "drawio", suggested: "architecture.drawio" },
      { kind: "mermaid", suggested: "architecture.mmd" },
      { kind: "markdown", suggested: "decision log.md" },
    ]);
    expect(host.requests("architecture_export"), "nothing is written where no place was chosen").toEqual([]);
  });

  test("a failure is shown, and Escape closes the list alone", async () => {
    host.answer("dialog_save", "/nowhere/a.svg").fail("architecture_export", {
      code: "notWritable",
      message: "the folder is read-only",
      help: "choose another",
    });
    router.refine({ component: s3 });
    await shown();
    press("e");
    await settled();
    press("Escape");
    expect(document.querySelector('[role="menu"]')).toBeNull();
    expect(router.params).toEqual({ component: s3 });
    press("e");
    await settled();
    click(all("[role=menuitem]")[0] ?? document.body);
    await settled();
    expect(toasts.list.map((toast) => [toast.tone, toast.text])).toEqual([
      ["error", expect.stringContaining("he folder is read-only")],
    ]);
  });
});

test("the sheet of keys tells them all, and axe finds nothing in any of its states", async () => {
  router.refine({ component: s3 });
  await shown();
  const sheet = keys.active.flatMap(({ bindings, told = [] }) => [
    ...bindings.filter((binding) => !binding.hidden).map((binding) => binding.key),
    ...told.flatMap((one) => one.keys),
  ]);
  for (const key of ["w", "e", "[", "]", "/", "+", "-", "0", "ArrowUp", "j", "a", "v", "f"])
    expect(sheet).toContain(key);
  const faults = async () => {
    const found = await axe.run(document.body, {
      rules: { "color-contrast": { enabled: false }, region: { enabled: false } },
    });
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""}`);
  };
  expect(await faults()).toEqual([]);
  press("e");
  await settled();
  expect(await faults()).toEqual([]);
  press("Escape");
  click(named("What if Latency were not Minutes?"));
  await settled();
  await settled();
  pick(one<HTMLSelectElement>("aside .holder select"), "seconds");
  await settled();
  expect(await faults()).toEqual([]);
  press("v", { on: document.body });
  await settled();
  expect(await faults()).toEqual([]);
}, 30_000);
