import type { AppError } from "../../ipc/error";

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1).replace(/\.$/, "");

/** What failed and what to do next, as sentences. */
export function inSentences({ message, help }: Pick<AppError, "message" | "help">): string {
  return help ? `${sentence(message)}. ${sentence(help)}.` : `${sentence(message)}.`;
}

/** Words of the application where they stand alone. */
export function asSentence(text: string | null): string {
  return text ? `${sentence(text)}.` : "";
}
