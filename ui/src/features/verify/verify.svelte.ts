import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { DoubtReason } from "../../ipc/generated/DoubtReason";
import type { DoubtView } from "../../ipc/generated/DoubtView";
import type { VerifyView } from "../../ipc/generated/VerifyView";
import type { Params } from "../../router.svelte";
import { openDocument } from "../document";
import { isPast, once } from "./day";

/** What is said of who checks an answer. */
type Check = Pick<DoubtView, "owner" | "by">;

/** Which answers are looked at; null leaves a choice open. */
export interface Filter {
  readonly reason: DoubtReason | null;
  /** A name, or an empty text for those that nobody checks. */
  readonly owner: string | null;
  readonly dimension: string | null;
  /** Only those whose day has passed. */
  readonly isOverdue: boolean;
}
export const everything: Filter = { reason: null, owner: null, dimension: null, isOverdue: false };

/** A filter as the address of the page holds it, so that going back finds it again. */
export function filterParams({ reason, owner, dimension, isOverdue }: Filter): Params {
  return {
    ...(reason !== null && { reason }),
    ...(owner !== null && { owner }),
    ...(dimension !== null && { dimension }),
    ...(isOverdue && { overdue: "yes" }),
  };
}
export const filterOf = (params: Params): Filter => ({
  reason: reasons.find((reason) => reason === params.reason) ?? null,
  owner: params.owner ?? null,
  dimension: params.dimension ?? null,
  isOverdue: params.overdue === "yes",
});

/** The weightiest first: an answer stands under the first reason that it has. */
const reasons: readonly DoubtReason[] = [
  "contradicted",
  "provisional",
  "wide",
  "flagged",
  "unknown",
  "unexplained",
];
const reasonOf = (doubt: DoubtView): DoubtReason | undefined =>
  reasons.find((reason) => doubt.reasons.includes(reason));

/** Who checks which answer. A change is shown at once and sent in the order it was made; a refused one disappears again. */
export class Verify {
  failure = $state.raw<AppError | null>(null);
  #confirmed = $state.raw<VerifyView | null>(null);
  #pending = $state.raw<readonly { question: string; change: Partial<Check> }[]>([]);
  /** Which answers are looked at. */
  #filter = $state.raw<Filter>(everything);
  /** Those that fitted when the filter was set: filling an owner in leaves an answer where it is. */
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
  /** Those that are looked at, by their weightiest reason. */
  readonly shown = $derived.by(() => {
    const fitting = this.doubts?.filter(({ question }) => this.#only?.has(question) ?? true) ?? [];
    return reasons.flatMap((reason) => fitting.filter((doubt) => reasonOf(doubt) === reason));
  });
  /** Whether any question has a level that could be doubted. */
  readonly hasAnswers = $derived.by(() => (this.#confirmed?.answered ?? 0) > 0);
  readonly count = $derived.by(() => this.doubts?.length ?? null);
  readonly owned = $derived.by(() => this.doubts?.filter(({ owner }) => owner !== "").length ?? 0);

  get filter(): Filter {
    return this.#filter;
  }
  get isNarrowed(): boolean {
    return this.#only !== null;
  }
  /** Looks at those that fit now; what is left out of the filter stays as it is. */
  narrow(change: Partial<Filter>): void {
    this.#filter = { ...this.#filter, ...change };
    const isAll = Object.values(this.#filter).every((one) => one === null || one === false);
    const questions = this.#fitting(this.#filter).map(({ question }) => question);
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- made anew each time
    this.#only = isAll ? null : new Set(questions);
  }
  /** How many would be looked at with this of the filter changed. */
  countWith(change: Partial<Filter>): number {
    return this.#fitting({ ...this.#filter, ...change }).length;
  }
  /** Everybody who checks an answer. */
  get owners(): readonly string[] {
    return once((this.doubts ?? []).map(({ owner }) => owner).filter(Boolean));
  }
  /** The dimensions of the answers, by name. */
  get dimensions(): readonly string[] {
    return once((this.doubts ?? []).map(({ dimensionTitle }) => dimensionTitle));
  }
  /** The reason an answer stands under: the chosen one, else its weightiest. */
  standsUnder(doubt: DoubtView): DoubtReason | undefined {
    return this.#filter.reason ?? reasonOf(doubt);
  }
  /** Reasons that some answer has, the weightiest first. */
  get reasons(): readonly DoubtReason[] {
    return reasons.filter((reason) => this.doubts?.some((doubt) => doubt.reasons.includes(reason)));
  }

  #fitting({ reason, owner, dimension, isOverdue }: Filter): readonly DoubtView[] {
    return (this.doubts ?? []).filter(
      (doubt) =>
        (reason === null || doubt.reasons.includes(reason)) &&
        (owner === null || doubt.owner === owner) &&
        (dimension === null || doubt.dimensionTitle === dimension) &&
        (!isOverdue || isPast(doubt.by)),
    );
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
