import { tick } from "svelte";
import { toasts } from "../../components/toasts.svelte";
import { panelStartsOpen } from "../../frame/panel";
import { offerUndo } from "../../frame/undo";
import { call, type CommandName, type Request, type Response } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { AssessQuestion } from "../../ipc/generated/AssessQuestion";
import type { AssessView } from "../../ipc/generated/AssessView";
import type { CaptureView } from "../../ipc/generated/CaptureView";
import type { ConsensusView } from "../../ipc/generated/ConsensusView";
import type { EvidenceView } from "../../ipc/generated/EvidenceView";
import type { QuestionChange } from "../../ipc/generated/QuestionChange";
import type { QuestionView } from "../../ipc/generated/QuestionView";
import { words } from "../../words/en";
import { drafts, keptFields, inSentences, openDocument } from "../document";
import * as paint from "./paint";
import { choiceOf, readRow, toExplain, type Choice } from "./row";

/** The commands that change a question and answer with what it has become. */
type ChangeName = {
  [K in CommandName]: Response<K> extends QuestionChange ? K : never;
}[CommandName];

/** A change that is shown and not yet confirmed. */
interface Pending {
  readonly question: string;
  readonly paint: paint.Paint;
}

/** What the form above the capture bar asks for. */
export type FormName = CaptureKind | "heard" | "evidence" | "target";
/** What is noted with one key. */
export type CaptureKind = "note" | "parking" | "decision" | "quote" | "risk" | "action";
/** How votes are taken: as a row, person by person, or as a count of raised hands. */
export type Way = "row" | "person" | "count";
export type PanelName = "card" | "questions" | "history" | "workshop";

const formNames: readonly FormName[] = [
  "note",
  "heard",
  "parking",
  "decision",
  "quote",
  "risk",
  "action",
  "evidence",
  "target",
];

/** The pack that is shown. Questions of another are other ones, though they may bear the same ids. */
const pack = () => openDocument.view?.assessments?.find((one) => one.isCurrent && !one.isLens)?.id ?? "";

/** Where what is typed about a question is kept: into a form, the votes, a reason. */
export function placeOf(question: string, form: FormName | "votes" | "count" | "private" | "settle"): string {
  const isCapture = form in words.assess.captureText;
  return `question/${pack()}/${question}/${isCapture ? `capture/${form}` : form}`;
}

/**
 * What is said about a settled level, while it is typed; with a null `level` “does not apply”, which is settled
 * only with its reason.
 */
export interface Proposal {
  readonly question: string;
  readonly level: number | null;
  readonly reason: string;
  readonly dissent: string;
  /** Something was typed since it was opened. */
  readonly isTyped: boolean;
  /** It was typed earlier and never stored. */
  readonly isBack: boolean;
  /** Why it could not be stored. */
  readonly refused: string | null;
}

/** A capture as it is given. */
export type GivenCapture = Omit<Request<"capture_add">, "question" | "kind"> & { kind: CaptureKind };
export type GivenEvidence = Omit<Request<"evidence_add">, "question">;
/** A picture that was pasted and is not stored yet, as a data address. */
interface PastedPicture {
  readonly question: string;
  readonly url: string;
}

/** Where the work was left, so that the step resumes there. */
let left = $state.raw<{ path: string | undefined; question: string } | null>(null);

/** The question that is asked in the open document, or was asked last; null where none was. */
export const askedLast = (): string | null =>
  left !== null && left.path === openDocument.view?.path ? left.question : null;

/**
 * Asking, question by question. Every change is painted at once over what the application has confirmed, and is
 * sent in the order it was made; a refused change disappears again and says why.
 */
