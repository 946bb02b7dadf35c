import type { Words } from "../en";
import { counted, form, list } from "./sentence";

const measures = (count: number) => counted(count, "Maßnahme", "Maßnahmen");
const weeks = (count: number) => counted(count, "Woche", "Wochen");

/** What a change to the plan did besides. */
interface Effect {
  moved: number;
  ends: readonly [before: string, after: string] | null;
  weeks: readonly [before: number, after: number] | null;
  useCases: readonly [before: number, after: number] | null;
}

function follows(effect: Effect, isOther: boolean): string {
  const { moved, ends, useCases } = effect;
  const noun = isOther ? counted(moved, "weitere Maßnahme", "weitere Maßnahmen") : measures(moved);
  const others = moved === 0 ? "sonst ändert sich nichts" : `${noun} ${form(moved, "rückt", "rücken")}`;
  const moves = effect.weeks
    ? `${others}, das Ende rückt von Woche ${effect.weeks[0]} auf ${effect.weeks[1]}`
    : others;
  const unlocks = useCases
    ? `; ${counted(useCases[1], "Anwendungsfall wird", "Anwendungsfälle werden")} möglich statt ${useCases[0]}`
    : "";
  if (!ends) return `${moves}${unlocks}`;
  const [before, after] = ends;
  return `${moves}${moved === 0 ? ", aber" : " und"} der Plan endet bei ${after} statt ${before}${unlocks}`;
}

const comes = (moved: number) =>
  moved === 0
    ? "nichts rückt"
    : form(moved, "1 Maßnahme kommt, geht oder rückt", `${moved} Maßnahmen kommen, gehen oder rücken`);

