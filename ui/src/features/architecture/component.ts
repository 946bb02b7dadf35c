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

/** How a component stands, told apart in the picture and its key. */
export const standings = ["kept", "leaving", "new", "replacing", "retired", "rejected"] as const;
export type Standing = (typeof standings)[number];

/** How a component stands at the stage that is looked at. What its owner has just rejected is rejected before its picture is there. */
export function standing(component: ComponentView): Standing {
  const word = standingOf(component);
  return standings.find((one) => one === word) ?? "new";
}

/** The same in words. A new component that takes the place of another says so. */
export function standingWord(component: ComponentView): string {
  const word = standingOf(component);
  return words.architecture.status[word] ?? word;
}

function standingOf(component: ComponentView): string {
  const isLeft = isRejected(component) && component.standing !== "leaving";
  return isLeft ? "rejected" : component.standing;
}

/** Why it is not shown at the stage that is looked at: it comes later, or has gone; null where it is shown, and where it never comes. */
export function absence(component: ComponentView): "notYet" | "gone" | null {
  if (component.isShown || isRejected(component)) return null;
  return component.status === "retire" ? "gone" : "notYet";
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
