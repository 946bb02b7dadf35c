import { parseDate } from "../../components/date";
import { cellText, type CellValue, type GridColumn, type Parsed } from "../../components/grid/cell";
import { numberText, parseNumber } from "../../components/number";
import type { Option } from "../../components/option";
import { dateText } from "../../format";
import type { FieldView } from "../../ipc/generated/FieldView";
import { words } from "../../words/en";
import { language } from "../../words/language.svelte";

/** One entry of a field of entries: values by field name. */
export type Entry = Record<string, unknown>;

const isLink = (field: FieldView) => field.kind === "link" || field.kind === "links";
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

/** What may be chosen; records carry their code as the hint. */
export function optionsOf(field: FieldView): Option[] {
  return field.options.map(({ word, label, hint }) => ({
    value: word,
    label,
    hint: (isLink(field) ? word : hint) || undefined,
  }));
}

/** The label of a field with its unit, where the label does not say it. */
export function titleOf(field: FieldView): string {
  const { label, unit } = field;
  return unit && !label.toLowerCase().includes(unit.toLowerCase()) ? `${label} (${unit})` : label;
}

/** Entries as one line that can be pasted back: `GOAL-1: 5; GOAL-2: 3`. */
export function entriesText(field: FieldView, value: unknown): string {
  const [first, second] = field.fields;
  if (!Array.isArray(value) || !first || !second) return "";
  const part = (below: FieldView, entry: Entry) => {
    const word = String(entry[below.name] ?? "");
    return isLink(below) ? word : (below.options.find((option) => option.word === word)?.label ?? word);
  };
  return (value as Entry[]).map((entry) => `${part(first, entry)}: ${part(second, entry)}`).join("; ");
}

/** A stored value as the grid holds it; unknown is null. */
export function cellOf(field: FieldView, value: unknown): CellValue {
  if (field.kind === "flag") return value === true ? "yes" : "no";
  if (value === undefined || value === null) return null;
  switch (field.kind) {
    case "whole":
    case "number":
    case "money":
      return typeof value === "number" ? value : null;
    case "choices":
    case "links":
    case "texts":
      return texts(value);
    case "entries":
      return entriesText(field, value) || words.none;
    default:
      return String(value);
  }
}

/** What the grid holds as it is stored. */
export function wireOf(field: FieldView, cell: CellValue): unknown {
  if (field.kind === "flag") return cell === "yes";
  return Array.isArray(cell) ? [...cell] : cell;
}

/** Reads a number within the field's bounds. */
export function readNumber(field: FieldView, text: string): { value: number } | { problem: string } {
  const number = parseNumber(text);
  const example = numberText(field.kind === "money" ? 40_000 : (field.min ?? 0) > 0 ? (field.min ?? 1) : 12);
  if (number === undefined || number === null)
    return { problem: words.grid.notANumber(text, field.label, example) };
  if (field.kind !== "number" && !Number.isInteger(number))
    return { problem: words.record.notWhole(text, field.label) };
  const { min, max } = field;
  if ((min !== null && number < min) || (max !== null && number > max))
    return { problem: words.record.outOfBounds(text, min, max) };
  return { value: number };
}

function parse(field: FieldView): ((text: string) => Parsed) | undefined {
  const isNone = (text: string) => [words.none, "none"].includes(text.toLowerCase());
  switch (field.kind) {
    case "text":
    case "long":
      return (text) => ({ value: isNone(text) ? "" : text });
    case "texts":
      return (text) => ({
        value: isNone(text)
          ? []
          : text
              .split(/[;,]/)
              .map((part) => part.trim())
              .filter(Boolean),
      });
    case "whole":
    case "number":
    case "money":
      return (text) => readNumber(field, text);
    case "date":
      return (text) => {
        const date = parseDate(text);
        return date ? { value: date } : { problem: words.record.notADate(text) };
      };
    default:
      return undefined;
  }
}

function format(field: FieldView): GridColumn["format"] {
  switch (field.kind) {
    case "text":
      return (value) => String(value) || words.none;
    case "long":
      return (value) => String(value).replace(/\s+/g, " ") || words.none;
    case "texts":
      return (value) => texts(value).join(", ") || words.none;
    case "whole":
    case "number":
    case "money":
      return (value) => (typeof value === "number" ? numberText(value) : String(value));
    case "date":
      return (value) => dateText(String(value));
    case "link":
    case "links":
      return (value) => {
        const chosen = Array.isArray(value) ? texts(value) : [String(value)];
        return chosen.map((code) => linkText(field, code)).join("; ") || words.none;
      };
    case "choices": {
      const options = optionsOf(field);
      return (value) =>
        texts(value)
          .map((word) => options.find((option) => option.value === word)?.label ?? word)
          .join(", ") || words.none;
    }
    default:
      return undefined;
  }
}

/** A link as people read it: `SRC-3 Web shop orders`. */
export function linkText(field: FieldView, code: string): string {
  const title = field.options.find((option) => option.word === code)?.label;
  return title && title !== code ? `${code} ${title}` : code;
}

