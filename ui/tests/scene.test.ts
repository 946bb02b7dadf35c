import { expect, test, vi } from "vitest";
import { readScene } from "../src/components/scene";
import SceneView from "../src/components/SceneView.svelte";
import { all, click, one, press, render } from "./render";

const clean = (inside: string) =>
  readScene(`<svg viewBox="0 0 9 9">${inside}</svg>`, "p-", document)?.innerHTML;

test.each([
  ["scripts", "<script>alert(1)</script>"],
  ["foreign markup", "<foreignObject><body onload='x()'/></foreignObject>"],
  ["style sheets", "<style>*{display:none}</style>"],
  ["pictures from elsewhere", '<image href="https://example.org/a.png"/>'],
  ["animation", '<animate attributeName="href" to="javascript:x()"/>'],
  ["links", '<a href="javascript:x()"><text>t</text></a>'],
])("%s do not pass", (_, inside) => {
  expect(clean(inside)).toBe("");
});

test.each([
  ["handlers", '<rect onclick="x()" width="1"/>', '<rect width="1"></rect>'],
  ["styles", '<rect style="fill:red" width="1"/>', '<rect width="1"></rect>'],
  ["colours that are no role", '<rect fill="#ff0000" width="1"/>', '<rect width="1"></rect>'],
  ["classes that are no role", '<rect class="sr fill-ink toaster"/>', '<rect class="fill-ink"></rect>'],
  ["references to elsewhere", '<use href="other.svg#a"/>', "<use></use>"],
  ["references by address", '<rect fill="url(https://example.org/#a)"/>', "<rect></rect>"],
])("%s are dropped, the element stays", (_, inside, expected) => {
  expect(clean(inside)).toBe(expected);
});

test("local references stay local to their drawing", () => {
  expect(clean('<pattern id="hatch"/><rect fill="url(#hatch)"/><use href="#hatch"/>')).toBe(
    '<pattern id="p-hatch"></pattern><rect fill="url(#p-hatch)"></rect><use href="#p-hatch"></use>',
  );
});

test("texts that people typed stay texts", () => {
  expect(clean("<text>&lt;script&gt; &amp; more</text>")).toBe("<text>&lt;script&gt; &amp; more</text>");
});

test.each(["", "<p>no drawing</p>", "<svg><g></svg>"])("“%s” is no drawing", (text) => {
  expect(readScene(text, "p-", document)).toBeNull();
});

const svg =
  '<svg viewBox="0 0 9 9"><desc>d</desc><g data-id="GOV-1" data-kind="question"><title>Owners</title><rect width="1"/></g><g data-id="GOV-2"><text>Disputes</text></g></svg>';

test("a drawing says its finding and each mark has a name", () => {
  render(SceneView, { svg, label: "Governance trails", onopen: vi.fn() });
  expect(one("svg").getAttribute("aria-label")).toBe("Governance trails");
  const marks = all("[data-id]");
  expect(marks.map((mark) => mark.getAttribute("role"))).toEqual(["button", "button"]);
  expect(marks[1]?.getAttribute("aria-label")).toBe("Disputes");
});

test("a mark opens by click anywhere in it, and by Enter", () => {
  const onopen = vi.fn();
  render(SceneView, { svg, label: "Finding", onopen });
  click(one("rect"));
  expect(onopen).toHaveBeenLastCalledWith("GOV-1", "question");
  press("Enter", { on: one('[data-id="GOV-2"]') });
  expect(onopen).toHaveBeenLastCalledWith("GOV-2", null);
});

test("the drawing is one tab stop; arrows go from mark to mark", () => {
  render(SceneView, { svg, label: "Finding", onopen: vi.fn() });
  const marks = all("[data-id]");
  expect(marks.map((mark) => mark.getAttribute("tabindex"))).toEqual(["0", "-1"]);
  press("ArrowRight", { on: marks[0] });
  expect(document.activeElement).toBe(marks[1]);
});

test("the selected mark is marked for everyone", () => {
  render(SceneView, { svg, label: "Finding", selected: "GOV-2", onopen: vi.fn() });
  expect(all("[data-id]").map((mark) => mark.getAttribute("aria-pressed"))).toEqual(["false", "true"]);
});

test("without something to open, it is one picture", () => {
  render(SceneView, { svg, label: "Finding" });
  expect(one("svg").getAttribute("role")).toBe("img");
  expect(all("[tabindex]")).toHaveLength(0);
});

test("a drawing that cannot be read says so", () => {
  render(SceneView, { svg: "<p/>", label: "Finding" });
  expect(one("[role=alert]").textContent).toContain("could not be read");
});
