import { words } from "../../words/en";
import { parseNumber, typedNumber } from "../number";
import { matching, type Option } from "../option";

/** What a cell holds. `null` is “not known” where the column allows that, and empty elsewhere. */
export type CellValue = string | number | readonly string[] | null;
/** A typed text, read: its value, or what is wrong with it. */
export type Parsed = { value: CellValue } | { problem: string };

export interface GridColumn {
  key: string;
  title: string;
  /** `link` and `links` choose among records; their options carry the records' codes. */
  kind: "text" | "number" | "choice" | "choices" | "link" | "links";
  /** Pixels. Columns without one share what is left, at least 120 each. */
  width?: number;
  options?: readonly Option[];
  /** Shown, not edited: codes and derived values. */
  readonly?: boolean;
  /** Too much for a cell: to edit it is to open the record there. Only together with `readonly`. */
  opens?: boolean;
  required?: boolean;
  /** `null` means “not known” and is shown hatched with the word. */
  canBeUnknown?: boolean;
  /** Stays at the left while the rest scrolls. Only for the first columns, which then need a width. */
  sticky?: boolean;
  /** The column that names the row. */
  names?: boolean;
  /** What a good value looks like, for the message about a bad one. */
  example?: string;
  /** Reads a text in another way than the kind does, such as a date. Never sees an empty text. */
  parse?: (text: string) => Parsed;
  /** Writes a value in another way than the kind does. Never sees `null`. */
  format?: (value: Exclude<CellValue, null>) => string;
}

export interface GridRow {
  id: string;
  cells: Readonly<Record<string, CellValue>>;
  /** What is wrong with a stored cell, by column key. */
  errors?: Readonly<Record<string, string>>;
  /** It does not count: drawn struck out. */
  muted?: boolean;
}

/** Whether a cell is edited by choosing rather than typing. */
export const chooses = (column: GridColumn): boolean => column.kind !== "text" && column.kind !== "number";
/** Whether a cell holds several values. */
export const holdsMany = (column: GridColumn): boolean =>
  column.kind === "choices" || column.kind === "links";

/** A cell as text: on screen, for copying, and where typing starts. */
export function cellText(column: GridColumn, value: CellValue | undefined): string {
  if (value === null || value === undefined) return "";
  if (column.format) return column.format(value);
  const label = (one: string) => column.options?.find((option) => option.value === one)?.label ?? one;
  if (Array.isArray(value)) return value.map(label).join(", ");
  if (typeof value === "number") return typedNumber(value);
  return chooses(column) ? label(String(value)) : String(value);
}

/** Reads what was typed into a cell. */
export function parseCell(column: GridColumn, typed: string): Parsed {
  const text = typed.trim();
  const saysUnknown = column.canBeUnknown && [words.unknown, "unknown"].includes(text.toLowerCase());
  if (text === "" || saysUnknown) {
    return column.required && text === "" ? { problem: words.grid.required(column.title) } : { value: null };
  }
  if (column.parse) return column.parse(text);
  switch (column.kind) {
    case "text":
      return { value: text };
    case "number": {
      const number = parseNumber(text);
      if (number !== undefined) return { value: number };
      return { problem: words.grid.notANumber(text, column.title, column.example ?? "40") };
    }
    case "choice":
    case "link":
      return oneOf(column.options ?? [], text);
    case "choices":
    case "links": {
      const values: string[] = [];
      for (const part of partsOf(text)) {
        const read = oneOf(column.options ?? [], part);
        if ("problem" in read) return read;
        values.push(String(read.value));
      }
      return { value: [...new Set(values)] };
    }
  }
}

/** What a text of several choices names, and what of it is none of them. */
export function severalOf(column: GridColumn, text: string): { values: string[]; rest: string } {
  const values: string[] = [];
  const rest: string[] = [];
  for (const part of partsOf(text)) {
    const read = oneOf(column.options ?? [], part);
    if ("problem" in read) rest.push(part);
    else values.push(String(read.value));
  }
  return { values: [...new Set(values)], rest: rest.join(", ") };
}

const partsOf = (text: string): string[] =>
  text
    .split(/[,;]/)
    .map((one) => one.trim())
    .filter(Boolean);

/** The option a text names in full, or else the only one that begins with it. */
function oneOf(options: readonly Option[], text: string): Parsed {
  const wanted = text.toLowerCase();
  const exact = options.find((o) => o.value.toLowerCase() === wanted || o.label.toLowerCase() === wanted);
  const begins = matching(options, text).filter((o) => o.label.toLowerCase().startsWith(wanted));
  const found = exact ?? (begins.length === 1 ? begins[0] : undefined);
  return found ? { value: found.value } : { problem: words.grid.notAChoice(text) };
}

export function sameValue(a: CellValue | undefined, b: CellValue): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, at) => one === b[at]);
  return (a ?? null) === b;
}

/** What a spreadsheet would run as a formula, and such a text behind the apostrophe that keeps it a text. */
const formula = /^'*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const guarded = (cell: string) => (formula.test(cell) && parseNumber(cell) === undefined ? `'${cell}` : cell);
const unguarded = (cell: string) => (cell.startsWith("'") && formula.test(cell) ? cell.slice(1) : cell);

/** Rows and cells of a block copied from a spreadsheet: tabs, lines, and quoted cells with either inside. */
export function readBlock(text: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  const finish = () => {
    rows.at(-1)?.push(unguarded(cell));
    cell = "";
  };
  const plain = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < plain.length; at += 1) {
    const sign = plain.charAt(at);
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (plain.charAt(at + 1) === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === "\t") finish();
    else if (sign === "\n") {
      finish();
      rows.push([]);
    } else cell += sign;
  }
  finish();
  return rows;
}

/** The inverse of `readBlock`. It may be pasted into a spreadsheet: what people entered is no formula there. */
export function writeBlock(rows: readonly (readonly string[])[]): string {
  const quote = (cell: string) => (/[\t\n"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  return rows.map((row) => row.map((cell) => quote(guarded(cell))).join("\t")).join("\n");
}
