/** Words about what keeps an engagement safe: passphrase, backups, damaged files. */
import { capital, counted, list, many, some } from "./sentence";

const kilobytes = (bytes: number) =>
  bytes < 1_000_000
    ? `${many(Math.max(1, Math.round(bytes / 1000)))} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;

export const trust = {
  title: "Passphrase and backups",
  protected: "protected",
  isProtected: "This engagement has a passphrase. The file and its backups are encrypted.",
  isOpen: "This engagement has no passphrase: whoever has the file can read it.",
  isRemembered: "The keychain of this laptop remembers it.",
  forget: "Forget it on this laptop",
  forgotten: "The keychain has forgotten the passphrase",
  set: "Set a passphrase",
  change: "Change the passphrase",
  remove: "Remove the passphrase",
  also: "encrypt protect password secret",
  /** Where something is written that leaves the protection. */
  unprotected: "The file that you write is not protected by the passphrase.",
  backups: "Backups",
  backupsAlso: "restore go back earlier version",
  backedUp: (when: string) => `Last backup ${when}.`,
  noBackup: "No backup yet; one is made before the next change.",
  noBackups: "Backups are turned off.",
  backupFailed: (why: string) => `No backup can be made: ${why}.`,
  unlock: {
    title: (file: string) => `${file} needs a passphrase`,
    lede: "It has one, or it is not a Waymark file: the passphrase tells.",
    field: "Passphrase",
    open: "Open",
    busy: "Opening",
    missing: "Type the passphrase first",
    wrong: "This passphrase does not open it. Look at capitals and the keyboard's language.",
    remember: "Remember it in the keychain of this laptop",
    rememberHint: "Whoever is signed in here can then open the engagement without it.",
    notRemembered: "The keychain did not take the passphrase; it is asked for next time.",
    lost: "A passphrase that is forgotten cannot be found again, by nobody.",
  },
  protect: {
    titles: { set: "Set a passphrase", change: "Change the passphrase", remove: "Remove the passphrase" },
    ledes: {
      set: "The file is encrypted, and so are its backups and copies. It is asked for whenever the file is opened.",
      change: "The file and its backups open with the new one alone. Copies elsewhere keep the old one.",
      remove: "Whoever has the file can read it then. Its backups are decrypted too.",
    },
    fromStart: "Protect it with a passphrase",
    fromStartHint: "The file is encrypted from its first byte. This can also be done later.",
    current: "Passphrase now",
    fresh: "New passphrase",
    freshHint: "Several words that do not belong together are strong and easy to keep",
    again: "Once more",
    differs: "The two are not the same",
    missing: "Type the new passphrase first",
    currentMissing: "Type the passphrase that it has now",
    strength: { weak: "weak", fair: "fair", strong: "strong" },
    strengthIs: (word: string) => `This passphrase is ${word}.`,
    final: "I keep it somewhere safe",
    finalHint:
      "A forgotten passphrase is final. Nobody can open the engagement or its backups without it, and there is no other way in.",
    finalMissing: "Say that you keep it somewhere safe",
    actions: { set: "Set passphrase", change: "Change passphrase", remove: "Remove passphrase" },
    done: {
      set: "The engagement has a passphrase now",
      change: "The engagement has another passphrase now",
      remove: "The engagement has no passphrase any more",
    },
    removed: (count: number) =>
      count === 0
        ? ""
        : `; ${some(count, "older backup", "older backups")} without one ${count === 1 ? "was" : "were"} removed`,
  },
  restore: {
    title: "Restore a backup",
    lede: "Waymark makes them by itself while you work, on this laptop. Nothing is overwritten: what stands in the place is kept beside it.",
    about: "Go back to an earlier state of an engagement.",
    none: "There are no backups on this laptop yet. The first one is made before the first change of an engagement.",
    caption: "Backups",
    columns: { file: "Engagement", taken: "Made", since: "Changes since", size: "Size" },
    unknown: "unknown",
    gone: "its file is gone",
    size: kilobytes,
    band: (file: string, client: string, isProtected: boolean, exists: boolean) =>
      [file, isProtected ? "protected" : client, exists ? "" : "its file is gone"].filter(Boolean).join(", "),
    choose: "Choose a backup",
    inPlace: "Restore",
    elsewhere: "Restore to another place",
    remove: "Remove",
    removeAll: (file: string) => `Remove all of ${file}`,
    kept: (file: string) => `What stood there before is kept as ${file}`,
    restored: "The backup is back in place",
    count: "Backups to keep",
    countHint: "The newest of each engagement; 0 makes none",
    days: "Days to keep them",
    daysHint: "The last one of each earlier day; 0 keeps them without end",
  },
  recovery: {
    title: (file: string) => `What can be saved of ${file}`,
    see: "See what can be saved",
    reading: "Reading what can be read",
    untouched: "The damaged file is only read and stays as it is.",
    save: "Save as a new file",
    suggested: (file: string) => `${file.replace(/\.waymark$/i, "")} recovered`,
    saved: (path: string) => `Written to ${path}`,
    changes: (read: number, known: number | null) =>
      known === null
        ? `${capital(counted(read, "change", "changes"))} of its history can be read; how many there were cannot be told.`
        : `${many(read)} of ${counted(known, "change", "changes")} of its history can be read.`,
    backup: (changes: number, when: string, after: number | null, read: number) =>
      [
        `The newest sound backup holds ${counted(changes, "change", "changes")}, the last one ${when}.`,
        after === null
          ? "How many were made after it cannot be told."
          : after === 0
            ? "None was made after it."
            : `${capital(some(after, "change was", "changes were"))} made after it; ${many(read)} can be read in full.`,
      ].join(" "),
    noBackup: "There is no sound backup of it on this laptop.",
    history: { whole: "Its whole history is saved too.", cut: "Parts of its history are lost." },
    table: "What becomes of its records",
    columns: {
      label: "Records",
      sound: "Sound",
      fromHistory: "From the history",
      fromBackup: "From the backup",
      inDoubt: "In doubt",
      lost: "Lost",
    },
    notable: "In doubt or lost",
    states: {
      sound: "sound",
      fromHistory: "from the history",
      fromBackup: "as the backup has it",
      inDoubt: "in doubt: read, and not confirmed by the history",
      lost: "lost",
    },
    profile: "The brief",
    files: (names: readonly string[]) => `Files that are lost: ${list(names)}`,
    packs: (names: readonly string[]) => `Assessments without their text: ${list(names)}`,
    problems: "What the database says",
  },
} as const;
