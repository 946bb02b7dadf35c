import { flushSync } from "svelte";
import { beforeEach, expect, test, vi } from "vitest";
import { Drawing } from "../src/features/maturity/drawing.svelte";
import { linkTo } from "../src/features/maturity/links";
import { setHost } from "../src/ipc/host";
import { keys } from "../src/keys.svelte";
import { router } from "../src/router.svelte";
import Maturity from "../src/views/Maturity.svelte";
import { FakeHost } from "./host.fake";
import { all, click, one, press, render } from "./render";
import { workshop, type WorkshopOptions } from "./workshop";

let host: FakeHost;

async function at(params: Record<string, string> = {}, options: WorkshopOptions = {}): Promise<void> {
  host = workshop(options);
  setHost(host);
  router.go("maturity", params);
  window.addEventListener("keydown", keys.handle);
  render(Maturity, {});
  await settled();
}
async function settled(): Promise<void> {
  for (let turn = 0; turn < 80; turn += 1) await Promise.resolve();
  await vi.waitFor(() => one("h1"));
  flushSync();
}
const text = (selector: string) => one(selector).textContent?.replace(/\s+/g, " ").trim() ?? "";
const parts = () => all("aside .part").map((part) => part.textContent?.replace(/\s+/g, " ").trim() ?? "");

beforeEach(() => {
  window.removeEventListener("keydown", keys.handle);
  router.go("start");
});

test("the finding is the heading, and no number stands alone", async () => {
  await at();
  expect(text("h1")).toBe("Ownership and governance stands 1.6 levels short of its target");
  expect(text(".overall")).toMatch(
    /2\.3 Attained 2, emerging between 1\.7 and 3\.0 target 3\.2 9 of 10 dimensions scored Coverage 95 %, confidence 52\s% 1 blocker/,
  );
  expect(all("main li button .score").map((score) => score.textContent?.trim().replace(/\s+/g, " "))).toEqual(
    ["2.2 1.7–2.8", "2.2 1.8–2.7", "2.6 1.8–3.7"],
  );
});

test("a score opens down to the votes and back up", async () => {
  await at();
  press("f");
  flushSync();
  expect(parts()[1]).toContain("People and process");
  click(all("aside .part")[1] as Element);
  await settled();
  expect(router.params).toEqual({ factor: "people_process" });
  click(all("aside .part").find((part) => part.textContent?.includes("governance")) as Element);
  await settled();
  expect(router.params).toEqual({ dimension: "GOV" });
  expect(text("aside h2")).toBe("Ownership and governance");
  click(all("aside .part")[0] as Element);
  await settled();
  expect(text("aside h2")).toContain("GOV-1");
  expect(parts()[0]).toMatch(/Anna Keller, executive 2/);
  press("Backspace");
  await settled();
  expect(router.params).toEqual({ dimension: "GOV" });
});

test("a question opens in Assess", async () => {
  await at({ question: "GOV-3" });
  press("o");
  expect(router.route).toEqual({ view: "assess", params: { question: "GOV-3" } });
});

test("J walks through the dimensions", async () => {
  await at({ dimension: "GOV" });
  press("j");
  await settled();
  expect(router.params).toEqual({ dimension: "SEC" });
});

test("the table says what the drawing shows, and opens a dimension", async () => {
  await at();
  press("3");
  flushSync();
  const rows = all("tbody tr").map((row) => row.textContent?.replace(/\s+/g, " ").trim() ?? "");
  expect(rows).toHaveLength(10);
  expect(rows.find((row) => row.startsWith("Culture"))).toMatch(/none1\.6–4\.1none3\.3open/);
  click(all("tbody tr")[5] as Element);
  await settled();
  expect(router.params).toEqual({ dimension: "GOV" });
});

test("what blocks stands beside the score, and findings lead to their records", async () => {
  await at();
  expect(text("#findings-blocker")).toContain("Deletion of copies (GOV-5) is at 2");
  expect(all<HTMLAnchorElement>("#findings-weakness a").map((link) => link.getAttribute("href"))).toContain(
    "#/discover?kind=sources&record=SRC-4",
  );
  expect(linkTo({ kind: "question", id: "VAL-2", label: "" })).toBe("#/assess?question=VAL-2");
  expect(linkTo({ kind: "rule", id: "R-1", label: "" })).toBeNull();
});

test("before any answer one sentence and one way on", async () => {
  await at({}, { empty: true });
  expect(all("aside")).toHaveLength(0);
  expect(text(".empty")).toContain("No answers yet.");
  click(one(".empty button"));
  expect(router.view).toBe("assess");
});

test("a drawing asks once a frame, and the last width wins", async () => {
  const answers: ((view: unknown) => void)[] = [];
  const fake = new FakeHost().answer("chart_get", () => new Promise((answer) => answers.push(answer)));
  setHost(fake);
  const frames: FrameRequestCallback[] = [];
  const request = vi.spyOn(globalThis, "requestAnimationFrame").mockImplementation((run) => frames.push(run));
  const drawing = new Drawing("bars");
  drawing.fit(500);
  drawing.fit(620);
  expect(frames).toHaveLength(1);
  frames[0]?.(0);
  drawing.fit(700);
  frames[1]?.(0);
  answers[0]?.({ title: "at 620", svg: "", alt: "" });
  await vi.waitFor(() => expect(answers).toHaveLength(2));
  answers[1]?.({ title: "at 700", svg: "", alt: "" });
  await vi.waitFor(() => expect(drawing.view?.title).toBe("at 700"));
  expect(fake.requests("chart_get").map((one) => (one as { width: number }).width)).toEqual([620, 700]);
  request.mockRestore();
});

test("a scorecard that cannot be read says why and how to go on", async () => {
  host = workshop().fail("maturity_get", { code: "noDocument", message: "no engagement is open", help: "" });
  setHost(host);
  router.go("maturity");
  render(Maturity, {});
  for (let turn = 0; turn < 80; turn += 1) await Promise.resolve();
  flushSync();
  expect(text("[role=alert]")).toContain("No engagement is open");
});
