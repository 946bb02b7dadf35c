import type { Words } from "../en";

export const exports: Words["exports"] = {
  open: "Exportieren",
  busy: "Wird geschrieben …",
  title: "Datei schreiben",
  written: (path) => `Geschrieben nach ${path}`,
};
