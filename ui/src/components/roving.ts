/** The place an arrow, Home or End leads to in a list of `count`, or null for any other key. Ends wrap. */
export function rove(
  key: string,
  from: number,
  count: number,
  axis: "vertical" | "horizontal" | "both" = "both",
): number | null {
  if (count === 0) return null;
  const step =
    (axis !== "horizontal" && key === "ArrowDown") || (axis !== "vertical" && key === "ArrowRight")
      ? 1
      : (axis !== "horizontal" && key === "ArrowUp") || (axis !== "vertical" && key === "ArrowLeft")
        ? -1
        : 0;
  if (step !== 0) return (from + step + count) % count;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  return null;
}

/** Moves the focus among the links within what hears the key: arrows up and down, Home and End. */
export function roveLinks(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>("a")];
  const next = rove(event.key, links.indexOf(event.target as HTMLElement), links.length, "vertical");
  if (next === null) return;
  event.preventDefault();
  links[next]?.focus();
}

/** Whether it is the Tab key: with Shift, the web view may give its name to the place of the key only. */
export const isTab = (event: KeyboardEvent): boolean => event.key === "Tab" || event.code === "Tab";
