import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { toasts } from "../src/components/toasts.svelte";
import { openDocument } from "../src/features/document";
import { inventories } from "../src/features/record";
import { CanAnswer, HeaderClock, ProposeAgenda, workshop as day } from "../src/features/workshop";
import { countdown, timeWithDay, untilNextSecond, usedMinutes } from "../src/features/workshop/time";
import { frame } from "../src/frame/frame.svelte";
import type { AgendaSection } from "../src/ipc/generated/AgendaSection";
import type { ClockView } from "../src/ipc/generated/ClockView";
import type { DocumentView } from "../src/ipc/generated/DocumentView";
import type { ParticipantView } from "../src/ipc/generated/ParticipantView";
import type { QuestionView } from "../src/ipc/generated/QuestionView";
import type { WorkshopView } from "../src/ipc/generated/WorkshopView";
import { setHost } from "../src/ipc/host";
import { keys } from "../src/keys.svelte";
import { router } from "../src/router.svelte";
import Assess from "../src/views/Assess.svelte";
import { words } from "../src/words/en";
import type { FakeHost } from "./host.fake";
import { all, click, one, press, render, type } from "./render";
import { field } from "./tables";
import { workshop } from "./workshop";

const minute = 60_000;
const noon = new Date(2026, 10, 10, 12, 0, 0).getTime();

const person = (name: string, role: string, some: Partial<ParticipantView> = {}): ParticipantView => ({
  uid: `uid-${name}`,
  code: `PAR-${name}`,
  initials: name.slice(0, 2).toUpperCase(),
  name,
  role,
  roleTitle: role,
  side: "business",
  isAbsent: false,
  canAnswer: [],
  ...some,
});

const section = (uid: string, title: string, some: Partial<AgendaSection> = {}): AgendaSection => ({
  uid,
  code: uid,
  title,
  minutes: 30,
  dimensions: [],
  needed: [],
  missing: [],
  startedAt: null,
  endedAt: null,
  answered: 0,
  asked: 0,
  withoutRole: 0,
  next: null,
  ...some,
});

const clock = (some: Partial<ClockView> = {}): ClockView => ({
  now: noon,
  section: "s2",
  sectionEndsAt: noon + 12 * minute + 40_000,
  dayEndsAt: noon + 60 * minute,
  forecastAt: noon + 70 * minute,
  lateMinutes: 10,
  pace: 1.2,
  minutesPerQuestion: 6.23,
  ...some,
});

/** A day with two sections, the second one under way. */
function underWay(some: Partial<WorkshopView> = {}): WorkshopView {
  return {
    sections: [
      section("s1", "Welcome", { startedAt: noon - 40 * minute, endedAt: noon - 17 * minute }),
      section("s2", "Governance", {
        startedAt: noon - 17 * minute,
        dimensions: ["Ownership and governance"],
        needed: ["Ana", "Ben"],
        missing: ["Ben"],
        answered: 2,
        asked: 6,
        next: "GOV-3",
      }),
      section("s3", "Read-out"),
    ],
    plannedMinutes: 90,
    clock: clock(),
    isOver: false,
    people: [
      person("Ana", "executive"),
      person("Ben", "finance", { isAbsent: true }),
      person("Cleo", ""),
      person("Dan", "finance"),
    ],
    ...some,
  };
}

let host: FakeHost;
let view: WorkshopView;

/** What every question holds, and the small workshop of the tests does not tell. */
const bare = { outliers: [], roleIds: [], tally: null, verifyOwner: "", verifyBy: "" };

