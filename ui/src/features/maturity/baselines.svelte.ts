import { offerUndo } from "../../frame/undo";
import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { BaselinesView } from "../../ipc/generated/BaselinesView";
import type { BaselineView } from "../../ipc/generated/BaselineView";
import type { ComparisonView } from "../../ipc/generated/ComparisonView";
import { words } from "../../words/en";
import { openDocument } from "../document";
import { Drawing, type Size } from "./drawing.svelte";

const w = words.baselines;

/** The baselines of the pack that is shown, and two moments side by side. */
export class Baselines {
  view = $state.raw<BaselinesView | null>(null);
  /** Null while there is none, or none that can be shown. */
  comparison = $state.raw<ComparisonView | null>(null);
  /** Why the two moments cannot be compared. */
  failure = $state.raw<AppError | null>(null);
  /** Code of the earlier one; empty for the newest. */
  then = $state("");
  /** Code of the later one; empty for now. */
  with = $state("");
  readonly radar = new Drawing(
    (size) => this.#draw("radar", size),
    (width) => Math.round(width * 0.8),
  );
  readonly slopes = new Drawing((size) => this.#draw("slopes", size));

  readonly list = $derived(this.view?.baselines ?? []);
  readonly chosen = $derived(this.list.find(({ code }) => code === this.comparison?.baseline) ?? null);

  async load(): Promise<void> {
    try {
      this.#take(await call("baselines_get", {}));
    } catch {
      this.view = null; // The scorecard above stands by itself; the list comes with the next look.
      return;
    }
    await this.compare();
  }

  /** Sets two moments side by side. */
  async choose(moments: { then?: string; with?: string }): Promise<void> {
    if (moments.then !== undefined) this.then = moments.then;
    if (moments.with !== undefined) this.with = moments.with;
    // A moment beside itself says nothing: the other side gives way.
    if (this.then === this.with && this.with !== "") this.with = "";
    await this.compare();
  }

  async compare(): Promise<void> {
    if (this.list.length === 0) {
      this.comparison = null;
      this.failure = null;
      return;
    }
    const asked = this.#moments;
    try {
      const comparison = await call("baseline_compare", asked);
      if (asked.baseline !== this.then || asked.with !== this.with) return;
      this.comparison = comparison;
      this.failure = null;
    } catch (thrown) {
      this.failure = AppError.from(thrown);
      return;
    }
    await Promise.all([this.radar.renew(), this.slopes.renew()]);
  }

  /** Freezes the scores of now. Returns what was refused. */
  freeze(title: string): Promise<AppError | null> {
    return this.#change(() => call("baseline_freeze", { title }), w.frozen(title));
  }

  rename(code: string, title: string): Promise<AppError | null> {
    return this.#change(() => call("baseline_rename", { code, title }), w.renamed(title));
  }

  async remove({ code, title }: BaselineView): Promise<void> {
    const refused = await this.#change(() => call("baseline_remove", { code }), w.removed(title));
    if (refused) openDocument.say(refused);
  }

  close(): void {
    this.radar.close();
    this.slopes.close();
  }

  get #moments(): { baseline: string; with: string } {
    return { baseline: this.then, with: this.with };
  }

  #draw(chart: "radar" | "slopes", size: Size) {
    return call("baseline_chart", { ...this.#moments, chart, ...size });
  }

  /** What is gone, as after undo, is not chosen any more. */
  #take(view: BaselinesView): void {
    this.view = view;
    const isThere = (code: string) => view.baselines.some((one) => one.code === code);
    if (!isThere(this.then)) this.then = "";
    if (!isThere(this.with)) this.with = "";
  }

  async #change(change: () => Promise<BaselinesView>, said: string): Promise<AppError | null> {
    try {
      this.#take(await openDocument.write(change));
    } catch (thrown) {
      return AppError.from(thrown);
    }
    offerUndo(said, () => void openDocument.undo());
    await this.compare();
    return null;
  }
}
