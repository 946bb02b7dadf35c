import { toasts } from "../../components/toasts.svelte";
import { frame } from "../../frame/frame.svelte";
import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { AppState } from "../../ipc/generated/AppState";
import type { DocumentView } from "../../ipc/generated/DocumentView";
import type { Settings } from "../../ipc/generated/Settings";
import { router, type ViewName } from "../../router.svelte";
import { words } from "../../words/en";
import { language } from "../../words/language.svelte";
import { drafts } from "./drafts.svelte";
import { returned } from "./returned.svelte";
import { inSentences } from "./sentences";
import { suggestedName } from "./suggest";

/** What is asked for a new engagement. */
export interface NewEngagement {
  client: string;
  isAnonymous: boolean;
  /** What the file is protected by from the start; empty for nothing. */
  passphrase?: string;
}

/** A file that waits for its passphrase. */
interface Locked {
  readonly path: string;
  /** One was typed, and does not open it. */
  readonly isWrong: boolean;
  /** Goes on with what is typed. True when that opens it. */
  readonly unlock: (passphrase: string, remember: boolean) => Promise<boolean>;
  /** It is opened to work in, so that its passphrase may be remembered. */
  readonly canRemember: boolean;
}

/** A way to another document. */
interface Opening {
  /** The file that is read; null where the person named none. */
  path: string | null;
  /** The document that is made, where that is another file. */
  target?: string;
  ask: () => Promise<DocumentView>;
  /** Where to go on. */
  at?: ViewName;
  /** Asks for another file in its place. */
  another?: () => Promise<boolean>;
}

/**
 * The document that is open, and what the application remembers between documents. Features write through
 * `write`, so that the header tells the truth and the rings follow; they fetch anew whenever `changed` grows.
 */
export class OpenDocument {
  /** Recent files, settings and version; null until the application has answered. */
  app = $state.raw<AppState | null>(null);
  /** The open document; null while none is. */
  view = $state.raw<DocumentView | null>(null);
  /** Grows when the content changed in another way than by what is on screen: another document, undo, redo. */
  changed = $state(0);
  /** Grows with every change that is stored. */
  written = $state(0);
  /** Grows with every document that opens: what a screen holds of one is nothing to the next. */
  opened = $state(0);
  /** What kept a document from opening, being made or written. */
  failure = $state.raw<AppError | null>(null);
  /** The file that the failure is about; null where none was named yet. */
  failedPath = $state.raw<string | null>(null);
  /** Whether a document is being opened or made, so that it is not asked for twice. */
  busy = $state(false);
  /** The file that waits for its passphrase; null while none does. */
  locked = $state.raw<Locked | null>(null);
  /** What was typed for the file that the failure is about, to read of it what can be read. */
  #typed: string | null = null;
  #again: (() => Promise<void>) | null = null;
  #another: () => Promise<boolean> = () => this.choose();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity -- nothing is drawn from it
  readonly #keepers = new Set<() => void>();
  #writes: Promise<unknown> = Promise.resolve();
  #underWay = 0;
  /** The message about the last undo or redo: the next one takes its place. */
  #stepped: number | null = null;
  /** The message that nothing can be changed. */
  #refusal: number | null = null;
  #refreshing: Promise<void> | null = null;
  #refreshAgain = false;

  get isReadOnly(): boolean {
    return this.view?.isReadOnly ?? false;
  }
  /** What a field for a person is called: where nobody is named, that a role belongs in it. */
  personLabel(label: string): string {
    return this.view?.isAnonymous ? words.assess.roleOnly(label) : label;
  }
  /** Who may be meant where a person is asked for: names, or roles where nobody is named. */
  peopleOf(people: readonly { readonly name: string; readonly roleTitle: string }[]): string[] {
    const isAnonymous = this.view?.isAnonymous ?? false;
    const all = people.map(({ name, roleTitle }) => (isAnonymous ? roleTitle : name));
    return all.filter((one, at) => all.indexOf(one) === at);
  }
  get settings(): Settings | null {
    return this.app?.settings ?? null;
  }

  /** Asks what is open and what was open lately, and opens what was named when the window was started. */
  async load(): Promise<void> {
    this.failure = null;
    this.#again = () => this.load();
    try {
      const state = await call("app_state", {});
      const typed = state.document ? await drafts.open(state.document.isReadOnly) : [];
      this.#remember(state);
      if (state.document) void returned.tell(typed, state.document);
      if (state.openAtStart !== null && state.document === null) await this.open(state.openAtStart);
    } catch (thrown) {
      this.failure = AppError.from(thrown);
    }
  }

