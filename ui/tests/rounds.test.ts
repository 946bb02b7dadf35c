import { flushSync } from "svelte";
import { beforeEach, expect, test, vi } from "vitest";
import { Baselines } from "../src/features/maturity/baselines.svelte";
import ThenAndNow from "../src/features/maturity/ThenAndNow.svelte";
import { Portfolio as PortfolioScreen } from "../src/features/portfolio";
import { portfolio } from "../src/features/portfolio/portfolio.svelte";
import type { BaselineView } from "../src/ipc/generated/BaselineView";
import type { ComparisonView } from "../src/ipc/generated/ComparisonView";
import type { LastTimeView } from "../src/ipc/generated/LastTimeView";
import type { PortfolioRow } from "../src/ipc/generated/PortfolioRow";
import type { PortfolioView } from "../src/ipc/generated/PortfolioView";
import type { QuestionView } from "../src/ipc/generated/QuestionView";
import type { ScoreView } from "../src/ipc/generated/ScoreView";
import type { ShiftView } from "../src/ipc/generated/ShiftView";
import { setHost } from "../src/ipc/host";
import { keys } from "../src/keys.svelte";
import { router } from "../src/router.svelte";
import Assess from "../src/views/Assess.svelte";
import { FakeHost } from "./host.fake";
import { all, click, one, press, render, type as typeText } from "./render";
import { workshop } from "./workshop";

async function settled(): Promise<void> {
  for (let turn = 0; turn < 80; turn += 1) await Promise.resolve();
  flushSync();
}
const text = (element: Element) => element.textContent?.replace(/\s+/g, " ").trim() ?? "";

const baseline = (code: string, title: string, some: Partial<BaselineView> = {}): BaselineView => ({
  uid: code,
  code,
  title,
  packVersion: "1.0.0",
  frozenAt: Date.UTC(2026, 10, 20),
  score: 2.3,
  coverage: 0.9,
  answered: 55,
  questions: 60,
  round: null,
  ...some,
});
const still: ShiftView = {
  before: 2,
  after: 2,
  byContent: 0,
  byAnswers: 0,
  byVotes: 0,
  byEvidence: 0,
};
const around = {
  low: still,
  high: still,
  coverage: still,
  confidence: { ...still, before: 0.4, after: 0.5 },
};
const comparison: ComparisonView = {
  title: "Spring",
  fromVersion: "1.0.0",
  toVersion: "1.0.0",
  at: Date.UTC(2026, 10, 20),
  baseline: "BASE-2",
  with: "",
  withTitle: "",
  headline: "The overall score rose from 2.0 to 2.6, most of it by answers",
  summary: "One question moved: one by answers.",
  overall: { ...still, after: 2.6, byAnswers: 0.6 },
  around,
  factors: [{ id: "technology", title: "Technology", shift: still, around }],
  dimensions: [
    {
      id: "GOV",
      title: "Governance",
      shift: { ...still, after: 2.6, byVotes: 0.6 },
      around,
      why: "GOV-1 was answered anew",
    },
  ],
  questions: [
    {
      id: "GOV-1",
      title: "Who decides",
      dimension: "GOV",
      before: { kind: "level", level: 2, levelName: "Emerging", isSettled: false },
      after: { kind: "level", level: 4, levelName: "Managed", isSettled: false },
      bandBefore: [1.5, 2.5],
      bandAfter: [3.5, 4.5],
      because: [{ cause: "answers", text: "settled at 4, 2 then" }],
    },
  ],
};

let host: FakeHost;
beforeEach(() => {
  router.go("start");
  portfolio.clear();
  host = new FakeHost()
    .answer("baseline_chart", {
      title: "",
      svg: '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
      alt: "Then and now",
    })
    .answer("document_get", null);
  setHost(host);
  window.addEventListener("keydown", keys.handle);
  return () => window.removeEventListener("keydown", keys.handle);
});

async function shown(list: BaselineView[]): Promise<Baselines> {
  host.answer("baselines_get", { baselines: list, refusal: "", suggested: "Workshop of 12 Nov 2026" });
  host.answer("baseline_compare", comparison);
  const baselines = new Baselines();
  await baselines.load();
  render(ThenAndNow, { baselines });
  await settled();
  return baselines;
}

