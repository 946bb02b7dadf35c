import { untrack } from "svelte";
import type { Action } from "../components/palette";
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
  saveState = $state<SaveState | null>(null);
  /** Lines that cannot be stored yet, by what they belong to: they are on screen and not on disk. */
  unfinished = $state.raw<Readonly<Record<string, number>>>({});
  /** Seconds left of a section, and its length; null when no clock runs. */
  clock = $state.raw<{ left: number; of: number } | null>(null);
  /** How complete each step is, 0 to 1; null when there is nothing to count. */
  shares = $state.raw<Readonly<Partial<Record<ViewName, number | null>>>>({});
  railWide = $state(readPreference("rail") === "wide");
  paletteOpen = $state(false);
  sheetOpen = $state(false);
  #actions = $state.raw<readonly (readonly Action[])[]>([]);

  get unfinishedLines(): number {
    return Object.values(this.unfinished).reduce((sum, lines) => sum + lines, 0);
  }

  /** What the palette offers besides going to a step. */
  get actions(): readonly Action[] {
    return this.#actions.flat();
  }

  /** Offers actions in the palette until the returned function is called. */
  offer(actions: readonly Action[]): () => void {
    this.#actions = [...this.#actions, actions];
    return () => {
      this.#actions = this.#actions.filter((other) => other !== actions);
    };
  }

  widenRail(wide: boolean): void {
    this.railWide = wide;
    writePreference("rail", wide ? "wide" : "narrow");
  }
}

export const frame = new FrameState();

/** Offers actions for as long as the component lives. Call while the component is set up. */
export function useActions(actions: () => readonly Action[]): void {
  $effect(() => {
    const next = actions();
    return untrack(() => frame.offer(next));
  });
}

/** Seconds as people read a clock: 12:40, 1:05:00. A minus before time overrun. */
export function clockText(seconds: number): string {
  const whole = Math.abs(Math.trunc(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const pad = (part: number) => String(part).padStart(2, "0");
  return `${seconds < 0 ? "−" : ""}${h > 0 ? `${h}:${pad(m)}` : m}:${pad(s)}`;
}
