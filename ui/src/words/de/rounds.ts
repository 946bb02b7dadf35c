import type { Words } from "../en";
import { counted } from "./sentence";

const strengths: Readonly<Record<string, string>> = {
  stated: "gesagt",
  shown: "gezeigt",
  measured: "gemessen",
};

export const baselines: Words["baselines"] = {
  title: "Damals und heute",
  empty:
    "Noch kein Referenzstand. Halten Sie die Scores von heute fest, und sehen Sie später, was sich bewegt hat und warum.",
  freeze: "Referenzstand festhalten",
  freezeLede:
    "Die Scores von jetzt bleiben unter einem Namen erhalten. Antworten, Stimmen und Nachweise können sich weiter ändern.",
  name: "Name",
  rename: "Umbenennen",
  renameTitle: (title) => `${title} umbenennen`,
  remove: "Entfernen",
  frozen: (title) => `Festgehalten: ${title}`,
  renamed: (title) => `Der Referenzstand heißt jetzt ${title}`,
  removed: (title) => `${title} entfernt`,
  from: "Von",
  to: "Bis",
  now: "Jetzt",
  option: (title, day, score) => `${title} (${day}, ${score})`,
  noScore: "kein Score",
  charts: "Scores zu beiden Zeitpunkten",
  failed: "Dieser Vergleich lässt sich nicht zeigen",
  about:
    "Inhalte: die Fragen und Gewichte von heute mit den Antworten von damals. Antworten: was im Raum festgelegt wurde. Stimmen: wo sie die Antwort ergeben. Nachweise bewegen keinen Score, nur Bandbreite und Verlässlichkeit. Zahlen sind gerundet.",
  confidence: "Verlässlichkeit",
  byVotes: "Durch Stimmen",
  confidenceFrom: (before, after) => (before === after ? after : `${before} auf ${after}`),
  questions: (count) => counted(count, "Frage hat sich bewegt", "Fragen haben sich bewegt"),
  questionsCaption: "Fragen, die sich bewegt haben, mit ihren Gründen",
  question: "Frage",
  then: "Damals",
  because: "Grund",
  notAsked: "nicht gestellt",
  causes: { content: "Inhalte", answers: "Antworten", votes: "Stimmen", evidence: "Nachweise" },
  key: "Referenzstand festhalten",
};

export const rounds: Words["rounds"] = {
  next: "Nächste Runde beginnen",
  nextAbout: "Eine neue Datei: Erfasstes bleibt, die Antworten von heute werden zu „Letztes Mal“.",
  suggested: (client) => `${client} nächste Runde`,
  lastTime: "Letztes Mal",
  of: (title) => `Letztes Mal: ${title}`,
  unknown: "niemand wusste es",
  notApplicable: "trifft nicht zu",
  settledBy: (by, day) => ["festgelegt", by && `von ${by}`, day && `am ${day}`].filter(Boolean).join(" "),
  voted: (votes, spread) => {
    if (votes === 0) return "";
    const range =
      spread === null
        ? ""
        : spread[0] === spread[1]
          ? ` für ${spread[0]}`
          : ` von ${spread[0]} bis ${spread[1]}`;
    return `${counted(votes, "Stimme", "Stimmen")}${range}`;
  },
  strength: (strength) => `Nachweis ${strengths[strength.toLowerCase()] ?? strength}`,
  dissent: (text) => `Abweichung: ${text}`,
  confirm: "Festlegen wie letztes Mal",
  confirmed: "Wie letztes Mal",
};

export const portfolio: Words["portfolio"] = {
  title: "Mandate nebeneinander",
  way: "Mandate vergleichen",
  wayAbout: "Mehrere Dateien in einer Tabelle: Scores, Abdeckung, Verlässlichkeit.",
  crumb: "Vergleich",
  lede: "Nichts wird zum Schreiben geöffnet, und nur die Liste bleibt, bis Waymark schließt.",
  empty: "Noch kein Mandat gewählt. Wählen Sie die Dateien, die nebeneinander stehen sollen.",
  choose: "Dateien wählen",
  more: "Dateien hinzufügen",
  clear: "Neu beginnen",
  back: "Zurück zum Start",
  headline: (count) => counted(count, "Assessment nebeneinander", "Assessments nebeneinander"),
  none: "Keine dieser Dateien lässt sich lesen",
  pack: "Assessment",
  columns: "Spalten",
  factors: "Faktoren",
  dimensions: "Dimensionen",
  client: "Kunde",
  overall: "Gesamt",
  coverage: "Abdeckung",
  confidence: "Verlässlichkeit",
  date: "Datum",
  round: "Runde",
  caption: "Scores nach Kunde",
  sortBy: (name) => `Sortieren nach ${name}`,
  open: (client) => `${client} öffnen`,
  noScore: "keiner",
  unknown: "unbekannt",
  failures: (count) => counted(count, "Datei ist nicht in der Tabelle", "Dateien sind nicht in der Tabelle"),
  leaveOut: (name) => `${name} aus der Liste nehmen`,
  export: "Ohne Namen exportieren",
  exportTitle: "Ohne Namen exportieren",
  exportLede:
    "Eine Tabelle für ein Data Warehouse: eine Zeile je Score und Frage, mit Pseudonymen, ohne Namen, Notizen und anderen getippten Text.",
  salt: "Wörter für die Pseudonyme",
  saltHint:
    "Behalten Sie sie für sich: Mit denselben Wörtern hat der nächste Export dieselben Pseudonyme. Sie werden nirgends gespeichert. Bleibt das Feld leer, lässt sich nichts anderes mit dieser Datei vergleichen.",
  small:
    "In einer kleinen Gruppe können Branche und Größe dennoch verraten, wer jemand ist. Prüfen Sie das, bevor Sie die Datei weitergeben.",
  csv: "CSV",
  parquet: "Parquet",
  form: "Form",
  write: "Exportieren",
  file: "Mandate ohne Namen",
  written: (rows, engagements, path) =>
    `${counted(rows, "Zeile", "Zeilen")} aus ${counted(engagements, "Mandat", "Mandaten")} geschrieben nach ${path}`,
};
