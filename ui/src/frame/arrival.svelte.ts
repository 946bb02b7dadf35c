import { tick, untrack } from "svelte";

/** How long a place may take to appear, in milliseconds. */
const patience = 4000;

/** The place where text was being typed that is to have the focus as soon as it is on screen, such as `profile/scope`. */
class Arrival {
  place = $state.raw<string | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Leads there; nothing happens later where it does not appear. */
  to(place: string): void {
    clearTimeout(this.#timer);
    this.place = place;
    this.#timer = setTimeout(() => this.done(), patience);
  }

  done(): void {
    clearTimeout(this.#timer);
    this.place = null;
  }
}

export const arrival = new Arrival();

/**
 * Takes the focus where somebody is led to what this component shows. `focus` answers false where it cannot yet. Call
 * while the component is set up.
 */
export function useArrival(focus: (place: string) => boolean): void {
  $effect(() => {
    const { place } = arrival;
    // `focus` is followed too: it is asked again when what it needs has come.
    if (place !== null && focus(place)) untrack(() => arrival.done());
  });
}

/** Brings what is typed in into sight and gives it the focus, once what opens beside it has its size. */
export function focusWithin(element: HTMLElement): void {
  void tick().then(() => {
    element.scrollIntoView?.({ block: "center" });
    const field =
      element.querySelector<HTMLElement>("input, textarea, select") ??
      element.querySelector<HTMLElement>("button, [tabindex='0']");
    field?.focus({ preventScroll: true });
  });
}
