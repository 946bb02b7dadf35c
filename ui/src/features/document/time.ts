import { dateText } from "../../format";
import { words } from "../../words/en";

const minute = 60_000;
const hour = 60 * minute;

/** A moment as people say it: relative under a day, yesterday, then the date. Both in milliseconds since 1970. */
export function relativeTime(at: number, now: number): string {
  const ago = now - at;
  if (ago < minute) return words.time.now;
  if (ago < hour) return words.time.minutes(Math.floor(ago / minute));
  const day = (moment: number) => {
    const date = new Date(moment);
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / (24 * hour);
  };
  const days = day(now) - day(at);
  if (days === 0 || ago < 12 * hour) return words.time.hours(Math.floor(ago / hour));
  if (days === 1) return words.time.yesterday;
  const date = new Date(at);
  const two = (part: number) => String(part).padStart(2, "0");
  return dateText(`${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`);
}
