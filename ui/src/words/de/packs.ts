import type { Words } from "../en";
import { counted, form } from "./sentence";

const questions = (count: number) => counted(count, "Frage", "Fragen");

export const packs: Words["packs"] = {
  title: "Assessments",
  about: "Was gefragt wird: Pakete ergeben Stufen und Scores, Custom Lenses zählen daneben Risiken.",
  add: "Assessment hinzufügen",
  shipped: (title, version, count) => `${title} ${version}, ${questions(count)}`,
  fromFile: "Aus einer Zip-Datei oder einer Lens (JSON)",
  fromFolder: "Aus einem Ordner",
  current: "auf allen Bildschirmen gezeigt",
  show: "Zeigen",
  switchLabel: "Assessment",
  lensMark: "Lens",
  version: (version, status) => `${version}, ${status}`,
  answered: (answered, of) => `${answered} von ${of} beantwortet`,
  risk: ({ high, medium, none, unanswered, noMatch }) =>
    [
      high > 0 ? `${high} hoch` : "",
      medium > 0 ? `${medium} mittel` : "",
      unanswered > 0 ? `${unanswered} unbeantwortet` : "",
      noMatch > 0 ? `${noMatch} ohne passende Regel` : "",
    ]
      .filter(Boolean)
      .join(", ") || (none > 0 ? "kein Risiko" : "nichts trifft zu"),
  open: "Beantworten",
  newer: (version) => `Version ${version} gehört zu diesem Waymark`,
  lookAt: (version) => `${version} ansehen`,
  earlierVersion: (version) => `${version}, früher aufgenommen`,
  exportLens: "Als JSON exportieren",
  exported: (path) => `Geschrieben nach ${path}`,
  remove: "Entfernen",
  removeTitle: (title) => `${title} entfernen?`,
  removeAbout: (entries) =>
    entries === 0
      ? "Darunter wurde nichts erfasst. Einmal Rückgängig holt es zurück."
      : `${counted(entries, "Eintrag geht", "Einträge gehen")} mit: darunter abgegebene Stimmen, Antworten und Entscheidungen. Einmal Rückgängig holt alles zurück.`,
  removed: (title) => `${title} entfernt`,
  taken: (title) => `${title} hinzugefügt`,
  updated: (title, version) => `${title} ist jetzt auf ${version}`,
  lookTitle: {
    new: "Dieses Assessment hinzufügen?",
    same: "Nichts Neues",
    version: "Diese Version aufnehmen?",
  },
  lookAbout: {
    new: "Noch hat sich nichts geändert.",
    same: "Das Mandat enthält genau dies schon.",
    version: "Noch hat sich nichts geändert. Antworten gehen über die Kennung ihrer Frage mit.",
  },
  take: { new: "Hinzufügen", version: "Aufnehmen" },
  facts: {
    version: "Version",
    asks: "Fragt",
    areas: "Umfasst",
    versions: (from, to, status) => `${from} auf ${to}, ${status}`,
    questions,
  },
  notes: "Bemerkt",
  moreNotes: (count) => `und ${count} weitere`,
  conflicts: "Erfasstes passt nicht zu dieser Version",
  conflictsAbout: "Sie lässt sich nicht aufnehmen, solange sie dies nicht kennt:",
  changes: {
    carried: (count) => counted(count, "beantwortete Frage geht mit", "beantwortete Fragen gehen mit"),
    added: (count) => `${questions(count)} neu`,
    retired: (count) => `${questions(count)} nicht mehr gestellt`,
    reworded: (count) => `${questions(count)} umformuliert`,
    moved: (count) => `${questions(count)} verschoben`,
    weighed: (count) => `${questions(count)} mit anderem Gewicht oder Ziel`,
    besides: "Außerdem",
    none: "Keine Frage unterscheidet sich.",
    hasAnswer: "beantwortet",
    keeps: "Antworten auf nicht mehr gestellte Fragen bleiben in der Datei und zählen nicht mehr.",
  },
  scores: {
    title: "Was es mit den Scores macht",
    caption: "Scores vorher und nachher, nach Dimension",
    dimension: "Dimension",
    before: "Vorher",
    after: "Jetzt",
    byAnswers: "Durch Antworten",
    byContent: "Durch Inhalte",
    why: "Was sich änderte",
    overall: "Gesamt",
    unknown: "offen",
    versions: (from, to) => (from === to ? `Version ${to}` : `Damals Version ${from}, jetzt ${to}`),
    about:
      "Durch Inhalte: die Fragen und Gewichte von heute mit den Antworten von damals. Durch Antworten: was seither geändert wurde. Zahlen sind gerundet.",
  },
  repairTitle: "Diese Lens hat Stellen, die kein JSON sind",
  repair: "Als leer lesen",
  failedTitle: "Dies lässt sich nicht aufnehmen",
  notRemovedTitle: "Dies lässt sich noch nicht entfernen",
};

