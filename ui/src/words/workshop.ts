import { capital, counted, list } from "./sentence";

const minutes = (count: number) => counted(count, "minute", "minutes");
const questions = (count: number) => (count === 0 ? "no question" : counted(count, "question", "questions"));

/** How the end of the day stands to its plan: by how long, and in which direction. */
interface Off {
  readonly by: string;
  readonly is: "late" | "early" | "onTime";
}
const off = ({ by, is }: Off) => (is === "onTime" ? "on time" : `${by} ${is}`);

/** Words about the workshop's day: agenda, clock, and the people in the room. */
export const workshop = {
  title: "Workshop",
  open: "Open the workshop panel",
  toggle: "Show or hide the workshop: agenda, clock, people",
  also: "workshop agenda clock time people participants late",
  tabs: { label: "Workshop", agenda: "Agenda", next: "Ask next", people: "People" },
  clock: {
    left: (time: string) => `${time} left`,
    over: (time: string) => `${time} over`,
    between: "no section runs",
    /** Said once a minute at most. */
    label: (section: string, count: number, isOver: boolean) =>
      `${section}: ${count === 0 ? "less than a minute" : minutes(Math.abs(count))} ${isOver ? "over" : "left"}`,
  },
  day: {
    notBegun: (time: string) => `${time} planned. The clock starts with the first section.`,
    forecast: (ends: string, planned: string, how: Off) =>
      how.is === "onTime"
        ? `The day ends at ${ends}, on time`
        : `The day ends at ${ends}, planned ${planned}: ${off(how)} at this pace`,
    left: (time: string) => `${time} of the day left.`,
    over: (ended: string, how: Off) => `The day ended at ${ended}, ${off(how)}`,
    pace: (each: string) => `${each} minutes for a question so far`,
    noPace: "Until a section has answers, the pace is that of the plan",
  },
  agenda: {
    empty: "No agenda yet. Propose one from the questions, the people and the time there is.",
    begin: "Begin",
    end: "End",
    again: "Go on",
    beginLabel: (title: string, running: string | null) =>
      running === null ? `Begin ${title}` : `Begin ${title}, end ${running}`,
    endLabel: (title: string) => `End ${title}`,
    againLabel: (title: string) => `Go on with ${title}`,
    beginAction: (title: string) => `Begin the section ${title}`,
    endAction: (title: string) => `End the section ${title}`,
    running: "runs now",
    done: "over",
    planned: (count: number) => `${count} min`,
    used: (used: number, planned: number) => `${used} of ${planned} min used`,
    answered: (answered: number, asked: number) => `${answered} of ${asked} answered`,
    needs: "Needs",
    everyone: "everyone",
    missing: (names: readonly string[]) => `Missing: ${list(names)}`,
    withoutRole: (without: number, asked: number) =>
      without === asked
        ? "Nobody here has a role that can answer its questions."
        : `${without} of ${asked} ${without === 1 ? "question has" : "questions have"} nobody here whose role can answer.`,
    nextQuestion: (id: string) => `next ${id}`,
  },
  ask: {
    scope: "Time left in",
    section: "Section",
    sectionHint: "The time left in this section, and its questions",
    day: "Day",
    dayHint: "The time left in the day without breaks, opening and closing, and all questions",
    noClock: "No section runs: type the minutes there are.",
    allAnswered: "Every question is answered.",
    sectionAnswered: "Every question of this section is answered.",
  },
  people: {
    here: (here: number, all: number) => `${here} of ${all} here`,
    canAnswer: (able: number, here: number, question: string) =>
      here === 0
        ? "Nobody is here"
        : able === 0
          ? `Nobody here can answer ${question}`
          : able === here
            ? `Everyone here can answer ${question}`
            : `${able} of ${here} here can answer ${question}`,
    order:
      "Votes are typed in this order. Who leaves is absent; earlier votes stay, and keep the role of then.",
    able: "can answer",
    ableLabel: (question: string) => `can answer ${question}`,
    roleOf: (name: string) => `Role of ${name}`,
    noRole: "Role unknown",
    empty: "No participants yet.",
    add: "Add somebody who joins",
    addSlot: "Add a slot",
    name: "Name",
    role: "Role",
    needed: "Give a name or a role.",
    roleNeeded: "Choose a role.",
    keep: "Add",
    added: (name: string) => `${name} joined`,
  },
  answers: {
    column: "Can answer",
    questions,
    title: (count: number, asked: number) => `Can answer ${count} of ${asked} questions`,
    none: "This role can answer no question of this pack.",
    noRole: "The role is unknown, so this person counts for no question.",
  },
  propose: {
    button: "Propose an agenda",
    title: "Propose an agenda",
    lede: "From the pack, the depth, the roles of the participants, and the time there is.",
    minutes: "Minutes",
    minutesLeft: "Minutes left",
    presets: "Often chosen",
    hours: (count: number) => `${count} h`,
    replaces: (count: number, kept: number) =>
      [
        count > 0
          ? `It takes the place of ${counted(count, "section that has", "sections that have")} not started`
          : "",
        kept > 0
          ? `${counted(kept, "section that has started stays", "sections that have started stay")} as ${kept === 1 ? "it is" : "they are"}`
          : "",
      ]
        .filter(Boolean)
        .map((part) => `${capital(part)}.`)
        .join(" "),
    keep: "Propose",
    done: (count: number, time: string) => `${counted(count, "section", "sections")} proposed, ${time}`,
    needed: "Type how many minutes there are.",
  },
} as const;
