import { oneDecimal } from "../../format";
import type { InitiativeView } from "../../ipc/generated/InitiativeView";
import type { RoadmapView } from "../../ipc/generated/RoadmapView";
import type { WaveView } from "../../ipc/generated/WaveView";

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

/**
 * What a decision about one initiative did to the rest of the plan: how many others start in another week or
 * wave, or came or went, and the overall score after the last wave where it is another one.
 */
export function effectOf(
  before: RoadmapView,
  after: RoadmapView,
  except: string,
): { moved: number; ends: readonly [before: string, after: string] | null } {
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
  };
}

/** Titles of the roles that notice what a wave finishes, each once. */
export function noticedIn({ initiatives }: RoadmapView, wave: WaveView): string[] {
  const finished = initiatives.filter((one) => wave.initiatives.includes(one.id));
  return [...new Set(finished.flatMap((one) => one.visibleTo))];
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