  /** Does once more what failed. */
  retry(): Promise<void> {
    return this.#again?.() ?? Promise.resolve();
  }

  /** Asks for another file in place of the one that failed. */
  chooseAnother(): Promise<boolean> {
    return this.#another();
  }

  /** Takes the failure away. */
  dismiss(): void {
    this.failure = null;
    this.failedPath = null;
    // What would be tried again may hold a passphrase.
    this.#again = null;
    if (!this.locked) this.#typed = null;
  }

  /** Makes an engagement at a place the person chooses. True when it is open. */
  async create({ client, isAnonymous, passphrase }: NewEngagement): Promise<boolean> {
    const path = await this.#choose("dialog_save", "document", suggestedName(client, "waymark"));
    if (path === null) return false;
    const ask = () =>
      call("document_new", {
        path,
        client,
        isAnonymous,
        language: language.code,
        ...(passphrase ? { passphrase } : {}),
      });
    return this.#open({ path, ask, at: "brief" });
  }

  /** Opens a file that the person chooses. */
  async choose(): Promise<boolean> {
    const path = await this.#choose("dialog_open", "document", "");
    return path !== null && this.open(path);
  }

  open(path: string): Promise<boolean> {
    return this.#open({ path, ask: () => call("document_open", { path }) });
  }

