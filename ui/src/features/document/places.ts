import { call } from "../../ipc/call";
import { AppError } from "../../ipc/error";
import type { DocumentView } from "../../ipc/generated/DocumentView";
import type { RecordTable } from "../../ipc/generated/RecordTable";
import { router, type Params, type ViewName } from "../../router.svelte";
import { arrival } from "../../frame/arrival.svelte";
import { words } from "../../words/en";

/** Where text was being typed, for people. */
export interface KnownPlace {
  readonly name: string;
  readonly label: string;
  readonly go: () => void;
}

/** The lists that stand in Brief; all others are in Discover. */
const inBrief = ["participants", "agenda"];

/**
 * What the places of drafts are called and where they are. Those that are gone have none (`null`); of those that
 * cannot be told now, such as a question of a pack that is not shown, nothing is said (`undefined`).
 */
export class Places {
  /** The packs with questions of their own; the one that is shown first. */
  readonly #packs: readonly string[];
  readonly #tables = new Map<string, Promise<RecordTable>>();

  constructor({ assessments }: DocumentView) {
    const packs = assessments.filter((one) => !one.isLens);
    this.#packs = packs.toSorted((a, b) => Number(b.isCurrent) - Number(a.isCurrent)).map(({ id }) => id);
  }

  async find(name: string): Promise<KnownPlace | null | undefined> {
    const [root = "", ...path] = name.split("/");
    try {
      switch (root) {
        case "profile":
          return await this.#profile(name, path);
        case "record":
          return await this.#record(name, path);
        case "question":
          return await this.#question(name, path);
        case "component":
          return await this.#component(name, path);
        case "initiative": {
          // Whether it is still there only a new plan could tell.
          const [id = ""] = path;
          return place(name, [words.steps.roadmap.name, id, words.roadmap.owner], "roadmap", {
            initiative: id,
          });
        }
        case "lens":
          return await this.#lens(name, path);
        case "verify":
          return await this.#verify(name, path);
        case "plan":
          return place(name, [words.steps.roadmap.name, words.roadmap.accept.who], "roadmap");
        case "prework":
          return place(name, [words.steps.brief.name, words.prework.title, words.prework.noteShort], "brief");
        default:
          return undefined;
      }
    } catch (thrown) {
      return AppError.from(thrown).code === "unknownItem" ? null : undefined;
    }
  }

  async #lens(name: string, [id = "", pillar, question]: readonly string[]): Promise<KnownPlace | null> {
    const lens = await call("lens_get", { id });
    const questions = lens.pillars.flatMap((one) => one.questions);
    const found = questions.find((one) => one.pillar === pillar && one.id === question);
    if (!found) return null;
    const at = { lens: id, question: `${found.pillar}/${found.id}` };
    return place(name, [words.steps.assess.name, lens.title, words.lens.note], "assess", at);
  }

  async #profile(name: string, [field]: readonly string[]): Promise<KnownPlace | null> {
    const { fields } = await call("profile_get", {});
    const found = fields.find((one) => one.name === field);
    return found && field ? place(name, [words.steps.brief.name, found.label], "brief", { field }) : null;
  }

  async #record(name: string, [kind = "", uid, field]: readonly string[]): Promise<KnownPlace | null> {
    const table = await this.#table(kind);
    const isBrief = inBrief.includes(kind);
    const view = isBrief ? "brief" : "discover";
    const at = isBrief ? undefined : { kind };
    const step = words.steps[view].name;
    if (uid === "lines") return place(name, [step, words.draft.lines(table.label)], view, at);
    const shown = table.fields.find((one) => one.name === field);
    if (!shown) return null;
    const { label } = shown;
    if (uid === "new" || uid?.startsWith("new-"))
      return place(name, [step, words.draft.newRecord(table.label), label], view, at);
    const code = table.rows.find((row) => row.uid === uid)?.code;
    // What was typed instead of a choice stands in the grid: the sheet offers nothing but choices.
    const inGrid = ["flag", "choice", "choices", "link", "links"].includes(shown.kind);
    return code ? place(name, [step, code, label], view, inGrid ? at : { ...at, record: code }) : null;
  }

  async #question(name: string, path: readonly string[]): Promise<KnownPlace | null | undefined> {
    const [pack = "", id = "", ...form] = path;
    const [shown, ...others] = this.#packs;
    // Of a pack that is not shown only its own screens can tell; of one that is gone, nobody.
    if (pack !== shown) return others.includes(pack) ? undefined : null;
    await call("question_get", { question: id });
    return place(name, [id, words.draft.form(form)], "assess", { question: id });
  }

  async #verify(name: string, path: readonly string[]): Promise<KnownPlace | null | undefined> {
    const [pack = "", id = "", field = ""] = path;
    const [shown, ...others] = this.#packs;
    if (pack !== shown) return others.includes(pack) ? undefined : null;
    const { doubts } = await call("verify_get", {});
    const { columns, title } = words.verify;
    const label = [title, id, field === "by" ? columns.by : columns.owner];
    // An answer that is in no doubt any more has no line to type into.
    return doubts.some(({ question }) => question === id)
      ? place(name, label, "assess", { page: "verify" })
      : null;
  }

  async #component(name: string, [id = ""]: readonly string[]): Promise<KnownPlace | null | undefined> {
    const { components } = await call("architecture_get", {
      selected: "",
      useCase: "",
      stage: "target",
    });
    const found = components.find((one) => one.id === id);
    if (!found) return this.#packs.length > 1 ? undefined : null;
    const label = [words.steps.architecture.name, found.service, words.architecture.verdict.title];
    return place(name, label, "architecture", { component: id });
  }

  #table(kind: string): Promise<RecordTable> {
    const known = this.#tables.get(kind) ?? call("record_list", { kind });
    this.#tables.set(kind, known);
    return known;
  }
}

function place(name: string, label: readonly string[], view: ViewName, params: Params = {}): KnownPlace {
  const go = () => {
    router.go(view, params);
    arrival.to(name);
  };
  return { name, label: label.join(words.comma), go };
}
