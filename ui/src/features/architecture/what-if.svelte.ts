import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { AssessDimension } from "../../ipc/generated/AssessDimension";
import type { AssessQuestion } from "../../ipc/generated/AssessQuestion";
import type { BecauseView } from "../../ipc/generated/BecauseView";
import type { FieldView } from "../../ipc/generated/FieldView";
import type { LevelView } from "../../ipc/generated/LevelView";
import type { WhatIfChange } from "../../ipc/generated/WhatIfChange";
import type { WhatIfView } from "../../ipc/generated/WhatIfView";
import { words } from "../../words/en";
import { within } from "../../words/sentence";
import { openDocument } from "../document";
import { plainText } from "../record";

/** A change that is tried, with the words for it. */
export interface Tried {
  /** What it is about: one change of each thing is tried. */
  key: string;
  /** `SRC-3, Freshness`. */
  what: string;
  before: string;
  after: string;
  change: WhatIfChange;
}

/** A record, or the engagement itself, whose facts can be otherwise. */
export interface Subject {
  code: string;
  title: string;
  values: Readonly<Record<string, unknown>>;
}

/** What can be changed of one kind: its fields, and the records that have them. */
export interface Changeable {
  kind: string;
  fields: readonly FieldView[];
  subjects: readonly Subject[];
}

/** The kind of the engagement itself. */
export const profile = "profile";
/** What the rules read, in the order in which it is offered. */
export const kinds = [
  "sources",
  "use_cases",
  "constraints",
  "regulations",
  "platform",
  "personas",
  "skills",
  "goals",
  profile,
] as const;

/** Where a form for one change stands. */
export interface Form {
  of: "answer" | "fact";
  question: string | null;
  kind: string;
  code: string | null;
  field: string | null;
}
const blank: Form = { of: "fact", question: null, kind: "sources", code: null, field: null };

/** Changes tried on a scratch copy, and what they come to. Nothing of it is stored. */
export class WhatIf {
  tried = $state.raw<readonly Tried[]>([]);
  result = $state.raw<WhatIfView | null>(null);
  failure = $state.raw<AppError | null>(null);
  loading = $state(false);
  form = $state<Form>({ ...blank });
  /** Why what can be changed is not there. */
  unread = $state.raw<AppError | null>(null);
  dimensions = $state.raw<readonly AssessDimension[] | null>(null);
  /** The levels of the question that the form is at, once they are read. */
  levels = $state.raw<{ question: string; levels: readonly LevelView[] } | null>(null);
  table = $state.raw<Changeable | null>(null);
  /** Counts how often a fact was begun with: the place to change it is then to have the focus. */
  starts = $state(0);
  #asks = 0;
  #reads = 0;
  #opened = -1;

  readonly questions = $derived(this.dimensions?.flatMap((one) => one.questions) ?? []);
  readonly question = $derived(this.questions.find((one) => one.id === this.form.question) ?? null);
  readonly subjects = $derived(this.table?.kind === this.form.kind ? this.table.subjects : []);
  readonly subject = $derived(this.subjects.find((one) => one.code === this.form.code) ?? null);
  readonly fields = $derived(this.table?.kind === this.form.kind ? this.table.fields : []);
  readonly field = $derived(this.fields.find((one) => one.name === this.form.field) ?? null);

  /** Reads anew what can be changed and works the tried changes out again; of another engagement nothing is kept. */
  async begin(): Promise<void> {
    if (this.#opened !== openDocument.opened) {
      this.#opened = openDocument.opened;
      this.clear();
    }
    await Promise.all([this.read(), this.tried.length > 0 ? this.run() : undefined]);
  }

