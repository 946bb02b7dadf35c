import { flushSync } from "svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { toasts } from "../src/components/toasts.svelte";
import { drafts, openDocument } from "../src/features/document";
import type { Assess as Controller } from "../src/features/assess/assess.svelte";
import { readRow } from "../src/features/assess/row";
import ShortOfTime from "../src/features/assess/ShortOfTime.svelte";
import { arrival } from "../src/frame/arrival.svelte";
import { frame } from "../src/frame/frame.svelte";
import type { DocumentView } from "../src/ipc/generated/DocumentView";
import { setHost } from "../src/ipc/host";
import { keys } from "../src/keys.svelte";
import { router } from "../src/router.svelte";
import { theme } from "../src/theme.svelte";
import Assess from "../src/views/Assess.svelte";
import { words } from "../src/words/en";
import type { FakeHost } from "./host.fake";
import { all, clear, click, one, press, render, type } from "./render";
import { workshop, type WorkshopOptions } from "./workshop";

let host: FakeHost;

/** Shows the assessment at a question and waits until it is there. */
async function at(question: string | null, options: WorkshopOptions = {}): Promise<void> {
  host = workshop(options);
  setHost(host);
  router.go("assess", question ? { question } : {});
  window.addEventListener("keydown", keys.handle);
  render(Assess, {});
  await settled();
}
async function settled(): Promise<void> {
  for (let turn = 0; turn < 80; turn += 1) await Promise.resolve();
  await vi.waitFor(() => one("h1"));
  flushSync();
}
const text = (selector: string) => one(selector).textContent?.replace(/\s+/g, " ").trim() ?? "";
const checked = () => all(".levels [aria-checked=true]").map((row) => row.textContent ?? "");
/** As Enter does in a field of the form. */
const keep = () => {
  one<HTMLFormElement>("form").requestSubmit();
  flushSync();
};
const cell = (initials: string) =>
  all("[data-person]").find((button) => button.textContent?.includes(initials)) as HTMLElement;

beforeEach(() => {
  window.removeEventListener("keydown", keys.handle);
  toasts.list = [];
  openDocument.view = null;
  frame.isOpen = true;
  theme.choose("light");
  router.go("start");
});

test("the address says which question is asked", async () => {
  await at("GOV-1");
  expect(text("h1")).toBe("Who answers for each critical dataset?");
  expect(checked()[0]).toMatch(/3.*Defined.*Consensus/s);
});

test("without an address the work goes on where it was left, in another document at the first open question", async () => {
  await at("GOV-3");
  clear();
  await at(null);
  expect(host.requests("question_get")[0]).toEqual({ question: "GOV-3" });
  clear();
  openDocument.view = (await host.invoke("document_get", {})) as DocumentView;
  await at(null, { empty: true });
  expect(host.requests("question_get")[0]).toEqual({ question: "ING-1" });
});

test("J and K walk through the questions and stop at the ends", async () => {
  await at("GOV-1");
  press("j");
  await settled();
  expect(router.params).toEqual({ question: "GOV-2" });
  expect(text("h1")).toMatch(/^How are disagreements/);
  press("k");
  press("ArrowLeft");
  await settled();
  expect(router.params.question).toBe("CNS-8");
});

test("a typed row shows who gets what, and Enter records it", async () => {
  await at("GOV-4");
  press("v");
  type("3 2 4 - n");
  expect(text(".echo")).toBe("AK3MR2LV4SO–TInJB DH PN CW");
  press("Enter");
  expect(one("#finding").textContent, "painted before the application has answered").toBe(
    "5 of 9 have voted",
  );
  await settled();
  expect(host.requests("votes_record")).toEqual([{ question: "GOV-4", row: "3 2 4 - n" }]);
  expect(document.activeElement, "letters are keys again").toBe(document.body);
});

test("what is no vote is said in one line and not sent", async () => {
  await at("GOV-4");
  press("v");
  type("3 6");
  expect(text(".problem")).toBe(
    "“6” is not a vote. Type 1 to 5, - for don’t know, n for not applicable, or . for no vote.",
  );
  press("Enter");
  await settled();
  expect(host.requests("votes_record")).toHaveLength(0);
});