export class Assess {
  overview = $state.raw<AssessView | null>(null);
  /** The question that is wanted; its content may still be on its way. */
  id = $state<string | null>(null);
  /** Why nothing can be shown. */
  failure = $state.raw<AppError | null>(null);
  panel = $state<PanelName | null>(panelStartsOpen() ? "card" : null);
  form = $state<FormName | null>(null);
  /** What was kept last on this question, until something else is done: the bar confirms it. */
  kept = $state<FormName | null>(null);
  proposal = $state.raw<Proposal | null>(null);
  /** The participant whose vote is being given. */
  person = $state<string | null>(null);
  /** The private note is to have the focus as soon as it is there. */
  isWritingPrivately = $state(false);
  /** The form that opens is to have the focus. One that opens again by itself leaves the keyboard to the commands. */
  isWriting = $state(false);
  /** How many things were noted in all; null where that is not known. */
  noted = $state<number | null>(null);
  /** What was pasted last; it waits for its question until it is stored or taken away. */
  picture = $state.raw<PastedPicture | null>(null);
  #way = $state<Way>("row");
  /** Puts the focus where votes are given in each way; what takes them sets it. */
  readonly focusWay: Partial<Record<Way, () => void>> = {};
  /** The reason is asked why the question does not apply. */
  asksWhy = $state(false);
  /** How much of the end of the page the bar lies over, in pixels; the bar sets it. */
  barHeight = $state(0);
  /** Puts the focus on the button of a form; the bar sets it. */
  focusForm: ((form: FormName) => void) | undefined;
  /** Puts the focus into the reason of what is settled; its form sets it. */
  focusReason: (() => void) | undefined;
  #confirmed = $state.raw<QuestionView | null>(null);
  /** Tells a question from one of another pack that bears the same id. */
  #place = "";
  #pending = $state.raw<readonly Pending[]>([]);
  #turn = 0;
  /** How many changes were taken in: a list that was fetched during one is older. */
  #adopted = 0;
  /** When the list was read, as the document counts its changes from elsewhere. */
  #readAt: number | null = null;

  /** The question as it is shown: confirmed, with what is on its way painted over it. */
  readonly question = $derived.by(() => {
    const confirmed = this.#confirmed;
    if (!confirmed) return null;
    return this.#pending
      .filter(({ question }) => question === confirmed.id)
      .reduce((shown, change) => change.paint(shown), confirmed);
  });
  readonly questions = $derived(this.overview?.dimensions.flatMap((dimension) => dimension.questions) ?? []);
  /** Whether nothing can be entered. */
  get isReadOnly(): boolean {
    return openDocument.isReadOnly;
  }
  readonly participants = $derived(this.overview?.participants ?? []);
  /** Votes stay hidden until they are revealed, and with them all that follows from them. */
  readonly isOpen = $derived(
    this.question !== null && (this.question.isRevealed || this.question.votes.length === 0),
  );

  /** How votes are taken here: without people only hands can be counted. */
  get way(): Way {
    return this.overview && this.participants.length === 0 ? "count" : this.#way;
  }
  set way(way: Way) {
    this.#way = way;
  }

  /**
   * Loads what is asked (again, when the document has changed from elsewhere) and shows the wanted question, else
   * the one where the work was left, else the first open one.
   */
  async arrive(wanted: string | null): Promise<void> {
    const isElsewhere = this.#readAt !== openDocument.changed;
    const { proposal } = this;
    try {
      if (!this.overview || isElsewhere) {
        const now = openDocument.changed;
        this.overview = await call("assess_get", {});
        this.#readAt = now;
        void this.#countNoted();
      }
      this.failure = null;
    } catch (thrown) {
      this.failure = AppError.from(thrown);
      return;
    }
    const resumed = left?.path === openDocument.view?.path ? left?.question : undefined;
    const known = (id: string | null | undefined) => this.questions.some((question) => question.id === id);
    const id = [wanted, resumed, this.overview?.nextOpen, this.questions[0]?.id].find(known);
    if (id) await this.open(id);
    // What was settled may stand no longer, as after undo: leaving its form must not settle it again.
    if (!isElsewhere) return;
    this.kept = null;
    const isBare = proposal && proposal.level !== null && !proposal.isTyped && !proposal.isBack;
    if (isBare && this.proposal === proposal) this.proposal = null;
  }

