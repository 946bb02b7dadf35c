import { offerUndo } from "../../frame/undo";
import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { AssessView } from "../../ipc/generated/AssessView";
import type { CaptureView } from "../../ipc/generated/CaptureView";
import type { CapturesView } from "../../ipc/generated/CapturesView";
import { words } from "../../words/en";
import { openDocument } from "../document";
import { dayOf } from "./when";

/** What can be changed afterwards, as the record calls it. */
export type CaptureField = "text" | "person" | "due" | "has_consent" | "kind";

/** What was noted on one day; `null` where the time is not known. */
export interface Day {
  readonly day: string | null;
  readonly captures: readonly CaptureView[];
}

/** A dimension or a question that something was noted on. */
interface Place {
  readonly value: string;
  readonly label: string;
}

/** Everything that was noted in the room, and which of it is shown. */
export class Captures {
  failure = $state.raw<AppError | null>(null);
  /** Only this kind; empty for all. */
  kind = $state("");
  /** Only what has these words. */
  text = $state("");
  /** Only this dimension or question, as one of `places`; null for all. */
  about = $state<string | null>(null);
  /** What is being edited, by its key. */
  edited = $state<string | null>(null);
  #view = $state.raw<CapturesView | null>(null);
  #assess = $state.raw<AssessView | null>(null);
  #turn = 0;

  get headline(): string | null {
    return this.#view?.headline ?? null;
  }
  /** All of it, newest first; null until it is there. */
  get all(): readonly CaptureView[] | null {
    return this.#view?.captures ?? null;
  }
  readonly people = $derived(openDocument.peopleOf(this.#assess?.participants ?? []));
  /** The dimensions and questions that something was noted on, in the order of asking. */
  readonly places = $derived.by((): readonly Place[] => {
    const noted = this.all?.map(({ question }) => question) ?? [];
    return (this.#assess?.dimensions ?? []).flatMap(({ id, title, questions }) => {
      const own = questions.filter((question) => noted.includes(question.id));
      if (own.length === 0) return [];
      const inside = own.map((one) => ({ value: `/${one.id}`, label: `${one.id} ${one.shortTitle}` }));
      return [{ value: id, label: title }, ...inside];
    });
  });
  readonly #within = $derived.by(() => {
    if (this.about === null) return null;
    if (this.about.startsWith("/")) return [this.about.slice(1)];
    const dimension = this.#assess?.dimensions.find(({ id }) => id === this.about);
    return dimension?.questions.map(({ id }) => id) ?? [];
  });
  /** What fits besides its kind: the tabs count these. */
  readonly fitting = $derived.by(() => {
    const asked = this.text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    return (this.all ?? []).filter((one) => {
      if (this.#within && !this.#within.includes(one.question)) return false;
      const said = `${one.text} ${one.person} ${one.code} ${one.question} ${one.questionTitle}`;
      return asked.every((word) => said.toLocaleLowerCase().includes(word));
    });
  });
  readonly shown = $derived(this.fitting.filter(({ kind }) => this.kind === "" || kind === this.kind));
  readonly days = $derived.by((): readonly Day[] => {
    const days: { day: string | null; captures: CaptureView[] }[] = [];
    for (const capture of this.shown) {
      const day = capture.at === null ? null : dayOf(capture.at);
      const last = days.at(-1);
      if (last?.day === day) last.captures.push(capture);
      else days.push({ day, captures: [capture] });
    }
    return days;
  });
  get isNarrowed(): boolean {
    return this.kind !== "" || this.text.trim() !== "" || this.about !== null;
  }

  async load(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const [view, assess] = await Promise.all([call("captures_get", {}), call("assess_get", {})]);
      if (this.#turn !== turn) return;
      this.#view = view;
      this.#assess = assess;
      this.failure = null;
      // What it was narrowed to may be gone.
      if (this.about !== null && this.places.every(({ value }) => value !== this.about)) this.about = null;
    } catch (thrown) {
      if (this.#turn === turn) this.failure = AppError.from(thrown);
    }
  }

  showAll(): void {
    this.kind = "";
    this.text = "";
    this.about = null;
  }

  /** Changes one field of what was noted. The caller tells a refusal where it has a place for it. */
  async set(uid: string, field: CaptureField, value: string | boolean | null): Promise<AppError | null> {
    return this.#write(() => call("record_set", { kind: "captures", uid, field, value }));
  }

  /** Keeps a capture, or evidence, out of the report or takes it in again. */
  async leaveOut({ uid, kind }: CaptureView, value: boolean): Promise<AppError | null> {
    const table = kind === "evidence" ? "evidence" : "captures";
    return this.#write(() => call("record_set", { kind: table, uid, field: "is_left_out", value }));
  }

  async remove(capture: CaptureView): Promise<void> {
    const error = await this.#write(() => call("record_remove", { kind: "captures", uid: capture.uid }));
    if (error) return openDocument.say(error);
    const kind = words.assess.captures[capture.kind] ?? capture.kind;
    offerUndo(words.captures.removed(kind), () => void openDocument.undo());
  }

  async #write(change: () => Promise<unknown>): Promise<AppError | null> {
    if (openDocument.refusesChange()) return new AppError("documentReadOnly", words.document.cannotChange);
    try {
      await openDocument.write(change);
      await this.load();
      return null;
    } catch (thrown) {
      return AppError.from(thrown);
    }
  }
}
