import type { ExportFormat } from "../../components/export";
import { toasts } from "../../components/toasts.svelte";
import { call } from "../../ipc/call";
import { words } from "../../words/en";
import { openDocument, suggestedName } from "../document";

const w = words.roadmap.exports;

/** Writes the roadmap where the person chooses. False where nothing was written. */
export async function write({ id, kind, ending }: ExportFormat): Promise<boolean> {
  try {
    const name = w.name(openDocument.view?.client ?? "", w.parts[id] ?? "");
    const path = await call("dialog_save", { kind, suggested: suggestedName(name, ending) });
    if (path === null) return false;
    const written = await call("roadmap_export", { path, format: id });
    toasts.show(words.exports.written(written.path));
    return true;
  } catch (thrown) {
    openDocument.say(thrown);
    return false;
  }
}