test("digits, - and n in the votes field never settle or open a note", async () => {
  await at("GOV-4");
  press("v");
  for (const key of ["3", "-", "n", "j"]) press(key);
  expect(all("form, .note")).toHaveLength(0);
  expect(router.params.question).toBe("GOV-4");
});

test("votes and all that follows from them stay hidden until revealed", async () => {
  await at("GOV-4");
  press("v");
  type("2 2 5");
  press("Enter");
  await settled();
  expect(all(".levels [role=img]")).toHaveLength(0);
  expect(checked()).toHaveLength(0);
  expect(text("#outcome")).toBe("No consensus yet");
  expect(text(".cells")).not.toMatch(/\d/);
  press("g");
  expect(one("aside [aria-current] [role=img]").getAttribute("aria-label")).toBe("open");
  press("r");
  flushSync();
  expect(all(".levels [role=img]").map((dot) => dot.getAttribute("aria-label"))).toEqual([
    "Anna Keller, business",
    "Marc Renaud, business",
    "Lena Vogt, technology",
  ]);
  expect(checked()[0]).toMatch(/2.*Emerging.*Derived/s);
  await settled();
  expect(host.requests("votes_reveal")).toEqual([{ question: "GOV-4" }]);
});

test("a cell takes a digit, don't know, certainty and taking back", async () => {
  await at("GOV-3");
  cell("TI").focus();
  flushSync();
  press("4");
  expect(cell("TI").textContent).toContain("4");
  press("g");
  press("ArrowRight");
  press("-");
  press("Backspace");
  await settled();
  const sent = host.requests("vote_record") as {
    participant: string;
    choice: string | null;
    certainty: string | null;
  }[];
  expect(sent.map(({ participant, choice, certainty }) => [participant, choice, certainty])).toEqual([
    ["person-5", "level", null],
    ["person-5", "level", "guess"],
    ["person-8", "dont_know", null],
    ["person-8", null, null],
  ]);
});

test("not applicable asks one participant for a reason first", async () => {
  await at("GOV-3");
  cell("CW").focus();
  flushSync();
  press("n");
  expect(host.requests("vote_record")).toHaveLength(0);
  expect((document.activeElement as HTMLInputElement).placeholder).toBe(
    "Why it does not apply, says Chris Wu",
  );
  type("no personal data in finance");
  one<HTMLFormElement>(".line form").requestSubmit();
  await settled();
  expect(host.requests("vote_record")[0]).toMatchObject({
    choice: "not_applicable",
    reason: "no personal data in finance",
  });
});

test("a digit outside the votes field settles at once, and the reason is typed", async () => {
  await at("GOV-2");
  press("4");
  expect(checked()[0], "painted at once").toMatch(/Managed.*Consensus/s);
  expect(text("#outcome")).toBe("Consensus 4, managed");
  press("u");
  expect(checked()[0], "letters are text here").toMatch(/Managed.*Consensus/s);
  type("two cases were shown");
  keep();
  await settled();
  expect(host.requests("consensus_settle")).toEqual([
    { question: "GOV-2", choice: "level", level: 4, reason: "", dissent: "" },
    { question: "GOV-2", choice: "level", level: 4, reason: "two cases were shown", dissent: "" },
  ]);
  press("u");
  await settled();
  expect(checked()[0]).toMatch(/Emerging.*Derived/s);
});

test("a digit, Enter and J is the fast way on", async () => {
  await at("GOV-2");
  press("4");
  keep();
  expect(document.activeElement, "the keyboard is the commands' again").toBe(document.body);
  press("j");
  await settled();
  expect(router.params.question).toBe("GOV-3");
  expect(host.requests("consensus_settle")).toHaveLength(1);
});

test("a digit in the reason is text, and what is typed waits behind Escape for the next level", async () => {
  await at("GOV-2");
  press("4");
  expect(document.activeElement?.tagName).toBe("INPUT");
  expect(press("3").defaultPrevented, "a reason may begin with a digit").toBe(false);
  expect(text("#outcome")).toBe("Consensus 4, managed");
  type("4 of 6 said so");
  press("Escape");
  press("3");
  expect((document.activeElement as HTMLInputElement).value).toBe("4 of 6 said so");
  keep();
  await settled();
  expect(host.requests("consensus_settle")).toMatchObject([
    { level: 4, reason: "" },
    { level: 3, reason: "" },
    { level: 3, reason: "4 of 6 said so" },
  ]);
});

