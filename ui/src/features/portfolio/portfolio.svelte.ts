import { toasts } from "../../components/toasts.svelte";
import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { PortfolioPack } from "../../ipc/generated/PortfolioPack";
import type { PortfolioRow } from "../../ipc/generated/PortfolioRow";
import type { PortfolioView } from "../../ipc/generated/PortfolioView";
import type { ScoreView } from "../../ipc/generated/ScoreView";
import { words } from "../../words/en";
import { openDocument, suggestedName } from "../document";

const w = words.portfolio;

/** What the table is sorted by: a column of its own, or a factor or dimension by id. */
export type SortKey = "client" | "overall" | "coverage" | "confidence" | "date" | "round" | `part:${string}`;
export type Parts = "factors" | "dimensions";
export type Form = "csv" | "parquet";

/** Several engagements side by side. The list of files is kept until the window closes. */
export class Portfolio {
  paths = $state.raw<readonly string[]>([]);
  view = $state.raw<PortfolioView | null>(null);
  failure = $state.raw<AppError | null>(null);
  loading = $state(false);
  parts = $state<Parts>("factors");
  sort = $state.raw<{ key: SortKey; isDown: boolean }>({ key: "client", isDown: false });
  #pack = $state<string | null>(null);
  #asks = 0;

  readonly pack = $derived.by((): PortfolioPack | null => {
    const packs = this.view?.packs ?? [];
    return packs.find(({ id }) => id === this.#pack) ?? packs[0] ?? null;
  });
  readonly columns = $derived(this.pack?.[this.parts] ?? []);
  /** The rows of the chosen pack, sorted; what is unknown comes last either way. */
  readonly rows = $derived.by((): PortfolioRow[] => {
    const own = (this.view?.rows ?? []).filter(({ pack }) => pack === this.pack?.id);
    const { key, isDown } = this.sort;
    return [...own].sort((a, b) => compare(valueOf(a, key), valueOf(b, key), isDown));
  });

  choosePack(id: string | null): void {
    this.#pack = id;
  }

  /** Sorts by a column; the same once more turns the order round. Numbers begin with the highest. */
  sortBy(key: SortKey): void {
    const isSame = this.sort.key === key;
    this.sort = { key, isDown: isSame ? !this.sort.isDown : key !== "client" };
  }

  /** Adds files that the person chooses. */
  async choose(): Promise<void> {
    try {
      const chosen = await call("dialog_open_many", { kind: "document", suggested: "" });
      const fresh = chosen.filter((path) => !this.paths.includes(path));
      if (fresh.length === 0) return;
      this.paths = [...this.paths, ...fresh];
    } catch (thrown) {
      openDocument.say(thrown);
      return;
    }
    await this.load();
  }

  leaveOut(path: string): Promise<void> {
    this.paths = this.paths.filter((one) => one !== path);
    return this.load();
  }

  clear(): void {
    this.#asks += 1;
    this.paths = [];
    this.view = null;
    this.failure = null;
    this.loading = false;
  }

  /** Reads all files anew. */
  async load(): Promise<void> {
    if (this.paths.length === 0) return this.clear();
    const ask = (this.#asks += 1);
    this.loading = true;
    try {
      const view = await call("portfolio_get", { paths: [...this.paths] });
      if (ask !== this.#asks) return;
      this.view = view;
      this.failure = null;
    } catch (thrown) {
      if (ask === this.#asks) this.failure = AppError.from(thrown);
    } finally {
      if (ask === this.#asks) this.loading = false;
    }
  }

  /** Writes the table without names where the person chooses. Returns what was refused; null also where nothing was chosen. */
  async export(form: Form, salt: string): Promise<{ isDone: boolean; refusal: AppError | null }> {
    try {
      const path = await call("dialog_save", { kind: form, suggested: suggestedName(w.file, form) });
      if (path === null) return { isDone: false, refusal: null };
      const written = await call("portfolio_export", { paths: [...this.paths], path, salt });
      toasts.show(w.written(written.rows, written.engagements, written.path));
      return { isDone: true, refusal: null };
    } catch (thrown) {
      return { isDone: false, refusal: AppError.from(thrown) };
    }
  }
}

/** The score of a factor or dimension of a row. */
export function scoreOf(row: PortfolioRow, id: string): ScoreView | null {
  return [...row.factors, ...row.dimensions].find((part) => part.id === id)?.score ?? null;
}

function valueOf(row: PortfolioRow, key: SortKey): string | number | null {
  switch (key) {
    case "client":
      return row.client.toLocaleLowerCase();
    case "overall":
      return row.overall.score;
    case "coverage":
      return row.overall.coverage;
    case "confidence":
      return row.overall.confidence;
    case "date":
      return row.date || null;
    case "round":
      return row.round;
    default:
      return scoreOf(row, key.slice("part:".length))?.score ?? null;
  }
}

function compare(a: string | number | null, b: string | number | null, isDown: boolean): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order = typeof a === "string" ? a.localeCompare(String(b)) : a - Number(b);
  return isDown ? -order : order;
}

export const portfolio = new Portfolio();
