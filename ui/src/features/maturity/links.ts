import type { RefView } from "../../ipc/generated/RefView";
import { router } from "../../router.svelte";

const inBrief = new Set(["participants", "agenda"]);
const inDiscover = new Set([
  "goals",
  "use_cases",
  "personas",
  "sources",
  "regulations",
  "constraints",
  "platform",
  "skills",
]);

/** Shows a dimension here, or a question where it is asked. */
export function open(kind: "dimension" | "question", id: string): void {
  if (kind === "dimension") router.go("maturity", { dimension: id });
  else router.go("assess", { question: id });
}

/** Where the thing a sentence speaks about is shown; null where it is shown nowhere. */
export function linkTo(ref: RefView): string | null {
  if (ref.kind === "question") return router.href("assess", { question: ref.id });
  if (ref.kind === "dimension") return router.href("maturity", { dimension: ref.id });
  if (ref.kind === "profile") return router.href("brief");
  if (inBrief.has(ref.kind)) return router.href("brief", { record: ref.id });
  if (ref.kind === "participant") return router.href("brief", { record: ref.id });
  if (inDiscover.has(ref.kind)) return router.href("discover", { kind: ref.kind, record: ref.id });
  return null;
}
