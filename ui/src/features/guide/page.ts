/** A run of text: plain, or with a way of standing out or leading somewhere. */
export type Inline =
  | string
  | { kind: "strong"; parts: readonly Inline[] }
  | { kind: "em"; parts: readonly Inline[] }
  | { kind: "code"; text: string }
  /** To a page of the guide, at a heading of it. */
  | { kind: "page"; page: string; at: string | null; parts: readonly Inline[] }
  /** To what is not in the guide: told, since the application opens no connection. */
  | { kind: "outside"; where: string; parts: readonly Inline[] };

export type Block =
  | { kind: "heading"; level: number; id: string; parts: readonly Inline[] }
  | { kind: "paragraph"; parts: readonly Inline[] }
  | { kind: "code"; text: string }
  | { kind: "list"; ordered: boolean; items: readonly (readonly Block[])[] }
  | { kind: "table"; head: readonly (readonly Inline[])[]; rows: readonly (readonly (readonly Inline[])[])[] }
  /** `src` is the address of the picture, which lies beside the program. */
  | { kind: "picture"; src: string; text: string };

export interface Page {
  /** Its file without the ending, such as `roadmap`. */
  id: string;
  title: string;
  /** What it is about, from the list of contents. */
  about: string;
  blocks: readonly Block[];
}

export interface Chapter {
  /** For whom it is written. */
  title: string;
  pages: readonly Page[];
}

/** The text of inlines without what sets parts of it apart. */
export function plain(parts: readonly Inline[]): string {
  return parts
    .map((part) => {
      if (typeof part === "string") return part;
      return part.kind === "code" ? part.text : plain(part.parts);
    })
    .join("");
}

/** The text of a block, its parts on lines of their own. */
export function blockText(block: Block): string {
  switch (block.kind) {
    case "heading":
    case "paragraph":
      return plain(block.parts);
    case "code":
      return block.text;
    case "list":
      return block.items.map((item) => item.map(blockText).join(" ")).join(" ");
    case "table":
      return [block.head, ...block.rows].map((row) => row.map(plain).join(" ")).join(" ");
    case "picture":
      return block.text;
  }
}