test("without a baseline one sentence says what one is for, and freezing asks for a name", async () => {
  await shown([]);
  expect(text(one(".empty"))).toContain("No baseline yet.");
  expect(host.requests("baseline_compare")).toEqual([]);
  host.answer("baseline_freeze", {
    baselines: [baseline("BASE-1", "Autumn")],
    refusal: "",
    suggested: "Baseline 2",
  });
  click(one("section button"));
  await settled();
  const field = one<HTMLInputElement>("dialog[open] input");
  expect(field.value).toBe("Workshop of 12 Nov 2026");
  field.focus();
  field.value = "";
  typeText("Autumn");
  one<HTMLFormElement>("dialog[open] form").requestSubmit();
  await settled();
  expect(host.requests("baseline_freeze")).toEqual([{ title: "Autumn" }]);
  expect(all("dialog[open]")).toHaveLength(0);
  expect(text(one("h3"))).toBe(comparison.headline);
});

test("a name that is taken is refused where it was typed", async () => {
  await shown([]);
  host.fail("baseline_freeze", {
    code: "invalidValue",
    message: "there is a baseline called Autumn already",
    help: "type another name",
  });
  click(one("section button"));
  await settled();
  one<HTMLFormElement>("dialog[open] form").requestSubmit();
  await settled();
  expect(text(one("dialog[open]"))).toContain("There is a baseline called Autumn already");
});

test("every part of what moved has its column, and every question its reason", async () => {
  await shown([baseline("BASE-2", "Spring"), baseline("BASE-1", "Autumn")]);
  const heads = all("th[scope=col]").map(text);
  expect(heads).toContain("By votes");
  expect(heads).toContain("Confidence");
  const rows = all("tbody tr").map(text);
  expect(rows.find((row) => row.startsWith("Governance"))).toMatch(/2\.0––\+0\.62\.640 % to 50 %/);
  const question = rows.find((row) => row.startsWith("GOV-1")) ?? "";
  expect(question).toMatch(/2 Emerging ?4 Managed ?answers settled at 4, 2 then/);
  click(all("tbody tr").find((row) => text(row).startsWith("GOV-1")) as Element);
  expect(router.route).toEqual({ view: "assess", params: { question: "GOV-1" } });
});

test("another moment is compared, and one moment never with itself", async () => {
  const baselines = await shown([baseline("BASE-2", "Spring"), baseline("BASE-1", "Autumn")]);
  await baselines.choose({ with: "BASE-1" });
  expect(host.requests("baseline_compare").at(-1)).toEqual({ baseline: "", with: "BASE-1" });
  await baselines.choose({ then: "BASE-1" });
  expect(host.requests("baseline_compare").at(-1)).toEqual({ baseline: "BASE-1", with: "" });
});

const lastTime: LastTimeView = {
  title: "Round of 12 Nov 2026",
  consensus: { kind: "level", level: 3, levelName: "Defined", isSettled: true },
  reason: "Agreed for retail",
  dissent: "",
  note: "Heard in the room",
  by: "Helen Marsh",
  at: Date.UTC(2026, 10, 12),
  votes: 8,
  spread: [2, 4],
  strength: "Shown",
};

test("last time stands under the levels, and one key settles the same", async () => {
  const fake = workshop();
  const plain = (await fake.invoke("question_get", { question: "GOV-1" })) as QuestionView;
  const again = {
    ...plain,
    lastTime,
    consensus: { ...plain.consensus, kind: "unknown", level: null, isSettled: false },
  };
  fake.answer("question_get", again).answer("last_time_confirm", () => new Promise(() => undefined));
  setHost(fake);
  router.go("assess", { question: "GOV-1" });
  render(Assess, {});
  await vi.waitFor(() => one('[aria-label="Last time"]'));
  const said = text(one('[aria-label="Last time"]'));
  expect(said).toContain("Last time: Round of 12 Nov 2026");
  expect(said).toContain("settled by Helen Marsh on 2026-11-12, 8 votes from 2 to 4, evidence shown");
  expect(said).toContain("Agreed for retail");
  press("s");
  await settled();
  expect(fake.requests("last_time_confirm")).toEqual([{ question: "GOV-1" }]);
});

