import type { Words } from "../en";
import { many } from "./sentence";

export const guide: Words["guide"] = {
  title: "Leitfaden",
  asks: "Wie geht das?",
  open: "Leitfaden öffnen",
  openHere: (screen) => `Leitfaden: ${screen}`,
  also: "hilfe handbuch anleitung dokumentation help guide",
  hint: "Leitfaden",
  contents: "Seiten des Leitfadens",
  search: "Leitfaden durchsuchen",
  searchHint: "Wörter, die darin stehen",
  found: (count, typed) =>
    count === 0
      ? `Keine Seite enthält „${typed}“`
      : `${count === 1 ? "Eine Stelle" : `${many(count)} Stellen`} mit „${typed}“`,
  nothing: "Versuchen Sie ein kürzeres Wort oder weniger Wörter.",
  results: "Zurück zu den Fundstellen",
  back: (screen) => `Zurück zu ${screen}`,
  noPicture: "Das Bild liegt nicht beim Programm; ein installiertes Waymark hat es.",
  outside: (where) => `Nicht in der Anwendung: ${where}`,
  keys: {
    open: "Leitfaden zu diesem Bildschirm öffnen",
    leave: "Dorthin zurück, wo Sie waren",
    search: "Leitfaden durchsuchen",
    parts: "Nächster Teil des Fensters",
    partsBack: "Voriger Teil des Fensters",
    larger: "Größer",
    smaller: "Kleiner",
    actualSize: "Normale Größe",
  },
  contrast: {
    label: "Kontrast",
    system: "Wie das System",
    more: "Mehr",
    also: "kontrast barrierefreiheit sehen contrast",
  },
  zoom: {
    label: "Größe",
    also: "zoom textgröße größe groß barrierefreiheit sehen size",
    at: (percent) => `Größe: ${percent} %`,
  },
};