test("Enter keeps the level also when the focus has left its form", async () => {
  await at("GOV-2");
  press("4");
  (document.activeElement as HTMLElement).blur();
  press("Enter");
  expect(all("form")).toHaveLength(0);
  expect(text("#outcome")).toBe("Consensus 4, managed");
});

test("undo in an empty reason takes the settling back, and nothing settles it again", async () => {
  await at("GOV-2");
  const run = () => void openDocument.undo();
  const unbind = keys.add({ name: "Document", bindings: [{ key: "mod+z", label: "Undo", run }] });
  host.answer("change_undo", async () => {
    const request = { question: "GOV-2", choice: null, level: null, reason: "", dissent: "" };
    await host.invoke("consensus_settle", request);
    return { label: "Settle GOV-2", document: await host.invoke("document_get", {}) };
  });
  press("4");
  await settled();
  press("z", { ctrlKey: true });
  await settled();
  unbind();
  expect(all("form")).toHaveLength(0);
  expect(checked()[0]).toMatch(/Emerging.*Derived/s);
  press("j");
  await settled();
  expect(
    host.requests("consensus_settle").map((request) => (request as { level: number | null }).level),
  ).toEqual([4, null]);
});

test("a reason that was typed is stored when the question or the step is left", async () => {
  await at("GOV-2");
  press("2");
  type("nobody objected");
  router.go("assess", { question: "GOV-3" });
  await settled();
  expect(host.requests("consensus_settle").at(-1)).toMatchObject({
    question: "GOV-2",
    level: 2,
    reason: "nobody objected",
  });
  press("5");
  type("seen at work");
  clear();
  await vi.waitFor(() =>
    expect(host.requests("consensus_settle").at(-1)).toMatchObject({
      question: "GOV-3",
      reason: "seen at work",
    }),
  );
});

test("Escape leaves a settled level without a reason", async () => {
  await at("GOV-2");
  press("5");
  type("they say");
  press("Escape");
  await settled();
  expect(all("form")).toHaveLength(0);
  expect(checked()[0]).toMatch(/Optimising.*Consensus/s);
  expect(host.requests("consensus_settle")).toHaveLength(1);
});

test("why a question does not apply never begins with the reason of a level", async () => {
  await at("GOV-2");
  press("4");
  type("two cases were shown");
  keep();
  press("N", { shiftKey: true });
  expect((document.activeElement as HTMLInputElement).value).toBe("");
});

test("that a question does not apply is settled with a reason only", async () => {
  await at("GOV-2");
  press("N", { shiftKey: true });
  one<HTMLFormElement>("form").requestSubmit();
  flushSync();
  expect(host.requests("consensus_settle")).toHaveLength(0);
  expect(text("form")).toContain("Say why the question does not apply");
  type("one company, one department");
  one<HTMLFormElement>("form").requestSubmit();
  await settled();
  expect(text("#outcome")).toBe("Does not apply here");
});

test("a refused change is put back and told", async () => {
  await at("GOV-2");
  host.fail("consensus_settle", { code: "internal", message: "The disk is full", help: "Free some space" });
  press("5");
  expect(checked()[0]).toMatch(/Optimising/);
  await settled();
  expect(checked()[0], "back to what is confirmed").toMatch(/Emerging.*Derived/s);
  expect(toasts.list[0]?.text).toContain("The disk is full. Free some space");
  expect(frame.saveState).toBe("notSaved");
});

test("two quick votes keep the later one although the first answer arrives between them", async () => {
  await at("GOV-3");
  cell("AK").focus();
  press("5");
  press("1");
  await settled();
  expect(cell("AK").textContent).toContain("1");
  expect(host.requests("vote_record")).toMatchObject([{ level: 5 }, { level: 1 }]);
});

