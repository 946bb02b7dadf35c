import type { CellValue, GridRow } from "../../components/grid/cell";
import { call } from "../../ipc/call";
import { frame } from "../../frame/frame.svelte";
import { offerUndo } from "../../frame/undo";
import { AppError } from "../../ipc/error";
import type { FieldView } from "../../ipc/generated/FieldView";
import type { RecordPaste } from "../../ipc/generated/RecordPaste";
import type { RecordTable } from "../../ipc/generated/RecordTable";
import type { RecordView } from "../../ipc/generated/RecordView";
import { words } from "../../words/en";
import { drafts, inSentences, openDocument } from "../document";
import { applies, cellOf, pastedText, wireOf } from "./cells";

type Errors = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * All records of one kind. What is entered shows at once; refused values go back, and say why under their cell.
 * A record is known by an id that stays the same while it is being added.
 */
export class Inventory {
  readonly kind: string;
  table = $state.raw<RecordTable | null>(null);
  failure = $state.raw<AppError | null>(null);
  loading = $state(false);
  /** Why a value was refused, by record and field. */
  errors = $state.raw<Errors>({});
  /** Texts that stand in cells of the grid and were never sent, since they cannot be read. */
  unreadable = $state(0);
  /** A paste that was refused, with every mistake. */
  refused = $state.raw<AppError | null>(null);
  /** How many rows of a paste are on their way. */
  pasting = $state<number | null>(null);
  #begun = $state.raw<readonly RecordView[]>([]);
  /** Whether the lines that were begun before the document was opened are there again. */
  #isResumed = false;
  // Records that were added here keep the id they were shown with; nothing is drawn from the maps.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #ids = new Map<string, string>();
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #arriving = new Map<string, Promise<string>>();
  #next = 0;
  #writing = 0;
  #loads: Promise<void> | null = null;
  #loadAgain = false;

  constructor(kind: string) {
    this.kind = kind;
  }

  /** Every record, and at the end lines that still lack what they cannot stand without. */
  get rows(): readonly RecordView[] {
    return [...(this.table?.rows ?? []), ...this.#begun];
  }
  /** Lines that are shown and not stored: they count nowhere. */
  get unfinished(): number {
    return this.#begun.length;
  }
  /** Cells in red. An unfinished line says itself what it lacks. */
  get toCorrect(): number {
    const stored = (this.table?.rows ?? []).map((record) => this.errors[this.idOf(record)] ?? {});
    return stored.reduce((sum, errors) => sum + Object.keys(errors).length, this.unreadable);
  }
  isUnfinished(record: RecordView): boolean {
    return this.#begun.includes(record);
  }
  get fields(): readonly FieldView[] {
    return this.table?.fields ?? [];
  }
  field(name: string): FieldView | undefined {
    return this.fields.find((field) => field.name === name);
  }
  /** The id under which the interface knows a record. */
  idOf(record: RecordView): string {
    return this.#ids.get(record.uid) ?? record.uid;
  }
  /** The place of what is typed in a record: cells and sheet share it. */
  placeOf(id: string): string {
    return `record/${this.kind}/${this.record(id)?.uid ?? id}`;
  }
  record(id: string): RecordView | undefined {
    return this.rows.find((record) => this.idOf(record) === id);
  }
  withCode(code: string): RecordView | undefined {
    return this.rows.find((record) => record.code === code);
  }
  /** Main cells that nobody could fill yet. */
  get gaps(): number {
    return this.rows.reduce((sum, record) => sum + record.unknown, 0);
  }

  /** Fetches the records. Asked for while it runs, it runs once more. */
  load(): Promise<void> {
    if (this.#loads) {
      this.#loadAgain = true;
      return this.#loads;
    }
    this.loading = true;
    const run = async () => {
      do {
        this.#loadAgain = false;
        try {
          const table = await call("record_list", { kind: this.kind });
          // Values still on their way are newer than this answer; the last write asks again.
          if (this.#writing === 0) this.table = table;
          this.failure = null;
          this.#resume();
        } catch (thrown) {
          this.failure = AppError.from(thrown);
        }
      } while (this.#loadAgain);
    };
    this.#loads = run().finally(() => {
      this.loading = false;
      this.#loads = null;
    });
    return this.#loads;
  }

  /** Forgets everything: another document is open. */
  reset(): void {
    this.table = null;
    this.errors = {};
    this.failure = null;
    // Not forgotten where they are kept: that may be the document that has just been opened.
    this.#show([]);
    this.#isResumed = false;
    this.#ids.clear();
    this.#arriving.clear();
  }

  /** Sets one value; null makes it unknown. False where it was refused. */
  async set(id: string, name: string, value: unknown): Promise<boolean> {
    if (this.#begun.some((record) => record.uid === id)) return this.#continue(id, name, value);
    const before = this.record(id)?.values[name];
    this.#put(id, name, value);
    this.#complain(id, name, null);
    try {
      await this.#write(async () => {
        const uid = await this.#uid(id);
        const record = await call("record_set", { kind: this.kind, uid, field: name, value });
        this.#replace(id, record);
      });
      return true;
    } catch (thrown) {
      const error = AppError.from(thrown);
      this.#put(id, name, before);
      if (error.code === "invalidValue") {
        this.#complain(id, name, inSentences(error));
      } else openDocument.say(error);
      return false;
    }
  }

