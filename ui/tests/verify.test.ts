import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { toasts } from "../src/components/toasts.svelte";
import { openDocument } from "../src/features/document";
import { Verify } from "../src/features/verify";
import type { DoubtView } from "../src/ipc/generated/DoubtView";
import type { VerifySet } from "../src/ipc/generated/VerifySet";
import type { VerifyView } from "../src/ipc/generated/VerifyView";
import { setHost } from "../src/ipc/host";
import { keys } from "../src/keys.svelte";
import { router } from "../src/router.svelte";
import VerifyAssess from "../src/views/VerifyAssess.svelte";
import { words } from "../src/words/en";
import { FakeHost } from "./host.fake";
import { all, click, one, press, render, type } from "./render";

const doubt = (question: string, some: Partial<DoubtView> = {}): DoubtView => ({
  question,
  shortTitle: `About ${question}`,
  dimensionTitle: "Governance",
  consensus: { kind: "level", level: 3, levelName: "Defined", isSettled: true },
  band: [2, 4],
  reasons: ["contradicted"],
  why: ["votes from 2 to 4"],
  evidencePrompt: "Owner list",
  owner: "",
  by: "",
  ...some,
});
const asked = (id: string, isRevealed: boolean) => ({
  id,
  isRevealed,
  votes: 3,
  consensus: { kind: "unknown", level: null, levelName: "", isSettled: false },
});
const view = (doubts: DoubtView[]): VerifyView => ({
  headline: doubts.length === 0 ? "No answer stands out as doubtful" : "Two answers deserve a second look",
  doubts,
  owned: doubts.filter(({ owner }) => owner).length,
  answered: 3,
});

let host: FakeHost;
let doubts: DoubtView[];
afterEach(() => window.removeEventListener("keydown", keys.handle));
beforeEach(() => {
  window.addEventListener("keydown", keys.handle);
  doubts = [doubt("GOV-1"), doubt("GOV-2", { owner: "Marc Renaud", by: "2026-12-04" })];
  host = new FakeHost()
    .answer("document_get", {})
    .answer("verify_get", () => view(doubts))
    .answer("verify_set", ({ question, owner, by }: VerifySet) => {
      doubts = doubts.map((one) => (one.question === question ? { ...one, owner, by } : one));
      return view(doubts);
    })
    .answer("assess_get", {
      participants: [{ name: "Anna Keller" }, { name: "Anna Keller" }],
      dimensions: [{ questions: [asked("GOV-1", true), asked("GOV-2", true)] }],
    });
  setHost(host);
  openDocument.view = null;
  router.go("assess", { page: "verify" });
  for (const { id } of toasts.list) toasts.dismiss(id);
});

async function settled(): Promise<void> {
  for (let at = 0; at < 12; at += 1) await Promise.resolve();
  await new Promise((done) => setTimeout(done));
  flushSync();
}
async function shown(): Promise<HTMLElement> {
  const page = render(VerifyAssess, {});
  await settled();
  return page;
}
const owner = (page: HTMLElement, question: string) =>
  one<HTMLInputElement>(`[aria-label="${words.verify.ownerOf(question)}"]`, page);

const rows = (page: HTMLElement) => all("[data-answer]", page).map((row) => row.dataset.answer);
function choose(page: HTMLElement, label: string, option: string) {
  const list = one<HTMLSelectElement>(`select[aria-label="${label}"]`, page);
  list.value = [...list.options].find(({ text }) => text === option)?.value ?? "";
  list.dispatchEvent(new Event("change", { bubbles: true }));
  flushSync();
}

