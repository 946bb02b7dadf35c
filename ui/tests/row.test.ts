import { expect, test } from "vitest";
import { toExplain, withOwnInitials } from "../src/features/assess/row";
import type { ParticipantView } from "../src/ipc/generated/ParticipantView";

const person = (code: string, name: string, initials: string): ParticipantView => ({
  uid: code,
  code,
  initials,
  name,
  role: "analyst",
  roleTitle: "Analyst",
  side: "business",
  isAbsent: false,
  canAnswer: [],
});
const told = (people: readonly ParticipantView[]) => withOwnInitials(people).map(({ initials }) => initials);

test("people with equal initials are told apart, and others keep theirs", () => {
  const [anna, adam, maja] = [
    person("PAR-1", "Anna Keller", "AK"),
    person("PAR-2", "Adam King", "AK"),
    person("PAR-3", "Maja Roth", "MR"),
  ] as const;
  expect(told([anna, adam, maja])).toEqual(["AKe", "AKi", "MR"]);
  expect(told([maja, adam, anna]), "in any order").toEqual(["MR", "AKi", "AKe"]);
  const amy = person("PAR-10", "Amy Keller", "AK");
  expect(told([amy, anna, adam]), "numbers follow the codes").toEqual(["AK3", "AK1", "AK2"]);
});

test("slots of a role without names have numbers", () => {
  expect(told([person("PAR-1", "Data owner 1", "DO"), person("PAR-2", "Data owner 2", "DO")])).toEqual([
    "DO1",
    "DO2",
  ]);
});

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
