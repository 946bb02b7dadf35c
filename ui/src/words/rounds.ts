/** Words about baselines, the round before, and several engagements side by side. */
const times = (count: number, one: string, many: string) => `${count} ${count === 1 ? one : many}`;

export const baselines = {
  title: "Then and now",
  empty: "No baseline yet. Freeze the scores of today, and see later what moved and why.",
  freeze: "Freeze a baseline",
  freezeLede: "The scores as they are now are kept under a name. Answers, votes and evidence can move on.",
  name: "Name",
  rename: "Rename",
  renameTitle: (title: string) => `Rename ${title}`,
  remove: "Remove",
  frozen: (title: string) => `Frozen: ${title}`,
  renamed: (title: string) => `The baseline is now called ${title}`,
  removed: (title: string) => `${title} removed`,
  from: "From",
  to: "To",
  now: "Now",
  option: (title: string, day: string, score: string) => `${title} (${day}, ${score})`,
  noScore: "no score",
  charts: "Scores of both moments",
  failed: "This comparison cannot be shown",
  about:
    "Content: today’s questions and weights with the answers of then. Answers: what was settled in the room. Votes: where the votes give the answer. Evidence moves no score; it moves bands and confidence. Numbers are rounded.",
  confidence: "Confidence",
  byVotes: "By votes",
  confidenceFrom: (before: string, after: string) => (before === after ? after : `${before} to ${after}`),
  questions: (count: number) => `${times(count, "question", "questions")} moved`,
  questionsCaption: "Questions that moved, with their reasons",
  question: "Question",
  then: "Then",
  because: "Because",
  notAsked: "not asked",
  causes: { content: "content", answers: "answers", votes: "votes", evidence: "evidence" },
  key: "Freeze a baseline",
} as const;

export const rounds = {
  next: "Start the next round",
  nextAbout: "A new file: inventories stay, the answers of today become “last time”.",
  suggested: (client: string) => `${client} next round`,
  lastTime: "Last time",
  of: (title: string) => `Last time: ${title}`,
  unknown: "nobody knew",
  notApplicable: "not applicable",
  settledBy: (by: string, day: string) =>
    ["settled", by && `by ${by}`, day && `on ${day}`].filter(Boolean).join(" "),
  voted: (votes: number, spread: readonly [number, number] | null) => {
    if (votes === 0) return "";
    const range =
      spread === null
        ? ""
        : spread[0] === spread[1]
          ? ` at ${spread[0]}`
          : ` from ${spread[0]} to ${spread[1]}`;
    return `${times(votes, "vote", "votes")}${range}`;
  },
  strength: (strength: string) => `evidence ${strength.toLowerCase()}`,
  dissent: (text: string) => `Dissent: ${text}`,
  confirm: "Settle as last time",
  confirmed: "As last time",
} as const;

export const portfolio = {
  title: "Engagements side by side",
  way: "Compare engagements",
  wayAbout: "Several files in one table: scores, coverage, confidence.",
  crumb: "Compare",
  lede: "Nothing is opened for writing, and nothing is kept but the list until Waymark closes.",
  empty: "No engagement chosen yet. Choose the files to set side by side.",
  choose: "Choose files",
  more: "Add files",
  clear: "Start over",
  back: "Back to Start",
  headline: (count: number) => times(count, "assessment side by side", "assessments side by side"),
  none: "None of these files can be read",
  pack: "Assessment",
  columns: "Columns",
  factors: "Factors",
  dimensions: "Dimensions",
  client: "Client",
  overall: "Overall",
  coverage: "Coverage",
  confidence: "Confidence",
  date: "Date",
  round: "Round",
  caption: "Scores by client",
  sortBy: (name: string) => `Sort by ${name}`,
  open: (client: string) => `Open ${client}`,
  noScore: "none",
  unknown: "unknown",
  failures: (count: number) =>
    count === 1 ? "1 file is not in the table" : `${count} files are not in the table`,
  leaveOut: (name: string) => `Take ${name} off the list`,
  export: "Export without names",
  exportTitle: "Export without names",
  exportLede:
    "One table for a data warehouse: a row for each score and question, with pseudonyms, without names, notes or other text that anybody typed.",
  salt: "Words for the pseudonyms",
  saltHint:
    "Keep them to yourself: with the same words the next export has the same pseudonyms. They are kept nowhere. Left empty, nothing else can be compared with this file.",
  small:
    "In a small group an industry and a size can still tell who somebody is. Look before you hand the file on.",
  csv: "CSV",
  parquet: "Parquet",
  form: "Form",
  write: "Export",
  file: "engagements without names",
  written: (rows: number, engagements: number, path: string) =>
    `${rows} rows of ${times(engagements, "engagement", "engagements")} written to ${path}`,
} as const;
