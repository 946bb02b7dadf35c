import { toasts } from "../../components/toasts.svelte";
import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { PageView } from "../../ipc/generated/PageView";
import type { ReportView } from "../../ipc/generated/ReportView";
import { words } from "../../words/en";
import { openDocument } from "../document";

/** Pages kept after they were shown: enough to leaf back through any report. */
const kept = 240;

/** The report: whether it is ready, which parts it has, its real pages, and the files it becomes. */
export class Report {
  view = $state.raw<ReportView | null>(null);
  failure = $state.raw<AppError | null>(null);
  loading = $state(false);
  /** Sections that are in, in the report's order. */
  chosen = $state.raw<readonly string[]>([]);

  /** The first page shown, from 1. */
  number = $state(1);
  /** Pages in all; null until the first is there. */
  pages = $state<number | null>(null);
  /** The pages on screen: one, or two side by side. */
  leaves = $state.raw<readonly PageView[]>([]);
  turning = $state(false);
  /** The pages are being made, which takes longer than turning one. */
  building = $state(false);
  pageFailure = $state.raw<AppError | null>(null);

  writing = $state(false);
  /** Characters of the last file that no font has. */
  missing = $state.raw<readonly string[]>([]);

  #spread: 1 | 2 = 1;
  #turns = 0;
  #asks = 0;
  #path: string | null = null;
  // Nothing is drawn from what is kept.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #known = new Map<number, Promise<PageView>>();