  /** Opens a file with its passphrase, and has the keychain remember it where that is wanted. */
  async unlock(path: string, passphrase: string, remember = false): Promise<boolean> {
    this.#typed = passphrase;
    const isOpen = await this.#open({
      path,
      ask: () => call("document_open", { path, passphrase, remember }),
    });
    if (isOpen && remember && this.view?.isRemembered === false)
      toasts.show(words.trust.unlock.notRemembered);
    return isOpen;
  }

  /** Has the keychain forget the passphrase of the document. */
  async forgetPassphrase(): Promise<void> {
    try {
      this.#show(await call("keychain_forget", {}));
      toasts.show(words.trust.forgotten);
    } catch (thrown) {
      this.say(AppError.from(thrown));
    }
  }

  /** Has a passphrase asked for where that is what a failure says. False where it is another failure. */
  askPassphrase(thrown: unknown, path: string, unlock: Locked["unlock"], canRemember = false): boolean {
    const { code } = AppError.from(thrown);
    if (code !== "passphraseNeeded" && code !== "wrongPassphrase") return false;
    this.locked = { path, isWrong: code === "wrongPassphrase", unlock, canRemember };
    return true;
  }

  /** Lets the file that waits for its passphrase be. */
  leaveLocked(): void {
    this.locked = this.#typed = this.#again = null;
  }

  /** The passphrase that was typed for a file that did not open all the same. */
  get typedPassphrase(): string | undefined {
    return this.#typed ?? undefined;
  }

  /** Gives the document a passphrase, another one, or none. Fails as the change fails. */
  async protect(current: string, passphrase: string): Promise<number> {
    const answer = await this.write(() => call("document_protect", { current, passphrase }));
    this.#show(answer.document);
    void this.#recents();
    return answer.removed;
  }

  /** What is to be known before something is written that leaves the protection of the passphrase. */
  get exportNote(): string {
    return this.view?.isProtected ? words.trust.unprotected : "";
  }

  openSample(): Promise<boolean> {
    return this.#open({ path: null, ask: () => call("document_sample", {}) });
  }

  /** Makes a document from a JSON file; the person chooses both. */
  async importJson(): Promise<boolean> {
    const path = await this.#choose("dialog_open", "json", "");
    if (path === null) return false;
    const name = path.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "");
    const target = await this.#choose("dialog_save", "document", suggestedName(name, "waymark"));
    if (target === null) return false;
    const ask = () => call("document_import", { path, target });
    return this.#open({ path, target, ask, at: "brief", another: () => this.importJson() });
  }

  /** Begins the next round in a new file where the person chooses, and opens that. The open one is left as it is. */
  async nextRound(): Promise<void> {
    if (!this.view) return;
    const name = suggestedName(words.rounds.suggested(this.view.client), "waymark");
    const path = await this.#choose("dialog_save", "document", name);
    if (path === null) return;
    await this.#open({ path, target: path, ask: () => call("round_next", { path }), at: "assess" });
  }

  /** Writes a copy of the document, history included, where the person chooses. The open one stays open. */
  async saveCopy(): Promise<void> {
    if (!this.view) return;
    const name = suggestedName(words.document.copyOf(this.view.client), "waymark");
    const path = await this.#choose("dialog_save", "document", name);
    if (path === null) return;
    try {
      const written = await call("document_copy", { path });
      const open = { label: words.document.openCopy, run: () => void this.open(written.path) };
      toasts.show(words.document.exported(written.path), { action: open });
    } catch (thrown) {
      this.say(thrown);
    }
  }

  /** Writes everything the document holds as JSON, where the person chooses. */
  async exportJson(): Promise<void> {
    if (!this.view) return;
    const path = await this.#choose("dialog_save", "json", suggestedName(this.view.client, "json"));
    if (path === null) return;
    try {
      const written = await call("document_export", { path });
      toasts.show([words.document.exported(written.path), this.exportNote].filter(Boolean).join(". "));
    } catch (thrown) {
      this.say(thrown);
    }
  }

  async close(): Promise<void> {
    this.keepOpen();
    await this.#writes.catch(() => undefined);
    await drafts.hold();
    try {
      const state = await call("document_close", {});
      drafts.close();
      returned.forget();
      this.#remember(state);
      router.go("start");
    } catch (thrown) {
      drafts.resume();
      this.say(thrown);
    }
  }

  /** Takes over what the application says of itself, such as that the document was closed. */
  adopt(state: AppState): void {
    if (state.document === null) {
      drafts.close();
      returned.forget();
    }
    this.#remember(state);
  }

  /** Takes a file off the list of recent ones. The file itself stays. */
  async forget(path: string): Promise<void> {
    try {
      this.#remember(await call("recent_forget", { path }));
    } catch (thrown) {
      this.say(thrown);
    }
  }

  /** Keeps settings; those that are not named stay. */
  async set(some: Partial<Settings>): Promise<void> {
    if (!this.app) return;
    const before = this.app;
    const settings = { ...before.settings, ...some };
    this.app = { ...before, settings };
    try {
      const kept = await call("settings_set", { settings });
      if (this.app.settings === settings) this.app = { ...this.app, settings: kept };
    } catch (thrown) {
      // The window keeps the choice; only the next start will not know it.
      this.say(thrown);
    }
  }

  /**
   * Runs a change, one after the other in the order asked, and tells the header how it went. Fails as the
   * change fails; the caller then shows why.
   */
  write<T>(change: () => Promise<T>): Promise<T> {
    this.#underWay += 1;
    frame.saveState = "saving";
    const done = this.#writes.then(change).then(
      (answer) => {
        this.#finish("saved");
        this.written += 1;
        void this.refresh();
        return answer;
      },
      (thrown: unknown) => {
        const error = AppError.from(thrown);
        // A refused value changes nothing: what was confirmed before is still saved.
        // What was refused was nothing to save.
        const refusals: readonly string[] = [
          "invalidValue",
          "unknownItem",
          "invalidImport",
          "scanFailed",
          "wrongPassphrase",
        ];
        this.#finish(refusals.includes(error.code) ? "saved" : "notSaved");
        throw error;
      },
    );
    this.#writes = done.catch(() => undefined);
    return done;
  }

  /** Whether nothing can be changed. Where that is so, it is said, once. */
  refusesChange(): boolean {
    if (!this.isReadOnly) return false;
    if (!toasts.list.some(({ id }) => id === this.#refusal))
      this.#refusal = toasts.show(words.document.cannotChange, { tone: "warning" });
    return true;
  }

  /** Asks for the counts and rings anew. Asked for while it runs, it runs once more. */
  refresh(): Promise<void> {
    if (this.#refreshing) {
      this.#refreshAgain = true;
      return this.#refreshing;
    }
    const run = async () => {
      do {
        this.#refreshAgain = false;
        try {
          const view = await call("document_get", {});
          if (this.view) this.#show(view);
        } catch {
          return; // The counts stay as they were; what was written is safe, and the next write asks again.
        }
      } while (this.#refreshAgain);
    };
    this.#refreshing = run().finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  /**
   * Has something done before another pack takes the place of this one, such as keeping what is chosen and not stored. Gives the way
   * to take that back.
   */
  beforeSwitch(keep: () => void): () => void {
    this.#keepers.add(keep);
    return () => this.#keepers.delete(keep);
  }
  /** Keeps what is open on the screens, and what stands in the field that has the focus: it belongs to what is shown now. */
  keepOpen(): void {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    for (const keep of this.#keepers) keep();
  }

  /** Shows the document as the application has just told it; all screens fetch anew. */
  take(view: DocumentView): void {
    this.#show(view);
    this.changed += 1;
  }

  /** Takes back the last change, or the last few. */
  undo(times = 1): Promise<void> {
    return this.#step("change_undo", times);
  }

  redo(): Promise<void> {
    return this.#step("change_redo", 1);
  }

  /** Says a failure in a message that stays until it is dismissed. */
  say(thrown: unknown): void {
    const error = AppError.from(thrown);
    toasts.show(inSentences(error), { tone: error.presentation.severity });
  }

  async #step(name: "change_undo" | "change_redo", times: number): Promise<void> {
    try {
      let label: string | null = null;
      for (let at = 0; at < times; at += 1) {
        const answer = await this.write(() => call(name, {}));
        this.#show(answer.document);
        label = answer.label ?? label;
        if (answer.label === null) break;
      }
      this.changed += 1;
      if (this.#stepped !== null) toasts.dismiss(this.#stepped);
      const undoes = name === "change_undo";
      if (label === null)
        this.#stepped = toasts.show(undoes ? words.document.nothingToUndo : words.document.nothingToRedo);
      else if (!undoes) this.#stepped = toasts.show(words.document.redone(label));
      else {
        const text = times > 1 ? words.document.undoneMany(times) : words.document.undone(label);
        const action = times > 1 ? undefined : { label: words.document.redo, run: () => void this.redo() };
        this.#stepped = toasts.show(text, { action });
      }
    } catch (thrown) {
      this.say(thrown);
    }
  }

  async #choose(
    name: "dialog_open" | "dialog_save",
    kind: string,
    suggested: string,
  ): Promise<string | null> {
    try {
      return await call(name, { kind, suggested });
    } catch (thrown) {
      this.say(thrown);
      return null;
    }
  }

  async #open(opening: Opening): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.dismiss();
    this.#again = async () => void (await this.#open(opening));
    this.#another = opening.another ?? (() => this.choose());
    try {
      this.keepOpen();
      await this.#writes.catch(() => undefined);
      await drafts.hold();
      const view = await opening.ask();
      const typed = await drafts.open(view.isReadOnly);
      this.leaveLocked();
      this.#again = null;
      this.opened += 1;
      this.#show(view);
      this.changed += 1;
      router.go(opening.at ?? landing(view));
      void this.#recents();
      void returned.tell(typed, view);
      return true;
    } catch (thrown) {
      drafts.resume();
      // What was open stays open; only Start shows why, and what to do about it.
      const failure = AppError.from(thrown);
      const { path } = opening;
      const unlock: Locked["unlock"] = (typed, remember) => this.unlock(path ?? "", typed, remember);
      if (path !== null && this.askPassphrase(failure, path, unlock, true)) return false;
      this.locked = null;
      const isOfTarget = failure.code === "alreadyExists" || failure.code === "notWritable";
      this.failure = failure;
      this.failedPath = (isOfTarget ? opening.target : undefined) ?? opening.path;
      router.go("start");
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** The list of recent files has a new first entry. */
  async #recents(): Promise<void> {
    try {
      const { recents, version } = await call("app_state", {});
      if (this.app) this.app = { ...this.app, recents, version };
    } catch {
      // The list stays as it was until the next start.
    }
  }

  #remember(app: AppState): void {
    this.app = app;
    this.#show(app.document);
    if (app.document) this.changed += 1;
  }

  #finish(state: "saved" | "notSaved"): void {
    this.#underWay -= 1;
    if (state === "notSaved") frame.saveState = this.isReadOnly ? "readOnly" : "notSaved";
    else if (this.#underWay === 0) frame.saveState = this.isReadOnly ? "readOnly" : "saved";
  }

  #show(view: DocumentView | null): void {
    this.view = view;
    frame.isOpen = view !== null;
    frame.client = view?.client ?? null;
    frame.shares = Object.fromEntries(view?.steps.map((step) => [step.id, step.done]) ?? []);
    if (!view) frame.saveState = null;
    else if (this.#underWay === 0) frame.saveState = view.isReadOnly ? "readOnly" : "saved";
  }
}

/** Where an opened document goes on: the first step of the conversation that is not done, else what it means. */
export function landing(view: DocumentView | null): ViewName {
  const talk: ViewName[] = ["brief", "discover", "assess"];
  const isDone = (name: ViewName) => (view?.steps.find((step) => step.id === name)?.done ?? 0) >= 0.95;
  return view?.isSample ? "maturity" : (talk.find((name) => !isDone(name)) ?? "maturity");
}

export const openDocument = new OpenDocument();
