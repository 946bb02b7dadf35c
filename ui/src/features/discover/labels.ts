/** A dot of the field and what may be written beside it, the longest text first. */
export interface Dot {
  id: string;
  x: number;
  y: number;
  texts: readonly string[];
}
export interface Label {
  x: number;
  y: number;
  anchor: "start" | "middle" | "end";
  text: string;
}
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const radius = 6;
const lineHeight = 15;
/** What a name keeps from the dots beside it, so that it belongs to one. */
const clear = 3;
/** Roughly how wide a text is at the size of a label. */
export const textWidth = (text: string): number => text.length * 6.7 + 4;

const overlap = (a: Box, b: Box) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** Dots that would cover each other step aside, each to the nearest free place, in the same way every time. */
export function spread(dots: readonly Dot[]): Dot[] {
  const apart = 2 * radius + 1;
  const placed: Dot[] = [];
  const isFree = (x: number, y: number) =>
    placed.every((other) => Math.hypot(other.x - x, other.y - y) >= apart - 0.01);
  for (const dot of dots) {
    let { x, y } = dot;
    for (let ring = 1; !isFree(x, y) && ring < 12; ring += 1) {
      for (let turn = 0; turn < 8 && !isFree(x, y); turn += 1) {
        const angle = (turn * Math.PI) / 4;
        x = dot.x + ring * apart * Math.cos(angle);
        y = dot.y + ring * apart * Math.sin(angle);
      }
    }
    placed.push({ ...dot, x, y });
  }
  return placed;
}

/**
 * A label for each dot, beside it, that covers no dot, no other label and nothing of `taken`; nothing of `avoided`
 * either, if it can be. Where there is no room
 * for a text the next shorter one is tried; a dot without room for any has no label, and its name stands in the
 * table and in its tooltip.
 */
export function labelled(
  dots: readonly Dot[],
  bounds: Box,
  taken: readonly Box[],
  avoided: readonly Box[] = [],
): Map<string, Label> {
  const marks = dots.map(({ x, y }) => ({
    left: x - radius - clear,
    right: x + radius + clear,
    top: y - radius,
    bottom: y + radius,
  }));
  const used: Box[] = [...taken];
  const labels = new Map<string, Label>();
  // Where dots stand close, the most beset chooses first.
  const near = ({ x, y }: Dot) => dots.filter((other) => Math.hypot(other.x - x, other.y - y) < 60).length;
  const crowded = dots.toSorted((a, b) => near(b) - near(a));
  const longest = Math.max(0, ...dots.map((dot) => dot.texts.length));
  // Every dot gets its shortest text before any gets a longer one: a name for all before a title for some.
  const chosen = new Map<string, Box>();
  for (let rank = longest - 1; rank >= 0; rank -= 1) {
    for (const dot of crowded) {
      const text = dot.texts[rank];
      if (text === undefined) continue;
      const own = chosen.get(dot.id);
      const others = used.filter((box) => box !== own);
      const free = around(dot, text).filter(
        ({ box }) =>
          box.left >= bounds.left &&
          box.right <= bounds.right &&
          box.top >= bounds.top &&
          box.bottom <= bounds.bottom &&
          ![...others, ...marks].some((other) => overlap(box, other)),
      );
      const fit = free.find(({ box }) => !avoided.some((other) => overlap(box, other))) ?? free[0];
      if (!fit) continue;
      if (own) used.splice(used.indexOf(own), 1);
      used.push(fit.box);
      chosen.set(dot.id, fit.box);
      labels.set(dot.id, fit.label);
    }
  }
  return labels;
}

/** The places for a text at a dot, the best first. */
function around({ x, y }: Dot, text: string): { label: Label; box: Box }[] {
  const width = textWidth(text);
  const side = radius + 4;
  const places: [number, number, Label["anchor"]][] = [
    [x + side, y, "start"],
    [x - side, y, "end"],
    [x, y - radius - 9, "middle"],
    [x, y + radius + 9, "middle"],
    [x + 3, y - radius - 8, "start"],
    [x + 3, y + radius + 8, "start"],
    [x - 3, y - radius - 8, "end"],
    [x - 3, y + radius + 8, "end"],
  ];
  return places.map(([at, line, anchor]) => {
    const left = anchor === "start" ? at : anchor === "end" ? at - width : at - width / 2;
    return {
      label: { x: at, y: line, anchor, text },
      box: { left, right: left + width, top: line - lineHeight / 2, bottom: line + lineHeight / 2 },
    };
  });
}

/** A text of at most so many characters, cut at a word where one ends near. */
export function short(text: string, most: number): string {
  if (text.length <= most) return text;
  const cut = text.slice(0, most);
  const space = cut.lastIndexOf(" ");
  return `${(space > most * 0.6 ? cut.slice(0, space) : cut).trimEnd()}…`;
}
