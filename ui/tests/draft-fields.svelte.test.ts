import { flushSync } from "svelte";
import { beforeEach, describe, expect, test, vi } from "vitest";
import CellEditor from "../src/components/grid/CellEditor.svelte";
import DateInput from "../src/components/DateInput.svelte";
import NumberInput from "../src/components/NumberInput.svelte";
import TextArea from "../src/components/TextArea.svelte";
import TextInput from "../src/components/TextInput.svelte";
import { drafts } from "../src/features/document";
import { FieldControl } from "../src/features/record";
import { setHost } from "../src/ipc/host";
import { FakeHost } from "./host.fake";
import { all, clear, one, press, render, type as typeText } from "./render";
import { field } from "./tables";

const place = "profile/scope";
const noted = () => document.body.textContent?.includes("Typed earlier, not stored yet") ?? false;
const input = () => one<HTMLInputElement>("input, textarea");

let host: FakeHost;
beforeEach(() => {
  host = new FakeHost().answer("draft_keep", {});
  setHost(host);
});
/** Opens a document in which this was being typed. */
async function kept(text: string): Promise<void> {
  host.answer("drafts_get", [{ place, text }]);
  await drafts.open(false);
}

describe.each([
  ["a line", TextInput],
  ["a long text", TextArea],
])("%s", (_, Field) => {
  const shown = (value: string, oncommit = vi.fn()) => {
    render(Field, { value, label: "Scope", draft: drafts.at(place), oncommit });
    return oncommit;
  };

  test("is kept while it is typed", () => {
    shown("Retail");
    input().focus();
    typeText(" in");
    expect(drafts.at(place).text).toBe("Retail in");
    input().value = "Retail";
    typeText("");
    expect(drafts.at(place).text, "as it was before").toBeNull();
  });

  test("that was typed earlier stands there as typed, with a note, until it is stored", async () => {
    await kept("Retail in");
    const oncommit = shown("Retail");
    expect(input().value).toBe("Retail in");
    expect(input().hasAttribute("data-typed")).toBe(true);
    expect(noted()).toBe(true);
    expect(document.getElementById(input().getAttribute("aria-describedby") ?? "")).not.toBeNull();
    input().focus();
    input().blur();
    flushSync();
    expect(oncommit).toHaveBeenCalledExactlyOnceWith("Retail in");
    expect(noted()).toBe(false);
  });

  test("that was typed earlier is given up with Escape", async () => {
    await kept("Retail in");
    const oncommit = shown("Retail");
    input().focus();
    expect(press("Escape").defaultPrevented).toBe(true);
    expect(input().value).toBe("Retail");
    expect(noted()).toBe(false);
    expect(drafts.at(place).text).toBeNull();
    input().blur();
    expect(oncommit).not.toHaveBeenCalled();
  });

  test("that is the value already is forgotten without a word", async () => {
    await kept("Retail");
    shown("Retail");
    expect(noted()).toBe(false);
    expect(drafts.at(place).text).toBeNull();
  });

  test("waits where its field went before it was finished", () => {
    shown("Retail");
    input().focus();
    typeText(" in");
    clear();
    shown("Retail");
    expect(input().value).toBe("Retail in");
    expect(noted()).toBe(true);
  });

  test("follows what happens to it elsewhere", async () => {
    await kept("Retail in");
    shown("Retail");
    drafts.at(place).drop();
    flushSync();
    expect(input().value).toBe("Retail");
    expect(noted()).toBe(false);
  });

  test("of another document takes the place of what stood there", async () => {
    await kept("Retail in");
    const props = $state({ value: "Retail", label: "Scope", draft: drafts.at(place), oncommit: vi.fn() });
    render(Field, props);
    await kept("Banking in");
    props.draft = drafts.at(place);
    flushSync();
    expect(input().value).toBe("Banking in");
    props.value = "Banking";
    flushSync();
    expect(input().value, "its own value arrives later").toBe("Banking in");
    press("Escape", { on: input() });
    expect(input().value).toBe("Banking");
  });
});