  readonly errors = $derived(this.#count("error"));
  readonly warnings = $derived(this.#count("warning"));

  /** Asks for everything anew: the work behind the report may have changed. Keeps choice and page. */
  async load(): Promise<void> {
    const path = openDocument.view?.path ?? null;
    const isOther = path !== this.#path;
    this.#path = path;
    if (isOther) {
      this.view = null;
      this.leaves = [];
      this.number = 1;
      this.missing = [];
    }
    const ask = (this.#asks += 1);
    this.loading = true;
    try {
      const view = await call("report_get", {});
      if (ask !== this.#asks) return;
      const first = this.view === null;
      this.view = view;
      this.chosen = first ? this.#usual() : this.#possible().filter((id) => this.chosen.includes(id));
      this.failure = null;
      this.#forget();
      await this.turn(this.number);
    } catch (thrown) {
      if (ask === this.#asks) this.failure = AppError.from(thrown);
    } finally {
      if (ask === this.#asks) this.loading = false;
    }
  }

  /** Takes a section in or out; the preview follows. */
  async choose(id: string, isIn: boolean): Promise<void> {
    this.chosen = this.#possible().filter((one) => (one === id ? isIn : this.chosen.includes(one)));
    this.#forget();
    await this.turn(this.number);
  }

  /** The sections that are in unless told otherwise. */
  async chooseUsual(): Promise<void> {
    this.chosen = this.#usual();
    this.#forget();
    await this.turn(this.number);
  }

  readonly isUsual = $derived(sameSections(this.chosen, this.#usual()));

  /** Shows one page, or two side by side. */
  async lay(spread: 1 | 2): Promise<void> {
    if (spread === this.#spread) return;
    this.#spread = spread;
    if (this.view) await this.turn(this.number);
  }

  next(): Promise<void> {
    return this.turn(this.number + this.#spread);
  }
  previous(): Promise<void> {
    return this.turn(this.number - this.#spread);
  }
  get canGoOn(): boolean {
    return this.pages !== null && this.number + this.#spread <= this.pages;
  }
  get canGoBack(): boolean {
    return this.number > 1;
  }

  /** Turns to a page; what is on screen stays until it is there. */
  async turn(number: number): Promise<void> {
    const turn = (this.#turns += 1);
    if (this.chosen.length === 0) {
      this.leaves = [];
      this.pages = 0;
      this.turning = this.building = false;
      return;
    }
    let first = this.#start(number);
    this.number = first;
    this.turning = true;
    if (this.#known.size === 0) this.building = true;
    try {
      let leaf: PageView;
      try {
        leaf = await this.#page(first);
      } catch (thrown) {
        // The report became shorter than where one was.
        if (AppError.from(thrown).code !== "unknownItem" || first === 1) throw thrown;
        leaf = await this.#page(1);
        first = 1;
      }
      if (turn !== this.#turns) return;
      const pages = leaf.pages;
      const facing = this.#spread === 2 && first < pages ? await this.#page(first + 1) : null;
      if (turn !== this.#turns) return;
      this.pages = pages;
      this.number = first;
      this.leaves = facing ? [leaf, facing] : [leaf];
      this.pageFailure = null;
      this.#fetchAhead(first, pages);
    } catch (thrown) {
      if (turn === this.#turns) this.pageFailure = AppError.from(thrown);
    } finally {
      if (turn === this.#turns) this.turning = this.building = false;
    }
  }

  /** Writes the PDF where the person chooses. */
  exportPdf(): Promise<void> {
    return this.#export("report", (name) => name);
  }

  /** As one page for a browser. */
  exportHtml(): Promise<void> {
    return this.#export("html", (name) => name.replace(/\.pdf$/u, ".html"));
  }

  async #export(kind: "report" | "html", name: (suggested: string) => string): Promise<void> {
    if (!this.view || this.writing || this.chosen.length === 0) return;
    this.writing = true;
    try {
      const path = await call("dialog_save", { kind, suggested: name(this.view.fileName) });
      if (path === null) return;
      const written = await call("report_write", { path, sections: this.#asked() });
      this.missing = written.missingCharacters;
      toasts.show(words.report.written(written.path, written.pages, written.bytes));
      if (this.missing.length > 0) {
        toasts.show(words.report.missing(this.missing.length), { tone: "warning" });
      }
    } catch (thrown) {
      openDocument.say(thrown);
    } finally {
      this.writing = false;
    }
  }

  /** The page a turn begins with: within the report, and the left one of two. */
  #start(number: number): number {
    const within = Math.max(1, this.pages ? Math.min(number, this.pages) : number);
    return this.#spread === 2 ? within - ((within - 1) % 2) : within;
  }

  #page(number: number): Promise<PageView> {
    const known = this.#known.get(number);
    if (known) return known;
    const page = call("report_page", { number, sections: this.#asked() });
    this.#known.set(number, page);
    page.catch(() => {
      if (this.#known.get(number) === page) this.#known.delete(number);
    });
    const oldest = this.#known.keys().next();
    if (this.#known.size > kept && !oldest.done) this.#known.delete(oldest.value);
    return page;
  }

  /** The pages one turns to next are fetched while one reads. */
  #fetchAhead(first: number, pages: number): void {
    const after = first + this.#spread;
    for (const number of [after, after + 1, first - 1].slice(0, this.#spread + 2)) {
      // A failure shows when the page is turned to.
      if (number >= 1 && number <= pages) void this.#page(number).catch(() => undefined);
    }
  }

  #forget(): void {
    this.#known.clear();
  }

  /** As the application wants it: nothing for the usual sections. */
  #asked(): string[] {
    return this.isUsual ? [] : [...this.chosen];
  }

  #possible(): string[] {
    return this.view?.sections.filter((one) => one.emptyBecause === "").map((one) => one.id) ?? [];
  }

  #usual(): string[] {
    return (
      this.view?.sections.filter((one) => one.isDefault && one.emptyBecause === "").map((one) => one.id) ?? []
    );
  }

  #count(severity: string): number {
    return this.view?.checks.filter((check) => check.severity === severity).length ?? 0;
  }
}

function sameSections(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at]);
}

/** The size of a page in points, as its drawing states it; A4 upright where it does not. */
export function pageSize(svg: string): { width: number; height: number } {
  const box = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg);
  const [width, height] = [Number(box?.[1]), Number(box?.[2])];
  return width > 0 && height > 0 ? { width, height } : { width: 595, height: 842 };
}

export const report = new Report();
