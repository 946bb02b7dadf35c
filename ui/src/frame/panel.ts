/** Below this width a side panel starts closed, so that the content keeps room. */
const panelNeeds = 1240;

/** Whether a side panel starts open in this window: it needs room beside the content, a wide drawing more of it. */
export function panelStartsOpen(needs = panelNeeds): boolean {
  return window.innerWidth >= needs;
}
