import { expect, test, vi } from "vitest";
import RadioCards from "../src/components/RadioCards.svelte";
import { all, click, one, press, render } from "./render";

const cards = ["Ad hoc", "Emerging", "Defined"].map((title, at) => ({
  value: `l${at + 1}`,
  title,
}));

function shown(value: string | null = null) {
  const onselect = vi.fn();
  render(RadioCards, { cards, value, label: "Level", onselect });
  return { onselect, rows: all("[role=radio]") };
}

test("a digit chooses its card and moves the focus there", () => {
  const { onselect, rows } = shown();
  rows[0]?.focus();
  press("3");
  expect(onselect).toHaveBeenCalledExactlyOnceWith("l3");
  expect(document.activeElement).toBe(rows[2]);
  expect(rows[2]?.getAttribute("aria-checked")).toBe("true");
});

test("arrows only move the focus, since a choice is recorded at once", () => {
  const { onselect, rows } = shown("l1");
  rows[0]?.focus();
  press("ArrowDown");
  expect(document.activeElement).toBe(rows[1]);
  press("ArrowUp");
  press("ArrowUp");
  expect(document.activeElement, "the ends wrap").toBe(rows[2]);
  expect(onselect).not.toHaveBeenCalled();
  press("Enter");
  expect(onselect).toHaveBeenCalledExactlyOnceWith("l3");
});

test("choosing the chosen card again records nothing", () => {
  const { onselect, rows } = shown("l2");
  if (rows[1]) click(rows[1]);
  expect(onselect).not.toHaveBeenCalled();
});

test("only the chosen card is a tab stop", () => {
  const { rows } = shown("l2");
  expect(rows.map((row) => row.tabIndex)).toEqual([-1, 0, -1]);
});

test("a disabled group chooses nothing", () => {
  const onselect = vi.fn();
  render(RadioCards, { cards, value: null, label: "Level", onselect, disabled: true });
  one("[role=radio]").focus();
  press("2");
  expect(onselect).not.toHaveBeenCalled();
});

test("a key it does not use is left to others", () => {
  const { rows } = shown();
  rows[0]?.focus();
  expect(press("n").defaultPrevented).toBe(false);
  expect(press("2").defaultPrevented).toBe(true);
});
