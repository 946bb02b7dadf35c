import { parseNumber } from "../../components/number";
import type { BlockCheck } from "../../ipc/generated/BlockCheck";
import type { CellMistake } from "../../ipc/generated/CellMistake";
import type { FieldView } from "../../ipc/generated/FieldView";
import type { RecordPaste } from "../../ipc/generated/RecordPaste";
import type { RecordTable } from "../../ipc/generated/RecordTable";
import type { SheetTable } from "../../ipc/generated/SheetTable";
import { words } from "../../words/en";
import { pastedText } from "../record";

/** Where a column of a file goes: the name of a field, the record's code, or nowhere. */
export type Target = string | null;
/** The target that is no field: it says which record a row is written over. */
export const codeTarget = "code";

/** A row of a file with its cells as they are now. It never changes: a corrected row is another one. */
export interface Line {
  /** Its number in the file, from 1, as a spreadsheet counts rows. */
  readonly number: number;
  readonly texts: readonly string[];
}

/** A cell that cannot be taken, or a row as a whole. */
export interface Trouble {
  /** Number of the row. */
  line: number;
  /** The target of its column; null for the row as a whole. */
  target: string | null;
  label: string;
  value: string;
  message: string;
  help: string;
}

/** What the application found in rows that it judged. */
export type Verdicts = ReadonlyMap<Line, readonly CellMistake[]>;
export const noVerdicts: Verdicts = new Map();

/** Numbers of rows, or names of cells. */
export type Marks<T> = ReadonlySet<T>;
export const noMarks: ReadonlySet<never> = new Set();
export const marked = <T>(marks: Marks<T>, more: readonly T[]): Marks<T> => new Set([...marks, ...more]);
export const unmarked = <T>(marks: Marks<T>, less: readonly T[]): Marks<T> => {
  const kept = new Set(marks);
  for (const one of less) kept.delete(one);
  return kept;
};

export const linesOf = ({ rows, numbers }: Pick<SheetTable, "rows" | "numbers">): Line[] =>
  rows.map((texts, at) => ({ number: numbers[at] ?? at + 1, texts }));

/** Whether a first row names the columns: none of its cells is a number, and they differ. */
export function looksLikeHeading(row: readonly string[] | undefined): boolean {
  const said = (row ?? []).map((text) => text.trim().toLowerCase()).filter(Boolean);
  return (
    said.length > 0 &&
    new Set(said).size === said.length &&
    said.every((text) => parseNumber(text) === undefined)
  );
}

/** Words without their order, signs and what stands in brackets: `GB a day (peak)` as `a day gb`. */
const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/\([^)]*\)/g, " ")
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .toSorted()
    .join(" ");

/**
 * Where each column probably goes. A heading is taken by a field's label or name, by `ID` or `code`, and by what the
 * kind is called, which is how the grid heads its titles; that column other programs call `Name`. Without headings only known codes are told.
 */
export function guessTargets(table: RecordTable, heading: readonly string[] | null, lines: readonly Line[]) {
  const { fields } = table;
  const width = heading?.length ?? lines[0]?.texts.length ?? 0;
  const codes = codesOf(table);
  const isOfCodes = (column: number) => {
    const said = lines.map((line) => line.texts[column]?.trim().toLowerCase() ?? "").filter(Boolean);
    return said.length > 0 && said.every((text) => codes.has(text));
  };
  const noun = plain(table.label);
  const named = (text: string): Target => {
    const said = plain(text);
    if (said === "") return null;
    if (["id", "code", plain(`${table.label} id`), plain(`${table.label} code`)].includes(said))
      return codeTarget;
    const field =
      fields.find((one) => plain(one.label) === said) ??
      fields.find((one) => plain(one.heading) === said) ??
      fields.find((one) => plain(one.name) === said);
    if (field) return field.name;
    const isTitle = [noun, "name", "title", plain(`${table.label} name`)].includes(said);
    return isTitle ? (fields.find((one) => one.isRequired)?.name ?? null) : null;
  };
  const taken = new Set<string>();
  return Array.from({ length: width }, (_, column): Target => {
    const target = heading ? named(heading[column] ?? "") : isOfCodes(column) ? codeTarget : null;
    if (target === null || taken.has(target)) return null;
    taken.add(target);
    return target;
  });
}

