import { untrack } from "svelte";
import { useActions } from "../../frame/frame.svelte";
import type { Binding } from "../../keys.svelte";
import { contrastChoices, theme } from "../../theme.svelte";
import { words } from "../../words/en";
import { size, sizes } from "./size.svelte";

const said = words.guide;

/** The keys for the size of everything, as browsers have them. */
export const sizeKeys: readonly Binding[] = [
  { key: "mod++", label: said.keys.larger, inFields: true, run: () => void size.larger() },
  { key: "mod+=", label: said.keys.larger, inFields: true, hidden: true, run: () => void size.larger() },
  { key: "mod+-", label: said.keys.smaller, inFields: true, run: () => void size.smaller() },
  { key: "mod+0", label: said.keys.actualSize, inFields: true, run: () => void size.choose(100) },
];

/** How the window looks to this person, its contrast and its size, in the palette and as it was last. Call once. */
export function useAppearance(): void {
  $effect(() => untrack(() => void size.recall()));
  useActions(() => [
    ...contrastChoices.map((choice) => ({
      id: `contrast-${choice}`,
      label: `${said.contrast.label}: ${said.contrast[choice].toLowerCase()}`,
      also: said.contrast.also,
      run: () => theme.chooseContrast(choice),
    })),
    ...sizes
      .filter((percent) => percent % 50 === 0)
      .map((percent) => ({
        id: `size-${percent}`,
        label: said.zoom.at(percent),
        also: said.zoom.also,
        run: () => void size.choose(percent),
      })),
  ]);
}