test("a refused row comes back to its field with the reason", async () => {
  await at("GOV-4");
  host.fail("votes_record", {
    code: "invalidValue",
    message: "the row has 9 votes, but 8 people are here",
    help: "",
  });
  press("v");
  type("3 3");
  press("Enter");
  await settled();
  expect(one<HTMLInputElement>(".field input").value).toBe("3 3");
  expect(text(".problem")).toBe("The row has 9 votes, but 8 people are here.");
  expect(toasts.list, "it is said once").toEqual([]);
});

test("levels are settled without any participants", async () => {
  await at("GOV-1", { withoutPeople: true });
  expect(text("#finding")).toBe("No participants yet");
  expect(one("section a").getAttribute("href")).toBe("#/brief");
  click(all(".levels [role=radio]")[1] as Element);
  await settled();
  expect(text("#outcome")).toBe("Consensus 2, emerging");
});

test("a quote is captured with its speaker, listed, and removed with a way back", async () => {
  await at("GOV-1");
  press("q");
  type("We ask Marc.");
  one<HTMLFormElement>("form").requestSubmit();
  await settled();
  expect(host.requests("capture_add")[0]).toEqual({
    question: "GOV-1",
    kind: "quote",
    text: "We ask Marc.",
    person: "",
    hasConsent: false,
    due: "",
  });
  expect(text("section li .text")).toBe("“We ask Marc.” not to be quoted");
  expect(text("[data-form=quote]"), "one can tell that it was kept").toBe("QQuote 1 kept");
  expect(text(".capture [role=status]")).toBe("Quote kept");
  expect(text("[data-form=risk]")).toBe("XRisk");
  click(one('[aria-label="Remove We ask Marc."]'));
  expect(all("section li .text")).toHaveLength(0);
  await settled();
  expect(toasts.list[0]?.action?.label).toBe("Undo");
});

test("a kept note is counted and confirmed, until something else is done", async () => {
  await at("GOV-2");
  press("n");
  type("The minutes are not kept");
  press("Enter", { ctrlKey: true });
  await settled();
  expect(text("[data-form=note]")).toBe("NNote 1 kept");
  press("q");
  expect(text("[data-form=note]")).toBe("NNote 1");
});

test("one level among several votes has no spread", async () => {
  await at("GOV-4");
  press("v");
  type("4 - -");
  press("Enter");
  await settled();
  press("r");
  await settled();
  expect(text(".groups + .line > .quiet")).toBe("3 of 9 voted. 2 don’t know (–)");
});

test("a half-typed capture waits until its form is opened again", async () => {
  await at("GOV-1");
  press("p");
  type("Who pays for");
  const button = one("[data-form=parking]");
  click(button);
  expect(all("form")).toHaveLength(0);
  click(button);
  expect(one<HTMLInputElement>("form input").value).toBe("Who pays for");
});

test("evidence is added with its strength", async () => {
  await at("GOV-2");
  press("e");
  type("Minutes of March");
  one<HTMLFormElement>("form").requestSubmit();
  await settled();
  expect(host.requests("evidence_add")[0]).toMatchObject({
    title: "Minutes of March",
    strength: "stated",
    date: "",
  });
  expect(text("dl")).toContain("stated: Minutes of March");
  expect(text("[data-form=evidence]")).toBe("EEvidence 1 kept");
});

test("! flags, T sets a target with its reason", async () => {
  await at("GOV-2");
  press("!");
  expect(text(".capture [aria-pressed]")).toContain("Flagged");
  press("t");
  one<HTMLFormElement>("form").requestSubmit();
  flushSync();
  expect(text("form")).toContain("Say why");
  type("the board wants it");
  one<HTMLFormElement>("form").requestSubmit();
  await settled();
  expect(host.requests("answer_set")[0]).toMatchObject({ isFlagged: true, note: null, privateNote: null });
  expect(host.requests("target_set")).toEqual([
    { question: "GOV-2", level: 3, reason: "the board wants it" },
  ]);
});

test("one Escape gives a row up and leaves the field", async () => {
  await at("GOV-4");
  press("v");
  type("3 2");
  press("Escape");
  expect(one<HTMLInputElement>(".field input").value).toBe("");
  expect(document.activeElement, "letters are keys again").toBe(document.body);
  expect(drafts.places).toEqual([]);
  press("j");
  await settled();
  expect(router.params.question).toBe("GOV-5");
});

