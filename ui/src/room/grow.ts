/** How long a change takes, in milliseconds. */
const lasts = 150;
const number = /-?\d+(?:\.\d+)?/g;
const places = ["points", "d", "cx", "cy", "x", "y", "x1", "y1", "x2", "y2"];

/** An attribute on its way from one place to another. */
interface Way {
  element: Element;
  name: string;
  text: string;
  from: readonly number[];
  to: readonly number[];
}

/**
 * Lets a drawing grow out of the one before: what is in both moves from where it was. What has another shape than
 * before is there at once. Gives the way to end it early.
 */
export function grow(before: Element, after: Element): () => void {
  const ways = waysBetween(before, after);
  if (ways.length === 0) return () => undefined;
  const began = performance.now();
  let frame = 0;
  const draw = (share: number) => {
    for (const { element, name, text, from, to } of ways) {
      let at = 0;
      const between = () => {
        const [a = 0, b = 0] = [from[at], to[at]];
        at += 1;
        return (a + (b - a) * share).toFixed(2);
      };
      element.setAttribute(name, share === 1 ? text : text.replace(number, between));
    }
  };
  const step = (now: number) => {
    const share = Math.min(1, Math.max(0, (now - began) / lasts));
    draw(share === 1 ? 1 : 1 - (1 - share) ** 2);
    if (share < 1) frame = requestAnimationFrame(step);
  };
  draw(0);
  frame = requestAnimationFrame(step);
  return () => {
    cancelAnimationFrame(frame);
    draw(1);
  };
}

function waysBetween(before: Element, after: Element): Way[] {
  const [old, next] = [keyed(before), keyed(after)];
  return [...next].flatMap(([key, element]) => {
    const same = old.get(key);
    if (!same) return [];
    return places.flatMap((name) => {
      const [was, text] = [same.getAttribute(name), element.getAttribute(name)];
      if (was === null || text === null || was === text) return [];
      if (was.replace(number, "#") !== text.replace(number, "#")) return [];
      const read = (value: string) => (value.match(number) ?? []).map(Number);
      return [{ element, name, text, from: read(was), to: read(text) }];
    });
  });
}

/** Every element by what it is and where: the record it stands for, its kind and colour, and its turn among those alike. */
function keyed(root: Element): Map<string, Element> {
  const turns = new Map<string, number>();
  const all = new Map<string, Element>();
  for (const element of root.querySelectorAll("*")) {
    const record = element.closest("[data-id]")?.getAttribute("data-id") ?? "";
    const kind = `${record} ${element.localName} ${element.getAttribute("class") ?? ""}`;
    const turn = turns.get(kind) ?? 0;
    turns.set(kind, turn + 1);
    all.set(`${kind} ${turn}`, element);
  }
  return all;
}
