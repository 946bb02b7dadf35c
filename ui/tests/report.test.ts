import { flushSync } from "svelte";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { toasts } from "../src/components/toasts.svelte";
import { Report, report } from "../src/features/report";
import { pageSize } from "../src/features/report/report.svelte";
import type { ReportPage } from "../src/ipc/generated/ReportPage";
import { setHost } from "../src/ipc/host";
import { router } from "../src/router.svelte";
import View from "../src/views/Report.svelte";
import { reportView, laptop } from "./handover";
import { FakeHost } from "./host.fake";
import { all, click, one, press, render } from "./render";

let host: FakeHost;
beforeAll(laptop);
let pages: number;
beforeEach(() => {
  pages = 9;
  host = new FakeHost()
    .answer("report_get", reportView())
    .answer("report_page", ({ number }: ReportPage) => {
      if (number > pages) throw { code: "unknownItem", message: `there is no page ${number}`, help: "" };
      return {
        number,
        pages,
        svg: `<svg viewBox="0 0 595 842"><text>page ${number}</text></svg>`,
        spots: [],
      };
    })
    .answer("dialog_save", "/tmp/Meridian.pdf")
    .answer("report_write", {
      path: "/tmp/Meridian.pdf",
      pages: 9,
      bytes: 1_240_000,
      missingCharacters: [],
    });
  setHost(host);
  for (const { id } of toasts.list) toasts.dismiss(id);
  router.go("report");
});
const settled = async () => {
  for (let at = 0; at < 4; at += 1) await new Promise((resume) => setTimeout(resume, 0));
  flushSync();
};
const numbers = (of: Report) => of.leaves.map((leaf) => leaf.number);
const asked = () => host.requests("report_page").map((request) => (request as ReportPage).number);

describe("the controller", () => {
  test("shows the first page, and fetches the next while one reads", async () => {
    const of = new Report();
    await of.load();
    expect(numbers(of)).toEqual([1]);
    expect(of.pages).toBe(9);
    await settled();
    const before = asked().length;
    await of.next();
    expect(numbers(of)).toEqual([2]);
    expect(asked().slice(0, before)).toContain(2);
    expect(asked().filter((number) => number === 2)).toHaveLength(1);
  });

  test("keeps the old page until the new one is there, and shows only the last one asked for", async () => {
    const of = new Report();
    await of.load();
    const waiting = new Map<number, (page: unknown) => void>();
    host.answer(
      "report_page",
      ({ number }: ReportPage) => new Promise((resolve) => waiting.set(number, resolve)),
    );
    const fifth = of.turn(5);
    const seventh = of.turn(7);
    await settled();
    expect(of.turning).toBe(true);
    expect(numbers(of)).toEqual([1]);
    waiting.get(7)?.({ number: 7, pages, svg: "<svg/>", spots: [] });
    await seventh;
    waiting.get(5)?.({ number: 5, pages, svg: "<svg/>", spots: [] });
    await fifth;
    expect(numbers(of)).toEqual([7]);
    expect(of.turning).toBe(false);
  });

  test("never turns beyond either end", async () => {
    const of = new Report();
    await of.load();
    await of.previous();
    expect(of.number).toBe(1);
    await of.turn(400);
    expect(of.number).toBe(9);
    expect(of.canGoOn).toBe(false);
  });

  test("two pages side by side begin with an odd one; the last may stand alone", async () => {
    const of = new Report();
    await of.lay(2);
    await of.load();
    expect(numbers(of)).toEqual([1, 2]);
    await of.turn(6);
    expect(numbers(of)).toEqual([5, 6]);
    await of.turn(9);
    expect(numbers(of)).toEqual([9]);
  });

  test("the usual sections are asked for as none, others by name in the report's order", async () => {
    const of = new Report();
    await of.load();
    expect(of.chosen).toEqual(["summary", "roadmap"]);
    expect(host.requests("report_page")[0]).toEqual({ number: 1, sections: [] });
    await of.choose("inventories", true);
    await of.choose("summary", false);
    expect(host.requests("report_page").at(-1)).toMatchObject({ sections: ["roadmap", "inventories"] });
    await of.chooseUsual();
    expect(of.isUsual).toBe(true);
  });

  test("a report that became shorter begins again", async () => {
    const of = new Report();
    await of.load();
    await of.turn(9);
    pages = 3;
    await of.choose("roadmap", false);
    expect(of.number).toBe(1);
    expect(of.pages).toBe(3);
  });

  test("without a section there is no page and nothing to export", async () => {
    const of = new Report();
    await of.load();
    await of.choose("roadmap", false);
    await of.choose("summary", false);
    expect(of.leaves).toEqual([]);
    await of.exportPdf();
    expect(host.requests("dialog_save")).toEqual([]);
  });

  test("a page that cannot be made says so, and can be tried again", async () => {
    const of = new Report();
    await of.load();
    host.fail("report_page", { code: "internal", message: "no room for a table", help: "" });
    await of.turn(6);
    expect(of.pageFailure?.message).toBe("no room for a table");
    host.answer("report_page", { number: 6, pages, svg: "<svg/>", spots: [] });
    await of.turn(6);
    expect(of.pageFailure).toBeNull();
    expect(numbers(of)).toEqual([6]);
  });

  test("the PDF is written where the person chooses, and says what it is", async () => {
    const of = new Report();
    await of.load();
    await of.exportPdf();
    expect(host.requests("dialog_save")).toEqual([{ kind: "report", suggested: "Meridian report.pdf" }]);
    expect(host.requests("report_write")).toEqual([
      { path: "/tmp/Meridian.pdf", format: "pdf", sections: [], redact: null },
    ]);
    expect(toasts.list.map((toast) => toast.text)).toEqual(["Written to /tmp/Meridian.pdf: 9 pages, 1.2 MB"]);
    host.answer("dialog_save", null);
    await of.exportPdf();
    expect(host.requests("report_write")).toHaveLength(1);
    expect(of.writing).toBe(false);
  });

  test("characters that no font has are never silent", async () => {
    const of = new Report();
    await of.load();
    host.answer("report_write", { path: "/x", pages: 9, bytes: 1, missingCharacters: ["漢", "字"] });
    await of.exportPdf();
    expect(of.missing).toEqual(["漢", "字"]);
    expect(
      toasts.list.some((toast) => toast.tone === "warning" && toast.text.startsWith("2 characters")),
    ).toBe(true);
  });

  test("a page states its size", () => {
    expect(pageSize('<svg viewBox="0 0 841.89 595.28" width="1">')).toEqual({
      width: 841.89,
      height: 595.28,
    });
    expect(pageSize("<svg>")).toEqual({ width: 595, height: 842 });
  });
});

