import path from "node:path";

/**
 * Which folders of `src` each folder may import. A file directly in `src` is its own name.
 * The order is from the ground up: words, ipc, components, frame, features, views, the application.
 */
const ground = ["words", "format.ts", "preference.ts"];
const shell = ["keys.svelte.ts", "router.svelte.ts", "theme.svelte.ts"];
const mayImport = {
  words: ["words", "preference.ts"],
  "format.ts": ["words"],
  "preference.ts": [],
  "router.svelte.ts": [],
  "keys.svelte.ts": [],
  "theme.svelte.ts": ["preference.ts"],
  ipc: ["ipc", "words"],
  components: ["components", "keys.svelte.ts", ...ground],
  frame: ["frame", "components", ...shell, ...ground],
  features: ["features", "frame", "components", "ipc", ...shell, ...ground],
  // The second window: it shows what it is sent, and knows no feature.
  room: ["room", "components", "ipc", "styles", ...ground],
  views: ["views", "features", "frame", "components", "ipc", ...shell, ...ground],
};

/** The part of a path below `src`, or null when it is outside. */
function belowSource(file) {
  const parts = file.split(path.sep);
  const at = parts.lastIndexOf("src");
  return at < 0 ? null : parts.slice(at + 1);
}

const withoutEnding = (name) => name.replace(/\.(svelte\.ts|svelte|ts|js)$/, "");

/** Forbids imports that go up or sideways, and the window toolkit outside its one file. */
export const tiers = {
  meta: {
    type: "problem",
    schema: [],
    messages: {
      tier: "{{from}} may not import {{to}}: imports go down only (see lint/tiers.js)",
      sideways: "A feature imports another feature only through its index.ts, not {{to}}",
      toolkit: "Only ipc/host.tauri.ts imports @tauri-apps; everything else goes through ipc/call.ts",
    },
  },
  create(context) {
    const here = belowSource(context.filename);
    if (!here || here.at(-1)?.endsWith(".test.ts")) return {};

    function check(node, specifier) {
      if (specifier.startsWith("@tauri-apps/")) {
        if (here.join("/") !== "ipc/host.tauri.ts") context.report({ node, messageId: "toolkit" });
        return;
      }
      if (!specifier.startsWith(".")) return;
      const there = belowSource(path.resolve(path.dirname(context.filename), specifier));
      const allowed = mayImport[here[0]];
      if (!there?.[0] || !allowed) return;
      const target = there.length > 1 ? there[0] : withoutEnding(there[0]);
      if (!allowed.some((name) => name === target || withoutEnding(name) === target)) {
        context.report({ node, messageId: "tier", data: { from: here[0], to: there.join("/") } });
        return;
      }
      const crosses = here[0] === "features" && there[0] === "features" && here[1] !== there[1];
      if (crosses && there.length > 2 && withoutEnding(there[2]) !== "index") {
        context.report({ node, messageId: "sideways", data: { to: there.join("/") } });
      }
    }

    const source = (node) => node.source && check(node, String(node.source.value));
    return {
      ImportDeclaration: source,
      ExportNamedDeclaration: source,
      ExportAllDeclaration: source,
      ImportExpression: (node) => node.source.type === "Literal" && check(node, String(node.source.value)),
    };
  },
};
