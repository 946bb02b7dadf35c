import { frame, useActions } from "../../frame/frame.svelte";
import { useKeys } from "../../keys.svelte";
import { theme, themeChoices } from "../../theme.svelte";
import { words } from "../../words/en";
import { openDocument } from "./document.svelte";

/**
 * Ties the window to the application: asks what is open, keeps theme and rail width with the settings, and
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
      frame.widenRail(settings.isRailWide);
      adopted = true;
    });
  });

  $effect(() => {
    const now = { theme: theme.choice, isRailWide: frame.railWide };
    const kept = openDocument.settings;
    if (!adopted || !kept) return;
    if (kept.theme !== now.theme || kept.isRailWide !== now.isRailWide) void openDocument.set(now);
  });

  const isOpen = $derived(openDocument.view !== null);
  useKeys(() => ({
    name: words.document.name,
    bindings: isOpen
      ? [
          { key: "mod+z", label: words.document.undoLast, run: () => void openDocument.undo() },
          { key: "mod+shift+z", label: words.document.redoLast, run: () => void openDocument.redo() },
        ]
      : [],
  }));

  const undoLabel = $derived(openDocument.view?.undoLabel ?? null);
  const redoLabel = $derived(openDocument.view?.redoLabel ?? null);
  useActions(() => [
    ...(isOpen && undoLabel
      ? [
          {
            id: "undo",
            label: words.document.undoWhat(undoLabel),
            key: "mod+z",
            run: () => void openDocument.undo(),
          },
        ]
      : []),
    ...(isOpen && redoLabel
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
          { id: "save-copy", label: words.document.saveCopy, run: () => void openDocument.saveCopy() },
          { id: "export-json", label: words.document.exportJson, run: () => void openDocument.exportJson() },
          { id: "close-document", label: words.document.close, run: () => void openDocument.close() },
        ]
      : []),
    { id: "open-document", label: words.document.open, run: () => void openDocument.choose() },
    { id: "open-sample", label: words.document.openSample, run: () => void openDocument.openSample() },
    { id: "import-json", label: words.document.importJson, run: () => void openDocument.importJson() },
  ]);
}
