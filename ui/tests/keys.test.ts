import { beforeEach, expect, test, vi } from "vitest";
import { Keys, printKey } from "../src/keys.svelte";

let keys: Keys;
beforeEach(() => (keys = new Keys()));
const bind = (key: string, more: Record<string, unknown> = {}) => ({
  key,
  label: key,
  run: vi.fn(),
  ...more,
});

function press(key: string, init: KeyboardEventInit = {}, on: Element = document.body): KeyboardEvent {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...init });
  on.addEventListener("keydown", (heard) => keys.handle(heard as KeyboardEvent), { once: true });
  on.dispatchEvent(event);
  return event;
}
function field(tag: string): Element {
  const element = document.createElement(tag);
  document.body.append(element);
  return element;
}

test.each([
  ["j", "j", {}],
  ["?", "?", { shiftKey: true }],
  ["!", "!", { shiftKey: true }],
  ["mod+k", "k", { ctrlKey: true }],
  ["mod+k", "K", { ctrlKey: true }],
  ["shift+j", "J", { shiftKey: true }],
  ["Space", " ", {}],
  ["[", "[", {}],
  ["alt+ArrowLeft", "ArrowLeft", { altKey: true }],
])("%s is heard", (key, pressed, init) => {
  const binding = bind(key);
  keys.add({ name: "Screen", bindings: [binding] });
  expect(press(pressed, init).defaultPrevented).toBe(true);
  expect(binding.run).toHaveBeenCalledOnce();
});

test.each([
  ["j", "j", { ctrlKey: true }],
  ["j", "J", { shiftKey: true }],
  ["mod+k", "k", {}],
  ["ArrowLeft", "ArrowLeft", { altKey: true }],
])("%s is not %s with %j", (key, pressed, init) => {
  const binding = bind(key);
  keys.add({ name: "Screen", bindings: [binding] });
  press(pressed, init);
  expect(binding.run).not.toHaveBeenCalled();
});

test.each(["input", "textarea", "select"])("a letter typed into %s is text", (tag) => {
  const letter = bind("n");
  const always = bind("mod+k", { inFields: true });
  keys.add({ name: "Screen", bindings: [letter, always] });
  expect(press("n", {}, field(tag)).defaultPrevented).toBe(false);
  press("k", { ctrlKey: true }, field(tag));
  expect(letter.run).not.toHaveBeenCalled();
  expect(always.run).toHaveBeenCalledOnce();
});

test.each(["input", "textarea"])("undo is the document's in %s, unless something is typed there", (tag) => {
  const undo = bind("mod+z");
  keys.add({ name: "Document", bindings: [undo] });
  const focused = field(tag);
  expect(press("z", { ctrlKey: true }, focused).defaultPrevented).toBe(true);
  expect(undo.run).toHaveBeenCalledOnce();
  focused.setAttribute("data-typed", "true");
  expect(press("z", { ctrlKey: true }, focused).defaultPrevented).toBe(false);
  expect(undo.run).toHaveBeenCalledOnce();
});

test("a button that has the focus is pressed by Enter", () => {
  const keep = bind("Enter");
  keys.add({ name: "Screen", bindings: [keep] });
  expect(press("Enter", {}, field("button")).defaultPrevented).toBe(false);
  press("Enter");
  expect(keep.run).toHaveBeenCalledOnce();
});

test("a key that the focused thing has used is spent", () => {
  const digit = bind("3");
  keys.add({ name: "Screen", bindings: [digit] });
  const votes = field("div");
  votes.addEventListener("keydown", (event) => event.preventDefault());
  press("3", {}, votes);
  expect(digit.run).not.toHaveBeenCalled();
});

test("two scopes that are heard together may not share a key", () => {
  keys.add({ name: "Everywhere", bindings: [bind("mod+k")] });
  expect(() => keys.add({ name: "Screen", bindings: [bind("mod+K")] })).toThrow(/mod\+K.*Screen.*Everywhere/);
  expect(() => keys.add({ name: "Twice", bindings: [bind("a"), bind("a")] })).toThrow(/already bound/);
});

test("a scope that is alone silences those below, and gives them back", () => {
  const below = bind("j");
  keys.add({ name: "Screen", bindings: [below] });
  const remove = keys.add({ name: "Dialog", bindings: [bind("j")], alone: true });
  press("j");
  expect(below.run).not.toHaveBeenCalled();
  expect(keys.active.map((scope) => scope.name)).toEqual(["Dialog"]);
  remove();
  press("j");
  expect(below.run).toHaveBeenCalledOnce();
});

test("a scope that changes keeps its place below a dialog", () => {
  const screen = keys.slot();
  screen.set({ name: "Screen", bindings: [bind("j")] });
  keys.add({ name: "Dialog", bindings: [], alone: true });
  const changed = bind("k");
  screen.set({ name: "Screen", bindings: [changed] });
  press("k");
  expect(changed.run).not.toHaveBeenCalled();
  expect(keys.beneath.map((scope) => scope.name)).toEqual(["Screen"]);
});

test("keys are left alone while a text is composed", () => {
  const binding = bind("j");
  keys.add({ name: "Screen", bindings: [binding] });
  press("j", { isComposing: true });
  expect(binding.run).not.toHaveBeenCalled();
});

test("keys are printed as on the keyboard", () => {
  expect(["mod+k", "j", "ArrowLeft", "Escape", "+", "shift+Tab"].map(printKey)).toEqual([
    "Ctrl K",
    "J",
    "←",
    "Esc",
    "+",
    "⇧ Tab",
  ]);
});
