import type { CellMistake } from "../src/ipc/generated/CellMistake";
import type { FieldView } from "../src/ipc/generated/FieldView";
import type { RecordPaste } from "../src/ipc/generated/RecordPaste";
import type { RecordTable } from "../src/ipc/generated/RecordTable";

/** A field as the application describes it: text unless it is said otherwise. */
export const field = (name: string, label: string, some: Partial<FieldView> = {}): FieldView => ({
  name,
  label,
  heading: label,
  hint: "",
  kind: "text",
  isRequired: false,
  options: [],
  min: null,
  max: null,
  unit: "",
  maxLength: null,
  fields: [],
  isMain: true,
  ...some,
});

/** Three sources, and fields of several kinds. */
export const goodTable = (): RecordTable => ({
  kind: "sources",
  label: "source",
  plural: "sources",
  headline: "One of 3 sources has no mode",
  summary: "",
  fields: [
    field("title", "Title", { isRequired: true }),
    field("mode", "Mode", {
      kind: "choice",
      options: [
        { word: "streaming", label: "Streaming", hint: "" },
        { word: "batch", label: "Batch", hint: "" },
      ],
    }),
    field("points", "Points", { kind: "whole", min: 0, max: 100 }),
    field("owner_business", "Business owner"),
    field("goal", "Goal", {
      kind: "link",
      options: [{ word: "GOAL-1", label: "Repeat purchase", hint: "" }],
    }),
  ],
  rows: ["Orders", "Clicks", "Stock"].map((title, at) => ({
    uid: `uid-${at + 1}`,
    code: `SRC-${at + 1}`,
    title,
    values: { title },
    unknown: 0,
  })),
});

export const mistake = (
  row: number,
  column: number,
  field: string,
  label: string,
  value: string,
): CellMistake => ({
  row,
  column,
  field,
  label,
  value,
  message: `${label}: “${value}” does not fit`,
  help: "choose one of: Streaming, Batch",
});

/** Judges as the application would: titles are needed, modes are known, points are numbers. */
export function judge({ uids, fields, cells }: RecordPaste) {
  const bad: Record<string, (text: string) => boolean> = {
    title: (text) => text === "",
    mode: (text) => !["", "batch", "streaming"].includes(text.toLowerCase()),
    points: (text) => !/^\d*$/.test(text),
  };
  const mistakes = cells.flatMap((line, row) =>
    line.flatMap((text, at) => {
      const name = fields[at] ?? "";
      return bad[name]?.(text) ? [mistake(row + 1, at + 1, name, name, text)] : [];
    }),
  );
  const over = uids.filter(Boolean).length;
  return { new: cells.length - over, over, mistakes };
}
