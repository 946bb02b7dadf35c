/**
 * What was typed into a field and is not finished. As long as the field shows it, undo is the field's own
 * (`data-typed`); otherwise the field has nothing to take back, and the keys hand undo to the application.
 */
export class Typing {
  #text = $state<string | null>(null);

  /**
   * Hears what the field shows now, and what it showed before anything was typed. To be told while the event is caught
   * (`oninputcapture`): once the bound value has changed, it would pass for one from elsewhere.
   */
  hear(value: string, before: string): void {
    this.#text = value === before ? null : value;
  }

  finish(): void {
    this.#text = null;
  }

  /** Whether what the field shows was typed: another value came from elsewhere. */
  shows(value: string): boolean {
    return this.#text === value;
  }
}
