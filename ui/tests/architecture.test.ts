import { flushSync, tick } from "svelte";
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { Architecture, grounds } from "../src/features/architecture";
import { architecture } from "../src/features/architecture";
import { drafts, openDocument } from "../src/features/document";
import type { ArchitectureRequest } from "../src/ipc/generated/ArchitectureRequest";
import type { VerdictSet } from "../src/ipc/generated/VerdictSet";
import { setHost } from "../src/ipc/host";
import { router } from "../src/router.svelte";
import View from "../src/views/Architecture.svelte";
import { architectureView, component, dms, laptop } from "./handover";
import { FakeHost } from "./host.fake";
import { all, clear, click, one, press, render, type } from "./render";

const s3 = component().id;
const seen = { selected: s3, useCase: "", stage: "target" };
let host: FakeHost;
beforeAll(laptop);
beforeEach(() => {
  host = new FakeHost()
    .answer("architecture_get", ({ selected }: ArchitectureRequest) => architectureView(selected))
    .answer("verdict_set", ({ component: id, verdict, reason, replacement }: VerdictSet) =>
      architectureView(id, {
        components: [dms, component({ verdict: verdict === null ? null : { verdict, reason, replacement } })],
      }),
    )
    .fail("document_get", { code: "noDocument", message: "none", help: "" });
  setHost(host);
  architecture.view = null;
  architecture.failure = null;
  architecture.shows = "diagram";
  architecture.layer = architecture.status = null;
  architecture.text = "";
  router.go("architecture");
  router.refine({});
});
const settled = async () => {
  for (let at = 0; at < 6; at += 1) await tick();
  await new Promise((resume) => setTimeout(resume, 0));
  flushSync();
};

describe("the controller", () => {
  test("keeps the old picture until the newly selected one is there, and drops late answers", async () => {
    const of = new Architecture();
    await of.load("");
    const waiting: ((view: unknown) => void)[] = [];
    host.answer("architecture_get", () => new Promise((resolve) => waiting.push(resolve)));
    const first = of.load(dms.id);
    const second = of.load(s3);
    expect(of.loading).toBe(true);
    expect(of.view?.svg).not.toContain("stroke-accent");
    waiting[1]?.(architectureView(s3));
    await second;
    waiting[0]?.(architectureView(dms.id));
    await first;
    expect(of.view?.svg).toContain(
      `data-id="${s3}"><title>${s3}</title><rect width="9" class="stroke-accent"`,
    );
    expect(of.loading).toBe(false);
  });

  test("shows a verdict at once, and puts back what was refused", async () => {
    const of = new Architecture();
    await of.load(s3);
    host.fail("verdict_set", {
      code: "invalidValue",
      message: "a rejection needs a reason",
      help: "say why",
    });
    const asked = of.decide(s3, "rejected");
    expect(of.component?.verdict?.verdict).toBe("rejected");
    expect((await asked)?.message).toBe("a rejection needs a reason");
    expect(of.component?.verdict).toBeNull();
  });

  test("knows what feeds a component and what it feeds", async () => {
    const of = new Architecture();
    await of.load(dms.id);
    expect(of.fedBy.map((end) => end.id)).toEqual(["SRC-1"]);
    expect(of.feeds.map((end) => end.name)).toEqual(["S3 Tables"]);
  });

  test("a selected source is not a component", async () => {
    const of = new Architecture();
    await of.load("SRC-1");
    expect(of.component).toBeNull();
    expect(of.source).toEqual({ kind: "sources", id: "SRC-1", label: "SRC-1" });
  });

  test("a box that holds several things shows each of them, and the flows of all", async () => {
    const of = new Architecture();
    await of.load("SRC-1 SRC-7");
    expect(host.requests("architecture_get").at(-1)).toEqual({
      selected: "SRC-1",
      useCase: "",
      stage: "target",
    });
    expect(of.component).toBeNull();
    expect(of.source).toBeNull();
    expect(of.group.map((member) => member.id)).toEqual(["SRC-1", "SRC-7"]);
    expect(of.feeds.map((end) => end.name)).toEqual(["AWS DMS"]);
  });

  test("filters by layer, standing and text together", async () => {
    const of = new Architecture();
    await of.load("");
    of.text = "uc-2";
    expect(of.listed).toHaveLength(2);
    of.layer = "ingestion";
    expect(of.listed.map((layer) => layer.components.map((each) => each.service))).toEqual([["AWS DMS"]]);
    of.status = "new";
    expect(of.listed).toEqual([]);
  });

  test("facts of one record stand together", () => {
    expect(grounds(component().because).map(({ from, facts }) => [from.id, facts.length])).toEqual([
      ["UC-2", 2],
      ["STO-3", 1],
    ]);
  });
});

