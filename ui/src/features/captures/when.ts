const two = (part: number) => String(part).padStart(2, "0");

/** The day here, in ISO. */
export function dayOf(at: number): string {
  const moment = new Date(at);
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}
