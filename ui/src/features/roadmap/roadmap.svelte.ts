import { frame } from "../../frame/frame.svelte";
import { offerUndo } from "../../frame/undo";
import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { InitiativeView } from "../../ipc/generated/InitiativeView";
import type { RoadmapView } from "../../ipc/generated/RoadmapView";
import { toasts } from "../../components/toasts.svelte";
import { words } from "../../words/en";
import { inSentences, openDocument } from "../document";
import { effectOf, shown, type Change, type Made } from "./plan";

export const shows = ["gantt", "waves", "list", "value", "scenarios", "out"] as const;
export type Shows = (typeof shows)[number];
/** The roadmap: what is selected, and what people decide about its initiatives. */
export class Roadmap {
  view = $state.raw<RoadmapView | null>(null);
  failure = $state.raw<AppError | null>(null);
  loading = $state(false);
  selected = $state("");
  shows = $state<Shows>("gantt");
  /** What could not be done to an initiative, until something else is done or selected. */
  refusal = $state.raw<{ initiative: string; error: AppError } | null>(null);
  /** Why the way the roadmap is made could not be changed, until something else is done. */
  madeRefusal = $state.raw<AppError | null>(null);
  /** A longer search for a better plan is on. */
  improving = $state(false);
  #width = 0;
  #asks = 0;
  /** The plan before the last change, until the longer search has looked at what came of it. */
  #known: RoadmapView | null = null;
  #changes = 0;
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
    await this.plan();
  }

  /** The plan as it is now, shown unless something newer was asked for meanwhile; null where there is none. */
  async plan(): Promise<RoadmapView | null> {
    const ask = (this.#asks += 1);
    this.loading = true;
    try {
      const view = await call("roadmap_get", { selected: this.selected, width: this.#width });
      if (ask === this.#asks) {
        this.view = view;
        this.failure = null;
        this.improving = view.isImproving;
        if (view.isImproving) void this.#improve(ask);
      }
      return view;
    } catch (thrown) {
      if (ask === this.#asks) this.failure = AppError.from(thrown);
      return null;
    } finally {
      if (ask === this.#asks) this.loading = false;
    }
  }

  /** Looks longer for a better plan while people go on; shows it unless something newer was asked for meanwhile. */
  async #improve(ask: number): Promise<void> {
    // What people know is the plan before their change: seen from there little or nothing may have moved.
    const known = this.#known;
    const before = known ?? this.view;
    this.#known = null;
    try {
      const { isNews } = await call("roadmap_improve", {});
      if (ask !== this.#asks) return;
      this.improving = false;
      if (!isNews) return;
      const after = await this.plan();
      if (before && after) sayImproved(before, after, known !== null);
    } catch {
      // The plan shown is a good one; a search that failed changes nothing about it.
      if (ask === this.#asks) this.improving = false;
    }
  }

  /** Plans anew after what it rests on was changed elsewhere on the screen, and says what moved. */
  async replan(): Promise<void> {
    const before = this.view;
    this.#known = before;
    const after = await this.plan();
    if (before && after) sayReplanned(before, after);
  }

  /** Says how the roadmap is made, then plans anew and says what moved. */
  async setMade(change: Made): Promise<void> {
    const before = (this.#known = this.view);
    this.madeRefusal = null;
    try {
      await openDocument.write(() =>
        call("roadmap_set", {
          aim: change.aim ?? null,
          budget: change.budget ?? null,
          atOnce: change.atOnce ?? null,
          waveEnds: change.waveEnds ?? null,
        }),
      );
    } catch (thrown) {
      this.madeRefusal = AppError.from(thrown);
      if (this.madeRefusal.code === "noSchedule") frame.saveState = "saved";
      return;
    }
    const after = await this.plan();
    if (before && after) {
      const effect = effectOf(before, after, "");
      offerUndo(words.roadmap.made.changed(effect), () => void openDocument.undo());
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
    this.#known ??= before;
    this.view = before && shown(before, id, change);
    const ask = (this.#asks += 1);
    const turn = (this.#changes += 1);
    const since = openDocument.changed;
    try {
      await openDocument.write(() =>
        call("initiative_set", {
          initiative: id,
          isExcluded: change.isExcluded ?? null,
          pinnedWeek: change.pinnedWeek ?? null,
          owner: change.owner ?? null,
          status: change.status ?? null,
          startedOn: change.startedOn ?? null,
          notBefore: change.notBefore ?? null,
          finishBy: change.finishBy ?? null,
          lagWeeks: change.lagWeeks ?? null,
          effort: change.effort ?? null,
        }),
      );
    } catch (thrown) {
      if (ask === this.#asks) this.view = before;
      const error = AppError.from(thrown);
      this.refusal = { initiative: id, error };
      // Beside the initiative it stands where it is selected; elsewhere it is said.
      if (id !== this.selected) toasts.show(inSentences(error), { tone: "warning" });
      // A plan that cannot be made is refused before anything is written: what was there is still saved.
      if (error.code === "noSchedule") frame.saveState = "saved";
      if (ask !== this.#asks) await this.plan();
      return false;
    }
    // A later change asks for the plan itself; the plans between are never shown.
    if (turn !== this.#changes) return true;
    const after = await this.plan();
    const isLast = turn === this.#changes && since === openDocument.changed;
    if (isLast && before && after && change.owner === undefined) say(id, change, before, after);
    return true;
  }

  /** Keeps the plan as the one the client accepts. Returns what was refused. */
  async accept(acceptedBy: string): Promise<AppError | null> {
    try {
      await openDocument.write(() => call("plan_accept", { acceptedBy }));
    } catch (thrown) {
      return AppError.from(thrown);
    }
    await this.plan();
    return null;
  }
}

/** Says that a longer search has found something better, where that moved anything. */
function sayImproved(before: RoadmapView, after: RoadmapView, isSinceChange: boolean): void {
  const effect = effectOf(before, after, "");
  if (isSinceChange) toasts.show(words.roadmap.settled(effect));
  else if (effect.moved > 0) toasts.show(words.roadmap.improved(effect));
}

/** Says what a change of capacity or of an own initiative did to the plan, where it did anything. */
function sayReplanned(before: RoadmapView, after: RoadmapView): void {
  const effect = effectOf(before, after, "");
  const isOther = effect.moved > 0 || effect.weeks !== null || effect.ends !== null;
  if (isOther) toasts.show(words.roadmap.replanned(effect));
}

/** Says what a decision did to the plan, and offers to undo it. */
function say(id: string, change: Change, before: RoadmapView, after: RoadmapView): void {
  const effect = effectOf(before, after, id);
  const text =
    change.isExcluded === true
      ? words.roadmap.excluded(id, effect)
      : change.isExcluded === false
        ? words.roadmap.included(id, effect)
        : change.pinnedWeek === undefined
          ? words.roadmap.changed(id, change.status ?? null, effect)
          : change.pinnedWeek < 0
            ? words.roadmap.unpinned(id, effect)
            : words.roadmap.pinnedTo(id, change.pinnedWeek + 1, effect);
  offerUndo(text, () => void openDocument.undo());
}

export const roadmap = new Roadmap();
