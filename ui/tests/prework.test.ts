import { flushSync } from "svelte";
import { beforeEach, describe, expect, test } from "vitest";
import { toasts } from "../src/components/toasts.svelte";
import { openDocument } from "../src/features/document";
import { Sending } from "../src/features/prework/send.svelte";
import PreworkSection from "../src/features/prework/PreworkSection.svelte";
import SendDialog from "../src/features/prework/SendDialog.svelte";
import { Taking } from "../src/features/prework/take.svelte";
import TakeDialog from "../src/features/prework/TakeDialog.svelte";
import type { PreworkLook } from "../src/ipc/generated/PreworkLook";
import type { PreworkOutcome } from "../src/ipc/generated/PreworkOutcome";
import type { PreworkPerson } from "../src/ipc/generated/PreworkPerson";
import type { PreworkReturned } from "../src/ipc/generated/PreworkReturned";
import type { PreworkTake } from "../src/ipc/generated/PreworkTake";
import type { PreworkView } from "../src/ipc/generated/PreworkView";
import type { ReturnedFile } from "../src/ipc/generated/ReturnedFile";
import type { ReturnedVote } from "../src/ipc/generated/ReturnedVote";
import { setHost } from "../src/ipc/host";
import { FakeHost } from "./host.fake";
import { all, click, one, press, render } from "./render";

const person = (uid: string, name: string, role: string): PreworkPerson => ({
  uid,
  code: uid.toUpperCase(),
  name,
  role,
  roleTitle: role,
  votes: 0,
});
const question = (id: string, isAsked = true) => ({
  id,
  shortTitle: `About ${id}`,
  text: `What of ${id}?`,
  isAsked,
  hasCard: true,
});
const view = (): PreworkView => ({
  isAnonymous: false,
  roles: [
    {
      id: "executive",
      title: "Executive",
      participants: [person("par-1", "Ana", "executive")],
      questions: ["GOV-1", "GOV-2"],
      selected: ["GOV-1"],
    },
    {
      id: "engineer",
      title: "Engineer",
      participants: [],
      questions: ["ING-1"],
      selected: ["ING-1"],
    },
  ],
  dimensions: [
    { id: "GOV", title: "Governance", questions: [question("GOV-1"), question("GOV-2", false)] },
    { id: "ING", title: "Ingestion", questions: [question("ING-1")] },
  ],
});
const vote = (id: string, state: ReturnedVote["state"], some: Partial<ReturnedVote> = {}): ReturnedVote => ({
  question: id,
  shortTitle: `About ${id}`,
  state,
  says: "",
  held: "",
  alsoIn: [],
  ...some,
});
const file = (name: string, votes: ReturnedVote[], some: Partial<ReturnedFile> = {}): ReturnedFile => ({
  path: `/in/${name}`,
  part: "",
  fileName: name,
  participant: "par-1",
  participantLabel: "PAR-1 Ana",
  matchedBy: "code",
  name: "Ana",
  code: "PAR-1",
  roleTitle: "Executive",
  pack: "data-strategy",
  packTitle: "Data strategy",
  fingerprint: `of ${name}`,
  savedAt: "",
  votes,
  unknownQuestions: 0,
  mistakes: [],
  notes: [],
  ...some,
});
const look = (files: ReturnedFile[]): PreworkLook => {
  const count = (state: ReturnedVote["state"]) =>
    files.flatMap(({ votes }) => votes).filter((one) => one.state === state).length;
  return {
    files,
    people: [person("par-1", "Ana", "executive"), person("par-2", "Ben", "engineer")],
    new: count("new"),
    same: count("same"),
    conflicts: count("conflict"),
    disputed: count("disputed"),
    open: count("open"),
    unknownQuestions: files.reduce((sum, { unknownQuestions }) => sum + unknownQuestions, 0),
    mistakes: files.flatMap(({ mistakes }) => mistakes).length,
  };
};
const outcome = (some: Partial<PreworkOutcome> = {}): PreworkOutcome => ({
  people: 1,
  written: 1,
  replaced: 0,
  same: 0,
  conflicts: 0,
  disputed: 0,
  open: 0,
  added: 0,
  left: [],
  ...some,
});
const settled = async () => {
  for (let at = 0; at < 6; at += 1) await new Promise((resume) => setTimeout(resume, 0));
  flushSync();
};

