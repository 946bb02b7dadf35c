import { SvelteMap, SvelteSet } from "svelte/reactivity";
import { toasts } from "../../components/toasts.svelte";
import { offerUndo } from "../../frame/undo";
import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { Mistake } from "../../ipc/generated/Mistake";
import type { PreworkChosen } from "../../ipc/generated/PreworkChosen";
import type { PreworkLook } from "../../ipc/generated/PreworkLook";
import type { PreworkOutcome } from "../../ipc/generated/PreworkOutcome";
import type { ReturnedFile } from "../../ipc/generated/ReturnedFile";
import type { ReturnedState } from "../../ipc/generated/ReturnedState";
import { dateText } from "../../format";
import { words } from "../../words/en";
import { openDocument } from "../document";

export type TakeStep = "files" | "decide" | "mistakes";

/** A vote that files give otherwise than it is there, or than another file: one decision. */
export interface Contradiction {
  readonly id: string;
  readonly pack: string;
  readonly participant: string;
  readonly participantLabel: string;
  readonly question: string;
  readonly shortTitle: string;
  /** What is there; empty where there is no vote yet. */
  readonly held: string;
  /** What the files say, each saying once with the files that say it. */
  readonly sayings: readonly Saying[];
}
export interface Saying {
  readonly says: string;
  readonly files: readonly [ReturnedFile, ...ReturnedFile[]];
}
/** Whose an entry is: a participant’s key, a new participant’s, or nobody’s. */
export type Whose = { participant: string } | "new" | null;

/** Path and part name an entry of the look. */
export const entryId = (file: Pick<ReturnedFile, "path" | "part">) => `${file.path}\n${file.part}`;
/** What to call an entry. */
export const entryName = (file: ReturnedFile) => [file.fileName, file.part].filter(Boolean).join(words.comma);
export const countOf = (file: ReturnedFile, ...states: ReturnedState[]) =>
  file.votes.filter((vote) => states.includes(vote.state)).length;
/** What a file says of itself: who, for which role, when. */
export const fileSays = (file: ReturnedFile) =>
  [
    [file.code, file.name].filter(Boolean).join(" "),
    file.roleTitle && words.prework.files.role(file.roleTitle),
    file.savedAt && words.prework.files.saved(dateText(file.savedAt.slice(0, 10))),
  ]
    .filter(Boolean)
    .join(words.comma);

/** Returned files, looked at and decided on before any of it is written. */
export class Taking {
  /** Null until files were chosen and looked at. */
  look = $state.raw<PreworkLook | null>(null);
  /** Why files cannot be looked at or taken in. */
  refused = $state.raw<AppError | null>(null);
  looking = $state(false);
  taking = $state(false);
  /** What was done, where something was left that is worth reading. */
  outcome = $state.raw<PreworkOutcome | null>(null);
  /** The entry that counts, by contradiction; what is there counts in all others. */
  readonly #counts = new SvelteMap<string, string>();
  /** The entries that nobody was found for. */
  readonly #unknown = new SvelteSet<string>();
  #paths: readonly string[] = [];
  /** What was looked at when votes were taken in. */
  #taken: readonly string[] = [];
  #chosen = $state.raw<readonly PreworkChosen[]>([]);
  #asked = 0;

  /** Asks for files and looks at them, beside those that are looked at already. */
  async choose(): Promise<void> {
    try {
      await this.takeIn(await call("dialog_open_many", { kind: "answers", suggested: "" }));
    } catch (thrown) {
      openDocument.say(thrown);
    }
  }

  /** Looks at files, beside those that are looked at already. */
  async takeIn(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    openDocument.keepOpen();
    await this.#lookAt([...this.#paths, ...paths.filter((path) => !this.#paths.includes(path))]);
  }

  /** Looks at what was dropped, and says what cannot be dropped here. */
  drop(paths: readonly string[]): void {
    const answers = paths.filter((path) => /\.(json|csv|tsv|xlsx)$/i.test(path));
    if (answers.length < paths.length) toasts.show(words.prework.notDropped, { tone: "error" });
    void this.takeIn(answers);
  }

