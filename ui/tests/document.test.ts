import { beforeEach, describe, expect, test, vi } from "vitest";
import { toasts } from "../src/components/toasts.svelte";
import { landing, OpenDocument } from "../src/features/document/document.svelte";
import { drafts, relativeTime, suggestedName } from "../src/features/document";
import { frame } from "../src/frame/frame.svelte";
import type { AppState } from "../src/ipc/generated/AppState";
import type { DocumentView } from "../src/ipc/generated/DocumentView";
import { setHost } from "../src/ipc/host";
import { router } from "../src/router.svelte";
import { FakeHost } from "./host.fake";

const view = (some: Partial<DocumentView> = {}): DocumentView => ({
  path: "/home/ana/Meridian.waymark",
  client: "Meridian Outfitters",
  packTitle: "Data strategy",
  assessments: [{ id: "data-strategy", title: "Data strategy", isLens: false, isCurrent: true }],
  isReadOnly: false,
  isAnonymous: false,
  isSample: false,
  isProtected: false,
  isRemembered: false,
  backupAt: null,
  backupFailure: null,
  steps: [{ id: "brief", done: 0.5 }],
  status: { answered: 31, questions: 60, flagged: 4, unknownCells: 12 },
  undoLabel: null,
  redoLabel: null,
  ...some,
});
const app = (some: Partial<AppState> = {}): AppState => ({
  recents: [],
  settings: {
    theme: "system",
    facilitator: "",
    isRailWide: false,
    language: "system",
    backupCount: 10,
    backupDays: 30,
  },
  document: null,
  openAtStart: null,
  version: "0.1.0",
  ...some,
});

let host: FakeHost;
let open: OpenDocument;
beforeEach(() => {
  host = new FakeHost().answer("app_state", app()).answer("document_get", view());
  setHost(host);
  open = new OpenDocument();
  for (const { id } of toasts.list) toasts.dismiss(id);
  router.go("start");
  frame.isOpen = false;
});

test("a new engagement is made where the person chooses, and goes on with the brief", async () => {
  host.answer("dialog_save", "/tmp/Nord.waymark").answer("document_new", view({ client: "Nord" }));
  expect(await open.create({ client: "Nord: Süd", isAnonymous: true })).toBe(true);
  expect(host.requests("dialog_save")).toEqual([{ kind: "document", suggested: "Nord Süd.waymark" }]);
  expect(host.requests("document_new")).toEqual([
    { path: "/tmp/Nord.waymark", client: "Nord: Süd", isAnonymous: true, language: "en" },
  ]);
  expect(frame.isOpen).toBe(true);
  expect(frame.client).toBe("Nord");
  expect(frame.shares).toEqual({ brief: 0.5 });
  expect(router.view).toBe("brief");
});

test("a cancelled dialog changes nothing", async () => {
  host.answer("dialog_save", null);
  expect(await open.create({ client: "Nord", isAnonymous: false })).toBe(false);
  expect(host.requests("document_new")).toEqual([]);
  expect(open.failure).toBeNull();
});

test("a file that cannot be opened leaves the reason, its path, and a way to try again", async () => {
  host.fail("document_open", { code: "documentLocked", message: "open elsewhere", help: "close it there" });
  expect(await open.open("/tmp/a.waymark")).toBe(false);
  expect(open.failure?.code).toBe("documentLocked");
  expect(open.failedPath).toBe("/tmp/a.waymark");
  expect(frame.isOpen).toBe(false);
  host.answer("document_open", view());
  await open.retry();
  expect(open.failure).toBeNull();
  expect(frame.isOpen).toBe(true);
});

describe("an import", () => {
  const ask = () => {
    host.answer("dialog_open", "/in/Nord.v2.json").answer("dialog_save", "/out/Nord.waymark");
    return open.importJson();
  };

  test("becomes a document where the person chooses", async () => {
    host.answer("document_import", view({ client: "Nord" }));
    expect(await ask()).toBe(true);
    expect(host.requests("dialog_save")).toEqual([{ kind: "document", suggested: "Nord.v2.waymark" }]);
    expect(host.requests("document_import")).toEqual([
      { path: "/in/Nord.v2.json", target: "/out/Nord.waymark" },
    ]);
    expect(router.view).toBe("brief");
  });

  test.each([
    ["invalidImport", "/in/Nord.v2.json"],
    ["alreadyExists", "/out/Nord.waymark"],
  ])("that fails with %s names %s, and another is chosen the same way", async (code, path) => {
    host.fail("document_import", { code, message: "no", help: "" });
    expect(await ask()).toBe(false);
    expect(open.failedPath).toBe(path);
    host.answer("document_import", view());
    expect(await open.chooseAnother()).toBe(true);
    expect(host.requests("dialog_open").at(-1)).toEqual({ kind: "json", suggested: "" });
  });
});

