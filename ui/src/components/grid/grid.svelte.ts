import { SvelteMap } from "svelte/reactivity";
import type { Draft as Kept } from "../draft";
import { cellText, parseCell, sameValue, type CellValue, type GridColumn, type GridRow } from "./cell";

export interface Place {
  row: number;
  column: number;
}

/** What the grid shows and whom it tells; read anew at every use. */
export interface GridSource {
  readonly rows: readonly GridRow[];
  readonly columns: readonly GridColumn[];
  /** A finished cell. The parent stores it; the grid shows what comes back. */
  readonly onedit?: (row: string, column: string, value: CellValue) => void;
  /** The first cell of a row that is not there yet. */
  readonly onadd?: (column: string, value: CellValue) => void;
  /** What is wrong with a cell is to be forgotten. */
  readonly onforgive?: (row: string, column: string) => void;
  /** Keeps what is typed into a cell until it is stored; without a row, into the line that adds one. */
  readonly draftOf?: (row: string | null, column: string) => Kept | undefined;
  /** Whether something is kept for a cell of a row. Without it only the editor shows what is. */
  readonly hasDraft?: (row: string, column: string) => boolean;
}

/** A text that stands in a cell and is not its value: refused with a reason, or only not stored yet. */
interface Draft {
  text: string;
  problem?: string;
}

/** Where one is in a grid, what is being typed, and which texts were refused. */
export class Grid {
  active = $state.raw<Place>({ row: 0, column: 0 });
  anchor = $state.raw<Place>({ row: 0, column: 0 });
  /** The text with which the editor opens, while the active cell is edited, and whether somebody typed it. */
  editing = $state.raw<{ text: string; replaces: boolean; isBack: boolean; isTyped: boolean } | null>(null);
  /** The column where walking with Tab began: Enter leads back to it, one row on. */
  #tabFrom: number | null = null;
  readonly #drafts = new SvelteMap<string, Draft>();
  readonly #source: () => GridSource;

  constructor(source: () => GridSource) {
    this.#source = source;
  }

  /** Rows one can stand on: the records, and the line that adds one. */
  get rowCount(): number {
    const { rows, onadd } = this.#source();
    return rows.length + (onadd ? 1 : 0);
  }
  get column(): GridColumn | undefined {
    return this.#source().columns[this.active.column];
  }
  get row(): GridRow | undefined {
    return this.#source().rows[this.active.row];
  }
  /** The selected rectangle, ends included. */
  get range(): { top: number; bottom: number; left: number; right: number } {
    const { active, anchor } = this;
    return {
      top: Math.min(active.row, anchor.row),
      bottom: Math.max(active.row, anchor.row),
      left: Math.min(active.column, anchor.column),
      right: Math.max(active.column, anchor.column),
    };
  }
  get hasRange(): boolean {
    return this.active.row !== this.anchor.row || this.active.column !== this.anchor.column;
  }
  holds(row: number, column: number): boolean {
    const { top, bottom, left, right } = this.range;
    return row >= top && row <= bottom && column >= left && column <= right;
  }

  /** Goes to a place, within the grid. `extend` keeps the other end of the selection. */
  go(row: number, column: number, extend = false): void {
    const columns = this.#source().columns.length;
    const place = {
      row: Math.max(0, Math.min(this.rowCount - 1, row)),
      column: Math.max(0, Math.min(columns - 1, column)),
    };
    this.active = place;
    this.#tabFrom = null;
    if (!extend) this.anchor = place;
  }

  /** The first column that can be edited; the first of all where none can. */
  get firstEditable(): number {
    return Math.max(
      0,
      this.#source().columns.findIndex((column) => !column.readonly),
    );
  }

  /** Where the keyboard arrives: never in a cell that takes no text. */
  arrive(): void {
    if (this.column?.readonly) this.go(this.active.row, this.firstEditable);
  }

