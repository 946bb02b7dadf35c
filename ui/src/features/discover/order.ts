import type { FieldView } from "../../ipc/generated/FieldView";
import type { RecordView } from "../../ipc/generated/RecordView";
import { plainText } from "../record";

/** The records in which every word of the text occurs, in the code or in any value as it is shown. */
export function filtered(
  records: readonly RecordView[],
  fields: readonly FieldView[],
  text: string,
): readonly RecordView[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return records;
  return records.filter((record) => {
    const values = fields.map((field) => plainText(field, record.values[field.name]));
    const all = [record.code, ...values].join("\n").toLowerCase();
    return wanted.every((word) => all.includes(word));
  });
}

/**
 * The records in the order of one field: choices as their list goes, numbers by size, texts by alphabet. What is
 * unknown comes last, and records that are equal keep their order.
 */
export function ordered(records: readonly RecordView[], field: FieldView | undefined): readonly RecordView[] {
  if (!field) return records;
  const place = (record: RecordView): number | string | null => {
    const value = record.values[field.name];
    if (value === undefined || value === null) return null;
    if (typeof value === "number") return value;
    if (field.kind === "choice") return field.options.findIndex((option) => option.word === value);
    return plainText(field, value).toLowerCase();
  };
  const compare = (a: number | string, b: number | string) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), "en");
  return records
    .map((record) => ({ record, at: place(record) }))
    .toSorted((a, b) => {
      if (a.at === null || b.at === null) return Number(a.at === null) - Number(b.at === null);
      return compare(a.at, b.at);
    })
    .map(({ record }) => record);
}
