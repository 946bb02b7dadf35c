import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { ArchitectureRequest } from "../../ipc/generated/ArchitectureRequest";
import type { ArchitectureView } from "../../ipc/generated/ArchitectureView";
import type { ComponentView } from "../../ipc/generated/ComponentView";
import type { RefView } from "../../ipc/generated/RefView";
import { openDocument } from "../document";
import { byLayer, isRejected, standing } from "./component";

/** What the screen shows: the picture, the same as a list, or what does not fit or is not known. */
export type Shows = "diagram" | "list" | "open";
export type Verdict = "accepted" | "replaced" | "rejected";

/** The stage that is looked at where none is said. */
export const target = "target";

/** One end of a flow of the selected thing. */
export interface Neighbour {
  id: string;
  name: string;
  carries: string;
}

/** The target architecture: what is selected, how it is looked at, and what its owner says of it. */
export class Architecture {
  view = $state.raw<ArchitectureView | null>(null);
  failure = $state.raw<AppError | null>(null);
  loading = $state(false);
  /** A component id or the code of a source, several with blanks between for a box that holds them; empty for none. */
  selected = $state("");
  /** The code of the use case whose path is looked at; empty for none. */
  useCase = $state("");
  /** `today`, `wave:1` and so on, `target`. */
  stage = $state(target);
  shows = $state<Shows>("diagram");
  layer = $state<string | null>(null);
  status = $state<string | null>(null);
  text = $state("");
  #asks = 0;
  #path: string | null = null;

  readonly component = $derived(this.view?.components.find((one) => one.id === this.selected) ?? null);

  /** What the selected box holds: one thing, or those that were drawn together. */
  readonly members = $derived(this.selected.split(" ").filter(Boolean));

