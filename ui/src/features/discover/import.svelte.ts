import type { CellValue, GridColumn, GridRow } from "../../components/grid/cell";
import { offerUndo } from "../../frame/undo";
import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { FieldView } from "../../ipc/generated/FieldView";
import type { RecordTable } from "../../ipc/generated/RecordTable";
import type { SheetFile } from "../../ipc/generated/SheetFile";
import type { SheetTable } from "../../ipc/generated/SheetTable";
import { words } from "../../words/en";
import { inSentences, openDocument } from "../document";
import type { Inventory } from "../record";
import { previewColumns, previewRow } from "./preview";
import {
  blockOf,
  codeTarget,
  countsOf,
  guessTargets,
  judged,
  linesOf,
  looksLikeHeading,
  marked,
  missingFields,
  noMarks,
  noVerdicts,
  troublesOf,
  unmarked,
  type Line,
  type Marks,
  type Target,
  type Verdicts,
} from "./sheet";

export const importSteps = ["file", "columns", "preview"] as const;
export type ImportStep = (typeof importSteps)[number];

/** Rows judged at once: few enough that nothing waits for the answer. */
const batch = 1000;

/**
 * A CSV or XLSX file on its way into an inventory: read, its columns given to fields, every cell judged by the
 * application and corrected here, then written as one change.
 */
export class Import {
  readonly inventory: Inventory;
  readonly #pause: number;
  step = $state<ImportStep>("file");
  file = $state.raw<SheetFile | null>(null);
  reading = $state(false);
  /** The file that is being read, once it is named. */
  readingName = $state<string | null>(null);
  /** Why the file could not be read. */
  failure = $state.raw<AppError | null>(null);
  #at = $state(0);
  #hasHeading = $state(false);
  #targets = $state.raw<readonly Target[]>([]);
  /** The rows of each table of the file, corrected where they were. */
  #lines = $state.raw<readonly (readonly Line[])[]>([]);
  /** What was corrected, so that a cell that is corrected twice counts once. */
  #corrected = $state.raw<Marks<string>>(noMarks);
  #leftOut = $state.raw<Marks<number>>(noMarks);
  #verdicts = $state.raw<Verdicts>(noVerdicts);
  /** Why rows could not be judged, or the block not be written. */
  refused = $state.raw<AppError | null>(null);
  importing = $state(false);
  #timer: ReturnType<typeof setTimeout> | undefined;
  #runs = $state(false);
  #isClosed = false;
  /** Whether a column was given to a field by hand. */
  #isChosen = false;

  /** @param pause how long typing rests before it is judged, in milliseconds */
  constructor(inventory: Inventory, pause = 300) {
    this.inventory = inventory;
    this.#pause = pause;
  }

