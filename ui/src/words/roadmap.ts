/** Words about the roadmap as files for other programs. */
export const roadmapExports = {
  formats: [
    { id: "xlsx", kind: "xlsx", ending: "xlsx", label: "Excel", hint: "plan, load and waves" },
    {
      id: "project",
      kind: "project",
      ending: "xml",
      label: "MS Project",
      hint: "XML, for ProjectLibre too",
    },
    { id: "jira", kind: "csv", ending: "csv", label: "Jira", hint: "epics and stories as CSV" },
    { id: "ics", kind: "ics", ending: "ics", label: "Calendar", hint: "ends as all-day events" },
    { id: "csv", kind: "csv", ending: "csv", label: "CSV", hint: "the initiatives as a table" },
    { id: "svg", kind: "svg", ending: "svg", label: "SVG", hint: "the Gantt chart as a drawing" },
  ],
  name: (client: string, part: string) => [client, "roadmap", part].filter(Boolean).join(" "),
  /** Two files with the same ending have names of their own. */
  parts: { jira: "for Jira" } as Record<string, string>,
  key: "Export to a file",
  long: (format: string) => `Export the roadmap: ${format}`,
};

interface Effect {
  readonly moved: number;
  readonly weeks: readonly [before: number, after: number] | null;
}
const moves = ({ moved }: Effect) =>
  moved === 0
    ? "nothing moves"
    : moved === 1
      ? "1 initiative comes, goes or moves"
      : `${moved} initiatives come, go or move`;

/** Words about how the roadmap is made. */
export const roadmapMade = {
  title: "How it is made",
  aim: "Initiatives are chosen for",
  aims: [
    {
      value: "all_gaps",
      label: "Every gap",
      hint: "Each question is taken to its target in its cheapest way",
    },
    {
      value: "least_effort",
      label: "Least effort",
      hint: "The fewest person-weeks that reach the targets and keep the law",
    },
    { value: "budget", label: "Budget", hint: "The most value that so many person-weeks can bring" },
  ],
  budget: "Budget in person-weeks",
  badBudget: "Type a number of person-weeks, or nothing.",
  atOnce: "At once per role",
  atOnceHint: "Initiatives that one role leads at the same time, at most; empty for no limit",
  badAtOnce: "Type a whole number from 1, or nothing.",
  ends: "Waves end after week",
  badEnds: "Three whole weeks, each later than the one before.",
  usualEnds: "Back to weeks 13, 39 and 78",
  changed: (effect: Effect) =>
    `The roadmap is made anew; ${moves(effect)}${effect.weeks ? `, and it takes ${effect.weeks[1]} weeks instead of ${effect.weeks[0]}` : ""}`,
};

/** Words about initiatives that people add. */
export const roadmapOwn = {
  title: "Own initiatives",
  help: "What the assessment does not know of: a move, a merger, a project that runs anyway.",
  add: "Add an initiative",
  named: "New initiative",
  edit: "Edit the initiative",
  added: "added",
};

/** Words about the Gantt chart's size and dragging. */
export const roadmapZoom = {
  bar: "Size of the weeks",
  in: "Wider weeks",
  out: "Narrower weeks",
  times: (zoom: number) => `${zoom}×`,
  hint: "Drag a bar to pin it to another week.",
  drop: (id: string, week: number) => `${id}: pin to week ${week}. Esc leaves it where it was.`,
};

/** Words about roadmaps side by side. */
export const roadmapScenarios = {
  tab: "Scenarios",
  lede: "A scenario keeps what was decided: aim, pins, dates, exclusions, capacity. All are planned with the answers of today, on the same weeks.",
  current: "The roadmap as it is",
  name: "Keep it under a name",
  keep: "Keep",
  take: "Take it up",
  remove: "Remove",
  kept: (title: string) => `The roadmap is kept as “${title}”`,
  taken: (title: string) => `The roadmap is now that of “${title}”`,
  removed: (title: string) => `“${title}” removed`,
  noPlan: "no plan",
  stepsOf: (title: string) => `Score over time: ${title}`,
  length: "Length",
  until: (day: string) => `to ${day}`,
  odds: "Ends, P50 to P80",
  effort: "Effort",
  initiatives: "Initiatives",
  first: "Score after wave 1",
  last: "Score at the end",
  useCases: "Use cases unlocked",
  fullest: "Fullest role",
};
