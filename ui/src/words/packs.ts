/** Words about assessment packs and custom lenses. */
/** How often each risk occurs. */
interface Risks {
  readonly high: number;
  readonly medium: number;
  readonly none: number;
  readonly notApplicable: number;
  readonly unanswered: number;
  readonly noMatch: number;
}

const questions = (count: number) => `${count} ${count === 1 ? "question" : "questions"}`;

export const packs = {
  title: "Assessments",
  about: "What is asked: packs give levels and scores, custom lenses count risks beside them.",
  add: "Add an assessment",
  shipped: (title: string, version: string, count: number) => `${title} ${version}, ${questions(count)}`,
  fromFile: "From a zip file or a lens (JSON)",
  fromFolder: "From a folder",
  current: "shown on all screens",
  show: "Show",
  switchLabel: "Assessment",
  lensMark: "lens",
  version: (version: string, status: string) => `${version}, ${status.toLowerCase()}`,
  answered: (answered: number, of: number) => `${answered} of ${of} answered`,
  /** No risk is said only where something was found to have none and nothing is open. */
  risk: ({ high, medium, none, unanswered, noMatch }: Risks) =>
    [
      high > 0 ? `${high} high` : "",
      medium > 0 ? `${medium} medium` : "",
      unanswered > 0 ? `${unanswered} unanswered` : "",
      noMatch > 0 ? `${noMatch} that no rule fits` : "",
    ]
      .filter(Boolean)
      .join(", ") || (none > 0 ? "no risk" : "nothing applies"),
  open: "Answer",
  newer: (version: string) => `Version ${version} ships with this Waymark`,
  lookAt: (version: string) => `Look at ${version}`,
  earlierVersion: (version: string) => `${version}, taken in before`,
  exportLens: "Export as JSON",
  exported: (path: string) => `Written to ${path}`,
  remove: "Remove",
  removeTitle: (title: string) => `Remove ${title}?`,
  removeAbout: (entries: number) =>
    entries === 0
      ? "Nothing was entered under it. One undo brings it back."
      : `${entries} ${entries === 1 ? "entry" : "entries"} go with it: votes, answers and decisions made under it. One undo brings all of it back.`,
  removed: (title: string) => `${title} removed`,
  taken: (title: string) => `${title} added`,
  updated: (title: string, version: string) => `${title} is now at ${version}`,
  lookTitle: { new: "Add this assessment?", same: "Nothing new", version: "Take in this version?" },
  lookAbout: {
    new: "Nothing has changed yet.",
    same: "The engagement holds exactly this already.",
    version: "Nothing has changed yet. Answers carry over by the id of their question.",
  },
  take: { new: "Add", version: "Take in" },
  facts: {
    version: "Version",
    asks: "Asks",
    areas: "Covers",
    versions: (from: string, to: string, status: string) => `${from} to ${to}, ${status.toLowerCase()}`,
    questions,
  },
  notes: "Noticed",
  moreNotes: (count: number) => `and ${count} more`,
  conflicts: "What is entered does not fit this version",
  conflictsAbout: "It cannot be taken in while it does not know these:",
  changes: {
    carried: (count: number) =>
      count === 1 ? "1 answered question carries over" : `${count} answered questions carry over`,
    added: (count: number) => `${questions(count)} added`,
    retired: (count: number) => `${questions(count)} retired`,
    reworded: (count: number) => `${questions(count)} reworded`,
    moved: (count: number) => `${questions(count)} moved`,
    weighed: (count: number) => `${questions(count)} with another weight or target`,
    besides: "Besides",
    none: "No question differs.",
    hasAnswer: "answered",
    keeps: "Answers to retired questions stay in the file and count no more.",
  },
  scores: {
    title: "What it does to the scores",
    caption: "Scores before and after, by dimension",
    dimension: "Dimension",
    before: "Before",
    after: "Now",
    byAnswers: "By answers",
    byContent: "By content",
    why: "What changed",
    overall: "Overall",
    unknown: "open",
    versions: (from: string, to: string) =>
      from === to ? `Version ${to}` : `Version ${from} then, ${to} now`,
    about:
      "By content: today’s questions and weights with the answers of then. By answers: what people changed since. Numbers are rounded.",
  },
  repairTitle: "This lens has places that are not JSON",
  repair: "Read them as empty",
  failedTitle: "This cannot be taken in",
  notRemovedTitle: "This cannot be removed yet",
} as const;

export const lens = {
  name: "Custom lens",
  asks: "Which risks remain?",
  progress: (answered: number, of: number) => `${answered} of ${of} answered`,
  titleOf: ({ high, medium, none, notApplicable, unanswered, noMatch }: Risks) => {
    if (high > 0)
      return `${capital(said(high))} high ${high === 1 ? "risk" : "risks"}${medium > 0 ? ` and ${said(medium)} medium` : ""}`;
    if (medium > 0) return `No high risk, ${said(medium)} medium`;
    if (none > 0) return unanswered + noMatch > 0 ? "No risk in what is known" : "No risk remains";
    if (noMatch > 0) return "The risk is not known: no rule of the lens fits";
    return notApplicable > 0 && unanswered === 0 ? "No question applies" : "Nothing is answered yet";
  },
  lede: (title: string, unanswered: number) =>
    unanswered === 0
      ? `${title}: every question is answered.`
      : `${title}: ${unanswered} ${unanswered === 1 ? "question is" : "questions are"} not answered, and an unanswered question is no good sign and no bad one.`,
  summary: "Risks by custom lens",
  beside: "Risks are counted beside the maturity scores and never enter them.",
  list: "Questions",
  choices: "What is true?",
  hint: "Take every choice that is true today",
  noneOfThese: "None of these",
  notApplicable: "Does not apply",
  reason: "Why",
  applies: "It applies",
  note: "Note",
  noteHint: "What was heard, in your words",
  result: "Risk",
  rule: (text: string) => (text === "default" ? "because no other rule holds" : `because ${text}`),
  noRule: "No rule of the lens fits these choices: its author left the case open.",
  help: "More about this choice",
  plan: "What to do where it is not true",
  resources: "Helps to answer",
  place: (at: number, of: number) => `question ${at} of ${of}`,
  previous: "previous",
  next: "next",
  risks: {
    high: "High risk",
    medium: "Medium risk",
    none: "No risk",
    notApplicable: "Not applicable",
    unanswered: "Unanswered",
    noMatch: "No rule holds",
  },
  table: {
    caption: "Risks by pillar",
    pillar: "Pillar",
    high: "High",
    medium: "Medium",
    none: "None",
    notApplicable: "Not applicable",
    unanswered: "Unanswered",
    noMatch: "No rule",
    total: "All pillars",
  },
  improve: "What to do first",
  improveAbout: "Choices not taken under questions with a risk, with what the lens advises",
  nothingToImprove: "No answered question carries a risk.",
  keys: {
    next: "Next question",
    previous: "Previous question",
    choose: "Take or leave a choice",
    none: "None of these",
    notApplicable: "Does not apply",
    list: "List of questions",
  },
  noQuestions: "This lens asks nothing",
  noQuestionsHelp: "Its pillars hold no questions. Export it from the brief, or remove it there.",
} as const;

const small = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
function said(count: number): string {
  return small[count] ?? String(count);
}
function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