export const lens: Words["lens"] = {
  name: "Custom Lens",
  asks: "Welche Risiken bleiben?",
  progress: (answered, of) => `${answered} von ${of} beantwortet`,
  titleOf: ({ high, medium, none, notApplicable, unanswered, noMatch }) => {
    if (high > 0)
      return `${counted(high, "hohes Risiko", "hohe Risiken")}${medium > 0 ? ` und ${medium} ${form(medium, "mittleres", "mittlere")}` : ""}`;
    if (medium > 0) return `Kein hohes Risiko, ${medium} ${form(medium, "mittleres", "mittlere")}`;
    if (none > 0)
      return unanswered + noMatch > 0 ? "Kein Risiko in dem, was bekannt ist" : "Kein Risiko bleibt";
    if (noMatch > 0) return "Das Risiko ist nicht bekannt: Keine Regel der Lens passt";
    return notApplicable > 0 && unanswered === 0 ? "Keine Frage trifft zu" : "Noch ist nichts beantwortet";
  },
  lede: (title, unanswered) =>
    unanswered === 0
      ? `${title}: Jede Frage ist beantwortet.`
      : `${title}: ${counted(unanswered, "Frage ist", "Fragen sind")} nicht beantwortet, und eine unbeantwortete Frage ist weder ein gutes noch ein schlechtes Zeichen.`,
  summary: "Risiken nach Custom Lens",
  beside: "Risiken werden neben den Scores gezählt und gehen nie in sie ein.",
  list: "Fragen",
  choices: "Was trifft zu?",
  hint: "Wählen Sie alles, was heute zutrifft",
  noneOfThese: "Nichts davon",
  notApplicable: "Trifft nicht zu",
  reason: "Grund",
  applies: "Trifft zu",
  note: "Notiz",
  noteHint: "Was gesagt wurde, in Ihren Worten",
  result: "Risiko",
  rule: (text) => (text === "default" ? "weil keine andere Regel gilt" : `weil ${text}`),
  noRule: "Keine Regel der Lens passt zu dieser Auswahl: Ihr Autor ließ den Fall offen.",
  help: "Mehr zu dieser Wahl",
  plan: "Was zu tun ist, wo es nicht zutrifft",
  resources: "Hilfen zur Antwort",
  place: (at, of) => `Frage ${at} von ${of}`,
  previous: "zurück",
  next: "weiter",
  risks: {
    high: "Hohes Risiko",
    medium: "Mittleres Risiko",
    none: "Kein Risiko",
    notApplicable: "Nicht zutreffend",
    unanswered: "Unbeantwortet",
    noMatch: "Keine Regel gilt",
  },
  table: {
    caption: "Risiken nach Säule",
    pillar: "Säule",
    high: "Hoch",
    medium: "Mittel",
    none: "Keines",
    notApplicable: "Nicht zutreffend",
    unanswered: "Unbeantwortet",
    noMatch: "Keine Regel",
    total: "Alle Säulen",
  },
  improve: "Was zuerst zu tun ist",
  improveAbout: "Nicht Gewähltes unter Fragen mit einem Risiko, mit dem Rat der Lens",
  nothingToImprove: "Keine beantwortete Frage birgt ein Risiko.",
  keys: {
    next: "Nächste Frage",
    previous: "Vorige Frage",
    choose: "Wahl treffen oder lösen",
    none: "Nichts davon",
    notApplicable: "Trifft nicht zu",
    list: "Liste der Fragen",
  },
  noQuestions: "Diese Lens fragt nichts",
  noQuestionsHelp:
    "Ihre Säulen enthalten keine Fragen. Exportieren Sie sie aus dem Auftrag, oder entfernen Sie sie dort.",
};
