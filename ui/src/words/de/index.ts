import { words, type Words } from "../en";
import { architecture } from "./architecture";
import { assess } from "./assess";
import { brief } from "./brief";
import { captures } from "./captures";
import { discover, grid } from "./discover";
import { evidence } from "./evidence";
import { exports } from "./exports";
import { guide } from "./guide";
import { history } from "./history";
import { maturity } from "./maturity";
import { merge } from "./merge";
import { lens, packs } from "./packs";
import { prework } from "./prework";
import { report } from "./report";
import { roadmap } from "./roadmap";
import { room } from "./room";
import { baselines, portfolio, rounds } from "./rounds";
import { counted, form, many } from "./sentence";
import { start } from "./start";
import { trust } from "./trust";
import { verify } from "./verify";
import { workshop } from "./workshop";

/**
 * The words in German, with Sie. One word per thing, as the glossary of ARCHITECTURE.md has it for English:
 *
 * engagement Mandat · document Datei · brief Auftrag · discover Erhebung · assess Bewertung · evidence Nachweis ·
 * maturity Reifegrad · dimension Dimension · factor Faktor · question Frage · level Stufe · level description
 * Stufenbeschreibung · score Score · band Bandbreite · coverage Abdeckung · confidence Verlässlichkeit · attained
 * level erreichte Stufe · target Ziel · gap Lücke · importance Bedeutung · finding Befund · blocker Hindernis ·
 * strength Stärke · weakness Schwäche · initiative Maßnahme · wave Welle · roadmap Roadmap · slack Puffer · pin
 * fixieren · exclude ausschließen · scenario Szenario · goal Ziel · use case Anwendungsfall · persona Persona · source
 * Quelle · constraint Randbedingung · regulation Vorschrift · platform Plattform · skill Kompetenz · component
 * Komponente · layer Schicht · flow Datenfluss · verdict Votum · participant Teilnehmende · vote Stimme · consensus
 * Konsens · settle festlegen · derived abgeleitet · reveal aufdecken · spread Spannweite · dissent Abweichung · tally
 * Auszählung · room screen Raumansicht · section Abschnitt · capture Notiz · parking lot Themenspeicher · pre-work
 * Vorbereitung · facilitator card Moderationskarte · depth Umfang · baseline Referenzstand · merge zusammenführen ·
 * pack Paket · lens Lens · scan Scan · fact Fakt · unknown unbekannt · round Runde · passphrase Passphrase · backup
 * Sicherung · guide Leitfaden
 */
