/** What the window is hosted by. The application has one host; tests bring their own. */
export interface Host {
  /** Runs a command of the contract. Rejects with whatever the other side sent. */
  invoke(name: string, request: unknown): Promise<unknown>;
  /** Hears an event that the application sends this window. Resolves, once it is heard, with the way to stop. */
  listen(event: string, hear: (payload: unknown) => void): Promise<() => void>;
  /** Draws the page at this size: 1 as it is, 2 twice as large. */
  zoom(factor: number): Promise<void>;
}

let current: Host | undefined;

/** Chooses the host, once, before anything is shown. */
export function setHost(host: Host): void {
  current = host;
}

export function host(): Host {
  if (!current) throw new Error("No host is set: main.ts and every test set one before the first call");
  return current;
}
