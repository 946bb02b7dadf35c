import { beforeEach, describe, expect, test } from "vitest";
import { toasts } from "../src/components/toasts.svelte";
import { Drafts } from "../src/features/document/drafts.svelte";
import { Returned } from "../src/features/document/returned.svelte";
import { arrival } from "../src/frame/arrival.svelte";
import { frame } from "../src/frame/frame.svelte";
import type { DocumentView } from "../src/ipc/generated/DocumentView";
import { setHost } from "../src/ipc/host";
import { router } from "../src/router.svelte";
import { FakeHost } from "./host.fake";
import { goodTable } from "./tables";

const scope = "profile/scope";
const note = "question/a/GOV-1/note";

let host: FakeHost;
let drafts: Drafts;
/** Lets the call that is in flight succeed. */
let answer: () => Promise<void>;
beforeEach(() => {
  const waiting: (() => void)[] = [];
  host = new FakeHost()
    .answer("drafts_get", [])
    .answer("draft_keep", () => new Promise((resolve) => waiting.push(() => resolve({}))));
  setHost(host);
  answer = async () => {
    waiting.shift()?.();
    await turns();
  };
  drafts = new Drafts();
  toasts.list = [];
});
async function turns(): Promise<void> {
  for (let turn = 0; turn < 40; turn += 1) await Promise.resolve();
}
const sent = () =>
  host.requests("draft_keep").map((request) => {
    const { place, text } = request as { place: string; text: string | null };
    return [place, text];
  });

describe("keeping", () => {
  beforeEach(() => drafts.open(false));

  test("every input is kept, one call at a time, and the newest text follows", async () => {
    for (const text of ["R", "Re", "Ret", "Retail"]) drafts.at(scope).keep(text);
    expect(sent()).toEqual([[scope, "R"]]);
    await answer();
    expect(sent()).toEqual([
      [scope, "R"],
      [scope, "Retail"],
    ]);
    await answer();
    expect(sent()).toHaveLength(2);
  });

  test("text of one place does not wait for another's next input", async () => {
    drafts.at(scope).keep("Retail");
    drafts.at(note).keep("We ask Marc");
    await answer();
    await answer();
    expect(sent()).toEqual([
      [scope, "Retail"],
      [note, "We ask Marc"],
    ]);
  });

  test("what was given up before it was sent is forgotten all the same", async () => {
    drafts.at(scope).keep("R");
    drafts.at(scope).keep("Re");
    drafts.at(scope).drop();
    await answer();
    expect(sent().at(-1)).toEqual([scope, null]);
    expect(drafts.at(scope).text).toBeNull();
  });

  test("the same text is not sent twice", async () => {
    drafts.at(scope).keep("Retail");
    await answer();
    drafts.at(scope).keep("Retail");
    expect(sent()).toHaveLength(1);
  });

  test("a failure says nothing, and the next input sends along what was not kept", async () => {
    host.fail("draft_keep", { code: "notWritable", message: "the disk is full", help: "" });
    drafts.at(note).keep("We ask Marc");
    await turns();
    expect(toasts.list).toEqual([]);
    host.answer("draft_keep", {});
    drafts.at(scope).keep("Retail");
    await turns();
    expect(sent().slice(1)).toEqual([
      [note, "We ask Marc"],
      [scope, "Retail"],
    ]);
  });

  test("it is forgotten once it is stored, not before", async () => {
    drafts.at(scope).keep("Retail");
    let store = (_: boolean) => {};
    const stored = drafts.stored(
      drafts.at(scope),
      () => new Promise<boolean>((resolve) => (store = resolve)),
    );
    await turns();
    expect(drafts.at(scope).text).toBe("Retail");
    store(true);
    expect(await stored).toBe(true);
    expect(drafts.at(scope).text).toBeNull();
  });

  test("what is refused stays, and what was typed meanwhile as well", async () => {
    drafts.at(scope).keep("Retail");
    expect(await drafts.stored(drafts.at(scope), () => Promise.resolve(false))).toBe(false);
    expect(drafts.at(scope).text).toBe("Retail");
    const stored = drafts.stored(drafts.at(scope), () => Promise.resolve(true));
    drafts.at(scope).keep("Retail and");
    await stored;
    expect(drafts.at(scope).text).toBe("Retail and");
  });

  test("the header tells of typed text, and when a stop would lose none of it", async () => {
    expect(frame.typed).toBeNull();
    drafts.at(scope).keep("R");
    expect(frame.typed).toEqual({ texts: 1, areKept: false });
    await answer();
    expect(frame.typed).toEqual({ texts: 1, areKept: true });
    const before = frame.typed;
    drafts.at(scope).keep("Re");
    expect(frame.typed, "a keystroke changes nothing that is shown").toBe(before);
    drafts.at(note).keep("We");
    expect(frame.typed?.texts).toBe(2);
    drafts.at(scope).drop();
    drafts.at(note).drop();
    expect(frame.typed).toBeNull();
  });

  test("a line that waits for what it lacks is no typing", () => {
    drafts.at("record/sources/lines").keep("[]");
    expect(frame.typed).toBeNull();
  });
});

