import type { Words } from "../en";
import { many } from "./sentence";

export const start: Words["start"] = {
  promise: "Von dem, was ein Raum voller Menschen sagt, zu einem Plan, der sich umsetzen lässt.",
  proceed: (client) => `Weiter mit ${client}`,
  proceedAbout: "Es ist offen; alles ist gespeichert.",
  proceedTyped: "Es ist offen, mit Text, der getippt und nicht gespeichert ist.",
  new: "Neues Mandat",
  newAbout: "Ein Kunde, eine Datei, und der erste Workshop kann beginnen.",
  open: "Öffnen",
  openAbout: "Eine .waymark-Datei von diesem Laptop oder einem Stick.",
  sample: "Beispiel öffnen",
  sampleAbout:
    "Meridian Outfitters, ein Händler mit Filialen und Webshop: ein weit gediehener Workshop zum Umsehen. Es ist Ihre Kopie, ändern Sie, was Sie mögen.",
  restore: "Sicherung wiederherstellen",
  restoreAbout: "Zu einem früheren Stand eines Mandats zurückkehren.",
  import: "JSON importieren",
  importAbout: "Ein Mandat, das Waymark exportiert hat oder das von Hand geschrieben ist.",
  recent: "Zuletzt geöffnete Mandate",
  noRecents:
    "Noch keine. Beginnen Sie mit einem neuen Mandat, oder öffnen Sie das Beispiel, um zu sehen, wohin ein Workshop führt.",
  missing: "nicht mehr da",
  forget: "Vergessen",
  forgetWhat: (file) => `${file} aus dieser Liste nehmen`,
  chooseAnother: "Andere Datei wählen",
  mistakes: (count) => `${many(count)} Fehler zeigen`,
  facilitator: "Ihr Name",
  changeName: "Ihren Namen ändern",
  facilitatorHint: "Steht bei jeder Änderung",
  version: (version) => `Version ${version}`,
  offline: "Arbeitet offline; nichts verlässt diesen Laptop",
  newTitle: "Neues Mandat",
  newLede: "Eine Datei enthält alles. Jede Änderung ist gespeichert, sobald Sie sie machen.",
  client: "Kunde",
  clientHint: "Der Name der Organisation, wie er auf dem Bericht stehen soll",
  clientMissing: "Geben Sie zuerst den Namen des Kunden ein",
  anonymous: "Anonyme Teilnehmende",
  anonymousHint:
    "Stimmen gehören zu einer Rolle und einer Nummer, nie zu einem Namen. Das lässt sich nicht mehr ändern, sobald jemand teilnimmt.",
  place: "Den Ordner wählen Sie als Nächstes. Vorgeschlagener Name:",
  create: "Ordner wählen und anlegen",
};
