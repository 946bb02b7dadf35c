import { router, viewNames, type Params, type ViewName } from "../router.svelte";

/** Where something comes from, as the application names it: a kind and a code or id. */
export interface Origin {
  readonly kind: string;
  readonly id: string;
}

/** The lists of Discover, by the name of their table. */
const lists = new Set([
  "goals",
  "use_cases",
  "personas",
  "sources",
  "regulations",
  "constraints",
  "platform",
  "skills",
]);

/** The place that shows an origin, or null where nothing does, as with a rule of the pack. */
export function placeOf({ kind, id }: Origin): { view: ViewName; params: Params } | null {
  if (lists.has(kind)) return { view: "discover", params: id ? { kind, record: id } : { kind } };
  switch (kind) {
    case "question":
    case "answers":
      return { view: "assess", params: id ? { question: id } : {} };
    case "dimension":
      return { view: "maturity", params: { dimension: id } };
    case "factor":
      return { view: "maturity", params: {} };
    case "initiative":
      return { view: "roadmap", params: { initiative: id } };
    case "component":
      return { view: "architecture", params: { component: id } };
    case "profile":
      return { view: "brief", params: {} };
    case "view":
      return viewPlace(id);
    case "participants":
      return { view: "brief", params: id ? { participant: id } : {} };
    default:
      return null;
  }
}

/** A screen, or a page of the assessment. */
function viewPlace(id: string): { view: ViewName; params: Params } | null {
  if (id === "verify" || id === "captures") return { view: "assess", params: { page: id } };
  const view = viewNames.find((one) => one === id);
  return view ? { view, params: {} } : null;
}

/** Whether its id is a code that people say, such as UC-2; a component's id is only for the machine. */
export function hasCode({ kind, id }: Origin): boolean {
  const said = ["question", "answers", "initiative", "participants", "rule"];
  return id !== "" && (lists.has(kind) || said.includes(kind));
}

/** The address of an origin, for links. */
export function originHref(origin: Origin): string | null {
  const place = placeOf(origin);
  return place && router.href(place.view, place.params);
}