  /** Says whose a file is; null leaves it out. */
  async assign({ path, part }: ReturnedFile, whose: Whose): Promise<void> {
    const others = this.#chosen.filter((one) => one.path !== path || one.part !== part);
    const participant = whose === "new" ? null : (whose?.participant ?? null);
    this.#chosen = [...others, { path, part, participant, fingerprint: "", isNew: whose === "new" }];
    await this.#lookAt(this.#paths);
  }

  /** Whether a person left it out; a file that only nobody was found for is not. */
  isLeftOut({ path, part }: ReturnedFile): boolean {
    return this.#chosen.some(
      (one) => one.path === path && one.part === part && one.participant === null && !one.isNew,
    );
  }

  /** Looks once more, such as after a file was put back in its place. */
  async again(): Promise<void> {
    this.refused = null;
    await this.#lookAt(this.#paths);
  }

  get contradictions(): readonly Contradiction[] {
    const found: Record<string, Contradiction> = {};
    for (const { file, participant, vote } of this.#contradicting()) {
      const id = `${file.pack} ${participant} ${vote.question}`;
      const known = found[id] ?? {
        id,
        pack: file.pack,
        participant,
        participantLabel: file.participantLabel,
        question: vote.question,
        shortTitle: vote.shortTitle,
        held: vote.held,
        sayings: [],
      };
      const same = known.sayings.find(({ says }) => says === vote.says);
      found[id] = {
        ...known,
        sayings: same
          ? known.sayings.map((one) => (one === same ? { ...one, files: [...one.files, file] } : one))
          : [...known.sayings, { says: vote.says, files: [file] }],
      };
    }
    return Object.values(found);
  }

  /** Entries with votes that nobody was found for, also after a person said whose they are. */
  get unknown(): readonly ReturnedFile[] {
    return (this.look?.files ?? []).filter((file) => this.#unknown.has(entryId(file)));
  }

  get mistakes(): readonly (Mistake & { readonly file: string })[] {
    return (this.look?.files ?? []).flatMap((file) =>
      file.mistakes.map((mistake) => ({ ...mistake, file: entryName(file) })),
    );
  }

  /** The steps in which there is something to see. */
  get steps(): readonly { id: TakeStep; count: number }[] {
    const decide = this.contradictions.length + this.unknown.length;
    return [
      { id: "files" as const, count: this.look?.files.length ?? 0 },
      ...(decide > 0 ? [{ id: "decide" as const, count: decide }] : []),
      ...(this.mistakes.length > 0 ? [{ id: "mistakes" as const, count: this.mistakes.length }] : []),
    ];
  }

  /** The saying that counts; null where what is there counts. */
  counting({ id, sayings }: Contradiction): Saying | null {
    const entry = this.#counts.get(id);
    return sayings.find(({ files }) => files.some((file) => entryId(file) === entry)) ?? null;
  }
  decide({ id }: Contradiction, saying: Saying | null): void {
    if (saying) this.#counts.set(id, entryId(saying.files[0]));
    else this.#counts.delete(id);
  }
  keepAll(): void {
    this.#counts.clear();
  }
  /** Takes what one file says wherever it contradicts. */
  takeAllOf(file: ReturnedFile): void {
    for (const one of this.contradictions) {
      const saying = one.sayings.find(({ files }) => files.includes(file));
      if (saying) this.decide(one, saying);
    }
  }
  /** The files that contradict, with how many of their votes do. */
  get contradicting(): readonly { file: ReturnedFile; count: number; taken: number }[] {
    const all = this.contradictions;
    return (this.look?.files ?? []).flatMap((file) => {
      const own = all.filter(({ sayings }) => sayings.some(({ files }) => files.includes(file)));
      const taken = own.filter((one) => this.counting(one)?.files.includes(file)).length;
      return own.length > 0 ? [{ file, count: own.length, taken }] : [];
    });
  }
  /** How many contradicting votes are taken from a file. */
  get taken(): number {
    return this.contradictions.filter((one) => this.counting(one)).length;
  }

  get canTake(): boolean {
    return this.look !== null && !this.looking && this.look.new + this.taken > 0;
  }

  /** Whether all that the files say was taken in before: there is nothing to take, to decide or to mend. */
  get isAllThere(): boolean {
    const votes = this.look?.files.flatMap((file) => file.votes) ?? [];
    return votes.length > 0 && this.mistakes.length === 0 && votes.every(({ state }) => state === "same");
  }

  /** Takes in what was decided, as one change. Files of nobody stay out. */
  async take(): Promise<void> {
    const { look } = this;
    if (!look || !this.canTake || this.taking) return;
    const files = look.files
      .filter(({ participant }) => participant !== null)
      .map(({ path, part, participant, fingerprint, matchedBy }) => {
        const isNew = matchedBy === "new";
        return { path, part, participant: isNew ? null : participant, fingerprint, isNew };
      });
    const counts = this.contradictions.flatMap((one) => {
      const file = this.counting(one)?.files[0];
      if (!file) return [];
      const { pack, participant, question } = one;
      return [{ pack, participant, question, path: file.path, part: file.part }];
    });
    this.taking = true;
    try {
      const outcome = await openDocument.write(() => call("prework_take", { files, counts }));
      openDocument.changed += 1;
      const paths = this.#paths;
      const left = [...outcome.left, ...look.files.flatMap((file) => this.#leftOf(file))];
      this.#reset();
      this.#taken = paths;
      if (left.length > 0) this.outcome = { ...outcome, left };
      else tell(outcome);
    } catch (thrown) {
      this.refused = AppError.from(thrown);
    } finally {
      this.taking = false;
    }
  }

  /** What stays out of a file that was not sent: all of it where it cannot be read, or votes of nobody yet. */
  #leftOf(file: ReturnedFile): Mistake[] {
    if (file.participant !== null) return [];
    const name = entryName(file);
    const mistakes = file.mistakes.map((mistake) => ({
      ...mistake,
      place: [name, mistake.place].filter(Boolean).join(words.comma),
    }));
    const open = countOf(file, "open");
    if (open === 0 || this.isLeftOut(file)) return mistakes;
    const { ofNobody, ofNobodyHelp } = words.prework;
    return [...mistakes, { place: name, message: ofNobody(open), help: ofNobodyHelp }];
  }

  /** Looks once more at the files of what was taken in, to decide on what was left. */
  async lookAgain(): Promise<void> {
    const paths = this.#taken;
    this.leave();
    await this.takeIn(paths);
  }

  /** Looks away. What was taken in can still be undone. */
  leave(): void {
    const { outcome } = this;
    this.#reset();
    if (outcome) tell(outcome);
  }

  /** Takes back what was taken in, while its outcome is read. */
  undo(): void {
    this.#reset();
    void openDocument.undo();
  }

  #reset(): void {
    this.#asked += 1;
    this.look = this.outcome = this.refused = null;
    this.looking = false;
    this.#paths = [];
    this.#chosen = [];
    this.#counts.clear();
    this.#unknown.clear();
  }

  #contradicting() {
    return (this.look?.files ?? []).flatMap((file) => {
      const { participant } = file;
      if (participant === null) return [];
      return file.votes
        .filter(({ state }) => state === "conflict" || state === "disputed")
        .map((vote) => ({ file, participant, vote }));
    });
  }

  async #lookAt(paths: readonly string[]): Promise<void> {
    const asked = (this.#asked += 1);
    this.looking = true;
    try {
      const look = await call("prework_look", { paths: [...paths], chosen: [...this.#chosen] });
      // Another participant was chosen meanwhile, or nobody looks any more.
      if (asked !== this.#asked) return;
      this.#paths = paths;
      this.look = look;
      for (const file of look.files) {
        const isNobodys = file.matchedBy === "nobody" && !this.isLeftOut(file);
        if (isNobodys && file.votes.length > 0) this.#unknown.add(entryId(file));
      }
    } catch (thrown) {
      if (asked !== this.#asked) return;
      // What was looked at before stays; of a first look, it can be tried again.
      if (!this.look) this.#paths = paths;
      this.refused = AppError.from(thrown);
    } finally {
      if (asked === this.#asked) this.looking = false;
    }
  }
}

function tell(outcome: PreworkOutcome): void {
  const text = words.prework.outcome(outcome);
  if (outcome.written + outcome.replaced > 0) offerUndo(text, () => void openDocument.undo());
  else toasts.show(text);
}
