/** How words become sentences. */
import { language } from "./language.svelte";

export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
/** The scope, the sponsor and two dates. */
export const list = (parts: readonly string[]) =>
  parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`;

const small = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
/** A count as sentences say it: in words up to ten, as the application's own headlines do. */
export const said = (count: number) => small[count] ?? String(count);
export const some = (count: number, one: string, many: string) =>
  `${said(count)} ${count === 1 ? one : many}`;
/** A count of many, thousands apart. */
export const many = (count: number) => count.toLocaleString(language.code);
const rules = new Intl.PluralRules("en");
/** 1 row, 5,000 rows. */
export const counted = (count: number, one: string, more: string) =>
  `${many(count)} ${rules.select(count) === "one" ? one : more}`;
/** A name from elsewhere within a sentence: English takes its capital away, other languages leave it as it is. */
export const within = (text: string) => (language.code === "en" ? text.toLowerCase() : text);
