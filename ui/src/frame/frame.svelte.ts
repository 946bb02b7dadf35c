import { untrack } from "svelte";
import type { Action } from "../components/palette";
import { toasts } from "../components/toasts.svelte";
import { readPreference, writePreference } from "../preference";
import type { ViewName } from "../router.svelte";

/** Whether what was typed is on disk. */
export type SaveState = "saved" | "saving" | "readOnly" | "notSaved";

/** What the frame around every screen shows. Features write it; the frame only reads. */
export class FrameState {
  /** Whether an engagement is open: before that, there is only the start. */
  isOpen = $state(false);
  /** Who the work is for; null while nothing is open. */
  client = $state<string | null>(null);
  #saveState = $state<SaveState | null>(null);
  /** Lines that cannot be stored yet, by what they belong to: they are on screen and not on disk. */
  unfinished = $state.raw<Readonly<Record<string, number>>>({});
  /** Text that is typed and is no value yet: how many, and whether a stop of the window would lose none of it. */
  typed = $state.raw<{ texts: number; areKept: boolean } | null>(null);
  /** Values that were refused, by what they belong to: they stand in red, and what was there before is stored. */
  #toCorrect = $state.raw<Readonly<Record<string, number>>>({});
  /** How complete each step is, 0 to 1; null when there is nothing to count. */
  shares = $state.raw<Readonly<Partial<Record<ViewName, number | null>>>>({});
  railWide = $state(readPreference("rail") === "wide");
  paletteOpen = $state(false);
  /** With what the palette opens in its field. */
  paletteText = $state("");
  sheetOpen = $state(false);
  #actions = $state.raw<readonly (readonly Action[])[]>([]);
  // The same, as it is: where an effect is taken away, state reads as it was before, and others' offers would go.
  #offers: readonly (readonly Action[])[] = [];

  get saveState(): SaveState | null {
    return this.#saveState;
  }
  /** A change that begins to be saved is the last one now: what older messages offer is no longer true. */
  set saveState(state: SaveState | null) {
    if (state === "saving") untrack(() => toasts.supersede());
    this.#saveState = state;
  }

  get unfinishedLines(): number {
    return sum(this.unfinished);
  }
  get valuesToCorrect(): number {
    return sum(this.#toCorrect);
  }

  /** Tells how many values wait to be corrected in one place. */
  correct(place: string, values: number): void {
    const before = untrack(() => this.#toCorrect);
    if ((before[place] ?? 0) === values) return;
    const others = Object.entries(before).filter(([other]) => other !== place);
    this.#toCorrect = Object.fromEntries(values > 0 ? [...others, [place, values]] : others);
  }

  /** What the palette offers besides going to a step. */
  get actions(): readonly Action[] {
    return this.#actions.flat();
  }

  /** Offers actions in the palette until the returned function is called. */
  offer(actions: readonly Action[]): () => void {
    this.#offers = [...this.#offers, actions];
    this.#actions = this.#offers;
    return () => {
      this.#offers = this.#offers.filter((other) => other !== actions);
      this.#actions = this.#offers;
    };
  }

  widenRail(wide: boolean): void {
    this.railWide = wide;
    writePreference("rail", wide ? "wide" : "narrow");
  }
}

function sum(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((all, one) => all + one, 0);
}

export const frame = new FrameState();

/** Tells the frame how many values wait to be corrected here, for as long as the component lives. */
export function useCorrections(place: () => string, values: () => number): void {
  $effect(() => {
    const at = place();
    frame.correct(at, values());
    return () => frame.correct(at, 0);
  });
}

/** Offers actions for as long as the component lives. Call while the component is set up. */
export function useActions(actions: () => readonly Action[]): void {
  $effect(() => {
    const next = actions();
    return untrack(() => frame.offer(next));
  });
}
