import type { CellValue, GridColumn, GridRow } from "../../components/grid/cell";
import type { FieldView } from "../../ipc/generated/FieldView";
import type { RecordTable } from "../../ipc/generated/RecordTable";
import { words } from "../../words/en";
import { countsGaps, gridColumn, textsWidth } from "../record";
import { codesOf, codeTarget, overUid, type Line, type Target } from "./sheet";

const said = words.discover.exchange;
const isChosen = (field: FieldView) => ["choice", "link", "flag"].includes(field.kind);

/**
 * The fields of a file as columns of the grid. A text is taken as it is typed, since only the application judges it;
 * one choice is offered as a list, and whatever holds several values is typed. They are as wide as the file
 * as it was read asks for, so that no correction moves them.
 */
export function previewColumns(
  table: RecordTable,
  targets: readonly Target[],
  rows: readonly (readonly string[])[],
): GridColumn[] {
  const own = targets.flatMap((target, at): GridColumn[] => {
    const field = table.fields.find((one) => one.name === target);
    const width = (title: string) =>
      textsWidth([title, ...rows.slice(1, 500).map((texts) => texts[at] ?? "")]);
    if (!field) return [];
    const column = gridColumn(field, true);
    return [
      {
        key: column.key,
        title: column.title,
        kind: isChosen(field) ? "choice" : column.kind === "number" ? "number" : "text",
        options: isChosen(field) ? column.options : undefined,
        width: width(column.title),
        canBeUnknown: column.canBeUnknown && countsGaps(table.kind),
        names: column.names,
        parse: (text) => ({ value: text }),
        format: isChosen(field) ? column.format : String,
      },
    ];
  });
  const read = { kind: "text", readonly: true } as const;
  const code: GridColumn = {
    key: codeTarget,
    title: words.record.code,
    kind: "text",
    width: 96,
    parse: (text) => ({ value: text }),
  };
  return [
    { ...read, key: "row", title: said.row, width: 56, sticky: true },
    { ...read, key: "fate", title: said.fate, width: 124 },
    ...(targets.includes(codeTarget) ? [code] : []),
    ...own.filter((column) => column.names),
    ...own.filter((column) => !column.names),
  ];
}

/** Draws rows of a file as rows of the grid; one that is drawn again as it was is the same row. */
export function previewRow(
  table: RecordTable,
  targets: readonly Target[],
): (line: Line, isLeftOut: boolean, errors: Readonly<Record<string, string>> | undefined) => GridRow {
  const codes = codesOf(table);
  const columns = targets.flatMap((target, at) => {
    if (target === null) return [];
    const field = table.fields.find((one) => one.name === target);
    return [{ target, at, choices: field && isChosen(field) ? choicesOf(field) : null }];
  });
  const drawn = new WeakMap<Line, GridRow>();
  return (line, isLeftOut, errors) => {
    const before = drawn.get(line);
    if (before && before.muted === isLeftOut && before.errors === errors) return before;
    const uid = overUid(line, targets, codes);
    const cells: Record<string, CellValue> = {
      row: line.number,
      fate: isLeftOut ? said.isLeftOut : uid ? said.isOver : said.isNew,
    };
    for (const { target, at, choices } of columns) {
      const text = line.texts[at] ?? "";
      const plain = text.trim().toLowerCase();
      const isBlank = plain === "" || plain === "?" || plain === words.unknown;
      cells[target] = isBlank ? null : (choices?.get(plain) ?? text);
    }
    const row = { id: String(line.number), cells, errors, muted: isLeftOut };
    drawn.set(line, row);
    return row;
  };
}

/** The words of a field by everything a file may call them. */
function choicesOf(field: FieldView): ReadonlyMap<string, string> {
  if (field.kind === "flag") {
    const yes = ["yes", "true", "x", "1"].map((text) => [text, "yes"] as const);
    return new Map([...yes, ...["no", "false", "0"].map((text) => [text, "no"] as const)]);
  }
  return new Map(
    field.options.flatMap(({ word, label }) => [
      [label.toLowerCase(), word] as const,
      [word.toLowerCase(), word] as const,
      [`${word} ${label}`.toLowerCase(), word] as const,
    ]),
  );
}
