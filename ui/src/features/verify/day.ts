/** Whether a day, as an ISO date, is over where the window stands. */
export function isPast(day: string): boolean {
  const now = new Date();
  const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()]
    .map((part) => String(part).padStart(2, "0"))
    .join("-");
  return day !== "" && day < today;
}

/** Each text once, by name. */
export const once = (texts: readonly string[]): readonly string[] =>
  [...new Set(texts)].sort((one, other) => one.localeCompare(other));
