import { readPreference, writePreference } from "../preference";

/** The languages that the interface speaks, each by its own name. English is the one that every text has. */
export const languages = [
  { code: "en", name: "English" },
  { code: "de", name: "Deutsch" },
] as const;
export type LanguageCode = (typeof languages)[number]["code"];
export const languageChoices = ["system", ...languages.map(({ code }) => code)] as const;
export type LanguageChoice = (typeof languageChoices)[number];

/** The name of a language in itself; null for that of the system. */
export const languageName = (choice: LanguageChoice): string | null =>
  languages.find(({ code }) => code === choice)?.name ?? null;

/** What a language is called in the language shown: `de` is German, or Deutsch; the tag itself where it has no name. */
export function nameOf(tag: string): string {
  try {
    return new Intl.DisplayNames([language.code], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag; // Not well formed.
  }
}

/** The language of a BCP 47 tag such as `de-AT`; null where the interface does not speak it. */
export function languageOf(tag: string | null | undefined): LanguageCode | null {
  const wanted = tag?.toLowerCase().split(/[-_]/)[0];
  return languages.find(({ code }) => code === wanted)?.code ?? null;
}

/** Which language this window speaks: that of the system, or the one that was chosen. */
export class Language {
  choice = $state<LanguageChoice>("system");
  #system = $state<LanguageCode>("en");
  /** What a window shows that follows something else than the choice, as the room screen does. */
  #shown = $state<LanguageCode | null>(null);

  constructor(wanted: readonly string[]) {
    this.#hear(wanted);
    this.#apply(readPreference("language"));
  }

  get code(): LanguageCode {
    return this.#shown ?? (this.choice === "system" ? this.#system : this.choice);
  }

  choose(choice: LanguageChoice): void {
    this.#apply(choice);
    writePreference("language", choice);
  }

  /** Shows the language of this tag, whatever is chosen; the chosen one where the tag says nothing that is spoken here. */
  show(tag: string | null): void {
    this.#shown = languageOf(tag);
  }

  /** Follows the system, and a choice made in another window. Returns the function that stops following. */
  follow(): () => void {
    const hearChoice = (event: StorageEvent) => {
      if (event.key === "waymark.language") this.#apply(event.newValue);
    };
    const hearSystem = () => this.#hear(navigator.languages);
    window.addEventListener("storage", hearChoice);
    window.addEventListener("languagechange", hearSystem);
    return () => {
      window.removeEventListener("storage", hearChoice);
      window.removeEventListener("languagechange", hearSystem);
    };
  }

  #hear(wanted: readonly string[]): void {
    this.#system = wanted.map(languageOf).find((code) => code !== null) ?? "en";
  }

  #apply(choice: string | null): void {
    this.choice = languageChoices.find((known) => known === choice) ?? "system";
  }
}

export const language = new Language(navigator.languages);
