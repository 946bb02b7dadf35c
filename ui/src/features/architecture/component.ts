import type { BecauseView } from "../../ipc/generated/BecauseView";
import type { ComponentView } from "../../ipc/generated/ComponentView";
import type { RefView } from "../../ipc/generated/RefView";
import { words } from "../../words/en";

/** A fact about a component, with the record it was read from: all facts of one record stand together. */
export interface Grounds {
  from: RefView;
  facts: { fact: string; value: string }[];
}

export interface Layer {
  id: string;
  title: string;
  components: ComponentView[];
}

export const isRejected = ({ verdict }: ComponentView): boolean => verdict?.verdict === "rejected";

/** How a component stands to today, in the words of the picture's key, unless its owner has rejected it. */
export function standing(component: ComponentView): "existing" | "new" | "retire" | "rejected" {
  const { status } = component;
  if (isRejected(component)) return "rejected";
  return status === "existing" || status === "retire" ? status : "new";
}

/** The same in one word. A new component that takes the place of another says so. */
export function standingWord(component: ComponentView): string {
  const word = isRejected(component) ? "rejected" : component.status;
  return words.architecture.status[word] ?? word;
}

/** Why it does not stand at the stage that is looked at: it comes later, or has gone; null where it stands. */
export function absence({ isShown, status }: ComponentView): "notYet" | "gone" | null {
  if (isShown) return null;
  return status === "retire" ? "gone" : "notYet";
}

/** The facts behind a component, each record once. */
export function grounds(because: readonly BecauseView[]): Grounds[] {
  const found = new Map<string, Grounds>();
  for (const { fact, value, from } of because) {
    const key = `${from.kind} ${from.id}`;
    const known = found.get(key) ?? { from, facts: [] };
    known.facts.push({ fact, value });
    found.set(key, known);
  }
  return [...found.values()];
}

/** Components under the heads of their layers, in the order they come. */
export function byLayer(components: readonly ComponentView[]): Layer[] {
  const layers = new Map<string, Layer>();
  for (const one of components) {
    const layer = layers.get(one.layer) ?? { id: one.layer, title: one.layerTitle, components: [] };
    layer.components.push(one);
    layers.set(one.layer, layer);
  }
  return [...layers.values()];
}
