const two = (part: number) => String(part).padStart(2, "0");

/** The time of day here, such as 09:05. */
export function timeOfDay(at: number): string {
  const moment = new Date(at);
  return `${two(moment.getHours())}:${two(moment.getMinutes())}`;
}

/** The day here, in ISO. */
export function dayOf(at: number): string {
  const moment = new Date(at);
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}
