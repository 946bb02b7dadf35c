import type { Words } from "../en";
import { counted } from "./sentence";

export const history: Words["history"] = {
  title: "Verlauf",
  asks: "Was wurde geändert, wann und von wem?",
  heading: (count, hasMore) =>
    hasMore
      ? `Die letzten ${counted(count, "Änderung", "Änderungen")}`
      : counted(count, "Änderung", "Änderungen"),
  lede: "Jede Änderung bleibt in der Datei. Was zurückgesetzt wird, ist selbst eine Änderung und lässt sich rückgängig machen.",
  list: "Änderungen",
  filter: "Änderungen filtern",
  filterHint: "Wörter, ein Name oder ein Datum",
  nothingFits: (text) => `Keine Änderung enthält „${text}“.`,
  found: (count) => counted(count, "Änderung passt", "Änderungen passen"),
  more: "Frühere Änderungen zeigen",
  emptyTitle: "Noch wurde nichts geändert",
  empty:
    "Jede Stimme, Antwort und jeder Eintrag erscheint hier, sobald sie erfasst sind, mit dem Namen dessen, der sie erfasste.",
  today: "Heute",
  yesterday: "Gestern",
  by: (name) => name || "kein Name angegeben",
  what: { added: "hinzugefügt", changed: "geändert", removed: "entfernt" },
  before: "vorher",
  after: "nachher",
  nothing: "nichts",
  to: "wurde",
  records: (count) => counted(count, "Eintrag", "Einträge"),
  noRecords: "Nur eine Reihenfolge oder eine angehängte Datei änderte sich; kein Feld.",
  noFields: "Die Felder lassen sich nicht einzeln zeigen.",
  hidden: "Die Stimmen sind noch nicht aufgedeckt. Danach steht hier, was abgestimmt wurde.",
  showAll: (count) => `Alle ${counted(count, "Eintrag", "Einträge")} zeigen`,
  putBack: {
    added: "Wieder herausnehmen",
    changed: "Zurücksetzen, wie es war",
    removed: "Zurückholen",
  },
  putBackAbout: "Wie es vor dieser Änderung war",
  done: {
    added: (title) => `${title} wieder herausgenommen`,
    changed: (title) => `${title} ist, wie es war`,
    removed: (title) => `${title} ist wieder da`,
  },
  choose: "Wählen Sie eine Änderung, um zu sehen, was sie bewirkte.",
  keys: {
    open: "Verlauf aller Änderungen",
    next: "Frühere Änderung",
    previous: "Spätere Änderung",
    filter: "Filtern",
  },
  hints: { changes: "Änderungen", filter: "filtern" },
  question: {
    title: "Verlauf dieser Frage",
    key: "Verlauf dieser Frage",
    empty: "Zu dieser Frage wurde noch nichts erfasst.",
    all: "Alle Änderungen",
  },
};
