import { flushSync } from "svelte";
import { beforeEach, describe, expect, test } from "vitest";
import { toasts } from "../src/components/toasts.svelte";
import { openDocument } from "../src/features/document";
import { Merging, merging } from "../src/features/merge/merge.svelte";
import Conflicts from "../src/features/merge/Conflicts.svelte";
import { MergeDialog } from "../src/features/merge";
import { frame, FrameState } from "../src/frame/frame.svelte";
import type { DocumentView } from "../src/ipc/generated/DocumentView";
import type { MergeConflict } from "../src/ipc/generated/MergeConflict";
import type { MergeLook } from "../src/ipc/generated/MergeLook";
import type { MergeTake } from "../src/ipc/generated/MergeTake";
import { setHost } from "../src/ipc/host";
import { FakeHost } from "./host.fake";
import { all, click, one, press, render } from "./render";

const conflict = (id: string, some: Partial<MergeConflict> = {}): MergeConflict => ({
  id,
  kind: "sources",
  kindLabel: "source",
  code: "SRC-3",
  title: "Shop",
  field: "title",
  fieldLabel: "Title",
  base: "Shop",
  ours: "Shop database",
  theirs: "",
  oursChange: { at: Date.now() - 7_200_000, by: "Ana" },
  theirsChange: { at: Date.now() - 3_600_000, by: "Ben" },
  question: "",
  questionTitle: "",
  ...some,
});
const look = (some: Partial<MergeLook> = {}): MergeLook => ({
  path: "/other.waymark",
  fileName: "other.waymark",
  client: "Nord",
  changedAt: Date.now(),
  changedBy: "Ben",
  changedLabel: "Set the scope",
  changes: 3,
  changesHere: 2,
  isNothing: false,
  incoming: [{ kind: "sources", label: "sources", added: 2, changed: 0, removed: 0 }],
  files: 0,
  conflicts: [],
  recoded: [],
  ...some,
});
const documentView = (some: Partial<DocumentView> = {}): DocumentView => ({
  path: "/nord.waymark",
  client: "Nord",
  packTitle: "Data strategy",
  assessments: [],
  isReadOnly: false,
  isAnonymous: false,
  isSample: false,
  isProtected: false,
  isRemembered: false,
  backupAt: null,
  backupFailure: null,
  steps: [],
  status: { answered: 0, questions: 60, flagged: 0, unknownCells: 0 },
  undoLabel: null,
  redoLabel: null,
  ...some,
});
const outcome = {
  label: "Merge other.waymark",
  incoming: look().incoming,
  files: 0,
  decided: 1,
  recoded: [],
  document: documentView({ client: "Nord and Sons" }),
};

let host: FakeHost;
beforeEach(() => {
  merging.leave();
  host = new FakeHost()
    .answer("document_get", outcome.document)
    .answer("dialog_open", "/other.waymark")
    .answer("merge_take", outcome);
  setHost(host);
  openDocument.view = documentView();
  for (const { id } of toasts.list) toasts.dismiss(id);
});
const button = (name: string) =>
  all<HTMLButtonElement>("dialog button").find((one) => one.textContent.trim().startsWith(name));

