import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { LensPillarView } from "../../ipc/generated/LensPillarView";
import type { LensQuestionView } from "../../ipc/generated/LensQuestionView";
import type { LensView } from "../../ipc/generated/LensView";
import { router } from "../../router.svelte";
import { openDocument } from "../document";

/** What an answer consists of. */
export interface Answer {
  readonly choices: readonly string[];
  readonly isNoneOfThese: boolean;
  readonly notApplicable: string | null;
  readonly note: string;
}

/** Where a question stands in the address: ids are unique in their pillar only. */
export const placeOf = (question: LensQuestionView): string => `${question.pillar}/${question.id}`;

export const answerOf = (question: LensQuestionView): Answer => ({
  choices: question.choices.filter((choice) => choice.isTaken).map((choice) => choice.id),
  isNoneOfThese: question.isNoneOfThese,
  notApplicable: question.notApplicable,
  note: question.note,
});

/** Takes a choice or leaves it. “None of these” goes with no other one. */
export function toggled(question: LensQuestionView, id: string): Answer {
  const answer = answerOf(question);
  const isTaken = answer.choices.includes(id);
  const isNone = question.choices.find((choice) => choice.id === id)?.isNoneOfThese ?? false;
  const others = answer.choices.filter((taken) => {
    const choice = question.choices.find((one) => one.id === taken);
    return taken !== id && !isNone && !choice?.isNoneOfThese;
  });
  return {
    ...answer,
    choices: isTaken ? answer.choices.filter((taken) => taken !== id) : inOrder(question, [...others, id]),
    isNoneOfThese: false,
    notApplicable: null,
  };
}

/** Nothing is true: by the lens' own choice for it, or by saying so. A second time takes it back. */
export function noneToggled(question: LensQuestionView): Answer {
  const own = question.choices.find((choice) => choice.isNoneOfThese);
  if (own) return toggled(question, own.id);
  return {
    ...answerOf(question),
    choices: [],
    isNoneOfThese: !question.isNoneOfThese,
    notApplicable: null,
  };
}

const inOrder = (question: LensQuestionView, ids: readonly string[]) =>
  question.choices.map((choice) => choice.id).filter((id) => ids.includes(id));

/** A lens of the engagement: one question after the other, and the risks that follow. */
export class Lens {
  view = $state.raw<LensView | null>(null);
  failure = $state.raw<AppError | null>(null);
  isListOpen = $state(true);
  /** The question's place, as the address says. */
  #at = $state<string | null>(null);
  /** The last answer given to each question: what is said of an earlier one comes too late. */
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
  readonly #last = new Map<string, Answer>();

  readonly questions = $derived(this.view?.pillars.flatMap((pillar) => pillar.questions) ?? []);
  readonly question = $derived(this.questions.find((one) => placeOf(one) === this.#at) ?? this.questions[0]);
  readonly index = $derived(this.question ? this.questions.indexOf(this.question) : -1);
  readonly pillar = $derived(this.view?.pillars.find((pillar) => pillar.id === this.question?.pillar));
  readonly answered = $derived(this.questions.length - (this.view?.total.unanswered ?? 0));

  async load(id: string): Promise<void> {
    if (this.view && this.view.id !== id) this.view = null;
    try {
      this.view = await call("lens_get", { id });
      this.failure = null;
    } catch (thrown) {
      this.failure = AppError.from(thrown);
    }
  }

  arrive(place: string | null): void {
    this.#at = place;
  }
  show(question: LensQuestionView | undefined): void {
    if (question && this.view) router.refine({ lens: this.view.id, question: placeOf(question) });
  }
  neighbour(step: 1 | -1): LensQuestionView | undefined {
    return this.questions[this.index + step];
  }

  /** Answers the question: shown at once, taken back where it is refused. */
  async answer(question: LensQuestionView, answer: Answer): Promise<boolean> {
    const { view } = this;
    if (!view || openDocument.isReadOnly) return false;
    const place = placeOf(question);
    const before = question;
    this.#last.set(place, answer);
    const isLast = () => this.#last.get(place) === answer && this.view?.id === view.id;
    this.#replace({
      ...question,
      ...answer,
      choices: question.choices.map((choice) => ({
        ...choice,
        isTaken: answer.choices.includes(choice.id),
      })),
    });
    try {
      const change = await openDocument.write(() =>
        call("lens_answer", {
          lens: view.id,
          pillar: question.pillar,
          question: question.id,
          ...answer,
          choices: [...answer.choices],
        }),
      );
      if (!isLast() || !this.view) return true;
      this.#replace(change.question, { risks: change.pillar });
      this.view = { ...this.view, total: change.total };
      return true;
    } catch (thrown) {
      if (isLast()) this.#replace(before);
      openDocument.say(thrown);
      return false;
    }
  }

  #replace(question: LensQuestionView, of: Partial<LensPillarView> = {}): void {
    if (!this.view) return;
    this.view = {
      ...this.view,
      pillars: this.view.pillars.map((pillar) =>
        pillar.id === question.pillar
          ? {
              ...pillar,
              ...of,
              questions: pillar.questions.map((one) => (one.id === question.id ? question : one)),
            }
          : pillar,
      ),
    };
  }
}
