import { counted } from "./sentence";

/** Words about what is noted in the room, counted hands and evidence kept as files. */
export const captures = {
  title: "Notes from the room",
  asks: "What was noted?",
  hint: "notes",
  count: (count: number) => `${count} noted`,
  shown: (shown: number, all: number) => `${shown} of ${all} shown`,
  leftOut: (count: number) => `${count} not in the report`,
  list: "What was noted",
  all: "All",
  kindTabs: "Kind",
  kinds: [
    { value: "note", label: "Note", plural: "Notes" },
    { value: "parking", label: "Parking lot", plural: "Parking lot" },
    { value: "decision", label: "Decision", plural: "Decisions" },
    { value: "quote", label: "Quote", plural: "Quotes" },
    { value: "risk", label: "Risk", plural: "Risks" },
    { value: "action", label: "Action", plural: "Actions" },
  ],
  evidenceTab: { value: "evidence", plural: "Evidence" },
  onQuestion: "changed on its question",
  filter: "Find in what was noted",
  filterHint: "Text, person or question",
  about: "Dimension or question",
  everywhere: "All questions",
  nothingFits: "Nothing that was noted fits.",
  showAll: "Show all",
  noTime: "Time not known",
  due: (day: string) => `due ${day}`,
  noPerson: "nobody named",
  noOwner: "no owner",
  noDue: "no date",
  inReport: "In report",
  inReportOf: (text: string) => `In the report: ${text}`,
  needsConsent: "Without consent a quote stays out of the report",
  edit: (text: string) => `Edit ${text}`,
  editing: "Edit what was noted",
  kind: "Kind",
  text: "Text",
  dueLabel: "Due",
  notADate: (text: string) => `“${text}” is no date. Write it like 2026-12-04.`,
  done: "Done",
  remove: (text: string) => `Remove ${text}`,
  removed: (kind: string) => `${kind} removed`,
  emptyTitle: "Nothing was noted yet",
  empty:
    "While a question is open, one key notes something on it: N note, P parking lot, D decision, Q quote, X risk, A action.",
  toQuestions: "Go to the questions",
  keys: {
    votes: "Votes and consensus",
    capture: "Capture",
    open: "Show everything that was noted",
    back: "Back to the question",
    next: "Next note",
    previous: "Previous note",
    filter: "Find in what was noted",
    edit: "Edit the note that has the focus",
    tellCells: "With a vote in focus: to its neighbour",
    tellVote: "With a vote in focus: level, don’t know, not applicable",
    tellCertainty: "With a vote in focus: guess, fairly sure, sure",
    tellClear: "With a vote in focus: take it back",
    tellForm: "Store the row, the count or the form; leave it",
    tellNote: "Keep a note of several lines",
    tellPicture: "Paste a picture while evidence is open",
  },
  ways: {
    label: "How votes are taken",
    options: [
      { value: "row", label: "Row", hint: "Typed as a row (V)" },
      { value: "person", label: "By person", hint: "Person by person (Shift V)" },
      { value: "count", label: "Count", hint: "Raised hands, counted (C)" },
    ],
    person: "Vote person by person",
    count: "Count raised hands",
  },
  changedVote: "given or changed after the reveal",
  outliers: "Outliers",
  tally: {
    /** The fields as a draft is called. */
    name: "Counted hands",
    label: "Raised hands",
    field: (choice: string) => `Hands for ${choice}`,
    level: (level: number, name: string) => `level ${level}, ${name}`,
    dontKnow: "don’t know",
    notApplicable: "not applicable",
    store: "Count",
    howTo: "How many hands for each? Enter stores.",
    replaces: (votes: number) =>
      `A count takes the place of ${votes === 1 ? "the vote" : `the ${votes} votes`} by person.`,
    replaced: (hands: number) =>
      `${counted(hands, "hand is", "hands are")} counted; a vote by person takes their place.`,
    hidden: (hands: number) => `${counted(hands, "hand", "hands")} counted`,
    again: "Hidden until revealed. Count anew to change it.",
    takeBack: "Take the count back",
    notANumber: (text: string) => `“${text}” is no number of hands.`,
    hands: (hands: number) => counted(hands, "hand", "hands"),
    summary: (count: {
      hands: number;
      spread: readonly [number, number] | null;
      dontKnow: number;
      notApplicable: number;
      afterReveal: boolean;
    }) => {
      const [low, high] = count.spread ?? [0, 0];
      const spread = count.spread ? (low === high ? `, all ${low}` : `, spread ${low}–${high}`) : "";
      const others = [
        count.dontKnow > 0 ? `${count.dontKnow} don’t know (–)` : "",
        count.notApplicable > 0 ? `${count.notApplicable} not applicable (n)` : "",
      ].filter(Boolean);
      const rest = others.length > 0 ? `. ${others.join(", ")}` : "";
      const anew = count.afterReveal ? " anew after the reveal" : "";
      return `${counted(count.hands, "hand", "hands")} counted${anew}${spread}${rest}`;
    },
  },
  evidence: {
    choose: "Choose a file",
    orPaste: "Or keep a file, or paste a picture with Ctrl V",
    pasted: "Pasted picture",
    preview: "The pasted picture",
    without: "Without it",
    unreadable: "The picture could not be read from the clipboard. Save it as a file and choose that.",
    show: "Show",
    save: "Save a copy",
    saveOf: (name: string) => `Save a copy of ${name}`,
    showOf: (name: string) => `Show ${name}`,
    written: (path: string) => `Written to ${path}`,
  },
} as const;
