/** Something that can be done from the palette. */
export interface Action {
  id: string;
  label: string;
  /** A quiet word at its right: where it leads or what kind it is. */
  hint?: string;
  /** The key that does the same. */
  key?: string;
  /** Words that find it although they are not in its label. */
  also?: string;
  run: () => void;
}

/** The actions that hold every typed word: those whose label begins so first, then by where a word begins. */
export function find(actions: readonly Action[], typed: string): Action[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [...actions];
  const ranked = actions.flatMap((action, order) => {
    const label = action.label.toLowerCase();
    const all = `${label} ${(action.hint ?? "").toLowerCase()} ${(action.also ?? "").toLowerCase()}`;
    if (!wanted.every((word) => all.includes(word))) return [];
    const first = wanted[0] ?? "";
    const rank = label.startsWith(first)
      ? 0
      : label.includes(` ${first}`)
        ? 1
        : label.includes(first)
          ? 2
          : 3;
    return [{ action, rank, order }];
  });
  return ranked.sort((a, b) => a.rank - b.rank || a.order - b.order).map(({ action }) => action);
}
