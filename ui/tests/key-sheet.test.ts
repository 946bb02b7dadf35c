import { expect, test, vi } from "vitest";
import KeySheet from "../src/components/KeySheet.svelte";
import { all, one, render } from "./render";

const table = {
  name: "In the table",
  bindings: [],
  told: [{ keys: ["Enter", "F2"], label: "Edit the cell" }],
};
const screen = { name: "Screen", bindings: [{ key: "j", label: "Next", run: vi.fn() }] };

test("the sheet tells what is bound and what the focused thing handles, the innermost first", () => {
  render(KeySheet, { open: true, scopes: [screen, table] });
  expect(all("h3").map((heading) => heading.textContent)).toEqual(["In the table", "Screen"]);
  expect(all("kbd", one("section")).map((key) => key.textContent)).toEqual(["Enter", "F2"]);
  expect(one("section").textContent).toContain("Edit the cell");
});

test("two grids on one screen are told once", () => {
  render(KeySheet, { open: true, scopes: [table, table] });
  expect(all("section")).toHaveLength(1);
});

test("a scope without keys has no heading", () => {
  render(KeySheet, { open: true, scopes: [{ name: "Dialog", bindings: [] }] });
  expect(all("section")).toHaveLength(0);
});