describe("the screen", () => {
  beforeEach(() => {
    report.view = null;
    report.number = 1;
    report.leaves = [];
  });

  test("arrows and the page keys leaf through", async () => {
    render(View, {});
    await settled();
    expect(one("h1").textContent).toBe("Ready to hand over, with one weak point");
    expect(one("main").textContent).toContain("page 1");
    press("ArrowRight");
    press("PageDown");
    await settled();
    expect(report.number).toBe(3);
    press("End");
    await settled();
    expect(report.number).toBe(9);
    press("PageUp");
    press("Home");
    await settled();
    expect(report.number).toBe(1);
    expect(one(".leaf svg").getAttribute("aria-label")).toBe("Page 1 of 9");
  });

  test("while the pages are being made, it says so", async () => {
    let finish = (_: unknown) => {};
    host.answer("report_page", () => new Promise((resolve) => (finish = resolve)));
    render(View, {});
    await settled();
    expect(one("main [role=status]").textContent).toBe("The pages are being made");
    finish({ number: 1, pages, svg: "<svg/>", spots: [] });
    await settled();
    expect(all("main [role=status]")).toHaveLength(0);
  });

  test("checks lead to the place, a long list only when asked", async () => {
    render(View, {});
    await settled();
    const links = () => all<HTMLAnchorElement>("aside a").map((link) => link.getAttribute("href"));
    expect(links()).toHaveLength(4);
    expect(links()[0]).toBe("#/discover?kind=sources&record=SRC-1");
    click(all("aside button").find((button) => button.textContent === "4 more") ?? document.body);
    expect(links()).toHaveLength(8);
  });

  test("a section without content cannot be chosen and says why", async () => {
    render(View, {});
    await settled();
    const boxes = all<HTMLInputElement>("aside input[type=checkbox]");
    expect(boxes.map((box) => [box.checked, box.disabled])).toEqual([
      [true, false],
      [true, false],
      [false, true],
      [false, false],
    ]);
    expect(one("aside").textContent).toContain("No scan is recorded");
    boxes[3]?.click();
    await settled();
    expect(report.chosen).toEqual(["summary", "roadmap", "inventories"]);
    const kept = { audience: null, detail: null, sections: ["summary", "roadmap", "inventories"] };
    expect(host.requests("report_set")).toEqual([kept]);
  });

  test("sections change places, and the document keeps their order", async () => {
    render(View, {});
    await settled();
    click(one("[aria-label='Roadmap earlier']"));
    await settled();
    expect(report.chosen).toEqual(["roadmap", "summary"]);
    expect(host.requests("report_set").at(-1)).toMatchObject({ sections: ["roadmap", "summary"] });
    expect(one<HTMLButtonElement>("[aria-label='Roadmap earlier']").disabled).toBe(true);
  });

  test("a point of the readiness check is accepted with a reason, and not without", async () => {
    render(View, {});
    await settled();
    click(one(".accept"));
    await settled();
    one<HTMLFormElement>("aside form").requestSubmit();
    await settled();
    expect(one("aside form").textContent).toContain("Say why");
    expect(host.requests("check_accept")).toEqual([]);
    const field = one<HTMLInputElement>("aside form input");
    field.value = "Agreed";
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
    one<HTMLFormElement>("aside form").requestSubmit();
    await settled();
    expect(host.requests("check_accept")).toEqual([{ id: "sources_without_owner", reason: "Agreed" }]);
  });

  test("what stands on a page leads to where it comes from, and back", async () => {
    const origin = { kind: "question", id: "GOV-1", label: "Owners" };
    const spots = [{ area: [60, 100, 400, 50] as [number, number, number, number], page: null, origin }];
    host.answer("report_page", { number: 1, pages, svg: "<svg viewBox='0 0 595 842'/>", spots });
    render(View, {});
    await settled();
    click(one("[aria-label='Go to GOV-1']"));
    expect(router.view).toBe("assess");
    expect(router.params).toEqual({ question: "GOV-1" });
    expect(report.cameFrom).toBe(1);
    report.openAt(1);
    await settled();
    expect(router.view).toBe("report");
  });

  test("mod+E exports", async () => {
    render(View, {});
    await settled();
    press("e", { ctrlKey: true });
    await settled();
    expect(host.requests("report_write")).toHaveLength(1);
  });
});
