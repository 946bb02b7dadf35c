/**
 * Text that is being typed at one place and is no value yet, kept so that a stop of the window loses none of it. A
 * field keeps and gives up; whoever stores the value drops what was stored.
 */
export interface Draft {
  /** What is kept; null where nothing is. Followed where it comes or goes, not while it is typed. */
  readonly text: string | null;
  keep(text: string): void;
  /** Forgets it; with a text only where that is what is kept, since more may have been typed by now. */
  drop(text?: string): void;
}
