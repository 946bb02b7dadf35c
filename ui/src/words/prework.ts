/** Words about pre-work: what is sent out before the workshop, and what comes back. */
import { capital, counted, list, said, some } from "./sentence";

const questions = (count: number) => counted(count, "question", "questions");
const votes = (count: number) => counted(count, "vote", "votes");

/** What taking files in did. */
interface Outcome {
  readonly people: number;
  readonly written: number;
  readonly replaced: number;
  readonly same: number;
  readonly conflicts: number;
  readonly disputed: number;
  readonly open: number;
  readonly added: number;
}

/** What looking at files found, vote by vote. */
interface Found {
  readonly new: number;
  readonly same: number;
  readonly contradicting: number;
  readonly taken: number;
  readonly open: number;
  readonly unknownQuestions: number;
  readonly unreadable: number;
}

export const prework = {
  title: "Pre-work",
  about: "A page per role, answered in any browser before the workshop; no network is needed.",
  standing: (with_: number, of: number) =>
    of === 0
      ? "No participant has a role that can be asked yet: each page is for the people of a role."
      : with_ === 0
        ? "No participant has votes yet."
        : with_ === of
          ? "All participants have votes."
          : `${capital(said(with_))} of ${said(of)} participants ${with_ === 1 ? "has" : "have"} votes.`,
  send: "Send out",
  /** What the palette finds its actions by. */
  also: {
    send: "prework pre-work paper form printable form page for participants questionnaire",
    take: "prework pre-work answers files come back merge answers",
    cards: "facilitator cards paper",
  },
  dropHere: "Drop the returned files to take them in.",
  notDropped: "Answers files end in .json, .csv, .tsv or .xlsx; the others were passed over.",
  take: "Take returned files in",
  cards: "Facilitator cards",
  printCards: "Print the facilitator cards",
  cardsHint: "PDF",
  cardsName: (client: string) => `${client} facilitator cards`,
  written: (path: string) => `Written to ${path}`,
  sendTitle: "Send pre-work out",
  sendAbout: "One page per role, with everything in it: it opens in any browser and saves an answers file.",
  anonymous: "This engagement is anonymous: no page holds or asks for a name.",
  noRoles: "The pack has no role that can be asked.",
  roles: {
    title: "Roles",
    withPeople: "With participants",
    withoutPeople: "Nobody has this role yet",
    none: "none of the chosen questions is theirs",
    questions,
    form: "Printable form",
    formOf: (role: string) => `Printable form for ${role}`,
    formName: (client: string, role: string) => `${client} ${role} form`,
  },
  questions: {
    title: "Questions",
    about: "Each role gets those of them that it can answer.",
    depth: "Those of the depth",
    all: "All",
    none: "None",
    of: (chosen: number, all: number) => `${chosen} of ${all}`,
    chosen: (count: number) => `${count} chosen`,
    allOf: (title: string) => `All questions of ${title}`,
    noneOf: (title: string) => `No question of ${title}`,
    show: (title: string) => `Questions of ${title}`,
  },
  due: "Answers back by",
  dueHint: "Stands on every page; may stay empty",
  dueWrong: "This is not a date. Write it like 2026-03-31.",
  note: "A word to the participants",
  noteHint: "Stands at the top of every page",
  noteShort: "word to the participants",
  write: (pages: number) =>
    pages === 0 ? "Write the pages" : `Write ${pages} ${pages === 1 ? "page" : "pages"}`,
  noRoleChosen: "Choose at least one role that has questions.",
  doneTitle: (pages: number) =>
    pages === 1 ? "The page is written" : `${capital(said(pages))} pages are written`,
  doneIn: (folder: string) => `In ${folder}`,
  next: "Send each page to the people of its role. They open it, answer, and send back the answers file that it saves; take the files in here.",
  others: "Write others",
  failed: "This is not written",
  takeTitle: (files: number) =>
    `Take ${files === 1 ? "one returned file" : `${said(files)} returned files`} in`,
  takeAbout:
    "Nothing is written until you take the votes in. A vote that is there stays unless you take a file’s.",
  takeNothing: "Every vote of these files is there already. There is nothing to take in.",
  steps: { label: "Steps of taking files in", files: "Files", decide: "To decide", mistakes: "Mistakes" },
  files: {
    caption: "Returned files, with whose they are and what they bring",
    file: "File",
    whose: "Participant",
    new: "New",
    same: "Same",
    contradicting: "Contradicting",
    unknownPerson: "No person",
    unknownQuestion: "No question",
    mistakes: "Unreadable",
    whoseOf: (file: string) => `Participant of ${file}`,
    leaveOut: "Leave out",
    nobody: "Nobody yet: choose",
    addNew: (name: string) => (name ? `Add ${name} as a new participant` : "Add a new participant"),
    add: "Add files",
    role: (role: string) => `page for ${role}`,
    saved: (day: string) => `saved ${day}`,
    noVotes: "no vote that can be read",
    openVotes: (count: number) => `${votes(count)} of nobody yet, left out until you choose`,
    outVotes: (count: number) => `${votes(count)} left out`,
  },
  matched: {
    code: "by the code in the file",
    name: "by name",
    chosen: "chosen by you",
    new: "added when the votes are taken in",
    nobody: "",
  },
  decide: {
    unknown: (count: number) =>
      `${capital(some(count, "file is", "files are"))} of somebody who is not a participant`,
    unknownAbout: "Choose whose the votes are, add a new participant, or leave them out.",
    saysNothing: "says neither a name nor a role",
    answers: (ids: readonly string[]) =>
      `${votes(ids.length)}: ${ids.slice(0, 12).join(", ")}${ids.length > 12 ? " …" : ""}`,
    addNew: "Add as new",
    leaveOut: "Leave out",
    leaveOutOf: (file: string) => `Leave out ${file}`,
    contradictions: (count: number) =>
      `${capital(some(count, "vote contradicts", "votes contradict"))} what is there or another file`,
    contradictionsAbout:
      "What is there stays, unless you take a file’s: vote by vote, or all that one file says. The digits choose.",
    ofFile: (count: number, taken: number) => `${count} contradicting${taken > 0 ? `, ${taken} taken` : ""}`,
    takeAll: "Take all from this file",
    keepAll: "Keep all that is there",
    held: "Keep what is there",
    says: (file: string) => `Take ${file}`,
    nothing: "no vote yet",
  },
  mistakes: {
    caption: "What cannot be read, with its place in the file",
    file: "File",
    where: "Where",
    what: "What is wrong",
    whatNow: "What to do",
    whole: "whole file",
  },
  nextStep: (step: string) => `Next: ${step.toLowerCase()}`,
  takeVotes: (count: number) => `Take in ${votes(count)}`,
  summary: (found: Found) =>
    [
      found.new > 0 ? `${found.new} new` : "",
      found.same > 0 ? `${found.same} there already` : "",
      found.contradicting > 0 ? `${found.contradicting} contradicting, ${found.taken} of them taken` : "",
      found.open > 0 ? `${found.open} of nobody yet` : "",
      found.unknownQuestions > 0
        ? `${found.unknownQuestions} on ${found.unknownQuestions === 1 ? "a question" : "questions"} not asked here`
        : "",
      found.unreadable > 0 ? `${found.unreadable} unreadable` : "",
    ]
      .filter(Boolean)
      .join("; ") || "Nothing new would come in",
  outcomeTitle: "Taken in",
  outcome: ({ people, written, replaced, same, conflicts, disputed, open, added }: Outcome) => {
    const came = [
      written > 0 ? `${some(written, "new vote", "new votes")}` : "",
      replaced > 0 ? `${some(replaced, "replaced vote", "replaced votes")}` : "",
    ].filter(Boolean);
    const first =
      came.length === 0
        ? "Nothing changed"
        : `${capital(list(came))} of ${some(people, "participant", "participants")}${
            added > 0 ? `, ${said(added)} of them new` : ""
          }`;
    const besides = [
      same > 0 ? `${said(same)} ${same === 1 ? "is" : "are"} there already, or in two files` : "",
      conflicts > 0 ? `${said(conflicts)} kept as ${conflicts === 1 ? "it was" : "they were"}` : "",
      disputed > 0 ? `${said(disputed)} said differently by two files` : "",
      open > 0 ? `${said(open)} of nobody known` : "",
    ].filter(Boolean);
    return besides.length === 0 ? `${first}.` : `${first}; ${list(besides)}.`;
  },
  lookAgain: "Look at these files again",
  ofNobody: (count: number) => `${votes(count)} of nobody yet`,
  ofNobodyHelp: "look at these files again and choose whose the votes are",
  left: (count: number) => `${capital(some(count, "entry", "entries"))} not taken in`,
  refused: "These files cannot be taken in",
} as const;
