/** A file name for a client: without the signs that some system forbids, and never empty. */
export function suggestedName(client: string, extension: string): string {
  const plain = client
    .replace(/[\\/:*?"<>|]/g, " ")
    .replace(/\p{Cc}/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/^[\s.]+|[\s.]+$/g, "");
  return `${plain || "Engagement"}.${extension}`;
}
