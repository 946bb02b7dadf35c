import { toasts } from "../../components/toasts.svelte";
import type { DocumentView } from "../../ipc/generated/DocumentView";
import { words } from "../../words/en";
import { drafts, type Drafts } from "./drafts.svelte";
import { Places, type KnownPlace } from "./places";

/** Text that was being typed when the window stopped: said once when its document opens, and where it is. */
export class Returned {
  #found = $state.raw<readonly KnownPlace[]>([]);
  /** Those of text that was typed since. */
  #since = $state.raw<readonly KnownPlace[]>([]);
  #toast: number | null = null;
  readonly #drafts: Drafts;

  constructor(of: Drafts) {
    this.#drafts = of;
  }

  /** Where there still is such text. */
  get places(): readonly KnownPlace[] {
    return this.#found.filter(({ name }) => this.#drafts.has(name));
  }
  /** Where there is text that is typed and not stored, as far as it was looked for. */
  get known(): readonly KnownPlace[] {
    return [...this.places, ...this.#since.filter(({ name }) => this.#drafts.has(name))];
  }

  /** Looks where the text is that was typed since the document was opened. */
  async look(document: DocumentView): Promise<void> {
    const isFound = (name: string) => this.#found.some((one) => one.name === name);
    const names = this.#drafts.places.filter((name) => !isFound(name));
    const drafts = names.map((name) => this.#drafts.at(name));
    const places = new Places(document);
    const found = await Promise.all(names.map((name) => places.find(name)));
    // Text of a document that is closed by now is nobody's.
    this.#since = found.flatMap((place, at) =>
      place && typeof drafts[at]?.text === "string" ? [place] : [],
    );
  }

  /** Says what came back with a document. Text whose place is gone is forgotten. */
  async tell(names: readonly string[], document: DocumentView): Promise<void> {
    this.forget();
    if (names.length === 0) return;
    const places = new Places(document);
    // Asked for now: by the time it is known where they are, another document may be open.
    const kept = names.map((name) => ({ name, draft: this.#drafts.at(name) }));
    const found = await Promise.all(kept.map(({ name }) => places.find(name)));
    const known = found.flatMap((place, at) => {
      if (place === null) kept[at]?.draft.drop();
      return place && kept[at]?.draft.text !== null ? [place] : [];
    });
    const [first, ...others] = known;
    if (!first) return;
    this.#found = known;
    this.#toast = toasts.show(
      others.length === 0
        ? words.draft.back(first.label)
        : words.draft.manyBack(known.map((one) => one.label)),
      {
        action: {
          label: others.length === 0 ? words.draft.go : words.draft.goFirst,
          run: first.go,
        },
        stays: true,
      },
    );
  }

  /** All of it is stored or given up, or another document is open. */
  forget(): void {
    if (this.#found.length > 0) this.#found = [];
    if (this.#toast !== null) toasts.dismiss(this.#toast);
    this.#toast = null;
  }
}

export const returned = new Returned(drafts);