  /**
   * One row on after Enter: back to where walking with Tab began, to the first editable cell where the last one
   * leads into the line that adds a row, else straight down.
   */
  enter(): void {
    const { columns, rows } = this.#source();
    const row = this.active.row + 1;
    const isLast = this.active.column === columns.findLastIndex((column) => !column.readonly);
    const straight = isLast && row >= rows.length ? this.firstEditable : this.active.column;
    this.go(row, this.#tabFrom ?? straight);
  }

  /** The next cell in reading order. False at the end, where Tab leaves the grid. */
  tab(back: boolean): boolean {
    const columns = this.#source().columns.length;
    const at = this.active.row * columns + this.active.column + (back ? -1 : 1);
    if (at < 0 || at >= this.rowCount * columns) return false;
    const from = back ? null : (this.#tabFrom ?? this.active.column);
    const row = Math.floor(at / columns);
    const isSameRow = row === this.active.row;
    this.go(row, at % columns);
    if (isSameRow) this.#tabFrom = from;
    else this.arrive();
    return true;
  }

  /**
   * Starts to edit the active cell: with a typed text that replaces its own, with what was typed before and not
   * stored, or with its own.
   */
  edit(typed?: string): boolean {
    const { column, row } = this;
    if (!column || column.readonly) return false;
    const refused = row && this.#drafts.get(this.#key(row, column))?.text;
    const kept = this.kept(row, column)?.text ?? undefined;
    this.anchor = this.active;
    this.editing = {
      text: typed ?? refused ?? kept ?? editedText(column, row?.cells[column.key]),
      replaces: typed !== undefined,
      isBack: typed === undefined && refused === undefined && kept !== undefined,
      isTyped: typed !== undefined || refused !== undefined || kept !== undefined,
    };
    return true;
  }

  /** Keeps what is typed into a cell: while it is typed, and of a choice the text that is none. */
  kept(row: GridRow | undefined, column: GridColumn): Kept | undefined {
    return this.#source().draftOf?.(row?.id ?? null, column.key);
  }

  /** What is kept for a cell that is not being edited, and is not its value. */
  waiting(row: GridRow | undefined, column: GridColumn): string | undefined {
    const { columns, hasDraft } = this.#source();
    // A text that comes is told where an edit ends.
    const isEdited = this.editing !== null && columns[this.active.column] === column && this.row === row;
    if (isEdited || (row && !hasDraft?.(row.id, column.key))) return undefined;
    return this.kept(row, column)?.text ?? undefined;
  }

  /** Ends the edit with a typed text. A refused one stays in its cell, with the reason. */
  commitText(text: string): void {
    const { column } = this;
    if (!column || !this.editing) return;
    const parsed = parseCell(column, text);
    if ("value" in parsed) return this.commit(parsed.value);
    this.editing = null;
    this.kept(this.row, column)?.keep(text);
    // The line that adds a row says no reason: there is no row to say it in.
    const { row } = this;
    if (!row) return;
    this.#drafts.set(this.#key(row, column), { text, problem: parsed.problem });
    // What was said of another text.
    if (row.errors?.[column.key] !== undefined) this.#source().onforgive?.(row.id, column.key);
  }

  /** Ends the edit with a value. */
  commit(value: CellValue): void {
    this.editing = null;
    this.#store(this.active.row, this.column, value);
  }

  cancel(): void {
    this.editing = null;
    if (this.column) this.kept(this.row, this.column)?.drop();
  }

  /** Forgets a refused text of the active cell, or what the parent says of it. True when there was either. */
  forget(): boolean {
    const { row, column } = this;
    if (!row || !column) return false;
    const stood = this.draft(this.active.row, column) !== undefined;
    this.kept(row, column)?.drop();
    this.#drafts.delete(this.#key(row, column));
    const { onforgive } = this.#source();
    if (!onforgive || row.errors?.[column.key] === undefined) return stood;
    onforgive(row.id, column.key);
    return true;
  }

  /** How many refused texts stand in their cells. */
  get unreadable(): number {
    const { rows, columns, hasDraft } = this.#source();
    if (this.#drafts.size === 0 && !hasDraft) return 0;
    const hasRefused = this.#drafts.size > 0;
    const isRefused = (row: GridRow, at: number) => (column: GridColumn) =>
      ((hasRefused && this.#drafts.has(this.#key(row, column))) || hasDraft?.(row.id, column.key)) &&
      this.draft(at, column)?.problem !== undefined;
    return rows.reduce((sum, row, at) => sum + columns.filter(isRefused(row, at)).length, 0);
  }

  /** Empties the selected cells. */
  clear(): void {
    const { columns } = this.#source();
    const { top, bottom, left, right } = this.range;
    for (let row = top; row <= bottom; row += 1) {
      for (const column of columns.slice(left, right + 1)) {
        if (!column.readonly && !column.required) this.#store(row, column, null);
      }
    }
  }

  /** What stands in a cell although it is not stored. */
  draft(row: number, column: GridColumn): Draft | undefined {
    const record = this.#source().rows[row];
    if (!record || column.readonly) return undefined;
    const refused = this.#drafts.size > 0 ? this.#drafts.get(this.#key(record, column)) : undefined;
    if (refused) return refused;
    const text = this.waiting(record, column);
    if (text === undefined) return undefined;
    const parsed = parseCell(column, text);
    if ("problem" in parsed) return { text, problem: parsed.problem };
    return sameValue(record.cells[column.key], parsed.value) ? undefined : { text };
  }

  /** What is wrong with a cell: a refused text, or what the parent says. */
  problem(row: number, column: GridColumn): string | undefined {
    return this.draft(row, column)?.problem ?? this.#source().rows[row]?.errors?.[column.key];
  }

  /** The selected cells as texts. */
  block(): string[][] {
    const { rows, columns } = this.#source();
    const { top, bottom, left, right } = this.range;
    return rows
      .slice(top, bottom + 1)
      .map((row) => columns.slice(left, right + 1).map((column) => cellText(column, row.cells[column.key])));
  }

  #store(at: number, column: GridColumn | undefined, value: CellValue): void {
    const { rows, onedit, onadd } = this.#source();
    if (!column) return;
    const row = rows[at];
    if (!row) {
      if (value !== null) onadd?.(column.key, value);
      else this.kept(row, column)?.drop();
      return;
    }
    this.#drafts.delete(this.#key(row, column));
    if (!sameValue(row.cells[column.key], value)) onedit?.(row.id, column.key, value);
    else this.kept(row, column)?.drop();
  }

  #key(row: GridRow, column: GridColumn): string {
    return `${row.id} ${column.key}`;
  }
}

/** The text with which editing a cell begins: a number without separators, among which more digits would stand. */
function editedText(column: GridColumn, value: CellValue | undefined): string {
  return column.kind === "number" && typeof value === "number" ? String(value) : cellText(column, value);
}
