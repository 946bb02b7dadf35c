import { readPreference, writePreference } from "./preference";

export const themeChoices = ["light", "dark", "system"] as const;
export type ThemeChoice = (typeof themeChoices)[number];

export const contrastChoices = ["system", "more"] as const;
export type ContrastChoice = (typeof contrastChoices)[number];

/** Light, dark, or as the system says; with more contrast, or as the system says. The choices are attributes of the root that the tokens follow. */
export class Theme {
  choice = $state<ThemeChoice>("system");
  contrast = $state<ContrastChoice>("system");
  readonly #root: HTMLElement;

  constructor(root: HTMLElement) {
    this.#root = root;
    this.#apply(readPreference("theme"));
    this.#applyContrast(readPreference("contrast"));
  }

  choose(choice: ThemeChoice): void {
    this.#apply(choice);
    writePreference("theme", choice);
  }

  chooseContrast(choice: ContrastChoice): void {
    this.#applyContrast(choice);
    writePreference("contrast", choice);
  }

  /** Follows a choice made in another window. Returns the function that stops following. */
  follow(): () => void {
    const hear = (event: StorageEvent) => {
      if (event.key === "waymark.theme") this.#apply(event.newValue);
      if (event.key === "waymark.contrast") this.#applyContrast(event.newValue);
    };
    window.addEventListener("storage", hear);
    return () => window.removeEventListener("storage", hear);
  }

  #apply(choice: string | null): void {
    this.choice = themeChoices.find((known) => known === choice) ?? "system";
    if (this.choice === "system") delete this.#root.dataset.theme;
    else this.#root.dataset.theme = this.choice;
  }

  #applyContrast(choice: string | null): void {
    this.contrast = contrastChoices.find((known) => known === choice) ?? "system";
    if (this.contrast === "system") delete this.#root.dataset.contrast;
    else this.#root.dataset.contrast = this.contrast;
  }
}

export const theme = new Theme(document.documentElement);
