import { expect, test } from "vitest";
import { toExplain } from "../src/features/assess/row";

test("one reason is asked for votes without any, else for all that share theirs", () => {
  const vote = (participant: string, reason: string, choice = "not_applicable") => ({
    participant,
    choice,
    reason,
  });
  const asked = (...votes: ReturnType<typeof vote>[]) =>
    toExplain(votes).map(({ participant }) => participant);
  expect(asked(vote("a", ""), vote("b", "Sold"), vote("c", "", "dont_know"))).toEqual(["a"]);
  expect(asked(vote("a", "Sold"), vote("b", "Sold"))).toEqual(["a", "b"]);
  expect(asked(vote("a", "Sold"), vote("b", "Closed"))).toEqual([]);
});
