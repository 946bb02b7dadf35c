import { untrack } from "svelte";
import { frame, useActions } from "../../frame/frame.svelte";
import { useKeys } from "../../keys.svelte";
import { router } from "../../router.svelte";
import { theme, themeChoices } from "../../theme.svelte";
import { words } from "../../words/en";
import { language, languageChoices } from "../../words/language.svelte";
import { openDocument } from "./document.svelte";
import { drafts } from "./drafts.svelte";
import { returned } from "./returned.svelte";

/**
 * Ties the window to the application: asks what is open, keeps theme, language and rail width with the settings, and
 * offers undo and what can be done with a document. Call once, while App is set up.
 */
export function useApplication(): void {
  let adopted = $state(false);

  $effect(() => {
    void openDocument.load().then(() => {
      const settings = openDocument.settings;
      if (!settings) return;
      const known = themeChoices.find((choice) => choice === settings.theme);
      if (known) theme.choose(known);
      const spoken = languageChoices.find((choice) => choice === settings.language);
      if (spoken) language.choose(spoken);
      frame.widenRail(settings.isRailWide);
      adopted = true;
    });
  });

  $effect(() => {
    const now = { theme: theme.choice, isRailWide: frame.railWide, language: language.choice };
    const kept = openDocument.settings;
    if (!adopted || !kept) return;
    const differs = Object.entries(now).some(([name, value]) => kept[name as keyof typeof now] !== value);
    if (differs) void openDocument.set(now);
  });

  const isOpen = $derived(openDocument.view !== null);
  const hidden = $derived(openDocument.isReadOnly);
  const undo = () => void (openDocument.refusesChange() || openDocument.undo());
  const redo = () => void (openDocument.refusesChange() || openDocument.redo());
  useKeys(() => ({
    name: words.document.name,
    bindings: isOpen
      ? [
          { key: "mod+z", label: words.document.undoLast, hidden, run: undo },
          { key: "mod+shift+z", label: words.document.redoLast, hidden, run: redo },
        ]
      : [],
  }));

  // Once all of it is stored or given up, nobody needs to be told any more.
  $effect(() => {
    if (returned.places.length === 0) untrack(() => returned.forget());
  });

  // The palette leads to all text that waits, also to what was typed since.
  $effect(() => {
    const { view } = openDocument;
    if (frame.paletteOpen && view && !view.isReadOnly && drafts.places.length > 0)
      untrack(() => void returned.look(view));
  });

  const undoLabel = $derived(openDocument.view?.undoLabel ?? null);
  const redoLabel = $derived(openDocument.view?.redoLabel ?? null);
  useActions(() => [
    ...(isOpen && undoLabel && !hidden
      ? [
          {
            id: "undo",
            label: words.document.undoWhat(undoLabel),
            key: "mod+z",
            run: () => void openDocument.undo(),
          },
        ]
      : []),
    ...(isOpen && redoLabel && !hidden
      ? [
          {
            id: "redo",
            label: words.document.redoWhat(redoLabel),
            key: "mod+shift+z",
            run: () => void openDocument.redo(),
          },
        ]
      : []),
    ...(isOpen
      ? [
          { id: "next-round", label: words.rounds.next, run: () => void openDocument.nextRound() },
          { id: "save-copy", label: words.document.saveCopy, run: () => void openDocument.saveCopy() },
          { id: "export-json", label: words.document.exportJson, run: () => void openDocument.exportJson() },
          { id: "close-document", label: words.document.close, run: () => void openDocument.close() },
        ]
      : []),
    ...returned.known.map(({ name, label, go }) => ({
      id: `draft-${name}`,
      label: words.draft.resume(label),
      run: go,
    })),
    {
      id: "portfolio",
      label: words.portfolio.way,
      run: () => router.go("start", { page: "portfolio" }),
    },
    { id: "open-document", label: words.document.open, run: () => void openDocument.choose() },
    { id: "open-sample", label: words.document.openSample, run: () => void openDocument.openSample() },
    { id: "import-json", label: words.document.importJson, run: () => void openDocument.importJson() },
  ]);
}
