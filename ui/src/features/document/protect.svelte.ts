import { toasts } from "../../components/toasts.svelte";
import { AppError } from "../../ipc/error";
import { words } from "../../words/en";
import { openDocument } from "./document.svelte";

/** What is to be done with the passphrase of the open document. */
export type Protecting = "set" | "change" | "remove";

/** The passphrase of the open document, while it is set, changed or removed. What is typed stays with the dialog. */
export class Protection {
  /** What the dialog is open for; null while it is closed. */
  doing = $state<Protecting | null>(null);
  busy = $state(false);
  failure = $state.raw<AppError | null>(null);

  begin(doing: Protecting): void {
    if (openDocument.refusesChange()) return;
    this.failure = null;
    this.doing = doing;
  }

  leave(): void {
    this.doing = this.failure = null;
  }

  /** Does it. True when it is done. */
  async run(current: string, passphrase: string): Promise<boolean> {
    const { doing } = this;
    if (doing === null || this.busy) return false;
    this.busy = true;
    this.failure = null;
    try {
      // What is being typed on the screens is stored under the old one first.
      openDocument.keepOpen();
      const removed = await openDocument.protect(current, doing === "remove" ? "" : passphrase);
      const said = words.trust.protect;
      toasts.show(`${said.done[doing]}${said.removed(removed)}`);
      this.leave();
      return true;
    } catch (thrown) {
      this.failure = AppError.from(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}

export const protecting = new Protection();
