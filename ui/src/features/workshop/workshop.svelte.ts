import { offerUndo } from "../../frame/undo";
import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { AgendaSection } from "../../ipc/generated/AgendaSection";
import type { ParticipantView } from "../../ipc/generated/ParticipantView";
import type { WorkshopView } from "../../ipc/generated/WorkshopView";
import { words } from "../../words/en";
import { openDocument } from "../document";

export type WorkshopTab = "agenda" | "next" | "people";

/** The workshop's day: the agenda with its clock, and who is in the room. One for header, Brief and Assess. */
export class Workshop {
  view = $state.raw<WorkshopView | null>(null);
  failure = $state.raw<AppError | null>(null);
  /** The laptop's time, as often as what is shown of it changes. */
  now = $state(Date.now());
  /** The panel is asked for; the screen that has it shows it. */
  isWanted = $state(false);
  /** Which part of the panel is open: it stays so while the panel is closed. */
  tab = $state<WorkshopTab>("agenda");
  /** Grows when people come, leave or change their role: what is shown of them elsewhere is fetched anew. */
  peopleChanged = $state(0);
  /** A section is being begun or ended. */
  isBusy = $state(false);
  #turn = 0;
  #latest: Promise<void> = Promise.resolve();

  readonly sections = $derived(this.view?.sections ?? []);
  readonly people = $derived(this.view?.people ?? []);
  readonly clock = $derived(this.view?.clock ?? null);
  readonly running = $derived(this.sections.find(({ uid }) => uid === this.clock?.section) ?? null);
  /** When the running section ends as planned; null where none runs. */
  readonly endsAt = $derived(this.clock?.sectionEndsAt ?? null);
  /** Whether time is passing that the plan counts. */
  readonly isUnderWay = $derived(this.clock !== null && !(this.view?.isOver ?? false));
  /** The first section that has not begun. */
  readonly nextUp = $derived(this.sections.find(({ startedAt }) => startedAt === null) ?? null);

  /** Milliseconds left in the running section; negative where it is over. */
  get left(): number | null {
    return this.endsAt === null ? null : this.endsAt - this.now;
  }

  /** Fetches the day; what was fetched before stays while it fails. Done when the newest answer is there. */
  async load(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const asking = this.#ask(turn);
    this.#latest = asking;
    await asking;
    if (turn !== this.#turn) await this.#latest;
  }

  async #ask(turn: number): Promise<void> {
    try {
      const view = await call("workshop_get", {});
      if (turn === this.#turn) this.#show(view);
    } catch (thrown) {
      if (turn === this.#turn) this.failure = AppError.from(thrown);
    }
  }

  /** Another document is open, or none. */
  forget(): void {
    this.#turn += 1;
    this.view = null;
    this.failure = null;
  }

  /** Begins a section, or goes on with one. Gives the question to ask first; null where there is none. */
  async begin({ uid }: AgendaSection): Promise<string | null> {
    const view = await this.#act(() => call("section_start", { uid }));
    return view?.sections.find((section) => section.uid === uid)?.next ?? null;
  }

  /** Ends the section that runs. */
  async end(): Promise<void> {
    await this.#act(() => call("section_end", {}));
  }

  /** Says who is in the room. */
  setAbsent(person: ParticipantView, isAbsent: boolean): Promise<boolean> {
    return this.#setPerson(person, "is_absent", isAbsent, { isAbsent });
  }

  /** Gives another role, or none. Earlier votes keep the role they were given in. */
  setRole(person: ParticipantView, role: string | null): Promise<boolean> {
    return this.#setPerson(person, "role", role, { role: role ?? "" });
  }

  /** Adds somebody who joins. Gives why that was refused. */
  async addPerson(values: Record<string, string>): Promise<AppError | null> {
    try {
      const { uid, title } = await openDocument.write(() =>
        call("record_add", { kind: "participants", values }),
      );
      await this.#peopleMoved();
      const name = this.people.find((person) => person.uid === uid)?.name ?? title;
      offerUndo(words.workshop.people.added(name), () => void openDocument.undo());
      return null;
    } catch (thrown) {
      return AppError.from(thrown);
    }
  }

  /** Replaces the sections that have not started by a plan for so many minutes. */
  async propose(minutes: number): Promise<WorkshopView> {
    const view = await openDocument.write(() => call("agenda_propose", { minutes }));
    this.#turn += 1;
    this.#show(view);
    return view;
  }

  async #setPerson(
    person: ParticipantView,
    field: string,
    value: unknown,
    shown: Partial<ParticipantView>,
  ): Promise<boolean> {
    if (openDocument.refusesChange()) return false;
    this.#paint(person.uid, shown);
    try {
      await openDocument.write(() =>
        call("record_set", { kind: "participants", uid: person.uid, field, value }),
      );
      await this.#peopleMoved();
      return true;
    } catch (thrown) {
      this.#paint(person.uid, person);
      openDocument.say(thrown);
      return false;
    }
  }

  async #peopleMoved(): Promise<void> {
    await this.load();
    this.peopleChanged += 1;
  }

  #paint(uid: string, shown: Partial<ParticipantView>): void {
    const { view } = this;
    if (!view) return;
    const people = view.people.map((one) => (one.uid === uid ? { ...one, ...shown } : one));
    this.view = { ...view, people };
  }

  async #act(change: () => Promise<WorkshopView>): Promise<WorkshopView | null> {
    if (this.isBusy || openDocument.refusesChange()) return null;
    this.isBusy = true;
    try {
      const view = await openDocument.write(change);
      this.#turn += 1;
      this.#show(view);
      return view;
    } catch (thrown) {
      openDocument.say(thrown);
      return null;
    } finally {
      this.isBusy = false;
    }
  }

  #show(view: WorkshopView): void {
    this.view = view;
    this.failure = null;
    this.now = Date.now();
  }
}

export const workshop = new Workshop();
