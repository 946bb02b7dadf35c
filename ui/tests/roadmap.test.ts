import { flushSync, tick } from "svelte";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { toasts } from "../src/components/toasts.svelte";
import { frame } from "../src/frame/frame.svelte";
import { drafts, openDocument } from "../src/features/document";
import { roadmap, Roadmap } from "../src/features/roadmap";
import { draggedTo, effectOf } from "../src/features/roadmap/plan";
import type { InitiativeView } from "../src/ipc/generated/InitiativeView";
import type { InitiativeSet } from "../src/ipc/generated/InitiativeSet";
import type { ScenarioView } from "../src/ipc/generated/ScenarioView";
import type { RoadmapRequest } from "../src/ipc/generated/RoadmapRequest";
import { setHost } from "../src/ipc/host";
import { router } from "../src/router.svelte";
import View from "../src/views/Roadmap.svelte";
import { words } from "../src/words/en";
import { foundation, initiative, roadmapView, laptop } from "./handover";
import { FakeHost } from "./host.fake";
import { all, clear, click, one, press, render, type } from "./render";

const refused = {
  code: "noSchedule",
  message: "INI-39 Identity resolution is pinned to week 3, but what it needs first ends in week 10",
  help: "pin it to week 11 or later, or take the pin away",
  field: "INI-39",
};
const scenario = (some: Partial<ScenarioView> = {}): ScenarioView => ({
  code: "",
  uid: "",
  title: "",
  notes: "",
  failure: "",
  made: "Closes every gap",
  weeks: 20,
  endDate: "2027-05-24",
  odds: { half: 20, most: 23 },
  initiatives: 2,
  effort: 25,
  score: 3.2,
  firstScore: 2.5,
  useCases: 1,
  fullest: "Data engineer 80 %",
  steps: "",
  ...some,
});
let host: FakeHost;
beforeAll(laptop);
let pinned: number | null;
let owner: string;
let status: string;
beforeEach(() => {
  pinned = null;
  owner = "";
  status = "planned";
  host = new FakeHost()
    .answer("roadmap_get", ({ selected }: RoadmapRequest) =>
      roadmapView(selected, {
        initiatives: [
          foundation,
          initiative({ pinnedWeek: pinned, start: pinned ?? 10, end: (pinned ?? 10) + 10, owner, status }),
        ],
      }),
    )
    .answer("initiative_set", (set: InitiativeSet) => {
      if (set.pinnedWeek !== null && set.pinnedWeek >= 0 && set.pinnedWeek < 10) throw refused;
      if (set.pinnedWeek !== null) pinned = set.pinnedWeek < 0 ? null : set.pinnedWeek;
      owner = set.owner ?? owner;
      status = set.status ?? status;
      return {};
    })
    .answer("plan_accept", {})
    .answer("roadmap_set", {})
    .answer("scenario_keep", {})
    .answer("scenario_take", {})
    .answer("scenarios_get", {
      scenarios: [scenario(), scenario({ code: "SCN-1", uid: "u", title: "Lean" })],
    })
    .answer("record_list", ({ kind }: { kind: string }) => ({
      kind,
      label: "capacity change",
      plural: "capacity changes",
      headline: "",
      summary: "",
      fields: [],
      rows: [],
    }))
    .fail("document_get", { code: "noDocument", message: "none", help: "" });
  setHost(host);
  roadmap.view = null;
  roadmap.failure = roadmap.refusal = null;
  roadmap.shows = "gantt";
  for (const { id } of toasts.list) toasts.dismiss(id);
  router.go("roadmap");
  router.refine({});
});
/** What is sent when people decide something about Identity resolution. */
const sent = (some: Partial<InitiativeSet>): InitiativeSet => ({
  initiative: "INI-39",
  isExcluded: null,
  pinnedWeek: null,
  owner: null,
  status: null,
  startedOn: null,
  notBefore: null,
  finishBy: null,
  lagWeeks: null,
  effort: null,
  ...some,
});
const settled = async () => {
  for (let at = 0; at < 4; at += 1) await new Promise((resume) => setTimeout(resume, 0));
  await tick();
  flushSync();
};

