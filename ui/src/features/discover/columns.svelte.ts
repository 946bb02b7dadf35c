import type { FieldView } from "../../ipc/generated/FieldView";
import { readPreference, writePreference } from "../../preference";

/** Which columns each inventory shows on this laptop: the main ones, unless others were chosen. */
export class ColumnChoice {
  #chosen = $state.raw<Readonly<Record<string, readonly string[]>>>({});

  of(kind: string, fields: readonly FieldView[]): readonly string[] {
    const kept = this.#chosen[kind] ?? read(kind);
    const known = fields.filter((field) => (kept ? kept.includes(field.name) : field.isMain));
    // Without the column that names it a row is nothing.
    return fields.filter((field) => field.isRequired || known.includes(field)).map((field) => field.name);
  }

  isChosen(kind: string): boolean {
    return (this.#chosen[kind] ?? read(kind)) !== null;
  }

  set(kind: string, names: readonly string[] | null): void {
    writePreference(`columns.${kind}`, names?.join(" ") ?? "");
    const others = Object.entries(this.#chosen).filter(([other]) => other !== kind);
    this.#chosen = Object.fromEntries(names ? [...others, [kind, names]] : others);
  }
}

function read(kind: string): readonly string[] | null {
  const names = readPreference(`columns.${kind}`)?.split(" ").filter(Boolean) ?? [];
  return names.length > 0 ? names : null;
}