export const german: Words = {
  packs,
  lens,
  baselines,
  rounds,
  portfolio,
  captures,
  prework,
  merge,
  trust,
  history,
  verify,
  room,
  workshop,
  architecture,
  exports,
  guide,
  product: "Waymark",
  tagline: "Data-Strategy-Diagnose",
  unknown: "unbekannt",
  none: "keine",
  comma: ", ",
  cancel: "Abbrechen",
  close: "Schließen",
  undo: "Rückgängig",
  retry: "Erneut versuchen",
  hide: "verbergen",
  dismiss: "Schließen",
  more: "Mehr",
  clear: "Leeren",
  loading: "Wird geladen",
  required: "erforderlich",
  datePlaceholder: "tt.mm.jjjj",
  steps: {
    label: "Schritte",
    start: { mark: "W", name: "Start", asks: "Welches Mandat?" },
    brief: { mark: "Au", name: "Auftrag", asks: "Wer und warum?" },
    discover: { mark: "Er", name: "Erhebung", asks: "Was ist da, und was ist gewollt?" },
    assess: { mark: "Be", name: "Bewertung", asks: "Wo steht das Unternehmen?" },
    evidence: { mark: "Na", name: "Nachweise", asks: "Stimmt es?" },
    maturity: { mark: "Re", name: "Reifegrad", asks: "Was bedeutet es?" },
    architecture: { mark: "Ar", name: "Architektur", asks: "Wohin?" },
    roadmap: { mark: "Ro", name: "Roadmap", asks: "Wie kommt man dorthin?" },
    report: { mark: "Bt", name: "Bericht", asks: "Was übergeben wir?" },
    history: { mark: "Ve", name: "Verlauf", asks: "Was wurde geändert, wann und von wem?" },
    guide: { mark: "Le", name: "Leitfaden", asks: "Wie geht das?" },
    complete: (name, percent) => `${name}, zu ${percent} % vollständig`,
    widen: "Namen der Schritte zeigen",
    narrow: "Nur Kürzel der Schritte zeigen",
  },
  header: {
    goTo: "Gehe zu",
    saved: "gespeichert",
    saving: "wird gespeichert",
    readOnly: "nur lesbar",
    notSaved: "nicht gespeichert",
    unfinished: (lines) => `${counted(lines, "Zeile", "Zeilen")} unfertig`,
    unfinishedHint: "Gespeichert, sobald die erforderlichen Zellen gefüllt sind",
    toCorrect: (values) => `${counted(values, "Wert", "Werte")} zu berichtigen`,
    toCorrectHint: "Rot gezeigt; gespeichert ist, was vorher dort stand",
    typing: "wird getippt",
    drafts: (texts) => form(texts, "Entwurf aufbewahrt", `${texts} Entwürfe aufbewahrt`),
    draftsHint: "Getippt und noch nicht gespeichert; gespeichert wird, wenn Feld oder Formular fertig ist",
  },
  theme: {
    label: "Darstellung",
    light: "Hell",
    dark: "Dunkel",
    system: "Wie das System",
    also: "thema modus farben theme",
  },
  language: {
    label: "Sprache",
    system: "Wie das System",
    also: {
      system: "language sprache",
      en: "language sprache english englisch",
      de: "language sprache german deutsch",
    },
    untranslated: (missing, texts) =>
      missing === 0
        ? `Alle ${many(texts)} Texte der Oberfläche sind übersetzt.`
        : `${many(missing)} von ${many(texts)} Texten sind noch nicht übersetzt; sie stehen auf Englisch und sind unterpunktet.`,
    derived:
      "Was ein Assessment auf Deutsch nicht hat, steht auf Englisch, ebenso seltene Sätze und Meldungen.",
  },
  keys: {
    title: "Tasten",
    hint: "Tasten",
    everywhere: "Überall",
    palette: "Gehe zu, oder tue etwas",
    sheet: "Tasten dieses Bildschirms zeigen",
    back: "Zurück",
    forward: "Vor",
    panel: "Seitenleiste öffnen oder schließen",
  },
  palette: {
    label: "Gehe zu, oder tue etwas",
    placeholder: "Gehe zu, oder tue etwas",
    nothing: (query) => `Nichts heißt „${query}“. Versuchen Sie ein kürzeres Wort.`,
    go: "Gehe zu",
  },
  select: {
    choose: "Wählen",
    remove: (name) => `${name} entfernen`,
    nothing: (query) => `Keine Auswahl beginnt mit „${query}“.`,
    all: "Alles ist gewählt.",
  },
  grid,
  score: {
    between: (low, high) => `zwischen ${low} und ${high}`,
    exactly: (value) => `genau ${value}`,
    target: (target) => `Ziel ${target}`,
    none: "keiner",
    open: "offen",
    label: (score, band, target) => `Score ${score}, ${band}${target ? `, Ziel ${target}` : ""}`,
  },
  level: (level, name) => `Stufe ${level}, ${name}`,
  panel: { label: "Seitenleiste" },
  scene: {
    unreadable: "Diese Zeichnung ließ sich nicht lesen. Laden Sie den Bildschirm neu; die Daten sind sicher.",
  },
  time: {
    now: "gerade eben",
    minutes: (count) => `vor ${counted(count, "Minute", "Minuten")}`,
    hours: (count) => `vor ${counted(count, "Stunde", "Stunden")}`,
    yesterday: "gestern",
  },
  document: {
    name: "Mandat",
    undoLast: "Letzte Änderung rückgängig machen",
    redoLast: "Rückgängig Gemachtes wiederholen",
    redo: "Wiederholen",
    undoWhat: (label) => `Rückgängig: ${label}`,
    redoWhat: (label) => `Wiederholen: ${label}`,
    undone: (label) => `Rückgängig gemacht: ${label}`,
    undoneMany: (count) => `${counted(count, "Änderung", "Änderungen")} rückgängig gemacht`,
    redone: (label) => `Wiederholt: ${label}`,
    nothingToUndo: "Es gibt nichts rückgängig zu machen",
    nothingToRedo: "Es gibt nichts zu wiederholen",
    saveCopy: "Kopie speichern",
    copyOf: (client) => `${client} Kopie`,
    exportJson: "Alles als JSON exportieren",
    exported: (path) => `Geschrieben nach ${path}`,
    openCopy: "Öffnen",
    close: "Mandat schließen",
    open: "Mandat öffnen",
    openSample: "Beispiel öffnen",
    importJson: "Mandat aus JSON importieren",
    answered: (answered, questions) => `${answered} von ${questions} beantwortet`,
    flagged: (count) => `${count} markiert`,
    unknownCells: (count) => counted(count, "unbekannte Zelle", "unbekannte Zellen"),
    readOnly: "Diese Datei ist nur lesbar.",
    cannotChange: "Diese Datei kann nur gelesen werden",
    readOnlyHelp:
      "Alles lässt sich ansehen und exportieren. Um etwas zu ändern, kopieren Sie die Datei und öffnen Sie die Kopie.",
  },
  draft: {
    note: "Früher getippt, noch nicht gespeichert; Esc verwirft es",
    kept: "Früher getippt, noch nicht gespeichert",
    back: (where) => `Ihr begonnener Text ist wieder da: ${where}`,
    manyBack: (where) => `${where.length} begonnene Texte sind wieder da: ${where.join("; ")}`,
    go: "Dorthin",
    goFirst: "Zum ersten",
    resume: (where) => `Weitertippen: ${where}`,
    find: "Weitertippen",
    list: "Zeigen, wo, und dorthin gehen",
    lines: (label) => `unfertig: ${label}`,
    newRecord: (label) => `neu: ${label}`,
    form: ([name = "", kind = ""]) => {
      const { assess: said, captures: noted } = words;
      const forms: Readonly<Record<string, string>> = {
        ...said.forms,
        private: said.card.privateNote,
        heard: said.forms.note,
        count: noted.tally.name,
        votes: kind ? said.notApplicable : said.votes,
        settle: said.reason,
        target: said.target,
      };
      return forms[kind && name === "capture" ? kind : name] ?? name;
    },
  },
  record: {
    code: "Kennung",
    yes: "Ja",
    no: "Nein",
    notWhole: (text, label) =>
      `„${text}“ ist keine ganze Zahl. Geben Sie ${label} ohne Nachkommastellen ein.`,
    outOfBounds: (text, min, max) =>
      max === null
        ? `„${text}“ ist zu klein. Geben Sie ${min} oder mehr ein.`
        : `„${text}“ liegt außerhalb. Geben Sie eine Zahl von ${min} bis ${max} ein.`,
    notADate: (text) => `„${text}“ ist kein Datum. Schreiben Sie es wie 04.12.2026, oder löschen Sie es.`,
    removed: (title) => `„${title}“ entfernt`,
    removedMany: (count, plural) => `${count} ${plural} entfernt`,
    remove: (label) => `Entfernen: ${label}`,
    pasted: (count, keepsCodes) =>
      `${counted(count, "Zeile", "Zeilen")} eingefügt${keepsCodes ? "; die Kennungen bleiben" : ""}`,
    writing: (count) => `${counted(count, "Zeile wird", "Zeilen werden")} geschrieben …`,
    toCorrect: (cells) => `${counted(cells, "Zelle", "Zellen")} zu berichtigen`,
    tooWide: (wide, room) =>
      `Der Block hat ${wide} Spalten, und ab dieser Zelle ist Platz für ${room}; nichts wurde geschrieben`,
    tooWideHelp:
      "Fügen Sie weiter links ein, zeigen Sie mehr Spalten, oder kopieren Sie eine erste Zeile mit den Spaltennamen mit",
    pasteRefused: "Das Einfügen wurde nicht angenommen",
    needed: (label) => `${label} wird gebraucht; die Zeile ist gespeichert, sobald es da ist.`,
    nameOf: (label) => label,
    over: (label, code) => [label, code].filter(Boolean).join(" "),
    untitled: (label) => `Neu: ${label}`,
    makeNone: "es gibt keine",
    isNone: "keine",
    makeUnknown: "unbekannt machen",
    degree: (label, name) => `${label} von ${name}`,
    addTo: (label) => `Hinzufügen: ${label}`,
    addEntry: (noun) => `Hinzufügen: ${noun}`,
    nothingToLink: (noun) => `Noch gibt es nichts hinzuzufügen: ${noun}.`,
    where: "Wo",
    what: "Was nicht stimmt",
    whatNow: "Was zu tun ist",
    moreMistakes: (count) => `und ${many(count)} weitere`,
    gridHelp:
      "Die Eingabetaste bearbeitet eine Zelle, die Leertaste öffnet den Eintrag, Entf macht eine Zelle unbekannt.",
    gridHelpReadOnly: "Die Leertaste öffnet den Eintrag.",
    hintEdit: "bearbeiten",
    hintUnknown: "unbekannt",
    hintOpen: "Eintrag öffnen",
    groups: {
      main: "Das Wesentliche",
      more: "Einzelheiten",
      links: "Verknüpft mit",
      quality: "Qualität, 1 schlecht bis 5 gut",
      entry: "Zu diesem Eintrag",
    },
  },
  assess,
  roadmap,
  report,
  start,
  brief,
  discover,
  maturity,
  evidence,
  error: {
    noDocument: "Kein Mandat ist offen",
    notFound: "Die Datei ist nicht da",
    notADocument: "Dies ist keine Waymark-Datei",
    passphraseNeeded: "Diese Datei hat eine Passphrase, oder sie ist keine Waymark-Datei",
    wrongPassphrase: "Diese Passphrase öffnet die Datei nicht",
    documentTooNew: "Diese Datei stammt von einem neueren Waymark",
    documentLocked: "Diese Datei ist in einem anderen Fenster offen",
    documentDamaged: "Diese Datei ist beschädigt",
    documentReadOnly: "Diese Datei ist nur lesbar",
    alreadyExists: "Eine Datei dieses Namens gibt es schon",
    notWritable: "Die Datei ließ sich nicht schreiben",
    keychainRefused: "Der Schlüsselbund hat es abgelehnt",
    invalidValue: "Das passt hier nicht",
    unknownItem: "Das ist nicht mehr da",
    invalidImport: "Der Import hat Fehler",
    repairOffered: "Diese Lens hat Stellen, die kein JSON sind",
    invalidPack: "Das Assessment-Paket hat Probleme",
    scanFailed: "Das Konto lässt sich nicht ansehen",
    noSchedule: "Diese Wünsche lassen sich nicht zugleich erfüllen",
    internal: "In Waymark ging etwas schief",
    unreachable: "Waymark antwortet nicht",
    unreachableHelp:
      "Schließen Sie das Fenster und öffnen Sie das Mandat noch einmal. Alles Bestätigte ist schon gespeichert",
  },
};
