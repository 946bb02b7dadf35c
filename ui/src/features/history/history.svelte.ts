import { offerUndo } from "../../frame/undo";
import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { ChangedView } from "../../ipc/generated/ChangedView";
import type { ChangeView } from "../../ipc/generated/ChangeView";
import type { HistoryEntry } from "../../ipc/generated/HistoryEntry";
import { words } from "../../words/en";
import { capital } from "../../words/sentence";
import { openDocument } from "../document";
import { dayName, isoDay } from "./day";

/** How many changes are listed at first, and how many more each time. */
export const portion = 200;
/** How many the application tells in one answer at most. */
export const page = 1000;

/** The changes of one day. */
export interface Day {
  readonly name: string;
  readonly iso: string;
  readonly entries: readonly HistoryEntry[];
}

/** Puts a record back as it was before a change, as a change of its own. True when it is back. */
export async function putBack(change: ChangeView, row: ChangedView): Promise<boolean> {
  const { kind, uid, what } = row;
  if (openDocument.refusesChange()) return false;
  try {
    openDocument.take(await openDocument.write(() => call("change_restore", { id: change.id, kind, uid })));
    const said = words.history.done[what] ?? words.history.done.changed;
    if (said) offerUndo(said(nameOf(row)), () => void openDocument.undo());
    return true;
  } catch (thrown) {
    openDocument.say(thrown);
    return false;
  }
}

/** What a record is called; an answer is called like its question. */
export const nameOf = ({ title, question, kindLabel }: ChangedView): string =>
  title || (question ? `${capital(kindLabel)} ${question}` : capital(kindLabel));

/** Votes that the room has not seen come without what was voted, as do hands that were counted with an answer. */
export const isHidden = ({ kind, fields }: ChangedView): boolean =>
  (kind === "votes" || kind === "answers") && fields.length === 0;

/** All changes of the engagement, and the one that is looked at. */
export class History {
  /** Those that were read, newest first; null until they are known. */
  entries = $state.raw<readonly HistoryEntry[] | null>(null);
  failure = $state.raw<AppError | null>(null);
  /** More of them are on their way. */
  busy = $state(false);
  /** There are no earlier ones than those that were read. */
  isWhole = $state(false);
  filter = $state("");
  /** The change that is looked at; what it did may still be on its way. */
  id = $state<string | null>(null);
  change = $state.raw<ChangeView | null>(null);
  changeFailure = $state.raw<AppError | null>(null);
  /** How many are listed; more may be read, to be looked through. */
  #limit = $state(portion);
  #turn = 0;
  #isReading = false;

  readonly found = $derived.by(() => {
    const asked = this.filter.toLowerCase().split(/\s+/).filter(Boolean);
    const entries = this.entries ?? [];
    if (asked.length === 0) return entries;
    return entries.filter(({ label, by, at }) => {
      const text = `${label} ${by} ${isoDay(at)}`.toLowerCase();
      return asked.every((word) => text.includes(word));
    });
  });
  readonly listed = $derived(this.found.slice(0, this.#limit));
  readonly days = $derived.by(() => {
    const now = Date.now();
    const days: { name: string; iso: string; entries: HistoryEntry[] }[] = [];
    for (const entry of this.listed) {
      const iso = isoDay(entry.at);
      const last = days.at(-1);
      if (last?.iso === iso) last.entries.push(entry);
      else days.push({ name: dayName(entry.at, now), iso, entries: [entry] });
    }
    return days satisfies Day[];
  });

  get isFiltered(): boolean {
    return this.filter.trim() !== "";
  }
  /** How many changes there are, as far as they are listed or all are read. */
  get count(): number {
    const read = this.entries?.length ?? 0;
    return this.isWhole ? read : Math.min(read, this.#limit);
  }
  /** More can be listed, read or not. */
  get hasMore(): boolean {
    return this.found.length > this.#limit || (!this.isWhole && !this.isFiltered);
  }

  /** Reads the list anew; a wanted change that is named is looked at, else the newest one. */
  async load(wanted: string | null = null): Promise<void> {
    await this.#list([]);
    if (this.failure) return;
    const id = wanted ?? this.id ?? this.entries?.[0]?.id;
    if (id) this.open(id);
  }

  /** Lists earlier changes as well. */
  async more(): Promise<void> {
    if (this.busy || !this.hasMore) return;
    this.#limit += portion;
    await this.#list(this.entries ?? []);
  }

  /** Keeps to what fits; all changes are looked through. */
  async narrow(text: string): Promise<void> {
    const isReadingAll = this.busy && this.isFiltered;
    this.filter = text;
    this.#limit = portion;
    // A list that is being read anew must not go on after the old one.
    if (!isReadingAll) await this.#list(this.busy ? [] : (this.entries ?? []));
  }

  /** Reads on after those that are known, as far as the list needs it; a filter needs all. */
  async #list(known: readonly HistoryEntry[]): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const wanted = this.isFiltered ? Infinity : this.#limit;
    let isWhole = known.length > 0 && this.isWhole;
    let entries = known;
    let offset = known.length;
    this.busy = true;
    try {
      // One more than is listed tells whether there are more.
      while (!isWhole && entries.length <= wanted) {
        const limit = Math.min(page, wanted + 1 - entries.length);
        const next = await call("history_list", { limit, offset });
        if (turn !== this.#turn) return;
        isWhole = next.length < limit;
        offset += next.length;
        // A change made meanwhile moves the others on.
        const last = entries.at(-1)?.id;
        entries = [...entries, ...next.slice(next.findIndex(({ id }) => id === last) + 1)];
      }
      this.entries = entries;
      this.isWhole = isWhole;
      this.failure = null;
    } catch (thrown) {
      if (turn === this.#turn) this.failure = AppError.from(thrown);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  /** The change before or after the open one, as listed; null past an end. */
  neighbour(step: 1 | -1): string | null {
    const at = this.listed.findIndex((entry) => entry.id === this.id);
    return this.listed[at < 0 ? 0 : at + step]?.id ?? null;
  }

  /** Looks at a change. While one is read, only the last one asked for follows. */
  open(id: string): void {
    this.id = id;
    if (!this.#isReading) void this.#read();
  }

  async #read(): Promise<void> {
    let id: string | null;
    this.#isReading = true;
    do {
      id = this.id;
      if (id === null) break;
      try {
        const change = await call("change_get", { id });
        this.changeFailure = null;
        this.change = change;
      } catch (thrown) {
        this.change = null;
        this.changeFailure = AppError.from(thrown);
      }
    } while (id !== this.id);
    this.#isReading = false;
  }
}

/** What was changed about one question. */
export class QuestionChanges {
  changes = $state.raw<readonly ChangeView[] | null>(null);
  failure = $state.raw<AppError | null>(null);
  /** The question whose changes these are. */
  question = $state<string | null>(null);
  #turn = 0;

  async load(question: string): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    // Those of another question are nothing to this one.
    if (question !== this.question) this.changes = null;
    this.question = question;
    try {
      const changes = await call("question_history", { question });
      if (turn !== this.#turn) return;
      this.changes = changes;
      this.failure = null;
    } catch (thrown) {
      if (turn === this.#turn) this.failure = AppError.from(thrown);
    }
  }
}
