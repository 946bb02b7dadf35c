import { toasts } from "../../components/toasts.svelte";
import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { BackupView } from "../../ipc/generated/BackupView";
import { words } from "../../words/en";
import { openDocument, suggestedName } from "../document";

/** The backups on this laptop, while they are looked at. */
export class Backups {
  isOpen = $state(false);
  /** Newest first; null until they are known. */
  list = $state.raw<readonly BackupView[] | null>(null);
  /** The id of the one that is chosen. */
  chosen = $state<string | null>(null);
  failure = $state.raw<AppError | null>(null);
  busy = $state(false);

  /** The chosen one, while it is there. */
  get current(): BackupView | null {
    return this.list?.find(({ id }) => id === this.chosen) ?? null;
  }

  /** By document, the one with the newest backup first. */
  get grouped(): readonly BackupView[] {
    const list = this.list ?? [];
    const paths = list.map(({ path }) => path);
    const order = paths.filter((path, at) => paths.indexOf(path) === at);
    return order.flatMap((path) => list.filter((one) => one.path === path));
  }

  async open(): Promise<void> {
    this.isOpen = true;
    this.chosen = null;
    await this.load();
  }

  leave(): void {
    this.isOpen = false;
    this.failure = this.list = null;
  }

  async load(): Promise<void> {
    await this.#run(async () => {
      this.list = (await call("backups_list", {})).backups;
    });
  }

  /** Puts the chosen backup in the place of its document, which is kept beside it, and opens it. */
  async restore(): Promise<void> {
    const { current } = this;
    if (current) await this.#restore(current.id, null);
  }

  /** Puts it where the person chooses. */
  async restoreElsewhere(): Promise<void> {
    const { current } = this;
    if (!current) return;
    const name = current.fileName.replace(/\.waymark$/i, "");
    await this.#run(async () => {
      const suggested = suggestedName(words.document.copyOf(name), "waymark");
      const target = await call("dialog_save", { kind: "document", suggested });
      if (target !== null) await this.#put(current.id, target);
    });
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#run(async () => {
      this.list = (await call("backups_remove", { ids: [...ids] })).backups;
    });
  }

  async #restore(id: string, target: string | null): Promise<void> {
    await this.#run(() => this.#put(id, target));
  }

  async #put(id: string, target: string | null): Promise<void> {
    openDocument.keepOpen();
    const { path, kept, state } = await call("backup_restore", { id, target });
    openDocument.adopt(state);
    this.leave();
    const { restored, kept: keptAs } = words.trust.restore;
    toasts.show(kept === null ? restored : `${restored}. ${keptAs(kept.replace(/^.*[\\/]/, ""))}`);
    await openDocument.open(path);
  }

  async #run(work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.failure = null;
    try {
      await work();
    } catch (thrown) {
      this.failure = AppError.from(thrown);
    } finally {
      this.busy = false;
    }
  }
}

export const backups = new Backups();
