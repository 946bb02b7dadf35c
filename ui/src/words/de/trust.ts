import type { Words } from "../en";
import { counted, form, list, many } from "./sentence";

const numbers = new Intl.NumberFormat("de", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const changes = (count: number) => counted(count, "Änderung", "Änderungen");
const gone = "Datei nicht mehr da";

export const trust: Words["trust"] = {
  title: "Passphrase und Sicherungen",
  protected: "geschützt",
  isProtected: "Dieses Mandat hat eine Passphrase. Die Datei und ihre Sicherungen sind verschlüsselt.",
  isOpen: "Dieses Mandat hat keine Passphrase: Wer die Datei hat, kann sie lesen.",
  isRemembered: "Der Schlüsselbund dieses Laptops merkt sie sich.",
  forget: "Auf diesem Laptop vergessen",
  forgotten: "Der Schlüsselbund hat die Passphrase vergessen",
  set: "Passphrase setzen",
  change: "Passphrase ändern",
  remove: "Passphrase entfernen",
  also: "verschlüsseln schützen passwort kennwort geheim password",
  unprotected: "Die Datei, die Sie schreiben, ist nicht durch die Passphrase geschützt.",
  backups: "Sicherungen",
  backupsAlso: "wiederherstellen zurück frühere version backup restore",
  backedUp: (when) => `Letzte Sicherung ${when}.`,
  noBackup: "Noch keine Sicherung; vor der nächsten Änderung entsteht eine.",
  noBackups: "Sicherungen sind abgeschaltet.",
  backupFailed: (why) => `Es lässt sich keine Sicherung anlegen: ${why}.`,
  unlock: {
    title: (file) => `${file} braucht eine Passphrase`,
    lede: "Sie hat eine, oder sie ist keine Waymark-Datei: Die Passphrase zeigt es.",
    field: "Passphrase",
    open: "Öffnen",
    busy: "Wird geöffnet",
    missing: "Geben Sie zuerst die Passphrase ein",
    wrong: "Diese Passphrase öffnet sie nicht. Prüfen Sie Großschreibung und Tastatursprache.",
    remember: "Im Schlüsselbund dieses Laptops merken",
    rememberHint: "Wer hier angemeldet ist, kann das Mandat dann ohne sie öffnen.",
    notRemembered:
      "Der Schlüsselbund hat die Passphrase nicht angenommen; beim nächsten Mal wird danach gefragt.",
    lost: "Eine vergessene Passphrase lässt sich nicht wiederfinden, von niemandem.",
  },
  protect: {
    titles: { set: "Passphrase setzen", change: "Passphrase ändern", remove: "Passphrase entfernen" },
    ledes: {
      set: "Die Datei wird verschlüsselt, ebenso ihre Sicherungen und Kopien. Bei jedem Öffnen wird nach der Passphrase gefragt.",
      change:
        "Die Datei und ihre Sicherungen lassen sich nur noch mit der neuen öffnen. Kopien anderswo behalten die alte.",
      remove: "Wer die Datei hat, kann sie dann lesen. Auch ihre Sicherungen werden entschlüsselt.",
    },
    fromStart: "Mit einer Passphrase schützen",
    fromStartHint: "Die Datei ist vom ersten Byte an verschlüsselt. Das geht auch später noch.",
    current: "Jetzige Passphrase",
    fresh: "Neue Passphrase",
    freshHint: "Mehrere Wörter, die nicht zusammengehören, sind stark und gut zu merken",
    again: "Noch einmal",
    differs: "Die beiden sind nicht gleich",
    missing: "Geben Sie zuerst die neue Passphrase ein",
    currentMissing: "Geben Sie die jetzige Passphrase ein",
    strength: { weak: "schwach", fair: "mittel", strong: "stark" },
    strengthIs: (word) => `Diese Passphrase ist ${word}.`,
    final: "Ich bewahre sie sicher auf",
    finalHint:
      "Eine vergessene Passphrase ist endgültig verloren. Ohne sie kann niemand das Mandat oder seine Sicherungen öffnen, und es gibt keinen anderen Weg.",
    finalMissing: "Bestätigen Sie, dass Sie sie sicher aufbewahren",
    actions: { set: "Passphrase setzen", change: "Passphrase ändern", remove: "Passphrase entfernen" },
    done: {
      set: "Das Mandat hat jetzt eine Passphrase",
      change: "Das Mandat hat jetzt eine andere Passphrase",
      remove: "Das Mandat hat keine Passphrase mehr",
    },
    removed: (count) =>
      count === 0
        ? ""
        : `; ${counted(count, "ältere Sicherung ohne Passphrase wurde", "ältere Sicherungen ohne Passphrase wurden")} entfernt`,
  },
  restore: {
    title: "Sicherung wiederherstellen",
    lede: "Waymark legt sie von selbst an, während Sie arbeiten, auf diesem Laptop. Nichts wird überschrieben: Was an der Stelle steht, bleibt daneben erhalten.",
    about: "Zu einem früheren Stand eines Mandats zurückkehren.",
    none: "Auf diesem Laptop gibt es noch keine Sicherungen. Die erste entsteht vor der ersten Änderung eines Mandats.",
    caption: "Sicherungen",
    columns: { file: "Mandat", taken: "Angelegt", since: "Änderungen seither", size: "Größe" },
    unknown: "unbekannt",
    gone,
    size: (bytes) =>
      bytes < 1_000_000
        ? `${many(Math.max(1, Math.round(bytes / 1000)))} kB`
        : `${numbers.format(bytes / 1_000_000)} MB`,
    band: (file, client, isProtected, exists) =>
      [file, isProtected ? "geschützt" : client, exists ? "" : gone].filter(Boolean).join(", "),
    choose: "Sicherung wählen",
    inPlace: "Wiederherstellen",
    elsewhere: "An anderer Stelle wiederherstellen",
    remove: "Entfernen",
    removeAll: (file) => `Alle von ${file} entfernen`,
    kept: (file) => `Was vorher dort stand, bleibt erhalten als ${file}`,
    restored: "Die Sicherung ist wieder an ihrer Stelle",
    count: "Zahl der Sicherungen",
    countHint: "Die neuesten jedes Mandats; 0 legt keine an",
    days: "Tage der Aufbewahrung",
    daysHint: "Die letzte jedes früheren Tages; 0 bewahrt sie unbegrenzt auf",
  },
  recovery: {
    title: (file) => `Was sich von ${file} retten lässt`,
    see: "Zeigen, was sich retten lässt",
    reading: "Lesbares wird gelesen",
    untouched: "Die beschädigte Datei wird nur gelesen und bleibt, wie sie ist.",
    save: "Als neue Datei speichern",
    suggested: (file) => `${file.replace(/\.waymark$/i, "")} gerettet`,
    saved: (path) => `Geschrieben nach ${path}`,
    changes: (read, known) =>
      known === null
        ? `${changes(read)} des Verlaufs ${form(read, "ist", "sind")} lesbar; wie viele es waren, lässt sich nicht sagen.`
        : `${many(read)} von ${counted(known, "Änderung", "Änderungen")} des Verlaufs ${form(read, "ist", "sind")} lesbar.`,
    backup: (held, when, after, read) =>
      [
        `Die neueste unversehrte Sicherung enthält ${changes(held)}, die letzte ${when}.`,
        after === null
          ? "Wie viele danach kamen, lässt sich nicht sagen."
          : after === 0
            ? "Danach kam keine."
            : `Danach ${form(after, "kam", "kamen")} ${changes(after)}; ${many(read)} ${form(read, "ist", "sind")} ganz lesbar.`,
      ].join(" "),
    noBackup: "Auf diesem Laptop gibt es keine unversehrte Sicherung davon.",
    history: {
      whole: "Auch der ganze Verlauf wird gerettet.",
      cut: "Teile des Verlaufs sind verloren.",
    },
    table: "Was aus den Einträgen wird",
    columns: {
      label: "Einträge",
      sound: "Unversehrt",
      fromHistory: "Aus dem Verlauf",
      fromBackup: "Aus der Sicherung",
      inDoubt: "Zweifelhaft",
      lost: "Verloren",
    },
    notable: "Zweifelhaft oder verloren",
    states: {
      sound: "unversehrt",
      fromHistory: "aus dem Verlauf",
      fromBackup: "wie in der Sicherung",
      inDoubt: "zweifelhaft: gelesen und nicht vom Verlauf bestätigt",
      lost: "verloren",
    },
    profile: "Der Auftrag",
    files: (names) => `Verlorene Dateien: ${list(names)}`,
    packs: (names) => `Assessments ohne ihren Text: ${list(names)}`,
    problems: "Was die Datenbank meldet",
  },
};