test("a read-only file says so in the header", async () => {
  host.answer("document_open", view({ isReadOnly: true }));
  await open.open("/tmp/a.waymark");
  expect(frame.saveState).toBe("readOnly");
});

describe("with an open document", () => {
  beforeEach(async () => {
    host.answer("document_sample", view({ isSample: true }));
    await open.openSample();
  });

  test("changes run one after the other, and the header is at rest when all are done", async () => {
    const order: string[] = [];
    let release = () => {};
    const first = open.write(async () => {
      await new Promise<void>((resolve) => (release = resolve));
      order.push("first");
    });
    const second = open.write(() => Promise.resolve(order.push("second")));
    expect(frame.saveState).toBe("saving");
    await Promise.resolve();
    release();
    await Promise.all([first, second]);
    expect(order).toEqual(["first", "second"]);
    expect(frame.saveState).toBe("saved");
  });

  test("a change that could not be written says so; a refused value leaves all saved", async () => {
    const fail = (code: string) => open.write(() => Promise.reject({ code, message: "no", help: "" }));
    await expect(fail("notWritable")).rejects.toMatchObject({ code: "notWritable" });
    expect(frame.saveState).toBe("notSaved");
    await expect(fail("invalidValue")).rejects.toMatchObject({ code: "invalidValue" });
    expect(frame.saveState).toBe("saved");
  });

  test("a copy can be opened from the message that tells of it", async () => {
    host
      .answer("dialog_save", "/tmp/copy.waymark")
      .answer("document_copy", { path: "/tmp/copy.waymark" })
      .answer("document_open", view({ path: "/tmp/copy.waymark" }));
    await open.saveCopy();
    expect(toasts.list.map(({ text, action }) => [text, action?.label])).toEqual([
      ["Written to /tmp/copy.waymark", "Open it"],
    ]);
    toasts.act(toasts.list[0]?.id ?? 0);
    await vi.waitFor(() => expect(open.view?.path).toBe("/tmp/copy.waymark"));
  });

  test("what was being typed comes back with its document", async () => {
    host
      .answer("drafts_get", [{ place: "profile/scope", text: "Retail in" }])
      .answer("profile_get", { fields: [{ name: "scope", label: "Scope" }], values: {} })
      .answer("document_open", view());
    await open.open("/tmp/a.waymark");
    expect(drafts.at("profile/scope").text).toBe("Retail in");
    await vi.waitFor(() => expect(toasts.list[0]?.text).toContain("Brief, Scope"));
    host.answer("document_close", app());
    await open.close();
    expect(drafts.at("profile/scope").text).toBeNull();
    expect(toasts.list).toEqual([]);
  });

  test("text that is typed while another document fails to open is kept in the one that stays", async () => {
    host.answer("drafts_get", []).answer("draft_keep", {}).answer("document_open", view());
    await open.open("/tmp/a.waymark");
    host.fail("document_open", { code: "notFound", message: "no", help: "" });
    await open.open("/tmp/b.waymark");
    drafts.at("profile/scope").keep("Retail");
    expect(host.requests("draft_keep")).toEqual([{ place: "profile/scope", text: "Retail" }]);
  });

  test("undo says what was taken back and tells every screen to look again", async () => {
    const before = open.changed;
    host.answer("change_undo", {
      label: "Set mode of SRC-2",
      document: view({ redoLabel: "Set mode of SRC-2" }),
    });
    await open.undo();
    expect(open.changed).toBe(before + 1);
    expect(toasts.list.map((toast) => toast.text)).toEqual(["Undone: Set mode of SRC-2"]);
    host.answer("change_redo", { label: "Set mode of SRC-2", document: view() });
    toasts.act(toasts.list[0]?.id ?? 0);
    await open.refresh();
    expect(host.requests("change_redo")).toHaveLength(1);
  });

  test("undo with nothing left says so", async () => {
    host.answer("change_undo", { label: null, document: view() });
    await open.undo(3);
    expect(host.requests("change_undo")).toHaveLength(1);
    expect(toasts.list.map((toast) => toast.text)).toEqual(["There is nothing to undo"]);
  });

  test.each([
    ["a file", "document_open", () => open.open("/tmp/a.waymark"), "/tmp/a.waymark"],
    ["the sample", "document_sample", () => open.openSample(), null],
    ["an import", "document_import", () => open.importJson(), "/tmp/a.json"],
  ])("%s that fails is told at the start, and what was open stays open", async (_, command, ask, path) => {
    host.answer("dialog_open", "/tmp/a.json").answer("dialog_save", "/tmp/a.waymark");
    host.fail(command, { code: "notFound", message: "no", help: "" });
    router.go("roadmap");
    const before = { view: open.view, changed: open.changed };
    expect(await ask()).toBe(false);
    expect(router.view).toBe("start");
    expect(open.failure?.code).toBe("notFound");
    expect(open.failedPath).toBe(path);
    expect({ view: open.view, changed: open.changed }).toEqual(before);
    expect(frame.isOpen).toBe(true);
    expect(frame.saveState).toBe("saved");
    expect(host.requests("document_close")).toEqual([]);
  });

  test("a file chosen by nobody leaves one where one is", async () => {
    host.answer("dialog_open", null);
    router.go("roadmap");
    expect(await open.choose()).toBe(false);
    expect(router.view).toBe("roadmap");
  });

  test("closing goes back to the start", async () => {
    host.answer("document_close", app());
    await open.close();
    expect(frame.isOpen).toBe(false);
    expect(frame.saveState).toBeNull();
    expect(router.view).toBe("start");
  });
});

