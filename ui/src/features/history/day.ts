import { dateText } from "../../format";
import { words } from "../../words/en";
import { language } from "../../words/language.svelte";

const two = (part: number) => String(part).padStart(2, "0");

/** The local day of a moment, in ISO. */
export function isoDay(at: number): string {
  const date = new Date(at);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** A day as a heading says it: today, yesterday, else the weekday with its date. */
export function dayName(at: number, now: number): string {
  const today = new Date(now);
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1).getTime();
  const day = isoDay(at);
  if (day === isoDay(now)) return words.history.today;
  if (day === isoDay(yesterday)) return words.history.yesterday;
  const weekday = new Intl.DateTimeFormat(language.code, { weekday: "long" }).format(at);
  return `${weekday}${words.comma}${dateText(day)}`;
}
