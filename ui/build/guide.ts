import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { lexer, type Token, type Tokens } from "marked";
import type { Plugin } from "vite";
import { plain, type Block, type Chapter, type Inline, type Page } from "../src/features/guide/page.ts";

/** Vite and its tests run in the folder of the interface. */
const repository = path.resolve("..");
const folder = path.join(repository, "docs/guide");
const contents = path.join(folder, "README.md");

/** A guide as it was read: pictures are files still. */
export interface Guide {
  chapters: Chapter[];
  /** Every file that it was read from, pictures too. */
  files: string[];
  /** What is wrong with it: links that lead nowhere, pictures that are missing. One sentence each. */
  faults: string[];
}

/**
 * Reads the pages that `docs/guide/README.md` lists, in its order and under its headings.
 *
 * @throws where a page holds what the guide cannot show, such as HTML
 */
export function readGuide(): Guide {
  const reader = new Reader();
  const chapters: Chapter[] = [];
  let title = "";
  for (const token of lexer(reader.text(contents))) {
    if (token.type === "heading") title = (token as Tokens.Heading).text;
    if (token.type !== "list") continue;
    const pages = (token as Tokens.List).items.map((item) => reader.listed(item));
    chapters.push({ title, pages });
  }
  reader.look();
  return { chapters, files: [...reader.files], faults: reader.faults };
}

class Reader {
  readonly files = new Set<string>();
  readonly faults: string[] = [];
  /** The headings of every page read, by its file. */
  readonly #anchors = new Map<string, Set<string>>();
  /** Links to look after once everything is read: from where, to which file, at what. */
  readonly #links: { from: string; to: string; at: string | null }[] = [];
  readonly #listed = new Set<string>();

  text(file: string): string {
    this.files.add(file);
    return readFileSync(file, "utf8");
  }

  /** The page of a line of the contents: a link, a colon, what it is about. */
  listed(item: Tokens.ListItem): Page {
    const [line] = item.tokens;
    const parts = (line as Tokens.Text | undefined)?.tokens ?? [];
    const link = parts[0];
    if (link?.type !== "link") throw new Error(`${contents}: a line begins with no link: ${item.text}`);
    const file = path.resolve(folder, (link as Tokens.Link).href);
    this.#listed.add(file);
    const about = this.inlines(parts.slice(1), contents);
    const blocks = existsSync(file) ? this.page(file) : [];
    if (blocks.length === 0)
      this.faults.push(`README.md lists ${(link as Tokens.Link).href}, which is not there`);
    const head = blocks.find((block) => block.kind === "heading");
    return {
      id: idOf(file),
      title: head ? plain(head.parts) : (link as Tokens.Link).text,
      about: plain(about).replace(/^:\s*/, ""),
      // The title stands above the page.
      blocks: blocks.filter((block) => block !== head),
    };
  }

  page(file: string): Block[] {
    const blocks = this.blocks(lexer(this.text(file)), file);
    const ids = blocks.flatMap((block) => (block.kind === "heading" ? [block.id] : []));
    this.#anchors.set(file, new Set(ids));
    return blocks;
  }

  blocks(tokens: readonly Token[], file: string): Block[] {
    return tokens.flatMap((token): Block[] => {
      const inside = (token as { tokens?: Token[] }).tokens ?? [];
      switch (token.type) {
        case "space":
          return [];
        case "heading": {
          const parts = this.inlines(inside, file);
          return [{ kind: "heading", level: (token as Tokens.Heading).depth, id: slug(plain(parts)), parts }];
        }
        case "paragraph":
        case "text": {
          const [only] = inside;
          if (inside.length === 1 && only?.type === "image")
            return [this.picture(only as Tokens.Image, file)];
          return [{ kind: "paragraph", parts: this.inlines(inside, file) }];
        }
        case "code":
          return [{ kind: "code", text: (token as Tokens.Code).text }];
        case "list": {
          const { ordered, items } = token as Tokens.List;
          return [{ kind: "list", ordered, items: items.map((item) => this.blocks(item.tokens, file)) }];
        }
        case "table": {
          const { header, rows } = token as Tokens.Table;
          const row = (cells: Tokens.TableCell[]) => cells.map((cell) => this.inlines(cell.tokens, file));
          return [{ kind: "table", head: row(header), rows: rows.map(row) }];
        }
        default:
          throw new Error(`${file}: the guide cannot show “${token.raw.slice(0, 60)}” (${token.type})`);
      }
    });
  }

  inlines(tokens: readonly Token[], file: string): Inline[] {
    return tokens.flatMap((token): Inline[] => {
      const inside = () => this.inlines((token as { tokens?: Token[] }).tokens ?? [], file);
      switch (token.type) {
        case "text":
        case "escape":
          return "tokens" in token && token.tokens
            ? inside()
            : [(token as Tokens.Text).text.replace(/\s+/g, " ")];
        case "strong":
        case "em":
          return [{ kind: token.type, parts: inside() }];
        case "codespan":
          return [{ kind: "code", text: (token as Tokens.Codespan).text }];
        case "link":
          return [this.link((token as Tokens.Link).href, inside(), file)];
        default:
          throw new Error(`${file}: the guide cannot show “${token.raw.slice(0, 60)}” (${token.type})`);
      }
    });
  }

  link(href: string, parts: readonly Inline[], file: string): Inline {
    if (/^[a-z]+:/.test(href)) return { kind: "outside", where: href, parts };
    const [name = "", at = ""] = href.split("#", 2);
    const to = name ? path.resolve(path.dirname(file), name) : file;
    this.#links.push({ from: file, to, at: at || null });
    return to.endsWith(".md") && to !== contents
      ? { kind: "page", page: idOf(to), at: at || null, parts }
      : { kind: "outside", where: path.relative(repository, to), parts };
  }

  picture({ href, text }: Tokens.Image, file: string): Block {
    const to = path.resolve(path.dirname(file), href);
    this.files.add(to);
    if (!existsSync(to)) this.faults.push(`${path.basename(file)} shows ${href}, which is not there`);
    if (!text.trim()) this.faults.push(`${path.basename(file)} shows ${href} without words for it`);
    return { kind: "picture", src: `/guide/${path.basename(to)}`, text };
  }

  /** Looks after every link, once all pages are read. */
  look(): void {
    for (const { from, to, at } of this.#links) {
      const where = `${path.basename(from)} leads to ${path.relative(repository, to)}`;
      if (!existsSync(to)) this.faults.push(`${where}, which is not there`);
      else if (to.endsWith(".md") && to !== contents && !this.#listed.has(to)) {
        this.faults.push(`${where}, which the contents do not list`);
      } else if (at && !this.#anchors.get(to)?.has(at)) {
        this.faults.push(`${where}, which has no heading “${at}”`);
      }
    }
  }
}

/** What a page is called in addresses. The authors' reference lies beside the packs. */
function idOf(file: string): string {
  const name = path.basename(file, ".md");
  return name === "README" ? path.basename(path.dirname(file)) : name;
}

/** A heading as an address, as the hosts of repositories make it. */
function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N} -]/gu, "")
    .replaceAll(" ", "-");
}

const name = "virtual:guide";

/** Gives the interface the guide as data: parsed here, so that no parser is shipped and no HTML is ever written. */
export function guide(): Plugin {
  return {
    name: "waymark-guide",
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load(id) {
      if (id !== `\0${name}`) return null;
      const { chapters, files } = readGuide();
      for (const file of files.filter((one) => one.endsWith(".md"))) this.addWatchFile(file);
      // Pictures lie beside the program, which would be a third larger with them.
      return `export default ${JSON.stringify(chapters)};`;
    },
  };
}
