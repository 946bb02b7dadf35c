import { panelStartsOpen } from "../../frame/panel";
import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { DimensionView } from "../../ipc/generated/DimensionView";
import type { ExplanationView } from "../../ipc/generated/ExplanationView";
import type { FactorView } from "../../ipc/generated/FactorView";
import type { FindingView } from "../../ipc/generated/FindingView";
import type { MaturityView } from "../../ipc/generated/MaturityView";
import type { QuestionScoreView } from "../../ipc/generated/QuestionScoreView";
import { router, type Params } from "../../router.svelte";
import { words } from "../../words/en";
import { Baselines } from "./baselines.svelte";
import { Drawing } from "./drawing.svelte";

/** A number that can be opened. */
export interface Subject {
  readonly kind: "overall" | "factor" | "dimension" | "question";
  /** Empty for the whole. */
  readonly id: string;
}

export const whole: Subject = { kind: "overall", id: "" };
export type Tone = "blocker" | "weakness" | "strength";
export const tabs = ["bars", "heatmap", "table"] as const;
export type TabName = (typeof tabs)[number];

/** The scorecard, and the number that is open beside it. */
export class Maturity {
  view = $state.raw<MaturityView | null>(null);
  failure = $state.raw<AppError | null>(null);
  readonly baselines = new Baselines();
  tab = $state<TabName>("bars");
  isPanelOpen = $state(panelStartsOpen());
  subject = $state.raw<Subject>(whole);
  explanation = $state.raw<ExplanationView | null>(null);
  explanationFailure = $state.raw<AppError | null>(null);
  /** A number is being opened; the one before is still shown. */
  isOpening = $state(false);
  readonly bars = new Drawing("bars");
  readonly heatmap = new Drawing("heatmap");
  readonly radar = new Drawing("radar", (width) => Math.round(width * 0.66));

  readonly hasAnswers = $derived(this.view?.dimensions.some((dimension) => dimension.answered > 0) ?? false);
  readonly answered = $derived(sum(this.view?.dimensions.map((dimension) => dimension.answered)));
  readonly asked = $derived(sum(this.view?.dimensions.map((dimension) => dimension.count)));
  /** Dimensions that apply and have too little answered for a score. */
  readonly open = $derived(
    this.view?.dimensions.filter(({ score }) => score.score === null && score.coverage !== null).length ?? 0,
  );
  /** Dimensions that apply. */
  readonly applying = $derived(
    this.view?.dimensions.filter(({ score }) => score.coverage !== null).length ?? 0,
  );
  /** What the law or a duty forbids, beside the score and never inside it: floors not met, and the pack's findings. */
  readonly blockers = $derived.by((): readonly FindingView[] => {
    const floors = this.view?.blockers ?? [];
    const unmet = floors.map((text, at) => ({ id: `floor-${at}`, tone: "blocker", text, refs: [] }));
    return [...unmet, ...this.findings("blocker")];
  });
  readonly wide = $derived(this.view?.questions.filter((question) => question.isSpreadWide).length ?? 0);
  readonly dimension = $derived.by((): DimensionView | null => {
    const { kind, id } = this.subject;
    const of = kind === "question" ? this.question(id)?.dimension : kind === "dimension" ? id : undefined;
    return this.view?.dimensions.find((dimension) => dimension.id === of) ?? null;
  });
  readonly factor = $derived.by((): FactorView | null => {
    const of = this.subject.kind === "factor" ? this.subject.id : this.dimension?.factor;
    return this.view?.factors.find((factor) => factor.id === of) ?? null;
  });

  async load(): Promise<void> {
    try {
      this.view = await call("maturity_get", {});
      this.failure = null;
    } catch (thrown) {
      this.failure = AppError.from(thrown);
      return;
    }
    await Promise.all([
      this.bars.renew(),
      this.heatmap.renew(),
      this.radar.renew(),
      // A baseline that does not read takes nothing else away.
      this.baselines.load(),
    ]);
  }

  /** Opens a number: what it was made from. */
  async explain(subject: Subject): Promise<void> {
    this.subject = subject;
    this.isOpening = true;
    try {
      const explanation = await call("score_explain", { kind: subject.kind, id: subject.id });
      if (this.subject !== subject) return;
      this.explanation = explanation;
      this.explanationFailure = null;
    } catch (thrown) {
      if (this.subject === subject) this.explanationFailure = AppError.from(thrown);
    } finally {
      if (this.subject === subject) this.isOpening = false;
    }
  }

  /** Goes to a number: the address says which one is open. */
  show(subject: Subject): void {
    this.isPanelOpen = true;
    router.refine(addressOf(subject));
  }

  question(id: string): QuestionScoreView | undefined {
    return this.view?.questions.find((question) => question.id === id);
  }

  /** The number that this one is a part of; null above the whole. */
  get above(): Subject | null {
    const { kind } = this.subject;
    if (kind === "question" && this.dimension) return { kind: "dimension", id: this.dimension.id };
    if (kind === "dimension" && this.factor) return { kind: "factor", id: this.factor.id };
    return kind === "overall" ? null : whole;
  }

  /** The dimension after (or before) the open one; the first or last when none is. */
  neighbour(step: 1 | -1): Subject | null {
    const dimensions = this.view?.dimensions ?? [];
    const at = dimensions.findIndex((dimension) => dimension === this.dimension);
    const next = at < 0 ? (step > 0 ? 0 : dimensions.length - 1) : at + step;
    const dimension = dimensions[(next + dimensions.length) % dimensions.length];
    return dimension ? { kind: "dimension", id: dimension.id } : null;
  }

  findings(tone: Tone): readonly FindingView[] {
    return this.view?.findings.filter((finding) => finding.tone === tone) ?? [];
  }

  /** A level's name as the pack has it. */
  levelName(level: number): string {
    return this.view?.levelNames[level - 1] ?? words.maturity.level(level);
  }

  /** What to check first in the open dimension: wide votes and unproven high levels. */
  get toVerify(): readonly QuestionScoreView[] {
    const dimension = this.subject.kind === "dimension" ? this.subject.id : null;
    return (
      this.view?.questions.filter(
        (question) => question.dimension === dimension && (question.isSpreadWide || question.isProvisional),
      ) ?? []
    );
  }

  close(): void {
    this.baselines.close();
    for (const drawing of [this.bars, this.heatmap, this.radar]) drawing.close();
  }
}

/** The number that an address asks for. */
export function subjectOf(params: Params): Subject {
  for (const kind of ["question", "dimension", "factor"] as const) {
    if (params[kind]) return { kind, id: params[kind] };
  }
  return whole;
}

function addressOf({ kind, id }: Subject): Params {
  return kind === "overall" ? {} : { [kind]: id };
}

function sum(counts: readonly number[] | undefined): number {
  return (counts ?? []).reduce((all, one) => all + one, 0);
}
