import type { FieldView } from "../../ipc/generated/FieldView";
import { words } from "../../words/en";

/** Fields under one small heading of a record's sheet. */
export interface FieldGroup {
  title: string;
  fields: FieldView[];
}

const aboutEntry = new Set(["notes", "source_session", "basis", "owner_person"]);

/** The fields of a record in groups: what matters first, the notes on the entry itself last. */
export function grouped(fields: readonly FieldView[]): FieldGroup[] {
  const place = (field: FieldView) => {
    if (aboutEntry.has(field.name)) return words.record.groups.entry;
    if (field.isMain) return words.record.groups.main;
    if (field.name.startsWith("quality_")) return words.record.groups.quality;
    if (field.kind === "link" || field.kind === "links") return words.record.groups.links;
    return words.record.groups.more;
  };
  const order = [
    words.record.groups.main,
    words.record.groups.more,
    words.record.groups.links,
    words.record.groups.quality,
    words.record.groups.entry,
  ];
  return order
    .map((title) => ({ title, fields: fields.filter((field) => place(field) === title) }))
    .filter((group) => group.fields.length > 0);
}