describe("documents", () => {
  test("what was typed when the window stopped is there again", async () => {
    host.answer("drafts_get", [{ place: scope, text: "Retail in" }]);
    expect(await drafts.open(false)).toEqual([scope]);
    expect(drafts.at(scope).text).toBe("Retail in");
    expect(frame.typed).toEqual({ texts: 1, areKept: true });
    expect(sent()).toEqual([]);
  });

  test("in a document that can only be read nothing comes back and nothing is kept", async () => {
    host.answer("drafts_get", [{ place: scope, text: "Retail in" }]);
    await drafts.open(true);
    expect(drafts.at(scope).text).toBeNull();
    drafts.at(scope).keep("Retail");
    await turns();
    expect(sent()).toEqual([]);
  });

  test("text of a document that is closed never goes into the next", async () => {
    await drafts.open(false);
    const before = drafts.at(scope);
    before.keep("Re");
    before.keep("Retail");
    const held = drafts.hold();
    await answer();
    await answer();
    await held;
    before.keep("Retail in");
    await drafts.open(false);
    before.keep("Retail in Germany");
    await turns();
    expect(sent()).toEqual([
      [scope, "Re"],
      [scope, "Retail"],
    ]);
    expect(drafts.at(scope).text).toBeNull();
  });

  test("where another document did not open, keeping goes on", async () => {
    await drafts.open(false);
    await drafts.hold();
    drafts.at(scope).keep("Retail");
    expect(sent()).toEqual([]);
    drafts.resume();
    expect(sent()).toEqual([[scope, "Retail"]]);
  });
});

describe("what came back", () => {
  const document = { assessments: [{ id: "a", title: "A", isLens: false, isCurrent: true }] } as DocumentView;
  const tell = async (kept: Record<string, string>, view = document) => {
    host.answer(
      "drafts_get",
      Object.entries(kept).map(([place, text]) => ({ place, text })),
    );
    const returned = new Returned(drafts);
    await returned.tell(await drafts.open(false), view);
    return returned;
  };
  const field = { name: "scope", label: "Scope" };
  beforeEach(() => {
    host
      .answer("profile_get", { fields: [field], values: {} })
      .answer("record_list", goodTable())
      .answer("question_get", ({ question }: { question: string }) => {
        if (question !== "GOV-1") throw { code: "unknownItem", message: "no such question", help: "" };
        return {};
      });
    router.go("start");
  });

  test("is said once, with a way there", async () => {
    await tell({ [scope]: "Retail in" });
    expect(toasts.list.map(({ text }) => text)).toEqual(["Text you were typing is back: Brief, Scope"]);
    toasts.act(toasts.list[0]?.id ?? 0);
    expect(router.route).toEqual({ view: "brief", params: { field: "scope" } });
  });

  test("several are listed, and each stays within reach", async () => {
    const returned = await tell({
      [scope]: "Retail in",
      "record/sources/uid-2/points": "4",
      "record/sources/new/title": "Web",
      "question/a/GOV-1/capture/risk": "{}",
    });
    expect(toasts.list[0]?.text).toBe(
      "4 texts you were typing are back: Brief, Scope; Discover, SRC-2, Points; Discover, new source, Title; GOV-1, Risk",
    );
    returned.places[1]?.go();
    expect(router.route).toEqual({ view: "discover", params: { kind: "sources", record: "SRC-2" } });
    drafts.at(scope).drop();
    expect(returned.places.map(({ label }) => label)).not.toContain("Brief, Scope");
  });

  test("text whose place is gone is forgotten quietly", async () => {
    await tell({
      "profile/gone": "a",
      "record/sources/uid-9/title": "b",
      "record/sources/uid-1/gone": "c",
      "question/a/GOV-99/note": "d",
      "question/gone/GOV-1/note": "e",
    });
    expect(toasts.list).toEqual([]);
    expect(drafts.places).toEqual([]);
  });

  test("a question of a pack that is not shown keeps its text", async () => {
    const other = { id: "b", title: "B", isLens: false, isCurrent: false };
    await tell(
      { "question/b/GOV-99/note": "d" },
      { ...document, assessments: [...document.assessments, other] },
    );
    expect(toasts.list).toEqual([]);
    expect(drafts.places).toEqual(["question/b/GOV-99/note"]);
  });

  test("the message goes when nothing is left of it", async () => {
    const returned = await tell({ [scope]: "Retail in" });
    returned.forget();
    expect(toasts.list).toEqual([]);
  });
});

test("text that was typed since is found as well, and going there asks for the focus", async () => {
  await drafts.open(false);
  host.answer("record_list", goodTable());
  const returned = new Returned(drafts);
  const view = { assessments: [] as unknown } as DocumentView;
  drafts.at("record/sources/uid-2/mode").keep("Store POS");
  drafts.at("record/sources/uid-2/points").keep("many");
  expect(returned.known).toEqual([]);
  await returned.look(view);
  expect(returned.known.map(({ label }) => label)).toEqual([
    "Discover, SRC-2, Mode",
    "Discover, SRC-2, Points",
  ]);
  returned.known[0]?.go();
  expect(router.params, "no sheet: it offers only choices").toEqual({ kind: "sources" });
  returned.known[1]?.go();
  expect(router.params).toEqual({ kind: "sources", record: "SRC-2" });
  expect(arrival.place).toBe("record/sources/uid-2/points");
  arrival.done();
  drafts.at("record/sources/uid-2/mode").drop();
  expect(returned.known.map(({ label }) => label)).toEqual(["Discover, SRC-2, Points"]);
});
