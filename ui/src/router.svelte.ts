/** The steps of the work, in order. */
export const viewNames = [
  "start",
  "brief",
  "discover",
  "assess",
  "evidence",
  "maturity",
  "architecture",
  "roadmap",
  "report",
  "history",
  "guide",
] as const;
export type ViewName = (typeof viewNames)[number];
export type Params = Readonly<Record<string, string>>;

export interface Route {
  readonly view: ViewName;
  readonly params: Params;
}

/** Where the window is: a view and its parameters, written in the address so that back and forward work. */
export class Router {
  route = $state.raw<Route>({ view: "start", params: {} });
  #position = $state(0);
  #last = $state(0);
  readonly #window: Window;

  constructor(owner: Window) {
    this.#window = owner;
    this.#read();
    owner.history.replaceState({ position: 0 }, "", owner.location.hash || hash(this.route));
    owner.addEventListener("popstate", this.#arrive);
  }

  get view(): ViewName {
    return this.route.view;
  }
  get params(): Params {
    return this.route.params;
  }
  get canGoBack(): boolean {
    return this.#position > 0;
  }
  get canGoForward(): boolean {
    return this.#position < this.#last;
  }

  /** Goes to a view. The same place twice is one step of history. */
  go(view: ViewName, params: Params = {}): void {
    const next = { view, params };
    if (hash(next) === hash(this.route)) return;
    this.#position += 1;
    this.#last = this.#position;
    this.#window.history.pushState({ position: this.#position }, "", hash(next));
    this.route = next;
  }

  /** Changes parameters in place: the next back leaves the view rather than the change. */
  refine(params: Params): void {
    this.route = { view: this.route.view, params };
    this.#window.history.replaceState({ position: this.#position }, "", hash(this.route));
  }

  back(): void {
    if (this.canGoBack) this.#window.history.back();
  }

  forward(): void {
    if (this.canGoForward) this.#window.history.forward();
  }

  /** The address of a place, for links. */
  href(view: ViewName, params: Params = {}): string {
    return hash({ view, params });
  }

  close(): void {
    this.#window.removeEventListener("popstate", this.#arrive);
  }

  #arrive = (event: PopStateEvent): void => {
    const position = (event.state as { position?: unknown } | null)?.position;
    if (typeof position === "number") {
      this.#position = position;
    } else {
      // A link was followed: the browser has already made the entry.
      this.#position += 1;
      this.#last = this.#position;
      this.#window.history.replaceState({ position: this.#position }, "", this.#window.location.hash);
    }
    this.#last = Math.max(this.#last, this.#position);
    this.#read();
  };

  #read(): void {
    const [name = "", query = ""] = this.#window.location.hash.replace(/^#\/?/, "").split("?", 2);
    const view = viewNames.find((known) => known === name) ?? "start";
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- read once, on the spot
    this.route = { view, params: Object.fromEntries(new URLSearchParams(query)) };
  }
}

function hash({ view, params }: Route): string {
  const query = new URLSearchParams(params).toString();
  return `#/${view}${query ? `?${query}` : ""}`;
}

export const router = new Router(window);
