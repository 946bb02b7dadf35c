import { readPreference, writePreference } from "./preference";

export const themeChoices = ["light", "dark", "system"] as const;
export type ThemeChoice = (typeof themeChoices)[number];

/** Light, dark, or as the system says. The choice is an attribute of the root that the tokens follow. */
export class Theme {
  choice = $state<ThemeChoice>("system");
  readonly #root: HTMLElement;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#apply(readPreference("theme"));
  }

  choose(choice: ThemeChoice): void {
    this.#apply(choice);
    writePreference("theme", choice);
  }

  /** Follows a choice made in another window. Returns the function that stops following. */
  follow(): () => void {
    const hear = (event: StorageEvent) => {
      if (event.key === "waymark.theme") this.#apply(event.newValue);
    };
    window.addEventListener("storage", hear);
    return () => window.removeEventListener("storage", hear);
  }

  #apply(choice: string | null): void {
    this.choice = themeChoices.find((known) => known === choice) ?? "system";
    if (this.choice === "system") delete this.#root.dataset.theme;
    else this.#root.dataset.theme = this.choice;
  }
}

export const theme = new Theme(document.documentElement);
