import { oneDecimal } from "../../format";
import type { InitiativeView } from "../../ipc/generated/InitiativeView";
import type { RoadmapView } from "../../ipc/generated/RoadmapView";

/** What people decide about an initiative. */
export interface Change {
  isExcluded?: boolean;
  /** A week from 0; a negative number takes the pin away. */
  pinnedWeek?: number;
  owner?: string;
}

/** Person-weeks as people read them: whole ones without a decimal. */
export function personWeeks(value: number): string {
  return oneDecimal(value).replace(/\.0$/, "");
}

/** The weeks an initiative takes up, counted from 1: “3–12”. */
export function weeks({ start, end }: InitiativeView): string {
  return end - start <= 1 ? String(start + 1) : `${start + 1}–${end}`;
}

/** How many other initiatives start in another week, or came or went. */
export function movedBetween(before: RoadmapView, after: RoadmapView, except: string): number {
  const starts = new Map(before.initiatives.map((one) => [one.id, one.start]));
  const changed = after.initiatives.filter((one) => one.id !== except && starts.get(one.id) !== one.start);
  const stays = new Set(after.initiatives.map((one) => one.id));
  const gone = before.initiatives.filter((one) => one.id !== except && !stays.has(one.id));
  return changed.length + gone.length;
}

/** What can be shown of a change before the plan is made anew. */
export function shown(view: RoadmapView, id: string, { pinnedWeek, owner }: Change): RoadmapView {
  return {
    ...view,
    initiatives: view.initiatives.map((one) =>
      one.id === id
        ? {
            ...one,
            owner: owner ?? one.owner,
            pinnedWeek: pinnedWeek === undefined ? one.pinnedWeek : pinnedWeek < 0 ? null : pinnedWeek,
          }
        : one,
    ),
  };
}
