import { untrack } from "svelte";
import type { Draft } from "../../components/draft";
import { frame } from "../../frame/frame.svelte";
import { call } from "../../ipc/call";

/** Lines that lack what they cannot be stored without: the header counts them by themselves. */
const lines = "/lines";

/** One place, as a field takes it. */
class Place implements Draft {
  /** Grows where the text comes or goes; a keystroke does not change it. */
  version = $state(0);
  readonly #drafts: Drafts;
  readonly #name: string;

  constructor(drafts: Drafts, name: string) {
    this.#drafts = drafts;
    this.#name = name;
  }

  get text(): string | null {
    void this.version;
    return this.#drafts.read(this, this.#name);
  }
  keep(text: string): void {
    this.#drafts.write(this, this.#name, text);
  }
  drop(text?: string): void {
    if (text === undefined || text === this.#drafts.read(this, this.#name))
      this.#drafts.write(this, this.#name, null);
  }
}

/**
 * Text that is being typed and is no value yet, by place, such as `profile/scope`. It is kept in the document with
 * every input, so that a stop of the window at any moment loses one keystroke at most, and is there again when the
 * document is opened. A place is a name that stays the same: it is built of uids and field names.
 */
export class Drafts {
  /** Where there is text. It changes when text comes or goes, not while it is typed. */
  places = $state.raw<readonly string[]>([]);
  // Nothing is drawn from the maps themselves.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  #texts = new Map<string, string>();
  /** The places that were asked for. Another document has its own. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  #asked = $state.raw(new Map<string, Place>());
  #isWritable = false;
  #isHeld = false;
  /** What is still to be sent, by place: only the newest text of each. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  #waiting = new Map<string, string | null>();
  #sending: Promise<void> | null = null;
  /** What was typed and is being stored. */
  #storing: Promise<unknown> = Promise.resolve();

  /** The text at a place. The same place gives the same object as long as the document is open. */
  at(name: string): Draft {
    const asked = this.#asked;
    const known = asked.get(name);
    if (known) return known;
    const made = untrack(() => new Place(this, name));
    asked.set(name, made);
    return made;
  }

  /** Whether there is text at a place. */
  has(name: string): boolean {
    return this.places.includes(name);
  }

  /** Keeps what is typed below a place below another one from now on. */
  move(from: string, to: string): void {
    for (const place of this.places.filter((place) => place.startsWith(`${from}/`))) {
      const old = this.at(place);
      const { text } = old;
      if (text !== null) this.at(`${to}${place.slice(from.length)}`).keep(text);
      old.drop();
    }
  }

  /** Forgets what is typed in these fields of records: other values have taken its place. */
  replaced(kind: string, uids: readonly string[], fields: readonly string[]): void {
    for (const uid of uids) for (const field of fields) this.at(`record/${kind}/${uid}/${field}`).drop();
  }

  /** Forgets all text below a place, such as that of a record which is removed. */
  dropBelow(name: string): void {
    for (const place of this.places) if (place.startsWith(`${name}/`)) this.at(place).drop();
  }

  /** Another document is open: what was being typed in it is there again. Answers where. */
  async open(isReadOnly: boolean): Promise<readonly string[]> {
    this.close();
    // What cannot be written cannot be stored either: it would only be in the way.
    if (isReadOnly) return [];
    this.#isWritable = true;
    const asked = this.#asked;
    try {
      const kept = await call("drafts_get", {});
      if (asked !== this.#asked) return [];
      for (const { place, text } of kept) if (!this.#texts.has(place)) this.#texts.set(place, text);
      this.#count(true);
      for (const { place } of kept) this.#tell(place);
      return kept.map(({ place }) => place);
    } catch {
      return []; // Nothing comes back, and what is typed from now on is kept.
    }
  }

  /** No document is open. */
  close(): void {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity
    [this.#texts, this.#waiting, this.#asked] = [new Map(), new Map(), new Map()];
    this.#sending = null;
    this.#isWritable = this.#isHeld = false;
    this.#count(true);
  }

  /**
   * Stores what was typed at a place, and forgets it there once it is stored. What is refused (`store` answers false, or
   * fails) stays. Answers whether it was stored.
   */
  async stored(draft: Draft | undefined, store: () => unknown): Promise<boolean> {
    const typed = draft?.text ?? undefined;
    const done = (async () => {
      if ((await store()) === false) return false;
      if (typed !== undefined) draft?.drop(typed);
      return true;
    })();
    const others = this.#storing;
    this.#storing = Promise.allSettled([others, done]);
    return done;
  }

  /** Waits until all that was typed is kept, as far as it can be, and sends no more: another document may open. */
  async hold(): Promise<void> {
    await this.#storing;
    this.#isHeld = true;
    await this.#sending;
  }

  /** The document stayed open after all. */
  resume(): void {
    this.#isHeld = false;
    this.#begin();
  }

  read(place: Place, name: string): string | null {
    return this.#isCurrent(place, name) ? (this.#texts.get(name) ?? null) : null;
  }

  write(place: Place, name: string, text: string | null): void {
    if (!this.#isCurrent(place, name) || text === (this.#texts.get(name) ?? null)) return;
    const isKnown = this.#texts.has(name);
    if (text === null) this.#texts.delete(name);
    else this.#texts.set(name, text);
    if (isKnown !== (text !== null)) this.#count(false);
    if (text === null) this.#tell(name);
    // It goes behind what is waiting: text that moves to another place is kept there before it is forgotten here.
    this.#waiting.delete(name);
    this.#waiting.set(name, text);
    this.#begin();
  }

  #begin(): void {
    if (this.#isWritable && !this.#isHeld && this.#waiting.size > 0)
      this.#sending ??= this.#send(this.#waiting);
  }

  /** Text of a document that is no longer open is nobody's. */
  #isCurrent(place: Place, name: string): boolean {
    return untrack(() => this.#asked).get(name) === place;
  }

  #tell(name: string): void {
    const place = untrack(() => this.#asked).get(name);
    if (place) untrack(() => (place.version += 1));
  }

  #count(areKept: boolean): void {
    const places = [...this.#texts.keys()];
    const texts = places.filter((name) => !name.endsWith(lines)).length;
    this.places = places;
    untrack(() => (frame.typed = texts === 0 ? null : { texts, areKept: frame.typed?.areKept ?? areKept }));
  }

  /** One call at a time: while it is on its way, newer text takes the place of older. */
  async #send(waiting: Map<string, string | null>): Promise<void> {
    for (let [next] = waiting; next && waiting === this.#waiting; [next] = waiting) {
      const [place, text] = next;
      waiting.delete(place);
      try {
        await call("draft_keep", { place, text });
        if (waiting === this.#waiting) this.#show(true);
      } catch {
        // Nobody can do anything about it now; the next input sends it along.
        if (!waiting.has(place)) waiting.set(place, text);
        if (waiting === this.#waiting) this.#show(false);
        break;
      }
    }
    if (waiting === this.#waiting) this.#sending = null;
  }

  #show(areKept: boolean): void {
    if (frame.typed && frame.typed.areKept !== areKept) frame.typed = { ...frame.typed, areKept };
  }
}

export const drafts = new Drafts();
