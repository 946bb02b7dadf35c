import { flushSync, tick } from "svelte";
import { beforeEach, expect, test } from "vitest";
import {
  openDocument,
  PassphraseDialog,
  ProtectDialog,
  protecting,
  strengthOf,
} from "../src/features/document";
import { Start } from "../src/features/start";
import type { AppState } from "../src/ipc/generated/AppState";
import type { BackupView } from "../src/ipc/generated/BackupView";
import type { DocumentView } from "../src/ipc/generated/DocumentView";
import type { RecoveryView } from "../src/ipc/generated/RecoveryView";
import { setHost } from "../src/ipc/host";
import { keys } from "../src/keys.svelte";
import { FakeHost } from "./host.fake";
import { all, click, one, press, render, type as typeText } from "./render";

const document_ = (some: Partial<DocumentView> = {}): DocumentView => ({
  path: "/tmp/Nord.waymark",
  client: "Nordlicht Handel",
  packTitle: "Data strategy diagnostic",
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
const backup = (id: string, some: Partial<BackupView> = {}): BackupView => ({
  id,
  path: "/tmp/Nord.waymark",
  fileName: "Nord.waymark",
  client: "Nordlicht Handel",
  takenAt: Date.now() - 3_600_000,
  changes: 12,
  changesSince: 3,
  size: 240_000,
  isProtected: false,
  exists: true,
  ...some,
});

let host: FakeHost;
beforeEach(async () => {
  host = new FakeHost().answer("app_state", app()).answer("drafts_get", []).answer("backups_list", {
    backups: [],
    folder: "/home/ana/.local/share/app.waymark/backups",
  });
  setHost(host);
  openDocument.app = null;
  openDocument.dismiss();
  openDocument.leaveLocked();
  await openDocument.load();
  window.addEventListener("keydown", keys.handle);
  return () => window.removeEventListener("keydown", keys.handle);
});
async function settle() {
  for (let turn = 0; turn < 60; turn += 1) await tick();
  flushSync();
}
function button(text: string): Element {
  const found = all("dialog[open] footer button, .right button").find(
    (one) => one.textContent.trim() === text,
  );
  if (!found) throw new Error(`There is no button “${text}”`);
  return found;
}
function fill(at: number, text: string) {
  const input = all<HTMLInputElement>("dialog[open] input[type=password]")[at];
  if (!input) throw new Error("There is no such field");
  input.focus();
  input.value = "";
  typeText(text);
  flushSync();
}

test("a protected file asks for its passphrase, says when it is wrong, and opens", async () => {
  host
    .answer("document_open", (request: { passphrase?: string }) => {
      if (request.passphrase === "seven otters") return document_({ isProtected: true });
      const code = request.passphrase === undefined ? "passphraseNeeded" : "wrongPassphrase";
      throw { code, message: "it does not open", help: "type it once more" };
    })
    .answer("document_get", document_({ isProtected: true }));
  render(PassphraseDialog, {});
  await openDocument.open("/tmp/Nord.waymark");
  await settle();
  expect(openDocument.failure).toBeNull();
  expect(one("dialog[open] h2").textContent).toContain("Nord.waymark needs a passphrase");
  expect(one("dialog[open]").textContent).toContain("cannot be found again");
  click(button("Open"));
  await settle();
  expect(one("dialog[open]").textContent).toContain("Type the passphrase first");
  fill(0, "seven badgers");
  one<HTMLFormElement>("dialog[open] form").requestSubmit();
  await settle();
  expect(one("dialog[open]").textContent).toContain("This passphrase does not open it");
  expect(one<HTMLInputElement>("dialog[open] input").value).toBe("");
  fill(0, "seven otters");
  one<HTMLFormElement>("dialog[open] form").requestSubmit();
  await settle();
  expect(all("dialog[open]")).toHaveLength(0);
  expect(openDocument.view?.isProtected).toBe(true);
  expect(openDocument.typedPassphrase).toBeUndefined();
});

test("a passphrase is set only when it is typed twice and said to be kept", async () => {
  host
    .answer("document_open", document_())
    .answer("document_protect", { document: document_({ isProtected: true }), removed: 1 })
    .answer("document_get", document_({ isProtected: true }));
  await openDocument.open("/tmp/Nord.waymark");
  render(ProtectDialog, {});
  protecting.begin("set");
  await settle();
  expect(one("dialog[open]").textContent).toContain("A forgotten passphrase is final");
  fill(0, "nordlicht1");
  expect(one("dialog[open] .strength").textContent).toContain("weak");
  fill(1, "nordlicht2");
  click(button("Set passphrase"));
  await settle();
  expect(one("dialog[open]").textContent).toMatch(/The two are not the same.*Say that you keep it/s);
  expect(host.requests("document_protect")).toEqual([]);
  fill(0, "brown otters count tides at dawn");
  expect(one("dialog[open] .strength").textContent).toContain("strong");
  fill(1, "brown otters count tides at dawn");
  one<HTMLInputElement>("dialog[open] input[type=checkbox]").click();
  flushSync();
  click(button("Set passphrase"));
  await settle();
  expect(host.requests("document_protect")).toEqual([
    { current: "", passphrase: "brown otters count tides at dawn" },
  ]);
  expect(all("dialog[open]")).toHaveLength(0);
  expect(openDocument.exportNote).toContain("not protected");
});

test("what is easy to guess is weak", () => {
  expect(strengthOf("")).toBe("weak");
  expect(strengthOf("password2026")).toBe("weak");
  expect(strengthOf("aaaaaaaaaaaaaaaa")).toBe("weak");
  expect(strengthOf("qwertyuiop1234567890")).toBe("weak");
  expect(strengthOf("correct horse battery staple")).toBe("weak");
  expect(strengthOf("Nordlicht Handel 2026", "Nordlicht Handel")).toBe("weak");
  expect(strengthOf("otters count tides morning")).toBe("fair");
  expect(strengthOf("T7#kq!Vx92$mLz")).toBe("strong");
  expect(strengthOf("brown otters count tides at dawn")).toBe("strong");
});

test("backups are listed by engagement and one of them goes back to its place", async () => {
  const backups = [
    backup("a-1"),
    backup("b-1", {
      path: "/tmp/S.waymark",
      fileName: "S.waymark",
      client: "",
      isProtected: true,
      changesSince: null,
    }),
    backup("a-2", { changesSince: 15 }),
  ];
  host
    .answer("backups_list", { backups, folder: "/tmp/backups" })
    .answer("backup_restore", {
      path: "/tmp/Nord.waymark",
      kept: "/tmp/Nord (before restoring).waymark",
      state: app(),
    })
    .answer("document_open", document_())
    .answer("document_get", document_());
  render(Start, {});
  press("r");
  await settle();
  const text = one("dialog[open] table").textContent;
  expect(text).toMatch(/Nord\.waymark, Nordlicht Handel.*S\.waymark, protected.*unknown/s);
  expect(text).toContain("240 kB");
  expect(all("dialog[open] tr.band")).toHaveLength(2);
  click(all("dialog[open] tbody tr.open")[1] as Element);
  await settle();
  click(button("Restore"));
  await settle();
  expect(host.requests("backup_restore")).toEqual([{ id: "a-2", target: null }]);
  expect(host.requests("document_open")).toEqual([{ path: "/tmp/Nord.waymark" }]);
});

test("a damaged file tells what can be saved of it before it is saved", async () => {
  const found: RecoveryView = {
    path: "/tmp/Nord.waymark",
    problems: ["Tree 12 page 14: btreeInitPage() returns error code 11"],
    isReadable: true,
    tables: [
      {
        kind: "goals",
        label: "goals",
        sound: 4,
        fromHistory: 2,
        fromBackup: 0,
        inDoubt: 1,
        lost: 0,
        notable: [
          { name: "GOAL-5", state: "inDoubt" },
          { name: "GOAL-6", state: "fromHistory" },
        ],
      },
    ],
    profile: "sound",
    changes: 20,
    changesRead: 18,
    backup: { changes: 12, changedAt: Date.now() - 60_000, changesAfter: 8, changesAfterRead: 6 },
    files: 0,
    filesLost: ["plan.png"],
    packsLost: [],
    isHistoryWhole: false,
    headline: "The rest can be saved; 1 record is in doubt",
    written: null,
  };
  host
    .fail("document_open", { code: "documentDamaged", message: "Nord.waymark is damaged", help: "see" })
    .answer("document_recover", (request: { target?: string }) => ({
      ...found,
      written: request.target ?? null,
    }))
    .answer("dialog_save", "/tmp/Saved.waymark");
  render(Start, {});
  await openDocument.open("/tmp/Nord.waymark");
  await settle();
  click(button("See what can be saved"));
  await settle();
  const text = one("dialog[open]").textContent;
  expect(text).toMatch(/18 of 20 changes/);
  expect(text).toMatch(/Eight changes were made after it; 6 can be read in full/);
  expect(text).toMatch(/GOAL-5.*in doubt/s);
  expect(text).not.toContain("GOAL-6");
  expect(text).toContain("Files that are lost: plan.png");
  host.answer("document_open", document_({ path: "/tmp/Saved.waymark" })).answer("document_get", document_());
  click(button("Save as a new file"));
  await settle();
  expect(host.requests("document_recover")).toEqual([
    { path: "/tmp/Nord.waymark" },
    { path: "/tmp/Nord.waymark", target: "/tmp/Saved.waymark" },
  ]);
  expect(openDocument.view?.path).toBe("/tmp/Saved.waymark");
});
