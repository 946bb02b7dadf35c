import type { FieldView } from "../../ipc/generated/FieldView";
import type { RecordView } from "../../ipc/generated/RecordView";
import { words } from "../../words/en";
import { within } from "../../words/sentence";
import { inventories } from "../record";

/** The inventories a use case ties together, and the fields that tie them. */
const ties = [
  { field: "goals", kind: "goals", named: "goal", said: "contribution" },
  { field: "consumers", kind: "personas", named: null, said: null },
  { field: "sources", kind: "sources", named: "source", said: "need" },
] as const;

/** A record at the other end of a link. */
export interface Neighbour {
  kind: string;
  code: string;
  /** Empty where the record is not in its list. */
  title: string;
  /** What the link or the record says besides: required, pilot, daily. */
  notes: readonly string[];
}
export interface NeighbourList {
  id: "neededBy" | "servedBy" | "usedBy" | "goals" | "consumers" | "sources";
  /** Null where nobody has said: unknown. */
  all: readonly Neighbour[] | null;
}

interface Tie {
  code: string;
  said: string | number | null;
}
type Named = { named: string | null; said: string | null };

function linked(value: unknown, { named, said }: Named): readonly Tie[] | null {
  if (!Array.isArray(value)) return null;
  return value.map((one: unknown) => {
    if (named === null) return { code: String(one), said: null };
    const entry = one as Record<string, unknown>;
    const degree = said === null ? null : entry[said];
    return {
      code: String(entry[named]),
      said: typeof degree === "string" || typeof degree === "number" ? degree : null,
    };
  });
}

const labelOf = (field: FieldView | undefined, word: unknown): string | null =>
  typeof word === "string" ? (field?.options.find((one) => one.word === word)?.label ?? word) : null;

/** The kinds whose records have neighbours. */
export const hasNeighbours = (kind: string): boolean =>
  kind === "use_cases" || ties.some((tie) => tie.kind === kind);

/** The records tied to one: of a use case its goals, consumers and sources; of those the use cases that name them. */
export function neighbours(kind: string, record: RecordView): NeighbourList[] {
  const useCases = inventories.of("use_cases");
  const note = (tie: (typeof ties)[number], said: Tie["said"]) => {
    if (typeof said === "number") return words.discover.neighbours.contribution(said);
    const below = useCases.field(tie.field)?.fields.find((field) => field.name === tie.said);
    return within(labelOf(below, said) ?? "") || null;
  };
  const present = (notes: readonly (string | null)[]) => notes.filter((one) => one !== null);
  if (kind === "use_cases") {
    return ties.map((tie) => ({
      id: tie.field,
      all:
        linked(record.values[tie.field], tie)?.map(({ code, said }) => ({
          kind: tie.kind,
          code,
          title: inventories.of(tie.kind).withCode(code)?.title ?? "",
          notes: present([note(tie, said)]),
        })) ?? null,
    }));
  }
  const tie = ties.find((one) => one.kind === kind);
  if (!tie) return [];
  const ids = { goals: "servedBy", personas: "usedBy", sources: "neededBy" } as const;
  const word = (useCase: RecordView, name: string) =>
    within(labelOf(useCases.field(name), useCase.values[name]) ?? words.unknown);
  const all = (useCases.table?.rows ?? []).flatMap((useCase) => {
    const found = linked(useCase.values[tie.field], tie)?.find(({ code }) => code === record.code);
    if (!found) return [];
    const { status, freshness } = words.discover.neighbours;
    const notes = [
      note(tie, found.said),
      status(word(useCase, "status")),
      freshness(word(useCase, "freshness_need")),
    ];
    return [{ kind: "use_cases", code: useCase.code, title: useCase.title, notes: present(notes) }];
  });
  return [{ id: ids[tie.kind], all }];
}

/** The codes of the use cases that name each source, by the source's code. */
export function neededBy(useCases: readonly RecordView[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const useCase of useCases) {
    for (const { code } of linked(useCase.values.sources, ties[2]) ?? []) {
      found.set(code, [...(found.get(code) ?? []), useCase.code]);
    }
  }
  return found;
}
