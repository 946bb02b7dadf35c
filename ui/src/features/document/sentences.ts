import { asSentence } from "../../components/sentences";
import type { AppError } from "../../ipc/error";

export { asSentence };

/** What failed and what to do next, as sentences. */
export function inSentences({ message, help }: Pick<AppError, "message" | "help">): string {
  return [asSentence(message), asSentence(help)].filter(Boolean).join(" ");
}