beforeEach(async () => {
  vi.useFakeTimers({
    now: noon,
    toFake: ["Date", "setTimeout", "clearTimeout", "setInterval", "clearInterval"],
  });
  view = underWay();
  const participants = {
    kind: "participants",
    label: "participant",
    plural: "participants",
    headline: "",
    summary: "",
    fields: [
      field("role", "Role", {
        kind: "choice",
        options: [
          { word: "executive", label: "Executive", hint: "" },
          { word: "finance", label: "Finance", hint: "" },
        ],
      }),
    ],
    rows: [],
  };
  host = workshop()
    .answer("workshop_get", () => view)
    .answer("profile_get", { fields: [], values: {} })
    .answer("record_list", participants);
  const question = (await host.invoke("question_get", { question: "GOV-1" })) as QuestionView;
  host.answer("question_get", ({ question: id }: { question: string }) => ({ ...question, ...bare, id }));
  setHost(host);
  toasts.list = [];
  frame.isOpen = true;
  day.forget();
  day.tab = "agenda";
  openDocument.view = null;
  inventories.of("participants").reset();
  window.removeEventListener("keydown", keys.handle);
  router.go("start");
});
afterEach(() => vi.useRealTimers());

async function settled(): Promise<void> {
  for (let turn = 0; turn < 80; turn += 1) await Promise.resolve();
  flushSync();
}
async function open(): Promise<void> {
  openDocument.view = (await host.invoke("document_get", {})) as DocumentView;
}
const text = (selector: string) => one(selector).textContent?.replace(/\s+/g, " ").trim() ?? "";
const button = (name: RegExp) => {
  const found = all("button").find((one) => name.test(one.textContent?.replace(/\s+/g, " ").trim() ?? ""));
  if (!found) throw new Error(`No button ${String(name)}`);
  return found;
};

describe("the clock", () => {
  test.each([
    [12 * minute + 40_000, "12:40 left", false],
    [59 * minute + 59_000, "59:59 left", false],
    [60 * minute, "1 h 00 min left", false],
    [500, "0:01 left", false],
    [0, "0:00 left", false],
    [-999, "0:00 left", false],
    [-3 * minute - 10_000, "3:10 over", true],
    [-75 * minute, "1 h 15 min over", true],
  ])("shows %d ms as %s", (left, shown, isOver) => {
    expect(countdown(left)).toEqual({ text: shown, isOver });
  });

  test("changes when the shown second does", () => {
    expect([2500, 3000, -200].map(untilNextSecond)).toEqual([500, 1000, 800]);
  });

  test("tells the time of day, and the date of another one", () => {
    expect(timeWithDay(noon + 65 * minute, noon)).toBe("13:05");
    expect(timeWithDay(noon + 13 * 60 * minute, noon)).toBe("2026-11-11 01:00");
  });

  test("counts what a section has used, running or over", () => {
    expect(usedMinutes({ startedAt: noon, endedAt: null }, noon + 7 * minute)).toBe(7);
    expect(usedMinutes({ startedAt: noon, endedAt: noon + 5 * minute }, noon + 90 * minute)).toBe(5);
    expect(usedMinutes({ startedAt: null, endedAt: null }, noon)).toBe(0);
  });

  test("is not there before the first section has started, and not after the last", async () => {
    view = underWay({ clock: null });
    await open();
    render(HeaderClock, {});
    await settled();
    expect(all("button")).toHaveLength(0);
    view = underWay({ isOver: true, clock: clock({ section: null, sectionEndsAt: null }) });
    await day.load();
    flushSync();
    expect(all("button")).toHaveLength(0);
  });

  test("ticks with the laptop, says minutes by name, and turns when the section is over", async () => {
    await open();
    render(HeaderClock, {});
    await settled();
    expect(text("button")).toBe("12:40 left");
    const name = () => one("button").getAttribute("aria-label");
    expect(name()).toBe("Governance: 12 minutes left. Open the workshop panel");
    const asked = () => host.requests("workshop_get").length;
    const before = asked();
    vi.advanceTimersByTime(30_000);
    flushSync();
    expect(text("button")).toBe("12:10 left");
    expect(name(), "not told each second").toBe("Governance: 12 minutes left. Open the workshop panel");
    expect(asked(), "nothing is asked to tick").toBe(before);
    vi.advanceTimersByTime(30_000);
    await settled();
    expect(asked(), "the forecast moves on once a minute").toBe(before + 1);
    vi.advanceTimersByTime(14 * minute);
    await settled();
    expect(text("button")).toBe("2:20 over");
    expect(one("button").className).toContain("over");
    expect(name()).toBe("Governance: 2 minutes over. Open the workshop panel");
  });

  test("between two sections it says that none runs, and leads to the panel", async () => {
    view = underWay({ clock: clock({ section: null, sectionEndsAt: null }) });
    await open();
    render(HeaderClock, {});
    await settled();
    expect(text("button")).toBe("no section runs");
    click(one("button"));
    expect(router.view).toBe("assess");
    expect(day.isWanted).toBe(true);
    day.isWanted = false;
  });

  test("another document takes nothing of the day along", async () => {
    await open();
    render(HeaderClock, {});
    await settled();
    openDocument.view = null;
    flushSync();
    expect(day.view).toBeNull();
    expect(all("button")).toHaveLength(0);
  });
});

