import { expect, test, vi } from "vitest";
import MultiSelect from "../src/components/MultiSelect.svelte";
import { all, click, one, press, render, type } from "./render";

const options = ["Personal", "Payment", "Health"].map((label) => ({ value: label.toLowerCase(), label }));

function shown(value: string[] = []) {
  const onchange = vi.fn();
  render(MultiSelect, { value, options, label: "Data classes", onchange });
  one("input").focus();
  return onchange;
}
const chips = () => all(".chip").map((chip) => chip.textContent?.trim());

test("typing narrows, Enter adds, and a chosen option is no longer offered", () => {
  const onchange = shown();
  type("pay");
  press("Enter");
  expect(onchange).toHaveBeenCalledExactlyOnceWith(["payment"]);
  expect(chips()).toEqual(["Payment"]);
  expect(all("[role=option]").map((option) => option.textContent?.trim())).toEqual(["Personal", "Health"]);
});

test("passing by with the keyboard opens nothing", () => {
  shown();
  expect(one("input").getAttribute("aria-expanded")).toBe("false");
  expect(press("Escape").defaultPrevented, "it is the dialog around it that closes").toBe(false);
});

test("arrows open the list and move in it", () => {
  const onchange = shown();
  press("ArrowDown");
  press("ArrowDown");
  press("ArrowDown");
  press("Enter");
  expect(onchange).toHaveBeenCalledExactlyOnceWith(["health"]);
});

test("Backspace in the empty field takes the last one away", () => {
  const onchange = shown(["personal", "health"]);
  press("Backspace");
  expect(onchange).toHaveBeenCalledExactlyOnceWith(["personal"]);
});

test("each chip can be removed by name", () => {
  const onchange = shown(["personal", "health"]);
  click(one('[aria-label="Remove Personal"]'));
  expect(onchange).toHaveBeenCalledExactlyOnceWith(["health"]);
});

test("Escape closes the list and nothing more", () => {
  shown();
  press("ArrowDown");
  expect(press("Escape").defaultPrevented, "a dialog around it stays open").toBe(true);
  expect(one("input").getAttribute("aria-expanded")).toBe("false");
  expect(press("Escape").defaultPrevented).toBe(false);
});

test("a word that fits nothing says so", () => {
  shown();
  type("xyz");
  expect(one(".nothing").textContent).toContain("xyz");
});
