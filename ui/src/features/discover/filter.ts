import type { FieldView } from "../../ipc/generated/FieldView";
import type { RecordView } from "../../ipc/generated/RecordView";
import { textOf } from "../record";

/** The records in which every word of the text occurs, in the code or in any value as it is shown. */
export function filtered(
  records: readonly RecordView[],
  fields: readonly FieldView[],
  text: string,
): readonly RecordView[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return records;
  const texts = fields.map((field) => ({ field, text: textOf(field) }));
  return records.filter((record) => {
    const values = texts.map(({ field, text }) => text(record.values[field.name]));
    const all = [record.code, ...values].join("\n").toLowerCase();
    return wanted.every((word) => all.includes(word));
  });
}