let host: FakeHost;
beforeEach(() => {
  host = new FakeHost()
    .answer("document_get", { steps: [] })
    .answer("draft_keep", {})
    .answer("dialog_open_many", ["/in/a.json"]);
  setHost(host);
  for (const { id } of toasts.list) toasts.dismiss(id);
});

describe("sending out", () => {
  test("begins with the roles that somebody has and the questions of the depth, and leaves those to the application", async () => {
    host
      .answer("dialog_open", "/out")
      .answer("prework_write", { paths: ["/out/prework-nord-executive.html"] });
    const sending = new Sending(view());
    expect(sending.chosenRoles).toEqual(["executive"]);
    expect(await sending.write({ due: "2026-03-01", note: "Guess" })).toBe(true);
    expect(host.requests("prework_write")).toEqual([
      { folder: "/out", roles: ["executive"], questions: [], due: "2026-03-01", note: "Guess" },
    ]);
    expect(sending.written).toEqual(["/out/prework-nord-executive.html"]);
  });

  test("names the questions once others are chosen, and leaves a role out that gets none of them", async () => {
    host.answer("dialog_open", "/out").answer("prework_write", { paths: [] });
    const sending = new Sending(view());
    sending.tickRole("engineer", true);
    sending.tick(["ING-1", "GOV-1"], false);
    sending.tick(["GOV-2"], true);
    expect(sending.chosenRoles).toEqual(["executive"]);
    await sending.write({ due: null, note: "" });
    expect(host.requests("prework_write")).toMatchObject([{ roles: ["executive"], questions: ["GOV-2"] }]);
  });

  test("writes nothing where no folder is chosen, and says why where it cannot", async () => {
    host.answer("dialog_open", null);
    const sending = new Sending(view());
    expect(await sending.write({ due: null, note: "" })).toBe(false);
    host
      .answer("dialog_open", "/out")
      .fail("prework_write", { code: "notWritable", message: "cannot be written", help: "" });
    expect(await sending.write({ due: null, note: "" })).toBe(false);
    expect(sending.refused?.code).toBe("notWritable");
    expect(sending.busy).toBe(false);
  });

  test("prints the form of a role, and tells where it is in the dialog", async () => {
    host.answer("dialog_save", "/out/form.pdf").answer("prework_form", { path: "/out/form.pdf" });
    render(SendDialog, { view: view(), onclose: () => undefined });
    const [form] = all<HTMLButtonElement>("dialog button").filter(
      (button) => button.title === "Printable form for Executive",
    );
    if (form) click(form);
    await settled();
    expect(host.requests("prework_form")).toMatchObject([{ role: "executive", questions: [] }]);
    expect(one("dialog footer").textContent).toContain("Written to /out/form.pdf");
  });

  test("cannot write where no role is ticked", () => {
    render(SendDialog, { view: view(), onclose: () => undefined });
    expect(one("dialog footer").textContent).toContain("Write 1 page");
    click(one("dialog fieldset input"));
    const write = all<HTMLButtonElement>("dialog footer button").at(-1);
    expect(write?.textContent).toContain("Write the pages");
    expect(write?.disabled).toBe(true);
  });
});

