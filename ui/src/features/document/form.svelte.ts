import { untrack } from "svelte";
import type { Draft } from "../../components/draft";
import { drafts } from "./drafts.svelte";

type Value = string | boolean | null;
type Fields<T> = Readonly<Record<keyof T, Value>>;

/** The fields of a form as they were kept, else as they are when it is new. */
export function keptFields<T extends Fields<T>>(draft: Draft, fresh: T): T {
  const kept = read(draft.text);
  const fields = Object.entries<Value>(fresh).map(([name, value]) => {
    const typed = kept[name];
    const mayBeEmpty = value === null && typeof typed === "string";
    return [name, typed === null || typeof typed === typeof value || mayBeEmpty ? typed : value];
  });
  return Object.fromEntries(fields) as T;
}

/**
 * A form whose fields are one draft: kept while they are typed, there again when the form opens again. Make it while
 * the form is set up.
 */
export class FormDraft<T extends Fields<T>> {
  readonly fields: T;
  #isBack = $state(false);
  readonly #draft: Draft;
  readonly #fresh: T;
  readonly #isEmpty: (fields: T) => boolean;

  constructor(place: string, fresh: T, isEmpty: (fields: T) => boolean) {
    this.#draft = untrack(() => drafts.at(place));
    this.#fresh = fresh;
    this.#isEmpty = isEmpty;
    this.#isBack = untrack(() => this.#draft.text !== null);
    this.fields = $state(untrack(() => keptFields(this.#draft, fresh)));
    // Closed without storing: what was typed waits until the form is opened again.
    $effect(() => {
      const fields = $state.snapshot(this.fields) as T;
      untrack(() => (isEmpty(fields) ? this.#draft.drop() : this.#draft.keep(JSON.stringify(fields))));
    });
  }

  /** Whether it shows what was typed earlier. */
  get isBack(): boolean {
    return this.#isBack && !this.#isEmpty(this.fields);
  }

  /** Stores the fields; they are forgotten unless `send` answers false. */
  store(send: (fields: T) => unknown): Promise<boolean> {
    return drafts.stored(this.#draft, () => send($state.snapshot(this.fields) as T));
  }

  giveUp(): void {
    Object.assign(this.fields, this.#fresh);
    this.#isBack = false;
    this.#draft.drop();
  }

  /** The first Escape gives up what came back, the next closes the form. */
  onkeydown(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.defaultPrevented || !this.isBack) return;
    event.preventDefault();
    this.giveUp();
  }
}

function read(text: string | null): Record<string, unknown> {
  try {
    const kept: unknown = JSON.parse(text ?? "{}");
    return typeof kept === "object" && kept !== null ? (kept as Record<string, unknown>) : {};
  } catch {
    return {}; // Written by another version: the form begins anew.
  }
}
