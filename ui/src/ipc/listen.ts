import { AppError } from "./error";
import type { RoomView } from "./generated/RoomView";
import { host } from "./host";

/** What the application tells a window unasked. */
interface Events {
  /** To the room screen: what it shows now; null where nothing can be shown. */
  room: RoomView | null;
  /** To the laptop's window: the room screen was closed. */
  "room-closed": null;
  /** To the laptop's window: the projector that the room screen is to fill came (true) or went (false). */
  "room-projector": boolean;
  /** To the laptop's window: files are held over it, left it, or were dropped on it. */
  "tauri://drag-enter": { paths: string[] };
  "tauri://drag-leave": null;
  "tauri://drag-drop": { paths: string[] };
}

/** Hears an event for as long as an effect lives: what it gives back ends it, also where the host has not answered yet. */
export function hearing<K extends keyof Events>(event: K, hear: (payload: Events[K]) => void): () => void {
  let stop: (() => void) | undefined;
  let isGone = false;
  listen(event, hear).then(
    (way) => (isGone ? way() : (stop = way)),
    () => undefined, // What cannot be heard is asked for by other ways.
  );
  return () => {
    isGone = true;
    stop?.();
  };
}

/**
 * Hears an event. Gives, once it is heard, the way to stop.
 *
 * @throws {AppError} always and only, whatever went wrong
 */
export async function listen<K extends keyof Events>(
  event: K,
  hear: (payload: Events[K]) => void,
): Promise<() => void> {
  try {
    return await host().listen(event, (payload) => hear(payload as Events[K]));
  } catch (thrown) {
    throw AppError.from(thrown);
  }
}