test.each([
  ["a number", NumberInput, 40, "4000"],
  ["a date", DateInput, "2026-02-10", "2026-03"],
])("%s is kept as it is typed", async (_, Field, value, text) => {
  await kept(text);
  render(Field as typeof NumberInput, { value: value as number, draft: drafts.at(place) });
  expect(input().value).toBe(text);
  expect(noted()).toBe(true);
  input().focus();
  press("Escape");
  expect(input().value).toBe(String(value));
  expect(drafts.at(place).text).toBeNull();
  input().value = text;
  typeText("");
  expect(drafts.at(place).text).toBe(text);
});

describe("a field of a record", () => {
  const scope = field("scope", "Scope", { kind: "long" });

  test("forgets what was stored, and keeps what was refused on the screen with the reason", async () => {
    let isRefused = true;
    const props = $state({
      field: scope,
      value: "Retail" as unknown,
      error: undefined as string | undefined,
      place,
      onchange: async (next: unknown) => {
        props.value = next;
        flushSync();
        await Promise.resolve();
        if (!isRefused) return true;
        props.value = "Retail";
        props.error = "A scope has at most ten words.";
        return false;
      },
    });
    render(FieldControl, props);
    input().focus();
    typeText(" in many more words");
    press("Enter", { ctrlKey: true });
    await vi.waitFor(() => expect(props.error).toBeDefined());
    flushSync();
    expect(input().value).toBe("Retail in many more words");
    expect(document.body.textContent).toContain("A scope has at most ten words.");
    expect(drafts.at(place).text).toBe("Retail in many more words");
    isRefused = false;
    press("Enter", { ctrlKey: true });
    await vi.waitFor(() => expect(drafts.at(place).text).toBeNull());
    expect(input().value).toBe("Retail in many more words");
    expect(input().hasAttribute("data-typed")).toBe(false);
  });

  test("that cannot be edited looks like any other, and takes no draft", async () => {
    await kept("Retail in");
    for (const kind of ["text", "long", "date", "whole"] as const)
      render(FieldControl, {
        field: field("scope", "Scope", { kind }),
        value: kind === "whole" ? 4 : kind === "date" ? "2026-02-10" : "Retail",
        disabled: true,
        place,
        onchange: vi.fn(),
      });
    const fields = all<HTMLInputElement>("input, textarea");
    expect(fields.map(({ readOnly, disabled, tabIndex }) => [readOnly, disabled, tabIndex])).toEqual(
      fields.map(() => [true, false, -1]),
    );
    expect(fields.map(({ value }) => value)).toEqual(["Retail", "Retail", "2026-02-10", "4"]);
    expect(noted()).toBe(false);
  });
});

test("a number shows its thousands apart, except while it is edited", () => {
  const oncommit = vi.fn();
  render(NumberInput, { value: 400_000, label: "Cost", oncommit });
  expect(input().value).toBe("400,000");
  input().focus();
  flushSync();
  expect(input().value).toBe("400000");
  typeText("0");
  press("Enter");
  expect(oncommit).toHaveBeenCalledExactlyOnceWith(4_000_000);
  input().blur();
  flushSync();
  expect(input().value).toBe("4,000,000");
});

test("what is typed into the cell of a record that arrives meanwhile moves to the record's place", () => {
  const props = $state({
    column: { key: "mode", title: "Mode", kind: "text" as const },
    value: null,
    text: "b",
    replaces: true,
    draft: drafts.at("record/sources/new-1/mode"),
    oncommit: vi.fn(),
    onchoose: vi.fn(),
    oncancel: vi.fn(),
  });
  render(CellEditor, props);
  typeText("at");
  props.draft = drafts.at("record/sources/uid-3/mode");
  flushSync();
  expect(drafts.places).toEqual(["record/sources/uid-3/mode"]);
  expect(drafts.at("record/sources/uid-3/mode").text).toBe("bat");
});

test("a date that was typed earlier and cannot be read says why, rather than that it came back", async () => {
  await kept("next week");
  render(FieldControl, {
    field: field("scope", "Roadmap starts", { kind: "date" }),
    value: null,
    place,
    onchange: vi.fn(),
  });
  expect(document.body.textContent).toContain("is not a date");
  expect(noted()).toBe(false);
  press("Escape", { on: input() });
  expect(input().value).toBe("");
  expect(document.body.textContent).not.toContain("is not a date");
});
