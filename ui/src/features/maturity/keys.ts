import type { Binding } from "../../keys.svelte";
import { router } from "../../router.svelte";
import { words } from "../../words/en";
import { tabs, whole, type Maturity } from "./maturity.svelte";

/** Everything the scorecard does by key. */
export function bindings(maturity: Maturity): Binding[] {
  const said = words.maturity.keys;
  const step = (by: 1 | -1) => () => {
    const next = maturity.neighbour(by);
    if (next) maturity.show(next);
  };
  const { subject, above } = maturity;
  return [
    { key: "j", label: said.next, run: step(1) },
    { key: "k", label: said.previous, run: step(-1) },
    { key: "w", label: said.whole, run: () => maturity.show(whole) },
    ...(above ? [{ key: "Backspace", label: said.above, run: () => maturity.show(above) }] : []),
    ...(subject.kind === "question"
      ? [{ key: "o", label: said.assess, run: () => router.go("assess", { question: subject.id }) }]
      : []),
    ...tabs.map((tab, at) => ({
      key: String(at + 1),
      label: words.maturity.tabs[tab],
      run: () => (maturity.tab = tab),
    })),
    { key: "f", label: said.panel, run: () => (maturity.isPanelOpen = !maturity.isPanelOpen) },
  ];
}