describe("the controller", () => {
  test("a pin is kept, planned anew, and what moved is said with a way back", async () => {
    const of = new Roadmap();
    await of.load("INI-39", 900);
    expect(await of.set("INI-39", { pinnedWeek: 12 })).toBe(true);
    expect(host.requests("initiative_set")).toEqual([sent({ pinnedWeek: 12 })]);
    expect(host.requests("roadmap_get").at(-1)).toEqual({ selected: "INI-39", width: 900 });
    expect(of.initiative?.start).toBe(12);
    expect(toasts.list.map((toast) => [toast.text, toast.action?.label])).toEqual([
      ["INI-39 is pinned to week 13; nothing else moves", "Undo"],
    ]);
  });

  test("what else moved is told, also when something else asked for the plan meanwhile", async () => {
    const of = new Roadmap();
    await of.load("INI-39", 900);
    const later = initiative({ id: "INI-40", start: 20, end: 24, wave: 3, needs: ["INI-39"] });
    const [wave] = roadmapView().waves;
    const planned = (initiatives: InitiativeView[], score: number) =>
      roadmapView("", {
        initiatives,
        waves: wave ? [{ ...wave, overall: { ...wave.overall, score } }] : [],
      });
    of.view = planned([foundation, initiative(), later], 3.6);
    host.answer("roadmap_get", async () => {
      // The window was resized: a newer answer takes the place of this one.
      if (host.requests("roadmap_get").length === 2) await of.load("INI-39", 800);
      return planned([foundation, { ...later, start: 10, end: 14, wave: 2 }], 3.52);
    });
    await of.set("INI-39", { isExcluded: true });
    expect(toasts.list.map((toast) => toast.text)).toEqual([
      "INI-39 is left out; 1 initiative moves and the plan ends at 3.5 instead of 3.6",
    ]);
  });

  test("an initiative that only changes its wave has moved", () => {
    const before = roadmapView();
    const after = roadmapView("", { initiatives: [foundation, initiative({ wave: 3 })] });
    expect(effectOf(before, after, "INI-12")).toEqual({ moved: 1, ends: null, weeks: null, useCases: null });
    expect(effectOf(before, before, "INI-12")).toEqual({ moved: 0, ends: null, weeks: null, useCases: null });
  });

  test("an older undo goes when another change begins", async () => {
    const of = new Roadmap();
    await of.load("INI-39", 900);
    await of.set("INI-39", { pinnedWeek: 12 });
    expect(toasts.list).toHaveLength(1);
    await of.set("INI-39", { owner: "Lena Brandt" });
    expect(toasts.list).toEqual([]);
  });

  test("a pin that cannot be met leaves the plan as it was and says why", async () => {
    const of = new Roadmap();
    await of.load("INI-39", 900);
    expect(await of.set("INI-39", { pinnedWeek: 2 })).toBe(false);
    expect(of.refusal?.error.help).toContain("week 11 or later");
    expect(of.initiative?.pinnedWeek).toBeNull();
    expect(frame.saveState).toBe("saved");
    expect(toasts.list).toEqual([]);
    await of.load("INI-12", 900);
    expect(of.refusal).toBeNull();
  });

  test("moving week by week goes on from the pin that is not yet planned", async () => {
    const of = new Roadmap();
    await of.load("INI-39", 900);
    await Promise.all([of.move("INI-39", 1), of.move("INI-39", 1), of.move("INI-39", 1)]);
    expect(host.requests("initiative_set").map((set) => (set as InitiativeSet).pinnedWeek)).toEqual([
      11, 12, 13,
    ]);
    await settled();
    expect(of.initiative?.start).toBe(13);
    expect(toasts.list).toHaveLength(1);
  });

  test("an owner shows at once and makes no noise", async () => {
    const of = new Roadmap();
    await of.load("", 900);
    const kept = of.set("INI-39", { owner: "Lena Brandt" });
    expect(of.view?.initiatives[1]?.owner).toBe("Lena Brandt");
    await kept;
    expect(toasts.list).toEqual([]);
    expect(of.unowned).toBe(1);
  });

  test("accepting without a name is refused by the application", async () => {
    const of = new Roadmap();
    await of.load("", 900);
    host.fail("plan_accept", {
      code: "invalidValue",
      message: "who accepts is missing",
      help: "type a name",
    });
    expect((await of.accept(" "))?.message).toBe("who accepts is missing");
  });

  test("knows what waits for an initiative", async () => {
    const of = new Roadmap();
    await of.load("", 900);
    expect(of.opens("INI-12").map((waiting) => waiting.id)).toEqual(["INI-39"]);
  });
});

