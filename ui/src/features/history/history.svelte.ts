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
/** How many the application lists at most. */
export const furthest = 1000;

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

/** Whether this is a vote that the room has not seen yet, given the questions whose votes are hidden. */
export const isHiddenVote = (row: ChangedView, isHidden: (question: string) => boolean): boolean =>
  row.kind === "votes" && isHidden(row.question);

/** All changes of the engagement, and the one that is looked at. */
export class History {
  /** Newest first; null until they are known. */
  entries = $state.raw<readonly HistoryEntry[] | null>(null);
  failure = $state.raw<AppError | null>(null);
  /** More of them are on their way. */
  busy = $state(false);
  /** Earlier ones can be asked for. */
  hasMore = $state(false);
  filter = $state("");
  /** The change that is looked at; what it did may still be on its way. */
  id = $state<string | null>(null);
  change = $state.raw<ChangeView | null>(null);
  changeFailure = $state.raw<AppError | null>(null);
  #limit = portion;
  #turn = 0;
  #isReading = false;
  /** Questions whose votes the room has not seen; null where that is not known. */
  #unrevealed = $state.raw<ReadonlySet<string> | null>(null);

  readonly found = $derived.by(() => {
    const asked = this.filter.toLowerCase().split(/\s+/).filter(Boolean);
    const entries = this.entries ?? [];
    if (asked.length === 0) return entries;
    return entries.filter(({ label, by, at }) => {
      const text = `${label} ${by} ${isoDay(at)}`.toLowerCase();
      return asked.every((word) => text.includes(word));
    });
  });
  readonly days = $derived.by(() => {
    const now = Date.now();
    const days: { name: string; iso: string; entries: HistoryEntry[] }[] = [];
    for (const entry of this.found) {
      const iso = isoDay(entry.at);
      const last = days.at(-1);
      if (last?.iso === iso) last.entries.push(entry);
      else days.push({ name: dayName(entry.at, now), iso, entries: [entry] });
    }
    return days satisfies Day[];
  });

  readonly isHidden = (question: string): boolean => this.#unrevealed?.has(question) ?? true;

  /** Reads the list anew; a wanted change that is named is looked at, else the newest one. */
  async load(wanted: string | null = null): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.busy = true;
    try {
      // One more than is shown tells whether there are more.
      const entries = await call("history_list", { limit: Math.min(this.#limit + 1, furthest) });
      if (turn !== this.#turn) return;
      this.hasMore = entries.length > this.#limit;
      this.entries = entries.slice(0, this.#limit);
      this.failure = null;
      // Before any vote is shown: whether the room has seen it.
      await this.#lookAtReveals();
      if (turn !== this.#turn) return;
      const id = wanted ?? this.id ?? this.entries[0]?.id;
      if (id) this.open(id);
    } catch (thrown) {
      if (turn === this.#turn) this.failure = AppError.from(thrown);
    } finally {
      if (turn === this.#turn) this.busy = false;
    }
  }

  /** Lists earlier changes as well. */
  async more(): Promise<void> {
    if (this.busy || !this.hasMore) return;
    this.#limit = Math.min(this.#limit + portion, furthest);
    await this.load();
  }

  /** Keeps to what fits; all that can be listed is looked through. */
  async narrow(text: string): Promise<void> {
    this.filter = text;
    if (text.trim() === "" || !this.hasMore || this.#limit === furthest) return;
    this.#limit = furthest;
    await this.load();
  }

  /** Whether the list ends because no more can be listed. */
  get isCut(): boolean {
    return this.entries?.length === furthest;
  }

  /** The change before or after the open one, as listed; null past an end. */
  neighbour(step: 1 | -1): string | null {
    const at = this.found.findIndex((entry) => entry.id === this.id);
    return this.found[at < 0 ? 0 : at + step]?.id ?? null;
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

  async #lookAtReveals(): Promise<void> {
    try {
      const { dimensions } = await call("assess_get", {});
      const hidden = dimensions.flatMap(({ questions }) => questions.filter((one) => !one.isRevealed));
      // eslint-disable-next-line svelte/prefer-svelte-reactivity -- made anew each time
      this.#unrevealed = new Set(hidden.map(({ id }) => id));
    } catch {
      this.#unrevealed = null;
    }
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
