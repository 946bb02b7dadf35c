import type { ArchitectureView } from "../ipc/generated/ArchitectureView";
import type { BecauseView } from "../ipc/generated/BecauseView";
import type { ComponentView } from "../ipc/generated/ComponentView";
import type { FlowView } from "../ipc/generated/FlowView";
import type { InitiativeSet } from "../ipc/generated/InitiativeSet";
import type { InitiativeView } from "../ipc/generated/InitiativeView";
import type { ReportView } from "../ipc/generated/ReportView";
import type { RoadmapView } from "../ipc/generated/RoadmapView";
import type { VerdictSet } from "../ipc/generated/VerdictSet";
import type { VerdictView } from "../ipc/generated/VerdictView";
import type { WaveView } from "../ipc/generated/WaveView";
import type { FakeHost } from "../ipc/host.fake";
import drawing from "./architecture.svg?raw";
import described from "./architecture.json";
import { draw } from "./gantt";

const because = (kind: string, id: string, label: string, fact: string, value: string): BecauseView => ({
  fact,
  value,
  from: { kind, id, label },
});

const tables = {
  detail: "Managed Apache Iceberg",
  capability: "Tables that several engines read and change",
  reasons: [
    "Next-best offer needs customer rows updated and deleted, which plain files do not give.",
    "Three engines read the same tables: Athena, Redshift and Glue.",
  ],
  because: [
    because("use_cases", "UC-2", "Next-best offer in the app", "Needs updates", "Yes"),
    because("use_cases", "UC-2", "Next-best offer in the app", "Latency", "Minutes"),
    because("constraints", "CON-3", "Erasure within 30 days", "Erasure duty", "2.1 million profiles"),
    because("personas", "PER-1", "Customer analyst", "Tools", "Athena, Redshift"),
    because("question", "STO-3", "Table format", "Level", "2"),
    because("skills", "SKL-2", "Data engineering", "Capacity", "unknown"),
  ],
  alternatives: [
    {
      service: "Iceberg in general-purpose buckets",
      when: "Existing buckets, a custom layout or an unsupported Region decide",
    },
    { service: "Parquet files in S3", when: "One engine, append-only, under 100 GB. Not met: 3 engines" },
  ],
};

const components: ComponentView[] = described
  .filter((one) => one.layer !== "sources")
  .map((one, at) => ({
    capability: one.detail || one.service,
    reasons: [`${one.service} serves the sources and use cases named here.`],
    because: [because("sources", `SRC-${(at % 7) + 1}`, "Store point of sale", "Location", "On premises")],
    alternatives: [{ service: "AWS Glue jobs", when: "Changes may arrive once a day" }],
    initiatives:
      one.status === "new" ? [{ kind: "initiative", id: "INI-39", label: "Identity resolution" }] : [],
    cost: "medium",
    costDriver: "requests and stored bytes",
    rules: [`R-STO-0${(at % 8) + 1}`],
    useCases: ["UC-1", "UC-2"].slice(0, at % 3),
    ...one,
    ...(one.service === "S3 Tables" ? tables : {}),
    wave: one.status === "new" ? (at % 3) + 1 : null,
    verdict: null,
  }));
const s3 = components.find((one) => one.service === "S3 Tables")?.id ?? "";
const named = (name: string) => described.find((one) => one.service === name)?.id ?? "";
const flow = (from: string, to: string, carries: string): FlowView => ({
  from: named(from),
  to: named(to),
  carries,
  useCases: ["UC-2"],
});
const flows = [
  flow("Store point of sale", "AWS DMS", "sales"),
  flow("Clickstream", "Data Firehose", "page events"),
  flow("RDS zero-ETL", "S3 Tables", "stock by store"),
  flow("Glue zero-ETL", "S3 Tables", "accounts and products"),
  flow("AWS Glue 6.0", "S3 Tables", "modelled rows"),
  flow("S3 Tables", "Athena", "all tables"),
  flow("S3 Tables", "SageMaker Unified Studio", "features"),
  flow("S3 Tables", "Entity Resolution", "customer keys"),
];

/** The picture with the outline and the flows of what is selected in the accent. */
function picture(selected: string): string {
  const outlined = drawing.replace(
    new RegExp(
      `(data-id="${selected.replaceAll(".", "\\.")}">\\s*<title>[^<]*</title>\\s*<rect[^>]*class=")(fill-[a-z]+)[^>]*?/>`,
    ),
    '$1$2 stroke-accent" stroke-width="2"/>',
  );
  return selected === s3
    ? outlined.replaceAll('stroke-ink-3 scene-flow" stroke-width="1"', 'stroke-accent" stroke-width="1.75"')
    : outlined;
}

