import { router, type Route } from "../router.svelte";

/** Where one was before the guide was opened. */
let before: Route | null = null;

/** The page of the guide about a screen. */
export function pageOf({ view, params }: Route): string {
  if (view === "guide") return params.page ?? "start";
  // The look at a newer pack, pre-work and the room screen have pages of their own, and are no screens of the work.
  return view;
}

/** Opens the guide at the page of the screen that one is on, or another. */
export function openGuide(page?: string): void {
  if (router.view !== "guide") before = router.route;
  router.go("guide", { page: page ?? pageOf(router.route) });
}

/** Where leaving the guide leads. */
export const beforeGuide = (): Route => before ?? { view: "start", params: {} };

/** Goes back to where one was, however many pages were read. */
export function leaveGuide(): void {
  const { view, params } = beforeGuide();
  router.go(view, params);
}