/** Roughly how wide texts are at the grid's size, with the cell's padding, in steps so that widths rest while one types. */
const pixels = (characters: number) => Math.ceil((characters * 6.9 + 18) / 12) * 12;

/** How wide a column of texts must be, within reason. */
export const textsWidth = (texts: readonly string[]): number =>
  Math.min(264, Math.max(96, pixels(Math.max(0, ...texts.map((text) => text.length)))));

/** How wide a column must be for what stands in it, within reason. */
export function columnWidth(field: FieldView, values: readonly unknown[]): number {
  const column = gridColumn(field, true);
  const longest = values.reduce<number>(
    (most, value) => Math.max(most, cellText(column, cellOf(field, value)).length),
    column.canBeUnknown ? words.unknown.length : 0,
  );
  const [least, most] = column.names ? [168, 264] : [72, 204];
  // A heading's letters are smaller; beside them there is room for the arrow of the sorted column.
  return Math.max(pixels(column.title.length * 0.92 + 1), Math.min(most, Math.max(least, pixels(longest))));
}

/** A field as a column of the grid. */
export function gridColumn(field: FieldView, isReadOnly: boolean): GridColumn {
  const title = titleOf(field);
  const names = field.name === "title" || field.name === "name";
  const kind =
    field.kind === "flag"
      ? "choice"
      : field.kind === "whole" || field.kind === "number" || field.kind === "money"
        ? "number"
        : field.kind === "choice" ||
            field.kind === "choices" ||
            field.kind === "link" ||
            field.kind === "links"
          ? field.kind
          : "text";
  return {
    key: field.name,
    title,
    kind,
    options: field.kind === "flag" ? yesNo() : optionsOf(field),
    readonly: isReadOnly || field.kind === "long" || field.kind === "entries",
    opens: !isReadOnly && (field.kind === "long" || field.kind === "entries"),
    required: field.isRequired || field.kind === "flag",
    canBeUnknown: field.isMain && !field.isRequired && field.kind !== "flag",
    sticky: names,
    names,
    parse: parse(field),
    format: format(field),
  };
}

const yesNo = (): Option[] => [
  { value: "yes", label: words.record.yes },
  { value: "no", label: words.record.no },
];

/**
 * A pasted cell as the application reads it: of a link that shows `SRC-3 Web shop orders` only the code, and what
 * another language than English says by the stored word, the ISO day and a point before decimals.
 */
export function pastedText(field: FieldView | undefined, text: string): string {
  if (!field) return text;
  if (isLink(field) && !saysNothing(text))
    return text
      .split(";")
      .map((part) => {
        const plain = part.trim();
        return field.options.find(({ word }) => plain.startsWith(`${word} `))?.word ?? plain;
      })
      .join("; ");
  return language.code === "en" ? text : storedText(field, text);
}

const saysNothing = (text: string) => {
  const plain: string = text.trim().toLowerCase();
  return plain === words.none || plain === words.unknown;
};

function storedText(field: FieldView, text: string): string {
  const plain = text.trim();
  if (plain.toLowerCase() === words.unknown) return "unknown";
  if (plain.toLowerCase() === words.none) return "none";
  const word = (label: string) =>
    field.options.find((option) => option.label.toLowerCase() === label.toLowerCase())?.word ?? label;
  switch (field.kind) {
    case "whole":
    case "number":
    case "money": {
      const number = parseNumber(plain);
      return typeof number === "number" ? String(number) : text;
    }
    case "date":
      return parseDate(plain) ?? text;
    case "flag":
      return { [words.record.yes]: "yes", [words.record.no]: "no" }[plain] ?? text;
    case "choice":
      return word(plain);
    case "choices":
      return plain
        .split(/[;,]/)
        .map((part) => word(part.trim()))
        .join("; ");
    default:
      return text;
  }
}

/** Writes values of a field as text, for filtering. Made once for many records. */
export function textOf(field: FieldView): (value: unknown) => string {
  const column = gridColumn(field, true);
  return (value) => cellText(column, cellOf(field, value));
}

/** A value as text. */
export const plainText = (field: FieldView, value: unknown): string => textOf(field)(value);

/**
 * Whether a field says anything about this record: a file has no engine. Such cells are empty rather than
 * unknown, as the application counts them.
 */
export function applies(kind: string, field: string, values: Readonly<Record<string, unknown>>): boolean {
  const word = (name: string) => String(values[name] ?? "");
  if (kind === "sources" && field === "engine") return ["database", "stream"].includes(word("kind"));
  if (kind === "sources" && field === "application") return ["application", "saas"].includes(word("kind"));
  if (kind === "use_cases" && (field === "journey_stage" || field === "proof"))
    return ["segmentation", "personalisation", "campaign", "contact_centre"].includes(word("type"));
  return true;
}

/** Whether what is unknown in a kind counts as a gap of discovery. People and agenda are no discovery. */
export const countsGaps = (kind: string): boolean => kind !== "participants" && kind !== "agenda";
