import { offerUndo } from "../../frame/undo";
import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { ScenarioView } from "../../ipc/generated/ScenarioView";
import { words } from "../../words/en";
import { openDocument } from "../document";
import { roadmap } from "./roadmap.svelte";

const w = words.roadmap.scenarios;

/** The current roadmap and those kept under a name, side by side. */
export class Scenarios {
  /** The current one first; null before they are known. */
  list = $state.raw<ScenarioView[] | null>(null);
  failure = $state.raw<AppError | null>(null);
  loading = $state(false);
  #asks = 0;
  #width = 0;

  async load(width: number): Promise<void> {
    const ask = (this.#asks += 1);
    this.#width = width;
    this.loading = true;
    try {
      const { scenarios } = await call("scenarios_get", { width });
      if (ask !== this.#asks) return;
      this.list = scenarios;
      this.failure = null;
    } catch (thrown) {
      if (ask === this.#asks) this.failure = AppError.from(thrown);
    } finally {
      if (ask === this.#asks) this.loading = false;
    }
  }

  /** Keeps the decisions of now under a name. Returns what was refused. */
  async keep(title: string): Promise<AppError | null> {
    try {
      await openDocument.write(() => call("scenario_keep", { title }));
    } catch (thrown) {
      return AppError.from(thrown);
    }
    offerUndo(w.kept(title), () => void openDocument.undo());
    await this.load(this.#width);
    return null;
  }

  /** Puts the decisions of a scenario in place of those of now. */
  async take(one: ScenarioView): Promise<void> {
    try {
      await openDocument.write(() => call("scenario_take", { code: one.code }));
      offerUndo(w.taken(one.title), () => void openDocument.undo());
    } catch (thrown) {
      openDocument.say(AppError.from(thrown));
      return;
    }
    await roadmap.plan();
  }

  async remove(one: ScenarioView): Promise<void> {
    try {
      await openDocument.write(() => call("record_remove", { kind: "scenarios", uid: one.uid }));
      offerUndo(w.removed(one.title), () => void openDocument.undo());
    } catch (thrown) {
      openDocument.say(AppError.from(thrown));
    }
    await this.load(this.#width);
  }
}

export const scenarios = new Scenarios();