const rows: [number, string, number, number, number, number, number[]][] = [
  // id, title, start, end, longest, wave, needs
  [1, "Data strategy from business goals", 0, 6, 8, 1, []],
  [2, "Executive accountability for data", 0, 6, 8, 1, []],
  [12, "AWS foundation for data", 0, 8, 10, 1, []],
  [6, "Source inventory and profiling", 1, 7, 9, 1, []],
  [3, "Use-case portfolio and scoring", 6, 11, 12, 1, [1]],
  [8, "Data council and decision rights", 6, 11, 12, 1, [2]],
  [15, "Lake foundation with zones", 8, 15, 17, 2, [12]],
  [17, "Pipelines as code", 8, 14, 16, 2, [12]],
  [53, "First journey pilot", 11, 19, 21, 2, [3]],
  [9, "Owners and stewards for critical data domains", 13, 19, 21, 2, [8]],
  [10, "Policy set and attestation", 13, 21, 23, 2, [8]],
  [18, "Database ingestion wave", 15, 27, 27, 2, [15, 17]],
  [51, "Consent and purpose record", 22, 28, 28, 3, [10]],
  [30, "Quality rules and issue handling", 27, 38, 41, 3, [18, 9]],
  [39, "Identity resolution", 38, 49, 49, 3, [30, 18, 51]],
  [40, "Consent checked at use", 49, 58, 61, 3, [39]],
  [41, "Customer profile and rule segments", 58, 69, 72, 4, [39, 40]],
  [43, "Personalisation with control group", 78, 90, 94, 4, [41]],
];
const code = (id: number) => `INI-${String(id).padStart(2, "0")}`;
const day = (week: number) => new Date(Date.UTC(2027, 0, 4 + week * 7)).toISOString().slice(0, 10);

interface Decision {
  isExcluded: boolean;
  pinnedWeek: number | null;
  owner: string;
}

function plan(decisions: ReadonlyMap<string, Decision>): InitiativeView[] {
  const moved = new Map<string, number>();
  const initiatives = rows
    .filter(([id]) => !decisions.get(code(id))?.isExcluded)
    .map(([id, title, from, to, , wave, needs]): InitiativeView => {
      const decided = decisions.get(code(id));
      const late = Math.max(0, ...needs.map((need) => moved.get(code(need)) ?? 0));
      const start = decided?.pinnedWeek ?? from + late;
      const end = start + to - from;
      moved.set(code(id), start - from);
      const isCritical = [12, 15, 18, 30, 39, 40, 41].includes(id);
      return {
        id: code(id),
        title,
        outcome:
          id === 39
            ? "Shared customer identifier with measured match quality, used by two applications"
            : "It is in use, measured, and somebody answers for it",
        start,
        end,
        slack: isCritical ? 0 : 6,
        isCritical,
        wave,
        startDate: day(start),
        endDate: day(end),
        effort: [(to - from) * 0.9, (to - from) * 1.2, (to - from) * 1.5],
        because: [
          because(
            "question",
            "PRC-4",
            "Customer identity",
            "Gap",
            "Customer identity stands at 1, its target is 4",
          ),
          because(
            "component",
            named("Entity Resolution"),
            "Entity Resolution",
            "Component",
            "Brings Entity Resolution, which three use cases need",
          ),
        ],
        placement:
          needs.length > 0
            ? [
                `Waits for ${needs.map(code).join(", ")} until week ${start}`,
                "Data engineer is taken in weeks 28 to 38 by INI-30",
              ]
            : ["Starts at once"],
        needs: needs.map(code),
        lifts: [
          { question: "PRC-4", shortTitle: "Customer identity", from: 1, to: 4 },
          { question: "CX-2", shortTitle: "One view of the customer", from: 2, to: 3 },
        ],
        roles: ["Data engineer 60 %", "Steward 20 %", "CX lead 20 %"],
        visibleTo: ["Store manager", "Customer service"],
        risks: "False merges; watch the false-match rate on a sample",
        kpi: "Match rate of loyalty and shop accounts",
        cost: "medium",
        owner: decided?.owner ?? (id < 4 ? "Lena Brandt" : ""),
        pinnedWeek: decided?.pinnedWeek ?? null,
      };
    });
  return initiatives.sort((a, b) => a.start - b.start || a.id.localeCompare(b.id));
}

