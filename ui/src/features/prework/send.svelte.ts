import { SvelteSet } from "svelte/reactivity";
import { toasts } from "../../components/toasts.svelte";
import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { PreworkDimension } from "../../ipc/generated/PreworkDimension";
import type { PreworkRole } from "../../ipc/generated/PreworkRole";
import type { PreworkView } from "../../ipc/generated/PreworkView";
import { words } from "../../words/en";
import { openDocument, suggestedName } from "../document";

/** What stands on every page besides the questions. */
export interface Letter {
  due: string | null;
  note: string;
}

/** What can be sent to whom. */
export class Prework {
  view = $state.raw<PreworkView | null>(null);
  failure = $state.raw<AppError | null>(null);

  async load(): Promise<void> {
    try {
      this.view = await call("prework_get", {});
      this.failure = null;
    } catch (thrown) {
      this.failure = AppError.from(thrown);
    }
  }
}

/** What a person chooses to send out, from what can be sent. */
export class Sending {
  readonly view: PreworkView;
  /** Ids of the roles that are ticked. */
  readonly roles = new SvelteSet<string>();
  /** Ids of the questions that are ticked. */
  readonly questions = new SvelteSet<string>();
  busy = $state(false);
  /** The form or set of cards that was written last. */
  printed = $state.raw<string | null>(null);
  /** Why something could not be written. */
  refused = $state.raw<AppError | null>(null);
  /** The pages that were written; null before that. */
  written = $state.raw<readonly string[] | null>(null);

  constructor(view: PreworkView) {
    this.view = view;
    this.tickDepth();
    for (const role of view.roles) if (role.participants.length > 0) this.roles.add(role.id);
  }

  /** How many of the ticked questions a role gets. */
  countFor(role: PreworkRole): number {
    return role.questions.filter((id) => this.questions.has(id)).length;
  }
  /** How many questions of a dimension are ticked. */
  countOf(dimension: PreworkDimension): number {
    return dimension.questions.filter(({ id }) => this.questions.has(id)).length;
  }

  /** The roles that get a page: ticked, and with something to answer. */
  get chosenRoles(): readonly string[] {
    return this.view.roles
      .filter((role) => this.roles.has(role.id) && this.countFor(role) > 0)
      .map(({ id }) => id);
  }

  tickRole(id: string, isTicked: boolean): void {
    if (isTicked) this.roles.add(id);
    else this.roles.delete(id);
  }
  tick(ids: readonly string[], isTicked: boolean): void {
    for (const id of ids) {
      if (isTicked) this.questions.add(id);
      else this.questions.delete(id);
    }
  }
  tickAll(isTicked: boolean): void {
    this.tick(
      this.view.dimensions.flatMap((dimension) => dimension.questions.map(({ id }) => id)),
      isTicked,
    );
  }
  tickDepth(): void {
    this.questions.clear();
    this.tick(ofDepth(this.view), true);
  }

  /** As the application is asked: none where it is those of the depth, which it knows best itself. */
  get asked(): string[] {
    const depth = ofDepth(this.view);
    const isDepth = depth.length === this.questions.size && depth.every((id) => this.questions.has(id));
    return isDepth ? [] : [...this.questions];
  }

  /** Writes the pages into a folder the person chooses. True when they are there. */
  async write({ due, note }: Letter): Promise<boolean> {
    if (this.busy || this.chosenRoles.length === 0) return false;
    this.busy = true;
    this.refused = this.printed = null;
    try {
      const folder = await call("dialog_open", { kind: "folder", suggested: "" });
      if (folder === null) return false;
      const roles = [...this.chosenRoles];
      const { paths } = await call("prework_write", {
        folder,
        roles,
        questions: this.asked,
        due: due ?? "",
        note,
      });
      this.written = paths;
      return true;
    } catch (thrown) {
      this.refused = AppError.from(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }

  /** Writes the form of a role, to print, where the person chooses. */
  form(role: PreworkRole, { due, note }: Letter): Promise<void> {
    return this.#print(words.prework.roles.formName(client(), role.title), (path) =>
      call("prework_form", { path, role: role.id, questions: this.asked, due: due ?? "", note }),
    );
  }

  cards(): Promise<void> {
    return this.#print(words.prework.cardsName(client()), (path) =>
      call("cards_write", { path, questions: this.asked }),
    );
  }

  async #print(name: string, write: (path: string) => Promise<{ path: string }>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.refused = this.printed = null;
    try {
      this.printed = await savePdf(name, write);
    } catch (thrown) {
      this.refused = AppError.from(thrown);
    } finally {
      this.busy = false;
    }
  }
}

/** Writes the facilitator's cards of the questions of the depth, to print, where the person chooses. */
export async function saveCards(): Promise<void> {
  try {
    const name = words.prework.cardsName(client());
    const path = await savePdf(name, (path) => call("cards_write", { path, questions: [] }));
    if (path !== null) toasts.show(words.prework.written(path));
  } catch (thrown) {
    openDocument.say(thrown);
  }
}

/** Where it was written; null where the person named no file. */
async function savePdf(
  name: string,
  write: (path: string) => Promise<{ path: string }>,
): Promise<string | null> {
  const path = await call("dialog_save", { kind: "report", suggested: suggestedName(name, "pdf") });
  return path === null ? null : (await write(path)).path;
}

const client = () => openDocument.view?.client ?? "";

const ofDepth = ({ dimensions }: PreworkView): string[] =>
  dimensions.flatMap(({ questions }) => questions.filter((one) => one.isAsked).map(({ id }) => id));
