/** The longest name, in signs: with four bytes each it still fits what systems take. */
const longest = 60;
/** What joins a name to words that follow it, or to those that were cut off. */
const joins = /(?:[\s.,;&+_/–—-]|(?<=\s)(?:and|und|et))+$/iu;

/** A file name for a client: without the signs that some system forbids, whole words, neither empty nor too long. */
export function suggestedName(client: string, extension: string): string {
  const plain = client
    .replace(/[\\/:*?"<>|]/g, " ")
    .replace(/\p{Cc}/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/^[\s.]+/, "")
    .replace(joins, "");
  return `${shortened(plain).replace(joins, "") || "Engagement"}.${extension}`;
}

/** As many whole words as there is room for; of one long word, as much. */
function shortened(name: string): string {
  const signs = [...name];
  if (signs.length <= longest) return name;
  const cut = signs.slice(0, longest).join("");
  return signs[longest] === " " || !cut.includes(" ") ? cut : cut.slice(0, cut.lastIndexOf(" "));
}