/** A window in which the drawing has a width. */
function wide() {
  Object.defineProperty(HTMLElement.prototype, "clientWidth", { configurable: true, get: () => 930 });
  return () => Reflect.deleteProperty(HTMLElement.prototype, "clientWidth");
}

describe("the panel", () => {
  const open = async () => {
    const narrow = wide();
    router.refine({ initiative: "INI-39" });
    render(View, {});
    await settled();
    narrow();
    return one("aside");
  };
  const typeInto = async (label: RegExp, text: string) => {
    const field = all<HTMLInputElement>("aside input").find((input) =>
      label.test(input.getAttribute("aria-label") ?? input.labels?.[0]?.textContent ?? ""),
    );
    if (!field) throw new Error(`no field ${label}`);
    field.focus();
    field.value = text;
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    press("Enter");
    await settled();
  };

  test("says when it ends, and what moves when it is late", async () => {
    const later = initiative({ id: "INI-40", title: "Offers", start: 20, end: 24, needs: ["INI-39"] });
    const moved = [{ id: "INI-40", title: "Offers", from: 20, to: 22 }];
    const late = initiative({ slip: { by: 2, moved, weeks: 26, late: ["INI-40"] } });
    host.answer("roadmap_get", roadmapView("", { weeks: 24, initiatives: [foundation, late, later] }));
    const panel = await open();
    expect(panel.textContent).toContain(
      "Half of the simulated runs end by week 20, eight of ten by week 23.",
    );
    expect(panel.textContent).toMatch(
      /If it slips 2 weeks.*One other moves.*INI-40.*week 21 to 23.*The end moves from week 24 to 26\..*missed by INI-40/s,
    );
  });

  test("a status is chosen, and what moved is said", async () => {
    await open();
    const select = one<HTMLSelectElement>('aside select[aria-label="Status"]');
    select.value = "started";
    select.dispatchEvent(new Event("change", { bubbles: true }));
    await settled();
    expect(host.requests("initiative_set")).toEqual([sent({ status: "started" })]);
    expect(toasts.list.map((toast) => toast.text)).toEqual(["INI-39 has started; nothing else moves"]);
    expect(one("aside").textContent).toContain("Started on");
  });

  test("dates and the effort are typed; an effort that falls is not sent", async () => {
    await open();
    await typeInto(/Must finish by/, "2027-06-25");
    await typeInto(/Person-weeks, low/, "9");
    await typeInto(/Person-weeks, high/, "2");
    expect(host.requests("initiative_set")).toEqual([
      sent({ finishBy: "2027-06-25" }),
      sent({ effort: [9, 12.5, 16] }),
    ]);
    expect(one("aside [role=alert]").textContent).toContain("from low to high");
  });

  test("a shorter or longer plan is said", () => {
    const [before, after] = [roadmapView("", { weeks: 62 }), roadmapView("", { weeks: 64 })];
    expect(effectOf(before, after, "INI-39").weeks).toEqual([62, 64]);
    expect(
      words.roadmap.changed("INI-39", "done", { moved: 3, ends: null, weeks: [62, 64], useCases: null }),
    ).toBe("INI-39 is done; 3 other initiatives move, the end moves from week 62 to 64");
  });
});

