import type { Words } from "../en";
import { counted, form, list } from "./sentence";

const minutes = (count: number) => counted(count, "Minute", "Minuten");
const questions = (count: number) => (count === 0 ? "keine Frage" : counted(count, "Frage", "Fragen"));

interface Off {
  readonly by: string;
  readonly is: "late" | "early" | "onTime";
}
const off = ({ by, is }: Off) => ({ late: `${by} zu spät`, early: `${by} zu früh`, onTime: "pünktlich" })[is];

export const workshop: Words["workshop"] = {
  title: "Workshop",
  open: "Workshop-Leiste öffnen",
  toggle: "Workshop zeigen oder verbergen: Agenda, Uhr, Menschen",
  also: "workshop agenda uhr zeit menschen teilnehmende spät",
  tabs: { label: "Workshop", agenda: "Agenda", next: "Als Nächstes", people: "Menschen" },
  clock: {
    left: (time) => `noch ${time}`,
    over: (time) => `${time} darüber`,
    between: "kein Abschnitt läuft",
    label: (section, count, isOver) =>
      `${section}: ${count === 0 ? "weniger als eine Minute" : minutes(Math.abs(count))} ${isOver ? "darüber" : "übrig"}`,
  },
  day: {
    notBegun: (time) => `${time} geplant. Die Uhr beginnt mit dem ersten Abschnitt.`,
    forecast: (ends, planned, how) =>
      how.is === "onTime"
        ? `Der Tag endet um ${ends}, pünktlich`
        : `Der Tag endet um ${ends}, geplant ${planned}: bei diesem Tempo ${off(how)}`,
    left: (time) => `Noch ${time} vom Tag.`,
    over: (ended, how) => `Der Tag endete um ${ended}, ${off(how)}`,
    pace: (each) => `bisher ${each} Minuten je Frage`,
    noPace: "Bis ein Abschnitt Antworten hat, gilt das Tempo des Plans",
  },
  agenda: {
    empty: "Noch keine Agenda. Lassen Sie eine aus Fragen, Menschen und verfügbarer Zeit vorschlagen.",
    begin: "Beginnen",
    end: "Beenden",
    again: "Fortsetzen",
    beginLabel: (title, running) =>
      running === null ? `${title} beginnen` : `${title} beginnen, ${running} beenden`,
    endLabel: (title) => `${title} beenden`,
    againLabel: (title) => `${title} fortsetzen`,
    beginAction: (title) => `Abschnitt ${title} beginnen`,
    endAction: (title) => `Abschnitt ${title} beenden`,
    running: "läuft",
    done: "vorbei",
    planned: (count) => `${count} min`,
    used: (used, planned) => `${used} von ${planned} min verbraucht`,
    answered: (answered, asked) => `${answered} von ${asked} beantwortet`,
    needs: "Braucht",
    everyone: "alle",
    missing: (names) => `Es fehlen: ${list(names)}`,
    withoutRole: (without, asked) =>
      without === asked
        ? "Niemand hier hat eine Rolle, die diese Fragen beantworten kann."
        : `Für ${without} von ${asked} ${form(asked, "Frage", "Fragen")} ist niemand mit passender Rolle hier.`,
    nextQuestion: (id) => `weiter mit ${id}`,
  },
  ask: {
    scope: "Zeit bis zum Ende von",
    section: "Abschnitt",
    sectionHint: "Die Zeit in diesem Abschnitt und seine Fragen",
    day: "Tag",
    dayHint: "Die Zeit des Tages ohne Pausen, Eröffnung und Abschluss, und alle Fragen",
    noClock: "Kein Abschnitt läuft: Geben Sie die verfügbaren Minuten ein.",
    allAnswered: "Jede Frage ist beantwortet.",
    sectionAnswered: "Jede Frage dieses Abschnitts ist beantwortet.",
  },
  people: {
    here: (here, all) => `${here} von ${all} hier`,
    canAnswer: (able, here, question) =>
      here === 0
        ? "Niemand ist hier"
        : able === 0
          ? `Niemand hier kann ${question} beantworten`
          : able === here
            ? `Alle hier können ${question} beantworten`
            : `${able} von ${here} hier ${form(able, "kann", "können")} ${question} beantworten`,
    order:
      "In dieser Reihenfolge werden Stimmen getippt. Wer geht, ist abwesend; frühere Stimmen bleiben und behalten ihre damalige Rolle.",
    able: "kann antworten",
    ableLabel: (question) => `kann ${question} beantworten`,
    roleOf: (name) => `Rolle von ${name}`,
    noRole: "Rolle unbekannt",
    empty: "Noch keine Teilnehmenden.",
    add: "Jemanden hinzufügen",
    addSlot: "Platz hinzufügen",
    name: "Name",
    role: "Rolle",
    needed: "Geben Sie einen Namen oder eine Rolle an.",
    roleNeeded: "Wählen Sie eine Rolle.",
    keep: "Hinzufügen",
    added: (name) => `${name} ist dabei`,
  },
  answers: {
    column: "Kann beantworten",
    questions,
    title: (count, asked) => `Kann ${count} von ${asked} Fragen beantworten`,
    none: "Diese Rolle kann keine Frage dieses Pakets beantworten.",
    noRole: "Die Rolle ist unbekannt, daher zählt diese Person für keine Frage.",
  },
  propose: {
    button: "Agenda vorschlagen",
    title: "Agenda vorschlagen",
    lede: "Aus Paket, Umfang, Rollen der Teilnehmenden und verfügbarer Zeit.",
    minutes: "Minuten",
    minutesLeft: "Verbleibende Minuten",
    presets: "Oft gewählt",
    hours: (count) => `${count} h`,
    replaces: (count, kept) =>
      [
        count > 0
          ? `${counted(count, "noch nicht begonnener Abschnitt wird", "noch nicht begonnene Abschnitte werden")} ersetzt`
          : "",
        kept > 0
          ? `${counted(kept, "begonnener Abschnitt bleibt", "begonnene Abschnitte bleiben")} unverändert`
          : "",
      ]
        .filter(Boolean)
        .map((part) => `${part}.`)
        .join(" "),
    keep: "Vorschlagen",
    done: (count, time) => `${counted(count, "Abschnitt", "Abschnitte")} vorgeschlagen, ${time}`,
    needed: "Geben Sie ein, wie viele Minuten es sind.",
  },
};
