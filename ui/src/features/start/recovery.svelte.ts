import { toasts } from "../../components/toasts.svelte";
import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { RecoveryView } from "../../ipc/generated/RecoveryView";
import { words } from "../../words/en";
import { openDocument, suggestedName } from "../document";

/** A damaged file, while it is seen what can be saved of it. */
export class Recovering {
  /** The file; null while none is looked at. */
  path = $state<string | null>(null);
  /** What can be saved; null until it was read. */
  view = $state.raw<RecoveryView | null>(null);
  failure = $state.raw<AppError | null>(null);
  busy = $state(false);
  #passphrase: string | undefined;

  get fileName(): string {
    return this.path?.replace(/^.*[\\/]/, "") ?? "";
  }

  /** Reads what can be read. Nothing is written. */
  async look(path: string): Promise<void> {
    this.path = path;
    this.#passphrase = openDocument.typedPassphrase;
    await this.#run(async () => {
      this.view = await call("document_recover", { path, ...this.#key() });
    });
  }

  leave(): void {
    this.path = this.view = this.failure = null;
    this.#passphrase = undefined;
  }

  /** Writes all that can be saved as a new file where the person chooses, and opens it. */
  async save(): Promise<void> {
    const { path } = this;
    if (path === null) return;
    await this.#run(async () => {
      const suggested = suggestedName(words.trust.recovery.suggested(this.fileName), "waymark");
      const target = await call("dialog_save", { kind: "document", suggested });
      if (target === null) return;
      const { written } = await call("document_recover", { path, target, ...this.#key() });
      const key = this.#passphrase;
      this.leave();
      openDocument.dismiss();
      if (written === null) return;
      toasts.show(words.trust.recovery.saved(written));
      // The recovered file has the passphrase of the damaged one.
      await (key === undefined ? openDocument.open(written) : openDocument.unlock(written, key));
    });
  }

  #key(): { passphrase?: string } {
    return this.#passphrase === undefined ? {} : { passphrase: this.#passphrase };
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

export const recovering = new Recovering();
