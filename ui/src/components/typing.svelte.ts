import { untrack } from "svelte";
import type { Draft } from "./draft";

/** A text field, as its properties are now. */
interface TextField {
  readonly value: string;
  readonly draft?: Draft | undefined;
}

/**
 * What was typed into a text field and is not finished. As long as the field shows it, undo is the field's own
 * (`data-typed`); otherwise the field has nothing to take back, and the keys hand undo to the application. What was
 * kept of an earlier typing is shown as typed. Make it while the field is set up.
 */
export class Typing {
  /** What the field showed before anything was typed. */
  before = "";
  #text = $state<string | null>(null);
  #isBack = $state(false);
  #draft: Draft | undefined;
  readonly #field: () => TextField;
  readonly #show: (value: string) => void;
  /** Whether what the field shows was typed: another value came from elsewhere. */
  readonly isTyped = $derived.by(() => this.#text === this.#field().value);
  /** Whether it was typed before the field was there, and kept. */
  readonly isBack = $derived.by(() => this.#isBack && this.isTyped);

  /**
   * @param field read anew at every use
   * @param show puts another text into the field
   */
  constructor(field: () => TextField, show: (value: string) => void) {
    this.#field = field;
    this.#show = show;
    $effect.pre(() => {
      const { value, draft } = field();
      const kept = draft?.text ?? null;
      untrack(() => this.#follow(value, kept, draft));
    });
  }

  /**
   * Hears what the field shows now. To be told while the event is caught (`oninputcapture`): once the bound value has
   * changed, it would pass for one from elsewhere.
   */
  hear(value: string): void {
    const { draft } = this.#field();
    const isTyped = value !== this.before;
    this.#text = isTyped ? value : null;
    if (isTyped) draft?.keep(value);
    else draft?.drop();
  }

  /** The focus arrives: what the field shows is what it had before, unless it was typed. */
  arrive(): void {
    if (!this.isTyped) this.before = this.#field().value;
  }

  /** Hands on what was typed. Without anywhere to hand it to, it stays only typed. */
  finish(oncommit: ((value: string) => void) | undefined): void {
    const { value } = this.#field();
    const differs = value !== this.before;
    this.before = value;
    if (oncommit) this.#rest();
    if (differs) oncommit?.(value);
  }

  /** Brings back what the field showed before. */
  giveUp(): void {
    this.#show(this.before);
    this.#rest();
    this.#field().draft?.drop();
  }

  #rest(): void {
    this.#text = null;
    this.#isBack = false;
  }

  #follow(value: string, kept: string | null, draft: Draft | undefined): void {
    const isNew = draft !== this.#draft;
    this.#draft = draft;
    if (this.isTyped) {
      // It was stored or given up elsewhere, or belongs to another document.
      const isGone = isNew || (kept === null && this.#isBack);
      if (!isGone) return;
      this.#rest();
      value = this.before;
      this.#show(value);
    }
    this.before = value;
    if (kept === null) return;
    if (kept !== value) {
      this.#show(kept);
      this.#text = kept;
      this.#isBack = true;
    } else if (isNew) draft?.drop();
  }
}

/** A field whose text is read, such as a date's. */
interface ReadField<T> {
  readonly value: T | null;
  readonly draft?: Draft | undefined;
  readonly oncommit?: ((value: T | null) => void) | undefined;
  readonly oninvalid?: ((text: string | null, isBack?: boolean) => void) | undefined;
}

/** What was typed into a field whose text is read; the field shows it until it is read or given up. */
export class TypedText<T> {
  /** Null where the field shows its value. */
  text = $state<string | null>(null);
  isBad = $state(false);
  #isBack = $state(false);
  #draft: Draft | undefined;
  readonly #field: () => ReadField<T>;
  readonly #parse: (text: string) => T | null | undefined;
  readonly #show: (value: T | null) => void;

  /**
   * @param field read anew at every use
   * @param parse `null` for an empty text, `undefined` for one that cannot be read
   * @param show puts another value into the field
   */
  constructor(
    field: () => ReadField<T>,
    parse: (text: string) => T | null | undefined,
    show: (value: T | null) => void,
  ) {
    this.#field = field;
    this.#parse = parse;
    this.#show = show;
    $effect.pre(() => {
      const { value, draft } = field();
      const kept = draft?.text ?? null;
      untrack(() => this.#follow(value, kept, draft));
    });
  }

  /** Whether it was typed before the field was there, and kept. */
  get isBack(): boolean {
    return this.#isBack && this.text !== null && !this.isBad;
  }

  hear(text: string): void {
    this.text = text;
    this.#field().draft?.keep(text);
  }

  finish(): void {
    const { text } = this;
    if (text === null) return;
    const read = this.#parse(text);
    this.isBad = read === undefined;
    this.#field().oninvalid?.(this.isBad ? text : null);
    if (read === undefined) return;
    this.#rest();
    const { value, draft, oncommit } = this.#field();
    if (read === value) {
      draft?.drop(text);
      return;
    }
    this.#show(read);
    oncommit?.(read);
  }

  /** Escape brings the value back. */
  onkeydown(event: KeyboardEvent): void {
    if (event.isComposing) return;
    if (event.key === "Enter") this.finish();
    if (event.key !== "Escape" || this.text === null) return;
    event.preventDefault();
    event.stopPropagation();
    this.#rest();
    this.#field().draft?.drop();
    this.#field().oninvalid?.(null);
  }

  #rest(): void {
    this.text = null;
    this.isBad = false;
    this.#isBack = false;
  }

  #follow(value: T | null, kept: string | null, draft: Draft | undefined): void {
    const isNew = draft !== this.#draft;
    this.#draft = draft;
    if (this.text !== null) {
      const isGone = isNew || (kept === null && this.#isBack);
      if (!isGone) return;
      this.#rest();
    }
    if (kept === null) return;
    const read = this.#parse(kept);
    if (read !== value) {
      this.text = kept;
      this.#isBack = true;
      // Why it cannot be read says more than that it came back.
      if (read === undefined) this.#field().oninvalid?.(kept, true);
    } else if (isNew) draft?.drop();
  }
}