const dimensions = ["Strategy", "Governance", "Platform", "Pipelines", "Quality", "Customer"];
function waves(initiatives: readonly InitiativeView[]): WaveView[] {
  const titles = ["Foundations and first value", "Core", "Scale", "Differentiate"];
  const borders = [0, 13, 30, 59, 94];
  return titles.map((title, at) => {
    const own = initiatives.filter((one) => one.wave === at + 1);
    const [from, to] = [borders[at] ?? 0, borders[at + 1] ?? 0];
    const score = [2.5, 2.8, 3.0, 3.2][at] ?? 0;
    return {
      id: at + 1,
      title,
      from,
      to,
      fromDate: day(from),
      toDate: day(to),
      initiatives: own.map((one) => one.id),
      effort: own.reduce((sum, one) => sum + one.effort[1], 0),
      overall: {
        score,
        attained: Math.floor(score),
        band: [score - 0.2, score + 0.2],
        coverage: 1,
        confidence: 0.7,
      },
      dimensions: dimensions.map((shortTitle, row) => ({
        id: shortTitle.toLowerCase(),
        shortTitle,
        score: row === 3 && at === 0 ? null : Math.min(4.4, 1.8 + row * 0.15 + at * 0.42),
        attained: row === 3 && at === 0 ? null : Math.min(4, 1 + Math.floor(at * 0.7 + row * 0.2)),
      })),
      noticed:
        at === 0 ? "Noticed by store managers and the board" : "Noticed by customer service and shoppers",
    };
  });
}

const report: ReportView = {
  headline: "Ready to hand over, with three weak points",
  sections: [
    ["cover", "Cover and contents"],
    ["summary", "Executive summary"],
    ["goals", "Goals and use cases"],
    ["scorecard", "Scorecard"],
    ["dimensions", "Dimension by dimension"],
    ["architecture", "Target architecture"],
    ["decisions", "Architecture decisions"],
    ["roadmap", "Roadmap"],
    ["evidence", "Evidence from the account", "No scan is recorded"],
    ["method", "Method"],
    ["answers", "Appendix: all answers"],
    ["inventories", "Appendix: inventories"],
  ].map(([id = "", title = "", emptyBecause = ""]) => ({
    id,
    title,
    isDefault: id !== "inventories" && emptyBecause === "",
    emptyBecause,
  })),
  checks: [
    {
      id: "initiatives_without_owner",
      severity: "warning",
      text: "15 of 18 initiatives have no owner",
      help: "name an owner on the roadmap, at least for the first wave",
      refs: rows.slice(3).map(([id, label]) => ({ kind: "initiative", id: code(id), label })),
    },
    {
      id: "sources_without_owner",
      severity: "warning",
      text: "Two of 22 sources have no business owner",
      help: "name who answers for what the data means",
      refs: [
        { kind: "sources", id: "SRC-4", label: "Customer accounts" },
        { kind: "sources", id: "SRC-9", label: "Returns" },
      ],
    },
    {
      id: "no_report_date",
      severity: "warning",
      text: "The report has no date",
      help: "set the report date in Brief",
      refs: [{ kind: "profile", id: "profile", label: "Brief" }],
    },
    {
      id: "flagged_answers",
      severity: "information",
      text: "Four answers are flagged to follow up",
      help: "clear the flag when it is done",
      refs: ["GOV-1", "GOV-4", "PRC-4", "SEC-2"].map((id) => ({ kind: "question", id, label: id })),
    },
  ],
  fileName: "Meridian Outfitters data strategy report.pdf",
};
const sheets = import.meta.glob<string>("./pages/*.svg", { query: "?raw", import: "default", eager: true });

