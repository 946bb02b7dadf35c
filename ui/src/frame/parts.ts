/** The parts of the window, in the order in which they are gone through. */
const parts = ["nav", "header", "main", "aside", "footer"];
const usable =
  "a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), select:not([disabled]), [tabindex]:not([tabindex='-1'])";
/** What had the focus last in each part. */
const last = new WeakMap<Element, HTMLElement>();

/** Moves the focus to the next part of the window that has something to use, or with -1 to the one before. */
export function goToPart(step: 1 | -1): void {
  const all = parts.flatMap((part) => [...document.querySelectorAll<HTMLElement>(`.frame > ${part}`)]);
  const { activeElement: now } = document;
  const from = all.findIndex((part) => part.contains(now));
  if (from >= 0 && now instanceof HTMLElement && all[from]) last.set(all[from], now);
  const start = from < 0 ? (step > 0 ? -1 : 0) : from;
  for (let turn = 1; turn <= all.length; turn += 1) {
    const part = all[(start + step * turn + all.length * 2) % all.length];
    const target = part && firstIn(part);
    if (target) return target.focus();
  }
}

function firstIn(part: HTMLElement): HTMLElement | null {
  const remembered = last.get(part);
  if (remembered?.isConnected && part.contains(remembered)) return remembered;
  const here = [...part.querySelectorAll<HTMLElement>(usable)].find((one) => one.checkVisibility?.() ?? true);
  return here ?? (part.tabIndex >= -1 && part.hasAttribute("tabindex") ? part : null);
}
