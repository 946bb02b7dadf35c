import { sideShapes, type IconName } from "../../components/icon/paths";
import type { SideView } from "../../ipc/generated/SideView";

/** The sides in the order they are shown. */
export const sides: readonly SideView[] = ["business", "technology", "control"];

export function markOf(side: SideView): { shape: IconName; order: number } {
  return { shape: sideShapes[side], order: sides.indexOf(side) };
}