  /** The members of a box that holds several, by name. */
  readonly group = $derived(
    this.members.length < 2 ? [] : this.members.map((id) => ({ id, ...this.#named(id) })),
  );

  /** What the selected source is called, where a fact names it. */
  readonly source = $derived.by((): RefView | null => {
    if (!this.view || this.members.length !== 1 || this.component) return null;
    return this.#named(this.selected).origin;
  });

  readonly feeds = $derived(this.#neighbours("to"));
  readonly fedBy = $derived(this.#neighbours("from"));

  readonly layers = $derived(byLayer(this.view?.components ?? []));

  /** Layer, standing or words leave something out. */
  readonly isNarrowed = $derived(this.layer !== null || this.status !== null || this.text.trim() !== "");

  /** What the filters leave, by layer. The use case is one of them. */
  readonly listed = $derived.by(() =>
    byLayer(
      (this.view?.components ?? []).filter(
        (one) => this.#passes(one) && (this.useCase === "" || one.isOnPath),
      ),
    ),
  );

  /** What steps back in the picture: the boxes that layer, standing and words leave out. The path of a use case is drawn. */
  readonly isFaded = $derived.by((): ((id: string) => boolean) | undefined => {
    if (!this.isNarrowed) return undefined;
    const left = (this.view?.components ?? []).filter((one) => this.#passes(one)).map((one) => one.id);
    return (id) => !id.split(" ").some((one) => left.includes(one));
  });

  /** The stage that is looked at, as people read it. */
  readonly stageTitle = $derived(this.view?.stages.find((one) => one.id === this.stage)?.title ?? "");

  /** Components of which something is otherwise than when they were decided. */
  readonly changed = $derived(
    (this.view?.components ?? []).filter((one) => one.changedSince.length > 0).length,
  );
  readonly decided = $derived((this.view?.components ?? []).filter((one) => one.verdict !== null).length);
  /** What does not fit together and what is not known, counted. */
  readonly open = $derived((this.view?.findings.length ?? 0) + (this.view?.openQuestions.length ?? 0));

  /** Shows everything again; the use case stays, since it is part of where one is. */
  clearFilters(): void {
    this.layer = this.status = null;
    this.text = "";
  }

  /** What is asked for: of a box that holds several, the first. */
  get look(): ArchitectureRequest {
    return { selected: this.members[0] ?? "", useCase: this.useCase, stage: this.stage };
  }

  /** Asks for the architecture with this selected. What is on screen stays until the answer is there. */
  async load(selected: string, useCase = "", stage = target): Promise<void> {
    const path = openDocument.view?.path ?? null;
    if (path !== this.#path) this.view = null;
    this.#path = path;
    this.selected = selected;
    this.useCase = useCase;
    this.stage = stage;
    const ask = (this.#asks += 1);
    this.loading = true;
    try {
      const view = await call("architecture_get", this.look);
      if (ask !== this.#asks) return;
      this.view = view;
      this.failure = null;
      if (view.isImproving) void this.#improve(ask);
    } catch (thrown) {
      if (ask === this.#asks) this.failure = AppError.from(thrown);
    } finally {
      if (ask === this.#asks) this.loading = false;
    }
  }

  /** Looks longer for the roadmap that everything else shows too: it says in which wave a component arrives. */
  async #improve(ask: number): Promise<void> {
    try {
      const { isNews } = await call("roadmap_improve", {});
      if (!isNews || ask !== this.#asks) return;
      const view = await call("architecture_get", this.look);
      if (ask === this.#asks) this.view = view;
    } catch {
      // The waves shown follow from a good plan; a search that failed changes nothing about them.
    }
  }

  /** The component after or before the selected one, in layer order. */
  neighbour(step: 1 | -1): string | null {
    // In the picture one steps over what does not stand yet.
    const all = this.listed
      .flatMap((layer) => layer.components)
      .filter((one) => this.shows !== "diagram" || one.isShown);
    if (all.length === 0) return null;
    const at = all.findIndex((one) => one.id === this.selected);
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length;
    return all[next]?.id ?? null;
  }

  /** Records what the owner says of a component, or takes it back with null. Returns what was refused. */
  async decide(
    component: string,
    verdict: Verdict | null,
    { reason = "", replacement = "" }: { reason?: string; replacement?: string } = {},
  ): Promise<AppError | null> {
    const before = this.view;
    this.view = before && {
      ...before,
      components: before.components.map((one) =>
        one.id === component
          ? { ...one, verdict: verdict && { verdict, reason, replacement }, changedSince: [] }
          : one,
      ),
      staleVerdicts: before.staleVerdicts.filter((one) => one.component !== component),
    };
    const ask = (this.#asks += 1);
    this.loading = false;
    try {
      const request = { look: this.look, component, verdict, reason, replacement };
      const view = await openDocument.write(() => call("verdict_set", request));
      // Something else is looked at meanwhile: its picture is asked for anew, with the verdict in it.
      if (ask === this.#asks) {
        this.view = view;
        // It became one with what is in use already.
        const into = view.components.find((one) =>
          one.standsFor.some((gone) => gone.component === component),
        );
        if (this.selected === component && into) this.selected = into.id;
      } else void this.#again();
      return null;
    } catch (thrown) {
      if (ask === this.#asks) this.view = before;
      else void this.#again();
      return AppError.from(thrown);
    }
  }

  #again(): Promise<void> {
    return this.load(this.selected, this.useCase, this.stage);
  }

  #passes(one: ComponentView): boolean {
    const wanted = this.text.trim().toLowerCase();
    const isLike =
      this.status === null ||
      standing(one) === this.status ||
      (one.standing === this.status && !isRejected(one));
    return (
      (this.layer === null || one.layer === this.layer) &&
      isLike &&
      `${one.service} ${one.detail} ${one.capability} ${one.useCases.join(" ")}`
        .toLowerCase()
        .includes(wanted)
    );
  }

  /** What a member of the picture is called, and where its record is when it is a source. */
  #named(id: string): { name: string; origin: RefView | null } {
    const component = this.view?.components.find((one) => one.id === id);
    if (component) return { name: component.service, origin: null };
    const known = this.view?.components
      .flatMap((one) => one.because)
      .find(({ from }) => from.id === id)?.from;
    if (known) return { name: known.label, origin: known };
    const isSource = this.view?.flows.some(({ from }) => from === id) ?? false;
    return { name: id, origin: isSource ? { kind: "sources", id, label: id } : null };
  }

  #neighbours(end: "from" | "to"): Neighbour[] {
    const other = end === "to" ? "from" : "to";
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- a local list, gone when this returns
    const found = new Map<string, Neighbour>();
    for (const flow of this.view?.flows ?? []) {
      if (!this.members.includes(flow[other]) || found.has(flow[end])) continue;
      const component = this.view?.components.find((one) => one.id === flow[end]);
      found.set(flow[end], { id: flow[end], name: component?.service ?? flow[end], carries: flow.carries });
    }
    return [...found.values()];
  }
}

export const architecture = new Architecture();
