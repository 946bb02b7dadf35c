import { toasts } from "../../components/toasts.svelte";
import { call } from "../../ipc/call";
import { words } from "../../words/en";
import { openDocument, suggestedName } from "../document";
import { target, type Architecture } from "./architecture.svelte";

const w = words.architecture.exports;
export type Format = (typeof w.formats)[number];

/** Writes the picture, or the decisions, where the person chooses. False where nothing was written. */
export async function write(of: Architecture, { id, kind, ending }: Format): Promise<boolean> {
  try {
    const { stage, useCase } = of;
    const client = openDocument.view?.client ?? "";
    const parts = [stage === target || id === "drawio" ? "" : of.stageTitle.toLowerCase(), useCase];
    const name = id === "decisions" ? w.decisionsName(client) : w.name(client, parts);
    const path = await call("dialog_save", { kind, suggested: suggestedName(name, ending) });
    if (path === null) return false;
    const written = await call("architecture_export", { path, format: id, stage, useCase });
    toasts.show(w.written(written.path));
    return true;
  } catch (thrown) {
    openDocument.say(thrown);
    return false;
  }
}