describe("the screen", () => {
  test("asks for a drawing as wide as its place, and again with what is selected", async () => {
    const narrow = wide();
    render(View, {});
    await settled();
    narrow();
    expect(host.requests("roadmap_get")).toEqual([{ selected: "", width: 906 }]);
    expect(one("h1").textContent).toContain("from 2.3 to 3.2");
    click(one('.weeks [data-id="INI-39"] rect'));
    await settled();
    expect(host.requests("roadmap_get").at(-1)).toEqual({ selected: "INI-39", width: 906 });
    const panel = one("aside");
    expect(panel.textContent).toMatch(/INI-39 · Wave 2 · weeks 11–20.*Identity resolution/s);
    expect(panel.textContent).toMatch(/12\.5 person-weeks, between 10 and 16/);
    expect(panel.textContent).toContain("none, on the longest chain");
    expect(all<HTMLAnchorElement>("a", panel).map((link) => link.getAttribute("href"))).toContain(
      "#/assess?question=PRC-4",
    );
  });

  test("P pins and unpins, ] moves a week, [ into the impossible says why", async () => {
    const narrow = wide();
    router.refine({ initiative: "INI-39" });
    render(View, {});
    await settled();
    narrow();
    press("p");
    await settled();
    expect(one("aside").textContent).toContain("Unpin");
    press("]");
    await settled();
    expect(pinned).toBe(11);
    press("p");
    await settled();
    expect(pinned).toBeNull();
    press("[");
    await settled();
    expect(one("aside [role=alert]").textContent).toMatch(/pinned to week 3.*Pin it to week 11 or later/s);
  });

  test("X leaves it out; what was left out by hand can be brought back", async () => {
    const narrow = wide();
    router.refine({ initiative: "INI-39" });
    render(View, {});
    await settled();
    narrow();
    press("x");
    await settled();
    expect(host.requests("initiative_set").at(-1)).toMatchObject({ initiative: "INI-39", isExcluded: true });
    for (const key of ["v", "v", "v", "v", "v"]) press(key);
    await settled();
    expect(one("main").textContent).toMatch(/Excluded by hand.*No use case needs what it brings/s);
    const back = all("main td button");
    expect(back).toHaveLength(1);
    click(back[0] ?? document.body);
    await settled();
    expect(host.requests("initiative_set").at(-1)).toMatchObject({ initiative: "INI-22", isExcluded: false });
  });

  test("an owner is typed in the list", async () => {
    const narrow = wide();
    render(View, {});
    await settled();
    narrow();
    press("v");
    press("v");
    await settled();
    const field = one<HTMLInputElement>('input[aria-label="Owner: Identity resolution"]');
    field.focus();
    field.value = "Jon Berg";
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    press("Enter");
    await settled();
    expect(host.requests("initiative_set")).toEqual([sent({ owner: "Jon Berg" })]);
  });

  test("a dimension that has no score in a wave is unknown, not zero", async () => {
    const narrow = wide();
    render(View, {});
    await settled();
    narrow();
    press("v");
    await settled();
    expect(one("main").textContent).toMatch(/2\.5.*between 2\.3 and 2\.7/s);
    expect(one("tbody .unknown").textContent).toBe("unknown");
  });

  test("of many who notice a wave four are named, and the others counted", async () => {
    const narrow = wide();
    const visibleTo = ["Store manager", "Analyst", "Buyer", "Planner", "Auditor", "Driver"];
    const [wave] = roadmapView("").waves;
    if (!wave) throw new Error("the roadmap has no wave");
    const [result] = wave.noticed;
    if (!result) throw new Error("nobody notices anything");
    const noticed = [{ ...result, by: visibleTo }];
    host.answer("roadmap_get", roadmapView("", { waves: [{ ...wave, noticed }] }));
    render(View, {});
    await settled();
    narrow();
    press("v");
    await settled();
    expect(one(".noticed p").textContent).toBe(
      "One stock figure. Noticed by Store manager, Analyst, Buyer, Planner and 2 more",
    );
    expect(one(".noticed p span").title).toBe("Auditor, Driver");
  });

  test("where capacity is assumed, it says so and leads to the skills", async () => {
    const narrow = wide();
    render(View, {});
    await settled();
    narrow();
    expect(one("main").textContent).toContain("One person each is assumed for Steward.");
    expect(one<HTMLAnchorElement>('main a[href="#/discover?kind=skills"]').textContent).toBe(
      "State the capacity",
    );
  });

  test("the plan is accepted by name, and a stale one says who accepted what", async () => {
    const narrow = wide();
    const note = "Ana Ruiz accepted a plan on 2027-01-04; since then one initiative is new.";
    host.answer("roadmap_get", roadmapView("", { accepted: "stale", acceptedNote: note }));
    render(View, {});
    await settled();
    narrow();
    expect(one("main").textContent).toMatch(/Ana Ruiz accepted a plan.*changed since it was accepted/s);
    expect(one("main .badge span").title).toBe(note);
    click(all("main button").find((button) => button.textContent?.includes("Accept again")) ?? document.body);
    const field = one<HTMLInputElement>("dialog input");
    field.value = " Lena Brandt ";
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    flushSync();
    click(all("dialog footer button").at(-1) ?? document.body);
    await settled();
    expect(host.requests("plan_accept")).toEqual([{ acceptedBy: "Lena Brandt" }]);
    expect(drafts.places).toEqual([]);
  });

  test("a name that was typed and not accepted is there again, until it is cancelled", async () => {
    const ask = () =>
      click(all("main button").find((button) => button.textContent?.includes("Accept")) ?? document.body);
    render(View, {});
    await settled();
    ask();
    one("dialog input").focus();
    type("Lena Bra");
    clear();
    render(View, {});
    await settled();
    ask();
    expect(one<HTMLInputElement>("dialog input").value).toBe("Lena Bra");
    expect(one("dialog[open]").textContent).toContain("Typed earlier, not stored yet");
    click(all("dialog footer button")[0] ?? document.body);
    expect(drafts.places).toEqual([]);
  });

  test("wishes that cannot be met say what to do, and can be given up at once", async () => {
    const narrow = wide();
    host.fail("roadmap_get", refused);
    render(View, {});
    await settled();
    narrow();
    expect(one("h1").textContent).toBe("There is no plan as things stand");
    expect(one("[role=alert]").textContent).toMatch(/pinned to week 3.*Pin it to week 11 or later/s);
    click(
      all("[role=alert] button").find((button) => button.textContent?.includes("Unpin")) ?? document.body,
    );
    await settled();
    expect(host.requests("initiative_set")).toEqual([sent({ pinnedWeek: -1 })]);
  });

  test("a date that cannot be met can be taken away at once", async () => {
    const narrow = wide();
    const message =
      "INI-39 Identity resolution must be finished by 2027-02-01, but ends later: six weeks late";
    const help = "finish INI-39 by 2027-03-12 instead of 2027-02-01, six weeks later";
    host.fail("roadmap_get", { code: "noSchedule", message, help, field: "INI-39/finish_by" });
    render(View, {});
    await settled();
    narrow();
    const button = (label: string) =>
      all("[role=alert] button").find((one) => one.textContent?.includes(label));
    expect(button("Unpin")).toBeUndefined();
    click(button("Take the date of INI-39 away") ?? document.body);
    await settled();
    expect(host.requests("initiative_set")).toEqual([sent({ finishBy: "" })]);
  });

  test("what is done can be taken up again", async () => {
    const narrow = wide();
    const done = {
      id: "INI-22",
      title: "Streaming",
      reason: "done",
      isExcluded: false,
      isDone: true,
      isOwn: false,
    };
    host.answer("roadmap_get", roadmapView("", { leftOut: [done] }));
    render(View, {});
    await settled();
    narrow();
    for (const key of ["v", "v", "v", "v", "v"]) press(key);
    await settled();
    click(one("main td button"));
    await settled();
    expect(host.requests("initiative_set")).toEqual([sent({ initiative: "INI-22", status: "planned" })]);
  });

  test("changes of capacity are listed in the panel, and one is added", async () => {
    const narrow = wide();
    const change = {
      uid: "u-1",
      title: "Freeze from 2027-12-20",
      detail: "Every role: nobody to 2027-12-31",
    };
    host
      .answer("roadmap_get", roadmapView("", { capacityChanges: [change] }))
      .answer("record_add", { uid: "u-2", code: "CHG-2", title: "Holidays", values: {}, unknown: 0 });
    render(View, {});
    await settled();
    narrow();
    expect(one("aside").textContent).toMatch(/Freeze from 2027-12-20.*nobody to 2027-12-31/s);
    click(all("aside button").find((one) => one.textContent?.includes("Add a change")) ?? document.body);
    await settled();
    expect(host.requests("record_add")).toEqual([
      { kind: "capacity_changes", values: { reason: "holidays", from: "2027-01-04" } },
    ]);
  });

  test("a document that can only be read is offered nothing that would change the plan", async () => {
    const readOnly = vi.spyOn(openDocument, "isReadOnly", "get").mockReturnValue(true);
    const narrow = wide();
    router.refine({ initiative: "INI-39" });
    render(View, {});
    await settled();
    narrow();
    expect(one("footer").textContent).not.toContain("move a week");
    expect(one("main").textContent).not.toContain("State the capacity");
    readOnly.mockRestore();
  });
});

