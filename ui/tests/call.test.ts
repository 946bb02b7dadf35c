import { beforeEach, expect, test } from "vitest";
import { call, type CommandName } from "../src/ipc/call";
import { AppError, presentation } from "../src/ipc/error";
import { setHost } from "../src/ipc/host";
import { words } from "../src/words/en";
import { FakeHost } from "./host.fake";

// The contract is generated; these tests are about the way there, so any name will do.
const ask = (name: string, request: unknown) =>
  call(name as CommandName, request as never) as Promise<unknown>;
let host: FakeHost;
beforeEach(() => setHost((host = new FakeHost())));

test("a command reaches the host with its request, and its answer comes back", async () => {
  host.answer("vote_record", (request: unknown) => ({ heard: request }));
  await expect(ask("vote_record", { level: 3 })).resolves.toEqual({ heard: { level: 3 } });
  expect(host.requests("vote_record")).toEqual([{ level: 3 }]);
});

test("an error of the application keeps its code, words and places", async () => {
  host.fail("import", {
    code: "internal",
    message: "The plan could not be read",
    help: "Open the file again",
    field: "volume",
    mistakes: [{ place: "$.goals[0]", message: "no name", help: "" }],
  });
  const error: unknown = await ask("import", {}).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AppError);
  expect(error).toMatchObject({
    code: "internal",
    message: "The plan could not be read",
    help: "Open the file again",
    field: "volume",
  });
  expect((error as AppError).mistakes).toHaveLength(1);
  expect((error as AppError).presentation.title).toBe(words.error.internal);
});

test.each([
  ["a bare text", "it broke", "unreachable"],
  ["a fault of the way", new Error("no window"), "unreachable"],
  ["a code this build does not know", { code: "tomorrow", message: "New", help: "" }, "internal"],
  ["nothing", undefined, "unreachable"],
])("%s becomes an error with words and a next step", (_, thrown, code) => {
  const error = AppError.from(thrown);
  expect(error.code).toBe(code);
  expect(error.presentation.title.length).toBeGreaterThan(0);
});

test("every failure has a title of its own", () => {
  const titles = Object.values(presentation).map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
  for (const title of titles)
    expect(title, "interface text has no stop or exclamation mark").toMatch(/^[A-Z][^.!]*$/);
});
