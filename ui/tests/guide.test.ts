import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { flushSync, tick } from "svelte";
import { beforeEach, expect, test } from "vitest";
import chapters from "virtual:guide";
import { readGuide } from "../build/guide";
import App from "../src/App.svelte";
import { blockText, plain } from "../src/features/guide/page";
import { pieces, search, wordsOf } from "../src/features/guide/search";
import { frame } from "../src/frame/frame.svelte";
import { openDocument } from "../src/features/document";
import { setHost } from "../src/ipc/host";
import { router, viewNames } from "../src/router.svelte";
import { words } from "../src/words/en";
import { FakeHost } from "./host.fake";
import { all, click, one, press, render, type } from "./render";

const docs = path.resolve("../docs");
const pages = chapters.flatMap((chapter) => chapter.pages);

beforeEach(() => {
  setHost(new FakeHost());
  frame.isOpen = false;
  frame.sheetOpen = false;
  frame.paletteOpen = false;
  openDocument.view = null;
  router.go("start");
});

async function settle() {
  for (let turn = 0; turn < 20; turn += 1) await tick();
  flushSync();
}

test("every link of the guide leads somewhere, and every picture is there", () => {
  expect(readGuide().faults).toEqual([]);
});

test("every screen has a page with a picture", () => {
  const without = viewNames
    .filter((view) => view !== "guide")
    .filter((view) => {
      const page = pages.find(({ id }) => id === view);
      return !page?.blocks.some((block) => block.kind === "picture");
    });
  expect(without).toEqual([]);
});

test("every file of the guide is listed, and every picture is shown", () => {
  const files = readdirSync(path.join(docs, "guide")).filter((file) => file !== "README.md");
  expect(files.filter((file) => !pages.some(({ id }) => `${id}.md` === file))).toEqual([]);
  const readme = readFileSync(path.resolve("../README.md"), "utf8");
  const shown = pages.flatMap(({ blocks }) =>
    blocks.flatMap((block) => (block.kind === "picture" ? [path.basename(block.src)] : [])),
  );
  const pictures = readdirSync(path.join(docs, "screens")).filter((file) => file.endsWith(".png"));
  const unseen = pictures.filter((file) => !shown.includes(file) && !readme.includes(`screens/${file}`));
  expect(unseen).toEqual([]);
});