export const roadmap: Words["roadmap"] = {
  exports: {
    formats: {
      xlsx: { label: "Excel", hint: "Plan, Auslastung und Wellen" },
      project: { label: "MS Project", hint: "XML, auch für ProjectLibre" },
      jira: { label: "Jira", hint: "Epics und Stories als CSV" },
      ics: { label: "Kalender", hint: "Enden als ganztägige Termine" },
      csv: { label: "CSV", hint: "die Maßnahmen als Tabelle" },
      svg: { label: "SVG", hint: "das Gantt-Diagramm als Zeichnung" },
    },
    name: (client, part) => [client, "Roadmap", part].filter(Boolean).join(" "),
    parts: { jira: "für Jira" },
    key: "In eine Datei exportieren",
    long: (format) => `Roadmap exportieren: ${format}`,
  },
  made: {
    title: "Wie sie entsteht",
    aim: "Maßnahmen werden gewählt für",
    aims: {
      all_gaps: { label: "Jede Lücke", hint: "Jede Frage kommt auf ihrem günstigsten Weg zu ihrem Ziel" },
      least_effort: {
        label: "Minimum",
        hint: "Die wenigsten Personenwochen, die die Ziele erreichen und Recht wahren",
      },
      budget: { label: "Budget", hint: "Der größte Nutzen, den so viele Personenwochen bringen" },
    },
    budget: "Budget in Personenwochen",
    badBudget: "Geben Sie eine Zahl von Personenwochen ein, oder nichts.",
    atOnce: "Gleichzeitig je Rolle",
    atOnceHint: "Maßnahmen, die eine Rolle höchstens zugleich führt; leer für ohne Grenze",
    badAtOnce: "Geben Sie eine ganze Zahl ab 1 ein, oder nichts.",
    ends: "Wellen enden nach Woche",
    badEnds: "Drei ganze Wochen, jede später als die vorige.",
    usualEnds: "Zurück zu den Wochen 13, 39 und 78",
    changed: (effect) =>
      `Die Roadmap ist neu gemacht; ${comes(effect.moved)}${effect.weeks ? `, und sie dauert ${weeks(effect.weeks[1])} statt ${effect.weeks[0]}` : ""}`,
  },
  own: {
    title: "Eigene Maßnahmen",
    help: "Wovon das Assessment nicht weiß: ein Umzug, eine Fusion, ein ohnehin laufendes Projekt.",
    add: "Maßnahme hinzufügen",
    named: "Neue Maßnahme",
    edit: "Maßnahme bearbeiten",
    added: "hinzugefügt",
  },
  zoom: {
    bar: "Breite der Wochen",
    in: "Breitere Wochen",
    out: "Schmalere Wochen",
    times: (zoom) => `${zoom}×`,
    hint: "Ziehen Sie einen Balken, um ihn auf eine andere Woche zu fixieren.",
    drop: (id, week) => `${id}: auf Woche ${week} fixieren. Esc lässt es, wo es war.`,
  },
  scenarios: {
    tab: "Szenarien",
    lede: "Ein Szenario behält, was entschieden wurde: Absicht, Fixierungen, Termine, Ausschlüsse, Kapazität. Alle sind mit den Antworten von heute geplant, auf denselben Wochen.",
    current: "Die Roadmap, wie sie ist",
    name: "Unter einem Namen behalten",
    keep: "Behalten",
    take: "Übernehmen",
    remove: "Entfernen",
    kept: (title) => `Die Roadmap ist als „${title}“ behalten`,
    taken: (title) => `Die Roadmap ist jetzt die von „${title}“`,
    removed: (title) => `„${title}“ entfernt`,
    noPlan: "kein Plan",
    stepsOf: (title) => `Score im Lauf der Zeit: ${title}`,
    length: "Dauer",
    until: (day) => `bis ${day}`,
    odds: "Ende, P50 bis P80",
    effort: "Aufwand",
    initiatives: "Maßnahmen",
    first: "Score nach Welle 1",
    last: "Score am Ende",
    useCases: "Mögliche Anwendungsfälle",
    fullest: "Vollste Rolle",
  },
  value: "Nutzen",
  valueHelp:
    "Der Nutzen zählt gewonnene gewichtete Stufen und einen Anteil der möglich werdenden Anwendungsfälle; farbige Punkte enden in der ersten Welle.",
  valueNone: "Für einen Vergleich braucht es drei Maßnahmen.",
  improving: "wird verbessert …",
  replanned: (effect) => `Neu geplant; ${follows(effect, false)}`,
  settled: (effect) =>
    `Eine bessere Reihenfolge ist gefunden: gegenüber dem Plan vor Ihrer Änderung, ${follows(effect, false)}`,
  improved: (effect) => `Eine Reihenfolge mit früherem Nutzen ist gefunden; ${follows(effect, false)}`,
  views: "Ansicht der Roadmap",
  gantt: "Gantt",
  waves: "Wellen",
  list: "Liste",
  leftOut: "Ausgelassen",
  doneAlready: "Erledigt",
  acceptedPlan: "Der angenommene Plan",
  shifted: {
    isNew: (from) => `neu, ab ${from}`,
    gone: (from) => `war ab ${from}, nicht mehr geplant`,
    start: (before, after) => `ab ${before} → ${after}`,
    end: (before, after) => `bis ${before} → ${after}`,
  },
  table: "Maßnahmen nach Beginn",
  week: (week) => `Woche ${week}`,
  weeks: (from, to) => (from === to ? `Woche ${from}` : `Wochen ${from} bis ${to}`),
  personWeeks: (count) => `${count} Personenwochen`,
  planned: (count) => `${count} Personenwochen geplant`,
  initiatives: measures,
  pinnedCount: (count) => `${count} fixiert`,
  length: (count) => `${weeks(count)} insgesamt`,
  mostBy: (week) => `P80 Woche ${week}`,
  unowned: (count) => `${count} nicht zugewiesen`,
  wave: (wave) => `Welle ${wave}`,
  overview: "Wählen Sie eine Maßnahme",
  overviewHelp: "Ihre Zeile zeigt, warum sie gewählt wurde, worauf sie wartet und was auf sie wartet.",
  none: "Noch nichts zu planen",
  noneHelp:
    "Maßnahmen ergeben sich aus den Lücken zwischen Antworten und Zielen. Beantworten Sie Fragen, dann erscheint hier der Plan.",
  noneBudget: "Erhöhen Sie das Budget, oder wählen Sie in der Seitenleiste eine andere Absicht.",
  toAssess: "Zu den Fragen",
  excludedAway: (id) => `${id} steht nicht in der Roadmap.`,
  accept: {
    button: "Plan annehmen",
    again: "Erneut annehmen",
    current: "angenommener Plan",
    stale: "seit der Annahme geändert",
    none: "noch nicht angenommen",
    title: "Den Plan annehmen",
    lede: "Spätere Änderungen werden gegen den Plan gezeigt, den der Kunde angenommen hat.",
    who: "Wer ihn annimmt",
    whoHint: "Name der Person beim Kunden",
    done: "Der Plan gilt als angenommen",
  },
  after: "danach",
  then: (score) => `dann ${score}`,
  between: (low, high) => `zwischen ${low} und ${high}`,
  finished: "Darin abgeschlossen",
  dimensions: "Erwarteter Score nach Dimension",
  dimension: "Dimension",
  dates: (from, to) => `${from} bis ${to}`,
  assumed: (roles) => `Je eine Person ist angenommen für ${roles}.`,
  stateCapacity: "Kapazität angeben",
  why: "Warum sie gewählt ist",
  here: "Warum hier",
  needs: "Wartet auf",
  opens: "Ermöglicht",
  lifts: "Was sie hebt",
  to: "bis",
  before: "vorher",
  afterwards: "nachher",
  attained: "erreichte Stufe",
  chain: "Die längste Kette",
  load: "Auslastung nach Rolle",
  fullWeeks: (full, all) => `voll in ${full} von ${all} Wochen`,
  size: "Größe",
  effort: "Aufwand",
  effortRange: (low, likely, high) => `${likely} Personenwochen, zwischen ${low} und ${high}`,
  lengthOf: "Dauer",
  lengthWeeks: weeks,
  runCost: "Laufende Kosten",
  slack: "Puffer",
  critical: "keiner, auf der längsten Kette",
  slackWeeks: (count) => (count === 0 ? "keiner" : weeks(count)),
  roles: "Rollen",
  noticedBy: "Bemerkt von",
  noticeable: "Was Menschen bemerken werden",
  noticedMore: (count) =>
    counted(count, "weiteres Ergebnis, das Menschen bemerken", "weitere Ergebnisse, die Menschen bemerken"),
  notNoticed: "Keine Persona bemerkt ein Ergebnis dieser Welle.",
  bandAfter: "Zwischen dem niedrigsten und dem höchsten Score, den die Nachweise zulassen",
  noticed: (roles, others) => `Bemerkt von ${list(others > 0 ? [...roles, `${others} weiteren`] : roles)}`,
  kpi: "KPI",
  risks: "Risiko",
  owner: "Zuständig",
  noOwner: "Nicht zugewiesen",
  place: "Ihr Platz im Plan",
  pin: "Hier fixieren",
  unpin: "Lösen",
  exclude: "Ausschließen",
  include: "Zurückholen",
  pinWeek: "Fixiert auf Woche",
  pinned: (week) => `auf Woche ${week} fixiert`,
  earlier: "Eine Woche früher",
  later: "Eine Woche später",
  badWeek: "Eine Woche ist eine ganze Zahl ab 1.",
  excluded: (id, effect) => `${id} bleibt aus; ${follows(effect, false)}`,
  included: (id, effect) => `${id} ist wieder da; ${follows(effect, true)}`,
  pinnedTo: (id, week, effect) => `${id} ist auf Woche ${week} fixiert; ${follows(effect, true)}`,
  unpinned: (id, effect) => `${id} ist nicht mehr fixiert; ${follows(effect, true)}`,
  changed: (id, status, effect) => {
    const what = status
      ? { planned: "ist geplant", started: "hat begonnen", done: "ist erledigt" }[status]
      : "ist geändert";
    return `${id} ${what}; ${follows(effect, true)}`;
  },
  status: "Status",
  statuses: { planned: "Geplant", started: "Begonnen", done: "Erledigt" },
  reopen: "Wieder aufnehmen",
  startedOn: "Begonnen am",
  notBefore: "Nicht vor",
  finishBy: "Fertig bis spätestens",
  lag: "Abstand",
  lagHelp: "Arbeitswochen zwischen dem Ende der letzten Voraussetzung und ihrem Beginn.",
  badLag: (most) => `Geben Sie ganze Wochen ein, 0 bis ${most}.`,
  notADate: "Geben Sie den Tag wie 01.03.2027 ein.",
  effortHand: { low: "niedrig", likely: "wahrscheinlich", high: "hoch" },
  badWeeks: "Geben Sie die Personenwochen als Zahl ein.",
  badEffort: "Drei Zahlen von Personenwochen, von niedrig bis hoch.",
  derivedEffort: "Zurück zum abgeleiteten Aufwand",
  odds: "Wann sie endet",
  oddsWeeks: (half, most) =>
    `${half === null ? "In der Hälfte der simulierten Läufe endet sie nie" : `Die Hälfte der simulierten Läufe endet bis Woche ${half}`}, ${most === null ? "in acht von zehn ist es offen" : `acht von zehn bis Woche ${most}`}.`,
  oddsShort: (half, most) =>
    half === null || most === null ? "offen" : half === most ? `Woche ${half}` : `Wochen ${half} bis ${most}`,
  openEnd: "offen",
  oddsHint: "Die Hälfte der simulierten Läufe endet bis zur ersten Woche, acht von zehn bis zur zweiten",
  slips: (by) => `Wenn sie sich um ${weeks(by)} verschiebt`,
  slipsNothing: "Sonst rückt nichts, und das Ende bleibt.",
  slipMoves: (count) => form(count, "Eine andere rückt", `${count} andere rücken`),
  slipMore: (count) => `und ${count} weitere`,
  slipTo: (from, to) => `Woche ${from} auf ${to}`,
  slipEnd: (from, to) => `Das Ende rückt von Woche ${from} auf ${to}.`,
  slipLate: (ids) => `Termine oder Fixierungen werden verfehlt von ${ids}.`,
  people: "Menschen im Lauf der Zeit",
  peopleHelp:
    "Ferien, Änderungssperren, Abwesenheiten und Einstellungen ändern, wer in welchen Wochen da ist.",
  addChange: "Änderung hinzufügen",
  undate: (id) => `Termin von ${id} wegnehmen`,
  planOdds: "Der ganze Plan",
  columns: {
    code: "Kennung",
    title: "Maßnahme",
    wave: "Welle",
    status: "Status",
    weeks: "Wochen",
    start: "Beginn",
    end: "Ende",
    effort: "Personenwochen",
    slack: "Puffer",
    odds: "Ende P50–P80",
    from: "Nicht vor, oder begonnen",
    finishBy: "Fertig bis",
    owner: "Zuständig",
    reason: "Warum ausgelassen",
  },
  nothingLeftOut: "Nichts wurde ausgelassen.",
  noPlan: "So, wie die Dinge stehen, gibt es keinen Plan",
  unpinIt: (id) => `${id} lösen`,
  excludeIt: (id) => `${id} ausschließen`,
  stalePlan: "Der Plan darunter ist der letzte, der möglich war.",
  toSkills: "Zu Menschen und Kompetenzen",
  available: "Wird verfügbar",
  unlocks: "Mögliche Anwendungsfälle",
  costs: (low, medium, high, unknown) => {
    const counts = [
      [low, "niedrig"],
      [medium, "mittel"],
      [high, "hoch"],
      [unknown, "unbekannt"],
    ].filter(([count]) => Number(count) > 0);
    return `Laufende Kosten: ${counts.map(([count, word]) => `${count} ${word}`).join(", ") || "keine"}`;
  },
  keys: {
    pin: "Hier fixieren, oder lösen",
    exclude: "Maßnahme ausschließen",
    next: "Nächste Maßnahme",
    previous: "Vorige Maßnahme",
    earlier: "Eine Woche früher fixieren",
    later: "Eine Woche später fixieren",
    clear: "Nichts auswählen",
    views: "Nächste Ansicht: Gantt, Wellen, Liste, Nutzen, Szenarien, ausgelassen",
    wider: "Breitere Wochen",
    narrower: "Schmalere Wochen",
    add: "Maßnahme hinzufügen",
    move: "eine Woche verschieben",
    initiative: "Maßnahme",
  },
};