  /** Sets numbers of one record as one change, which one undo takes back. They show at once; all of them or none. */
  async setNumbers(id: string, values: Readonly<Record<string, number>>): Promise<void> {
    const names = Object.keys(values);
    const before = this.record(id)?.values;
    if (names.length === 0 || !before) return;
    for (const name of names) this.#put(id, name, values[name]);
    try {
      const uid = await this.#uid(id);
      const cells = [names.map((name) => String(values[name]))];
      // The answer is not taken: values may be on their way that are newer. The list is fetched after the last.
      await this.#write(() =>
        call("record_paste", { kind: this.kind, uids: [uid], fields: names, cells, isImport: false }),
      );
      for (const name of names) this.#complain(id, name, null);
    } catch (thrown) {
      for (const name of names) this.#put(id, name, before[name]);
      openDocument.say(thrown);
    }
  }

  /** Adds a record. It shows at once; false where it was refused. */
  add(values: Record<string, unknown>): Promise<boolean> {
    return this.#add(this.#newId(), values);
  }

  async #add(id: string, values: Record<string, unknown>): Promise<boolean> {
    const { table } = this;
    if (!table) return false;
    const record = { uid: id, code: "", title: titleOf(values), values, unknown: 0 };
    this.table = { ...table, rows: [...table.rows, record] };
    const arrival = this.#write(async () => {
      const record = await call("record_add", { kind: this.kind, values });
      this.#ids.set(record.uid, id);
      this.#replace(id, record);
      // What is still typed in the line is that of the record now.
      drafts.move(`record/${this.kind}/${id}`, `record/${this.kind}/${record.uid}`);
      return record.uid;
    });
    this.#arriving.set(id, arrival);
    try {
      await arrival;
      return true;
    } catch (thrown) {
      this.#arriving.delete(id);
      this.#drop([id]);
      openDocument.say(thrown);
      return false;
    }
  }

  /** Removes records; a message offers to bring them back. */
  async remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) drafts.dropBelow(this.placeOf(id));
    this.#begin(this.#begun.filter((record) => !ids.includes(record.uid)));
    const gone = ids.flatMap((id) => this.record(id) ?? []);
    const { table } = this;
    if (!table || gone.length === 0) return;
    const uids = await Promise.all(gone.map((record) => this.#uid(this.idOf(record))));
    this.#drop(ids);
    let done = 0;
    try {
      for (const uid of uids) {
        await this.#write(() => call("record_remove", { kind: this.kind, uid }));
        done += 1;
      }
    } catch (thrown) {
      openDocument.say(thrown);
    }
    if (done > 0) {
      const [first] = gone;
      const text =
        done === 1 && first
          ? words.record.removed(first.title || first.code)
          : words.record.removedMany(done, table.plural);
      offerUndo(text, () => void openDocument.undo(done));
    }
  }

  /**
   * Writes a pasted block over records and after the last one: all of it, or nothing and every mistake. A first
   * line that names columns decides where the others go.
   */
  async paste(ids: readonly string[], columns: readonly string[], block: string[][]): Promise<void> {
    const { table } = this;
    if (!table) return;
    const headed = this.#byHeading(block);
    const cells = headed ? block.slice(1) : block;
    const names = headed ?? columns;
    const widest = Math.max(0, ...cells.map((line) => line.length));
    if (widest > names.length) {
      this.refused = new AppError(
        "invalidValue",
        words.record.tooWide(widest, names.length),
        words.record.tooWideHelp,
      );
      return;
    }
    // Columns that are not fields, such as the code, are left as they are.
    const kept = names.slice(0, widest).flatMap((name, at) => (this.field(name) ? [{ name, at }] : []));
    this.pasting = cells.length;
    try {
      const uids = await Promise.all(ids.slice(0, cells.length).map((id) => this.#uid(id)));
      const answer = await this.#write(() =>
        call("record_paste", {
          kind: this.kind,
          uids,
          fields: kept.map(({ name }) => name),
          cells: cells.map((line) =>
            kept.map(({ name, at }) => pastedText(this.field(name), line[at] ?? "")),
          ),
          isImport: false,
        }),
      );
      this.table = answer;
      this.errors = {};
      drafts.replaced(
        this.kind,
        uids,
        kept.map(({ name }) => name),
      );
      const isCut = kept.length < Math.min(names.length, widest);
      offerUndo(words.record.pasted(cells.length, isCut), () => void openDocument.undo());
    } catch (thrown) {
      this.refused = AppError.from(thrown);
    } finally {
      this.pasting = null;
    }
  }

  /**
   * Writes a block of another program's cells as one change: over the records of these uids, as new ones where a uid
   * is empty. All of it, or nothing.
   *
   * @throws {AppError} where it is refused
   */
  async take(block: Omit<RecordPaste, "kind">): Promise<void> {
    this.table = await this.#write(() => call("record_paste", { ...block, kind: this.kind }));
    drafts.replaced(this.kind, block.uids.filter(Boolean), block.fields);
    this.errors = {};
  }

  /** The rows as the grid takes them. */
  gridRows(records: readonly RecordView[]): GridRow[] {
    const { kind, fields } = this;
    return records.map((record) => {
      const cells: Record<string, CellValue> = { code: record.code };
      for (const field of fields) {
        const value = record.values[field.name];
        const isBlank = (value === undefined || value === null) && !applies(kind, field.name, record.values);
        cells[field.name] = isBlank && field.kind !== "flag" ? "" : cellOf(field, value);
      }
      const id = this.idOf(record);
      return { id, cells, errors: this.errors[id] };
    });
  }

  /** Forgets why a value was refused: what stands there is right. */
  forgive(id: string, name: string): void {
    if (!this.#begun.some((record) => record.uid === id)) this.#complain(id, name, null);
  }

  /** Stores what the grid gives. False where it was refused. */
  async setCell(id: string, name: string, cell: CellValue): Promise<boolean> {
    const field = this.field(name);
    return field !== undefined && this.set(id, name, wireOf(field, cell));
  }

  /**
   * The first value of a new line. The record is stored as soon as it has what it cannot stand without; until then
   * the line is kept. False where it was refused.
   */
  async addCell(name: string, cell: CellValue): Promise<boolean> {
    const field = this.field(name);
    if (!field) return false;
    const values = { [name]: wireOf(field, cell) };
    if (this.#missing(values).length === 0) return this.add(values);
    const id = this.#newId();
    this.#begin([...this.#begun, begunLine(id, values)]);
    this.#complainOfMissing(id, values);
    return true;
  }

  /** Sets a value of a line that is not stored yet. */
  async #continue(id: string, name: string, value: unknown): Promise<boolean> {
    const next = (record: RecordView) => {
      const values = { ...record.values, [name]: value };
      return { ...record, values, title: titleOf(values) };
    };
    this.#begin(this.#begun.map((record) => (record.uid === id ? next(record) : record)));
    const line = this.#begun.find((record) => record.uid === id);
    const values = line?.values ?? {};
    this.#complainOfMissing(id, values);
    if (!line || this.#missing(values).length > 0) return true;
    this.#show(this.#begun.filter((record) => record !== line));
    const given = Object.entries(values).filter(([, one]) => one !== null);
    const isStored = await this.#add(id, Object.fromEntries(given));
    // A refused line is as unfinished as it was: nobody types it twice.
    this.#begin(isStored ? this.#begun : [...this.#begun, line]);
    return isStored;
  }

  /** Replaces the lines that are not stored yet, and keeps them for the case that the window stops. */
  #begin(lines: readonly RecordView[]): void {
    this.#show(lines);
    const kept = lines.map(({ uid, values }) => ({ id: uid, values }));
    if (kept.length > 0) this.#kept.keep(JSON.stringify(kept));
    else this.#kept.drop();
  }

  /** The header says that there are some. */
  #show(lines: readonly RecordView[]): void {
    this.#begun = lines;
    frame.unfinished = { ...frame.unfinished, [this.kind]: lines.length };
  }

  get #kept() {
    return drafts.at(`record/${this.kind}/lines`);
  }

  /** Brings back lines that were begun when the window stopped. */
  #resume(): void {
    if (this.#isResumed) return;
    this.#isResumed = true;
    const lines = begunLines(this.#kept.text).filter(({ uid }) => !this.record(uid));
    if (lines.length === 0) return;
    for (const { uid } of lines) this.#next = Math.max(this.#next, Number(uid.replace(/^new-/, "")) || 0);
    this.#show([...this.#begun, ...lines]);
    for (const { uid, values } of lines) this.#complainOfMissing(uid, values);
  }

  #missing(values: Readonly<Record<string, unknown>>): FieldView[] {
    return this.fields.filter((field) => field.isRequired && (values[field.name] ?? null) === null);
  }

  #complainOfMissing(id: string, values: Readonly<Record<string, unknown>>): void {
    const missing = this.#missing(values).map((field) => [field.name, words.record.needed(field.label)]);
    this.errors = { ...this.errors, [id]: Object.fromEntries(missing) as Record<string, string> };
  }

  #newId(): string {
    this.#next += 1;
    return `new-${this.#next}`;
  }

  #byHeading(block: readonly string[][]): string[] | null {
    const [heading, ...rest] = block;
    if (!heading || heading.length < 2 || rest.length === 0) return null;
    const named = heading.map((cell) => {
      const text = cell.trim().toLowerCase();
      if (text === "id" || text === "code") return "code";
      return this.fields.find((field) =>
        [field.label.toLowerCase(), field.heading.toLowerCase(), field.name].includes(text),
      )?.name;
    });
    return named.every((name) => name !== undefined) ? named : null;
  }

  async #write<T>(change: () => Promise<T>): Promise<T> {
    this.#writing += 1;
    try {
      return await openDocument.write(change);
    } finally {
      this.#writing -= 1;
      // The heading and the counts follow what was entered.
      if (this.#writing === 0) void this.load();
    }
  }

  #uid(id: string): Promise<string> {
    return this.#arriving.get(id) ?? Promise.resolve(this.record(id)?.uid ?? id);
  }

  #replace(id: string, record: RecordView): void {
    this.#change((old) => (this.idOf(old) === id ? record : old));
  }

  #put(id: string, name: string, value: unknown): void {
    this.#change((old) => {
      if (this.idOf(old) !== id) return old;
      const values = { ...old.values, [name]: value };
      return { ...old, values, title: name === "title" ? String(value ?? "") : old.title };
    });
  }

  #drop(ids: readonly string[]): void {
    const { table } = this;
    if (table)
      this.table = { ...table, rows: table.rows.filter((record) => !ids.includes(this.idOf(record))) };
  }

  #change(next: (record: RecordView) => RecordView): void {
    const { table } = this;
    if (table) this.table = { ...table, rows: table.rows.map(next) };
  }

  #complain(id: string, name: string, why: string | null): void {
    const others = Object.entries(this.errors[id] ?? {}).filter(([field]) => field !== name);
    const own = why === null ? others : [...others, [name, why]];
    this.errors = { ...this.errors, [id]: Object.fromEntries(own) };
  }
}