test("links of the other documents lead somewhere", () => {
  const dead = ["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "assessments/README.md"].flatMap(
    (name) => {
      const file = path.resolve("..", name);
      const links = [...readFileSync(file, "utf8").matchAll(/\]\((?![a-z]+:)([^)#\s]+)/g)];
      return links
        .map(([, to = ""]) => to)
        .filter((to) => !existsSync(path.resolve(path.dirname(file), to)))
        .map((to) => `${name}: ${to}`);
    },
  );
  expect(dead).toEqual([]);
});

test("texts of the guide have no dashes of their own and no HTML", () => {
  for (const page of pages) {
    for (const block of page.blocks) {
      expect(blockText(block), page.id).not.toMatch(/—|<\/?[a-z]+>/);
    }
  }
});

test.each([
  ["spread", ["Spread of votes, and spread again"], 2],
  ["é", ["Café"], 1],
  ["CAFE", ["Café au lait"], 1],
  ["none of it", ["nothing"], 0],
])("what is looked for is set apart: %s", (typed, texts, hits) => {
  const found = texts.flatMap((text) => pieces(text, wordsOf(typed)));
  expect(found.map((piece) => piece.text).join("")).toBe(texts.join(""));
  expect(found.filter((piece) => piece.hit)).toHaveLength(hits);
});

test("a search needs every word, titles come first, and a place is a heading", () => {
  const made = search(
    [
      {
        title: "All",
        pages: [
          {
            id: "a",
            title: "Apples",
            about: "fruit",
            blocks: [
              { kind: "paragraph", parts: ["Red and ", { kind: "strong", parts: ["round"] }, "."] },
              { kind: "heading", level: 2, id: "pears", parts: ["Pears"] },
              { kind: "list", ordered: false, items: [[{ kind: "paragraph", parts: ["green"] }]] },
            ],
          },
          { id: "b", title: "Round things", about: "red balls", blocks: [] },
        ],
      },
    ],
    "red round",
  );
  expect(made.map(({ page, at }) => [page.id, at?.id])).toEqual([
    ["b", undefined],
    ["a", undefined],
  ]);
  expect(search(chapters, "pseudonyms redacted")[0]?.at?.id).toBe("redacted-copies");
  expect(search(chapters, "zebra")).toEqual([]);
  expect(search(chapters, "  ")).toEqual([]);
});

test("F1 opens the page of the screen, and leads back", async () => {
  render(App, {});
  await settle();
  press("F1");
  await settle();
  expect(router.route).toEqual({ view: "guide", params: { page: "start" } });
  expect(one("h1").textContent).toBe("Start");
  expect(one("article").textContent).toContain("Open the sample");
  press("F1");
  await settle();
  expect(router.view).toBe("start");
  // From the status line as well.
  click(all("footer button").find((button) => button.textContent?.includes("guide")) ?? document.body);
  await settle();
  expect(router.view).toBe("guide");
  expect(all("nav a").some((link) => link.getAttribute("aria-current") === "page")).toBe(true);
});

test("words are looked for in all pages, and marked in the one that is read", async () => {
  render(App, {});
  press("F1");
  await settle();
  press("/");
  expect(document.activeElement).toBe(one('[type="search"]'));
  type("pseudonyms");
  await settle();
  expect(one("h1").textContent).toBe(words.guide.found(all(".found li").length, "pseudonyms"));
  expect(one(".found mark").textContent).toBe("pseudonyms");
  const link = all<HTMLAnchorElement>(".found a").find((each) => each.textContent?.includes("Redacted"));
  const at = new URLSearchParams((link?.getAttribute("href") ?? "").split("?")[1]);
  expect(Object.fromEntries(at)).toMatchObject({ page: "report", at: "redacted-copies", find: "pseudonyms" });
  router.go("guide", Object.fromEntries(at));
  await settle();
  expect(one("h1").textContent).toBe("Report");
  expect(all("article mark").length).toBeGreaterThan(0);
  click(one("article .over button"));
  await settle();
  expect(all(".found li").length).toBeGreaterThan(0);
  type("qqq");
  await settle();
  expect(one("article").textContent).toContain(words.guide.nothing);
});

test("the size of everything changes by keys, in steps, and is kept", async () => {
  const host = new FakeHost();
  setHost(host);
  render(App, {});
  await settle();
  press("+", { ctrlKey: true, shiftKey: true });
  await settle();
  press("=", { ctrlKey: true });
  await settle();
  press("-", { ctrlKey: true });
  await settle();
  press("0", { ctrlKey: true });
  await settle();
  expect(host.zooms).toEqual([1.1, 1.25, 1.1, 1]);
  expect(localStorage.getItem("waymark.size")).toBe("100");
});

test("F6 goes through the parts of the window", async () => {
  render(App, {});
  await settle();
  const part = () => document.activeElement?.closest("nav, header, main, aside, footer")?.localName;
  const seen: unknown[] = [];
  for (let turn = 0; turn < 4; turn += 1) {
    press("F6");
    seen.push(part());
  }
  expect(new Set(seen)).toEqual(new Set(["nav", "header", "main", "footer"]));
  press("F6", { shiftKey: true });
  expect(part()).toBe(seen[2]);
});

test("every title of a page is its own", () => {
  expect(new Set(pages.map(({ id }) => id)).size).toBe(pages.length);
  expect(pages.every(({ title, blocks }) => title.length > 0 && blocks.length > 0)).toBe(true);
  expect(plain([{ kind: "em", parts: ["a", { kind: "code", text: "b" }] }])).toBe("ab");
});
