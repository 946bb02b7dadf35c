import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { toasts } from "../src/components/toasts.svelte";
import { openDocument } from "../src/features/document";
import { room, RoomMenu } from "../src/features/room";
import { frame } from "../src/frame/frame.svelte";
import type { DocumentView } from "../src/ipc/generated/DocumentView";
import type { RoomQuestion } from "../src/ipc/generated/RoomQuestion";
import type { RoomSettings } from "../src/ipc/generated/RoomSettings";
import type { RoomShow } from "../src/ipc/generated/RoomShow";
import type { RoomView } from "../src/ipc/generated/RoomView";
import type { RoomVotes } from "../src/ipc/generated/RoomVotes";
import { setHost } from "../src/ipc/host";
import { keys } from "../src/keys.svelte";
import { grow } from "../src/room/grow";
import Room from "../src/room/Room.svelte";
import { router } from "../src/router.svelte";
import Assess from "../src/views/Assess.svelte";
import { FakeHost } from "./host.fake";
import { all, click, one, press, render } from "./render";
import { workshop } from "./workshop";

const text = (element: Element = document.body) => element.textContent?.replace(/\s+/g, " ").trim() ?? "";
async function settle() {
  for (let turn = 0; turn < 80; turn += 1) await Promise.resolve();
  flushSync();
}

