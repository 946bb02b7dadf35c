import { flushSync } from "svelte";
import { beforeEach, expect, test, vi } from "vitest";
import { toasts } from "../src/components/toasts.svelte";
import { drafts, openDocument } from "../src/features/document";
import { frame } from "../src/frame/frame.svelte";
import type { CaptureView } from "../src/ipc/generated/CaptureView";
import { setHost } from "../src/ipc/host";
import { keys } from "../src/keys.svelte";
import { router } from "../src/router.svelte";
import Assess from "../src/views/Assess.svelte";
import type { FakeHost } from "./host.fake";
import { all, clear, click, one, press, render, type } from "./render";
import { workshop, type WorkshopOptions } from "./workshop";

let host: FakeHost;

async function at(params: Record<string, string>, options: WorkshopOptions = {}): Promise<void> {
  host = workshop(options);
  setHost(host);
  router.go("assess", params);
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
const texts = (selector: string) =>
  all(selector).map((found) => found.textContent?.replace(/\s+/g, " ").trim() ?? "");
const hands = () => all<HTMLInputElement>("form[aria-label='Raised hands'] input");
const submit = async () => {
  one<HTMLFormElement>("form").requestSubmit();
  await settled();
};

beforeEach(() => {
  window.removeEventListener("keydown", keys.handle);
  toasts.list = [];
  openDocument.view = null;
  frame.isOpen = true;
  drafts.close();
  clear();
  router.go("start");
});

test("hands are counted by key and stay hidden until revealed, then stand as rings", async () => {
  await at({ question: "GOV-4" });
  press("c");
  await settled();
  for (const [field, count] of [
    [0, "1"],
    [1, "3"],
    [5, "2"],
  ] as const) {
    hands()[field]?.focus();
    type(count);
  }
  press(" ", { on: hands()[5] as HTMLInputElement });
  expect(document.activeElement, "Space goes on like Tab").toBe(hands()[6]);
  await submit();
  expect(host.requests("votes_tally")).toEqual([
    { question: "GOV-4", levels: [1, 3, 0, 0, 0], dontKnow: 2, notApplicable: 0 },
  ]);
  expect(text("#finding")).toBe("6 hands counted");
  expect(all(".levels .hands")).toHaveLength(0);
  expect(hands().map(({ value }) => value)).toEqual(["", "", "", "", "", "", ""]);
  press("r");
  await settled();
  expect(all(".levels .hands").map((row) => row.getAttribute("aria-label"))).toEqual(["1 hand", "3 hands"]);
  expect(hands().map(({ value }) => value)).toEqual(["1", "3", "", "", "", "2", ""]);
  expect(text(".line > .quiet")).toBe("6 hands counted, spread 1–2. 2 don’t know (–)");
});

test("what is no number of hands is said and not sent; Escape gives it up", async () => {
  await at({ question: "GOV-4" });
  press("c");
  await settled();
  type("two");
  await submit();
  expect(text("form .problem")).toBe("“two” is no number of hands.");
  expect(host.requests("votes_tally")).toEqual([]);
  press("Escape", { on: hands()[0] as HTMLInputElement });
  expect(hands()[0]?.value).toBe("");
});

test("a count is taken back, and a row takes its place", async () => {
  await at({ question: "GOV-4" });
  press("c");
  await settled();
  type("4");
  await submit();
  const back = all(".entry button").find((button) => button.textContent?.includes("Take the count back"));
  click(back as HTMLElement);
  await settled();
  expect(host.requests("votes_tally")[1]).toEqual({
    question: "GOV-4",
    levels: [0, 0, 0, 0, 0],
    dontKnow: 0,
    notApplicable: 0,
  });
  expect(text("#finding")).toBe("Nobody has voted yet");
  press("v");
  await settled();
  expect(document.activeElement?.getAttribute("aria-label")).toBe("Votes in the participants’ order");
});

test("a refused count stays in its fields with the reason", async () => {
  await at({ question: "GOV-4" });
  host.fail("votes_tally", { code: "invalidValue", message: "this is no count of hands", help: "" });
  press("c");
  await settled();
  type("900");
  await submit();
  expect(text("form .problem")).toBe("This is no count of hands.");
  expect(hands()[0]?.value).toBe("900");
});

test("without participants hands are counted at once", async () => {
  await at({ question: "GOV-4" }, { withoutPeople: true });
  expect(hands()).toHaveLength(7);
  expect(all("[role=radiogroup][aria-label='How votes are taken']")).toHaveLength(0);
});

test("a vote that was given or changed after the reveal is marked", async () => {
  await at({ question: "GOV-2" });
  press("V", { shiftKey: true });
  await settled();
  press("4");
  await settled();
  const cell = one("[data-person=person-1]");
  expect(cell.textContent).toContain("level 4, given or changed after the reveal");
  expect(one("sup", cell).textContent).toBe("*");
});

test("an action has an owner and a date, and everything noted shows its time", async () => {
  await at({ question: "GOV-1" });
  press("a");
  type("Name the owners");
  const [, owner, due] = all<HTMLInputElement>("form input");
  owner?.focus();
  type("Anna Keller");
  due?.focus();
  type("2026-12-04");
  due?.blur();
  await submit();
  expect(host.requests("capture_add")).toEqual([
    {
      question: "GOV-1",
      kind: "action",
      text: "Name the owners",
      person: "Anna Keller",
      due: "2026-12-04",
      hasConsent: false,
    },
  ]);
  expect(text("section li .text")).toBe("Name the owners Anna Keller due 2026-12-04");
  expect(text("section li .time")).toBe("09:30");
});

test("a note is stored when its question is left, and waits after Escape", async () => {
  await at({ question: "GOV-2" });
  press("n");
  type("The minutes are not kept");
  router.refine({ question: "GOV-3" });
  flushSync();
  await settled();
  expect(host.requests("capture_add")).toMatchObject([{ question: "GOV-2", kind: "note" }]);
  press("n");
  type("Half a note");
  press("Escape");
  router.refine({ question: "GOV-4" });
  flushSync();
  await settled();
  expect(host.requests("capture_add")).toHaveLength(1);
});

test("what is pasted as rich text never stays on the page, and only a picture of it is taken", async () => {
  await at({ question: "GOV-1" });
  press("e");
  const landing = one<HTMLElement>("[contenteditable]");
  const land = (html: string) => {
    landing.innerHTML = html;
    landing.dispatchEvent(new Event("input", { bubbles: true }));
  };
  for (const hostile of [
    "<b onclick='alert(1)'>bold</b><a href='javascript:alert(1)'>a</a>",
    "<script>document.title = 'ran'</script><iframe src='https://example.org'></iframe>",
    "<style>body { display: none }</style><form action='https://example.org'><input></form>",
  ]) {
    land(hostile);
    expect(landing.childNodes, hostile).toHaveLength(0);
  }
  await settled();
  expect(all("form img")).toHaveLength(0);
  expect(document.title).not.toBe("ran");
  expect(host.requests("evidence_paste")).toHaveLength(0);
  // A picture is drawn anew as pixels: what is shown is not what was pasted.
  land("<img src='data:image/svg+xml,x' onerror='alert(1)'>");
  expect(landing.childNodes).toHaveLength(0);
  await settled();
  for (const image of all("form img")) expect(image.outerHTML).not.toMatch(/svg|onerror/);
});

test("a pasted picture is shown, needs a title, and is kept", async () => {
  await at({ question: "GOV-1" });
  press("e");
  const file = new File([new Uint8Array([1, 2, 3])], "image.png", { type: "image/png" });
  const paste = new Event("paste", { bubbles: true, cancelable: true });
  Object.assign(paste, {
    clipboardData: { types: ["Files"], items: [{ kind: "file", type: "image/png", getAsFile: () => file }] },
  });
  document.activeElement?.dispatchEvent(paste);
  expect(paste.defaultPrevented).toBe(true);
  await vi.waitFor(() => {
    flushSync();
    one("form img");
  });
  const refusal = {
    code: "invalidValue",
    message: "A title is needed",
    help: "type a few words",
    field: "title",
  };
  host.fail("evidence_paste", refusal);
  await submit();
  expect(text("form")).toContain("A title is needed. Type a few words.");
  expect(all("form img"), "a refused picture is still there").toHaveLength(1);
  host.answer("evidence_paste", workshop().invoke.bind(workshop(), "evidence_paste"));
  one("form input").focus();
  type("Owner list on the wall");
  await submit();
  expect(host.requests("evidence_paste").at(-1)).toEqual({
    question: "GOV-1",
    title: "Owner list on the wall",
    strength: "stated",
    data: "AQID",
  });
  expect(all("form img")).toHaveLength(0);
  expect(text(".item:last-child")).toContain("pasted.png Show Save a copy");
});

test("a file is chosen and kept, and one that is too large is refused in words", async () => {
  await at({ question: "GOV-1" });
  host.answer("dialog_open", "/home/anna/lineage.bin");
  host.fail("evidence_attach", {
    code: "invalidValue",
    message: "lineage.bin is larger than 25 MB",
    help: "keep it beside the document and note where it is as a link",
    field: "path",
  });
  press("e");
  click(all("form button").find((button) => button.textContent?.includes("Choose a file")) as HTMLElement);
  await settled();
  expect(text("form .file b")).toBe("lineage.bin");
  await submit();
  expect(text("form [role=alert]")).toBe(
    "Lineage.bin is larger than 25 MB. Keep it beside the document and note where it is as a link.",
  );
  expect(host.requests("evidence_attach")).toEqual([
    { question: "GOV-1", path: "/home/anna/lineage.bin", title: "", strength: "stated" },
  ]);
});

test("a picture that is kept is shown when asked for", async () => {
  await at({ question: "GOV-1" });
  host.answer("dialog_open", "/home/anna/plan.png");
  host.answer("evidence_picture", { name: "plan.png", dataUrl: "data:image/png;base64,AQID" });
  press("e");
  click(all("form button").find((button) => button.textContent?.includes("Choose a file")) as HTMLElement);
  await settled();
  await submit();
  click(one("[aria-label='Show plan.png']"));
  await settled();
  expect(one<HTMLImageElement>("dialog img").src).toBe("data:image/png;base64,AQID");
});

const day = (date: number, hour: number) => new Date(2026, 10, date, hour, 5).getTime();
function capture(uid: string, more: Partial<CaptureView>): CaptureView {
  const where = { question: "GOV-1", questionTitle: "Owners" };
  const rest = { person: "", hasConsent: false, due: "", isLeftOut: false, isOfQuestion: false };
  return { uid, code: uid, kind: "risk", text: uid, at: day(24, 9), ...where, ...rest, ...more };
}

/** The page with these captures; what is changed there is changed in them. */
async function page(captures: CaptureView[]): Promise<void> {
  host = workshop();
  let held = captures;
  host
    .answer("captures_get", () => ({ headline: "One action stands without an owner", captures: held }))
    .answer("record_set", ({ uid, field, value }: { uid: string; field: string; value: unknown }) => {
      const name = field === "is_left_out" ? "isLeftOut" : field;
      held = held.map((one) => (one.uid === uid ? { ...one, [name]: value ?? "" } : one));
      return { uid, code: uid, title: "", values: {}, unknown: 0 };
    })
    .answer("record_remove", ({ uid }: { uid: string }) => {
      held = held.filter((one) => one.uid !== uid);
      return {};
    });
  setHost(host);
  router.go("assess", { page: "captures" });
  window.addEventListener("keydown", keys.handle);
  render(Assess, {});
  await settled();
}

test("everything noted stands in one place, by day, with its question", async () => {
  await page([
    capture("late", { at: day(25, 14), kind: "action", text: "Name the owners", due: "2026-12-04" }),
    capture("early", { person: "Dana Holt" }),
  ]);
  expect(text("h1")).toBe("One action stands without an owner");
  expect(texts("main h2")).toEqual(["2026-11-25", "2026-11-24"]);
  expect(text("main li")).toContain("14:05 Action Name the owners no owner due 2026-12-04 GOV-1 Owners");
  expect(one("main li a").getAttribute("href")).toBe("#/assess?question=GOV-1");
});

test("it is narrowed by kind, by words and by dimension or question", async () => {
  await page([
    capture("first", { kind: "quote", text: "We ask Marc", person: "Anna Keller", hasConsent: true }),
    capture("second", { text: "Nobody owns prices", question: "STO-1", questionTitle: "Home of data" }),
  ]);
  const lines = () => texts("main li .text");
  const [, ...tabs] = all("[role=tab]");
  click(tabs.find((tab) => tab.textContent?.includes("Quotes")) as HTMLElement);
  expect(lines()).toEqual(["“We ask Marc”"]);
  press("/", { on: document.body });
  expect(document.activeElement).toBe(one("[type=search]"));
  type("prices");
  expect(text(".none")).toContain("Nothing that was noted fits.");
  click(one(".none button"));
  expect(lines()).toHaveLength(2);
  const select = one<HTMLSelectElement>("select");
  expect([...select.options].map(({ value }) => value)).toEqual(["", "STO", "/STO-1", "GOV", "/GOV-1"]);
  select.value = "STO";
  select.dispatchEvent(new Event("change", { bubbles: true }));
  flushSync();
  expect(lines()).toEqual(["Nobody owns prices"]);
});

test("text, person and date are edited in place, the report is a choice, and a removal can be undone", async () => {
  await page([capture("one", { text: "Two people know it" })]);
  const box = one<HTMLInputElement>("main li [type=checkbox]");
  expect(box.checked).toBe(true);
  click(box);
  await settled();
  press("j", { on: document.body });
  click(document.activeElement as HTMLElement);
  type(" now");
  press("Enter", { ctrlKey: true });
  await settled();
  expect(host.requests("record_set")).toEqual([
    { kind: "captures", uid: "one", field: "is_left_out", value: true },
    { kind: "captures", uid: "one", field: "text", value: "Two people know it now" },
  ]);
  expect(text("main li .text")).toBe("Two people know it now");
  click(one("[aria-label='Remove Two people know it now']"));
  await settled();
  expect(host.requests("record_remove")).toEqual([{ kind: "captures", uid: "one" }]);
  expect(toasts.list[0]?.action?.label).toBe("Undo");
  expect(text("main")).toContain("While a question is open, one key notes something on it");
});

test("a quote without consent is never in the report", async () => {
  await page([capture("one", { kind: "quote" })]);
  const box = one<HTMLInputElement>("main li [type=checkbox]");
  expect([box.checked, box.disabled]).toEqual([false, true]);
});

test("L leads to everything noted and back to the question", async () => {
  await at({ question: "GOV-3" });
  press("l");
  await settled();
  expect(router.params).toEqual({ page: "captures" });
  press("l");
  await settled();
  expect(text("#question")).toBeTruthy();
  expect(text(".crumb")).toContain("GOV-3");
});
