import { language } from "../../words/language.svelte";

/** By which column rows are sorted. Null where one is expected: as they were entered. */
export interface Sort {
  key: string;
  isDescending: boolean;
}

/** What a press on a heading makes of the order: ascending, then descending, then as entered. */
export function pressed(sort: Sort | null, key: string): Sort | null {
  if (sort?.key !== key) return { key, isDescending: false };
  return sort.isDescending ? null : { key, isDescending: true };
}

/** What asking for one direction makes of the order; asked for again, it is as entered. */
export function directed(sort: Sort | null, key: string, isDescending: boolean): Sort | null {
  return sort?.key === key && sort.isDescending === isDescending ? null : { key, isDescending };
}

/** A value to sort by; null for what is unknown or empty. */
export type Rank = number | string | null;

// Made once for a language: comparing with its name builds one each time. SRC-2 comes before SRC-10.
const collators = new Map<string, Intl.Collator>();
function collator(): Intl.Collator {
  const known = collators.get(language.code);
  const made = known ?? new Intl.Collator(language.code, { numeric: true, sensitivity: "base" });
  if (!known) collators.set(language.code, made);
  return made;
}
const compare = (order: Intl.Collator, a: number | string, b: number | string) =>
  typeof a === "number" && typeof b === "number" ? a - b : order.compare(String(a), String(b));

/** Sorted by a value of each, those without one last in either direction; equals keep their order. */
export function sorted<T>(rows: readonly T[], rank: (row: T) => Rank, isDescending: boolean): T[] {
  const [way, order] = [isDescending ? -1 : 1, collator()];
  return rows
    .map((row) => ({ row, at: rank(row) }))
    .toSorted((a, b) => {
      if (a.at === null || b.at === null) return Number(a.at === null) - Number(b.at === null);
      return way * compare(order, a.at, b.at);
    })
    .map(({ row }) => row);
}
