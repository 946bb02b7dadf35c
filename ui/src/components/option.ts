/** One entry of a closed list. */
export interface Option {
  value: string;
  label: string;
  /** One line on what it means. */
  hint?: string;
  disabled?: boolean;
}

/** The letters that choose an option, or an empty map unless every initial is unique. */
export function initials(options: readonly Option[]): Map<string, Option> {
  const byLetter = new Map(options.map((option) => [option.label.charAt(0).toLowerCase(), option]));
  return byLetter.size === options.length ? byLetter : new Map();
}

/** The options a typed text means: those that begin with it, then those that contain it. */
export function matching(options: readonly Option[], typed: string): Option[] {
  const text = typed.trim().toLowerCase();
  if (text === "") return [...options];
  const label = (option: Option) => option.label.toLowerCase();
  const begins = options.filter(
    (option) => label(option).startsWith(text) || option.value.toLowerCase() === text,
  );
  const contains = options.filter(
    (option) =>
      !begins.includes(option) &&
      `${label(option)} ${option.value} ${option.hint ?? ""}`.toLowerCase().includes(text),
  );
  return [...begins, ...contains];
}
