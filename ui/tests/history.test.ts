import { flushSync } from "svelte";
import { beforeEach, describe, expect, test } from "vitest";
import { toasts } from "../src/components/toasts.svelte";
import { openDocument } from "../src/features/document";
import { QuestionHistory } from "../src/features/history";
import { dayName, isoDay } from "../src/features/history/day";
import { timeOfDay } from "../src/format";
import { History, page as most, portion } from "../src/features/history/history.svelte";
import type { ChangedView } from "../src/ipc/generated/ChangedView";
import type { ChangeView } from "../src/ipc/generated/ChangeView";
import type { DocumentView } from "../src/ipc/generated/DocumentView";
import type { HistoryEntry } from "../src/ipc/generated/HistoryEntry";
import type { HistoryList } from "../src/ipc/generated/HistoryList";
import { setHost } from "../src/ipc/host";
import { keys } from "../src/keys.svelte";
import { router } from "../src/router.svelte";
import HistoryView from "../src/views/History.svelte";
import { words } from "../src/words/en";
import { FakeHost } from "./host.fake";
import { all, clear, click, one, press, render } from "./render";

const noon = new Date(2026, 10, 24, 12, 5).getTime();
const documentView = (some: Partial<DocumentView> = {}): DocumentView => ({
  path: "/home/ana/Meridian.waymark",
  client: "Meridian Outfitters",
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
const entry = (at: number): HistoryEntry => ({
  id: `change-${at}`,
  at: noon - at * 60_000,
  by: at % 2 === 0 ? "Helen Marsh" : "Daniel Roth",
  label: at === 7 ? "Settle GOV-1" : `Vote on GOV-${at}`,
});
const row = (some: Partial<ChangedView> = {}): ChangedView => ({
  kind: "answers",
  kindLabel: "answer",
  uid: "answer-1",
  title: "",
  what: "changed",
  question: "GOV-1",
  fields: [{ label: "Level", before: "2", after: "3" }],
  canRestore: true,
  ...some,
});
const vote = (some: Partial<ChangedView> = {}): ChangedView =>
  row({ kind: "votes", kindLabel: "vote", uid: "vote-1", title: "Anna Keller", ...some });
const changed = (rows: ChangedView[], some: Partial<ChangeView> = {}): ChangeView => ({
  id: "change-0",
  at: noon,
  by: "Helen Marsh",
  label: "Settle GOV-1",
  rows,
  ...some,
});
let host: FakeHost;
/** How many changes the document has. */
let length: number;
beforeEach(() => {
  length = 3;
  host = new FakeHost()
    .answer("document_get", documentView())
    .answer("history_list", ({ limit, offset }: HistoryList) =>
      Array.from({ length: Math.max(0, Math.min(limit, length - offset, most)) }, (_, at) =>
        entry(offset + at),
      ),
    )
    .answer("change_get", ({ id }: { id: string }) => changed([row()], { id }))
    .answer("change_restore", documentView())
    .answer("change_undo", { label: "Restore answer GOV-1", document: documentView() });
  setHost(host);
  openDocument.view = documentView();
  router.go("history");
  for (const { id } of toasts.list) toasts.dismiss(id);
});

async function settled(): Promise<void> {
  for (let at = 0; at < 12; at += 1) await Promise.resolve();
  await new Promise((done) => setTimeout(done));
  flushSync();
}
async function shown(): Promise<HTMLElement> {
  const page = render(HistoryView, {});
  await settled();
  return page;
}

test("days and times are local, and near ones have names", () => {
  expect(dayName(noon, noon)).toBe("Today");
  expect(dayName(noon - 13 * 3_600_000, noon)).toBe("Yesterday");
  expect(dayName(new Date(2026, 10, 20, 23, 59).getTime(), noon)).toBe("Friday, 2026-11-20");
  expect(isoDay(noon)).toBe("2026-11-24");
  expect(timeOfDay(new Date(2026, 0, 1, 7, 3).getTime())).toBe("07:03");
});

describe("the list of changes", () => {
  test("asks for a portion at first and for more when asked", async () => {
    length = 450;
    const history = new History();
    await history.load();
    expect(history.listed).toHaveLength(portion);
    expect(history.count).toBe(portion);
    expect(history.hasMore).toBe(true);
    await history.more();
    await history.more();
    expect(history.listed).toHaveLength(450);
    expect(history.hasMore).toBe(false);
  });

  test("all of a long history can be reached, each change once", async () => {
    length = 2345;
    const history = new History();
    await history.load();
    // Another change comes in between: the others move on by one.
    host.answer("history_list", ({ limit, offset }: HistoryList) =>
      Array.from({ length: Math.max(0, Math.min(limit, length + 1 - offset, most)) }, (_, at) =>
        entry(offset + at - 1),
      ),
    );
    while (history.hasMore) await history.more();
    expect(history.listed.map(({ id }) => id)).toEqual(Array.from({ length }, (_, at) => entry(at).id));
  });

  test("a filter looks through all changes, by what, who and day", async () => {
    length = 5000;
    const history = new History();
    await history.load();
    await history.narrow("helen gov-4998");
    expect(history.found.map(({ id }) => id)).toEqual(["change-4998"]);
    expect(host.requests("history_list").at(-1)).toEqual({ limit: most, offset: 4201 });
    await history.narrow("settle");
    expect(history.found).toHaveLength(1);
    await history.narrow("");
    expect(history.listed).toHaveLength(portion);
    expect(history.count).toBe(5000);
    await history.more();
    expect(history.listed).toHaveLength(2 * portion);
  });

  test("says that nothing was changed yet", async () => {
    length = 0;
    const page = await shown();
    expect(one("h1", page).textContent).toBe(words.history.emptyTitle);
  });

  test("shows who, when and what before and after, and walks by key", async () => {
    const page = await shown();
    expect(all("[aria-current]", page).map((button) => button.textContent)).toEqual([
      expect.stringContaining("Vote on GOV-0"),
    ]);
    expect(one("del", page).textContent).toContain("2");
    expect(one("ins", page).textContent).toContain("3");
    keys.handle(press("ArrowDown", { on: document.body }));
    await settled();
    expect(router.params.change).toBe("change-1");
    expect(one("[aria-current]", page).textContent).toContain("Vote on GOV-1");
  });

  test("a failure says why and can be tried again", async () => {
    host.fail("history_list", { code: "internal", message: "the list is gone", help: "" });
    const page = await shown();
    expect(page.textContent).toContain("The list is gone");
    host.answer("history_list", [entry(0)]);
    click(all("button", page).find((button) => button.textContent?.includes(words.retry)) as HTMLElement);
    await settled();
    expect(page.textContent).toContain("Vote on GOV-0");
  });
});

describe("putting back", () => {
  const button = (page: HTMLElement, what: string) =>
    all("button", page).find((one) =>
      one.textContent?.includes(words.history.putBack[what] ?? ""),
    ) as HTMLElement;

  test("sends the record of the change and offers to undo it", async () => {
    const page = await shown();
    const before = openDocument.changed;
    click(button(page, "changed"));
    await settled();
    expect(host.requests("change_restore")).toEqual([{ id: "change-0", kind: "answers", uid: "answer-1" }]);
    expect(openDocument.changed).toBeGreaterThan(before);
    const toast = toasts.list.at(-1);
    expect(toast?.text).toBe("Answer GOV-1 is as it was");
    toast?.action?.run();
    await settled();
    expect(host.requests("change_undo")).toHaveLength(1);
  });

  test("a refusal is told and changes nothing", async () => {
    host.fail("change_restore", {
      code: "invalidValue",
      message: "what it named was removed since",
      help: "",
    });
    const page = await shown();
    click(button(page, "changed"));
    await settled();
    expect(toasts.list.at(-1)?.text).toContain("What it named was removed since");
  });

  test("is not offered where nothing can be changed or put back", async () => {
    host.answer("change_get", changed([row({ canRestore: false })]));
    expect(button(await shown(), "changed")).toBeUndefined();
    clear();
    host.answer("change_get", changed([row()]));
    openDocument.view = documentView({ isReadOnly: true });
    expect(button(await shown(), "changed")).toBeUndefined();
  });
});

describe("votes that the room has not seen", () => {
  test("come without values, and the page says when they show", async () => {
    const hands = row({ uid: "answer-2", fields: [] });
    host.answer("change_get", changed([vote({ fields: [] }), hands, row({ uid: "answer-3" })]));
    const page = await shown();
    expect(page.textContent?.split(words.history.hidden)).toHaveLength(3);
    expect(all("del", page)).toHaveLength(1);
  });

  test("are shown once they come", async () => {
    host.answer("change_get", changed([vote()]));
    const page = await shown();
    expect(one("del", page).textContent).toContain("2");
    expect(page.textContent).not.toContain(words.history.hidden);
  });
});

describe("the history of a question", () => {
  test("shows what was voted as far as it comes", async () => {
    host.answer("question_history", [changed([vote({ fields: [] })]), changed([vote()], { id: "change-1" })]);
    const panel = render(QuestionHistory, { question: "GOV-1", key: "h", onclose: () => undefined });
    await settled();
    expect(panel.textContent).toContain(words.history.hidden);
    expect(all("del", panel)).toHaveLength(1);
  });

  test("says that nothing was entered", async () => {
    host.answer("question_history", []);
    const panel = render(QuestionHistory, { question: "GOV-1", key: "h", onclose: () => undefined });
    await settled();
    expect(panel.textContent).toContain(words.history.question.empty);
  });
});
