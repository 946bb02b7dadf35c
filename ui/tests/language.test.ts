import { flushSync } from "svelte";
import { afterEach, describe, expect, test } from "vitest";
import { parseNumber, numberText, typedNumber } from "../src/components/number";
import { dateText, oneDecimal, shortDecimal } from "../src/format";
import { coverage, words } from "../src/words/en";
import { language, Language, languageOf, type LanguageCode } from "../src/words/language.svelte";
import { markUntranslated } from "../src/words/mark";
import { localised, untranslated } from "../src/words/overlay";

afterEach(() => language.choose("system"));

/** What is said in another language meanwhile. */
function speaking<T>(code: LanguageCode, say: () => T): T {
  const before = language.choice;
  language.choose(code);
  try {
    return say();
  } finally {
    language.choose(before);
  }
}

describe("the language shown", () => {
  test.each([
    ["de-AT", "de"],
    ["de_CH", "de"],
    ["EN-gb", "en"],
    ["fr", null],
    ["", null],
  ])("of the tag %s is %s", (tag, code) => expect(languageOf(tag)).toBe(code));

  test("is the first of the system's that is spoken, English where none is, and what was chosen before both", () => {
    expect(new Language(["fr-FR", "de-DE", "en"]).code).toBe("de");
    expect(new Language(["fr-FR"]).code).toBe("en");
    language.choose("de");
    expect(new Language(["en"]).code).toBe("de");
  });

  test("follows the tag of an engagement where it is spoken, and the choice where not", () => {
    const room = new Language(["en"]);
    room.show("de-DE");
    expect(room.code).toBe("de");
    room.show("fr");
    expect(room.code).toBe("en");
    room.show("");
    expect(room.code).toBe("en");
  });

  test("reaches every reading of a text at once", () => {
    expect(words.cancel).toBe("Cancel");
    const kept = words.document;
    language.choose("de");
    expect([words.cancel, kept.close]).toEqual(["Abbrechen", "Mandat schließen"]);
    expect(words.report.formats.map(({ id, label }) => `${id} ${label}`)).toContain("html Webseite");
  });
});

describe("words that a language does not have", () => {
  const table = {
    both: "Both",
    only: "Only in English",
    empty: "",
    count: (count: number) => `${count} left in English`,
    options: [
      { value: "a", label: "Letter A", hint: "Hint of A" },
      { value: "b", label: "Letter B" },
    ],
    below: { deep: "Deep in English" },
  };
  const { words: made, coverage: of } = localised(table, {
    de: { both: "Beides", options: { a: { label: "Buchstabe A" } } },
  });

  test("are said in English, kept as such and counted", () => {
    language.choose("de");
    expect(made.both).toBe("Beides");
    expect([made.only, made.count(3), made.below.deep]).toEqual([
      "Only in English",
      "3 left in English",
      "Deep in English",
    ]);
    expect(made.options).toEqual([
      { value: "a", label: "Buchstabe A", hint: "Hint of A" },
      { value: "b", label: "Letter B" },
    ]);
    for (const text of ["Only in English", "3 left in English", "Deep in English", "Hint of A", "Letter B"])
      expect(untranslated.has(text), text).toBe(true);
    expect([untranslated.has("Beides"), untranslated.has("")]).toEqual([false, false]);
    expect(of("de")).toMatchObject({ texts: 7, missing: 5 });
    expect(of("en")).toMatchObject({ texts: 7, missing: 0 });
  });

  test("are marked where they stand, also in labels, and no longer once they are translated", async () => {
    language.choose("de");
    document.body.innerHTML = `<p>${made.only}</p><button aria-label="${made.below.deep}"></button><p>${made.both}</p>`;
    const stop = markUntranslated(document.body);
    const [english, german] = document.querySelectorAll("p");
    const button = document.querySelector("button");
    expect([english?.lang, button?.lang, german?.lang]).toEqual(["en", "en", ""]);
    // A text that comes later, and one that gives way to another.
    const late = document.createElement("p");
    late.textContent = made.count(12);
    document.body.append(late);
    if (english?.firstChild) english.firstChild.nodeValue = made.both;
    // Observers are told at the end of the turn.
    await new Promise((done) => setTimeout(done));
    expect([english?.lang, late.lang]).toEqual(["", "en"]);
    stop();
    expect(document.querySelectorAll("[lang]")).toHaveLength(0);
    document.body.innerHTML = "";
  });

  test("of German are few", () => {
    const { texts, missing } = coverage("de");
    expect(texts).toBeGreaterThan(1_000);
    expect(missing / texts, `${missing} of ${texts} texts have no German`).toBeLessThan(0.1);
  });
});