const levels = ["Ad hoc", "Emerging", "Defined", "Managed", "Optimising"].map((name, at) => ({
  level: at + 1,
  name,
  text: `What ${name.toLowerCase()} looks like.`,
}));
const votes: RoomVotes = {
  dots: [
    { level: 2, side: "business", name: "" },
    { level: 2, side: null, name: "" },
    { level: 4, side: "technology", name: "" },
  ],
  dontKnow: 1,
  notApplicable: 0,
  spread: [2, 4],
  finding: "Technology places it two levels above business",
  consensus: { kind: "level", level: 2, levelName: "Emerging", isSettled: false },
};
const question: RoomQuestion = {
  id: "GOV-1",
  dimensionTitle: "Ownership and governance",
  index: 1,
  count: 6,
  language: "en",
  isFallback: false,
  text: "Who answers for each critical dataset?",
  levels,
  voted: 5,
  present: 8,
  votes: null,
};
const nothing: RoomView = {
  isBlank: false,
  theme: "light",
  language: "en",
  client: "Meridian Outfitters",
  packTitle: "Data strategy diagnostic",
  scene: "welcome",
  question: null,
  maturity: null,
  breakEndsAt: null,
};
const radar = (at: number) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path class="stroke-ink" d="M0 0L${at} 4"/></svg>`;
const maturity = {
  headline: "Governance trails technology by 1.2 levels",
  overall: { score: 2.44, attained: 2, band: [1.9, 3.1] as [number, number], coverage: 0.8, confidence: 0.6 },
  scale: ["Ad hoc", "Optimising"],
  levelName: "Emerging",
  answered: 45,
  asked: 60,
  radar: { title: "", svg: radar(2), alt: "Radar of ten dimensions" },
  findings: [],
  decisions: [],
};

describe("what the room sees", () => {
  let host: FakeHost;
  async function see(view: Partial<RoomView>): Promise<void> {
    host = new FakeHost().answer("room_get", { ...nothing, ...view });
    setHost(host);
    render(Room, {});
    await settle();
  }
  afterEach(() => delete document.documentElement.dataset.theme);

  test("before anything is sent, and where nothing can be sent, there is only the surface", async () => {
    setHost(new FakeHost().fail("room_get", { code: "internal", message: "it broke", help: "" }));
    render(Room, {});
    expect(text()).toBe("");
    await settle();
    expect(text()).toBe("");
  });

  test("where nothing can be shown any more, the surface comes back", async () => {
    await see({ client: "Meridian" });
    expect(text()).toContain("Meridian");
    host.tell("room", null);
    await settle();
    expect(text()).toBe("");
  });

  test("a blank screen shows nothing at all, in the room's theme", async () => {
    await see({ isBlank: true, theme: "dark" });
    expect(all("main")).toHaveLength(0);
    expect(document.documentElement.dataset.theme).toBe("dark");
  });

  test("it welcomes with client and assessment", async () => {
    await see({});
    expect(text()).toBe("Meridian Outfitters Data strategy diagnostic");
  });

  test("before the reveal it says how many have voted and gives no hint of what", async () => {
    await see({ scene: "question", question });
    expect(text(one("h1"))).toBe("Who answers for each critical dataset?");
    expect(text(one("header"))).toBe("Ownership and governance1 of 6");
    expect(all("li p")).toHaveLength(5);
    expect(text(one("section"))).toBe("5 of 8 have voted");
    expect(all("section svg")).toHaveLength(8);
    expect(all("ol [role=img], dl, .in, .agreed")).toHaveLength(0);
  });

  test("after the reveal each vote has the shape of its side, and only voted levels keep their text", async () => {
    await see({ scene: "question", question });
    host.tell("room", { ...nothing, scene: "question", question: { ...question, votes } });
    flushSync();
    const shapes = (row: Element) => all("[role=img]", row).map((mark) => mark.getAttribute("aria-label"));
    const rows = all("li");
    expect(rows.map(shapes)).toEqual([[], ["Business", "Counted hands"], [], ["Technology"], []]);
    expect(rows.map((row) => all("p", row).length)).toEqual([0, 1, 0, 1, 0]);
    expect(rows.map((row) => row.classList.contains("in"))).toEqual([false, true, true, true, false]);
    expect(text(one("section"))).toMatch(
      /^2–4 3 votes for a level, 1 don’t know Technology places it two levels/,
    );
    expect(text(), "not agreed yet").not.toContain("Consensus");
  });

  test("what was agreed is marked, and names stand only where they were sent", async () => {
    const named = votes.dots.map((dot) => ({ ...dot, name: dot.side ? "Anna Keller" : "" }));
    const consensus = { ...votes.consensus, level: 3, levelName: "Defined", isSettled: true };
    await see({ scene: "question", question: { ...question, votes: { ...votes, dots: named, consensus } } });
    expect(text(one(".agreed"))).toContain("DefinedConsensus What defined looks like.");
    expect(all(".name").map(text)).toEqual(["Anna Keller", "Anna Keller"]);
  });

  test("the scorecard: finding, level with its name, count with its total, and the radar", async () => {
    await see({ scene: "maturity", maturity });
    expect(text()).toContain("Governance trails technology by 1.2 levels");
    expect(text()).toMatch(/2\.4\s*Level 2, Emerging\s*45 of 60 answered\s*between 1\.9 and 3\.1/);
    expect(one("svg[role=img]").getAttribute("aria-label")).toBe("Radar of ten dimensions");
  });

  test("a score that rests on few answers says so, and claims no level", async () => {
    await see({ scene: "maturity", maturity: { ...maturity, answered: 1, asked: 15 } });
    expect(text(one(".overall"))).toMatch(/^2\.4 so far after 1 of 15 questions between 1\.9 and 3\.1/);
    expect(text()).not.toContain("Level 2");
    expect(text(one(".legend"))).toContain("too few answers for a score");
  });

  test("closing: what was found and decided", async () => {
    const summary = {
      ...maturity,
      findings: ["Nobody owns customer data."],
      decisions: ["Name owners in May."],
    };
    await see({ scene: "closing", maturity: summary });
    expect(all("section").map((section) => text(section))).toEqual([
      "What we found Nobody owns customer data.",
      "What was decided Name owners in May.",
    ]);
  });

  test("a break counts down by the clock and says when it is over", async () => {
    vi.useFakeTimers({ now: 1_000_000 });
    try {
      await see({ scene: "break", breakEndsAt: 1_000_000 + 61_000 });
      expect(text(one(".clock"))).toBe("1:01");
      expect(text()).toMatch(/We go on at \d\d:\d\d$/);
      vi.advanceTimersByTime(2000);
      flushSync();
      expect(text(one(".clock"))).toBe("0:59");
      vi.advanceTimersByTime(60_000);
      flushSync();
      expect(text(one("h1"))).toBe("The break is over");
    } finally {
      vi.useRealTimers();
    }
  });

  test("a change that comes before the first answer is newer than it", async () => {
    let answer: (view: RoomView) => void = () => undefined;
    host = new FakeHost().answer("room_get", () => new Promise<RoomView>((done) => (answer = done)));
    setHost(host);
    render(Room, {});
    await settle();
    host.tell("room", { ...nothing, client: "Now" });
    answer({ ...nothing, client: "Before" });
    await settle();
    expect(text()).toContain("Now");
  });
});

test("the radar grows from where it was to where it is", async () => {
  const read = (at: number) => new DOMParser().parseFromString(radar(at), "image/svg+xml").documentElement;
  const [before, after] = [read(2), read(4)];
  const end = grow(before, after);
  expect(after.querySelector("path")?.getAttribute("d")).toBe("M0.00 0.00L2.00 4.00");
  end();
  expect(after.querySelector("path")?.getAttribute("d")).toBe("M0 0L4 4");
});

describe("setting it from the laptop", () => {
  let host: FakeHost;
  let state: { isOpen: boolean; settings: RoomSettings };

  beforeEach(() => {
    state = {
      isOpen: false,
      settings: {
        scene: "welcome",
        question: "",
        breakEndsAt: null,
        isBlank: false,
        showsNames: false,
        theme: "light",
      },
    };
    Object.assign(room, { isOpen: false, settings: null, asked: null, wasClosed: false });
    toasts.list = [];
    frame.isOpen = true;
    window.removeEventListener("keydown", keys.handle);
    window.addEventListener("keydown", keys.handle);
  });

  /** Shows the control while Assess asks a question. */
  async function at(id: string, isOpen = true): Promise<void> {
    prepare(isOpen);
    openDocument.view = (await host.invoke("document_get", {})) as DocumentView;
    router.go("assess", { question: id });
    render(RoomMenu, {});
    await settle();
    room.follow(id);
    flushSync();
  }
  function prepare(isOpen: boolean): void {
    state.isOpen = isOpen;
    host = workshop({})
      .answer("room_state", () => state)
      .answer("room_open", () => (state = { ...state, isOpen: true }))
      .answer("room_close", () => (state = { ...state, isOpen: false }))
      .answer("room_show", ({ settings }: RoomShow) => (state = { ...state, settings }).settings);
    setHost(host);
  }
  const shown = () => host.requests("room_show").map((request) => (request as RoomShow).settings);
  const button = (name: string) => {
    const found = all("button").find((one) => text(one) === name);
    if (!found) throw new Error(`There is no button ${name}`);
    return found;
  };

  test("the room does not follow until it was shown a question; then it does, by nothing but the id", async () => {
    await at("GOV-1");
    room.follow("GOV-2");
    await settle();
    expect(shown()).toEqual([]);
    click(button("Show the question"));
    await settle();
    room.follow("GOV-3");
    await settle();
    expect(shown().map(({ scene, question }) => [scene, question])).toEqual([
      ["question", "GOV-2"],
      ["question", "GOV-3"],
    ]);
    expect(all("button").map(text)).not.toContain("Show the question");
  });

  test("Assess says which question is asked, and nothing of what is in it", async () => {
    prepare(true);
    router.go("assess", { question: "GOV-1" });
    render(RoomMenu, {});
    render(Assess, {});
    await vi.waitFor(() => expect(room.asked).toBe("GOV-1"));
    await settle();
    click(button("Show the question"));
    press("j");
    await vi.waitFor(() => expect(shown().map(({ question }) => question)).toEqual(["GOV-1", "GOV-2"]));
    const allowed = ["breakEndsAt", "isBlank", "question", "scene", "showsNames", "theme"];
    for (const request of host.requests("room_show") as RoomShow[]) {
      expect(Object.keys(request)).toEqual(["settings"]);
      expect(Object.keys(request.settings).toSorted()).toEqual(allowed);
    }
    expect(JSON.stringify(host.requests("room_show"))).not.toContain("Who answers");
  });

  test("B blanks the room and shows it again, and is a letter in a field", async () => {
    await at("GOV-1");
    press("b");
    expect(text(one(".menu"))).toBe("Room: blank");
    press("b");
    await settle();
    expect(shown().map((settings) => settings.isBlank)).toEqual([true, false]);
    const field = document.createElement("input");
    document.body.append(field);
    press("b", { on: field });
    expect(shown()).toHaveLength(2);
  });

  test("B says that the room is not open, and offers to open it", async () => {
    await at("GOV-1", false);
    press("b");
    expect(toasts.list.map((toast) => toast.text)).toEqual(["The room screen is not open"]);
    toasts.list[0]?.action?.run();
    await settle();
    expect(text(one(".menu"))).toBe("Room: welcome");
  });

  test("a room closed by hand says so and opens again at what is asked", async () => {
    await at("GOV-1");
    click(button("Show the question"));
    await settle();
    state = { ...state, isOpen: false };
    host.tell("room-closed", null);
    await settle();
    expect(text(one(".menu"))).toBe("Room: closed");
    expect(toasts.list.map((toast) => toast.text)).toEqual(["The room screen was closed"]);
    room.follow("GOV-2");
    toasts.list[0]?.action?.run();
    await settle();
    expect(room.isOpen).toBe(true);
    expect(state.settings.question).toBe("GOV-2");
  });

  test("a projector that goes and comes back is told", async () => {
    await at("GOV-1");
    host.tell("room-projector", false);
    host.tell("room-projector", true);
    expect(toasts.list.map((toast) => toast.text.split(".")[0])).toEqual([
      "The projector is gone",
      "The room screen fills the projector",
    ]);
  });

  test("closing it here is no news", async () => {
    await at("GOV-1");
    click(one(".menu button"));
    click(button("Close"));
    await settle();
    host.tell("room-closed", null);
    await settle();
    expect(toasts.list).toEqual([]);
    expect(room.isOpen).toBe(false);
  });

  test("a break ends as many minutes from now as were chosen", async () => {
    await at("GOV-1");
    const before = Date.now();
    click(one(".menu button"));
    click(button("Break"));
    click(button("15"));
    await settle();
    const [first, second] = shown();
    expect(first?.scene).toBe("break");
    expect(Math.round(((second?.breakEndsAt ?? 0) - before) / 60_000)).toBe(15);
  });

  test("names are off until they are allowed", async () => {
    await at("GOV-1");
    click(one(".menu button"));
    expect(state.settings.showsNames).toBe(false);
    const names = all<HTMLInputElement>(".menu input[type=checkbox]").at(-1);
    names?.click();
    await settle();
    expect(shown().at(-1)?.showsNames).toBe(true);
  });

  test("a refused setting is taken back and said", async () => {
    await at("GOV-1");
    host.fail("room_show", { code: "invalidValue", message: "no such scene", help: "choose another" });
    click(one(".menu button"));
    click(button("Dark"));
    await settle();
    expect(room.settings?.theme).toBe("light");
    expect(toasts.list).toHaveLength(1);
  });

  test("Escape closes the menu and gives the focus back", async () => {
    await at("GOV-1");
    click(one(".menu button"));
    expect(document.activeElement?.getAttribute("role")).toBe("dialog");
    press("Escape");
    expect(all("[role=dialog]")).toHaveLength(0);
    expect(document.activeElement).toBe(one(".menu button"));
  });

  test("the keyboard stays in the menu after the window was opened there, and Escape closes it from anywhere", async () => {
    await at("GOV-1", false);
    click(one(".menu button"));
    const open = button("Open the room screen");
    open.focus();
    click(open);
    await settle();
    expect(document.activeElement?.getAttribute("role")).toBe("dialog");
    (document.activeElement as HTMLElement).blur();
    press("Escape", { on: document.body });
    expect(all("[role=dialog]")).toHaveLength(0);
    expect(document.activeElement).toBe(one(".menu button"));
  });
});