test("that nothing can be changed is said once as long as it is to be read", async () => {
  host.answer("document_open", view({ isReadOnly: true }));
  await open.open("/tmp/a.waymark");
  expect([open.refusesChange(), open.refusesChange()]).toEqual([true, true]);
  expect(toasts.list.map(({ text }) => text)).toEqual(["This document can only be read"]);
  toasts.dismiss(toasts.list[0]?.id ?? 0);
  open.refusesChange();
  expect(toasts.list).toHaveLength(1);
});

test("settings keep what is not named", async () => {
  host.answer("settings_set", ({ settings }: { settings: unknown }) => settings);
  await open.load();
  await open.set({ facilitator: "Ana" });
  expect(host.requests("settings_set")).toEqual([
    {
      settings: {
        theme: "system",
        facilitator: "Ana",
        isRailWide: false,
        language: "system",
        backupCount: 10,
        backupDays: 30,
      },
    },
  ]);
});

test("an opened document goes on with the first step that is not done", () => {
  const steps = (brief: number, discover: number, assess: number) =>
    view({ steps: Object.entries({ brief, discover, assess }).map(([id, done]) => ({ id, done })) });
  expect(landing(steps(0.4, 0, 0))).toBe("brief");
  expect(landing(steps(1, 0.97, 0.4))).toBe("assess");
  expect(landing(steps(1, 1, 1))).toBe("maturity");
});

test("suggested file names hold no forbidden signs", () => {
  expect(suggestedName("A/B: Müller & Co. ", "waymark")).toBe("A B Müller & Co.waymark");
  expect(suggestedName("  ", "json")).toBe("Engagement.json");
  expect(suggestedName("A".repeat(300), "waymark")).toBe(`${"A".repeat(60)}.waymark`);
});

test.each([
  [
    "Niederrheinische Versicherungsgesellschaft und Beteiligungs mbH & Co. KG",
    "Niederrheinische Versicherungsgesellschaft und Beteiligungs",
  ],
  [
    "Norddeutsche Landwirtschaftliche Handelsgesellschaft mbH & Compagnie",
    "Norddeutsche Landwirtschaftliche Handelsgesellschaft mbH",
  ],
  ["Müller &", "Müller"],
  ["Harbour Foods, Fish and ", "Harbour Foods, Fish"],
  ["Nord -", "Nord"],
  ["Brand", "Brand"],
  ["& Other Stories", "& Other Stories"],
])("the file name suggested for “%s” ends in a word of its name", (client, name) => {
  expect(suggestedName(client, "waymark")).toBe(`${name}.waymark`);
});

test("times are relative under a day", () => {
  const now = new Date(2026, 4, 10, 15, 0).getTime();
  const ago = (ms: number) => relativeTime(now - ms, now);
  expect(ago(5_000)).toBe("just now");
  expect(ago(60_000)).toBe("1 minute ago");
  expect(ago(3 * 3_600_000)).toBe("3 hours ago");
  expect(ago(20 * 3_600_000)).toBe("yesterday");
  expect(ago(3 * 86_400_000)).toBe("2026-05-07");
});

describe("a document named on the command line", () => {
  test("is opened once, and its failure is told", async () => {
    const host = new FakeHost().answer("app_state", () => app({ openAtStart: "/home/ana/Meridian.waymark" }));
    host.fail("document_open", { code: "documentLocked", message: "open elsewhere", help: "close it there" });
    setHost(host);
    const documents = new OpenDocument();
    await documents.load();
    expect(host.requests("document_open")).toEqual([{ path: "/home/ana/Meridian.waymark" }]);
    expect(documents.failure?.code).toBe("documentLocked");
  });
});
