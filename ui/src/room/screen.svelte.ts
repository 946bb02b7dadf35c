import { call } from "../ipc/call";
import type { RoomView } from "../ipc/generated/RoomView";
import { listen } from "../ipc/listen";

/** What the room screen was sent last; null before anything was. */
export class RoomScreen {
  view = $state.raw<RoomView | null>(null);
  #stop: (() => void) | undefined;
  #isClosed = false;

  /** Asks for what is shown now and hears of every change. What fails shows nothing: the room reads no errors. */
  async start(): Promise<void> {
    let isTold = false;
    try {
      const stop = await listen("room", (view) => {
        isTold = true;
        this.view = view;
      });
      if (this.#isClosed) stop();
      else this.#stop = stop;
    } catch {
      // It then stays as it is asked for below.
    }
    try {
      const view = await call("room_get", {});
      // What was told meanwhile is newer.
      if (!isTold) this.view = view;
    } catch {
      // The plain surface stays.
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#stop?.();
  }
}
