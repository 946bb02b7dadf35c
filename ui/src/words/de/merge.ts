import type { Words } from "../en";
import { counted, form, list } from "./sentence";

export const merge: Words["merge"] = {
  title: "Zwei Laptops",
  about:
    "Eine zweite Person arbeitet in einer Kopie dieser Datei. Nehmen Sie diese Kopie auf, dann enthält diese Datei, was beide getan haben.",
  saveCopy: "Kopie für den anderen Laptop speichern",
  action: "Andere Kopie aufnehmen",
  also: "zusammenführen mergen zwei laptops zweite kopie merge",
  lookTitle: (file) => `${file} aufnehmen?`,
  nothingTitle: "Nichts Neues",
  nothing: (file) => `Dieses Mandat enthält alles, was in ${file} steht.`,
  changed: (when, by, what) => `Zuletzt geändert ${when}${by ? ` von ${by}` : ""}${what ? `: ${what}` : ""}.`,
  changes: (count) =>
    `${counted(count, "Änderung", "Änderungen")} von dort ${form(count, "fehlt", "fehlen")} hier noch.`,
  changesHere: (count) =>
    count === 0
      ? "Hier wurde nichts geändert, seit beide gleich waren."
      : `${counted(count, "Änderung", "Änderungen")} von hier ${form(count, "fehlt", "fehlen")} dort.`,
  unchanged: "Nichts wird geschrieben, bevor Sie zusammenführen.",
  client: (name) => `Dort heißt der Kunde ${name}.`,
  incoming: {
    title: "Was hinzukommt",
    nothing: "Nichts außer dem, was zu entscheiden ist.",
    list: "Liste",
    added: "Neu",
    changed: "Geändert",
    removed: "Entfernt",
    files: (count) => `${counted(count, "Datei", "Dateien")} als Nachweis aufbewahrt`,
  },
  recoded: {
    title: (count) => `${counted(count, "Eintrag bekommt", "Einträge bekommen")} eine andere Kennung`,
    about: "Beide Kopien vergaben dieselbe Kennung. Der zuerst angelegte Eintrag behält sie.",
    line: (kind, from, to) => `${kind} ${from} wird ${to}`,
    ours: "von diesem Laptop",
    theirs: "vom anderen Laptop",
  },
  conflicts: {
    title: (count, groups) =>
      `${counted(count, "Konflikt", "Konflikte")} zu entscheiden${
        groups < count ? `, in ${counted(groups, "Entscheidung", "Entscheidungen")}` : ""
      }`,
    changed: (by, when) => [by, when].filter(Boolean).join(", "),
    allOf: { ours: "Alle von diesem Laptop", theirs: "Alle vom anderen Laptop" },
    line: (what, stands) => `${what}: ${stands}`,
    mixed: (all, ours, theirs, open) =>
      ours === all || theirs === all || open === all
        ? `${all} Konflikte`
        : [
            ours > 0 ? `${ours} von diesem Laptop` : "",
            theirs > 0 ? `${theirs} vom anderen` : "",
            open > 0 ? `${open} offen` : "",
          ]
            .filter(Boolean)
            .join(", "),
    singly: (count) => `Die ${count} einzeln entscheiden`,
    about: "Beide Kopien haben dies geändert. Die Ziffern 1 und 2 oder die Pfeiltasten wählen.",
    base: "Vorher",
    ours: "Dieser Laptop",
    theirs: "Der andere Laptop",
    allOurs: "Alle von diesem Laptop",
    allTheirs: "Alle vom anderen Laptop",
    empty: "leer",
    later: "Ergibt sich aus dem Entschiedenen",
  },
  open: (count, of) =>
    count === 0
      ? form(of, "Der Konflikt ist entschieden", `Alle ${of} sind entschieden`)
      : `${count} von ${of} offen`,
  merge: (open) => (open === 0 ? "Zusammenführen" : `Zusammenführen, ${open} offen`),
  done: (label, came, files, decided, recoded) => {
    const parts = [
      ...came.map((one) => {
        const how = [
          one.added > 0 ? `${one.added} neu` : "",
          one.changed > 0 ? `${one.changed} geändert` : "",
          one.removed > 0 ? `${one.removed} entfernt` : "",
        ].filter(Boolean);
        return `${one.label}: ${list(how)}`;
      }),
      files > 0 ? `${counted(files, "Datei", "Dateien")} als Nachweis aufbewahrt` : "",
      decided > 0 ? `${counted(decided, "Konflikt", "Konflikte")} entschieden` : "",
      recoded > 0 ? `${counted(recoded, "Kennung", "Kennungen")} neu vergeben` : "",
    ].filter(Boolean);
    return `${[label, ...parts].join(". ")}.`;
  },
  doneNothing: "Nichts geändert: Alles war schon hier",
  refused: "Diese Kopie lässt sich nicht aufnehmen",
  changedMeanwhile: "Eine der Kopien wurde inzwischen geändert; was zu entscheiden ist, steht neu da",
  another: "Andere Datei wählen",
};
