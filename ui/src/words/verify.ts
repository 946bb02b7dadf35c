/** Words about the answers that are looked at again after the workshop. */
export const verify = {
  title: "Answers to verify",
  asks: "Which answers need a second look?",
  lede: "Wide bands, flagged answers, contradictions, and levels 4 and 5 on somebody’s word. Those that can move a score most come first.",
  /** The pages of Assess. */
  pages: { label: "Pages of Assess", questions: "Questions", captures: "Notes", verify: "Verify" },
  count: (count: number) => `${count} to verify`,
  owned: (owned: number, of: number) => `${owned} of ${of} with an owner`,
  filter: {
    label: "Which answers",
    all: (count: number) => `All ${count}`,
    open: (count: number) => `Without an owner ${count}`,
  },
  caption: "Answers to verify, with who checks them and until when",
  columns: {
    question: "Question",
    level: "Level",
    band: "Band",
    why: "Why",
    askToSee: "Ask to see",
    owner: "Owner",
    by: "By",
  },
  between: (low: string, high: string) => `${low}–${high}`,
  open: "open",
  notApplicable: "does not apply",
  hidden: "The votes are not revealed yet",
  hiddenShort: "hidden",
  nobody: "Nobody yet",
  ownerOf: (question: string) => `Owner of ${question}`,
  byOf: (question: string) => `Date for ${question}`,
  /** In two lines: the column is narrow. */
  notADate: "No date. Write it as\n2026-12-04",
  empty:
    "Answers come here when votes lie far apart, a band is wide, an answer is flagged, or a high level rests on somebody’s word.",
  allOwned: "Each of them has an owner.",
} as const;
