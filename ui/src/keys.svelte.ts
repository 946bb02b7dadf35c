import { onDestroy, untrack } from "svelte";

/** One key and what it does. Keys are written `j`, `?`, `Enter`, `mod+k`, `shift+Tab`; `mod` is Ctrl, or ⌘ on a Mac. */
export interface Binding {
  key: string;
  /** What it does, for the sheet of keys. Sentence case, a verb first. */
  label: string;
  run: (event: KeyboardEvent) => void;
  /** Works while a field has the focus as well. Only for keys with a modifier, and Escape. */
  inFields?: boolean;
  /** Works on a cell that is chosen and not edited as well, where any other letter begins an edit. */
  inCells?: boolean;
  /** Left out of the sheet, where another binding already says it. */
  hidden?: boolean;
}

/** Keys that what has the focus handles itself: only told on the sheet. */
export interface Told {
  keys: readonly string[];
  label: string;
}

export interface Scope {
  /** The heading on the sheet of keys. */
  name: string;
  bindings: readonly Binding[];
  told?: readonly Told[];
  /** Silences every scope below while it is there, as a dialog does. */
  alone?: boolean;
}

const editable =
  "input:not([type=checkbox], [type=radio], [type=button], [type=range]), textarea, select, [contenteditable]";

/** A place among the scopes that keeps its order while what is bound there changes. */
interface Slot {
  /** Binds these keys instead of those before. Throws on a key that is already bound in a scope heard with it. */
  set(scope: Scope): void;
  close(): void;
}

/**
 * The keys that work now. Scopes stack: application, view, panel, dialog. Two scopes that are heard together
 * may not bind the same key. Focused things come first: a key they have used (`preventDefault`) is spent, keys
 * without a modifier never leave a text field, and those with one stay there while something is typed.
 */
export class Keys {
  #slots: { scope: Scope | null }[] = [];
  #version = $state(0);

  get #scopes(): readonly Scope[] {
    void this.#version;
    return this.#slots.flatMap(({ scope }) => (scope ? [scope] : []));
  }

  /** The scopes that are heard, the innermost last. */
  get active(): readonly Scope[] {
    const scopes = this.#scopes;
    return scopes.slice(
      Math.max(
        0,
        scopes.findLastIndex((scope) => scope.alone),
      ),
    );
  }

  /** The scopes that would be heard without the innermost one that is alone: those the sheet of keys tells. */
  get beneath(): readonly Scope[] {
    const scopes = this.#scopes;
    const alone = scopes.findLastIndex((scope) => scope.alone);
    const below = alone < 0 ? scopes : scopes.slice(0, alone);
    return below.slice(
      Math.max(
        0,
        below.findLastIndex((scope) => scope.alone),
      ),
    );
  }

  /** Takes the innermost place; nothing is bound there yet. */
  slot(): Slot {
    const own: { scope: Scope | null } = { scope: null };
    this.#slots.push(own);
    return {
      set: (scope) => {
        const before = own.scope;
        own.scope = scope;
        const clash = this.#clash();
        // Found by tests and while developing; a person in a workshop gets the innermost meaning instead.
        if (clash && import.meta.env.DEV) {
          own.scope = before;
          throw new Error(clash);
        }
        this.#version += 1;
      },
      close: () => {
        this.#slots = this.#slots.filter((other) => other !== own);
        this.#version += 1;
      },
    };
  }

  /** Binds a scope at the innermost place and returns the function that takes it away. */
  add(scope: Scope): () => void {
    const slot = this.slot();
    try {
      slot.set(scope);
    } catch (clash) {
      slot.close();
      throw clash;
    }
    return () => slot.close();
  }

  /** What is wrong with the scopes that are heard together, if anything. */
  #clash(): string | null {
    // eslint-disable-next-line svelte/prefer-svelte-reactivity -- a local list, gone when this returns
    const owners = new Map<string, string>();
    for (const { name, bindings } of this.active) {
      for (const { key } of bindings) {
        const owner = owners.get(key.toLowerCase());
        if (owner) return `The key ${key} of “${name}” is already bound in “${owner}”`;
        owners.set(key.toLowerCase(), name);
      }
    }
    return null;
  }

  handle = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing) return;
    const target = event.target instanceof Element ? event.target : null;
    // A button or link that has the focus is pressed by these itself.
    if (/^(Enter| )$/.test(event.key) && target?.closest("button, a[href]")) return;
    const inField = target?.closest(editable) ?? null;
    const binding = this.active
      .toReversed()
      .flatMap((scope) => scope.bindings)
      .find((b) => matches(b.key, event));
    // A field in which nothing is typed that is not stored has nothing to take back: undo is the document's.
    const isTyped = inField?.hasAttribute("data-typed") ?? false;
    const isCell = inField?.hasAttribute("data-cells") ?? false;
    const works =
      binding?.inFields || (isCell && binding?.inCells) || (!isTyped && binding?.key.startsWith("mod+"));
    if (!binding || (inField && !works)) return;
    event.preventDefault();
    binding.run(event);
  };
}

export const keys = new Keys();

/**
 * Binds keys for as long as the component lives; what `scope` reads may change. Call while the component is set
 * up, so that parents come before their children.
 */
export function useKeys(scope: () => Scope): void {
  const slot = keys.slot();
  $effect(() => {
    const next = scope();
    untrack(() => slot.set(next));
  });
  onDestroy(() => slot.close());
}

const mac = /Mac|iPhone|iPad/.test(navigator.userAgent);

function matches(key: string, event: KeyboardEvent): boolean {
  const parts = key.split("+");
  const name = key.endsWith("+") ? "+" : (parts.at(-1) ?? "");
  const asked = new Set(parts.slice(0, -1).map((part) => part.toLowerCase()));
  const mod = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  if (other || mod !== asked.has("mod") || event.altKey !== asked.has("alt")) return false;
  // Shift is part of how `?` and `!` are typed; for letters and named keys it must be asked for.
  const shiftMatters = name.length > 1 || /[a-z]/i.test(name);
  if (shiftMatters && event.shiftKey !== asked.has("shift")) return false;
  return event.key.toLowerCase() === (name === "Space" ? " " : name.toLowerCase());
}

const printed: Record<string, string> = {
  mod: mac ? "⌘" : "Ctrl",
  alt: mac ? "⌥" : "Alt",
  shift: "⇧",
  arrowleft: "←",
  arrowright: "→",
  arrowup: "↑",
  arrowdown: "↓",
  escape: "Esc",
};

/** How a key is printed on its cap: `mod+k` as `Ctrl K`. */
export function printKey(key: string): string {
  if (key === "+") return key;
  // The plus itself, with others held.
  const parts = key.endsWith("++") ? [...key.slice(0, -2).split("+"), "+"] : key.split("+");
  return parts
    .map((part) => printed[part.toLowerCase()] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join(" ");
}