/** Shows the panel beside a question. */
async function panel(question = "GOV-1"): Promise<void> {
  await open();
  window.addEventListener("keydown", keys.handle);
  router.go("assess", { question });
  render(Assess, {});
  await settled();
  press("w");
  await settled();
}

describe("the panel", () => {
  test("tells when the day ends, each section's standing, and who is missing", async () => {
    await panel();
    expect(text(".forecast")).toBe(
      "1 h of the day left. The day ends at 13:10, planned 13:00: 10 min late at this pace",
    );
    expect(one(".forecast").className).toContain("late");
    expect(text("aside .day")).toContain("6.2 minutes for a question so far");
    const [welcome, governance, readOut] = all("aside li").map((row) =>
      row.textContent?.replace(/\s+/g, " ").trim(),
    );
    expect(welcome).toContain("23 of 30 min used");
    expect(governance).toContain("17 of 30 min used");
    expect(governance).toContain("2 of 6 answered");
    expect(governance).toContain("Missing: Ben");
    expect(readOut).toContain("30 min");
    expect(one("aside [aria-current=step] h3").textContent).toContain("Governance");
    press("w");
    expect(all("aside .forecast")).toHaveLength(0);
  });

  test.each([
    [0, "1 h of the day left. The day ends at 13:00, on time"],
    [0.4, "1 h of the day left. The day ends at 13:00, on time"],
    [-5, "1 h of the day left. The day ends at 12:55, planned 13:00: 5 min early at this pace"],
    // The minutes between the two times as they are shown.
    [-4.5, "1 h of the day left. The day ends at 12:55, planned 13:00: 5 min early at this pace"],
    [95, "1 h of the day left. The day ends at 14:35, planned 13:00: 1 h 35 min late at this pace"],
  ])("%d minutes late reads %s", async (lateMinutes, said) => {
    const forecastAt = noon + (60 + lateMinutes) * minute;
    view = underWay({ clock: clock({ lateMinutes, forecastAt }) });
    await panel();
    expect(text(".forecast")).toBe(said);
  });

  test("Begin starts a section and goes to the question it asks next", async () => {
    host.answer("section_start", ({ uid }: { uid: string }) => {
      const sections = view.sections.map((one) =>
        one.uid === uid ? { ...one, startedAt: noon, next: "GOV-4" } : one,
      );
      view = { ...view, sections, clock: clock({ section: uid }) };
      return view;
    });
    await panel();
    const begin = button(/^Begin Read-out/);
    expect(begin.title).toBe("Begin Read-out, end Governance");
    begin.focus();
    click(begin);
    await settled();
    expect(host.requests("section_start")).toEqual([{ uid: "s3" }]);
    expect(router.params).toEqual({ question: "GOV-4" });
    expect(document.activeElement, "the keyboard stays on the section").toBe(button(/^End Read-out/));
  });

  test("End ends the section that runs; one that is over can go on", async () => {
    host.answer("section_end", () => {
      const sections = view.sections.map((one) => (one.uid === "s2" ? { ...one, endedAt: noon } : one));
      view = { ...view, sections, clock: clock({ section: null, sectionEndsAt: null }) };
      return view;
    });
    await panel();
    click(button(/^End Governance/));
    await settled();
    expect(host.requests("section_end")).toHaveLength(1);
    expect(button(/^Go on Governance/)).toBeTruthy();
    expect(router.params.question, "nothing jumps").toBe("GOV-1");
  });

  test("what can only be read has no buttons", async () => {
    await open();
    await panel();
    openDocument.view = { ...(openDocument.view as DocumentView), isReadOnly: true };
    await settled();
    expect(all("aside li button")).toHaveLength(0);
    click(button(/^People/));
    expect(all<HTMLInputElement>("aside li input").every((box) => box.disabled)).toBe(true);
  });

  test("asks next what fits the time left in the section, then in the day", async () => {
    const assess = (await host.invoke("assess_get", {})) as { next: unknown[] };
    const next = ["GOV-5", "ING-1", "GOV-6"].map((id) => ({ id, shortTitle: id, why: "It weighs most" }));
    host.answer("assess_get", { ...assess, next });
    await panel();
    click(button(/^Ask next/));
    const asked = () => all("aside ol a").map((link) => link.textContent?.slice(0, 5));
    const [minutes, each] = all<HTMLInputElement>("aside input");
    expect([minutes?.value, each?.value]).toEqual(["12", "6.2"]);
    expect(asked(), "one of the two of the section fits").toEqual(["GOV-5"]);
    click(button(/^Day$/));
    expect(all<HTMLInputElement>("aside input")[0]?.value, "an hour less the read-out").toBe("30");
    expect(asked()).toEqual(["GOV-5", "ING-1", "GOV-6"]);
  });

  test("says how many of those here can answer, and follows who comes and leaves", async () => {
    const question = (await host.invoke("question_get", { question: "GOV-1" })) as object;
    host.answer("question_get", { ...question, ...bare, roleIds: ["finance"] });
    host.answer("record_set", ({ uid, value }: { uid: string; value: unknown }) => {
      const people = view.people.map((one) => (one.uid === uid ? { ...one, isAbsent: value === true } : one));
      view = { ...view, people };
      return {};
    });
    await panel();
    click(button(/^People/));
    expect(text("aside [role=tabpanel] > p")).toBe("1 of 3 here can answer GOV-1");
    const before = host.requests("assess_get").length;
    const ben = all<HTMLInputElement>("aside li input")[1];
    expect(ben?.checked).toBe(false);
    click(ben as Element);
    await settled();
    expect(host.requests("record_set")).toEqual([
      { kind: "participants", uid: "uid-Ben", field: "is_absent", value: false },
    ]);
    expect(text("aside [role=tabpanel] > p")).toBe("2 of 4 here can answer GOV-1");
    expect(host.requests("assess_get").length, "the votes row follows").toBeGreaterThan(before);
  });

  test("changes a role; what is refused goes back and says why", async () => {
    host.answer("record_set", {});
    await panel();
    click(button(/^People/));
    const role = () => all<HTMLSelectElement>("aside li select")[2] as HTMLSelectElement;
    expect(role().value).toBe("");
    const choose = (value: string) => {
      role().value = value;
      role().dispatchEvent(new Event("change", { bubbles: true }));
    };
    choose("executive");
    await settled();
    expect(host.requests("record_set")).toEqual([
      { kind: "participants", uid: "uid-Cleo", field: "role", value: "executive" },
    ]);
    host.fail("record_set", { code: "documentReadOnly", message: "the file is read only", help: "" });
    choose("finance");
    await settled();
    expect(role().value).toBe("");
    expect(toasts.list.at(-1)?.text).toContain("read only");
  });

  test("adds somebody who joins, with undo", async () => {
    host.answer("record_add", () => {
      view = { ...view, people: [...view.people, person("Eve", "")] };
      return { uid: "uid-Eve", code: "PAR-5", title: "Eve", values: {}, unknown: 0 };
    });
    await panel();
    click(button(/^People/));
    click(button(/^Add somebody/));
    await settled();
    expect(document.activeElement?.tagName).toBe("INPUT");
    type("Eve");
    one<HTMLFormElement>("aside form").requestSubmit();
    await settled();
    expect(host.requests("record_add")).toEqual([{ kind: "participants", values: { name: "Eve" } }]);
    expect(toasts.list.at(-1)).toMatchObject({ text: "Eve joined", action: { label: words.undo } });
    expect(all("aside form")).toHaveLength(0);
  });

  test("a slot of an anonymous engagement has a role and no name", async () => {
    host.answer("profile_get", { fields: [], values: { is_anonymous: true } });
    await panel();
    click(button(/^People/));
    click(button(/^Add a slot/));
    await settled();
    expect(all("aside form input")).toHaveLength(0);
    one<HTMLFormElement>("aside form").requestSubmit();
    await settled();
    expect(text("aside form")).toContain("Choose a role.");
    expect(host.requests("record_add")).toHaveLength(0);
  });
});