describe("what is typed and not stored", () => {
  const again = async (question: string) => {
    clear();
    await at(question);
  };
  const refuse = (command: string) =>
    host.fail(command, { code: "notWritable", message: "there is no space left", help: "free some" });
  const note = () => document.body.textContent?.includes("Typed earlier, not stored yet") ?? false;

  test("a row of votes stays with its question", async () => {
    await at("GOV-4");
    press("v");
    type("3 2");
    router.go("assess", { question: "GOV-3" });
    await settled();
    expect(one<HTMLInputElement>(".field input").value).toBe("");
    router.go("assess", { question: "GOV-4" });
    await settled();
    expect(one<HTMLInputElement>(".field input").value).toBe("3 2");
    expect(note()).toBe(true);
    press("v");
    press("Enter");
    await settled();
    expect(host.requests("votes_record")).toEqual([{ question: "GOV-4", row: "3 2" }]);
    expect(drafts.places).toEqual([]);
  });

  test("a form opens again with its content, and leaves the keyboard to the commands", async () => {
    await at("GOV-1");
    press("q");
    type("We ask Marc.");
    await again("GOV-1");
    expect(one<HTMLInputElement>("form input").value).toBe("We ask Marc.");
    expect(note()).toBe(true);
    expect(document.activeElement).toBe(one("main"));
    press("q");
    expect(document.activeElement).toBe(one("form input"));
    one<HTMLFormElement>("form").requestSubmit();
    await settled();
    expect(host.requests("capture_add")).toMatchObject([{ kind: "quote", text: "We ask Marc." }]);
    expect(drafts.places).toEqual([]);
    expect(all("form")).toHaveLength(0);
  });

  test("the first Escape gives up what came back, the next closes the form", async () => {
    await at("GOV-1");
    press("x");
    type("Marc leaves");
    await again("GOV-1");
    press("x");
    press("Escape");
    expect(one<HTMLInputElement>("form input").value).toBe("");
    expect(drafts.places).toEqual([]);
    press("Escape");
    expect(all("form")).toHaveLength(0);
  });

  test("another form tells at its button that something waits", async () => {
    await at("GOV-1");
    press("x");
    type("Marc leaves");
    click(one("[data-form=evidence]"));
    type("Minutes of March");
    await again("GOV-1");
    expect(text("[data-form=evidence]")).toMatch(/begun$/);
    press("e");
    flushSync();
    expect(one<HTMLInputElement>("form input").value).toBe("Minutes of March");
    expect(text("[data-form=risk]")).toBe("XRisk begun");
  });

  test("why a target differs is there again with the level that was chosen", async () => {
    await at("GOV-2");
    press("t");
    click(all("form [role=radio]")[4] as Element);
    one<HTMLInputElement>("form input").focus();
    type("the board wants it");
    await again("GOV-2");
    one<HTMLFormElement>("form").requestSubmit();
    await settled();
    expect(host.requests("target_set")).toEqual([
      { question: "GOV-2", level: 5, reason: "the board wants it" },
    ]);
  });

  test("a reason waits until somebody looks at it, and is stored when that is asked", async () => {
    await at("GOV-2");
    press("N", { shiftKey: true });
    type("one comp");
    const kept = drafts.at("question//GOV-2/settle").text ?? "";
    // Leaving would store it; a stop does not.
    press("Escape");
    drafts.at("question//GOV-2/settle").keep(kept);
    await again("GOV-2");
    expect(one<HTMLInputElement>("form input").value).toBe("one comp");
    expect(note()).toBe(true);
    press("j");
    await settled();
    expect(router.params.question).toBe("GOV-3");
    expect(host.requests("consensus_settle")).toEqual([]);
    press("k");
    await settled();
    expect(one<HTMLInputElement>("form input").value).toBe("one comp");
    keep();
    await settled();
    expect(host.requests("consensus_settle")).toMatchObject([
      { question: "GOV-2", choice: "not_applicable", reason: "one comp" },
    ]);
    expect(drafts.places).toEqual([]);
  });

  test("a level proposed over a reason that came back takes the words along, and settles without them", async () => {
    drafts.at("question//GOV-2/settle").keep(JSON.stringify({ level: "3", reason: "they sho", dissent: "" }));
    await at("GOV-2");
    press("4");
    await settled();
    expect(one<HTMLInputElement>("form input").value).toBe("they sho");
    expect(host.requests("consensus_settle")).toMatchObject([{ level: 4, reason: "" }]);
    expect(drafts.at("question//GOV-2/settle").text).not.toBeNull();
  });

  test("the private note opens the card, and other changes do not throw it away", async () => {
    drafts.at("question//GOV-2/private").keep("Let the stores");
    await at("GOV-2");
    expect(one<HTMLTextAreaElement>("aside textarea").value).toBe("Let the stores");
    press("!");
    await settled();
    expect(one<HTMLTextAreaElement>("aside textarea").value).toBe("Let the stores");
    one("aside textarea").focus();
    one("aside textarea").blur();
    await settled();
    expect(host.requests("answer_set").at(-1)).toMatchObject({ privateNote: "Let the stores" });
    expect(drafts.places).toEqual([]);
  });

  test("a question of another pack with the same id is another one", async () => {
    const packs = (current: string) =>
      ["a", "b"].map((id) => ({ id, title: id, isLens: false, isCurrent: id === current }));
    const view = (await workshop().invoke("document_get", {})) as DocumentView;
    openDocument.view = { ...view, assessments: packs("a") };
    await at("GOV-1");
    press("q");
    type("We ask Marc.");
    openDocument.take({ ...view, assessments: packs("b") });
    await settled();
    expect(all("form")).toHaveLength(0);
    openDocument.take({ ...view, assessments: packs("a") });
    await settled();
    expect(one<HTMLInputElement>("form input").value).toBe("We ask Marc.");
  });

  test("a note that is refused stays open with the reason, and can be tried again", async () => {
    await at("GOV-2");
    refuse("capture_add");
    press("n");
    type("The minutes are not kept");
    press("Enter", { ctrlKey: true });
    await settled();
    expect(one<HTMLTextAreaElement>("form textarea").value).toBe("The minutes are not kept");
    expect(text("form")).toContain("There is no space left. Free some.");
    expect(toasts.list).toEqual([]);
    host.answer("capture_add", workshop().invoke.bind(workshop(), "capture_add"));
    press("Enter", { ctrlKey: true, on: one("form textarea") });
    await settled();
    expect(all("form")).toHaveLength(0);
    expect(drafts.places).toEqual([]);
  });

  test("a reason that is refused is told once, in its form", async () => {
    await at("GOV-2");
    press("4");
    await settled();
    refuse("consensus_settle");
    type("two cases were shown");
    keep();
    await settled();
    expect(one<HTMLInputElement>("form input").value).toBe("two cases were shown");
    expect(text("form")).toContain("There is no space left. Free some.");
    expect(toasts.list).toEqual([]);
  });

  test("why somebody does not vote stays open where it is refused", async () => {
    await at("GOV-3");
    refuse("vote_record");
    cell("CW").focus();
    flushSync();
    press("n");
    type("no personal data");
    one<HTMLFormElement>(".line form").requestSubmit();
    await settled();
    expect(one<HTMLInputElement>(".line form input").value).toBe("no personal data");
    expect(text(".line form")).toContain("There is no space left. Free some.");
    expect(toasts.list).toEqual([]);
  });
});

