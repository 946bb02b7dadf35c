import type { AgendaSection } from "../../ipc/generated/AgendaSection";
import { router } from "../../router.svelte";
import { workshop } from "./workshop.svelte";

/** Whether the questions of the pack are on screen: no lens, and no other page of the step. */
const isAsking = () => router.view === "assess" && !router.params.lens && !router.params.page;

/** Shows a question: in place where questions are shown already. */
export function showQuestion(question: string): void {
  if (isAsking()) router.refine({ question });
  else router.go("assess", { question });
}

/** Opens the panel beside the questions. */
export function openPanel(): void {
  workshop.isWanted = true;
  if (!isAsking()) router.go("assess");
}

/** Begins a section and goes to the question it asks next. */
export async function begin(section: AgendaSection): Promise<void> {
  const question = await workshop.begin(section);
  if (question !== null) showQuestion(question);
}
