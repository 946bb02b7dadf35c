import type { AppState } from "../ipc/generated/AppState";
import type { DocumentView } from "../ipc/generated/DocumentView";
import type { FieldView } from "../ipc/generated/FieldView";
import type { RecordTable } from "../ipc/generated/RecordTable";
import type { RecordView } from "../ipc/generated/RecordView";
import { FakeHost } from "../ipc/host.fake";
import described from "./fields.json";
import { answerHandover } from "./handover";
import * as content from "./records";

type Described = Record<
  string,
  { label: string; plural: string; prefix: string; fields: (FieldView & { link?: string })[] }
>;
const kinds = described as unknown as Described;

const headlines: Record<string, string> = {
  goals: "One of 5 goals has a KPI but no baseline",
  sources: "Five of 18 sources have no business owner",
  use_cases: "One of 5 use cases names no source",
};

/** An application in memory with a believable engagement: enough for the screens to be looked at and tried. */
export function devHost(asked: URLSearchParams): FakeHost {
  const isEmpty = asked.has("empty");
  const tables = new Map<string, RecordView[]>();
  for (const [kind, lines] of Object.entries(content.records)) {
    tables.set(kind, isEmpty ? [] : lines.map((values, at) => record(kind, at + 1, values)));
  }
  const profile: Record<string, unknown> = isEmpty ? { client: "Nordwind" } : { ...content.profile };
  const settings = { theme: asked.get("theme") ?? "light", facilitator: "Ana Ruiz", isRailWide: false };
  let isOpen = !asked.has("closed");
  let undone: string | null = null;

  function record(kind: string, at: number, values: Record<string, unknown>): RecordView {
    const { prefix, fields } = kinds[kind] ?? { prefix: "", fields: [] };
    const unknown = fields.filter((field) => field.isMain && values[field.name] === undefined).length;
    const code = `${prefix}-${at}`;
    const title = String(values.title ?? values.name ?? code);
    return { uid: `${kind}-${at}`, code, title, values, unknown: kind === "participants" ? 0 : unknown };
  }
  const linked = (field: FieldView & { link?: string }): FieldView => ({
    ...field,
    options: field.link
      ? (tables.get(field.link) ?? []).map(({ code, title }) => ({ word: code, label: title, hint: "" }))
      : field.options,
    fields: field.fields.map(linked),
  });
  function table(kind: string): RecordTable {
    const { label, plural, fields } = kinds[kind] ?? { label: kind, plural: kind, fields: [] };
    const rows = tables.get(kind) ?? [];
    const gaps = rows.reduce((sum, row) => sum + row.unknown, 0);
    const headline = rows.length === 0 ? `No ${plural} yet` : (headlines[kind] ?? `${rows.length} ${plural}`);
    const summary = rows.length === 0 ? "" : `${rows.length} ${plural}, ${gaps} gaps`;
    return { kind, label, plural, headline, summary, fields: fields.map(linked), rows };
  }
  const documentView = (): DocumentView => ({
    path: "/home/ana/Engagements/Meridian Outfitters.waymark",
    client: String(profile.client),
    packTitle: "Data strategy",
    isReadOnly: asked.has("readonly"),
    isSample: false,
    steps: Object.entries({
      brief: 0.9,
      discover: 0.78,
      assess: 0.52,
      evidence: 0.35,
      maturity: 0.52,
      architecture: 0.2,
      roadmap: 0,
      report: 0,
    }).map(([id, done]) => ({ id, done: isEmpty ? 0 : done })),
    status: isEmpty
      ? { answered: 0, questions: 60, flagged: 0, unknownCells: 0 }
      : { answered: 31, questions: 60, flagged: 4, unknownCells: 43 },
    undoLabel: undone,
    redoLabel: null,
  });
  const now = Date.now();
  const recent = (client: string, hours: number, exists = true) => ({
    client,
    fileName: `${client}.waymark`,
    path: `/home/ana/Engagements/${client}.waymark`,
    openedAt: now - hours * 3_600_000,
    exists,
  });
  let recents = asked.has("empty")
    ? []
    : [
        recent("Meridian Outfitters", 0.4),
        recent("Stadtwerke Grünau", 5),
        recent("Versicherungsgesellschaft für landwirtschaftliche Betriebe", 27),
        recent("Kestrel Logistics", 190, false),
        recent("Halden Foods", 800),
      ];
  const app = (): AppState => ({
    recents,
    settings,
    document: isOpen ? documentView() : null,
    openAtStart: null,
    version: "0.1.0",
  });
  const open = () => ((isOpen = true), documentView());

  const host = new FakeHost()
    .answer("app_state", app)
    .answer("settings_set", ({ settings: next }: { settings: object }) => Object.assign(settings, next))
    .answer("recent_forget", ({ path }: { path: string }) => {
      recents = recents.filter((one) => one.path !== path);
      return app();
    })
    .answer("dialog_open", "/home/ana/Engagements/Halden Foods.waymark")
    .answer("dialog_save", "/home/ana/Engagements/New.waymark")
    .answer("document_sample", open)
    .answer("document_new", open)
    .answer("document_get", documentView)
    .answer("document_close", () => ((isOpen = false), app()))
    .answer("change_undo", () => ({ label: undone, document: ((undone = null), documentView()) }))
    .answer("change_redo", () => ({ label: null, document: documentView() }))
    .answer("profile_get", () => ({ fields: (kinds.profile?.fields ?? []).map(linked), values: profile }))
    .answer("profile_set", ({ field, value }: { field: string; value: unknown }) => {
      if (field === "currency" && !/^[A-Z]{3}$/.test(String(value)))
        throw {
          code: "invalidValue",
          message: "a currency has three capital letters",
          help: "such as EUR, GBP or USD",
          field,
        };
      profile[field] = value;
      return { fields: (kinds.profile?.fields ?? []).map(linked), values: { ...profile } };
    })
    .answer("record_list", ({ kind }: { kind: string }) => table(kind))
    .answer("record_add", ({ kind, values }: { kind: string; values: Record<string, unknown> }) => {
      const made = record(kind, (tables.get(kind)?.length ?? 0) + 1, values);
      tables.set(kind, [...(tables.get(kind) ?? []), made]);
      return made;
    })
    .answer("record_set", (request: { kind: string; uid: string; field: string; value: unknown }) => {
      const rows = tables.get(request.kind) ?? [];
      const at = rows.findIndex((row) => row.uid === request.uid);
      const values = { ...rows[at]?.values, [request.field]: request.value ?? undefined };
      const next = record(request.kind, at + 1, values);
      tables.set(request.kind, rows.with(at, next));
      undone = `Set ${request.field} of ${next.code}`;
      return next;
    })
    .answer("record_remove", ({ kind, uid }: { kind: string; uid: string }) => {
      tables.set(
        kind,
        (tables.get(kind) ?? []).filter((row) => row.uid !== uid),
      );
      return {};
    })
    .fail("record_paste", {
      code: "invalidValue",
      message: "3 of the pasted cells do not fit; nothing was written",
      help: "correct them in the spreadsheet and paste again",
      mistakes: [
        {
          place: "row 2, Mode",
          message: "Mode: `nightly` is not one of the choices",
          help: "choose Batch, Change capture, Streaming, Events or On demand",
        },
        {
          place: "row 4, Priority",
          message: "Priority: 9 is more than 5",
          help: "give a number from 1 to 5",
        },
        {
          place: "row 7, Title",
          message: "Title is needed",
          help: "type something, or remove the whole line",
        },
      ],
    });
  const locked = {
    code: "documentLocked",
    message: "“Halden Foods.waymark” is open in another window since 09:12",
    help: "close it there, then try again",
  };
  if (asked.has("locked")) host.fail("document_open", locked);
  else host.answer("document_open", open);
  if (asked.has("badimport"))
    host.fail("document_import", { code: "invalidImport", message: "3 mistakes", help: "", mistakes: [] });
  answerHandover(host, asked);
  return host;
}
