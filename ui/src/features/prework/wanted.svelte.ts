import { router } from "../../router.svelte";

/** What is done with pre-work beside its part of Brief. */
export type PreworkWay = "send" | "take";

class Wanted {
  /** What was asked for from another screen, and is begun as soon as its part of Brief is there. */
  way = $state<PreworkWay | null>(null);

  /** Goes to Brief and begins it there. */
  go(way: PreworkWay): void {
    this.way = way;
    if (router.view !== "brief") router.go("brief");
  }
}

export const wanted = new Wanted();
