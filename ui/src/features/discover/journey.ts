import type { FieldView } from "../../ipc/generated/FieldView";
import type { OptionView } from "../../ipc/generated/OptionView";
import type { RecordView } from "../../ipc/generated/RecordView";

/** The word of a use case that touches no moment: known, and no stage. */
export const noStage = "none";

/** A moment of the customer's journey and what is known about it. */
export interface Stage {
  word: string;
  label: string;
  hint: string;
  useCases: readonly RecordView[];
  /** Who uses these use cases and reports pain. A persona names no moment itself. */
  inPain: readonly RecordView[];
  /** False where a use case names no consumers, or the pain of one is unknown: there may be more. */
  isPainKnown: boolean;
}

const codes = (value: unknown): readonly string[] | null => (Array.isArray(value) ? value.map(String) : null);
export const pains = (persona: RecordView) => codes(persona.values.pain);
export const stageOf = (useCase: RecordView): string | null =>
  typeof useCase.values.journey_stage === "string" ? useCase.values.journey_stage : null;

/** The stages of the vocabulary in its order. What touches no moment is none of them. */
export function stagesOf(field: FieldView | undefined): readonly OptionView[] {
  return (field?.options ?? []).filter((option) => option.word !== noStage);
}

export function journey(
  field: FieldView | undefined,
  useCases: readonly RecordView[],
  personas: readonly RecordView[],
): Stage[] {
  return stagesOf(field).map(({ word, label, hint }) => {
    const own = useCases.filter((useCase) => stageOf(useCase) === word);
    const lists = own.map((useCase) => codes(useCase.values.consumers));
    const named = new Set(lists.flatMap((list) => list ?? []));
    const consumers = personas.filter((persona) => named.has(persona.code));
    return {
      word,
      label,
      hint,
      useCases: own,
      inPain: consumers.filter((persona) => (pains(persona)?.length ?? 0) > 0),
      isPainKnown: lists.every((list) => list !== null) && consumers.every((one) => pains(one) !== null),
    };
  });
}

/** Personas who report pain, and those of them whom no use case with a stage reaches. */
export function painOutside(
  stages: readonly Stage[],
  personas: readonly RecordView[],
): { all: readonly RecordView[]; outside: readonly RecordView[] } {
  const all = personas.filter((persona) => (pains(persona)?.length ?? 0) > 0);
  const reached = new Set(stages.flatMap((stage) => stage.inPain.map((persona) => persona.code)));
  return { all, outside: all.filter((persona) => !reached.has(persona.code)) };
}