describe("exports", () => {
  const shown = async () => {
    render(View, {});
    await settled();
  };

  test("E lists the programs, Enter asks for the file of one, and a message says where it is", async () => {
    host
      .answer("dialog_save", ({ suggested }: { suggested: string }) => `/tmp/${suggested}`)
      .answer("roadmap_export", ({ path }: { path: string }) => ({ path }));
    await shown();
    press("e");
    await settled();
    expect(all("[role=menuitem] b").map((each) => each.textContent)).toEqual([
      "Excel",
      "MS Project",
      "Jira",
      "Calendar",
      "CSV",
      "SVG",
    ]);
    expect(document.activeElement?.textContent).toContain("Excel");
    press("ArrowDown");
    click(document.activeElement ?? document.body);
    await settled();
    expect(host.requests("dialog_save")).toEqual([{ kind: "project", suggested: "roadmap.xml" }]);
    expect(host.requests("roadmap_export")).toEqual([{ path: "/tmp/roadmap.xml", format: "project" }]);
    expect(toasts.list.map((toast) => toast.text)).toEqual(["Written to /tmp/roadmap.xml"]);
    expect(document.querySelector('[role="menu"]')).toBeNull();
  });

  test("every form asks for its kind of file, two of one ending by names of their own", async () => {
    host.answer("dialog_save", null);
    await shown();
    for (let at = 0; at < 6; at += 1) {
      press("e");
      await settled();
      click(all("[role=menuitem]")[at] ?? document.body);
      await settled();
    }
    expect(host.requests("dialog_save")).toEqual([
      { kind: "xlsx", suggested: "roadmap.xlsx" },
      { kind: "project", suggested: "roadmap.xml" },
      { kind: "csv", suggested: "roadmap for Jira.csv" },
      { kind: "ics", suggested: "roadmap.ics" },
      { kind: "csv", suggested: "roadmap.csv" },
      { kind: "svg", suggested: "roadmap.svg" },
    ]);
    expect(host.requests("roadmap_export"), "nothing is written where no place was chosen").toEqual([]);
  });

  test("a failure is shown; where there is no plan there is nothing to export", async () => {
    host.answer("dialog_save", "/nowhere/a.xlsx").fail("roadmap_export", {
      code: "notWritable",
      message: "the folder is read-only",
      help: "choose another",
    });
    await shown();
    press("e");
    await settled();
    click(all("[role=menuitem]")[0] ?? document.body);
    await settled();
    expect(toasts.list.map((toast) => [toast.tone, toast.text])).toEqual([
      ["error", expect.stringContaining("he folder is read-only")],
    ]);
    clear();
    host.fail("roadmap_get", refused);
    roadmap.view = null;
    await shown();
    press("e");
    await settled();
    expect(document.querySelector('[role="menu"]')).toBeNull();
  });
});

