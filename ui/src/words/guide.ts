/** The guide inside the application. Its pages are not translated here: they are files of their own. */
export const guide = {
  title: "Guide",
  asks: "How does it work?",
  open: "Open the guide",
  openHere: (screen: string) => `Guide: ${screen}`,
  also: "help manual handbook documentation",
  hint: "guide",
  contents: "Pages of the guide",
  search: "Search the guide",
  searchHint: "Words that stand in it",
  found: (count: number, typed: string) =>
    count === 0
      ? `No page holds “${typed}”`
      : `${count === 1 ? "One place" : `${count} places`} with “${typed}”`,
  nothing: "Try a shorter word, or fewer of them.",
  results: "Back to what was found",
  back: (screen: string) => `Back to ${screen}`,
  /** A picture that this build does not hold. */
  noPicture: "The picture is not beside the program; an installed Waymark has it.",
  outside: (where: string) => `Not inside the application: ${where}`,
  keys: {
    open: "Open the guide at this screen",
    leave: "Back to where you were",
    search: "Search the guide",
    parts: "Next part of the window",
    partsBack: "Previous part of the window",
    larger: "Larger",
    smaller: "Smaller",
    actualSize: "Actual size",
  },
  contrast: {
    label: "Contrast",
    system: "As the system",
    more: "More",
    also: "contrast accessibility sight",
  },
  zoom: {
    label: "Size",
    also: "zoom text size large accessibility sight",
    at: (percent: number) => `Size: ${percent} %`,
  },
};
