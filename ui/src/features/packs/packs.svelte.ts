import { toasts } from "../../components/toasts.svelte";
import { offerUndo } from "../../frame/undo";
import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { PackLook } from "../../ipc/generated/PackLook";
import type { PackSource } from "../../ipc/generated/PackSource";
import type { PacksView } from "../../ipc/generated/PacksView";
import { words } from "../../words/en";
import { openDocument, suggestedName } from "../document";

/** What is named of a source; the rest is nothing. */
type Named = Partial<Pick<PackSource, "shipped" | "path" | "earlier">>;

const sourceOf = (named: Named, isRepaired = false): PackSource => ({
  shipped: null,
  path: null,
  earlier: null,
  ...named,
  isRepaired,
});

/** The packs and lenses of the engagement, and one that is looked at before it is taken in. */
export class Packs {
  view = $state.raw<PacksView | null>(null);
  failure = $state.raw<AppError | null>(null);
  /** What is looked at; nothing has changed yet. */
  look = $state.raw<PackLook | null>(null);
  /** Why a source cannot be looked at or taken in. */
  refused = $state.raw<AppError | null>(null);
  /** What was refused is a removal. */
  isRemoving = $state(false);
  /** A source is being read or taken in. */
  busy = $state(false);
  #source: PackSource | null = null;

  async load(): Promise<void> {
    try {
      this.view = await call("packs_get", {});
      this.failure = null;
    } catch (thrown) {
      this.failure = AppError.from(thrown);
    }
  }

  /** Looks at a source: nothing changes. */
  async lookAt(named: Named): Promise<void> {
    await this.#lookAt(sourceOf(named));
  }

  /** Asks for a file or folder and looks at it. */
  async choose(kind: "pack" | "pack_folder"): Promise<void> {
    try {
      const path = await call("dialog_open", { kind, suggested: "" });
      if (path !== null) await this.lookAt({ path });
    } catch (thrown) {
      openDocument.say(thrown);
    }
  }

  /** Reads a lens with its bare words as empty. */
  async repair(): Promise<void> {
    const source = this.#source;
    this.refused = null;
    if (source) await this.#lookAt({ ...source, isRepaired: true });
  }

  get canTake(): boolean {
    return this.look !== null && this.look.standing !== "same" && this.look.conflicts.length === 0;
  }

  /** Takes in what is looked at, as one change. */
  async take(): Promise<void> {
    const { look } = this;
    const source = this.#source;
    if (!look || !source || !this.canTake || this.busy) return;
    this.busy = true;
    try {
      this.view = await openDocument.write(() => call("pack_take", source));
      const said =
        look.standing === "new"
          ? words.packs.taken(look.title)
          : words.packs.updated(look.title, look.version);
      this.leave();
      openDocument.changed += 1;
      offerUndo(said, () => void openDocument.undo());
    } catch (thrown) {
      this.look = null;
      this.refused = AppError.from(thrown);
    } finally {
      this.busy = false;
    }
  }

  /** Looks away: nothing has changed. */
  leave(): void {
    this.look = null;
    this.refused = null;
    this.isRemoving = false;
    this.#source = null;
  }

  async remove(id: string, title: string): Promise<void> {
    try {
      this.view = await openDocument.write(() => call("pack_remove", { id }));
      openDocument.changed += 1;
      offerUndo(words.packs.removed(title), () => void openDocument.undo());
    } catch (thrown) {
      this.isRemoving = true;
      this.refused = AppError.from(thrown);
    }
  }

  /** Writes a lens where the person chooses. */
  async exportLens(lens: string, title: string): Promise<void> {
    try {
      const suggested = suggestedName(title, "json");
      const path = await call("dialog_save", { kind: "lens", suggested });
      if (path === null) return;
      const written = await call("lens_export", { lens, path });
      toasts.show(words.packs.exported(written.path));
    } catch (thrown) {
      openDocument.say(thrown);
    }
  }

  async #lookAt(source: PackSource): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.leave();
    this.#source = source;
    try {
      const look = await call("pack_look", source);
      // Free before it is shown: the button that takes it in gets the focus.
      this.busy = false;
      this.look = look;
    } catch (thrown) {
      this.busy = false;
      this.refused = AppError.from(thrown);
    }
  }
}

/** Shows another pack on all screens, once what is open under this one is kept and everything on its way is stored. */
export async function showPack(id: string): Promise<void> {
  try {
    openDocument.keepOpen();
    openDocument.take(await openDocument.write(() => call("pack_choose", { id })));
  } catch (thrown) {
    openDocument.say(thrown);
  }
}
