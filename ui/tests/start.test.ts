import { flushSync, tick } from "svelte";
import { beforeEach, expect, test } from "vitest";
import { openDocument } from "../src/features/document";
import { Start } from "../src/features/start";
import type { AppState } from "../src/ipc/generated/AppState";
import { setHost } from "../src/ipc/host";
import { keys } from "../src/keys.svelte";
import { FakeHost } from "./host.fake";
import { all, click, one, press, render, type as typeText } from "./render";

const recent = (client: string, exists: boolean) => ({
  path: `/home/ana/${client}.waymark`,
  fileName: `${client}.waymark`,
  client,
  openedAt: Date.now(),
  isProtected: false,
  exists,
});
const app = (recents: AppState["recents"]): AppState => ({
  recents,
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
});

let host: FakeHost;
beforeEach(async () => {
  host = new FakeHost().answer("app_state", app([recent("Nord", true), recent("Süd", false)]));
  setHost(host);
  openDocument.app = null;
  await openDocument.load();
  window.addEventListener("keydown", keys.handle);
  return () => window.removeEventListener("keydown", keys.handle);
});
async function settle() {
  for (let turn = 0; turn < 40; turn += 1) await tick();
  flushSync();
}

test("recent files open; those that are gone can only be forgotten", async () => {
  host.answer("recent_forget", app([recent("Nord", true)]));
  render(Start, {});
  expect(one(".right").textContent).toMatch(/Nord.*just now.*Süd.*no longer there/s);
  click(one('[aria-label="Take Süd.waymark off this list"]'));
  await settle();
  expect(host.requests("recent_forget")).toEqual([{ path: "/home/ana/Süd.waymark" }]);
  expect(one(".right").textContent).not.toContain("Süd");
});

test("keys begin what they say", async () => {
  host.answer("dialog_open", null).fail("document_sample", {
    code: "notWritable",
    message: "the sample could not be made",
    help: "check the rights on your profile folder",
  });
  render(Start, {});
  press("o");
  await settle();
  expect(host.requests("dialog_open")).toEqual([{ kind: "document", suggested: "" }]);
  press("s");
  await settle();
  expect(one("[role=alert]").textContent).toMatch(
    /could not be written.*The sample could not be made\..*Check the rights/s,
  );
});

test("a new engagement needs a client, and a place that is taken says so in the dialog", async () => {
  host.answer("dialog_save", "/tmp/Nord.waymark").fail("document_new", {
    code: "alreadyExists",
    message: "“Nord.waymark” is already there",
    help: "choose another name",
  });
  render(Start, {});
  press("n");
  await settle();
  press("Enter", { on: one("dialog[open] input") });
  one<HTMLFormElement>("dialog[open] form").requestSubmit();
  flushSync();
  expect(one("dialog[open]").textContent).toContain("Type the client's name first");
  one<HTMLInputElement>("dialog[open] input").focus();
  typeText("Nord");
  one<HTMLFormElement>("dialog[open] form").requestSubmit();
  await settle();
  expect(host.requests("document_new")).toEqual([
    { path: "/tmp/Nord.waymark", client: "Nord", isAnonymous: false, language: "en" },
  ]);
  expect(one("dialog[open] [role=alert]").textContent).toContain("Choose another name.");
  expect(all(".right [role=alert]")).toHaveLength(0);
});

test("every mistake of a refused import can be read", async () => {
  host
    .answer("dialog_open", "/tmp/a.json")
    .answer("dialog_save", "/tmp/a.waymark")
    .fail("document_import", {
      code: "invalidImport",
      message: "2 mistakes",
      help: "mend them and import again",
      mistakes: [
        { place: "$.goals[0].points", message: "140 is more than 100", help: "" },
        { place: "$.sources[2].kind", message: "`oracle` is no kind", help: "one of database, file" },
      ],
    });
  render(Start, {});
  press("i");
  await settle();
  click(all("[role=alert] button").find((button) => button.textContent.includes("Show 2")) as Element);
  expect(one("dialog[open] table").textContent).toContain("$.sources[2].kind");
});

test("a new engagement can be protected from the start, with a passphrase typed twice", async () => {
  host.answer("dialog_save", "/tmp/Nord.waymark").fail("document_new", {
    code: "alreadyExists",
    message: "“Nord.waymark” is already there",
    help: "choose another name",
  });
  render(Start, {});
  press("n");
  await settle();
  one<HTMLInputElement>("dialog[open] input").focus();
  typeText("Nord");
  expect(all("dialog[open] input[type=password]")).toHaveLength(0);
  const [, wanted] = all<HTMLInputElement>("dialog[open] input[type=checkbox]");
  wanted?.click();
  flushSync();
  const submit = async () => {
    one<HTMLFormElement>("dialog[open] form").requestSubmit();
    await settle();
  };
  await submit();
  expect(one("dialog[open]").textContent).toMatch(/Type the new passphrase first.*Say that you keep it/s);
  const [fresh, again] = all<HTMLInputElement>("dialog[open] input[type=password]");
  fresh?.focus();
  typeText("brown otters count tides");
  again?.focus();
  typeText("brown otters count tides");
  all<HTMLInputElement>("dialog[open] input[type=checkbox]").at(-1)?.click();
  flushSync();
  await submit();
  expect(host.requests("document_new")).toEqual([
    {
      path: "/tmp/Nord.waymark",
      client: "Nord",
      isAnonymous: false,
      language: "en",
      passphrase: "brown otters count tides",
    },
  ]);
});
