import { sideShapes, type IconName } from "../../components/icon/paths";
import type { ParticipantView } from "../../ipc/generated/ParticipantView";
import type { SideView } from "../../ipc/generated/SideView";
import type { VoteView } from "../../ipc/generated/VoteView";

/** The sides in the order they are shown. */
export const sides: readonly SideView[] = ["business", "technology", "control"];

/** The side a person counts for: that of the vote, also where the role is another one since. */
export function sideOf(person: ParticipantView, vote: VoteView | undefined): SideView {
  return vote?.side ?? person.side;
}

export function markOf(side: SideView): { shape: IconName; order: number } {
  return { shape: sideShapes[side], order: sides.indexOf(side) };
}
