import { AppError } from "./error";
import type { RoomView } from "./generated/RoomView";
import { host } from "./host";

/** What the application tells a window unasked. */
interface Events {
  /** To the room screen: what it shows now. */
  room: RoomView;
  /** To the laptop's window: the room screen was closed. */
  "room-closed": null;
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
