import { language, type LanguageCode } from "./language.svelte";

/** The texts of a choice, without what the code knows it by. */
type ChoiceTexts<E> = { readonly [K in Exclude<keyof E, "value" | "id" | "kind" | "ending">]?: string };

/**
 * A table of words in another language: the same keys, of which any may be missing. Choices in a list are named
 * by their value or id.
 */
export type Overlay<T> = T extends string
  ? string
  : T extends (...given: infer A) => string
    ? (...given: A) => string
    : T extends readonly (infer E)[]
      ? E extends { readonly value: infer V extends string }
        ? { readonly [K in V]?: ChoiceTexts<E> }
        : E extends { readonly id: infer V extends string }
          ? { readonly [K in V]?: ChoiceTexts<E> }
          : never
      : T extends object
        ? { readonly [K in keyof T]?: Overlay<T[K]> }
        : never;

type Table = Readonly<Record<string, unknown>>;
type Say = (...given: readonly unknown[]) => string;
type Choice = Readonly<Record<string, string>>;

const isTable = (value: unknown): value is Table =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** What a choice in a list has besides its texts. */
const isText = (key: string) => !["value", "id", "kind", "ending"].includes(key);

/** How much of the words a language has. */
export interface Coverage {
  readonly texts: number;
  readonly missing: number;
}

/** Texts that are shown in English because the language shown has none; what puts the mark on them asks here. */
class Untranslated {
  #texts = new Set<string>();
  #hear: (() => void)[] = [];

  has(text: string): boolean {
    return this.#texts.has(text);
  }

  /** Keeps a text as one that stands in English. */
  note(text: string): string {
    if (text === "" || this.#texts.has(text)) return text;
    // Sentences with names and numbers are many in a long day; what is on screen is always among the last of them.
    if (this.#texts.size > 5_000) this.#texts.clear();
    this.#texts.add(text);
    for (const hear of this.#hear) hear();
    return text;
  }

  /** Calls back whenever a text is added. Returns the function that stops it. */
  follow(hear: () => void): () => void {
    this.#hear.push(hear);
    return () => {
      this.#hear = this.#hear.filter((other) => other !== hear);
    };
  }
}
export const untranslated = new Untranslated();

/** The words of one language: its own where it has them, English ones where not, which are kept as such. */
class Merged {
  texts = 0;
  missing = 0;
  readonly table: Table;

  constructor(english: Table, overlay: Table) {
    this.table = this.#table(english, overlay);
  }

  #table(english: Table, overlay: Table | undefined): Table {
    return Object.fromEntries(
      Object.entries(english).map(([key, value]) => [key, this.#node(value, overlay?.[key])]),
    );
  }

  #node(english: unknown, own: unknown): unknown {
    if (isTable(english)) return this.#table(english, isTable(own) ? own : undefined);
    if (Array.isArray(english)) return english.map((one: unknown) => this.#choice(one, own));
    if (typeof english === "string") return this.#text(english, own);
    if (typeof english !== "function") return english;
    this.texts += 1;
    if (typeof own === "function") return own;
    this.missing += 1;
    return (...given: readonly unknown[]) => untranslated.note((english as Say)(...given));
  }

  #choice(english: unknown, own: unknown): unknown {
    if (!isTable(english)) return english;
    const named = String(english.value ?? english.id ?? "");
    const texts = isTable(own) && isTable(own[named]) ? (own[named] as Choice) : {};
    return Object.fromEntries(
      Object.entries(english).map(([key, value]) => [
        key,
        typeof value === "string" && isText(key) ? this.#text(value, texts[key]) : value,
      ]),
    );
  }

  #text(english: string, own: unknown): string {
    if (english === "") return english;
    this.texts += 1;
    if (typeof own === "string") return own;
    this.missing += 1;
    return untranslated.note(english);
  }
}

type Overlays = Partial<Record<LanguageCode, object>>;

/** Words that say themselves in the language shown, and how much of them each language has. */
export interface Localised<T> {
  readonly words: T;
  readonly coverage: (code: LanguageCode) => Coverage;
}

/**
 * English words with the overlays of other languages. Each reading of a text follows the language shown, so that a
 * change of it reaches everything on screen; a table may be kept in a constant, a text of it may not.
 */
export function localised<T extends object>(english: T, overlays: Overlays): Localised<T> {
  const made = new Map<LanguageCode, Merged>();
  const merged = (code: LanguageCode): Merged => {
    const known = made.get(code);
    if (known) return known;
    // English itself is whole, and nothing of it is marked.
    const fresh = new Merged(english as Table, (overlays[code] ?? english) as Table);
    made.set(code, fresh);
    return fresh;
  };
  const of = (code: LanguageCode): Table => (code === "en" ? (english as Table) : merged(code).table);
  return {
    words: facade(english as Table, of) as T,
    coverage: (code) => (code === "en" ? { ...merged("en"), missing: 0 } : merged(code)),
  };
}

function facade(english: Table, of: (code: LanguageCode) => Table): Table {
  const made = {};
  for (const [key, value] of Object.entries(english)) {
    const own = { enumerable: true };
    if (isTable(value)) {
      const below = facade(value, (code) => of(code)[key] as Table);
      Object.defineProperty(made, key, { ...own, value: below });
    } else Object.defineProperty(made, key, { ...own, get: () => of(language.code)[key] });
  }
  return made;
}