describe("taking another copy in", () => {
  test("writes nothing by looking, and only once every conflict is decided", async () => {
    host.answer("merge_look", look({ conflicts: [conflict("a"), conflict("b")] }));
    const merge = new Merging();
    await merge.choose();
    merge.decide("a", "theirs");
    await merge.take();
    expect(merge.open).toBe(1);
    expect(host.requests("merge_take")).toEqual([]);
    merge.decide("b", "ours");
    const before = openDocument.changed;
    await merge.take();
    expect(host.requests("merge_take")).toEqual([
      {
        path: "/other.waymark",
        decisions: [
          { conflict: "a", take: "theirs" },
          { conflict: "b", take: "ours" },
        ],
      },
    ]);
    expect(openDocument.changed).toBe(before + 1);
    expect(openDocument.view?.client).toBe("Nord and Sons");
    expect(merge.look).toBeNull();
    expect(toasts.list.at(-1)?.text).toBe("Merge other.waymark. Sources: two new. One conflict decided.");
    expect(toasts.list.at(-1)?.action?.label).toBe("Undo");
  });

  test("is decided by the digits, side by side with what both had, and says how many are open", async () => {
    host.answer("merge_look", look({ conflicts: [conflict("a"), conflict("b")] }));
    render(MergeDialog, {});
    await merging.choose();
    flushSync();
    expect(one("dialog").textContent).toContain("Ben: Set the scope");
    expect(all("dialog fieldset").map((set) => all("p", set).map((text) => text.textContent))).toEqual([
      ["Shop", "Shop database", "empty"],
      ["Shop", "Shop database", "empty"],
    ]);
    expect(button("Merge, 2 open")?.disabled).toBe(true);
    press("2", { on: one("dialog fieldset input") });
    expect(merging.decisions).toEqual({ a: "theirs" });
    expect(button("Merge, 1 open")?.disabled).toBe(true);
    const allOurs = button("All from this laptop");
    if (allOurs) click(allOurs);
    expect(merging.decisions).toEqual({ a: "ours", b: "ours" });
    expect(button("Merge")?.disabled).toBe(false);
  });

  test("takes all of one question at once, and still one by one, with who changed it", async () => {
    const merging = new Merging();
    const about = { question: "GOV-1", questionTitle: "Owners", kind: "votes", kindLabel: "vote" };
    host.answer(
      "merge_look",
      look({
        conflicts: [
          conflict("v1", { ...about, title: "Ida", ours: "Level: 2", theirs: "Level: 4" }),
          conflict("s"),
          conflict("v2", { ...about, title: "Jon", ours: "Level: 1", theirs: "Level: 5" }),
        ],
      }),
    );
    await merging.lookAt("/other.waymark");
    const [question, source] = merging.groups;
    if (!question || !source) throw new Error("two decisions");
    expect(merging.groups.map(({ heading, places }) => [heading, places.length])).toEqual([
      ["GOV-1 Owners", 2],
      ["Source SRC-3 Shop, Title", 1],
    ]);
    merging.decideGroup(question, "theirs");
    expect(merging.decisions).toEqual({ v1: "theirs", v2: "theirs" });
    expect(merging.sideOf(question)).toBe("theirs");
    merging.decide("v2", "ours");
    expect(merging.sideOf(question)).toBeNull();
    expect(merging.open).toBe(1);
    render(Conflicts, { merging });
    expect(one("fieldset legend").textContent).toContain("1 from this laptop, 1 from the other");
    expect(one("fieldset").textContent).toContain("Ida: Level: 2");
    expect(one("fieldset").textContent).toContain("Ana, 2 hours ago");
    expect(all("details fieldset")).toHaveLength(2);
  });

  test("has nothing to take where the copy is contained", async () => {
    host.answer("merge_look", look({ isNothing: true, incoming: [], changes: 0 }));
    render(MergeDialog, {});
    await merging.choose();
    flushSync();
    expect(one("dialog").textContent).toContain("Nothing new");
    expect(button("Merge")).toBeUndefined();
    expect(merging.canTake).toBe(false);
  });

  test("asks for what a decision brings up", async () => {
    host.answer("merge_look", look({ conflicts: [conflict("a")] }));
    host.answer("merge_take", ({ decisions }: MergeTake) => {
      if (decisions.length === 2) return outcome;
      const mistakes = [{ place: "later", message: "Source SRC-4, Title: “A” here, “B” there", help: "" }];
      throw { code: "invalidValue", message: "one is not decided", help: "", field: "decisions", mistakes };
    });
    const merge = new Merging();
    await merge.choose();
    merge.decide("a", "theirs");
    await merge.take();
    expect(merge.refused).toBeNull();
    expect(merge.toDecide.map(({ id }) => id)).toEqual(["a", "later"]);
    expect(merge.open).toBe(1);
    merge.decide("later", "ours");
    await merge.take();
    expect(merge.look).toBeNull();
  });

  test("looks anew where a copy was changed meanwhile, and keeps what still stands", async () => {
    host.answer("merge_look", look({ conflicts: [conflict("a"), conflict("b")] }));
    const error = { code: "invalidValue", message: "there is no conflict `b`", help: "", field: "decisions" };
    host.fail("merge_take", error);
    const merge = new Merging();
    await merge.choose();
    merge.decideAll("ours");
    host.answer("merge_look", look({ conflicts: [conflict("a"), conflict("b2")] }));
    await merge.take();
    expect(merge.decisions).toEqual({ a: "ours" });
    expect(merge.open).toBe(1);
    expect(merge.busy).toBe(false);
  });

  test("says why a file is no copy, and why the result does not fit", async () => {
    const other = { code: "invalidValue", message: "different engagements", help: "", field: "path" };
    host.fail("merge_look", other);
    render(MergeDialog, {});
    await merging.choose();
    flushSync();
    expect(one("dialog[open]").textContent).toContain("Different engagements.");
    expect(button("Choose another file")).toBeDefined();
    const mistakes = [{ place: "UC-1", message: "no such persona", help: "choose another" }];
    host.answer("merge_look", look()).fail("merge_take", { ...other, message: "does not fit", mistakes });
    await merging.choose();
    await merging.take();
    flushSync();
    expect(merging.look).not.toBeNull();
    expect(one("table td").ownerDocument.body.textContent).toContain("UC-1");
  });

  test("is not offered for a document that can only be read", async () => {
    render(MergeDialog, {});
    expect(frame.actions.map(({ id }) => id)).toContain("merge");
    openDocument.view = documentView({ isReadOnly: true });
    flushSync();
    expect(frame.actions.map(({ id }) => id)).not.toContain("merge");
    await merging.choose();
    expect(host.requests("dialog_open")).toEqual([]);
  });
});

test("offers of the palette stay while others come and go in the same moment", () => {
  const state = new FrameState();
  const action = (id: string) => [{ id, label: id, run: () => undefined }];
  let version = $state(0);
  const end = $effect.root(() => {
    for (const name of ["first", "second", "third"]) $effect(() => state.offer(action(`${name}-${version}`)));
  });
  flushSync();
  version = 1;
  flushSync();
  expect(state.actions.map(({ id }) => id)).toEqual(["first-1", "second-1", "third-1"]);
  end();
});
