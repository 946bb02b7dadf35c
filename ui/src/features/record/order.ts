import { cellText } from "../../components/grid/cell";
import { sorted, type Rank, type Sort } from "../../components/grid/sort";
import type { FieldView } from "../../ipc/generated/FieldView";
import type { RecordView } from "../../ipc/generated/RecordView";
import { cellOf, gridColumn } from "./cells";

/** By what a field sorts records: choices as their list goes, numbers by size, texts by alphabet; null is last. */
export function rankBy(field: FieldView): (record: RecordView) => Rank {
  const column = gridColumn(field, true);
  const places = new Map(field.options.map((option, at) => [option.word, at]));
  return (record) => {
    const cell = cellOf(field, record.values[field.name]);
    // What is known to be none is as empty as what is not known.
    if (cell === null || cell === "" || (Array.isArray(cell) && cell.length === 0)) return null;
    if (typeof cell === "number") return cell;
    if (field.kind === "choice") return places.get(String(cell)) ?? places.size;
    return cellText(column, cell);
  };
}

/**
 * Keeps records in an order. They are sorted when the order changes, or when several come at once; while somebody
 * works in them nothing jumps: a corrected value stays in its place, and a new line at the end.
 */
export class Arrangement {
  #sort: Sort | null = null;
  #places: ReadonlyMap<string, number> = new Map();
  readonly #idOf: (record: RecordView) => string;

  constructor(idOf: (record: RecordView) => string) {
    this.#idOf = idOf;
  }

  arrange(
    records: readonly RecordView[],
    sort: Sort | null,
    rank: ((record: RecordView) => Rank) | undefined,
  ): readonly RecordView[] {
    if (sort === null || !rank) {
      this.#sort = null;
      return records;
    }
    const fresh = records.filter((record) => !this.#places.has(this.#idOf(record)));
    if (sort !== this.#sort || fresh.length > 1) {
      this.#sort = sort;
      const anew = sorted(records, rank, sort.isDescending);
      this.#places = new Map(anew.map((record, at) => [this.#idOf(record), at]));
      return anew;
    }
    // Those that went keep their places, should an undo bring them back.
    for (const record of fresh)
      this.#places = new Map([...this.#places, [this.#idOf(record), this.#places.size]]);
    return sorted(records, (record) => this.#places.get(this.#idOf(record)) ?? null, false);
  }
}
