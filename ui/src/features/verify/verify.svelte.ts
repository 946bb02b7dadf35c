import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { DoubtView } from "../../ipc/generated/DoubtView";
import type { VerifyView } from "../../ipc/generated/VerifyView";
import { openDocument } from "../document";

/** What is said of who checks an answer. */
type Check = Pick<DoubtView, "owner" | "by">;

/** Who checks which answer. A change is shown at once and sent in the order it was made; a refused one disappears again. */
export class Verify {
  failure = $state.raw<AppError | null>(null);
  #confirmed = $state.raw<VerifyView | null>(null);
  #pending = $state.raw<readonly { question: string; change: Partial<Check> }[]>([]);
  /** The answers that had no owner when they were asked for: filling one in leaves it where it is. */
  #only = $state.raw<ReadonlySet<string> | null>(null);
  #reading: Promise<void> | null = null;
  #readAgain = false;
  /** Grows with every answer to a change: what was asked for before is older. */
  #answers = 0;

  /** The finding that heads the page. */
  readonly headline = $derived.by(() => this.#confirmed?.headline ?? null);
  /** All of them, with what is on its way; null until they are known. */
  readonly doubts = $derived.by(() => {
    const confirmed = this.#confirmed?.doubts ?? null;
    return (
      confirmed?.map((doubt) =>
        this.#pending
          .filter(({ question }) => question === doubt.question)
          .reduce((shown, { change }) => ({ ...shown, ...change }), doubt),
      ) ?? null
    );
  });
  readonly shown = $derived.by(
    () => this.doubts?.filter(({ question }) => this.#only?.has(question) ?? true) ?? [],
  );
  readonly count = $derived.by(() => this.doubts?.length ?? null);
  readonly owned = $derived.by(() => this.doubts?.filter(({ owner }) => owner !== "").length ?? 0);

  get isNarrowed(): boolean {
    return this.#only !== null;
  }

  /** Keeps to those that have no owner now. */
  narrow(isNarrowed: boolean): void {
    const open = this.doubts?.filter(({ owner }) => owner === "").map(({ question }) => question);
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- made anew each time
    this.#only = isNarrowed ? new Set(open) : null;
  }

  /** Asks anew. Asked for while it runs, it runs once more. */
  load(): Promise<void> {
    if (this.#reading) {
      this.#readAgain = true;
      return this.#reading;
    }
    this.#reading = this.#read().finally(() => (this.#reading = null));
    return this.#reading;
  }

  /** Says who checks an answer or until when; what is left out stays. */
  async set(question: string, change: Partial<Check>): Promise<AppError | null> {
    const shown = this.doubts?.find((doubt) => doubt.question === question);
    if (!shown || openDocument.refusesChange()) return null;
    const pending = { question, change };
    this.#pending = [...this.#pending, pending];
    const { owner, by } = { ...shown, ...change };
    try {
      this.#confirmed = await openDocument.write(() => call("verify_set", { question, owner, by }));
      this.#answers += 1;
      return null;
    } catch (thrown) {
      const error = AppError.from(thrown);
      openDocument.say(error);
      return error;
    } finally {
      this.#pending = this.#pending.filter((other) => other !== pending);
    }
  }

  async #read(): Promise<void> {
    do {
      this.#readAgain = false;
      const answers = this.#answers;
      try {
        const view = await call("verify_get", {});
        if (answers === this.#answers) this.#confirmed = view;
        this.failure = null;
      } catch (thrown) {
        this.failure = AppError.from(thrown);
      }
    } while (this.#readAgain);
  }
}
