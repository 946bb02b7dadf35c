import type { ExportFormat } from "../../components/export";
import { toasts } from "../../components/toasts.svelte";
import { call } from "../../ipc/call";
import { words } from "../../words/en";
import { within } from "../../words/sentence";
import { openDocument, suggestedName } from "../document";
import { target, type Architecture } from "./architecture.svelte";

const w = words.architecture.exports;

/** Which stage and which path the files show; empty where they show all of it. */
export function looked(of: Architecture): string {
  const parts = [of.stage === target ? "" : of.stageTitle, of.useCase].filter(Boolean);
  return parts.length > 0 ? w.now(parts.join(words.comma)) : "";
}

/** Writes the picture, or the decisions, where the person chooses. False where nothing was written. */
export async function write(of: Architecture, { id, kind, ending }: ExportFormat): Promise<boolean> {
  try {
    const { stage, useCase } = of;
    const client = openDocument.view?.client ?? "";
    const parts = [stage === target || id === "drawio" ? "" : within(of.stageTitle), useCase];
    const name = id === "decisions" ? w.decisionsName(client) : w.name(client, parts);
    const path = await call("dialog_save", { kind, suggested: suggestedName(name, ending) });
    if (path === null) return false;
    const written = await call("architecture_export", { path, format: id, stage, useCase });
    toasts.show(words.exports.written(written.path));
    return true;
  } catch (thrown) {
    openDocument.say(thrown);
    return false;
  }
}
