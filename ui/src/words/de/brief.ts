import type { Words } from "../en";
import { counted } from "./sentence";

export const brief: Words["brief"] = {
  asks: "Wer und warum?",
  client: "Kunde",
  dates: "Termine",
  people: "Raum",
  setting: "Umfeld",
  notes: "Notizen",
  depth: "Umfang",
  depthAbout: {
    short: "Die 15 Schlüsselfragen, etwa zwei Stunden",
    full: "Alle 60 Fragen, ein Tag oder zwei halbe",
  },
  anonymousFixed: "Fest, da es schon Teilnehmende gibt",
  participants: "Teilnehmende",
  aboutParticipants: "Wer gefragt wird. Die Rolle entscheidet, welche Fragen jemand beantworten kann.",
  aboutAnonymous: "Plätze mit einer Rolle und ohne Namen: Dieses Mandat ist anonym.",
  addParticipant: "Namen eintippen oder eine Liste einfügen",
  addSlot: "Rolle wählen, um einen Platz hinzuzufügen",
  agenda: "Agenda",
  aboutAgenda: "Abschnitte mit Minuten.",
  agendaSum: (time) => `Zusammen ${time}.`,
  addAgenda: "Abschnitt eintippen",
  missingDates: (missing, all) => (missing === all ? "die Termine" : counted(missing, "Termin", "Termine")),
  missingSponsor: "der Sponsor",
  missingParticipants: "die Teilnehmenden",
  complete: "Umfang, Termine und Teilnehmende stehen fest",
  onlyScope: "Nur der Umfang fehlt",
  scopeBut: (missing) => `Der Umfang ist vereinbart; es fehlen noch: ${missing.join(", ")}`,
  noScope: (missing) => `Es fehlen noch: ${["der Umfang", ...missing].join(", ")}`,
  lede: (client, industry, start, participants) =>
    [
      industry ? `${client}, ${industry}` : client,
      start ? `Workshop ab ${start}` : "Workshop ohne Termin",
      participants === 0 ? "noch niemand eingeladen" : `${participants} Teilnehmende`,
    ].join(" · "),
};