describe("how the roadmap is made", () => {
  const shown = async (some: Parameters<typeof roadmapView>[1] = {}) => {
    const narrow = wide();
    host.answer("roadmap_get", roadmapView("", some));
    render(View, {});
    await settled();
    narrow();
  };

  /** Types into a field in place of what stands there. */
  function put(field: HTMLInputElement | null, text: string) {
    field?.focus();
    if (field) field.value = "";
    type(text);
    field?.blur();
    flushSync();
  }

  test("a drag ends in the nearest week, never before the first", () => {
    expect([draggedTo(4, 29, 20), draggedTo(4, 31, 20), draggedTo(4, -500, 20)]).toEqual([5, 6, 0]);
  });

  test("aim, budget, change load and waves are sent, each for itself", async () => {
    const setting = { ...roadmapView().setting, aim: "budget" };
    await shown({ setting });
    click(
      all("aside [role=radio]").find((one) => one.textContent?.includes("Least effort")) ?? document.body,
    );
    await settled();
    const field = (label: string) =>
      all<HTMLLabelElement>("aside label").find((one) => one.textContent?.includes(label))
        ?.control as HTMLInputElement | null;
    for (const [label, text] of [
      ["Budget in person-weeks", "80"],
      ["At once per role", "2"],
      ["Wave 2", "30"],
    ] as const) {
      put(field(label), text);
      await settled();
    }
    const none = { aim: null, budget: null, atOnce: null, waveEnds: null };
    expect(host.requests("roadmap_set")).toEqual([
      { ...none, aim: "least_effort" },
      { ...none, budget: 80 },
      { ...none, atOnce: 2 },
      { ...none, waveEnds: [13, 30, 78] },
    ]);
    put(field("Wave 2"), "5");
    await settled();
    expect(host.requests("roadmap_set")).toHaveLength(4);
    expect(one("aside").textContent).toContain("Three whole weeks, each later than the one before.");
  });

  test("scenarios stand side by side, are kept and taken up", async () => {
    await shown();
    for (const key of ["v", "v", "v", "v"]) press(key);
    await settled();
    const main = one("main").textContent;
    expect(main).toContain("The roadmap as it is");
    expect(main).toContain("Lean");
    const button = (label: string) => all("main button").find((one) => one.textContent?.trim() === label);
    click(button("Take it up") ?? document.body);
    await settled();
    expect(host.requests("scenario_take")).toEqual([{ code: "SCN-1" }]);
    put(one<HTMLInputElement>("main form input"), "Bold");
    await settled();
    click(button("Keep") ?? document.body);
    await settled();
    expect(host.requests("scenario_keep")).toEqual([{ title: "Bold" }]);
  });

  test("a longer search is asked for once, and its plan is shown", async () => {
    let asked = 0;
    host
      .answer("roadmap_get", () =>
        roadmapView("", { isImproving: (asked += 1) === 1, weeks: asked === 1 ? 20 : 18 }),
      )
      .answer("roadmap_improve", { isNews: true });
    const narrow = wide();
    render(View, {});
    await settled();
    narrow();
    await settled();
    expect(host.requests("roadmap_improve")).toHaveLength(1);
    expect(roadmap.view?.weeks).toBe(18);
    expect(roadmap.improving).toBe(false);
  });
});
