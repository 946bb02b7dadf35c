export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: "info" | "warning" | "error";
  /** What the person can do about the last change, such as undo. */
  readonly action?: { label: string; run: () => void };
  /** It speaks of more than the last change: neither time nor another change takes it away. */
  readonly stays?: boolean;
}

/** Short messages that leave by themselves; errors stay until dismissed. */
export class Toasts {
  list = $state.raw<readonly Toast[]>([]);
  // Nothing is drawn from the timers.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();
  #next = 1;
  readonly #stay: number;

  /** @param stay how long a message stays, in milliseconds */
  constructor(stay = 7000) {
    this.#stay = stay;
  }

  show(text: string, options: Partial<Omit<Toast, "id" | "text">> = {}): number {
    const { tone = "info", action, stays = false } = options;
    const toast = { id: this.#next, text, tone, action, stays };
    this.#next += 1;
    // Three at most: older ones make room.
    for (const old of this.list.slice(0, -2)) this.dismiss(old.id);
    this.list = [...this.list, toast];
    this.resume(toast.id);
    return toast.id;
  }

  dismiss(id: number): void {
    this.hold(id);
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  /** Takes away what offers to do something about the last change: another one begins. */
  supersede(): void {
    for (const toast of this.list) if (toast.action && !toast.stays) this.dismiss(toast.id);
  }

  /** Takes away what arose on a screen that is left; errors stay. */
  leave(): void {
    for (const toast of this.list) if (toast.tone !== "error") this.dismiss(toast.id);
  }

  /** Does the toast's action and takes it away. */
  act(id: number): void {
    const toast = this.list.find((other) => other.id === id);
    this.dismiss(id);
    toast?.action?.run();
  }

  /** Stops its time while it is looked at. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }

  /** Lets its time run, from the start. */
  resume(id: number): void {
    this.hold(id);
    const toast = this.list.find((other) => other.id === id);
    if (toast && toast.tone !== "error" && !toast.stays)
      this.#timers.set(
        id,
        setTimeout(() => this.dismiss(id), this.#stay),
      );
  }
}

export const toasts = new Toasts();
