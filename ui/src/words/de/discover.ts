import type { Words } from "../en";
import { counted, form, list, many } from "./sentence";

const useCases = (count: number) => counted(count, "Anwendungsfall", "Anwendungsfälle");

export const grid: Words["grid"] = {
  notANumber: (text, title, example) =>
    `„${text}“ ist keine Zahl. Geben Sie ${title} ein, etwa ${example}, oder löschen Sie den Wert.`,
  notAChoice: (text) => `„${text}“ steht nicht zur Wahl. Die Eingabetaste zeigt die Auswahl.`,
  required: (title) => `${title} wird gebraucht. Geben Sie es ein, oder drücken Sie Esc für den alten Wert.`,
  error: (problem) => `Fehler: ${problem}`,
  unknownHint: "zählt als Lücke",
  records: (count) => counted(count, "Eintrag", "Einträge"),
  sortBy: (title, up, down) => `${title}: sortieren durch Klick oder ${up} und ${down}`,
  sorted: (title, isDescending) => `Nach ${title} sortiert, ${isDescending ? "absteigend" : "aufsteigend"}`,
  asEntered: "In der Reihenfolge der Eingabe",
  keys: {
    title: "In der Tabelle",
    move: "Zu einer anderen Zelle",
    ends: "Erste oder letzte Zelle der Zeile",
    corners: "Erste oder letzte Zelle der Tabelle",
    page: "Eine Seite auf oder ab",
    next: "Nächste Zelle, oder vorige",
    extend: "Mehrere Zellen auswählen",
    all: "Alle Zellen auswählen",
    edit: "Zelle bearbeiten; Tippen ersetzt den Inhalt",
    store: "Beim Bearbeiten: speichern und nach unten oder weiter",
    clear: "Ausgewählte Zellen leeren",
    remove: "Ausgewählte Zeilen entfernen",
    open: "Eintrag öffnen",
    copy: "Ausgewählte Zellen kopieren",
    paste: "Zelle oder Block einfügen",
    sort: "Nach dieser Spalte sortieren, auf- oder absteigend; noch einmal wie eingegeben",
    giveUp: "Getipptes verwerfen; danach verlässt Tab die Tabelle",
  },
};