const begunLine = (id: string, values: Readonly<Record<string, unknown>>): RecordView => ({
  uid: id,
  code: "",
  title: titleOf(values),
  values: { ...values },
  unknown: 0,
});

/** Lines as they are kept; none where another version wrote them. */
function begunLines(text: string | null): RecordView[] {
  try {
    const kept: unknown = JSON.parse(text ?? "[]");
    return (Array.isArray(kept) ? (kept as { id?: unknown; values?: unknown }[]) : []).flatMap(
      ({ id, values }) =>
        typeof id === "string" && typeof values === "object" && values !== null
          ? [begunLine(id, values as Record<string, unknown>)]
          : [],
    );
  } catch {
    return [];
  }
}

function titleOf(values: Readonly<Record<string, unknown>>): string {
  return String(values.title ?? values.name ?? "");
}

/** The inventories of the open document, each fetched when it is first asked for and anew when the document changed. */
export class Inventories {
  // The inventories themselves are reactive.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #all = new Map<string, Inventory>();
  #path: string | null = null;

  of(kind: string): Inventory {
    const known = this.#all.get(kind);
    if (known) return known;
    const made = new Inventory(kind);
    this.#all.set(kind, made);
    return made;
  }

  /** Fetches these kinds, the first of them first. */
  async load(kinds: readonly string[]): Promise<void> {
    const path = openDocument.view?.path ?? null;
    if (path !== this.#path) for (const inventory of this.#all.values()) inventory.reset();
    this.#path = path;
    for (const kind of kinds) await this.of(kind).load();
  }
}

export const inventories = new Inventories();
