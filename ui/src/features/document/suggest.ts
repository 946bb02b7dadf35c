/** The longest name, in signs: with four bytes each it still fits what systems take. */
const longest = 60;

/** A file name for a client: without the signs that some system forbids, neither empty nor too long. */
export function suggestedName(client: string, extension: string): string {
  const plain = client
    .replace(/[\\/:*?"<>|]/g, " ")
    .replace(/\p{Cc}/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/^[\s.]+|[\s.]+$/g, "");
  const cut = [...plain].slice(0, longest).join("").trimEnd();
  return `${cut || "Engagement"}.${extension}`;
}
