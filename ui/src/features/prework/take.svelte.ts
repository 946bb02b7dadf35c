import { SvelteSet } from "svelte/reactivity";
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
import { words } from "../../words/en";
import { openDocument } from "../document";

export type TakeStep = "files" | "decide" | "mistakes";

/** A vote that a file would replace: one decision, also where two files say the same. */
export interface ConflictingVote {
  readonly id: string;
  readonly pack: string;
  readonly participant: string;
  readonly participantLabel: string;
  readonly question: string;
  readonly shortTitle: string;
  readonly held: string;
  readonly says: string;
  readonly files: readonly string[];
}

/** A vote that files give differently for one participant. */
export interface DoubleVote {
  readonly id: string;
  readonly participantLabel: string;
  readonly question: string;
  readonly shortTitle: string;
  readonly held: string;
  readonly entries: readonly { readonly file: ReturnedFile; readonly says: string }[];
}

/** Path and part name an entry of the look. */
export const entryId = (file: Pick<ReturnedFile, "path" | "part">) => `${file.path}\n${file.part}`;
/** What to call an entry. */
export const entryName = (file: ReturnedFile) => [file.fileName, file.part].filter(Boolean).join(words.comma);
export const countOf = (file: ReturnedFile, state: ReturnedState) =>
  file.votes.filter((vote) => vote.state === state).length;

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
  /** The conflicts in which the file counts. */
  readonly #replaced = new SvelteSet<string>();
  #paths: readonly string[] = [];
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
  async assign({ path, part }: ReturnedFile, participant: string | null): Promise<void> {
    const others = this.#chosen.filter((one) => one.path !== path || one.part !== part);
    this.#chosen = [...others, { path, part, participant, fingerprint: "" }];
    await this.#lookAt(this.#paths);
  }

  /** Whether a person left it out; a file that only nobody was found for is not. */
  isLeftOut({ path, part }: ReturnedFile): boolean {
    return this.#chosen.some((one) => one.path === path && one.part === part && one.participant === null);
  }

  /** Looks once more, such as after a file was put back in its place. */
  async again(): Promise<void> {
    this.refused = null;
    await this.#lookAt(this.#paths);
  }

  get conflicts(): readonly ConflictingVote[] {
    const found: Record<string, ConflictingVote> = {};
    for (const { file, participant, vote } of this.#votes("conflict")) {
      const id = `${file.pack} ${participant} ${vote.question}`;
      const before = found[id];
      found[id] = {
        ...(before ?? { ...vote, id, pack: file.pack, participant, participantLabel: file.participantLabel }),
        files: [...(before?.files ?? []), entryName(file)],
      };
    }
    return Object.values(found);
  }

  get duplicates(): readonly DoubleVote[] {
    const found: Record<string, DoubleVote> = {};
    for (const { file, participant, vote } of this.#votes("duplicate")) {
      const id = `${file.pack} ${participant} ${vote.question}`;
      const before = found[id];
      found[id] = {
        ...(before ?? { ...vote, id, participantLabel: file.participantLabel }),
        entries: [...(before?.entries ?? []), { file, says: vote.says }],
      };
    }
    return Object.values(found);
  }

  get mistakes(): readonly (Mistake & { readonly file: string })[] {
    return (this.look?.files ?? []).flatMap((file) =>
      file.mistakes.map((mistake) => ({ ...mistake, file: entryName(file) })),
    );
  }

  /** The steps in which there is something to see. */
  get steps(): readonly { id: TakeStep; count: number }[] {
    const decide = this.conflicts.length + this.duplicates.length;
    return [
      { id: "files" as const, count: this.look?.files.length ?? 0 },
      ...(decide > 0 ? [{ id: "decide" as const, count: decide }] : []),
      ...(this.mistakes.length > 0 ? [{ id: "mistakes" as const, count: this.mistakes.length }] : []),
    ];
  }

  replaces({ id }: ConflictingVote): boolean {
    return this.#replaced.has(id);
  }
  replace({ id }: ConflictingVote, isReplaced: boolean): void {
    if (isReplaced) this.#replaced.add(id);
    else this.#replaced.delete(id);
  }
  replaceAll(areReplaced: boolean): void {
    for (const conflict of this.conflicts) this.replace(conflict, areReplaced);
  }
  /** How many votes take the place of another. */
  get replacing(): number {
    return this.conflicts.filter((one) => this.replaces(one)).length;
  }

  get canTake(): boolean {
    return this.look !== null && !this.looking && this.look.new + this.replacing > 0;
  }

  /** Takes in what was decided, as one change. Files of nobody stay out. */
  async take(): Promise<void> {
    const { look } = this;
    if (!look || !this.canTake || this.taking) return;
    const files = look.files
      .filter(({ participant }) => participant !== null)
      .map(({ path, part, participant, fingerprint }) => ({ path, part, participant, fingerprint }));
    const replace = this.conflicts
      .filter((one) => this.replaces(one))
      .map(({ pack, participant, question }) => ({ pack, participant, question }));
    this.taking = true;
    try {
      const outcome = await openDocument.write(() => call("prework_take", { files, replace }));
      openDocument.changed += 1;
      this.#reset();
      if (outcome.left.length > 0) this.outcome = outcome;
      else tell(outcome);
    } catch (thrown) {
      this.refused = AppError.from(thrown);
    } finally {
      this.taking = false;
    }
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
    this.#replaced.clear();
  }

  #votes(state: ReturnedState) {
    return (this.look?.files ?? []).flatMap((file) => {
      const { participant } = file;
      if (participant === null) return [];
      return file.votes.filter((vote) => vote.state === state).map((vote) => ({ file, participant, vote }));
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
