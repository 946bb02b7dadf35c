import { flushSync } from "svelte";
import { expect, test, vi } from "vitest";
import TextInput from "../src/components/TextInput.svelte";
import NumberInput from "../src/components/NumberInput.svelte";
import { one, press, render, type } from "./render";

const isTyped = () => one("input").hasAttribute("data-typed");

test("a field has something of its own to undo only while it is typed and not finished", () => {
  const oncommit = vi.fn();
  render(TextInput, { value: "Orders", label: "Title", oncommit });
  one("input").focus();
  expect(isTyped()).toBe(false);
  type(" of shops");
  expect(isTyped()).toBe(true);
  press("Enter");
  flushSync();
  expect(oncommit).toHaveBeenCalledExactlyOnceWith("Orders of shops");
  expect(isTyped()).toBe(false);
});

test("what is typed into a form stays the field's own until the form is gone", () => {
  render(TextInput, { value: "", label: "Quote" });
  const field = one<HTMLInputElement>("input");
  field.focus();
  type("We ask Marc");
  field.blur();
  flushSync();
  expect(isTyped()).toBe(true);
  field.focus();
  field.value = "";
  type("");
  expect(isTyped()).toBe(true);
});

test("a value that came from elsewhere, as by undo, is nothing to commit", () => {
  const oncommit = vi.fn();
  const shown = $state({ value: "Orders", label: "Title", oncommit });
  render(TextInput, shown);
  const field = one<HTMLInputElement>("input");
  field.focus();
  type(" of shops");
  press("Enter");
  shown.value = "Orders of shops";
  flushSync();
  shown.value = "Orders";
  flushSync();
  expect(field.value).toBe("Orders");
  field.blur();
  expect(oncommit).toHaveBeenCalledOnce();
});

test("a number that is being typed is the field's own", () => {
  render(NumberInput, { value: 4, label: "Weeks" });
  one("input").focus();
  type("2");
  expect(isTyped()).toBe(true);
  press("Escape");
  expect(isTyped()).toBe(false);
});