export const discover: Words["discover"] = {
  asks: "Was ist da, und was ist gewollt?",
  inventories: "Verzeichnisse",
  filter: "Filtern",
  filterKey: "Zeilen filtern",
  before: "Voriges Verzeichnis",
  after: "Nächstes Verzeichnis",
  closeSheet: "Eintrag schließen",
  order: "Ordnen nach",
  asEntered: "Wie eingegeben",
  ascending: "Aufsteigend: Reihenfolge umkehren",
  descending: "Absteigend: Reihenfolge umkehren",
  columns: (shown, all) => `Spalten ${shown} von ${all}`,
  columnsOf: (plural) => `Spalten: ${plural}`,
  columnsAbout: "Wählen Sie, was in der Tabelle steht. Auf dem Blatt eines Eintrags steht immer jedes Feld.",
  mainColumns: "Hauptspalten",
  allColumns: "Alle Spalten",
  records: (shown, all, label, plural) =>
    shown === all ? counted(all, label, plural) : `${many(shown)} von ${many(all)} ${plural}`,
  lost: (code) => `${code} steht nicht in dieser Liste. Vielleicht wurde es entfernt.`,
  noMatch: (text) => `Nichts enthält „${text}“.`,
  neededBy: "Gebraucht von",
  views: {
    label: "Anwendungsfälle zeigen als",
    options: {
      grid: { label: "Tabelle" },
      value: { label: "Nutzen und Machbarkeit" },
      journeys: { label: "Kundenreise" },
    },
  },
  neighbours: {
    neededBy: { title: "Gebraucht von", none: "Noch braucht kein Anwendungsfall diese Quelle." },
    servedBy: { title: "Unterstützt von", none: "Noch unterstützt kein Anwendungsfall dieses Ziel." },
    usedBy: { title: "Nutzt", none: "Noch nennt kein Anwendungsfall diese Persona." },
    goals: { title: "Dient", none: "Er dient keinem Ziel." },
    consumers: { title: "Genutzt von", none: "Niemand nutzt ihn." },
    sources: { title: "Braucht", none: "Er braucht keine Quelle." },
    contribution: (value) => `${value} von 5`,
    status: (status) => (status === "unknown" ? "Status unbekannt" : status),
    freshness: (need) => `Aktualität ${need}`,
    gone: "nicht mehr in der Liste",
  },
  field: {
    finding: (both, placed, all) => {
      if (placed === 0) return "Noch hat kein Anwendungsfall einen Platz zwischen Nutzen und Machbarkeit";
      const of = placed === all ? `${useCases(all)}` : `${placed} eingeordneten Anwendungsfällen`;
      if (placed === 1)
        return both === 1
          ? "Der eine eingeordnete Anwendungsfall ist nützlich und machbar"
          : "Der eine eingeordnete Anwendungsfall ist nicht zugleich nützlich und machbar";
      if (both === placed) return `Alle ${placed} Anwendungsfälle sind nützlich und machbar`;
      return both === 0
        ? `Keiner von ${placed} Anwendungsfällen ist zugleich nützlich und machbar`
        : `${both} von ${placed === all ? `${all} Anwendungsfällen` : of} ${form(both, "ist", "sind")} nützlich und machbar`;
    },
    about:
      "Jede Seite ist der Mittelwert der bekannten Bewertungen von 1 bis 5; ab 3 gilt sie als hoch. Was auf einer Seite keine Bewertung hat, hat keinen Platz.",
    teach:
      "Jeder Anwendungsfall steht hier zwischen Nutzen und Machbarkeit, nach seinen Bewertungen von 1 bis 5. Legen Sie den ersten in der Tabelle an.",
    quadrants: { first: "Zuerst", prepare: "Vorbereiten", easy: "Wenn leicht", leave: "Lassen" },
    axes: {
      value: { name: "Nutzen", low: "wenig", high: "viel" },
      feasibility: { name: "Machbarkeit", low: "schwer", high: "bereit" },
    },
    dot: (name, value, feasibility, quadrant) =>
      `${name}: Nutzen ${value}, Machbarkeit ${feasibility}, ${quadrant}`,
    place: (value, feasibility) => `Nutzen ${value}, Machbarkeit ${feasibility}`,
    side: (name, mean) => `${name} ${mean ?? "unbekannt"}`,
    money: (amount, unit) => `${amount} ${unit}`,
    moneyTitle: "Wert pro Jahr, wahrscheinlich",
    howTo:
      "Ziehen Sie einen Punkt oder bewegen Sie ihn mit den Pfeiltasten, um die Bewertungen dieser Seite zu ändern.",
    tray: (count) => `Noch ohne Platz: ${count}`,
    allPlaced: "Jeder Anwendungsfall hat einen Platz.",
    trayAbout: "Ziehen Sie einen ins Feld, oder öffnen Sie ihn und geben Sie seine Bewertungen ein.",
    middle: "In die Mitte setzen",
    useCase: "Anwendungsfall",
    quadrant: "Viertel",
    hintMove: "bewegen",
  },
  journey: {
    finding: (untouched, stages, placed) => {
      if (placed === 0) return "Noch nennt kein Anwendungsfall seinen Moment in der Kundenreise";
      const quoted = untouched.map((label) => `„${label}“`);
      if (untouched.length === 0)
        return `Jeder der ${stages} Momente der Kundenreise hat einen Anwendungsfall`;
      if (untouched.length < 3) return `Kein Anwendungsfall berührt ${quoted.join(" oder ")}`;
      return `Kein Anwendungsfall berührt ${untouched.length} von ${stages} Momenten der Kundenreise`;
    },
    untouched: (labels) => `Unberührt: ${list(labels)}.`,
    unknown: (count) => `${useCases(count)} noch ohne Moment der Kundenreise.`,
    pain: (outside, all) =>
      all === 0
        ? "Noch berichtet keine Persona von Problemen."
        : outside === 0
          ? "Jede Persona, die von Problemen berichtet, nutzt etwas in einem Moment der Kundenreise."
          : `${outside} von ${counted(all, "Persona", "Personas")} mit Problemen ${form(outside, "nutzt", "nutzen")} in keinem Moment etwas.`,
    teach:
      "Jeder Anwendungsfall steht hier an seinem Moment der Kundenreise, vom Kennenlernen bis zum Abschied. Legen Sie den ersten in der Tabelle an.",
    useCase: "Anwendungsfall",
    none: "Keiner",
    unknownStage: "Unbekannt",
    useCases: (count) => (count === 0 ? "kein Anwendungsfall" : useCases(count)),
    inPain: "Personas mit Problemen",
    atNone: (titles) => `In keinem Moment: ${list(titles)}`,
    inPainHint:
      "Wer die Anwendungsfälle dieses Moments nutzt und von Problemen berichtet; eine Persona nennt selbst keinen Moment",
    persona: (title, pains) => `${title}: ${list(pains)}`,
    atLeast: (count) => `${count} oder mehr`,
    notAsked: "nicht gefragt",
    notAskedHint: "Diese Art von Anwendungsfall muss die Kundenreise nicht berühren",
    cell: (stage, isHere) => (isHere ? `${stage}, gewählt` : stage),
    open: (name) => `${name} öffnen`,
    hintSet: "setzen oder lösen",
    hintMove: "bewegen",
  },
  exchange: {
    import: "CSV oder XLSX importieren",
    export: "Exportieren",
    csv: "CSV",
    xlsx: "XLSX",
    exportCsv: "Als CSV exportieren",
    exportXlsx: "Als Excel-Arbeitsmappe exportieren",
    title: (plural) => `${plural} importieren`,
    imported: (count, label, plural) => `${counted(count, label, plural)} importiert`,
    stepsLabel: "Schritte des Imports",
    steps: { file: "Datei", columns: "Spalten", preview: "Vorschau" },
    back: "Zurück",
    next: "Weiter",
    importRows: (count) => `${counted(count, "Zeile", "Zeilen")} importieren`,
    about: {
      file: "Eine Tabelle aus einer Tabellenkalkulation oder einem anderen Werkzeug. Vor dem letzten Schritt wird nichts geschrieben.",
      columns: "Wohin jede Spalte kommt. Was ausgelassen ist, wird nicht gelesen.",
      preview:
        "Die Zeilen, wie sie würden. Berichtigen Sie eine Zelle an ihrer Stelle, oder lassen Sie ihre Zeile aus.",
    },
    choose: "Datei wählen",
    chooseAnother: "Andere Datei wählen",
    none: "Eine .csv- oder .xlsx-Datei mit einem Eintrag je Zeile.",
    reading: (name) => `${name} wird gelesen …`,
    file: "Datei",
    table: "Tabelle",
    tableOf: (name, rows) => `${name || "Tabelle"}, ${counted(rows, "Zeile", "Zeilen")}`,
    size: (rows, columns) => `${counted(rows, "Zeile", "Zeilen")}, ${counted(columns, "Spalte", "Spalten")}`,
    heading: "Die erste Zeile ist eine Überschrift",
    headingHint: "Sie benennt die Spalten und ist kein Eintrag.",
    begins: "Wie die Tabelle beginnt",
    moreRows: (count) => `und ${counted(count, "weitere Zeile", "weitere Zeilen")}`,
    empty: (name) => `${name} enthält keine Zeilen.`,
    onlyHeading: "Unter der Überschrift steht keine Zeile.",
    emptyHelp: "Wählen Sie eine andere Datei oder eine andere Tabelle daraus.",
    cut: (rows, columns) =>
      `Nur ein Teil dieser Tabelle wurde gelesen: ${counted(rows, "Zeile", "Zeilen")} und ${counted(columns, "Spalte", "Spalten")}, je Zelle höchstens 5.000 Zeichen. Was darüber hinausgeht, blieb weg; teilen Sie die Datei, um auch das zu importieren.`,
    column: "Spalte",
    columnAt: (at) => `Spalte ${at}`,
    values: "Erste Werte",
    field: "Kommt nach",
    fieldOf: (column) => `Feld für ${column}`,
    leaveOut: "Auslassen",
    code: "Kennung, um Einträge zu überschreiben",
    inUse: (label) => `${label} (belegt)`,
    needed: (label) => `${label} (erforderlich)`,
    mapped: (fields, columns, hasCodes) =>
      `${fields} von ${columns} Spalten ${form(fields, "kommt", "kommen")} in ein Feld${hasCodes ? ", eine ist die Kennung" : ""}.`,
    noField: "Noch kommt keine Spalte in ein Feld.",
    missing: (labels, hasCodes) =>
      `${list(labels)} ${form(labels.length, "ist erforderlich und hat", "sind erforderlich und haben")} keine Spalte.${
        hasCodes ? " Nur Zeilen mit bekannter Kennung lassen sich übernehmen." : ""
      }`,
    row: "Zeile",
    fate: "Wird",
    wholeRow: "ganze Zeile",
    isNew: "neu",
    isOver: "überschrieben",
    isLeftOut: "ausgelassen",
    counts: (fresh, over, leftOut) =>
      `${many(fresh)} neu, ${many(over)} überschrieben, ${many(leftOut)} ausgelassen`,
    judging: "wird geprüft",
    judgingRows: (done, all) => `Zeilen werden geprüft: ${many(done)} von ${many(all)} …`,
    fits: "Jede Zelle passt.",
    nothingLeft: "Jede Zeile ist ausgelassen.",
    strange: (count) =>
      form(
        count,
        "Die Kennung von 1 Zeile ist hier nicht bekannt: Sie wird ein neuer Eintrag mit anderer Kennung.",
        `Die Kennungen von ${count} Zeilen sind hier nicht bekannt: Sie werden neue Einträge mit anderen Kennungen.`,
      ),
    overwrites: "In überschriebenen Einträgen macht eine leere Zelle den Wert unbekannt.",
    toCorrect: (cells) => `${counted(cells, "Zelle", "Zellen")} zu berichtigen`,
    place: (line, label) => `Zeile ${line}, ${label}`,
    emptyCell: "leer",
    moreToCorrect: (count) => `und ${count} weitere`,
    leaveRowOut: "Zeile auslassen",
    leaveRowsOut: (rows) => form(rows, "Diese Zeile auslassen", `Diese ${rows} Zeilen auslassen`),
    takeAllIn: "Alle Zeilen übernehmen",
    preview: (plural) => `Zeilen der Datei als ${plural}`,
    twice: (code, line) => `${code} steht schon in Zeile ${line}`,
    twiceHelp: "berichtigen Sie die Kennung, oder lassen Sie eine der beiden Zeilen aus",
    hintLeave: "Zeile auslassen oder übernehmen",
    hintEdit: "berichtigen",
    hintOut: "Tabelle verlassen",
    notJudged: "Die Zeilen konnten nicht geprüft oder geschrieben werden",
    discardTitle: "Ohne Import schließen?",
    discard: (edits) =>
      `${counted(edits, "Berichtigung", "Berichtigungen")} von hier ${form(edits, "ginge", "gingen")} verloren. Die Datei selbst bleibt, wie sie ist.`,
    keep: "Weitermachen",
    close: "Schließen",
  },
  ofPoints: (sum) =>
    sum === 100
      ? "von 100 Punkten"
      : sum < 100
        ? `von 100 Punkten, ${100 - sum} übrig`
        : `von 100 Punkten, ${sum - 100} zu viel`,
  kinds: {
    goals: {
      title: "Ziele",
      add: "Ziel hinzufügen",
      addLine: "Ziel eintippen oder Zeilen aus einer Tabelle einfügen",
      teach:
        "Was die Organisation erreichen will, jeweils mit der Zahl, an der man es erkennt. Legen Sie das erste Ziel an, oder fügen Sie eine Liste ein.",
    },
    use_cases: {
      title: "Anwendungsfälle",
      add: "Anwendungsfall hinzufügen",
      addLine: "Anwendungsfall eintippen oder Zeilen aus einer Tabelle einfügen",
      teach:
        "Was Menschen oder Anwendungen mit den Daten tun würden. Legen Sie den ersten Anwendungsfall an, oder fügen Sie eine Liste ein.",
    },
    personas: {
      title: "Personas",
      add: "Persona hinzufügen",
      addLine: "Persona eintippen oder Zeilen aus einer Tabelle einfügen",
      teach:
        "Wer mit Daten arbeitet und womit diese Menschen kämpfen. Legen Sie die erste Persona an, oder fügen Sie eine Liste ein.",
    },
    sources: {
      title: "Quellen",
      add: "Quelle hinzufügen",
      addLine: "Quelle eintippen oder Zeilen aus einer Tabelle einfügen",
      teach:
        "Systeme, Dateien und Datenströme, aus denen Daten kommen. Fügen Sie eine Liste aus einer Tabelle ein, oder legen Sie die erste an.",
    },
    regulations: {
      title: "Vorschriften",
      add: "Vorschrift hinzufügen",
      addLine: "Vorschrift eintippen oder Zeilen aus einer Tabelle einfügen",
      teach: "Gesetze und Normen, an die die Daten gebunden sind. Legen Sie die erste an, etwa die DSGVO.",
    },
    constraints: {
      title: "Randbedingungen",
      add: "Randbedingung hinzufügen",
      addLine: "Randbedingung eintippen oder Zeilen aus einer Tabelle einfügen",
      teach:
        "Was die Lösung beachten muss: wo Daten liegen dürfen, was sich nie ändern darf. Legen Sie die erste Randbedingung an.",
    },
    platform: {
      title: "Plattform",
      add: "Element hinzufügen",
      addLine: "Produkt oder Dienst eintippen oder Zeilen aus einer Tabelle einfügen",
      teach:
        "Was heute läuft und ob es bleibt. Legen Sie das erste Element an, oder fügen Sie eine Liste ein.",
    },
    skills: {
      title: "Kompetenzen",
      add: "Rolle hinzufügen",
      addLine: "Rolle des Teams eintippen oder Zeilen aus einer Tabelle einfügen",
      teach:
        "Wer die Arbeit tun könnte und wie viel Zeit dafür da ist. Legen Sie die erste Rolle des Teams an.",
    },
  },
};