/** Every text that is made of something, by its place. */
function sayings(table: object, place = ""): [string, (...given: unknown[]) => unknown][] {
  return Object.entries(table).flatMap(([key, value]): [string, (...given: unknown[]) => unknown][] => {
    if (typeof value === "function") return [[`${place}${key}`, value as (...given: unknown[]) => unknown]];
    if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
    return sayings(value as object, `${place}${key}.`);
  });
}

test("German tells every name and number that English tells", () => {
  const english = new Map(speaking("en", () => sayings(words)));
  const german = new Map(speaking("de", () => sayings(words)));
  const names = ["zqa", "zqb", "zqc", "zqd", "zqe"];
  const numbers = [1001, 2002, 3003, 4004, 5005];
  const held = (text: unknown) =>
    // Thousands stand apart by another sign in each language.
    [...names, ...numbers.map(String)].filter((one) =>
      String(text).replace(/[.,]/g, "").toLowerCase().includes(one),
    );
  const different: string[] = [];
  let compared = 0;
  for (const [place, say] of english) {
    const other = german.get(place);
    for (const given of [names, numbers]) {
      let first: unknown;
      try {
        first = speaking("en", () => say(...given));
      } catch {
        continue; // It takes a list or a record, and neither names nor numbers.
      }
      const second = speaking("de", () => other?.(...given));
      // A name where a count is meant.
      if (/NaN/.test(`${String(first)} ${String(second)}`)) continue;
      compared += 1;
      if (held(second).join() !== held(first).join())
        different.push(`${place}: “${String(first)}” and “${String(second)}”`);
    }
  }
  expect(different).toEqual([]);
  expect(compared).toBeGreaterThan(400);
});

test("plural forms are those of the language", () => {
  const said = (count: number) => words.roadmap.lengthWeeks(count);
  expect([0, 1, 2].map(said)).toEqual(["0 weeks", "1 week", "2 weeks"]);
  language.choose("de");
  expect([0, 1, 2].map(said)).toEqual(["0 Wochen", "1 Woche", "2 Wochen"]);
  expect(words.document.unknownCells(5000)).toBe("5.000 unbekannte Zellen");
});

test("numbers are written and read with the signs of the language", () => {
  expect([oneDecimal(2.25), numberText(12_345.5), typedNumber(12_345.5), shortDecimal(3)]).toEqual([
    "2.3",
    "12,345.5",
    "12345.5",
    "3",
  ]);
  expect(["1,234", "1.5", "1,5"].map(parseNumber)).toEqual([1234, 1.5, 1.5]);
  language.choose("de");
  expect([oneDecimal(2.25), numberText(12_345.5), typedNumber(12_345.5), shortDecimal(3)]).toEqual([
    "2,3",
    "12.345,5",
    "12345,5",
    "3",
  ]);
  expect(["1.234", "1,5", "1.5", "1.234,5", "1,234", "zwei"].map(parseNumber)).toEqual([
    1234,
    1.5,
    1.5,
    1234.5,
    1.234,
    undefined,
  ]);
});

test("what a number shows for typing is read as the same number", () => {
  for (const code of ["en", "de"] as const)
    for (const value of [0, 7, -3, 0.5, 1.234, 12_345.678, 1_000_000])
      expect(
        speaking(code, () => parseNumber(typedNumber(value))),
        `${value} in ${code}`,
      ).toBe(value);
});

test("days are written as the language writes them", () => {
  expect(dateText("2026-12-04")).toBe("2026-12-04");
  language.choose("de");
  expect(dateText("2026-12-04")).toBe("04.12.2026");
  expect(dateText("some day")).toBe("some day");
  flushSync();
});