  /** Fetches what is asked anew, as after people came or what comes next has another order. The question stays. */
  async refresh(): Promise<void> {
    if (!this.overview) return;
    try {
      let adopted;
      do {
        adopted = this.#adopted;
        this.overview = await call("assess_get", {});
      } while (adopted !== this.#adopted);
    } catch {
      return; // What is shown stays; it is fetched anew with the next document or screen.
    }
  }

  async open(id: string): Promise<void> {
    if (id !== this.id) this.keepProposal();
    this.id = id;
    this.#turn += 1;
    const turn = this.#turn;
    left = { path: openDocument.view?.path, question: id };
    try {
      const question = await call("question_get", { question: id });
      if (this.#turn === turn) this.#show(question);
    } catch (thrown) {
      if (this.#turn === turn) this.failure = AppError.from(thrown);
    }
  }

  /** The id of the neighbour in the order of asking; null past an end. */
  neighbour(step: 1 | -1): string | null {
    const at = this.questions.findIndex((question) => question.id === this.id);
    return at < 0 ? null : (this.questions[at + step]?.id ?? null);
  }

  /** The next question without a consensus after this one, from the start again; null where all have one. */
  get nextOpen(): string | null {
    const at = this.questions.findIndex((question) => question.id === this.id);
    const around = [...this.questions.slice(at + 1), ...this.questions.slice(0, Math.max(0, at))];
    return around.find((question) => question.consensus.kind === "unknown")?.id ?? null;
  }

  /** Records one vote, or takes it back with a null choice. */
  vote(
    participant: string,
    given: { choice: Choice; level: number | null } | null,
    more: { certainty?: string | null; reason?: string } = {},
    callerTells = false,
  ): Promise<AppError | null> {
    const vote: paint.GivenVote | null = given && {
      participant,
      ...given,
      certainty: more.certainty ?? null,
      reason: more.reason ?? "",
    };
    return this.#change(
      "vote_record",
      {
        question: this.#here,
        participant,
        choice: given?.choice ?? null,
        level: given?.level ?? null,
        certainty: more.certainty ?? null,
        reason: more.reason ?? "",
      },
      paint.votes({ [participant]: vote }, this.participants),
      callerTells,
    );
  }

  /** Records a typed row such as `3 2 4 - 3 n`. The caller shows what is wrong with it. */
  voteRow(text: string): Promise<AppError | null> {
    const row = readRow(text, this.participants);
    const given = row.marks.slice(0, row.typed).map(({ participant, sign }) => {
      const choice = choiceOf(sign);
      const vote: paint.GivenVote | null = choice && {
        participant: participant.uid,
        ...choice,
        certainty: null,
        reason: "",
      };
      return [participant.uid, vote] as const;
    });
    return this.#change(
      "votes_record",
      { question: this.#here, row: text.trim() },
      paint.votes(Object.fromEntries(given), this.participants),
      true,
    );
  }

  /** After the reveal: the votes whose reason can be asked, or said otherwise. */
  readonly toExplain = $derived(this.question?.isRevealed ? toExplain(this.question.votes) : []);

  /** Asks why the question does not apply, where somebody said so after the reveal. */
  askWhy(): void {
    this.asksWhy = this.toExplain.length > 0 && !openDocument.refusesChange();
  }

  /** Says why the question does not apply, for all votes that are asked. */
  explain(reason: string): Promise<AppError | null> {
    return this.#change(
      "votes_explain",
      { question: this.#here, reason },
      (question) => {
        const explained = toExplain(question.votes);
        const votes = question.votes.map((vote) => (explained.includes(vote) ? { ...vote, reason } : vote));
        return { ...question, votes };
      },
      true,
    );
  }

  /**
   * Stores hands that were counted; they take the place of votes by person. No hand at all takes the count back.
   * What the hands give is the application's to say: nothing is painted before.
   */
  countHands(given: Omit<Request<"votes_tally">, "question">): Promise<AppError | null> {
    return this.#change("votes_tally", { question: this.#here, ...given }, (question) => question, true);
  }

  /** Puts the keyboard where votes are taken in this way. */
  voteBy(wanted: Way): void {
    if (openDocument.refusesChange()) return;
    // Without people only hands can be counted: what is typed next must not settle the question.
    const way = this.participants.length === 0 ? "count" : wanted;
    if (way !== wanted) toasts.show(words.assess.nobodyVotes);
    if (this.way === way) return this.focusWay[way]?.();
    this.way = way;
    void tick().then(() => this.focusWay[way]?.());
  }

  reveal(): void {
    if (openDocument.refusesChange()) return;
    if (!this.question || this.question.isRevealed || this.question.votes.length === 0) return;
    void this.#change("votes_reveal", { question: this.#here }, paint.reveal);
  }

  /**
   * Settles a level at once and asks why: the keyboard goes into the reason, where Enter keeps the level with or
   * without one. That the question does not apply (null) waits for its reason.
   */
  propose(level: number | null): void {
    const { question } = this;
    if (!question || openDocument.refusesChange()) return;
    // The same again goes into the reason.
    if (level !== null && level === this.proposal?.level) return this.focusReason?.();
    const waiting = this.proposal ?? this.#waiting(question.id);
    // Why a question does not apply never begins with the reason of a level, nor the other way round.
    const isOfKind = (waiting?.level === null) === (level === null);
    const back = waiting?.isBack && !waiting.isTyped && isOfKind ? waiting : null;
    this.keepProposal();
    this.form = null;
    this.asksWhy = false;
    const { kind, isSettled, level: stands } = question.consensus;
    const isSame = isSettled && (level === null ? kind === "notApplicable" : level === stands);
    // A reason was given for what stood before; another level wants its own.
    const said = isSame
      ? { reason: question.reason, dissent: question.dissent }
      : { reason: "", dissent: "" };
    const bare = { question: question.id, level, ...said, isTyped: false, isBack: false, refused: null };
    // What came back was typed for another level: it is there to be looked at, and stored with the next Enter.
    this.proposal = back?.isBack
      ? { ...bare, reason: back.reason, dissent: back.dissent, isBack: true }
      : bare;
    if (back) {
      const { reason, dissent } = back;
      settleDraft(question.id).keep(JSON.stringify({ level: String(level ?? ""), reason, dissent }));
    }
    this.isWriting = true;
    if (level !== null && !isSame) void this.#settle(bare);
  }

  /** Keeps what is typed about the proposal. */
  say(said: { reason?: string; dissent?: string }): void {
    if (!this.proposal) return;
    this.proposal = { ...this.proposal, ...said, isTyped: true, refused: null };
    const { question, level, reason, dissent } = this.proposal;
    const draft = settleDraft(question);
    if (reason.trim() === "" && dissent.trim() === "") draft.drop();
    else draft.keep(JSON.stringify({ level: String(level ?? ""), reason, dissent }));
  }

  /** Ends the proposal for now: what was typed about it waits, and comes back with the next level that is settled. */
  leaveProposal(): void {
    const isSaid = this.proposal?.isTyped && `${this.proposal.reason}${this.proposal.dissent}`.trim() !== "";
    if (isSaid) this.proposal = null;
    else this.dropProposal();
  }

  /** What waits to be said about the consensus of a question. */
  #waiting(question: string): Proposal | null {
    const draft = settleDraft(question);
    if (draft.text === null) return null;
    const { level, reason, dissent } = keptFields(draft, { level: "", reason: "", dissent: "" });
    const number = /^[1-5]$/.test(level) ? Number(level) : null;
    return { question, level: number, reason, dissent, isTyped: false, isBack: true, refused: null };
  }

  /** Ends the proposal without what was typed about it. */
  dropProposal(): void {
    if (this.proposal) settleDraft(this.proposal.question).drop();
    this.proposal = null;
  }

  /**
   * Ends the proposal and stores what was said about it. Nothing that was chosen and typed is dropped; only what came
   * back and was not looked at waits on, unless it `isAsked` for.
   */
  keepProposal(isAsked = false): void {
    const proposal = this.proposal;
    if (!proposal) return;
    this.proposal = null;
    if (proposal.isBack && !proposal.isTyped && !isAsked) return;
    const reason = proposal.reason.trim();
    const dissent = proposal.dissent.trim();
    if (proposal.level === null && reason === "") return settleDraft(proposal.question).drop();
    const before = this.#confirmed?.id === proposal.question ? this.question : null;
    const { kind, level, isSettled } = before?.consensus ?? nothing;
    const isSame =
      isSettled &&
      level === proposal.level &&
      (level !== null || kind === "notApplicable") &&
      before?.reason === reason &&
      before.dissent === dissent;
    if (!isSame) void this.#settle({ ...proposal, reason, dissent });
    else settleDraft(proposal.question).drop();
  }

  async #settle(proposal: Proposal): Promise<void> {
    const { question, level, reason, dissent } = proposal;
    const hasWords = reason !== "" || dissent !== "";
    let error: AppError | null = null;
    await drafts.stored(hasWords ? settleDraft(question) : undefined, async () => {
      error = await this.#change(
        "consensus_settle",
        { question, choice: level === null ? "not_applicable" : "level", level, reason, dissent },
        paint.settled(level, reason, dissent),
        hasWords,
      );
      return error === null;
    });
    if (error) this.#refuse(proposal, error, hasWords);
  }

  /** What was refused is not offered as settled, except for words that were typed: nobody types them twice. */
  #refuse(proposal: Proposal, error: AppError, hasWords: boolean): void {
    const isHere = this.#confirmed?.id === proposal.question;
    if (!hasWords) {
      const { level } = proposal;
      if (isHere && this.proposal?.level === level && this.proposal.reason === "") this.proposal = null;
    } else if (isHere && !this.proposal) this.proposal = { ...proposal, refused: inSentences(error) };
    else openDocument.say(error);
  }

  /** Whether the answer of the round before can be taken as it was: it is known, and does not stand already. */
  get canConfirm(): boolean {
    const { question } = this;
    const last = question?.lastTime?.consensus;
    if (!question || !last || last.kind === "unknown") return false;
    const { consensus } = question;
    return !consensus.isSettled || consensus.kind !== last.kind || consensus.level !== last.level;
  }

  /** Settles the question as it was answered in the round before. */
  confirmLast(): void {
    const last = this.question?.lastTime;
    if (!last || !this.canConfirm || openDocument.refusesChange()) return;
    this.dropProposal();
    const painted = paint.settled(last.consensus.level, words.rounds.confirmed, "");
    void this.#change("last_time_confirm", { question: this.#here }, painted);
  }

  /** Goes back to what the votes give. */
  reopen(): void {
    if (openDocument.refusesChange()) return;
    this.dropProposal();
    if (!this.question?.consensus.isSettled) return;
    void this.#change(
      "consensus_settle",
      { question: this.#here, choice: null, level: null, reason: "", dissent: "" },
      paint.reopened,
    );
  }

  openForm(form: FormName): void {
    if (!this.question || openDocument.refusesChange()) return;
    this.keepProposal();
    this.kept = null;
    this.form = form;
    this.isWriting = true;
  }

  /**
   * Puts the keyboard where text is being typed about the question, and opens its form. False where another
   * question is shown.
   */
  goOnTyping(place: string): boolean {
    const { question } = this;
    const root = question && `question/${pack()}/${question.id}/`;
    if (!root || !place.startsWith(root) || this.isReadOnly) return false;
    const [name = "", kind] = place.slice(root.length).split("/");
    const form = formNames.find((one) => one === (kind ?? name));
    if (name === "private") this.writePrivately();
    else if (name === "votes" || name === "count") {
      this.way = name === "count" ? "count" : "row";
      void tick().then(() => this.focusWay[this.way]?.());
    } else if (name === "settle") void tick().then(() => this.focusReason?.());
    else if (form) this.openForm(form);
    return true;
  }

  toggle(panel: PanelName): void {
    this.panel = this.panel === panel ? null : panel;
  }

  writePrivately(): void {
    if (openDocument.refusesChange()) return;
    this.panel = "card";
    this.isWritingPrivately = true;
  }

  /** Keeps the note, the private note or the flag; what is left out stays. */
  async note(
    change: { note?: string; privateNote?: string; isFlagged?: boolean },
    question = this.#here,
    callerTells = false,
  ): Promise<AppError | null> {
    const request = { question, note: null, privateNote: null, isFlagged: null, ...change };
    const error = await this.#change("answer_set", request, paint.noted(change), callerTells);
    if (!error && change.note) this.#confirm("note", question);
    return error;
  }

  flag(): void {
    if (this.question) void this.note({ isFlagged: !this.question.isFlagged });
  }

  async addCapture(capture: GivenCapture, question = this.#here): Promise<AppError | null> {
    const fresh = {
      uid: unconfirmed,
      code: "",
      questionTitle: "",
      at: null,
      isLeftOut: false,
      isOfQuestion: false,
    };
    const error = await this.#change(
      "capture_add",
      { question, ...capture },
      paint.withCapture({ ...capture, ...fresh, question }),
      true,
    );
    if (error) return error;
    this.#confirm(capture.kind, question);
    void this.#countNoted();
    return null;
  }

  addEvidence(evidence: GivenEvidence): Promise<AppError | null> {
    const fresh = { uid: unconfirmed, code: "", fileName: "", isPicture: false };
    return this.#keepEvidence("evidence_add", evidence, paint.withEvidence({ ...evidence, ...fresh }));
  }

  /** Keeps a file in the document. What it holds is not known here: nothing is painted before. */
  attachEvidence(file: Omit<Request<"evidence_attach">, "question">): Promise<AppError | null> {
    return this.#keepEvidence("evidence_attach", file, (question) => question);
  }

  async pasteEvidence(picture: Omit<Request<"evidence_paste">, "question">): Promise<AppError | null> {
    const pasted = this.picture;
    const error = await this.#keepEvidence("evidence_paste", picture, (question) => question);
    if (!error && this.picture === pasted) this.picture = null;
    return error;
  }

  async #keepEvidence<K extends "evidence_add" | "evidence_attach" | "evidence_paste">(
    name: K,
    evidence: Omit<Request<K>, "question">,
    painted: paint.Paint,
  ): Promise<AppError | null> {
    const question = this.#here;
    const request = { question, ...evidence } as unknown as Request<K>;
    const error = await this.#change(name, request, painted, true);
    if (!error) this.#confirm("evidence", question);
    return error;
  }

  async removeCapture(capture: CaptureView): Promise<void> {
    const request = { question: this.#here, uid: capture.uid };
    const error = await this.#change("capture_remove", request, paint.withoutCapture(capture.uid));
    if (error) return;
    offerUndo(words.assess.removed(words.assess.captures[capture.kind] ?? capture.kind), undo);
    void this.#countNoted();
  }

  async removeEvidence(evidence: EvidenceView): Promise<void> {
    const request = { question: this.#here, uid: evidence.uid };
    const error = await this.#change("evidence_remove", request, paint.withoutEvidence(evidence.uid));
    if (!error) offerUndo(words.assess.removed(evidence.title), undo);
  }

  /** Sets the target by hand with a reason, or goes back to the derived one with null. */
  setTarget(level: number | null, reason: string): Promise<AppError | null> {
    return this.#change(
      "target_set",
      { question: this.#here, level, reason: reason.trim() },
      level === null ? (question) => question : paint.noted({ target: level }),
      true,
    );
  }

  async #countNoted(): Promise<void> {
    try {
      this.noted = (await call("captures_get", {})).captures.length;
    } catch {
      this.noted = null; // Only the count beside the way there is missing; the page itself says why.
    }
  }

  get #here(): string {
    return this.#confirmed?.id ?? "";
  }

  #confirm(form: FormName, question: string): void {
    if (question === this.#here) this.kept = form;
  }

  /** Paints a change, sends it, and takes in what it has become; a refusal is told here unless the caller does. */
  async #change<K extends ChangeName>(
    name: K,
    request: Request<K>,
    painted: paint.Paint,
    callerTells = false,
  ): Promise<AppError | null> {
    if (openDocument.refusesChange()) return new AppError("documentReadOnly", words.document.cannotChange);
    const change: Pending = { question: (request as { question: string }).question, paint: painted };
    this.#pending = [...this.#pending, change];
    this.kept = null;
    try {
      this.#adopt((await openDocument.write(() => call(name, request))) as QuestionChange);
      return null;
    } catch (thrown) {
      const error = AppError.from(thrown);
      if (!callerTells) openDocument.say(error);
      return error;
    } finally {
      this.#pending = this.#pending.filter((other) => other !== change);
    }
  }

  /** Shows a confirmed question. What was begun on another one is not begun on this. */
  #show(question: QuestionView): void {
    const place = placeOf(question.id, "note");
    const isAnother = place !== this.#place;
    this.#place = place;
    if (isAnother) {
      this.form = null;
      this.asksWhy = false;
      this.kept = null;
      this.proposal = null;
      this.person = null;
    }
    this.#confirmed = question;
    // What stands there decides how it is shown; a question without votes goes on in the way of the last one.
    if (isAnother && question.tally) this.#way = "count";
    else if (isAnother && question.votes.length > 0 && this.#way === "count") this.#way = "row";
    if (isAnother) this.#resume(question);
  }

  /** Opens again what was being typed on a question. */
  #resume({ id }: QuestionView): void {
    this.isWriting = false;
    this.proposal = this.#waiting(id);
    if (!this.proposal)
      this.form = formNames.find((form) => drafts.at(placeOf(id, form)).text !== null) ?? null;
    if (drafts.at(placeOf(id, "private")).text !== null) this.panel = "card";
  }

  #adopt({ question, dimension: scored, answered, asked }: QuestionChange): void {
    if (question.id === this.id) {
      // What was asked for before is older than this.
      this.#turn += 1;
      this.#show(question);
    }
    this.#adopted += 1;
    const overview = this.overview;
    if (!overview) return;
    // What has an answer is not asked next.
    const isOpen = question.consensus.kind === "unknown";
    const next = isOpen ? overview.next : overview.next.filter(({ id }) => id !== question.id);
    const dimensions = overview.dimensions.map((dimension) => {
      if (dimension.id !== question.dimension) return dimension;
      const questions = dimension.questions.map((row) =>
        row.id === question.id ? listed(row, question) : row,
      );
      return { ...dimension, questions, answered: scored.answered };
    });
    this.overview = { ...overview, dimensions, answered, asked, next };
  }
}

const undo = () => void openDocument.undo();

/** The key of something that the application has not named yet. */
const unconfirmed = "";

/** Where what is typed about a settled level is kept. */
const settleDraft = (question: string) => drafts.at(placeOf(question, "settle"));

/** A question's line in the list, as the question now is. Until the reveal it tells only how many have voted. */
function listed(row: AssessQuestion, question: QuestionView): AssessQuestion {
  const { isFlagged, isRevealed, spread, votes } = question;
  const isHidden = votes.length > 0 && !isRevealed;
  const isSpreadWide = !isHidden && spread !== null && spread[1] - spread[0] >= 2;
  const consensus = isHidden && !question.consensus.isSettled ? nothing : question.consensus;
  return { ...row, consensus, isFlagged, isSpreadWide, votes: votes.length };
}

const nothing: ConsensusView = { kind: "unknown", level: null, levelName: "", isSettled: false };