describe("taking returned files in", () => {
  const conflict = vote("GOV-2", "conflict", { held: "2 Emerging", says: "4 Managed" });

  test("writes nothing by looking, keeps what is there, and replaces only what is named", async () => {
    host.answer("prework_look", look([file("a.json", [vote("GOV-1", "new"), conflict])]));
    host.answer("prework_take", outcome({ conflicts: 1 }));
    const taking = new Taking();
    await taking.choose();
    expect(host.requests("prework_take")).toEqual([]);
    await taking.take();
    await taking.choose();
    const [first] = taking.contradictions;
    if (first) taking.decide(first, first.sayings[0] ?? null);
    await taking.take();
    const taken = host.requests("prework_take") as PreworkTake[];
    const files = [
      { path: "/in/a.json", part: "", participant: "par-1", fingerprint: "of a.json", isNew: false },
    ];
    const place = { pack: "data-strategy", participant: "par-1", question: "GOV-2" };
    expect(taken).toEqual([
      { files, counts: [] },
      { files, counts: [{ ...place, path: "/in/a.json", part: "" }] },
    ]);
    expect(toasts.list.at(-1)?.text).toBe("One new vote of one participant; one kept as it was.");
    expect(toasts.list.at(-1)?.action?.label).toBe("Undo");
  });

  test("looks again with whose a file is, and leaves files of nobody out", async () => {
    host.answer("prework_look", ({ chosen }: PreworkReturned) => {
      const whose = chosen.find(({ path }) => path === "/in/b.json")?.participant ?? null;
      const b = file("b.json", [vote("ING-1", whose ? "new" : "open")], {
        participant: whose,
        matchedBy: whose ? "chosen" : "nobody",
      });
      return look([file("a.json", [vote("GOV-1", "new")]), b]);
    });
    host.answer("prework_take", outcome());
    const taking = new Taking();
    await taking.choose();
    const before = openDocument.changed;
    await taking.take();
    expect(openDocument.changed).toBe(before + 1);
    await taking.choose();
    const second = taking.look?.files[1];
    if (second) await taking.assign(second, { participant: "par-2" });
    await taking.take();
    const taken = (host.requests("prework_take") as PreworkTake[]).map(({ files }) =>
      files.map(({ path, participant }) => [path, participant]),
    );
    expect(taken).toEqual([
      [["/in/a.json", "par-1"]],
      [
        ["/in/a.json", "par-1"],
        ["/in/b.json", "par-2"],
      ],
    ]);
  });

  test("an answer that comes late, for another choice, is not shown", async () => {
    const answers: ((value: PreworkLook) => void)[] = [];
    host.answer("prework_look", look([file("a.json", [vote("GOV-1", "new")])]));
    const taking = new Taking();
    await taking.choose();
    host.answer("prework_look", () => new Promise<PreworkLook>((resolve) => answers.push(resolve)));
    const [first] = taking.look?.files ?? [];
    if (!first) throw new Error("there is a file");
    const both = [taking.assign(first, { participant: "par-1" }), taking.assign(first, null)];
    await settled();
    answers[1]?.(look([file("a.json", [vote("GOV-1", "open")], { participant: null })]));
    answers[0]?.(look([file("a.json", [vote("GOV-1", "new")])]));
    await Promise.all(both);
    expect(taking.look?.files[0]?.participant).toBeNull();
    expect(taking.isLeftOut(first)).toBe(true);
    expect(taking.canTake).toBe(false);
  });

  test("contradictions and mistakes each stand in their step, vote by vote", async () => {
    const mistake = { place: "answers[3].level", message: "`9` is not a level", help: "1 to 5" };
    const double = (says: string, alsoIn: string[]) => vote("ING-1", "disputed", { says, alsoIn });
    host.answer(
      "prework_look",
      look([
        file("a.json", [vote("GOV-1", "new"), conflict, double("3 Defined", ["b.json"])]),
        file("b.json", [double("5 Optimising", ["a.json"])], { mistakes: [mistake] }),
      ]),
    );
    const taking = new Taking();
    render(TakeDialog, { taking });
    await taking.choose();
    flushSync();
    const footer = () => all<HTMLButtonElement>("dialog footer button").at(-1);
    expect(all("[role=tab]").map((tab) => tab.textContent.replace(/\s+/g, " ").trim())).toEqual([
      "Files 2",
      "To decide 2",
      "Mistakes 1",
    ]);
    const next = footer();
    if (next) click(next);
    const radios = all<HTMLInputElement>("dialog fieldset input");
    expect(radios.map(({ checked }) => checked)).toEqual([true, false, true, false, false]);
    radios[0]?.focus();
    press("2");
    expect(taking.taken).toBe(1);
    radios[2]?.focus();
    press("3");
    expect(taking.taken).toBe(2);
    expect(one("dialog").textContent).toContain("5 Optimising");
    click(footer() ?? document.body);
    expect(one("dialog table").textContent).toContain("answers[3].level");
    expect(footer()?.textContent).toContain("Take in 3 votes");
  });

  test("one press takes all that a file says, and another keeps all that is there", async () => {
    const says = (id: string) => vote(id, "conflict", { held: "1 Ad hoc", says: "3 Defined" });
    host.answer(
      "prework_look",
      look([file("a.json", [conflict, says("GOV-3")]), file("b.json", [says("ING-1")])]),
    );
    const taking = new Taking();
    render(TakeDialog, { taking });
    await taking.choose();
    flushSync();
    click(all<HTMLButtonElement>("dialog footer button").at(-1) ?? document.body);
    const button = (text: string) =>
      all<HTMLButtonElement>("dialog section button").find((one) => one.textContent.includes(text));
    click(button("Take all from this file") ?? document.body);
    expect(taking.contradictions.map((one) => taking.counting(one)?.files[0].fileName ?? null)).toEqual([
      "a.json",
      "a.json",
      null,
    ]);
    expect(one("dialog footer").textContent).toContain("3 contradicting, 2 of them taken");
    click(button("Keep all that is there") ?? document.body);
    expect(taking.taken).toBe(0);
  });

  test("votes of somebody unknown are decided: a new participant is one way, and the file stays in sight", async () => {
    host.answer("prework_look", ({ chosen }: PreworkReturned) => {
      const isNew = chosen.some((one) => one.isNew);
      return look([
        file("x.json", [vote("GOV-1", isNew ? "new" : "open")], {
          participant: isNew ? "par-new" : null,
          matchedBy: isNew ? "new" : "nobody",
          name: "Zoe Lind",
          code: "",
        }),
      ]);
    });
    host.answer("prework_take", outcome({ added: 1 }));
    const taking = new Taking();
    render(TakeDialog, { taking });
    await taking.choose();
    flushSync();
    click(all<HTMLButtonElement>("dialog footer button").at(-1) ?? document.body);
    expect(one("dialog section").textContent).toContain("1 vote: GOV-1");
    const add = all<HTMLButtonElement>("dialog section button").find(({ textContent }) =>
      textContent.includes("Add as new"),
    );
    click(add ?? document.body);
    await settled();
    expect(taking.unknown).toHaveLength(1);
    await taking.take();
    expect(host.requests("prework_take")).toMatchObject([
      { files: [{ path: "/in/x.json", participant: null, isNew: true }], counts: [] },
    ]);
    expect(toasts.list.at(-1)?.text).toBe("One new vote of one participant, one of them new.");
  });

  test("what was not written is read before the dialog closes", async () => {
    const left = [{ place: "a.json, answers[1]", message: "no level", help: "" }];
    host.answer("prework_look", look([file("a.json", [vote("GOV-1", "new")])]));
    host.answer("prework_take", outcome({ left }));
    const taking = new Taking();
    render(TakeDialog, { taking });
    await taking.choose();
    await taking.take();
    flushSync();
    expect(one("dialog").textContent).toContain("One new vote of one participant.");
    expect(one("dialog table").textContent).toContain("a.json, answers[1]");
    expect(toasts.list).toHaveLength(0);
    taking.leave();
    expect(toasts.list.at(-1)?.action?.label).toBe("Undo");
  });

  test("a file that cannot be read says so and can be tried again", async () => {
    host.fail("prework_look", { code: "notFound", message: "a.json cannot be read", help: "" });
    const taking = new Taking();
    await taking.choose();
    expect(taking.refused?.code).toBe("notFound");
    host.answer("prework_look", look([file("a.json", [vote("GOV-1", "new")])]));
    await taking.again();
    expect(taking.refused).toBeNull();
    expect(taking.look?.files).toHaveLength(1);
  });
});

