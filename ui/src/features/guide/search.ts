import { blockText, type Block, type Chapter, type Page } from "./page";

/** A piece of text, and whether it is what was looked for. */
export interface Piece {
  text: string;
  hit: boolean;
}

/** A place of the guide that holds every word looked for. */
export interface Found {
  page: Page;
  /** The heading that it stands under; null before the first one. */
  at: { id: string; title: string } | null;
  /** Some words around the first of them. */
  around: readonly Piece[];
}

/** As many letters as before, without case and accents, so that places in one are places in the other. */
function fold(text: string): string {
  return Array.from({ length: text.length }, (_, at) => {
    const letter = text.charAt(at);
    return letter.normalize("NFD").charAt(0).toLowerCase().charAt(0) || letter;
  }).join("");
}

/** The words that are looked for. */
export function wordsOf(typed: string): string[] {
  return [...new Set(fold(typed).split(/\s+/).filter(Boolean))];
}

/** A text in pieces: what was looked for, and what lies between. */
export function pieces(text: string, wanted: readonly string[]): Piece[] {
  const folded = fold(text);
  const result: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    const next = wanted
      .map((word) => ({ word, from: folded.indexOf(word, at) }))
      .filter(({ from }) => from >= 0)
      .sort((a, b) => a.from - b.from || b.word.length - a.word.length)[0];
    if (!next) break;
    if (next.from > at) result.push({ text: text.slice(at, next.from), hit: false });
    at = next.from + next.word.length;
    result.push({ text: text.slice(next.from, at), hit: true });
  }
  if (at < text.length) result.push({ text: text.slice(at), hit: false });
  return result;
}

interface Section {
  page: Page;
  at: Found["at"];
  text: string;
}

function sections(page: Page): Section[] {
  const all: Section[] = [{ page, at: null, text: page.about }];
  const add = (block: Block) => {
    if (block.kind === "heading") {
      all.push({ page, at: { id: block.id, title: blockText(block) }, text: "" });
    } else {
      const section = all.at(-1);
      if (section) section.text += ` ${blockText(block)}`;
    }
  };
  page.blocks.forEach(add);
  return all;
}

const reach = 90;

/** Some words around the first place that holds one of those looked for; the whole words at both ends. */
function around(text: string, wanted: readonly string[]): Piece[] {
  const folded = fold(text);
  const places = wanted.map((word) => folded.indexOf(word)).filter((from) => from >= 0);
  const first = places.length > 0 ? Math.min(...places) : 0;
  const from = first <= reach ? 0 : text.indexOf(" ", first - reach) + 1;
  const end = text.indexOf(" ", first + reach);
  const cut = text.slice(from, end < 0 ? undefined : end).trim();
  const shown = `${from > 0 ? "… " : ""}${cut}${end < 0 ? "" : " …"}`;
  return pieces(shown, wanted);
}

/**
 * The places that hold every word typed, in their title, their page's title or their text; those with a word in a title
 * first, then as the guide goes.
 */
export function search(chapters: readonly Chapter[], typed: string): Found[] {
  const wanted = wordsOf(typed);
  if (wanted.length === 0) return [];
  const found = chapters.flatMap(({ pages }) =>
    pages.flatMap(sections).flatMap((section) => {
      const title = fold(section.at?.title ?? section.page.title);
      const page = fold(section.page.title);
      const text = fold(section.text);
      if (!wanted.every((word) => title.includes(word) || page.includes(word) || text.includes(word)))
        return [];
      // Where only the page's title has it, the page's first section stands for all of them.
      if (section.at && !wanted.some((word) => title.includes(word) || text.includes(word))) return [];
      const inTitle = wanted.filter((word) => title.includes(word)).length;
      return [{ section, rank: inTitle }];
    }),
  );
  return found
    .sort((a, b) => b.rank - a.rank)
    .map(({ section: { page, at, text } }) => ({ page, at, around: around(text.trim(), wanted) }));
}