describe("answers to verify", () => {
  test("stand by reason, the weightiest first, and each filter says how many it leaves", async () => {
    doubts = [
      doubt("GOV-1", { reasons: ["flagged"], by: "2020-01-31", owner: "Ida" }),
      doubt("GOV-2", { reasons: ["wide", "flagged"], dimensionTitle: "Storage" }),
      doubt("GOV-3", { reasons: ["contradicted"] }),
    ];
    const page = await shown();
    expect(rows(page)).toEqual(["GOV-3", "GOV-2", "GOV-1"]);
    expect(all("tr.band", page).map(({ textContent }) => textContent)).toEqual([
      "Votes far apart: 1",
      "Wide band: 1",
      "Flagged: 1",
    ]);
    const tabs = all("[role=tab]", page);
    expect(tabs.map(({ textContent }) => textContent.replace(/\s+/g, " ").trim())).toEqual([
      "All 3",
      "Votes far apart 1",
      "Wide band 1",
      "Flagged 2",
    ]);
    click(tabs[3] as HTMLElement);
    expect(rows(page)).toEqual(["GOV-2", "GOV-1"]);
    expect(all("tr.band", page).map(({ textContent }) => textContent)).toEqual(["Flagged: 2"]);
    choose(page, words.verify.filter.dimension, "Storage (1)");
    expect(rows(page)).toEqual(["GOV-2"]);
    expect(page.textContent).toContain("Overdue (0)");
    choose(page, words.verify.filter.owner, "Ida (0)");
    expect(page.textContent).toContain(words.verify.filter.none);
    const all_ = all<HTMLButtonElement>("button", page).find(
      ({ textContent }) => textContent.trim() === words.verify.filter.showAll,
    );
    click(all_ as HTMLElement);
    expect(rows(page)).toHaveLength(3);
  });

  test("keys go through the answers and to the owner, and the row has the focus again after Enter", async () => {
    const page = await shown();
    press("j", { on: document.body });
    press("j");
    expect(document.activeElement?.getAttribute("href")).toBe("#/assess?question=GOV-2");
    press("k");
    press("o");
    expect(document.activeElement).toBe(owner(page, "GOV-1"));
    type("Ida");
    press("Enter");
    await settled();
    expect(host.requests("verify_set")).toMatchObject([{ question: "GOV-1", owner: "Ida" }]);
    expect(document.activeElement?.getAttribute("href")).toBe("#/assess?question=GOV-1");
    press("d");
    expect(document.activeElement?.closest("[data-place]")?.getAttribute("data-place")).toContain("GOV-1/by");
  });

  test("without any answer yet, it says what brings answers here", async () => {
    doubts = [];
    host.answer("verify_get", { ...view([]), answered: 0 });
    const page = await shown();
    expect(page.textContent).toContain(words.verify.empty);
  });

  test("an owner is stored with Enter, and what was said of the date stays", async () => {
    const page = await shown();
    owner(page, "GOV-2").focus();
    type(" Junior");
    press("Enter");
    await settled();
    expect(host.requests("verify_set")).toEqual([
      { question: "GOV-2", owner: "Marc Renaud Junior", by: "2026-12-04" },
    ]);
  });

  test("a date is read as people type it; one that is none is told under its cell and not sent", async () => {
    const page = await shown();
    const date = all<HTMLInputElement>("input.num", page)[0] as HTMLInputElement;
    date.focus();
    type("soon");
    press("Enter");
    expect(page.textContent).toContain("No date");
    expect(host.requests("verify_set")).toEqual([]);
    date.value = "";
    type("4.12.2026");
    press("Enter");
    await settled();
    expect(host.requests("verify_set")).toEqual([{ question: "GOV-1", owner: "", by: "2026-12-04" }]);
    expect(page.textContent).not.toContain("No date");
  });

  test("suggests each participant once", async () => {
    const page = await shown();
    const list = document.getElementById(owner(page, "GOV-1").getAttribute("list") ?? "");
    expect(all("option", list as HTMLElement)).toHaveLength(1);
  });

  test("keeps a row where it is when its owner is filled in under the filter", async () => {
    const page = await shown();
    choose(page, words.verify.filter.owner, words.verify.filter.nobody(1));
    expect(rows(page)).toEqual(["GOV-1"]);
    owner(page, "GOV-1").focus();
    type("Anna Keller");
    press("Enter");
    await settled();
    expect(owner(page, "GOV-1").value).toBe("Anna Keller");
  });

  test("tells nothing that follows from votes the room has not seen", async () => {
    host.answer("assess_get", { participants: [], dimensions: [{ questions: [asked("GOV-1", false)] }] });
    doubts = [doubt("GOV-1")];
    const page = await shown();
    expect(page.textContent).toContain(words.verify.hidden);
    expect(page.textContent).not.toContain("votes from 2 to 4");
    expect(all(".lv-3", page)).toHaveLength(0);
  });

  test("leads to the question", async () => {
    const page = await shown();
    expect(all("tbody a", page)[0]?.getAttribute("href")).toBe("#/assess?question=GOV-1");
  });

  test("says that no answer is doubtful", async () => {
    doubts = [];
    const page = await shown();
    expect(one("h1", page).textContent).toBe("No answer stands out as doubtful");
    expect(page.textContent).toContain(words.verify.done);
  });

  test("shows a change at once, takes a refused one back and says why", async () => {
    const verify = new Verify();
    await verify.load();
    host.fail("verify_set", { code: "invalidValue", message: "that is too long", help: "" });
    const sent = verify.set("GOV-1", { owner: "Anna Keller" });
    expect(verify.doubts?.[0]?.owner).toBe("Anna Keller");
    await sent;
    expect(verify.doubts?.[0]?.owner).toBe("");
    expect(toasts.list.at(-1)?.text).toContain("That is too long");
  });

  test("two changes of one answer keep both", async () => {
    const verify = new Verify();
    await verify.load();
    await Promise.all([
      verify.set("GOV-1", { owner: "Anna Keller" }),
      verify.set("GOV-1", { by: "2026-12-04" }),
    ]);
    expect(host.requests("verify_set").at(-1)).toEqual({
      question: "GOV-1",
      owner: "Anna Keller",
      by: "2026-12-04",
    });
  });
});