  /** Fetches what the form offers. */
  async read(): Promise<void> {
    const read = (this.#reads += 1);
    try {
      const { of, kind } = this.form;
      if (of === "answer") {
        const { dimensions } = await call("assess_get", {});
        if (read === this.#reads) this.dimensions = dimensions;
      } else {
        const table = await changeable(kind);
        if (read === this.#reads) this.table = table;
      }
      if (read === this.#reads) this.unread = null;
    } catch (thrown) {
      if (read === this.#reads) this.unread = AppError.from(thrown);
    }
  }

  /** Moves the form; what depends on what was changed begins anew. */
  async ask(next: Partial<Form>): Promise<void> {
    const isOtherKind = next.kind !== undefined && next.kind !== this.form.kind;
    this.form = {
      ...this.form,
      ...(isOtherKind ? { code: next.kind === profile ? "" : null, field: null } : {}),
      ...next,
    };
    if (isOtherKind || next.of !== undefined) await this.read();
    const { question } = this.form;
    if (next.question && question !== this.levels?.question) await this.#readLevels(next.question);
  }

  /** What the levels look like is help, and the form goes on without it. */
  async #readLevels(question: string): Promise<void> {
    try {
      const { levels } = await call("question_get", { question });
      if (question === this.form.question) this.levels = { question, levels };
    } catch {
      this.levels = null;
    }
  }

  /** Begins with a fact that stands behind a component. */
  async start({ fact, from }: BecauseView): Promise<void> {
    if (isAnswer(from.kind)) {
      await this.ask({ of: "answer", question: from.id });
    } else {
      const isProfile = from.kind === profile;
      await this.ask({ of: "fact", kind: from.kind, code: isProfile ? "" : from.id, field: null });
      this.form = { ...this.form, field: this.fields.find((one) => one.heading === fact)?.name ?? null };
    }
    this.starts += 1;
  }

  /** What a question or field stands at in the scratch copy; `undefined` while it is as it is stored. */
  triedOf(key: string): Tried | undefined {
    return this.tried.find((one) => one.key === key);
  }

  /** Tries another level; null for unknown. */
  level(question: AssessQuestion, level: number | null): Promise<void> {
    const say = (at: number | null) => (at === null ? words.unknown : String(at));
    return this.#try({
      key: `question ${question.id}`,
      what: `${question.id}, ${within(words.architecture.whatIf.level)}`,
      before: say(question.consensus.level),
      after: say(level),
      change: { question: question.id, level, kind: "", code: "", field: "", value: null },
    });
  }

  /** Tries another value of a record; null for unknown. */
  value(kind: string, subject: Subject, field: FieldView, value: unknown): Promise<void> {
    const say = (one: unknown) => (one === null || one === undefined ? words.unknown : plainText(field, one));
    return this.#try({
      key: keyOf(kind, subject.code, field.name),
      what: `${subject.code || words.architecture.whatIf.engagement}, ${field.label}`,
      before: say(subject.values[field.name]),
      after: say(value),
      change: { question: "", level: null, kind, code: subject.code, field: field.name, value },
    });
  }

  takeOut(key: string): Promise<void> {
    this.tried = this.tried.filter((one) => one.key !== key);
    return this.run();
  }

  /** Nothing is tried any more. */
  clear(): void {
    this.#asks += 1;
    this.tried = [];
    this.result = this.failure = null;
    this.loading = false;
    this.form = { ...blank };
  }

  /** Works out what the tried changes come to. What is on screen stays until the answer is there. */
  async run(): Promise<void> {
    const ask = (this.#asks += 1);
    if (this.tried.length === 0) {
      this.result = this.failure = null;
      this.loading = false;
      return;
    }
    this.loading = true;
    try {
      const result = await call("what_if", { changes: this.tried.map(({ change }) => change) });
      if (ask !== this.#asks) return;
      this.result = result;
      this.failure = null;
    } catch (thrown) {
      if (ask !== this.#asks) return;
      this.result = null;
      this.failure = AppError.from(thrown);
    } finally {
      if (ask === this.#asks) this.loading = false;
    }
  }

  #try(one: Tried): Promise<void> {
    const at = this.tried.findIndex(({ key }) => key === one.key);
    this.tried = at < 0 ? [...this.tried, one] : this.tried.with(at, one);
    return this.run();
  }
}

export const keyOf = (kind: string, code: string, field: string) => `${kind} ${code} ${field}`;

const isAnswer = (kind: string) => kind === "question" || kind === "answers";

/** Whether a fact can be tried otherwise: an answer or a field of a record, and no count of them. */
export function canBeOtherwise({ from }: BecauseView): boolean {
  return (
    (isAnswer(from.kind) && from.id !== "") ||
    from.kind === profile ||
    (from.id !== "" && kinds.some((kind) => kind === from.kind))
  );
}

async function changeable(kind: string): Promise<Changeable> {
  if (kind === profile) {
    const { fields, values } = await call("profile_get", {});
    return { kind, fields: tryable(fields), subjects: [{ code: "", title: "", values }] };
  }
  const { fields, rows } = await call("record_list", { kind });
  return { kind, fields: tryable(fields), subjects: rows.filter(({ code }) => code !== "") };
}

/** The fields that a rule can read: names and long texts decide nothing. */
const tryable = (fields: readonly FieldView[]) =>
  fields.filter(({ kind }) => !["long", "entries", "instant"].includes(kind));

export const whatIf = new WhatIf();
