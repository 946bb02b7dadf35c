import { createRawSnippet, flushSync } from "svelte";
import { expect, test, vi } from "vitest";
import CommandPalette from "../src/components/CommandPalette.svelte";
import Dialog from "../src/components/Dialog.svelte";
import { find, type Action } from "../src/components/palette";
import { keys } from "../src/keys.svelte";
import { all, click, one, press, render, type } from "./render";

const children = createRawSnippet(() => ({ render: () => "<button data-first-focus>Inside</button>" }));

function opened() {
  const before = document.createElement("button");
  document.body.append(before);
  before.focus();
  const onclose = vi.fn();
  render(Dialog, { open: true, title: "Remove", children, onclose });
  return { before, onclose, dialog: one<HTMLDialogElement>("dialog") };
}

test("it takes the focus, and gives it back when Escape closes it", () => {
  const { before, onclose, dialog } = opened();
  expect(dialog.open).toBe(true);
  expect(document.activeElement?.textContent).toBe("Inside");
  press("Escape");
  expect(dialog.open).toBe(false);
  expect(onclose).toHaveBeenCalledOnce();
  expect(document.activeElement).toBe(before);
});

test("a field inside may use Escape first", () => {
  const { dialog } = opened();
  one("[data-first-focus]").addEventListener("keydown", (event) => event.preventDefault());
  press("Escape");
  expect(dialog.open).toBe(true);
});

test("its title is its name", () => {
  const { dialog } = opened();
  expect(document.getElementById(dialog.getAttribute("aria-labelledby") ?? "")?.textContent).toBe("Remove");
});

test("keys of the screen below are not heard while it is open", () => {
  const run = vi.fn();
  const remove = keys.add({ name: "Screen", bindings: [{ key: "j", label: "Next", run }] });
  opened();
  keys.handle(new KeyboardEvent("keydown", { key: "j" }));
  expect(run).not.toHaveBeenCalled();
  click(one('[aria-label="Close"]'));
  keys.handle(new KeyboardEvent("keydown", { key: "j" }));
  expect(run).toHaveBeenCalledOnce();
  remove();
});

const run = vi.fn();
const actions: Action[] = [
  { id: "maturity", label: "Maturity", hint: "What does it mean?", run: vi.fn() },
  { id: "roadmap", label: "Roadmap", hint: "How to get there?", run },
  { id: "export", label: "Export the roadmap as SVG", run: vi.fn() },
];

test("the palette finds by words, Enter runs and closes", () => {
  render(CommandPalette, { open: true, actions });
  expect(document.activeElement).toBe(one("input"));
  type("road");
  expect(all("[role=option]").map((option) => option.id.split("-").at(-1))).toEqual(["roadmap", "export"]);
  press("Enter");
  expect(run).toHaveBeenCalledOnce();
  flushSync();
  expect(one<HTMLDialogElement>("dialog").open).toBe(false);
});

test("the palette says when nothing fits", () => {
  render(CommandPalette, { open: true, actions });
  type("zebra");
  expect(one("[role=status]").textContent).toContain("zebra");
});

test.each([
  ["", ["maturity", "roadmap", "export"]],
  ["svg road", ["export"]],
  ["map", ["roadmap", "export"]],
  ["there", ["roadmap"]],
])("“%s” finds %j", (typed, ids) => {
  expect(find(actions, typed).map((action) => action.id)).toEqual(ids);
});

test("its cross is never first, also inside an element that is called as its own parts are", () => {
  document.body.className = "body";
  const plain = createRawSnippet(() => ({ render: () => "<button>Choice</button>" }));
  render(Dialog, { open: true, title: "Add", children: plain });
  expect(document.activeElement?.textContent).toBe("Choice");
  document.body.className = "";
});
