import { language } from "./words/language.svelte";

/** So many decimals, half away from zero, with the sign that the language has before them. */
function decimals(value: number, places: number): string {
  const scale = 10 ** places;
  const rounded = (Math.sign(value) * Math.round(Math.abs(value) * scale)) / scale;
  return rounded.toLocaleString(language.code, {
    minimumFractionDigits: places,
    maximumFractionDigits: places,
    useGrouping: false,
  });
}

/** One decimal, half away from zero: the rounding of every printed score. */
export const oneDecimal = (value: number): string => decimals(value, 1);

/** Two decimals: what an importance is told with. */
export const twoDecimals = (value: number): string => decimals(value, 2);

/** One decimal, none for a whole number. */
export const shortDecimal = (value: number): string => oneDecimal(value).replace(/\D0$/, "");

/**
 * A day in ISO as the language writes it. English has more than one order of day and month, and therefore keeps ISO;
 * what is no day stays as it is.
 */
export function dateText(iso: string): string {
  const [year, month, day] = (/^(\d{4})-(\d{2})-(\d{2})$/.exec(iso) ?? []).slice(1).map(Number);
  if (language.code === "en" || !year || !month || !day) return iso;
  const wanted = { timeZone: "UTC", year: "numeric", month: "2-digit", day: "2-digit" } as const;
  return new Intl.DateTimeFormat(language.code, wanted).format(Date.UTC(year, month - 1, day));
}

/** Whole per cent of a share between 0 and 1; 100 only when it is complete. */
export function percent(share: number): number {
  const rounded = Math.round(share * 100);
  return rounded === 100 && share < 1 ? 99 : rounded;
}

/** Minutes as people say them: 1 h 30 min. */
export function minutesText(minutes: number): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 ? `${hours} h` : "", rest > 0 || hours === 0 ? `${rest} min` : ""]
    .filter(Boolean)
    .join(" ");
}

/** The time of day here, such as 09:05. */
export function timeOfDay(at: number): string {
  const moment = new Date(at);
  return [moment.getHours(), moment.getMinutes()].map((part) => String(part).padStart(2, "0")).join(":");
}
