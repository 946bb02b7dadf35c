import { toasts } from "../components/toasts.svelte";
import { words } from "../words/en";
import { frame } from "./frame.svelte";

/** Says what was done and offers to undo it, unless another change is already on its way: undo would take back that. */
export function offerUndo(text: string, undo: () => void): void {
  const action = frame.saveState === "saving" ? undefined : { label: words.undo, run: undo };
  toasts.show(text, { action });
}