describe("the proposal", () => {
  const showModal = HTMLDialogElement.prototype.showModal;
  afterEach(() => (HTMLDialogElement.prototype.showModal = showModal));

  test("starts from what is planned and not begun, says what it replaces, and can be undone", async () => {
    await open();
    host.answer("agenda_propose", () => view);
    render(ProposeAgenda, {});
    click(button(/^Propose an agenda/));
    await settled();
    const minutes = () => one<HTMLInputElement>("dialog input").value;
    expect(minutes(), "the one section that has not started").toBe("30");
    expect(text("dialog form")).toContain("It takes the place of 1 section that has not started.");
    expect(text("dialog form")).toContain("2 sections that have started stay as they are.");
    click(button(/^3 h/));
    expect(minutes()).toBe("180");
    click(button(/^Propose$/));
    await settled();
    expect(host.requests("agenda_propose")).toEqual([{ minutes: 180 }]);
    expect(toasts.list.at(-1)).toMatchObject({
      text: "1 section proposed, 30 min",
      action: { label: words.undo },
    });
  });

  test("a refusal is told at the field, and nothing is replaced", async () => {
    view = underWay({ sections: [], clock: null });
    await open();
    host.fail("agenda_propose", {
      code: "invalidValue",
      message: "5 minutes cannot be planned",
      help: "30 to 720 minutes",
    });
    render(ProposeAgenda, {});
    click(button(/^Propose an agenda/));
    await settled();
    expect(one<HTMLInputElement>("dialog input").value).toBe("240");
    click(button(/^Propose$/));
    await settled();
    expect(text("dialog form")).toContain("5 minutes cannot be planned. 30 to 720 minutes.");
    expect(all("dialog[open]")).toHaveLength(1);
  });
});

test("what a role can answer is listed by dimension; an unknown role answers nothing", async () => {
  const { dimensions } = (await host.invoke("assess_get", {})) as {
    dimensions: { id: string; questions: { id: string }[] }[];
  };
  const asked = dimensions.reduce((sum, one) => sum + one.questions.length, 0);
  const shown = render(CanAnswer, {
    person: person("Ana", "executive", { canAnswer: ["GOV-1", "GOV-3"] }),
    dimensions: dimensions as never,
  });
  expect(one("h3", shown).textContent).toBe(`Can answer 2 of ${asked} questions`);
  expect(all("a", shown).map((link) => link.getAttribute("href"))).toEqual([
    "#/assess?question=GOV-1",
    "#/assess?question=GOV-3",
  ]);
  const unknown = render(CanAnswer, { person: person("Cleo", ""), dimensions: dimensions as never });
  expect(unknown.textContent).toContain("The role is unknown");
});
