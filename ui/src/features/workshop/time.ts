import { timeOfDay } from "../../format";
import { words } from "../../words/en";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const two = (count: number) => String(count).padStart(2, "0");

/** What a clock shows of the time that is left: it stands at 0:00 when the time is up, and counts on after that. */
export function countdown(left: number): { text: string; isOver: boolean } {
  const seconds = Math.ceil(left / second);
  const isOver = seconds < 0;
  const all = Math.abs(seconds);
  const time =
    all * second < hour
      ? `${Math.floor(all / 60)}:${two(all % 60)}`
      : `${Math.floor(all / 3600)} h ${two(Math.floor((all % 3600) / 60))} min`;
  return { text: isOver ? words.workshop.clock.over(time) : words.workshop.clock.left(time), isOver };
}

/** Milliseconds until the clock shows another second. */
export function untilNextSecond(left: number): number {
  const rest = ((left % second) + second) % second;
  return rest === 0 ? second : rest;
}

/** The minute in which an instant lies. */
export const minuteOf = (at: number): number => Math.floor(at / minute);

/** Whole minutes that are left, towards zero; negative where the time is over. */
export const wholeMinutes = (left: number): number => Math.trunc(left / minute);

/** Minutes that a section has taken so far. */
export function usedMinutes(
  section: { startedAt: number | null; endedAt: number | null },
  now: number,
): number {
  if (section.startedAt === null) return 0;
  return Math.max(0, Math.round(((section.endedAt ?? now) - section.startedAt) / minute));
}

/** A time of day as the laptop tells it; with its date where that is another day than today. */
export function timeWithDay(at: number, now: number): string {
  const [then, today] = [new Date(at), new Date(now)];
  const time = timeOfDay(at);
  const date = (one: Date) => `${one.getFullYear()}-${two(one.getMonth() + 1)}-${two(one.getDate())}`;
  return date(then) === date(today) ? time : `${date(then)} ${time}`;
}
