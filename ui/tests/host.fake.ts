import type { Host } from "../src/ipc/host";

type Answer = (request: unknown) => unknown;

/** A host that answers as a test says, and remembers what it was asked. */
export class FakeHost implements Host {
  readonly asked: { name: string; request: unknown }[] = [];
  readonly #answers = new Map<string, Answer>();
  readonly #listeners = new Set<{ event: string; hear: (payload: unknown) => void }>();

  /** Answers a command: with a value, or with what the function makes of the request. */
  answer(name: string, answer: unknown): this {
    this.#answers.set(name, typeof answer === "function" ? (answer as Answer) : () => answer);
    return this;
  }

  /** Makes a command fail with this value, as the other side would send it. */
  fail(name: string, error: unknown): this {
    return this.answer(name, () => {
      throw error;
    });
  }

  /** The requests a command was sent, in order. */
  requests(name: string): unknown[] {
    return this.asked.filter((call) => call.name === name).map((call) => call.request);
  }

  async invoke(name: string, request: unknown): Promise<unknown> {
    this.asked.push({ name, request });
    const answer = this.#answers.get(name);
    if (!answer) throw new Error(`The fake host has no answer for ${name}`);
    return await answer(request);
  }

  /** The sizes it was asked to draw at. */
  readonly zooms: number[] = [];

  zoom(factor: number): Promise<void> {
    this.zooms.push(factor);
    return Promise.resolve();
  }

  listen(event: string, hear: (payload: unknown) => void): Promise<() => void> {
    const listener = { event, hear };
    this.#listeners.add(listener);
    return Promise.resolve(() => void this.#listeners.delete(listener));
  }

  /** Sends the window an event, as the application would. */
  tell(event: string, payload: unknown): void {
    for (const listener of this.#listeners) if (listener.event === event) listener.hear(payload);
  }
}
