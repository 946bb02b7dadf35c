import type { FieldView } from "../../ipc/generated/FieldView";
import type { RecordView } from "../../ipc/generated/RecordView";

/**
 * Where a use case stands between value and feasibility. One rule: a side is the mean of its ratings that are known,
 * 1 to 5 each and all of the same weight; 3 and more counts as high. A side without any rating is unknown and has no
 * place. Money stays beside it as it is: it is no rating. Nothing of this is stored; only the ratings are.
 */
export type Side = "value" | "feasibility";
export const sides: readonly Side[] = ["value", "feasibility"];

export const lowest = 1;
export const middle = 3;
export const highest = 5;

/** A place in the field; a side that is unknown is null. */
export type Standing = Readonly<Record<Side, number | null>>;
/** Where something is to stand; a side that is left out stays as it is. */
export type Target = Partial<Readonly<Record<Side, number>>>;
export type Quadrant = "first" | "prepare" | "easy" | "leave";

/** The ratings of a side: whole numbers from 1 to 5. */
export function ratingFields(fields: readonly FieldView[], side: Side): readonly FieldView[] {
  return fields.filter(
    ({ name, kind, min, max }) =>
      name.startsWith(`${side}_`) && kind === "whole" && min === lowest && max === highest,
  );
}

const ratingOf = (record: RecordView, name: string) => {
  const value = record.values[name];
  return typeof value === "number" ? value : null;
};

function mean(record: RecordView, fields: readonly FieldView[]): number | null {
  const known = fields.flatMap(({ name }) => ratingOf(record, name) ?? []);
  return known.length > 0 ? known.reduce((all, one) => all + one, 0) / known.length : null;
}

export function standingOf(record: RecordView, fields: readonly FieldView[]): Standing {
  return {
    value: mean(record, ratingFields(fields, "value")),
    feasibility: mean(record, ratingFields(fields, "feasibility")),
  };
}

/** The quarter of the field; null where a side is unknown. */
export function quadrantOf({ value, feasibility }: Standing): Quadrant | null {
  if (value === null || feasibility === null) return null;
  if (value >= middle) return feasibility >= middle ? "first" : "prepare";
  return feasibility >= middle ? "easy" : "leave";
}

const within = (value: number) => Math.max(lowest, Math.min(highest, value));

/** The nearest half step of the scale. */
export const toHalf = (value: number): number => within(Math.round(value * 2) / 2);

/** The next half step up or down. */
export function nextHalf(value: number, up: boolean): number {
  const near = 1e-9;
  return within(up ? (Math.floor(value * 2 + near) + 1) / 2 : (Math.ceil(value * 2 - near) - 1) / 2);
}

/**
 * The ratings that bring a use case to a place. The known ones of a side move by the same step; as each is a whole
 * number, what is left of the step goes point by point to the lowest when raising and to the highest when lowering,
 * and no rating leaves the scale. Unknown ones stay unknown, unless the whole side is: then all of it takes the
 * nearest whole number, so that no rating claims a difference that nobody made. A side that stands there already
 * is left alone.
 */
export function ratingsFor(
  record: RecordView,
  fields: readonly FieldView[],
  target: Target,
): Record<string, number> {
  const changed: Record<string, number> = {};
  for (const side of sides) {
    const to = target[side];
    const own = ratingFields(fields, side);
    const now = mean(record, own);
    if (to === undefined || now === to) continue;
    if (now === null) {
      for (const { name } of own) changed[name] = within(Math.round(to));
      continue;
    }
    const names = own.map(({ name }) => name).filter((name) => ratingOf(record, name) !== null);
    const before = names.map((name) => ratingOf(record, name) ?? middle);
    shifted(before, within(to)).forEach((rating, at) => {
      const name = names[at];
      if (name !== undefined && rating !== before[at]) changed[name] = rating;
    });
  }
  return changed;
}

/** Whole ratings whose mean is the wanted one, or the nearest beyond it that whole ratings can reach. */
function shifted(ratings: readonly number[], to: number): number[] {
  const sum = (all: readonly number[]) => all.reduce((total, one) => total + one, 0);
  const exact = to * ratings.length;
  const up = exact > sum(ratings);
  const wanted = up ? Math.ceil(exact - 1e-9) : Math.floor(exact + 1e-9);
  const step = Math.trunc((wanted - sum(ratings)) / ratings.length);
  const moved = ratings.map((rating) => within(rating + step));
  while (sum(moved) !== wanted) {
    const raise = sum(moved) < wanted;
    const edge = raise ? Math.min(...moved) : Math.max(...moved);
    moved[moved.indexOf(edge)] = edge + (raise ? 1 : -1);
  }
  return moved;
}