describe("in a document that can only be read", () => {
  beforeEach(() => {
    const isReadOnly = vi.spyOn(openDocument, "isReadOnly", "get").mockReturnValue(true);
    return () => isReadOnly.mockRestore();
  });

  test("nothing is offered that would change it", async () => {
    await at("GOV-1");
    expect(all(".capture, .field input, .ways:not([hidden])")).toHaveLength(0);
    expect(all('[aria-label^="Remove"], [aria-label="Edit the note"]')).toHaveLength(0);
    expect(all(".levels [role=radio]").map((row) => row.getAttribute("aria-disabled"))).toEqual(
      Array(5).fill("true"),
    );
    press("f");
    expect(one<HTMLTextAreaElement>("aside textarea").readOnly).toBe(true);
    cell("AK").focus();
    flushSync();
    expect(all(".line [role=radio], .line button")).toHaveLength(0);
  });

  test("keys and rows that would change it say once that it cannot be changed", async () => {
    await at("GOV-2");
    for (const key of ["3", "n", "p", "d", "q", "x", "a", "e", "t", "i", "v", "r", "u", "!"]) press(key);
    press("N", { shiftKey: true });
    click(all(".levels [role=radio]")[2] as Element);
    cell("AK").focus();
    flushSync();
    for (const key of ["5", "-", "n", "Backspace"]) press(key);
    await settled();
    expect(toasts.list.map((toast) => toast.text)).toEqual(["This document can only be read"]);
    expect(all("form, .note")).toHaveLength(0);
    expect(checked()[0], "as it was").toMatch(/Emerging.*Derived/s);
    const changes = host.asked.filter(({ name }) => !/_get$/.test(name));
    expect(changes).toEqual([]);
  });

  test("the sheet of keys offers only what works", async () => {
    await at("GOV-2");
    const offered = keys.active.flatMap(({ bindings }) => bindings.filter((binding) => !binding.hidden));
    expect(offered.map(({ key }) => key)).toEqual(["j", "k", "o", "g", "f", "w", "l", "h"]);
  });
});

