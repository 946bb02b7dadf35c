/** Below this width a side panel starts closed, so that the content keeps room. */
const panelNeeds = 1240;

/** Whether a side panel starts open in this window. */
export function panelStartsOpen(): boolean {
  return window.innerWidth >= panelNeeds;
}
