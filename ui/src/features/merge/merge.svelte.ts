import { toasts } from "../../components/toasts.svelte";
import { offerUndo } from "../../frame/undo";
import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { MergeConflict } from "../../ipc/generated/MergeConflict";
import type { MergeLook } from "../../ipc/generated/MergeLook";
import type { MergeOutcome } from "../../ipc/generated/MergeOutcome";
import type { MergeSide } from "../../ipc/generated/MergeSide";
import { words } from "../../words/en";
import { asSentence, openDocument } from "../document";

/** A place that a person decides. One that came up by other decisions is told in a sentence only. */
export interface ToDecide {
  readonly id: string;
  readonly heading: string;
  /** What stands on either side, and who changed it when. */
  readonly conflict: MergeConflict | null;
}

/** What is decided at once: all places of one question, or a single place. */
export interface Group {
  readonly id: string;
  readonly heading: string;
  readonly places: readonly [ToDecide, ...ToDecide[]];
}

/** Another copy of the open engagement, looked at and decided on before any of it is written. */
export class Merging {
  /** Null until a copy was chosen and read. */
  look = $state.raw<MergeLook | null>(null);
  /** Why a copy cannot be looked at or taken in. */
  refused = $state.raw<AppError | null>(null);
  busy = $state(false);
  /** What was decided, by conflict. */
  decisions = $state.raw<Readonly<Record<string, MergeSide>>>({});
  /** What came up by decisions and is to decide as well. */
  #later = $state.raw<readonly ToDecide[]>([]);
  #path: string | null = null;
  /** What opens the other copy, where it has another passphrase than the open one. */
  #key: { passphrase?: string } = {};

  /** Asks for the other copy and looks at it. Nothing changes. */
  async choose(): Promise<void> {
    if (openDocument.refusesChange()) return;
    this.refused = null;
    try {
      const path = await call("dialog_open", { kind: "document", suggested: "" });
      if (path !== null) await this.lookAt(path);
    } catch (thrown) {
      openDocument.say(thrown);
    }
  }

  /** True when it could be looked at. */
  async lookAt(path: string, passphrase?: string): Promise<boolean> {
    if (this.busy) return false;
    this.leave();
    this.busy = true;
    this.#path = path;
    this.#key = passphrase === undefined ? {} : { passphrase };
    try {
      // What is being typed belongs to this side of the comparison.
      openDocument.keepOpen();
      const look = await call("merge_look", { path, ...this.#key });
      openDocument.leaveLocked();
      // Free before it is shown: the button that takes it in gets the focus.
      this.busy = false;
      this.look = look;
      return true;
    } catch (thrown) {
      this.busy = false;
      if (openDocument.askPassphrase(thrown, path, (typed) => this.lookAt(path, typed))) return false;
      openDocument.leaveLocked();
      this.refused = AppError.from(thrown);
      return false;
    }
  }

  /** Looks once more at what could not be looked at. */
  async again(): Promise<void> {
    if (this.#path !== null) await this.lookAt(this.#path);
  }

  get toDecide(): readonly ToDecide[] {
    const known = (this.look?.conflicts ?? []).map((conflict) => ({
      id: conflict.id,
      heading: headingOf(conflict),
      conflict,
    }));
    return [...known, ...this.#later];
  }
  /** The places in their order, those of one question together where the first of them stands. */
  get groups(): readonly Group[] {
    const groups: Record<string, Group> = {};
    for (const place of this.toDecide) {
      const { question = "", questionTitle = "" } = place.conflict ?? {};
      const id = question || place.id;
      const heading = question ? `${question} ${questionTitle}`.trim() : place.heading;
      const [first, ...rest] = groups[id]?.places ?? [place];
      groups[id] = { id, heading, places: first === place ? [place] : [first, ...rest, place] };
    }
    // One place alone is told by its own heading.
    return Object.values(groups).map((group) =>
      group.places.length === 1 ? { ...group, heading: group.places[0].heading } : group,
    );
  }
  /** The side that all places of a group are decided for; null where none is, or both are. */
  sideOf({ places }: Group): MergeSide | null {
    const side = this.decisions[places[0].id];
    return side && places.every(({ id }) => this.decisions[id] === side) ? side : null;
  }
  decideGroup({ places }: Group, side: MergeSide): void {
    this.decisions = { ...this.decisions, ...Object.fromEntries(places.map(({ id }) => [id, side])) };
  }
  /** How many are not decided. */
  get open(): number {
    return this.toDecide.filter(({ id }) => !this.decisions[id]).length;
  }
  get canTake(): boolean {
    return this.look !== null && !this.look.isNothing && this.open === 0;
  }

  decide(id: string, side: MergeSide): void {
    this.decisions = { ...this.decisions, [id]: side };
  }
  decideAll(side: MergeSide): void {
    this.decisions = Object.fromEntries(this.toDecide.map(({ id }) => [id, side]));
  }

  /** Takes the copy in, as one change. */
  async take(): Promise<void> {
    const { look } = this;
    if (!look || !this.canTake || this.busy) return;
    this.busy = true;
    const decisions = this.toDecide.flatMap(({ id }) => {
      const take = this.decisions[id];
      return take ? [{ conflict: id, take }] : [];
    });
    try {
      const { path } = look;
      const outcome = await openDocument.write(() => call("merge_take", { path, decisions, ...this.#key }));
      this.leave();
      openDocument.take(outcome.document);
      tell(outcome);
    } catch (thrown) {
      await this.#askAgain(look, AppError.from(thrown));
    } finally {
      this.busy = false;
    }
  }

  /** Looks away: nothing has changed. */
  leave(): void {
    this.look = this.refused = null;
    this.decisions = {};
    this.#later = [];
  }

  /** A decision can bring up others, and either copy may have been changed since it was looked at. */
  async #askAgain(look: MergeLook, error: AppError): Promise<void> {
    if (error.field !== "decisions") {
      this.refused = error;
      return;
    }
    const known = this.toDecide.map(({ id }) => id);
    const later = error.mistakes.filter(({ place }) => !known.includes(place));
    if (later.length > 0) {
      const added = later.map(({ place, message }) => ({
        id: place,
        heading: asSentence(message),
        conflict: null,
      }));
      this.#later = [...this.#later, ...added];
      return;
    }
    try {
      const anew = await call("merge_look", { path: look.path, ...this.#key });
      this.look = anew;
      this.#later = [];
      const ids = anew.conflicts.map(({ id }) => id);
      this.decisions = Object.fromEntries(Object.entries(this.decisions).filter(([id]) => ids.includes(id)));
      toasts.show(words.merge.changedMeanwhile, { tone: "warning" });
    } catch (thrown) {
      this.refused = AppError.from(thrown);
    }
  }
}

/** Which record and which of its fields. */
function headingOf({ kind: list, kindLabel, code, title, fieldLabel }: MergeConflict): string {
  const kind = kindLabel.charAt(0).toUpperCase() + kindLabel.slice(1);
  // There is one brief only: the client's name would say nothing.
  const name = list === "profile" ? "" : title;
  return [[kind, code, name].filter(Boolean).join(" "), fieldLabel].filter(Boolean).join(words.comma);
}

function tell({ label, incoming, files, decided, recoded }: MergeOutcome): void {
  if (label === null) {
    toasts.show(words.merge.doneNothing);
    return;
  }
  const text = words.merge.done(label, incoming, files, decided, recoded.length);
  offerUndo(text, () => void openDocument.undo());
}

export const merging = new Merging();
