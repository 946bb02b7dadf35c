/** Words about two laptops: copies of an engagement that went apart and become one again. */
import { capital, counted, list, said, some } from "./sentence";

interface Came {
  readonly label: string;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
}

export const merge = {
  title: "Two laptops",
  about:
    "A second facilitator works in a copy of this file. Take that copy in, and this file holds what both did.",
  saveCopy: "Save a copy for the other laptop",
  action: "Take another copy in",
  also: "merge two laptops second copy",
  lookTitle: (file: string) => `Take in ${file}?`,
  nothingTitle: "Nothing new",
  nothing: (file: string) => `This engagement contains everything that ${file} holds.`,
  changed: (when: string, by: string, what: string) =>
    `Changed last ${when}${by ? ` by ${by}` : ""}${what ? `: ${what}` : ""}.`,
  changes: (count: number) =>
    `${capital(some(count, "change", "changes"))} there ${count === 1 ? "is" : "are"} not here yet.`,
  changesHere: (count: number) =>
    count === 0
      ? "Nothing was changed here since the two were the same."
      : `${capital(some(count, "change", "changes"))} here ${count === 1 ? "is" : "are"} not there.`,
  unchanged: "Nothing is written until you merge.",
  client: (name: string) => `There the client is called ${name}.`,
  incoming: {
    title: "What comes in",
    nothing: "Nothing besides what is to decide.",
    list: "List",
    added: "New",
    changed: "Changed",
    removed: "Removed",
    files: (count: number) => `${capital(some(count, "file", "files"))} kept as evidence`,
  },
  recoded: {
    title: (count: number) => `${capital(some(count, "record gets", "records get"))} another code`,
    about: "Both copies gave the same code. The record that was made first keeps it.",
    line: (kind: string, from: string, to: string) => `${capital(kind)} ${from} becomes ${to}`,
    ours: "of this laptop",
    theirs: "of the other laptop",
  },
  conflicts: {
    title: (count: number, groups: number) =>
      `${capital(some(count, "conflict", "conflicts"))} to decide${
        groups < count ? `, in ${some(groups, "decision", "decisions")}` : ""
      }`,
    changed: (by: string, when: string) => [by, when].filter(Boolean).join(", "),
    allOf: { ours: "All from this laptop", theirs: "All from the other laptop" },
    line: (what: string, stands: string) => `${what}: ${stands}`,
    mixed: (all: number, ours: number, theirs: number, open: number) =>
      ours === all || theirs === all || open === all
        ? `${all} conflicts`
        : [
            ours > 0 ? `${ours} from this laptop` : "",
            theirs > 0 ? `${theirs} from the other` : "",
            open > 0 ? `${open} open` : "",
          ]
            .filter(Boolean)
            .join(", "),
    singly: (count: number) => `Decide the ${count} one by one`,
    about: "Both copies changed these. The digits 1 and 2 or the arrows choose.",
    base: "Before",
    ours: "This laptop",
    theirs: "The other laptop",
    allOurs: "All from this laptop",
    allTheirs: "All from the other laptop",
    empty: "empty",
    later: "Comes up by what was decided",
  },
  open: (count: number, of: number) =>
    count === 0
      ? `${of === 1 ? "The conflict is" : `All ${said(of)} are`} decided`
      : `${count} of ${of} open`,
  merge: (open: number) => (open === 0 ? "Merge" : `Merge, ${open} open`),
  done: (label: string, came: readonly Came[], files: number, decided: number, recoded: number) => {
    const parts = [
      ...came.map((one) => {
        const how = [
          one.added > 0 ? `${said(one.added)} new` : "",
          one.changed > 0 ? `${said(one.changed)} changed` : "",
          one.removed > 0 ? `${said(one.removed)} removed` : "",
        ].filter(Boolean);
        return `${capital(one.label)}: ${list(how)}`;
      }),
      files > 0 ? `${counted(files, "file", "files")} kept as evidence` : "",
      decided > 0 ? `${capital(some(decided, "conflict", "conflicts"))} decided` : "",
      recoded > 0 ? `${capital(some(recoded, "code", "codes"))} given anew` : "",
    ].filter(Boolean);
    return `${[label, ...parts].join(". ")}.`;
  },
  doneNothing: "Nothing changed: all of it was here already",
  refused: "This copy cannot be taken in",
  changedMeanwhile: "One of the copies was changed since; what is to decide is shown anew",
  another: "Choose another file",
} as const;
