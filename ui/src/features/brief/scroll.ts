const air = 24;

/** Scrolls the page, and only the page, until this stands at its top. */
export function showInPage(element: HTMLElement): void {
  const page = element.closest("main");
  if (page) page.scrollTop += element.getBoundingClientRect().top - page.getBoundingClientRect().top - air;
}
