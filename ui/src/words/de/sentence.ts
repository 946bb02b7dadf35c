/** How German words become sentences. */

const rules = new Intl.PluralRules("de");
const numbers = new Intl.NumberFormat("de");

/** Der Umfang, die Rollen und zwei Termine. */
export const list = (parts: readonly string[]) =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} und ${parts.at(-1) ?? ""}`;
/** The form that belongs to a count. */
export const form = (count: number, one: string, more: string) =>
  rules.select(count) === "one" ? one : more;
/** A count of many, thousands apart. */
export const many = (count: number) => numbers.format(count);
/** 1 Zeile, 5.000 Zeilen. */
export const counted = (count: number, one: string, more: string) =>
  `${many(count)} ${form(count, one, more)}`;
/** A name within a sentence: German nouns keep their capital, so it stays as it is. */
export const named = (text: string) => `„${text}“`;
export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
