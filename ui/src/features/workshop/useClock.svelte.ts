import { untrack } from "svelte";
import { openDocument } from "../document";
import { untilNextSecond } from "./time";
import { workshop } from "./workshop.svelte";

const minute = 60_000;

/**
 * Keeps the day up to date for as long as the component lives: it follows what is written, and the forecast moves on
 * once a minute. Between that it is the laptop's clock that ticks, and only while a section runs.
 */
export function useClock(): void {
  let opened = -1;
  $effect(() => {
    const { view, opened: now } = openDocument;
    untrack(() => {
      if (now !== opened || !view) workshop.forget();
      opened = now;
      if (view) void workshop.load();
    });
  });

  $effect(() => {
    const { endsAt } = workshop;
    if (endsAt === null) return;
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      workshop.now = Date.now();
      timer = setTimeout(tick, untilNextSecond(endsAt - workshop.now));
    };
    untrack(tick);
    return () => clearTimeout(timer);
  });

  $effect(() => {
    if (!workshop.isUnderWay) return;
    const timer = setInterval(() => void workshop.load(), minute);
    return () => clearInterval(timer);
  });
}
