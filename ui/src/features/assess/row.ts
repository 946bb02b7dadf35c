import type { ParticipantView } from "../../ipc/generated/ParticipantView";
import type { VoteView } from "../../ipc/generated/VoteView";
import { words } from "../../words/en";

/** What a vote can say, as the contract writes it. */
export type Choice = "level" | "dont_know" | "not_applicable";

/** One sign of a typed row and who gets it. */
export interface Mark {
  participant: ParticipantView;
  /** As it is shown: a digit, – or n; empty where nobody has typed so far, a dot for no vote. */
  sign: string;
}

export interface Row {
  /** One per person in the room, in their order, so that the echo keeps its places while typing. */
  marks: readonly Mark[];
  /** How many signs are typed. */
  typed: number;
  /** The first thing that is wrong, in one line. */
  problem: string | null;
}

const signs: Readonly<Record<string, string>> = { "-": "–", "–": "–", n: "n", ".": "·", _: "·" };

/** The people a row is typed for: those in the room. */
export function present(participants: readonly ParticipantView[]): ParticipantView[] {
  return participants.filter((person) => !person.isAbsent);
}

/** Reads a row such as `3 2 4 - 3 n` as the application will: one sign per person in the room. */
export function readRow(text: string, participants: readonly ParticipantView[]): Row {
  const people = present(participants);
  const typed = [...text].filter((sign) => !/[\s,]/.test(sign));
  const wrong = typed.findIndex((sign) => !/^[1-5]$/.test(sign) && !signs[sign.toLowerCase()]);
  const problem =
    wrong >= 0
      ? words.assess.row.notAVote(typed[wrong] ?? "")
      : typed.length > people.length
        ? words.assess.row.tooMany(typed.length, people.length)
        : null;
  const marks = people.map((participant, at) => {
    const sign = typed[at] ?? "";
    return { participant, sign: signs[sign.toLowerCase()] ?? sign };
  });
  return { marks, typed: typed.length, problem };
}

/** What a shown sign records; null for no vote. */
export function choiceOf(sign: string): { choice: Choice; level: number | null } | null {
  if (/^[1-5]$/.test(sign)) return { choice: "level", level: Number(sign) };
  if (sign === "–") return { choice: "dont_know", level: null };
  if (sign === "n") return { choice: "not_applicable", level: null };
  return null;
}

/** A vote that says that the question does not apply, and not why. */
export const isUnexplained = ({ choice, reason }: Pick<VoteView, "choice" | "reason">): boolean =>
  choice === "not_applicable" && reason === "";

/** The votes that one reason is asked for: those without any; where all have one, all of them while they share it. */
export function toExplain<V extends Pick<VoteView, "choice" | "reason">>(votes: readonly V[]): readonly V[] {
  const notApplicable = votes.filter(({ choice }) => choice === "not_applicable");
  const unexplained = notApplicable.filter(isUnexplained);
  const isShared = new Set(notApplicable.map(({ reason }) => reason)).size === 1;
  return unexplained.length === 0 && isShared ? notApplicable : unexplained;
}

/** A vote as it is shown in its cell. */
export function signOf(vote: VoteView | undefined): string {
  if (!vote) return "";
  if (vote.choice === "level") return String(vote.level);
  return vote.choice === "dont_know" ? "–" : "n";
}