const score = (value: number | null): ScoreView => ({
  score: value,
  attained: null,
  band: null,
  coverage: value === null ? 0.2 : 0.9,
  confidence: 0.4,
});
const row = (client: string, overall: number | null, date: string): PortfolioRow => ({
  path: `/clients/${client}.waymark`,
  fileName: `${client}.waymark`,
  client,
  pack: "data-strategy",
  packVersion: "1.0.0",
  date,
  round: 1,
  overall: score(overall),
  factors: [{ id: "technology", score: score(overall) }],
  dimensions: [{ id: "GOV", score: score(overall) }],
  answered: 3,
  questions: 60,
});
const part = (id: string, title: string) => ({ id, title, shortTitle: title });
const side: PortfolioView = {
  rows: [row("Nord", 2.4, "2026-11-12"), row("Aurora", null, ""), row("Süd", 3.1, "2025-03-01")],
  failures: [
    {
      path: "/clients/locked.waymark",
      fileName: "locked.waymark",
      code: "passphraseNeeded",
      message: "locked.waymark is encrypted, or no engagement",
      help: "open it by itself",
    },
  ],
  packs: [
    {
      id: "data-strategy",
      title: "Data strategy",
      engagements: 3,
      factors: [part("technology", "Technology")],
      dimensions: [part("GOV", "Governance")],
    },
  ],
};

async function beside(): Promise<void> {
  host
    .answer("dialog_open_many", ["/clients/Nord.waymark", "/clients/locked.waymark"])
    .answer("portfolio_get", side);
  render(PortfolioScreen, {});
  click(all("button").find((button) => text(button) === "Choose files") as Element);
  await settled();
}
const clients = () => all("tbody th").map(text);
const sortBy = (name: string) => {
  click(all("thead button").find((button) => text(button).startsWith(name)) as Element);
  flushSync();
};

test("engagements stand side by side, sorted, with what is unknown last", async () => {
  await beside();
  expect(host.requests("portfolio_get")).toEqual([
    { paths: ["/clients/Nord.waymark", "/clients/locked.waymark"] },
  ]);
  expect(clients()).toEqual(["Aurora", "Nord", "Süd"]);
  sortBy("Overall");
  expect(clients()).toEqual(["Süd", "Nord", "Aurora"]);
  expect(all("thead th[aria-sort]").map((head) => head.getAttribute("aria-sort"))).toEqual(["descending"]);
  sortBy("Overall");
  expect(clients()).toEqual(["Nord", "Süd", "Aurora"]);
  expect(text(all("tbody tr")[2] as Element)).toContain("none");
});

test("a file that cannot be read is named with its reason beside the others", async () => {
  await beside();
  expect(text(one("#left-out"))).toBe("1 file is not in the table");
  expect(text(one("#left-out + ul"))).toContain("Locked.waymark is encrypted, or no engagement.");
});

test("the export without names hands the words on and keeps them nowhere", async () => {
  await beside();
  host.answer("dialog_save", "/tmp/all.parquet").answer("portfolio_export", {
    path: "/tmp/all.parquet",
    engagements: 3,
    rows: 222,
    failures: [],
  });
  click(all("button").find((button) => text(button) === "Export without names") as Element);
  await settled();
  one<HTMLInputElement>("dialog[open] input").focus();
  typeText("ours alone");
  click(all("dialog[open] [role=radio]")[1] as Element);
  one<HTMLFormElement>("dialog[open] form").requestSubmit();
  await settled();
  expect(host.requests("dialog_save")).toEqual([
    { kind: "parquet", suggested: "engagements without names.parquet" },
  ]);
  expect(host.requests("portfolio_export")).toEqual([
    {
      paths: ["/clients/Nord.waymark", "/clients/locked.waymark"],
      path: "/tmp/all.parquet",
      salt: "ours alone",
    },
  ]);
  click(all("button").find((button) => text(button) === "Export without names") as Element);
  await settled();
  expect(one<HTMLInputElement>("dialog[open] input").value).toBe("");
});
