import type { Words } from "../en";
import { counted, form, list } from "./sentence";

const questions = (count: number) => counted(count, "Frage", "Fragen");
const votes = (count: number) => counted(count, "Stimme", "Stimmen");
const pages = (count: number) => counted(count, "Seite", "Seiten");

export const prework: Words["prework"] = {
  title: "Vorbereitung",
  about: "Eine Seite je Rolle, vor dem Workshop in jedem Browser zu beantworten; ein Netz ist nicht nötig.",
  standing: (with_, of) =>
    of === 0
      ? "Noch hat niemand eine Rolle, die befragt werden kann: Jede Seite ist für die Menschen einer Rolle."
      : with_ === 0
        ? "Noch hat niemand Stimmen abgegeben."
        : with_ === of
          ? "Von allen Teilnehmenden liegen Stimmen vor."
          : `Von ${with_} von ${of} Teilnehmenden liegen Stimmen vor.`,
  send: "Versenden",
  also: {
    send: "vorbereitung vorab fragebogen papierformular druckbar seite für teilnehmende prework",
    take: "vorbereitung antwortdateien zurück einlesen antworten zusammenführen prework",
    cards: "moderationskarten papier",
  },
  dropHere: "Ziehen Sie zurückgesandte Dateien hierher, um sie aufzunehmen.",
  notDropped: "Antwortdateien enden auf .json, .csv, .tsv oder .xlsx; die anderen wurden übergangen.",
  take: "Zurückgesandte Dateien aufnehmen",
  cards: "Moderationskarten",
  printCards: "Moderationskarten drucken",
  cardsHint: "PDF",
  cardsName: (client) => `${client} Moderationskarten`,
  written: (path) => `Geschrieben nach ${path}`,
  sendTitle: "Vorbereitung versenden",
  sendAbout:
    "Eine Seite je Rolle, mit allem darin: Sie öffnet sich in jedem Browser und speichert eine Antwortdatei.",
  anonymous: "Dieses Mandat ist anonym: Keine Seite enthält oder erfragt einen Namen.",
  noRoles: "Das Paket hat keine Rolle, die befragt werden kann.",
  roles: {
    title: "Rollen",
    withPeople: "Mit Teilnehmenden",
    withoutPeople: "Noch niemand hat diese Rolle",
    none: "keine der gewählten Fragen ist für sie",
    questions,
    form: "Druckbares Formular",
    formOf: (role) => `Druckbares Formular für ${role}`,
    formName: (client, role) => `${client} ${role} Formular`,
  },
  questions: {
    title: "Fragen",
    about: "Jede Rolle bekommt davon, was sie beantworten kann.",
    depth: "Die des Umfangs",
    all: "Alle",
    none: "Keine",
    of: (chosen, all) => `${chosen} von ${all}`,
    chosen: (count) => `${count} gewählt`,
    allOf: (title) => `Alle Fragen: ${title}`,
    noneOf: (title) => `Keine Frage: ${title}`,
    show: (title) => `Fragen zeigen: ${title}`,
  },
  due: "Antworten zurück bis",
  dueHint: "Steht auf jeder Seite; darf leer bleiben",
  dueWrong: "Dies ist kein Datum. Schreiben Sie es wie 31.03.2026.",
  note: "Ein Wort an die Teilnehmenden",
  noteHint: "Steht oben auf jeder Seite",
  noteShort: "Wort an die Teilnehmenden",
  write: (count) => (count === 0 ? "Seiten schreiben" : `${pages(count)} schreiben`),
  noRoleChosen: "Wählen Sie mindestens eine Rolle, die Fragen hat.",
  doneTitle: (count) => form(count, "Die Seite ist geschrieben", `${count} Seiten sind geschrieben`),
  doneIn: (folder) => `In ${folder}`,
  next: "Senden Sie jede Seite den Menschen ihrer Rolle. Sie öffnen sie, antworten und senden die Antwortdatei zurück, die sie speichert; nehmen Sie die Dateien hier auf.",
  others: "Weitere schreiben",
  failed: "Dies ist nicht geschrieben",
  takeTitle: (files) =>
    form(files, "Eine zurückgesandte Datei aufnehmen", `${files} zurückgesandte Dateien aufnehmen`),
  takeAbout:
    "Nichts wird geschrieben, bevor Sie die Stimmen aufnehmen. Eine vorhandene Stimme bleibt, wenn Sie nicht die einer Datei nehmen.",
  takeNothing: "Jede Stimme dieser Dateien ist schon da. Es gibt nichts aufzunehmen.",
  steps: {
    label: "Schritte der Aufnahme",
    files: "Dateien",
    decide: "Zu entscheiden",
    mistakes: "Fehler",
  },
  files: {
    caption: "Zurückgesandte Dateien, wem sie gehören und was sie bringen",
    file: "Datei",
    whose: "Teilnehmende",
    new: "Neu",
    same: "Gleich",
    contradicting: "Widersprechend",
    unknownPerson: "Keine Person",
    unknownQuestion: "Keine Frage",
    mistakes: "Unlesbar",
    whoseOf: (file) => `Wem ${file} gehört`,
    leaveOut: "Auslassen",
    nobody: "Noch niemand: wählen",
    addNew: (name) => (name ? `${name} neu aufnehmen` : "Neue Person aufnehmen"),
    add: "Dateien hinzufügen",
    role: (role) => `Seite für ${role}`,
    saved: (day) => `gespeichert ${day}`,
    noVotes: "keine lesbare Stimme",
    openVotes: (count) => `${votes(count)} von noch niemandem, ausgelassen, bis Sie wählen`,
    outVotes: (count) => `${votes(count)} ausgelassen`,
  },
  matched: {
    code: "nach der Kennung in der Datei",
    name: "nach dem Namen",
    chosen: "von Ihnen gewählt",
    new: "kommt mit den Stimmen hinzu",
    nobody: "",
  },
  decide: {
    unknown: (count) => `${counted(count, "Datei ist", "Dateien sind")} von jemandem, der nicht teilnimmt`,
    unknownAbout:
      "Wählen Sie, wem die Stimmen gehören, nehmen Sie eine neue Person auf, oder lassen Sie sie aus.",
    saysNothing: "nennt weder Namen noch Rolle",
    answers: (ids) => `${votes(ids.length)}: ${ids.slice(0, 12).join(", ")}${ids.length > 12 ? " …" : ""}`,
    addNew: "Neu aufnehmen",
    leaveOut: "Auslassen",
    leaveOutOf: (file) => `${file} auslassen`,
    contradictions: (count) =>
      `${counted(count, "Stimme widerspricht", "Stimmen widersprechen")} Vorhandenem oder einer anderen Datei`,
    contradictionsAbout:
      "Vorhandenes bleibt, wenn Sie nicht die einer Datei nehmen: Stimme für Stimme, oder alles aus einer Datei. Die Ziffern wählen.",
    ofFile: (count, taken) => `${count} widersprechend${taken > 0 ? `, ${taken} genommen` : ""}`,
    takeAll: "Alle aus dieser Datei nehmen",
    keepAll: "Alles Vorhandene behalten",
    held: "Vorhandenes behalten",
    says: (file) => `${file} nehmen`,
    nothing: "noch keine Stimme",
  },
  mistakes: {
    caption: "Was nicht lesbar ist, mit der Stelle in der Datei",
    file: "Datei",
    where: "Wo",
    what: "Was nicht stimmt",
    whatNow: "Was zu tun ist",
    whole: "ganze Datei",
  },
  nextStep: (step) => `Weiter: ${step}`,
  takeVotes: (count) => `${votes(count)} aufnehmen`,
  summary: (found) =>
    [
      found.new > 0 ? `${found.new} neu` : "",
      found.same > 0 ? `${found.same} schon da` : "",
      found.contradicting > 0 ? `${found.contradicting} widersprechend, davon ${found.taken} genommen` : "",
      found.open > 0 ? `${found.open} von noch niemandem` : "",
      found.unknownQuestions > 0
        ? `${found.unknownQuestions} zu ${form(found.unknownQuestions, "einer hier nicht gestellten Frage", "hier nicht gestellten Fragen")}`
        : "",
      found.unreadable > 0 ? `${found.unreadable} unlesbar` : "",
    ]
      .filter(Boolean)
      .join("; ") || "Nichts Neues käme hinzu",
  outcomeTitle: "Aufgenommen",
  outcome: ({ people, written, replaced, same, conflicts, disputed, open, added }) => {
    const came = [
      written > 0 ? counted(written, "neue Stimme", "neue Stimmen") : "",
      replaced > 0 ? counted(replaced, "ersetzte Stimme", "ersetzte Stimmen") : "",
    ].filter(Boolean);
    const first =
      came.length === 0
        ? "Nichts geändert"
        : `${list(came)} von ${counted(people, "Person", "Personen")}${added > 0 ? `, davon ${added} neu` : ""}`;
    const besides = [
      same > 0 ? `${same} ${form(same, "ist", "sind")} schon da oder in zwei Dateien` : "",
      conflicts > 0 ? `${conflicts} ${form(conflicts, "blieb", "blieben")} wie vorhanden` : "",
      disputed > 0 ? `${disputed} in zwei Dateien verschieden` : "",
      open > 0 ? `${open} von niemand Bekanntem` : "",
    ].filter(Boolean);
    return besides.length === 0 ? `${first}.` : `${first}; ${list(besides)}.`;
  },
  lookAgain: "Diese Dateien noch einmal ansehen",
  ofNobody: (count) => `${votes(count)} von noch niemandem`,
  ofNobodyHelp: "sehen Sie diese Dateien noch einmal an und wählen Sie, wem die Stimmen gehören",
  left: (count) => `${counted(count, "Eintrag", "Einträge")} nicht aufgenommen`,
  refused: "Diese Dateien lassen sich nicht aufnehmen",
};