/** Adds architecture, roadmap and report to the application in memory. */
export function answerHandover(host: FakeHost, asked: URLSearchParams): void {
  const isEmpty = asked.has("empty");
  const verdicts = new Map<string, VerdictView | null>();
  const decisions = new Map<string, Decision>();
  let accepted: RoadmapView["accepted"] = "none";

  const architecture = (selected: string): ArchitectureView => ({
    headline: "One curated store feeds every report, model and segment",
    svg: picture(selected),
    alt: "Target architecture in eight layers from seven sources to consumption",
    servicesChecked: "2026-09-18",
    components: isEmpty ? [] : components.map((one) => ({ ...one, verdict: verdicts.get(one.id) ?? null })),
    flows,
    findings: [
      {
        id: "missing_hop",
        tone: "weakness",
        text: "Returns forecasting has no way from Returns to the curated zone",
        refs: [
          { kind: "use_cases", id: "UC-4", label: "Returns forecasting" },
          { kind: "sources", id: "SRC-9", label: "Returns" },
        ],
      },
    ],
    openQuestions: [
      {
        rule: "R-ING-07",
        capability: "Streaming ingestion",
        text: "How fresh must the stock figures be for click and collect?",
        refs: [{ kind: "sources", id: "SRC-3", label: "Inventory by store" }],
      },
      {
        rule: "R-SEC-11",
        capability: "Keys held outside the Region",
        text: "Does the residency duty reach the loyalty programme?",
        refs: [{ kind: "constraints", id: "CON-3", label: "Erasure within 30 days" }],
      },
    ],
    kept: 7,
    new: 20,
    retired: 3,
  });

  const roadmap = (width: number, selected: string): RoadmapView => {
    const initiatives = isEmpty ? [] : plan(decisions);
    const columns = waves(initiatives);
    const out = rows.filter(([id]) => decisions.get(code(id))?.isExcluded);
    return {
      headline: "Eighteen initiatives take the overall score from 2.3 to 3.2 in 22 months",
      summary:
        "The first 13 weeks finish the data strategy, executive accountability and the use-case portfolio.",
      start: day(0),
      weeks: 94,
      gantt: draw(initiatives, columns, width, selected),
      steps: "",
      initiatives,
      waves: columns,
      loads: [{ role: "data_engineer", title: "Data engineer", load: [2, 4, 4], capacity: [4, 4, 4] }],
      leftOut: isEmpty
        ? []
        : [
            ...out.map(([id, title]) => ({
              id: code(id),
              title,
              reason: "excluded by hand",
              isExcluded: true,
            })),
            {
              id: "INI-22",
              title: "Streaming platform",
              reason: "no use case needs what it brings",
              isExcluded: false,
            },
            {
              id: "INI-31",
              title: "Data product catalogue",
              reason: "every question it lifts meets its target",
              isExcluded: false,
            },
          ],
      assumedCapacity: ["Privacy officer", "Steward"],
      accepted,
    };
  };

  host
    .answer("architecture_get", ({ selected }: { selected: string }) => architecture(selected))
    .answer("verdict_set", ({ component, verdict, reason, replacement }: VerdictSet) => {
      verdicts.set(component, verdict === null ? null : { verdict, reason, replacement });
      return architecture(component);
    })
    .answer("roadmap_get", ({ width, selected }: { width: number; selected: string }) => {
      if (asked.has("noschedule"))
        throw {
          code: "noSchedule",
          message: "INI-39 Identity resolution is pinned to week 20, but what it needs first ends in week 38",
          help: "pin it to week 39 or later, or take the pin away",
          field: "INI-39",
        };
      return roadmap(width, selected);
    })
    .answer("initiative_set", ({ initiative, isExcluded, pinnedWeek, owner }: InitiativeSet) => {
      const row = rows.find(([id]) => code(id) === initiative);
      const before = decisions.get(initiative);
      const earliest = Math.max(
        0,
        ...(row?.[6] ?? []).map((need) => plan(decisions).find((one) => one.id === code(need))?.end ?? 0),
      );
      if (pinnedWeek !== null && pinnedWeek >= 0 && pinnedWeek < earliest)
        throw {
          code: "noSchedule",
          message: `${initiative} ${row?.[1] ?? ""} is pinned to week ${pinnedWeek + 1}, but what it needs first ends in week ${earliest}`,
          help: `pin it to week ${earliest + 1} or later, or take the pin away`,
        };
      decisions.set(initiative, {
        isExcluded: isExcluded ?? before?.isExcluded ?? false,
        pinnedWeek: pinnedWeek === null ? (before?.pinnedWeek ?? null) : pinnedWeek < 0 ? null : pinnedWeek,
        owner: owner ?? before?.owner ?? "",
      });
      if (accepted === "current") accepted = "stale";
      return {};
    })
    .answer("plan_accept", () => ((accepted = "current"), {}))
    .answer("report_get", report)
    .answer("report_page", ({ number }: { number: number }) => {
      const svg = Object.values(sheets)[number - 1];
      if (!svg) throw { code: "unknownItem", message: `there is no page ${number}`, help: "" };
      return { number, svg, pages: Object.keys(sheets).length };
    })
    .answer("report_write", ({ path }: { path: string }) => ({
      path,
      pages: Object.keys(sheets).length,
      bytes: 1_240_000,
      missingCharacters: asked.has("missing") ? ["漢", "字"] : [],
    }));
}