test("G lists the questions with their state; a link opens one", async () => {
  await at("GOV-2");
  press("g");
  expect(one("aside [aria-current]").textContent).toContain("GOV-2");
  expect(one("aside [aria-current]").getAttribute("href")).toBe("#/assess?question=GOV-2");
  press("4");
  keep();
  await settled();
  expect(one("aside [aria-current] [role=img]").getAttribute("aria-label")).toBe("Level 4, Managed");
});

test("a row leaves out those who are not in the room", () => {
  const person = (uid: string, isAbsent: boolean) => ({
    uid,
    code: uid,
    initials: uid,
    name: uid,
    role: "",
    roleTitle: "",
    side: "business" as const,
    isAbsent,
    canAnswer: [],
  });
  const people = [person("A", false), person("B", true), person("C", false)];
  expect(readRow("3,N", people).marks.map((mark) => [mark.participant.uid, mark.sign])).toEqual([
    ["A", "3"],
    ["C", "n"],
  ]);
  expect(readRow("3 3 3", people).problem).toBe("3 votes for 2 people in the room.");
});

test("one who is led to typed text finds its form open and the keyboard there", async () => {
  await at("GOV-4");
  const placeOf = (form: string) => `question//GOV-4/${form}`;
  const led = async (form: string) => {
    arrival.to(placeOf(form));
    flushSync();
    await settled();
    expect(arrival.place).toBeNull();
    return document.activeElement;
  };
  expect(await led("votes")).toBe(one(".field input"));
  expect((await led("note"))?.tagName).toBe("TEXTAREA");
  expect(await led("capture/quote")).toBe(one("form input"));
  expect((await led("private"))?.getAttribute("aria-label")).toBe(words.assess.card.privateNote);
});

test("when time is short it lists as many questions as there are minutes for", () => {
  const next = Array.from({ length: 9 }, (_, at) => ({
    id: `Q-${at + 1}`,
    shortTitle: `Question ${at + 1}`,
    why: "It weighs most",
  }));
  render(ShortOfTime, { assess: { overview: { next } } as unknown as Controller });
  const listed = () => all("li a").map((link) => link.getAttribute("href"));
  expect(listed(), "25 minutes of 6 each").toHaveLength(4);
  expect(listed()[0]).toBe("#/assess?question=Q-1");
  const [minutes, each] = all<HTMLInputElement>("details input");
  const enter = (input: HTMLInputElement | undefined, typed: string) => {
    if (!input) return;
    input.focus();
    input.value = typed;
    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
    press("Enter");
  };
  enter(minutes, "60");
  expect(listed(), "no more than there are").toHaveLength(9);
  enter(each, "20");
  expect(listed()).toHaveLength(3);
  enter(minutes, "");
  expect(listed()).toHaveLength(0);
});

test("where no question comes next, nobody is asked for minutes", () => {
  render(ShortOfTime, { assess: { overview: { next: [] } } as unknown as Controller });
  expect(all("details")).toHaveLength(0);
});