  /** The inventory's fields and records. It is only imported into one that is there. */
  get #into(): RecordTable {
    const { table } = this.inventory;
    if (!table) throw new Error("An inventory is imported into only after it was loaded");
    return table;
  }

  // The file

  /** Asks for a file and reads it. What was chosen before stays where the person names none. */
  async choose(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    try {
      const path = await call("dialog_open", { kind: "table", suggested: "" });
      if (path === null) return;
      this.#forget();
      this.readingName = path.split(/[\\/]/).at(-1) ?? path;
      const file = await call("sheet_read", { path });
      this.file = file;
      this.#lines = file.tables.map(linesOf);
      this.openTable(0);
    } catch (thrown) {
      this.failure = AppError.from(thrown);
    } finally {
      this.reading = false;
      this.readingName = null;
    }
  }

  get table(): SheetTable | null {
    return this.file?.tables[this.#at] ?? null;
  }
  get tableAt(): number {
    return this.#at;
  }
  /** Takes another table of the workbook. */
  openTable(at: number): void {
    this.#at = at;
    this.#leftOut = noMarks;
    this.#isChosen = false;
    this.hasHeading = looksLikeHeading(this.table?.rows[0]);
  }

  get hasHeading(): boolean {
    return this.#hasHeading;
  }
  set hasHeading(has: boolean) {
    this.#hasHeading = has;
    // What was chosen by hand is no guess any more.
    if (!this.#isChosen) this.#aim(guessTargets(this.#into, this.heading, this.lines));
  }
  /** The names of the columns, where the first row says them. */
  get heading(): readonly string[] | null {
    return this.#hasHeading ? (this.#lines[this.#at]?.[0]?.texts ?? null) : null;
  }
  /** The rows below the heading. */
  readonly lines = $derived.by(() => this.#lines[this.#at]?.slice(this.#hasHeading ? 1 : 0) ?? []);

  // The columns

  get targets(): readonly Target[] {
    return this.#targets;
  }
  /** Gives a column to a field, to the code, or to nothing. A field that another column fills is not given. */
  setTarget(column: number, target: Target): void {
    if (target !== null && this.#targets.includes(target)) return;
    this.#isChosen = true;
    this.#aim(this.#targets.with(column, target));
  }
  #aim(targets: readonly Target[]): void {
    this.#targets = targets;
    this.#verdicts = noVerdicts;
    this.refused = null;
  }
  /** How many columns go to a field. */
  get fieldCount(): number {
    return this.#targets.filter((target) => target !== null && target !== codeTarget).length;
  }
  get missing(): FieldView[] {
    return missingFields(this.#into, this.#targets);
  }
  get hasCodes(): boolean {
    return this.#targets.includes(codeTarget);
  }

  // The steps

  /** Whether a step can be gone to. */
  allows(step: ImportStep): boolean {
    if (this.importing) return false;
    if (step === "file") return true;
    if (this.lines.length === 0 || this.failure || this.reading) return false;
    // Rows over known records need no column for what those have.
    return step === "columns" || (this.fieldCount > 0 && (this.missing.length === 0 || this.hasCodes));
  }
  go(step: ImportStep): void {
    if (!this.allows(step)) return;
    this.step = step;
    this.refused = null;
    if (step === "preview") this.#judgeAfter(0);
  }

  // The preview

  /** The rows that are to be taken. */
  readonly kept = $derived.by(() => this.lines.filter((line) => !this.#leftOut.has(line.number)));
  readonly troubles = $derived.by(() =>
    this.step === "preview" ? troublesOf(this.#into, this.#targets, this.kept, this.#verdicts) : [],
  );
  readonly #waiting = $derived.by(() => this.kept.filter((line) => !this.#verdicts.has(line)));
  get judging(): boolean {
    return this.step === "preview" && this.#waiting.length > 0 && this.refused === null;
  }
  /** How many rows have their verdict, while more are asked for. */
  get judged(): { done: number; all: number } | null {
    const all = this.kept.length;
    return this.#runs && this.judging ? { done: all - this.#waiting.length, all } : null;
  }
  readonly counts = $derived.by(() => ({
    ...countsOf(this.#into, this.#targets, this.kept),
    leftOut: this.lines.length - this.kept.length,
  }));
  readonly columns = $derived.by((): GridColumn[] =>
    previewColumns(this.#into, this.#targets, this.table?.rows ?? []),
  );
  readonly #errors = $derived.by(() => {
    const byLine: Record<number, Record<string, string>> = {};
    for (const trouble of this.troubles) {
      const own = (byLine[trouble.line] ??= {});
      // A row as a whole says so beside what becomes of it.
      own[trouble.target ?? "fate"] ??= inSentences(trouble);
    }
    return byLine;
  });
  readonly #draw = $derived.by(() => previewRow(this.#into, this.#targets));
  readonly rows = $derived.by((): GridRow[] => {
    if (this.step !== "preview") return [];
    const draw = this.#draw;
    return this.lines.map((line) => draw(line, this.#leftOut.has(line.number), this.#errors[line.number]));
  });

  /** Puts another text into a cell. It is judged after a pause. */
  correct(number: number, target: string, value: CellValue): void {
    const column = this.#targets.indexOf(target);
    const lines = this.#lines[this.#at] ?? [];
    const at = lines.findIndex((one) => one.number === number);
    const line = lines[at];
    if (column < 0 || !line) return;
    const text = value === null ? "" : String(value);
    const corrected = { ...line, texts: line.texts.with(column, text) };
    this.#lines = this.#lines.with(this.#at, lines.with(at, corrected));
    this.#corrected = marked(this.#corrected, [`${this.#at} ${number} ${column}`]);
    this.refused = null;
    this.#judgeAfter(this.#pause);
  }

  isLeftOut(number: number): boolean {
    return this.#leftOut.has(number);
  }
  leaveOut(numbers: readonly number[]): void {
    this.#leftOut = marked(this.#leftOut, numbers);
    this.refused = null;
  }
  takeIn(numbers: readonly number[]): void {
    this.#leftOut = unmarked(this.#leftOut, numbers);
    this.#judgeAfter(0);
  }
  takeAllIn(): void {
    this.#leftOut = noMarks;
    this.#judgeAfter(0);
  }
  leaveOutTroubled(): void {
    this.leaveOut(this.troubles.map((trouble) => trouble.line));
  }
  /** Cells that were corrected and rows that were left out: what would be lost. */
  get edits(): number {
    return this.#corrected.size + this.#leftOut.size;
  }

  /** Judges again what could not be judged. */
  retry(): void {
    this.refused = null;
    this.#judgeAfter(0);
  }

  #judgeAfter(pause: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#judge(), pause);
  }

  /** Judges rows that have no verdict yet, some at a time, until all have one. */
  async #judge(): Promise<void> {
    if (this.#runs || this.#isClosed) return;
    this.#runs = true;
    try {
      while (this.step === "preview" && !this.#isClosed) {
        const targets = this.#targets;
        const lines = this.#waiting.slice(0, batch);
        if (lines.length === 0) return;
        const check = await call("record_check", blockOf(this.#into, targets, lines));
        // Columns that were given elsewhere meanwhile make the answer worthless.
        if (targets === this.#targets) this.#verdicts = judged(this.#verdicts, lines, check);
      }
    } catch (thrown) {
      this.refused = AppError.from(thrown);
    } finally {
      this.#runs = false;
    }
  }

  // The end

  get canImport(): boolean {
    return (
      this.step === "preview" &&
      !this.importing &&
      this.refused === null &&
      this.kept.length > 0 &&
      this.#waiting.length === 0 &&
      this.troubles.length === 0
    );
  }

  /** Writes the rows as one change, which one undo takes back. True when it is done. */
  async import(): Promise<boolean> {
    if (!this.canImport) return false;
    this.importing = true;
    const { label, plural } = this.#into;
    const count = this.kept.length;
    try {
      await this.inventory.take(blockOf(this.#into, this.#targets, this.kept));
      offerUndo(words.discover.exchange.imported(count, label, plural), () => void openDocument.undo());
      return true;
    } catch (thrown) {
      this.refused = AppError.from(thrown);
      return false;
    } finally {
      this.importing = false;
    }
  }

  /** Stops judging: nobody looks any more. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #forget(): void {
    this.file = null;
    this.failure = null;
    this.#lines = [];
    this.#corrected = noMarks;
    this.#leftOut = noMarks;
    this.step = "file";
    this.#aim([]);
  }
}
