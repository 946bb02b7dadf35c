import { toasts } from "../../components/toasts.svelte";
import { call } from "../../ipc/call";
import type { RoomSettings } from "../../ipc/generated/RoomSettings";
import { words } from "../../words/en";
import { openDocument } from "../document";

/** What the room can see, in the order of a workshop. */
export const scenes = ["welcome", "question", "maturity", "break", "closing"] as const;
export type SceneName = (typeof scenes)[number];

const minute = 60_000;

/**
 * The second window, set from the laptop: whether it is open and what it shows. It is told the id of a question
 * and never its content, which the application sends it by itself.
 */
export class RoomControl {
  isOpen = $state(false);
  /** What is set; null until the application has answered. */
  settings = $state.raw<RoomSettings | null>(null);
  /** Somebody closed the window by hand. */
  wasClosed = $state(false);
  /** The question that Assess asks, or asked last. */
  asked = $state<string | null>(null);
  /** How long the next break is. */
  minutes = $state(10);
  /** The window is being opened or closed. */
  busy = $state(false);
  #wanted = 0;
  #sent: Promise<unknown> = Promise.resolve();

  get scene(): SceneName {
    return scenes.find((name) => name === this.settings?.scene) ?? "welcome";
  }
  get isBlank(): boolean {
    return this.settings?.isBlank ?? false;
  }
  /** The room sees the question that is asked. */
  get showsQuestion(): boolean {
    return this.isOpen && this.scene === "question" && !this.isBlank;
  }

  /** Asks how it stands. Where that fails, it counts as closed: opening it then says why. */
  async load(): Promise<void> {
    try {
      const state = await call("room_state", {});
      this.isOpen = state.isOpen;
      this.settings = state.settings;
    } catch {
      this.isOpen = false;
    }
  }

  /** Opens the window, on the projector where there is one. */
  async open(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      // It opens at what is asked now, not at what was asked when it was closed.
      if (this.scene === "question" && this.asked) await this.set({ question: this.asked });
      const state = await call("room_open", {});
      this.isOpen = state.isOpen;
      this.settings ??= state.settings;
      this.wasClosed = false;
    } catch (thrown) {
      openDocument.say(thrown);
    } finally {
      this.busy = false;
    }
  }

  async close(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      const state = await call("room_close", {});
      this.isOpen = state.isOpen;
    } catch (thrown) {
      openDocument.say(thrown);
    } finally {
      this.busy = false;
    }
  }

  /** The window was closed: by `close`, or by hand, which is said. */
  async hearClosed(): Promise<void> {
    if (!this.isOpen || this.busy) return;
    await this.load();
    if (this.isOpen || this.wasClosed) return;
    this.wasClosed = true;
    toasts.show(words.room.closed, {
      tone: "warning",
      stays: true,
      action: { label: words.room.openAgain, run: () => void this.open() },
    });
  }

  /** The projector was unplugged or plugged in, and the room screen has followed it. */
  hearProjector(isThere: boolean): void {
    if (!this.isOpen) return;
    toasts.show(isThere ? words.room.projectorBack : words.room.projectorGone, {
      tone: isThere ? "info" : "warning",
      stays: !isThere,
    });
  }

  /** Takes in which question Assess asks. The room follows once it was shown a question. */
  follow(question: string): void {
    if (this.asked === question) return;
    this.asked = question;
    if (this.isOpen && this.scene === "question") void this.set({ question });
  }

  /** Forgets the question: another engagement is open, and its room is welcomed first. */
  forget(): void {
    this.asked = null;
    if (this.settings && (this.scene !== "welcome" || this.settings.question !== ""))
      void this.set({ scene: "welcome", question: "", breakEndsAt: null });
  }

  /** Shows a scene; a blank screen is blank no more. */
  show(scene: SceneName): Promise<void> {
    if (scene === "break") return this.takeBreak(this.minutes);
    const shown = { scene, isBlank: false, breakEndsAt: null };
    if (scene !== "question") return this.set(shown);
    const question = this.asked ?? this.settings?.question ?? "";
    return question === "" ? Promise.resolve() : this.set({ ...shown, question });
  }

  /** Begins a break of some minutes from now. */
  takeBreak(minutes: number): Promise<void> {
    this.minutes = minutes;
    return this.set({ scene: "break", isBlank: false, breakEndsAt: Date.now() + minutes * minute });
  }

  /** Shows nothing, or again what was there. */
  blank(): Promise<void> {
    return this.set({ isBlank: !this.isBlank });
  }

  /** Sets some of what the room sees, at once here, and in the order asked there. */
  async set(some: Partial<RoomSettings>): Promise<void> {
    const before = this.settings;
    if (!before) return;
    const settings = { ...before, ...some };
    this.settings = settings;
    this.#wanted += 1;
    const turn = this.#wanted;
    const sent = this.#sent.then(() => call("room_show", { settings }));
    this.#sent = sent.catch(() => undefined);
    try {
      const kept = await sent;
      if (this.#wanted === turn) this.settings = kept;
    } catch (thrown) {
      // What is really set, the application knows.
      if (this.#wanted === turn) await this.load();
      openDocument.say(thrown);
    }
  }
}

export const room = new RoomControl();
