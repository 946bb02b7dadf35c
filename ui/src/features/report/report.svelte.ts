import { toasts } from "../../components/toasts.svelte";
import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { ExportFormat } from "../../components/export";
import type { BrandSet } from "../../ipc/generated/BrandSet";
import type { PageView } from "../../ipc/generated/PageView";
import type { RedactRequest } from "../../ipc/generated/RedactRequest";
import type { ReportSet } from "../../ipc/generated/ReportSet";
import type { ReportView } from "../../ipc/generated/ReportView";
import { placeOf, type Origin } from "../../frame/origin";
import { offerUndo } from "../../frame/undo";
import { router } from "../../router.svelte";
import { words } from "../../words/en";
import { openDocument } from "../document";

/** Fonts that the window was given, by what tells them apart. */
// Nothing is drawn from it.
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const houseFonts = new Map<string, string>();

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
  /** The page that was asked for last; of two side by side it may be the right one. */
  #wanted = 1;
  #turns = 0;
  #asks = 0;
  #path: string | null = null;
  // Nothing is drawn from what is kept.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #known = new Map<number, Promise<PageView>>();

  readonly errors = $derived(this.#count("error"));
  readonly warnings = $derived(this.#count("warning"));

  /** The page from which something else was gone to; null where it was not. */
  cameFrom = $state<number | null>(null);
  #goTo: number | null = null;

  /** The name under which the window knows the font of the house; empty for its own. */
  houseFont = $state("");

  /** Gives the window the font of the house, once for each that is chosen. */
  async #setFont(family: string): Promise<void> {
    const own = family ? await call("brand_font", {}) : { regular: "", bold: "" };
    const key = `${own.regular.length} ${own.regular.slice(-64)} ${own.bold.length} ${own.bold.slice(-64)}`;
    const known = own.regular ? houseFonts.get(key) : "";
    if (known !== undefined) {
      this.houseFont = known;
      return;
    }
    const name = `House ${houseFonts.size + 1}`;
    const bytes = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const faces = [new FontFace(name, bytes(own.regular), { weight: own.bold ? "100 500" : "100 900" })];
    if (own.bold) faces.push(new FontFace(name, bytes(own.bold), { weight: "501 900" }));
    for (const face of faces) document.fonts.add(await face.load());
    houseFonts.set(key, name);
    this.houseFont = name;
  }

  /** Shows a page as soon as the screen is there. */
  openAt(page: number): void {
    this.#goTo = page;
    router.go("report");
  }
  /** Goes where something on a page comes from; the way back is kept. */
  leave(page: number, origin: Origin): void {
    const place = placeOf(origin);
    if (!place) return;
    this.cameFrom = page;
    router.go(place.view, place.params);
  }

  /** Asks for everything anew: the work behind the report may have changed. Keeps choice and page. */
  async load(): Promise<void> {
    const path = openDocument.view?.path ?? null;
    const isOther = path !== this.#path;
    this.#path = path;
    if (isOther) {
      this.view = null;
      this.leaves = [];
      this.number = 1;
      this.pages = null;
      this.missing = [];
    }
    const ask = (this.#asks += 1);
    this.loading = true;
    try {
      const view = await call("report_get", {});
      if (ask !== this.#asks) return;
      const first = this.view === null;
      this.view = view;
      this.chosen = this.#kept(view, first);
      this.failure = null;
      this.#forget();
      // Where the window cannot use it the pages stand in Inter; the file is set in it all the same.
      await this.#setFont(view.brand.font).catch(() => (this.houseFont = ""));
      const page = this.#goTo ?? this.number;
      this.#goTo = this.cameFrom = null;
      await this.turn(page);
    } catch (thrown) {
      if (ask === this.#asks) this.failure = AppError.from(thrown);
    } finally {
      if (ask === this.#asks) this.loading = false;
    }
  }

  /** What is chosen: as the document keeps it; of what it cannot keep, as it was on screen. */
  #kept(view: ReportView, isFirst: boolean): readonly string[] {
    const possible = this.#possible();
    if (view.chosen.length > 0) return view.chosen.filter((id) => possible.includes(id));
    if (isFirst || !openDocument.isReadOnly) return this.#usual();
    return this.chosen.filter((id) => possible.includes(id));
  }

  /** Takes a section in, at its usual place, or out; the preview follows. */
  async choose(id: string, isIn: boolean): Promise<void> {
    const usual = this.#possible();
    const at = usual.indexOf(id);
    const rest = this.chosen.filter((one) => one !== id);
    const before = rest.findLastIndex((one) => usual.indexOf(one) < at);
    await this.#keep(isIn ? [...rest.slice(0, before + 1), id, ...rest.slice(before + 1)] : rest);
  }

  /** Moves a section up or down among those that are in. */
  async move(id: string, by: 1 | -1): Promise<void> {
    const at = this.chosen.indexOf(id);
    const other = this.chosen[at + by];
    if (at < 0 || other === undefined || other === "cover" || id === "cover") return;
    const moved = this.chosen.toSpliced(at, 1).toSpliced(at + by, 0, id);
    await this.#keep(moved);
  }

  /** The sections that are in unless told otherwise. */
  async chooseUsual(): Promise<void> {
    await this.#keep(this.#usual());
  }

  async #keep(chosen: readonly string[]): Promise<void> {
    this.chosen = chosen;
    this.#forget();
    if (!openDocument.isReadOnly)
      await this.#set({ audience: null, detail: null, sections: this.isUsual ? [] : [...chosen] });
    await this.turn(this.number);
  }

  /** For whom it is written, or how much of it there is; its usual sections follow. */
  async setKind(some: { audience?: string; detail?: string }): Promise<void> {
    const { audience = null, detail = null } = some;
    const { isUsual } = this;
    if (!(await this.#set({ audience, detail, sections: null }))) return;
    if (!isUsual) offerUndo(words.report.usualStands, () => void openDocument.undo());
    this.number = 1;
    await this.load();
  }

  /** The language of the engagement, which is that of its questions and of its report. */
  async setLanguage(tag: string): Promise<void> {
    if (openDocument.refusesChange()) return;
    try {
      await openDocument.write(() => call("profile_set", { field: "language", value: tag }));
    } catch (thrown) {
      openDocument.say(thrown);
      return;
    }
    await this.load();
  }

  /** How it looks like its maker's own; absent parts stay. Returns what was refused. */
  setBrand(some: Partial<BrandSet>): Promise<AppError | null> {
    const nothing: BrandSet = {
      accent: null,
      cover: null,
      footer: null,
      confidentiality: null,
      logoPath: null,
      logoText: null,
      fontPath: null,
      fontBoldPath: null,
    };
    return this.#changeBrand(() => call("brand_set", { ...nothing, ...some }));
  }
  /** Takes over a brand file that the person chooses. */
  async openBrand(): Promise<AppError | null> {
    const path = await call("dialog_open", { kind: "brand", suggested: "" });
    return path === null ? null : this.#changeBrand(() => call("brand_open", { path }));
  }
  async #changeBrand(change: () => Promise<unknown>): Promise<AppError | null> {
    if (openDocument.refusesChange()) return new AppError("documentReadOnly", words.document.cannotChange);
    try {
      await openDocument.write(change);
    } catch (thrown) {
      return AppError.from(thrown);
    }
    await this.load();
    return null;
  }
  /** Writes the brand as a file to use again. */
  async saveBrand(): Promise<void> {
    try {
      const path = await call("dialog_save", { kind: "brand", suggested: "brand.toml" });
      if (path === null) return;
      const written = await call("brand_save", { path });
      toasts.show(words.report.brand.saved(written.path));
    } catch (thrown) {
      openDocument.say(thrown);
    }
  }
  /** A picture for the logo; null where the person cancels. */
  choosePicture(): Promise<string | null> {
    return call("dialog_open", { kind: "logo", suggested: "" });
  }
  /** A font file; null where the person cancels. */
  chooseFont(): Promise<string | null> {
    return call("dialog_open", { kind: "font", suggested: "" });
  }

  async #set(request: ReportSet): Promise<boolean> {
    if (openDocument.refusesChange()) return false;
    try {
      await openDocument.write(() => call("report_set", request));
      return true;
    } catch (thrown) {
      openDocument.say(thrown);
      return false;
    }
  }

  /** Accepts a point of the readiness check with a reason; an empty one opens it again. Returns what was refused. */
  async accept(id: string, reason: string): Promise<AppError | null> {
    if (openDocument.refusesChange()) return new AppError("documentReadOnly", words.document.cannotChange);
    try {
      await openDocument.write(() => call("check_accept", { id, reason }));
    } catch (thrown) {
      return AppError.from(thrown);
    }
    await this.load();
    return null;
  }

  /** The page on which the report tells of something; null where it does not, or cannot be made. */
  async find(place: string): Promise<number | null> {
    try {
      return (await call("report_find", { place, sections: this.#asked() })).page;
    } catch (thrown) {
      openDocument.say(thrown);
      return null;
    }
  }

  readonly isUsual = $derived(sameSections(this.chosen, this.#usual()));

  /** Shows one page, or two side by side. */
  async lay(spread: 1 | 2): Promise<void> {
    if (spread === this.#spread) return;
    this.#spread = spread;
    if (this.view) await this.turn(this.#wanted);
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
    this.#wanted = number;
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
    return this.write(words.report.formats[0]);
  }

  /** Writes a file in one of the forms where the person chooses, with what is not to be read in it. */
  async write({ id, kind, ending }: ExportFormat, redact: RedactRequest | null = null): Promise<void> {
    if (!this.view || this.writing || this.chosen.length === 0) return;
    this.writing = true;
    try {
      const name = this.view.fileName.replace(/\.pdf$/u, words.report.fileName(id, redact !== null));
      const path = await call("dialog_save", { kind, suggested: `${name}.${ending}` });
      if (path === null) return;
      const written = await call("report_write", { path, format: id, sections: this.#asked(), redact });
      this.missing = written.missingCharacters;
      toasts.show(
        [words.report.written(written.path, written.pages, written.bytes), openDocument.exportNote]
          .filter(Boolean)
          .join(". "),
      );
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
    const open = this.view?.checks.filter((check) => check.accepted === null) ?? [];
    return open.filter((check) => check.severity === severity).length;
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
