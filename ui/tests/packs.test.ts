import { flushSync } from "svelte";
import { beforeEach, describe, expect, test } from "vitest";
import { toasts } from "../src/components/toasts.svelte";
import { openDocument } from "../src/features/document";
import { Lens, answerOf, noneToggled, placeOf, toggled } from "../src/features/lens/lens.svelte";
import { AssessmentSwitch } from "../src/features/packs";
import { Packs } from "../src/features/packs/packs.svelte";
import type { DocumentView } from "../src/ipc/generated/DocumentView";
import type { LensAnswerSet } from "../src/ipc/generated/LensAnswerSet";
import type { LensChoiceView } from "../src/ipc/generated/LensChoiceView";
import type { LensQuestionView } from "../src/ipc/generated/LensQuestionView";
import type { LensView } from "../src/ipc/generated/LensView";
import type { PackLook } from "../src/ipc/generated/PackLook";
import type { PackSource } from "../src/ipc/generated/PackSource";
import { setHost } from "../src/ipc/host";
import { router } from "../src/router.svelte";
import { FakeHost } from "./host.fake";
import { all, click, render } from "./render";

const noRisks = { high: 0, medium: 0, none: 0, notApplicable: 0, unanswered: 2, noMatch: 0 };
const look = (some: Partial<PackLook> = {}): PackLook => ({
  id: "harbour",
  title: "Harbour",
  version: "1.1.0",
  status: "Draft",
  isLens: false,
  standing: "new",
  questions: 12,
  areas: ["Orders"],
  notes: [],
  conflicts: [],
  changes: null,
  ...some,
});
const documentView = (some: Partial<DocumentView> = {}): DocumentView => ({
  path: "/home/ana/Meridian.waymark",
  client: "Meridian Outfitters",
  packTitle: "Data strategy",
  assessments: [
    { id: "data-strategy", title: "Data strategy", isLens: false, isCurrent: true },
    { id: "harbour", title: "Harbour", isLens: false, isCurrent: false },
    { id: "lens-bakery", title: "Bakery", isLens: true, isCurrent: false },
  ],
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
const choice = (id: string, some: Partial<LensChoiceView> = {}): LensChoiceView => ({
  id,
  title: id,
  isTaken: false,
  isNoneOfThese: false,
  resources: [],
  plans: [],
  ...some,
});
const question = (id: string, some: Partial<LensQuestionView> = {}): LensQuestionView => ({
  pillar: "orders",
  id,
  title: `About ${id}`,
  description: "",
  resources: [],
  choices: [choice("list"), choice("named"), choice("orders_no", { isNoneOfThese: true })],
  isNoneOfThese: false,
  hasNoneChoice: true,
  notApplicable: null,
  note: "",
  risk: "unanswered",
  rule: "",
  ...some,
});
const lensView = (): LensView => ({
  id: "lens-bakery",
  title: "Bakery",
  description: "",
  pillars: [
    {
      id: "orders",
      title: "Orders",
      description: "",
      risks: noRisks,
      questions: [question("taking"), question("keeping")],
    },
  ],
  total: noRisks,
  reasons: [{ word: "out_of_scope", label: "Out of scope", hint: "" }],
});

let host: FakeHost;
beforeEach(() => {
  host = new FakeHost()
    .answer("document_get", documentView())
    .answer("packs_get", { packs: [], lenses: [], available: [] })
    .answer("lens_get", lensView());
  setHost(host);
  openDocument.view = documentView();
  for (const { id } of toasts.list) toasts.dismiss(id);
});

describe("packs", () => {
  test("looks before anything changes, and takes in what was looked at", async () => {
    host.answer("pack_look", look()).answer("pack_take", { packs: [], lenses: [], available: [] });
    const packs = new Packs();
    await packs.lookAt({ path: "/tmp/harbour.zip" });
    expect(host.requests("pack_take")).toEqual([]);
    expect(packs.canTake).toBe(true);
    await packs.take();
    const source: PackSource = {
      shipped: null,
      path: "/tmp/harbour.zip",
      earlier: null,
      isRepaired: false,
    };
    expect(host.requests("pack_take")).toEqual([source]);
    expect(packs.look).toBeNull();
    expect(toasts.list.at(-1)?.text).toContain("Harbour");
  });

  test("does not take in what does not fit or is held already", async () => {
    const conflict = { place: "vote AIV-1", message: "the pack has no question `AIV-1`", help: "" };
    for (const some of [{ conflicts: [conflict] }, { standing: "same" } as const]) {
      host.answer("pack_look", look(some));
      const packs = new Packs();
      await packs.lookAt({ path: "/tmp/harbour" });
      expect(packs.canTake).toBe(false);
      await packs.take();
    }
    expect(host.requests("pack_take")).toEqual([]);
  });

  test("offers the repair of a lens, and reads it again so", async () => {
    const error = { code: "repairOffered", message: "the lens has one problem", help: "it can be read" };
    host.answer("pack_look", (source: PackSource) => {
      if (!source.isRepaired) throw error;
      return look({ isLens: true });
    });
    const packs = new Packs();
    await packs.lookAt({ path: "/tmp/lens.json" });
    expect(packs.refused?.code).toBe("repairOffered");
    await packs.repair();
    expect(packs.refused).toBeNull();
    expect(packs.look?.isLens).toBe(true);
  });

  test("a failure to take in is shown in place of the look", async () => {
    host.answer("pack_look", look()).fail("pack_take", { code: "notWritable", message: "no", help: "" });
    const packs = new Packs();
    await packs.lookAt({ shipped: "harbour" });
    await packs.take();
    expect(packs.look).toBeNull();
    expect(packs.refused?.code).toBe("notWritable");
    expect(packs.busy).toBe(false);
  });
});

describe("the way between assessments", () => {
  test("shows another pack, and a lens by the address", async () => {
    const other = documentView({ packTitle: "Harbour" });
    host.answer("pack_choose", other).answer("document_get", other);
    router.go("assess");
    render(AssessmentSwitch, { withLenses: true });
    const [, second, third] = all<HTMLButtonElement>("nav button");
    expect(all("nav button").map((button) => button.textContent.trim())).toEqual([
      "Data strategy",
      "Harbour",
      "Bakerylens",
    ]);
    if (third) click(third);
    flushSync();
    expect(router.params).toEqual({ lens: "lens-bakery" });
    const before = openDocument.changed;
    if (second) click(second);
    for (let at = 0; at < 4; at += 1) await new Promise((resume) => setTimeout(resume, 0));
    expect(host.requests("pack_choose")).toEqual([{ id: "harbour" }]);
    expect(openDocument.view?.packTitle).toBe("Harbour");
    expect(openDocument.changed).toBe(before + 1);
    expect(router.params).toEqual({});
  });

  test("is not there for one assessment, and leaves lenses out where they say nothing", () => {
    render(AssessmentSwitch, {});
    expect(all("nav button")).toHaveLength(2);
    openDocument.view = documentView({ assessments: documentView().assessments.slice(0, 1) });
    flushSync();
    expect(all("nav")).toHaveLength(0);
  });
});

describe("an answer", () => {
  test("takes choices in the lens' order; none of these goes alone", () => {
    const asked = question("taking");
    const taken = (ids: string[], of = asked) =>
      ({
        ...of,
        choices: of.choices.map((one) => ({ ...one, isTaken: ids.includes(one.id) })),
      }) satisfies LensQuestionView;
    expect(toggled(taken(["named"]), "list").choices).toEqual(["list", "named"]);
    expect(toggled(taken(["list", "named"]), "list").choices).toEqual(["named"]);
    expect(toggled(taken(["list"]), "orders_no").choices).toEqual(["orders_no"]);
    expect(toggled(taken(["orders_no"]), "named").choices).toEqual(["named"]);
    expect(noneToggled(taken(["list"])).choices).toEqual(["orders_no"]);
    const without = question("keeping", { choices: [choice("list")], hasNoneChoice: false });
    expect(noneToggled(without)).toMatchObject({ choices: [], isNoneOfThese: true });
    expect(toggled({ ...without, notApplicable: "other" }, "list").notApplicable).toBeNull();
  });

  test("is shown at once, and its risk and the counts as the application judges them", async () => {
    const judged = { ...noRisks, high: 1, unanswered: 1 };
    const changed = question("taking", { risk: "high", rule: "default" });
    host.answer("lens_answer", { question: changed, pillar: judged, total: judged });
    const lens = new Lens();
    await lens.load("lens-bakery");
    const asked = lens.question;
    if (!asked) throw new Error("there is a question");
    const done = lens.answer(asked, toggled(asked, "list"));
    expect(lens.question?.choices[0]?.isTaken).toBe(true);
    await done;
    expect(lens.question?.risk).toBe("high");
    expect(lens.view?.total.high).toBe(1);
    expect(lens.view?.pillars[0]?.risks.high).toBe(1);
    const [sent] = host.requests("lens_answer") as LensAnswerSet[];
    expect(sent).toMatchObject({ lens: "lens-bakery", pillar: "orders", choices: ["list"] });
  });

  test("that is refused goes back to what it was", async () => {
    host.fail("lens_answer", { code: "documentReadOnly", message: "only read", help: "" });
    const lens = new Lens();
    await lens.load("lens-bakery");
    const asked = lens.question;
    if (!asked) throw new Error("there is a question");
    await lens.answer(asked, toggled(asked, "list"));
    expect(answerOf(lens.questions[0] ?? asked).choices).toEqual([]);
    expect(toasts.list).toHaveLength(1);
  });

  test("questions follow each other, named by pillar and id", async () => {
    const lens = new Lens();
    await lens.load("lens-bakery");
    expect(lens.neighbour(-1)).toBeUndefined();
    lens.show(lens.neighbour(1));
    lens.arrive(router.params.question ?? null);
    expect(lens.question && placeOf(lens.question)).toBe("orders/keeping");
    expect(lens.answered).toBe(0);
  });
});
