import { words } from "../words/en";
import type { Code } from "./generated/Code";
import type { Error as WireError } from "./generated/Error";
import type { Mistake } from "./generated/Mistake";

/** How loud a failure is: `info` is a fact, `warning` can be worked around, `error` stops the work. */
export type Severity = "info" | "warning" | "error";
/** What the person can do at once. */
export type Remedy = "retry" | "choose-another" | "recover" | "reload" | "none";

export interface Presentation {
  severity: Severity;
  /** A few words over the message; the message itself comes with the error. */
  title: string;
  remedy: Remedy;
}

/** A failure to reach the application at all never carries a code of its own. */
type AnyCode = Code | "unreachable";

/** The one table of failures. A new code without words does not compile. */
export const presentation = {
  noDocument: { severity: "info", title: words.error.noDocument, remedy: "choose-another" },
  notFound: { severity: "error", title: words.error.notFound, remedy: "choose-another" },
  notADocument: { severity: "error", title: words.error.notADocument, remedy: "choose-another" },
  passphraseNeeded: { severity: "info", title: words.error.passphraseNeeded, remedy: "choose-another" },
  wrongPassphrase: { severity: "warning", title: words.error.wrongPassphrase, remedy: "none" },
  documentTooNew: { severity: "error", title: words.error.documentTooNew, remedy: "choose-another" },
  documentLocked: { severity: "error", title: words.error.documentLocked, remedy: "retry" },
  documentDamaged: { severity: "error", title: words.error.documentDamaged, remedy: "recover" },
  documentReadOnly: { severity: "warning", title: words.error.documentReadOnly, remedy: "choose-another" },
  alreadyExists: { severity: "warning", title: words.error.alreadyExists, remedy: "choose-another" },
  notWritable: { severity: "error", title: words.error.notWritable, remedy: "choose-another" },
  keychainRefused: { severity: "warning", title: words.error.keychainRefused, remedy: "none" },
  invalidValue: { severity: "warning", title: words.error.invalidValue, remedy: "none" },
  unknownItem: { severity: "warning", title: words.error.unknownItem, remedy: "reload" },
  invalidImport: { severity: "error", title: words.error.invalidImport, remedy: "choose-another" },
  repairOffered: { severity: "warning", title: words.error.repairOffered, remedy: "none" },
  invalidPack: { severity: "error", title: words.error.invalidPack, remedy: "none" },
  scanFailed: { severity: "warning", title: words.error.scanFailed, remedy: "none" },
  noSchedule: { severity: "warning", title: words.error.noSchedule, remedy: "none" },
  internal: { severity: "error", title: words.error.internal, remedy: "reload" },
  unreachable: { severity: "error", title: words.error.unreachable, remedy: "retry" },
} satisfies Record<AnyCode, Presentation>;

/** The only error that features see: what failed, and what to do next. */
export class AppError extends Error {
  readonly code: AnyCode;
  readonly help: string | null;
  /** The field it speaks about, for a value that does not fit. */
  readonly field: string | null;
  /** Every mistake with its place, for imports and packs. */
  readonly mistakes: readonly Mistake[];

  constructor(code: AnyCode, message: string, help: string | null = null, about: Partial<WireError> = {}) {
    super(message);
    this.field = about.field ?? null;
    this.mistakes = about.mistakes ?? [];
    this.name = "AppError";
    this.code = code;
    this.help = help;
  }

  get presentation(): Presentation {
    // The table knows the title of the language that was shown when the window began.
    return { ...presentation[this.code], title: words.error[this.code] };
  }

  /** Reads whatever was thrown: the contract's `{code, message, help}`, or a failure to reach it. */
  static from(thrown: unknown): AppError {
    if (thrown instanceof AppError) return thrown;
    if (isWireError(thrown)) {
      const code = Object.hasOwn(presentation, thrown.code) ? thrown.code : "internal";
      return new AppError(code, thrown.message, thrown.help || null, thrown);
    }
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new AppError("unreachable", message, words.error.unreachableHelp);
  }
}

function isWireError(value: unknown): value is WireError {
  if (typeof value !== "object" || value === null) return false;
  const { code, message } = value as Record<string, unknown>;
  return typeof code === "string" && typeof message === "string";
}
