import type { CaptureView } from "../../ipc/generated/CaptureView";
import type { ConsensusView } from "../../ipc/generated/ConsensusView";
import type { EvidenceView } from "../../ipc/generated/EvidenceView";
import type { ParticipantView } from "../../ipc/generated/ParticipantView";
import type { QuestionView } from "../../ipc/generated/QuestionView";
import type { VoteView } from "../../ipc/generated/VoteView";

/**
 * What a change looks like before the application has answered: exactly what the person did, and nothing that
 * follows from it. Means, findings and scores come with the answer.
 */
export type Paint = (question: QuestionView) => QuestionView;

/** A vote as a person gives it; from which side, and whether after the reveal, follows. */
export type GivenVote = Omit<VoteView, "side" | "comment" | "afterReveal">;

/** Puts, changes or (with null) takes back the votes of these people; everybody else's stay. */
export function votes(
  given: Readonly<Record<string, GivenVote | null>>,
  participants: readonly ParticipantView[],
): Paint {
  return (question) => ({
    ...question,
    // A vote by person takes the place of hands that were counted.
    tally: null,
    votes: participants.flatMap(({ uid, side }) => {
      const after = given[uid];
      const before = question.votes.filter((vote) => vote.participant === uid);
      if (after)
        return [{ ...after, comment: before[0]?.comment ?? "", side, afterReveal: question.isRevealed }];
      return uid in given ? [] : before;
    }),
  });
}

export const reveal: Paint = (question) => ({ ...question, isRevealed: true });

/** Settles a level, or (with null) that the question does not apply. */
export function settled(level: number | null, reason: string, dissent: string): Paint {
  return (question) => {
    const levelName = question.levels.find((one) => one.level === level)?.name ?? "";
    const consensus: ConsensusView = {
      kind: level === null ? "notApplicable" : "level",
      level,
      levelName,
      isSettled: true,
    };
    return { ...question, consensus, reason, dissent };
  };
}

export const reopened: Paint = (question) => ({
  ...question,
  consensus: question.derived,
  reason: "",
  dissent: "",
});

export function noted(
  change: Partial<Pick<QuestionView, "note" | "privateNote" | "isFlagged" | "target">>,
): Paint {
  return (question) => ({ ...question, ...change });
}

export function withEvidence(evidence: EvidenceView): Paint {
  return (question) => ({ ...question, evidence: [...question.evidence, evidence] });
}

export function withoutEvidence(uid: string): Paint {
  return (question) => ({ ...question, evidence: question.evidence.filter((one) => one.uid !== uid) });
}

export function withCapture(capture: CaptureView): Paint {
  return (question) => ({ ...question, captures: [...question.captures, capture] });
}

export function withoutCapture(uid: string): Paint {
  return (question) => ({ ...question, captures: question.captures.filter((one) => one.uid !== uid) });
}
