import path from "node:path";
import { Linter } from "eslint";
import { expect, test } from "vitest";
import { tiers } from "../lint/tiers.js";

function problems(file: string, code: string): string[] {
  const config: Linter.Config = {
    files: ["**/*.ts"],
    plugins: { waymark: { rules: { tiers } } } as unknown as Linter.Config["plugins"],
    rules: { "waymark/tiers": "error" },
  };
  return new Linter()
    .verify(code, [config], { filename: path.resolve("src", file) })
    .map((found) => found.message);
}

test.each([
  ["components/Button.ts", 'import "../features/assess/Assess.ts"'],
  ["components/Button.ts", 'import { call } from "../ipc/call"'],
  ["components/grid/Cell.ts", 'import { router } from "../../router.svelte"'],
  ["frame/Frame.ts", 'import "../features/assess"'],
  ["ipc/call.ts", 'import "../components/Button.svelte"'],
  ["words/en.ts", 'export { x } from "../ipc/error"'],
  ["features/assess/Assess.ts", 'import "../../views/Assess.svelte"'],
  ["features/assess/Assess.ts", 'import "../score/internal"'],
  ["features/assess/deep/Assess.ts", 'const x = import("../../score/Score.svelte")'],
  ["features/assess/Assess.ts", 'import { invoke } from "@tauri-apps/api/core"'],
  ["room/Room.ts", 'import { openDocument } from "../features/document"'],
  ["features/assess/Assess.ts", 'import "../../room/Room.svelte"'],
  ["ipc/call.ts", 'import { invoke } from "@tauri-apps/api/core"'],
])("%s may not: %s", (file, code) => {
  expect(problems(file, code)).toHaveLength(1);
});

test.each([
  ["components/Dialog.ts", 'import { keys } from "../keys.svelte"'],
  ["components/grid/Cell.ts", 'import "../Button.svelte"'],
  ["features/assess/Assess.ts", 'import "../../ipc/call"; import "./LevelPicker.svelte"'],
  ["features/assess/deep/Part.ts", 'import "../Assess.svelte"'],
  ["features/assess/Assess.ts", 'import { score } from "../score"; import { s } from "../score/index"'],
  ["views/Assess.ts", 'import "../features/assess/QuestionCard.svelte"'],
  ["ipc/host.tauri.ts", 'import { invoke } from "@tauri-apps/api/core"'],
  ["App.svelte.ts", 'import "./views/registry"; import "./components/Toaster.svelte"'],
])("%s may: %s", (file, code) => {
  expect(problems(file, code)).toEqual([]);
});
