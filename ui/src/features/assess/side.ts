import type { IconName } from "../../components/icon/paths";
import type { SideView } from "../../ipc/generated/SideView";

/** The sides in the order they are shown, each with the shape of its votes, so that colour is not needed. */
export const sides: readonly SideView[] = ["business", "technology", "control"];

const shapes: Readonly<Record<SideView, IconName>> = {
  business: "circle",
  technology: "square",
  control: "diamond",
};

export function markOf(side: SideView): { shape: IconName; order: number } {
  return { shape: shapes[side], order: sides.indexOf(side) };
}
