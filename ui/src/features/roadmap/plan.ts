import { oneDecimal, shortDecimal } from "../../format";
import type { InitiativeView } from "../../ipc/generated/InitiativeView";
import type { RoadmapView } from "../../ipc/generated/RoadmapView";

/** What people decide about an initiative. */
export interface Change {
  isExcluded?: boolean;
  /** A week from 0; a negative number takes the pin away. */
  pinnedWeek?: number;
  owner?: string;
  status?: Status;
  /** ISO days; an empty text takes one away. */
  startedOn?: string;
  notBefore?: string;
  finishBy?: string;
  /** Working weeks after the prerequisites; 0 takes the wait away. */
  lagWeeks?: number;
  /** Person-weeks: low, likely and high; none takes them away. */
  effort?: number[];
}

/** What people say about how the roadmap is made; absent parts stay. */
export interface Made {
  aim?: string;
  /** Person-weeks; a negative number takes the budget away. */
  budget?: number;
  /** 0 takes the limit away. */
  atOnce?: number;
  /** Weeks after which the first three waves end; none for the usual ones. */
  waveEnds?: number[];
}

export const statuses = ["planned", "started", "done"] as const;
/** How far an initiative has come. */
export type Status = (typeof statuses)[number];

/** What a decision did to the rest of the plan. */
export interface Effect {
  /** How many others start in another week or wave, or came or went. */
  moved: number;
  /** The overall score after the last wave, where it is another one. */
  ends: readonly [before: string, after: string] | null;
  /** Weeks of the whole plan, where they are others. */
  weeks: readonly [before: number, after: number] | null;
  /** Use cases that it unlocks in the end, where they are fewer or more. */
  useCases: readonly [before: number, after: number] | null;
}

/** Person-weeks as people read them: whole ones without a decimal. */
export function personWeeks(value: number): string {
  return shortDecimal(value);
}

/** The weeks an initiative takes up, counted from 1: “3–12”. */
export function weeks({ start, end }: InitiativeView): string {
  return end - start <= 1 ? String(start + 1) : `${start + 1}–${end}`;
}

/** What a decision about one initiative did to the rest of the plan. */
export function effectOf(before: RoadmapView, after: RoadmapView, except: string): Effect {
  const place = ({ start, wave }: InitiativeView) => `${start} ${wave}`;
  const places = new Map(before.initiatives.map((one) => [one.id, place(one)]));
  const changed = after.initiatives.filter((one) => one.id !== except && places.get(one.id) !== place(one));
  const stays = new Set(after.initiatives.map((one) => one.id));
  const gone = before.initiatives.filter((one) => one.id !== except && !stays.has(one.id));
  const end = (view: RoadmapView) => view.waves.at(-1)?.overall.score ?? null;
  const [from, to] = [end(before), end(after)].map((score) => (score === null ? "" : oneDecimal(score)));
  return {
    moved: changed.length + gone.length,
    ends: from && to && from !== to ? [from, to] : null,
    weeks: before.weeks === after.weeks ? null : [before.weeks, after.weeks],
    useCases: unlocked(before) === unlocked(after) ? null : [unlocked(before), unlocked(after)],
  };
}

const unlocked = ({ waves }: RoadmapView) => waves.reduce((sum, { useCases }) => sum + useCases.length, 0);

/** The week in which a bar begins that was dragged so far, and that began in this one. */
export function draggedTo(start: number, by: number, week: number): number {
  return Math.max(0, start + Math.round(by / week));
}

/** What can be shown of a change before the plan is made anew. */
export function shown(view: RoadmapView, id: string, change: Change): RoadmapView {
  const { pinnedWeek, effort } = change;
  return {
    ...view,
    initiatives: view.initiatives.map((one) =>
      one.id === id
        ? {
            ...one,
            owner: change.owner ?? one.owner,
            status: change.status ?? one.status,
            startedOn: change.startedOn ?? one.startedOn,
            notBefore: change.notBefore ?? one.notBefore,
            finishBy: change.finishBy ?? one.finishBy,
            lagWeeks: change.lagWeeks ?? one.lagWeeks,
            effort: effort?.length === 3 ? (effort as [number, number, number]) : one.effort,
            pinnedWeek: pinnedWeek === undefined ? one.pinnedWeek : pinnedWeek < 0 ? null : pinnedWeek,
          }
        : one,
    ),
  };
}