/** The uids of all records by their codes, in small letters. */
export const codesOf = (table: RecordTable): ReadonlyMap<string, string> =>
  new Map(table.rows.flatMap(({ code, uid }) => (code ? [[code.toLowerCase(), uid] as const] : [])));

/** What a row says under a target. */
export function textAt(line: Line, targets: readonly Target[], target: string): string {
  const column = targets.indexOf(target);
  return column < 0 ? "" : (line.texts[column] ?? "");
}

/** The uid of the record that a row is written over; empty for a new one. */
export const overUid = (line: Line, targets: readonly Target[], codes: ReadonlyMap<string, string>): string =>
  codes.get(textAt(line, targets, codeTarget).trim().toLowerCase()) ?? "";

/** The fields that a file fills, in the order of its columns, each with its column. */
function filled(table: RecordTable, targets: readonly Target[]): { field: FieldView; column: number }[] {
  return targets.flatMap((target, column) => {
    const field = table.fields.find((one) => one.name === target);
    return field ? [{ field, column }] : [];
  });
}

/** The rows as one block for the application. */
export function blockOf(table: RecordTable, targets: readonly Target[], lines: readonly Line[]): RecordPaste {
  const codes = codesOf(table);
  const columns = filled(table, targets);
  return {
    kind: table.kind,
    uids: lines.map((line) => overUid(line, targets, codes)),
    fields: columns.map(({ field }) => field.name),
    cells: lines.map((line) =>
      columns.map(({ field, column }) => pastedText(field, line.texts[column] ?? "")),
    ),
    isImport: true,
  };
}

/** The verdicts with those of rows that were just judged as one block. */
export function judged(before: Verdicts, lines: readonly Line[], check: BlockCheck): Verdicts {
  const after = new Map(before);
  for (const line of lines) after.set(line, []);
  for (const mistake of check.mistakes) {
    const line = lines[mistake.row - 1];
    if (line) after.set(line, [...(after.get(line) ?? []), mistake]);
  }
  return after;
}

/** Everything that keeps rows from being taken, from the first row to the last: what was found, and codes used twice. */
export function troublesOf(
  table: RecordTable,
  targets: readonly Target[],
  lines: readonly Line[],
  verdicts: Verdicts,
): Trouble[] {
  const codes = codesOf(table);
  const columns = filled(table, targets);
  const first = new Map<string, number>();
  return lines.flatMap((line) => {
    const found: Trouble[] = [];
    const uid = overUid(line, targets, codes);
    const before = uid ? first.get(uid) : undefined;
    if (before !== undefined) {
      found.push({
        line: line.number,
        target: codeTarget,
        label: words.record.code,
        value: textAt(line, targets, codeTarget),
        message: words.discover.exchange.twice(textAt(line, targets, codeTarget), before),
        help: words.discover.exchange.twiceHelp,
      });
    } else if (uid) first.set(uid, line.number);
    for (const { column, label, value, message, help } of verdicts.get(line) ?? []) {
      const at = columns[column - 1];
      found.push({ line: line.number, target: at?.field.name ?? null, label, value, message, help });
    }
    return found;
  });
}

/** How many rows are new, how many are written over, and how many have a code that no record has. */
export function countsOf(table: RecordTable, targets: readonly Target[], lines: readonly Line[]) {
  const codes = codesOf(table);
  const over = lines.filter((line) => overUid(line, targets, codes) !== "").length;
  const coded = lines.filter((line) => textAt(line, targets, codeTarget).trim() !== "").length;
  return { new: lines.length - over, over, strange: coded - over };
}

/** The first three values of a column, without empty cells. */
export function firstValues(lines: readonly Line[], column: number): string[] {
  const values: string[] = [];
  for (const { texts } of lines) {
    const text = texts[column]?.trim();
    if (text) values.push(text);
    if (values.length === 3) break;
  }
  return values;
}

/** Required fields that no column goes to. */
export const missingFields = (table: RecordTable, targets: readonly Target[]): FieldView[] =>
  table.fields.filter((field) => field.isRequired && !targets.includes(field.name));
