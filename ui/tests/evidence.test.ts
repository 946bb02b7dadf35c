import { flushSync } from "svelte";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { toasts } from "../src/components/toasts.svelte";
import { Evidence, Look } from "../src/features/evidence/evidence.svelte";
import type { FactEvidenceView } from "../src/ipc/generated/FactEvidenceView";
import type { FactJudge } from "../src/ipc/generated/FactJudge";
import type { ScanAdopt } from "../src/ipc/generated/ScanAdopt";
import type { ScanEvidenceView } from "../src/ipc/generated/ScanEvidenceView";
import { setHost } from "../src/ipc/host";
import { router } from "../src/router.svelte";
import View from "../src/views/Evidence.svelte";
import { laptop } from "./handover";
import { FakeHost } from "./host.fake";
import { all, click, one, press, render } from "./render";

const fact = (some: Partial<FactEvidenceView>): FactEvidenceView => ({
  id: "F-DB.SEC-3.at_most_2",
  question: "SEC-3",
  title: "Encryption and keys",
  stance: "contradicts",
  test: "Any data store is not encrypted",
  effect: "at most 2",
  level: 4,
  facts: ["F-DB"],
  numbers: ["Instances whose storage is encrypted: 5 of 8 measured"],
  missing: [],
  verdict: null,
  ...some,
});
const empty: ScanEvidenceView = {
  headline: "Nothing was measured yet",
  scans: [],
  items: [],
  found: [],
  absent: [],
  narrower: "",
  differences: [],
};
const scanned: ScanEvidenceView = {
  headline: "One fact contradicts an answer",
  scans: [
    {
      code: "SCAN-1",
      taken: "2026-03-09T08:01:00Z",
      account: "123456789012",
      identity: "auditor",
      accounts: 1,
      regions: ["eu-central-1"],
      facts: 40,
      allFacts: 52,
      things: 12,
      calls: 600,
      denied: 1,
      isStopped: false,
      hasPseudonyms: false,
      notMeasured: ["iam:ListUsers in us-east-1: denied"],
      truncated: [],
    },
  ],
  items: [
    fact({}),
    fact({ id: "F-CATALOG.CAT-1.at_most_2", question: "CAT-1", stance: "supports", level: 2 }),
  ],
  found: [
    { key: "platform msk", kind: "platform", title: "Amazon MSK", detail: "two things in eu-central-1" },
  ],
  absent: [],
  narrower: "",
  differences: [],
};

let host: FakeHost;
beforeAll(laptop);
beforeEach(() => {
  host = new FakeHost()
    .answer("evidence_get", scanned)
    .answer("fact_judge", scanned)
    .answer("scan_adopt", { ...scanned, found: [] });
  setHost(host);
  for (const { id } of toasts.list) toasts.dismiss(id);
  router.go("evidence");
});
/** The control of a role whose text begins so. */
const named = (role: string, text: string): Element => {
  const found = all(role === "tab" ? "[role=tab]" : "button").find((each) =>
    each.textContent?.trim().startsWith(text),
  );
  if (!found) throw new Error(`no ${role} ${text}`);
  return found;
};
const settled = async () => {
  for (let at = 0; at < 4; at += 1) await new Promise((resume) => setTimeout(resume, 0));
  flushSync();
};

describe("the screen", () => {
  test("without a scan it says what would be here and offers three ways", async () => {
    host.answer("evidence_get", empty);
    render(View, {});
    await settled();
    expect(document.body.textContent).toContain("Scores stand without it");
    for (const name of ["Scan an account", "Open a scan file", "For the administrator"]) {
      expect(named("button", name)).toBeDefined();
    }
  });

  test("contradictions are told with their numbers, and one key takes one up", async () => {
    render(View, {});
    await settled();
    expect(one("h1").textContent).toContain("One fact contradicts an answer");
    press("j");
    await settled();
    expect(document.body.textContent).toContain("5 of 8 measured");
    press("t");
    expect(router.view).toBe("assess");
    expect(router.params).toMatchObject({ question: "SEC-3" });
  });

  test("facts of one question stand together, and a key says what becomes of one", async () => {
    host.answer("evidence_get", {
      ...scanned,
      items: [
        ...scanned.items,
        fact({ id: "F-KEYS.SEC-3.at_least_2", stance: "supports", effect: "at least 2" }),
      ],
    });
    render(View, {});
    await settled();
    const rows = all(".facts li").map((row) => row.querySelector("b")?.textContent ?? "");
    expect(rows).toEqual(["SEC-3", "", "CAT-1"]);
    press("j");
    await settled();
    press("2");
    await settled();
    const said = one("[role=radio][aria-checked=true]", one(".facts li.open"));
    expect(said.textContent).toContain("Scope differs");
  });

  test("what was found is added, one by one or all", async () => {
    render(View, {});
    await settled();
    click(named("tab", "Not on record"));
    await settled();
    click(named("button", "Add all"));
    await settled();
    expect((host.requests("scan_adopt").at(-1) as ScanAdopt).keys).toEqual(["platform msk"]);
    expect(document.body.textContent).toContain("Every service and source that the scan found is on record");
  });
});

describe("the controller", () => {
  test("filters by what facts say, and steps within it", async () => {
    const of = new Evidence();
    await of.load();
    expect(of.stances).toEqual(["contradicts", "supports"]);
    of.stance = "supports";
    of.step(1);
    expect(of.selected).toBe("F-CATALOG.CAT-1.at_most_2");
    of.step(1);
    expect(of.selected).toBe("F-CATALOG.CAT-1.at_most_2");
  });

  test("a judgement that is refused says why and keeps what is shown", async () => {
    const of = new Evidence();
    await of.load();
    host.answer("fact_judge", () => {
      throw {
        code: "invalidValue",
        field: "reason",
        message: "a verdict on a fact needs a reason",
        help: "say why",
      };
    });
    const refused = await of.judge(fact({}), "accepted", "");
    expect(refused?.message).toContain("needs a reason");
    expect((host.requests("fact_judge").at(-1) as FactJudge).verdict).toBe("accepted");
    expect(of.view?.items).toHaveLength(2);
  });

  test("a look that was stopped is not kept and can be taken up", async () => {
    host
      .answer("scan_profiles", {
        profiles: [],
        hasEnvironment: true,
        endpoint: "",
        canResume: false,
        externalId: "",
      })
      .answer("scan_start", { isKept: false, isStopped: true })
      .answer("scan_progress", {
        isRunning: true,
        services: [1, 10],
        reads: [5, 50],
        facts: [2, 52],
        found: 12,
        calls: 5,
        at: "s3 in eu-central-1",
        secondsLeft: 4,
        slower: "",
      });
    const look = new Look();
    await look.begin();
    expect(await look.start({ regions: ["eu-central-1"], accountRoles: [], externalId: "" }, false)).toBe(
      false,
    );
    expect(look.isStopped).toBe(true);
    expect(look.running).toBe(false);
  });
});
