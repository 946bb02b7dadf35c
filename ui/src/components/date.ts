/**
 * Reads a date as people type it, ISO (`2026-12-04`) or day first (`4.12.2026`, `4/12/2026`), and gives it in ISO.
 * `null` for an empty text, `undefined` for what is no date of the calendar.
 */
export function parseDate(text: string): string | null | undefined {
  const plain = text.trim();
  if (plain === "") return null;
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(plain);
  const dayFirst = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/.exec(plain);
  const [year, month, day] = (iso ? iso.slice(1) : (dayFirst?.slice(1).toReversed() ?? [])).map(Number);
  if (year === undefined || month === undefined || day === undefined) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.toISOString().slice(0, 10) : undefined;
}
