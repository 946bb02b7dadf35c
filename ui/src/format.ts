/** One decimal, half away from zero: the rounding of every printed score. */
export function oneDecimal(value: number): string {
  const rounded = (Math.sign(value) * Math.round(Math.abs(value) * 10)) / 10;
  return rounded.toFixed(1);
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
