import { toasts } from "../../components/toasts.svelte";
import { call } from "../../ipc/call";
import { words } from "../../words/en";
import { openDocument, suggestedName } from "../document";

/** Writes an inventory where the person chooses, as CSV or as a workbook. */
export async function exportInventory(kind: string, plural: string, ending: "csv" | "xlsx"): Promise<void> {
  try {
    const suggested = suggestedName(`${openDocument.view?.client ?? ""} ${plural}`, ending);
    const path = await call("dialog_save", { kind: ending, suggested });
    if (path === null) return;
    const written = await call("record_export", { kind, path });
    toasts.show([words.document.exported(written.path), openDocument.exportNote].filter(Boolean).join(". "));
  } catch (thrown) {
    openDocument.say(thrown);
  }
}
