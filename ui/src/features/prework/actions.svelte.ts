import { useActions } from "../../frame/frame.svelte";
import { words } from "../../words/en";
import { within } from "../../words/sentence";
import { openDocument } from "../document";
import { saveCards } from "./send.svelte";
import { wanted } from "./wanted.svelte";

const said = words.prework;

/** Offers pre-work and cards in the palette, on every screen while a document is open. Call while the component is set up. */
export function usePreworkActions(): void {
  useActions(() => {
    const { view, isReadOnly } = openDocument;
    if (!view) return [];
    return [
      {
        id: "prework-send",
        label: `${said.title}: ${within(said.send)}`,
        also: said.also.send,
        run: () => wanted.go("send"),
      },
      ...(isReadOnly
        ? []
        : [
            {
              id: "prework-take",
              label: `${said.title}: ${within(said.take)}`,
              also: said.also.take,
              run: () => wanted.go("take"),
            },
          ]),
      {
        id: "print-cards",
        label: said.printCards,
        hint: said.cardsHint,
        also: said.also.cards,
        run: () => void saveCards(),
      },
    ];
  });
}
