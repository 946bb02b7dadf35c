import { language } from "../words/language.svelte";

/** Words of the application without the marks around names: a path stands plain, anything else in quotes. */
const unmarked = (text: string) =>
  text.replace(/`([^`]*)`/g, (_, name: string) => (/[\\/]/.test(name) ? name : inQuotes(name)));
const inQuotes = (name: string) => (language.code === "de" ? `„${name}“` : `“${name}”`);

/** Words of the application where they stand alone. */
export function asSentence(text: string | null | undefined): string {
  if (!text) return "";
  const plain = unmarked(text).replace(/\.$/, "");
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}.`;
}

/** Words that say nothing by themselves. */
const small = new Set([
  "a",
  "an",
  "the",
  "is",
  "are",
  "be",
  "can",
  "this",
  "that",
  "there",
  "it",
  "of",
  "to",
]);
const path = /`[^`]*`|(?:^|\s)(?:\/|[a-z]:[\\/]).*\.\w{2,8}(?=\s|$)|\S*[\\/]\S*/giu;

/** What a text is about, apart from which file. */
function matter(text: string): string[] {
  const found =
    text
      .replace(path, " ")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return found.map((word) => (word === "document" ? "file" : word)).filter((word) => !small.has(word));
}

/** What a message says besides its title, as a sentence; empty where it only says the same again. */
export function besides(title: string, message: string): string {
  const said = new Set(matter(title));
  const [head = "", ...cause] = message.split(/:\s+/);
  const repeats = matter(head).every((word) => said.has(word));
  return asSentence(repeats ? cause.join(": ") : message);
}
