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
  readonly duplicates: number;
  readonly open: number;
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
  takeAbout: "Nothing has changed yet. A vote that is there stays unless you replace it.",
  steps: { label: "Steps of taking files in", files: "Files", decide: "To decide", mistakes: "Mistakes" },
  files: {
    caption: "Returned files, with whose they are and what they bring",
    file: "File",
    whose: "Participant",
    new: "New",
    same: "Same",
    conflicts: "Conflicts",
    duplicates: "Duplicates",
    mistakes: "Mistakes",
    whoseOf: (file: string) => `Participant of ${file}`,
    leaveOut: "Leave out",
    nobody: "Nobody yet: choose",
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
    role: "the only one of the role without votes",
    chosen: "chosen by you",
    nobody: "",
  },
  decide: {
    conflicts: (count: number) =>
      `${capital(some(count, "vote differs", "votes differ"))} from what is there`,
    conflictsAbout: "What is there stays, unless you take the file’s.",
    held: "Keep what is there",
    says: "Take the file’s",
    keepAll: "Keep all",
    replaceAll: "Replace all",
    nothing: "no vote",
    duplicates: (count: number) =>
      `${capital(some(count, "vote is", "votes are"))} said differently by two files`,
    duplicatesAbout: "Neither is taken in. Leave out the file that does not count, and the other one does.",
    leaveOut: "Leave this file out",
    leaveOutOf: (file: string) => `Leave out ${file}`,
    heldNow: "there now",
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
  summary: (fresh: number, replaced: number, kept: number, out: number) =>
    list(
      [
        fresh > 0 ? `${fresh} new` : "",
        replaced > 0 ? `${replaced} replaced` : "",
        kept > 0 ? `${kept} kept as they are` : "",
        out > 0 ? `${out} not taken in` : "",
      ].filter(Boolean),
    ) || "Nothing new would come in",
  outcomeTitle: "Taken in",
  outcome: ({ people, written, replaced, same, conflicts, duplicates, open }: Outcome) => {
    const came = [
      written > 0 ? `${some(written, "new vote", "new votes")}` : "",
      replaced > 0 ? `${some(replaced, "replaced vote", "replaced votes")}` : "",
    ].filter(Boolean);
    const first =
      came.length === 0
        ? "Nothing changed"
        : `${capital(list(came))} of ${some(people, "participant", "participants")}`;
    const besides = [
      same > 0 ? `${said(same)} ${same === 1 ? "is" : "are"} there already, or in two files` : "",
      conflicts > 0 ? `${said(conflicts)} kept as ${conflicts === 1 ? "it was" : "they were"}` : "",
      duplicates > 0 ? `${said(duplicates)} said differently by two files` : "",
      open > 0 ? `${said(open)} of nobody known` : "",
    ].filter(Boolean);
    return besides.length === 0 ? `${first}.` : `${first}; ${list(besides)}.`;
  },
  left: (count: number) => `${capital(some(count, "entry", "entries"))} not taken in`,
  refused: "These files cannot be taken in",
} as const;
