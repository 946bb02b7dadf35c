import { toasts } from "../../components/toasts.svelte";
import { frame } from "../../frame/frame.svelte";
import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { InitiativeView } from "../../ipc/generated/InitiativeView";
import type { RoadmapView } from "../../ipc/generated/RoadmapView";
import { words } from "../../words/en";
import { openDocument } from "../document";
import { movedBetween, shown, type Change } from "./plan";

export type Shows = "gantt" | "waves" | "list" | "out";
/** The roadmap: what is selected, and what people decide about its initiatives. */
export class Roadmap {
  view = $state.raw<RoadmapView | null>(null);
  failure = $state.raw<AppError | null>(null);
  loading = $state(false);
  selected = $state("");
  shows = $state<Shows>("gantt");
  /** What could not be done to an initiative, until something else is done or selected. */
  refusal = $state.raw<{ initiative: string; error: AppError } | null>(null);
  #width = 0;
  /** The last message about a change: the next takes its place. */
  #said: number | null = null;
  #asks = 0;
  #path: string | null = null;

  readonly initiative = $derived(this.view?.initiatives.find((one) => one.id === this.selected) ?? null);
  readonly effort = $derived((this.view?.initiatives ?? []).reduce((sum, one) => sum + one.effort[1], 0));
  readonly pinned = $derived((this.view?.initiatives ?? []).filter((one) => one.pinnedWeek !== null).length);
  readonly unowned = $derived((this.view?.initiatives ?? []).filter((one) => one.owner === "").length);

  title(id: string): string {
    return this.view?.initiatives.find((one) => one.id === id)?.title ?? id;
  }

  /** What waits for an initiative. */
  opens(id: string): InitiativeView[] {
    return this.view?.initiatives.filter((one) => one.needs.includes(id)) ?? [];
  }

  /** Asks for the roadmap, drawn this wide, with this selected. The old drawing stays until the new one is there. */
  async load(selected: string, width: number): Promise<void> {
    const path = openDocument.view?.path ?? null;
    if (path !== this.#path) this.view = null;
    this.#path = path;
    if (selected !== this.selected) this.refusal = null;
    this.selected = selected;
    this.#width = width;
    const ask = (this.#asks += 1);
    this.loading = true;
    try {
      const view = await call("roadmap_get", { selected, width });
      if (ask !== this.#asks) return;
      this.view = view;
      this.failure = null;
    } catch (thrown) {
      if (ask === this.#asks) this.failure = AppError.from(thrown);
    } finally {
      if (ask === this.#asks) this.loading = false;
    }
  }

  /** The initiative after or before the selected one, by start. */
  neighbour(step: 1 | -1): string | null {
    const all = this.view?.initiatives ?? [];
    if (all.length === 0) return null;
    const at = all.findIndex((one) => one.id === this.selected);
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length;
    return all[next]?.id ?? null;
  }

  /** Pins an initiative to the week it would have `by` weeks later, or earlier. */
  move(id: string, by: number): Promise<boolean> {
    const one = this.view?.initiatives.find((other) => other.id === id);
    if (!one) return Promise.resolve(false);
    const week = Math.max(0, (one.pinnedWeek ?? one.start) + by);
    return week === one.pinnedWeek ? Promise.resolve(false) : this.set(id, { pinnedWeek: week });
  }

  /**
   * Keeps a decision about an initiative, then plans and draws anew and says what moved. False when it was
   * refused; `refusal` then says why and what to do, and the plan is as before.
   */
  async set(id: string, change: Change): Promise<boolean> {
    const before = this.view;
    this.refusal = null;
    this.view = before && shown(before, id, change);
    const ask = (this.#asks += 1);
    try {
      await openDocument.write(() =>
        call("initiative_set", {
          initiative: id,
          isExcluded: change.isExcluded ?? null,
          pinnedWeek: change.pinnedWeek ?? null,
          owner: change.owner ?? null,
        }),
      );
    } catch (thrown) {
      if (ask === this.#asks) this.view = before;
      const error = AppError.from(thrown);
      this.refusal = { initiative: id, error };
      // A plan that cannot be made is refused before anything is written: what was there is still saved.
      if (error.code === "noSchedule") frame.saveState = "saved";
      if (ask !== this.#asks) await this.load(this.selected, this.#width);
      return false;
    }
    // A later change asks for the plan itself; the plans between are never shown.
    if (ask !== this.#asks) return true;
    await this.load(this.selected, this.#width);
    if (before && this.view && !this.failure && change.owner === undefined) this.#say(id, change, before);
    return true;
  }

  /** Keeps the plan as the one the client accepts. Returns what was refused. */
  async accept(acceptedBy: string): Promise<AppError | null> {
    try {
      await openDocument.write(() => call("plan_accept", { acceptedBy }));
    } catch (thrown) {
      return AppError.from(thrown);
    }
    await this.load(this.selected, this.#width);
    return null;
  }

  #say(id: string, change: Change, before: RoadmapView): void {
    const moved = this.view ? movedBetween(before, this.view, id) : 0;
    const text =
      change.isExcluded === true
        ? words.roadmap.excluded(id, moved)
        : change.isExcluded === false
          ? words.roadmap.included(id, moved)
          : (change.pinnedWeek ?? 0) < 0
            ? words.roadmap.unpinned(id, moved)
            : words.roadmap.pinnedTo(id, (change.pinnedWeek ?? 0) + 1, moved);
    if (this.#said !== null) toasts.dismiss(this.#said);
    this.#said = toasts.show(text, { action: { label: words.undo, run: () => void openDocument.undo() } });
  }
}

export const roadmap = new Roadmap();