describe("dropping returned files", () => {
  test("takes those in that are answers, together, and says which are not", async () => {
    host.answer("prework_get", view()).answer("prework_look", look([file("a.json", [vote("GOV-1", "new")])]));
    render(PreworkSection, {});
    await settled();
    host.tell("tauri://drag-enter", { paths: ["/in/a.json"] });
    flushSync();
    expect(document.body.textContent).toContain("Drop the returned files");
    host.tell("tauri://drag-drop", { paths: ["/in/a.json", "/in/b.csv", "/in/photo.png"] });
    await settled();
    expect(host.requests("prework_look")).toMatchObject([{ paths: ["/in/a.json", "/in/b.csv"] }]);
    expect(toasts.list.map(({ text }) => text).join()).toContain("Answers files end in");
    expect(document.body.textContent).not.toContain("Drop the returned files");
  });

  test("says of files that were taken in before that there is nothing to take in", async () => {
    const there = look([file("a.json", [vote("GOV-1", "same")])]);
    host.answer("prework_get", view()).answer("prework_look", there);
    render(PreworkSection, {});
    await settled();
    host.tell("tauri://drag-drop", { paths: ["/in/a.json"] });
    await settled();
    expect(document.body.textContent).toContain("is there already. There is nothing to take in.");
    expect(all("dialog button").map((button) => button.textContent?.trim())).not.toContain("Take in 0 votes");
    const close = all<HTMLButtonElement>("dialog button").find(
      ({ textContent }) => textContent?.trim() === "Close",
    );
    if (close) click(close);
    await settled();
    expect(document.body.textContent).not.toContain("nothing to take in");
  });
});