describe("the screen", () => {
  test("is headed by its finding, with the counts beside it", async () => {
    render(View, {});
    await settled();
    expect(one("h1").textContent).toBe("One curated store feeds every report");
    expect(one("main").textContent).toMatch(/1 kept.*1 new/s);
    expect(one("footer").textContent).toContain("Services checked on 2026-09-18");
  });

  test("a click in the picture selects, and the panel says why it is there", async () => {
    render(View, {});
    await settled();
    click(one(`[data-id="${s3}"] rect`));
    await settled();
    expect(host.requests("architecture_get").at(-1)).toEqual({ selected: s3, useCase: "", stage: "target" });
    expect(router.params).toEqual({ component: s3 });
    const panel = one("aside");
    expect(panel.textContent).toMatch(/Storage, curated zone · new.*S3 Tables.*arrives in wave 2.*INI-16/s);
    expect(panel.textContent).toContain("Rows are updated and deleted.");
    const links = all<HTMLAnchorElement>("a", panel).map((link) => link.getAttribute("href"));
    expect(links).toContain("#/discover?kind=use_cases&record=UC-2");
    expect(links).toContain("#/assess?question=STO-3");
    expect(links).toContain("#/roadmap?initiative=INI-16");
  });

  test("A accepts what is selected, and it can be taken back", async () => {
    router.refine({ component: s3 });
    render(View, {});
    await settled();
    press("a");
    await settled();
    expect(host.requests("verdict_set")).toEqual([
      { look: seen, component: s3, verdict: "accepted", reason: "", replacement: "" },
    ]);
    expect(one("aside").textContent).toContain("Accepted.");
    click(all("aside button").find((button) => button.textContent?.includes("Take back")) ?? document.body);
    await settled();
    expect(host.requests("verdict_set").at(-1)).toMatchObject({ verdict: null });
  });

  test("X asks for the reason, and mod+Enter decides; what is rejected says so everywhere", async () => {
    router.refine({ component: s3 });
    render(View, {});
    await settled();
    press("x");
    const field = one<HTMLTextAreaElement>("dialog textarea");
    expect(field.getAttribute("rows")).toBe("3");
    field.focus();
    field.value = "Too dear";
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    flushSync();
    expect(press("Enter").defaultPrevented, "Enter alone begins a line").toBe(false);
    press("Enter", { ctrlKey: true });
    await settled();
    expect(host.requests("verdict_set")).toEqual([
      { look: seen, component: s3, verdict: "rejected", reason: "Too dear", replacement: "" },
    ]);
    expect(document.querySelector("dialog[open]")).toBeNull();
    const panel = one("aside").textContent?.replace(/\s+/g, " ") ?? "";
    expect(panel).toMatch(
      /Storage, curated zone · rejected.*Tables that change: Iceberg, rejected: Too dear/,
    );
    expect(panel).not.toMatch(/arrives in wave|INI-16/);
    press("v");
    await settled();
    const row = () => all("tr.one").map((line) => line.textContent?.replace(/\s+/g, " ").trim() ?? "");
    expect(row()[1]).toMatch(/S3 Tables.*rejected/);
    architecture.status = "new";
    flushSync();
    expect(row()).toEqual([]);
    architecture.status = "rejected";
    flushSync();
    expect(row()).toHaveLength(1);
  });

  test("R asks what takes its place; choosing an alternative is enough", async () => {
    router.refine({ component: s3 });
    render(View, {});
    await settled();
    press("r");
    const replace = () => all<HTMLButtonElement>("dialog footer button").at(-1);
    expect(replace()?.disabled).toBe(true);
    click(one("dialog [role=radio]"));
    expect(replace()?.disabled).toBe(false);
    click(replace() ?? document.body);
    await settled();
    expect(host.requests("verdict_set")).toEqual([
      { look: seen, component: s3, verdict: "replaced", reason: "", replacement: "Parquet files" },
    ]);
    expect(document.querySelector("dialog[open]")).toBeNull();
  });

  test("what is refused keeps what was typed, and says why", async () => {
    host.fail("verdict_set", {
      code: "invalidValue",
      message: "Amazon Kendra is closed to new customers",
      help: "choose what can still be had",
    });
    router.refine({ component: s3 });
    render(View, {});
    await settled();
    press("x");
    one("dialog textarea").focus();
    type("Too dear");
    press("Enter", { ctrlKey: true });
    await settled();
    expect(one<HTMLTextAreaElement>("dialog textarea").value).toBe("Too dear");
    expect(one("dialog[open]").textContent).toContain("Amazon Kendra is closed to new customers");
  });

  test("a reason that was typed and not decided is there again, until it is cancelled", async () => {
    router.refine({ component: s3 });
    render(View, {});
    await settled();
    press("x");
    one("dialog textarea").focus();
    type("It costs too m");
    clear();
    render(View, {});
    await settled();
    press("r");
    expect(one("dialog[open]").textContent, "another verdict has its own words").not.toContain(
      "Typed earlier",
    );
    press("Escape");
    press("x");
    expect(one<HTMLTextAreaElement>("dialog textarea").value).toBe("It costs too m");
    expect(one("dialog[open]").textContent).toContain("Typed earlier, not stored yet");
    press("Escape");
    expect(drafts.places).toEqual([]);
    press("x");
    expect(one<HTMLTextAreaElement>("dialog textarea").value).toBe("");
    one("dialog textarea").focus();
    type("It costs too much");
    press("Enter", { ctrlKey: true });
    await settled();
    expect(host.requests("verdict_set")).toMatchObject([
      { verdict: "rejected", reason: "It costs too much" },
    ]);
    expect(drafts.places).toEqual([]);
  });

  test("a read-only document takes no verdict", async () => {
    const readOnly = vi.spyOn(openDocument, "isReadOnly", "get").mockReturnValue(true);
    router.refine({ component: s3 });
    render(View, {});
    await settled();
    press("a");
    press("x");
    await settled();
    expect(host.requests("verdict_set")).toEqual([]);
    expect(one("aside").textContent).not.toContain("Take back");
    readOnly.mockRestore();
  });

  test("what is not known links to where it is mended", async () => {
    render(View, {});
    await settled();
    press("v");
    press("v");
    await settled();
    expect(one("main").textContent).toMatch(/Returns have no way.*How fresh must stock be/s);
    expect(all<HTMLAnchorElement>("main a").map((link) => link.getAttribute("href"))).toEqual([
      "#/discover?kind=sources&record=SRC-9",
      "#/discover?kind=sources&record=SRC-3",
    ]);
  });

  test("the list opens the same panel from the keyboard", async () => {
    render(View, {});
    await settled();
    press("v");
    const rows = all<HTMLElement>("tr[tabindex]");
    rows[0]?.focus();
    press("ArrowDown");
    press("Enter");
    await settled();
    expect(router.params).toEqual({ component: s3 });
    expect(one("aside h2").textContent).toBe("S3 Tables");
  });

  test("an engagement without sources says how an architecture comes about", async () => {
    host.answer("architecture_get", architectureView("", { components: [] }));
    render(View, {});
    await settled();
    expect(one("main").textContent).toMatch(/No architecture yet.*Go to sources/s);
  });

  test("a failure says what, why and what now", async () => {
    host.fail("architecture_get", { code: "internal", message: "it broke", help: "open it again" });
    render(View, {});
    await settled();
    expect(one("[role=alert]").textContent).toMatch(/It broke\..*Open it again/s);
  });
});
