import { keys } from "../src/keys.svelte";
import type { ArchitectureView } from "../src/ipc/generated/ArchitectureView";
import type { ComponentView } from "../src/ipc/generated/ComponentView";
import type { InitiativeView } from "../src/ipc/generated/InitiativeView";
import type { ReportView } from "../src/ipc/generated/ReportView";
import type { RoadmapView } from "../src/ipc/generated/RoadmapView";

const drawing = (ids: readonly string[], selected: string) =>
  `<svg viewBox="0 0 906 562" width="906" height="562">${ids
    .map(
      (id) =>
        `<g data-id="${id}"><title>${id}</title><rect width="9" class="${id === selected ? "stroke-accent" : "stroke-ink-3"}"/></g>`,
    )
    .join("")}</svg>`;

export const component = (some: Partial<ComponentView> = {}): ComponentView => ({
  id: "storage.tables.s3_tables",
  layer: "storage",
  layerTitle: "Storage",
  capability: "Tables that change",
  service: "S3 Tables",
  detail: "Iceberg",
  status: "new",
  standing: "new",
  zone: "curated",
  reasons: ["Rows are updated and deleted."],
  because: [
    {
      fact: "Needs updates",
      value: "Yes",
      from: { kind: "use_cases", id: "UC-2", label: "Next-best offer" },
    },
    { fact: "Latency", value: "Minutes", from: { kind: "use_cases", id: "UC-2", label: "Next-best offer" } },
    { fact: "Level", value: "2", from: { kind: "question", id: "STO-3", label: "Table format" } },
  ],
  alternatives: [{ service: "Parquet files", when: "One engine only" }],
  wave: 2,
  initiatives: [{ kind: "initiative", id: "INI-16", label: "Curated tables" }],
  cost: "medium",
  costDriver: "stored bytes",
  rules: ["R-STO-04"],
  verdict: null,
  useCases: ["UC-2"],
  goesInWave: null,
  isShown: true,
  isOnPath: false,
  changedSince: [],
  standsFor: [],
  seen: null,
  guards: [],
  ...some,
});

export const dms = component({
  id: "ingestion.databases.dms",
  layer: "ingestion",
  layerTitle: "Ingestion",
  service: "AWS DMS",
  detail: "Serverless",
  capability: "Change capture",
  zone: "",
  status: "existing",
  standing: "kept",
  wave: null,
});

export function architectureView(selected = "", some: Partial<ArchitectureView> = {}): ArchitectureView {
  const components = some.components ?? [dms, component()];
  return {
    headline: "One curated store feeds every report",
    hasRules: true,
    missing: [],
    svg: drawing(["SRC-1", ...components.map((one) => one.id)], selected),
    alt: "Target architecture",
    servicesChecked: "2026-09-18",
    components,
    flows: [
      { from: "SRC-1", to: dms.id, carries: "sales", useCases: ["UC-2"] },
      { from: dms.id, to: component().id, carries: "changes", useCases: ["UC-2"] },
    ],
    findings: [
      {
        id: "missing_hop",
        tone: "weakness",
        text: "Returns have no way to the curated zone",
        refs: [{ kind: "sources", id: "SRC-9", label: "Returns" }],
      },
    ],
    openQuestions: [
      {
        rule: "R-ING-07",
        capability: "Streaming",
        text: "How fresh must stock be?",
        refs: [{ kind: "sources", id: "SRC-3", label: "Stock" }],
      },
    ],
    kept: 1,
    leaving: 0,
    new: 1,
    replacing: 0,
    retired: 0,
    rejected: 0,
    masked: 0,
    locked: 0,
    accepted: 0,
    presumed: 0,
    unfed: [],
    isImproving: false,
    stage: "target",
    stages: [
      { id: "today", title: "Today", components: 1 },
      { id: "wave:1", title: "Wave 1", components: 1 },
      { id: "wave:2", title: "Wave 2", components: 2 },
      { id: "target", title: "Target", components: 2 },
    ],
    useCases: [
      { code: "UC-2", title: "Next-best offer", components: 2, atTarget: 2 },
      { code: "UC-5", title: "Stock forecast", components: 1, atTarget: 1 },
    ],
    staleVerdicts: [],
    ...some,
  };
}

export const initiative = (some: Partial<InitiativeView> = {}): InitiativeView => ({
  id: "INI-39",
  title: "Identity resolution",
  outcome: "One customer identifier",
  start: 10,
  end: 20,
  slack: 0,
  isCritical: true,
  wave: 2,
  startDate: "2027-03-15",
  endDate: "2027-05-24",
  effort: [10, 12.5, 16],
  because: [
    {
      fact: "Gap",
      value: "Customer identity stands at 1",
      from: { kind: "question", id: "PRC-4", label: "Customer identity" },
    },
  ],
  placement: ["Waits for INI-12 until week 10"],
  needs: ["INI-12"],
  lifts: [{ question: "PRC-4", shortTitle: "Customer identity", from: 1, to: 4 }],
  roles: ["Data engineer 60 %"],
  visibleTo: ["Store manager"],
  risks: "False merges",
  kpi: "Match rate",
  cost: "medium",
  owner: "",
  pinnedWeek: null,
  status: "planned",
  startedOn: "",
  notBefore: "",
  finishBy: "",
  lagWeeks: 0,
  isOwn: false,
  isEffortByHand: false,
  odds: { half: 20, most: 23 },
  slip: { by: 2, moved: [], weeks: 22, late: [] },
  ...some,
});
export const foundation = initiative({
  id: "INI-12",
  title: "AWS foundation",
  start: 0,
  end: 10,
  wave: 1,
  needs: [],
});

export function roadmapView(selected = "", some: Partial<RoadmapView> = {}): RoadmapView {
  const initiatives = some.initiatives ?? [foundation, initiative()];
  return {
    headline: "Two initiatives take the overall score from 2.3 to 3.2 in five months",
    summary: "The first ten weeks finish the AWS foundation.",
    pack: "data-strategy",
    ganttFrom: 200,
    ganttWeek: 20,
    ganttHead: 60,
    ganttScore: 0,
    quadrant: "",
    setting: {
      aim: "all_gaps",
      budget: null,
      atOnce: null,
      waveEnds: [13, 39, 78],
      hasOwnWaves: false,
      said: "Each gap is closed in its cheapest way: 25 person-weeks",
      bound: "Proven: no schedule brings the value earlier",
    },
    isImproving: false,
    start: "2027-01-04",
    weeks: 20,
    gantt: drawing(
      initiatives.map((one) => one.id),
      selected,
    ),
    steps: "",
    initiatives,
    waves: [
      {
        id: 1,
        title: "Foundations",
        from: 0,
        to: 10,
        fromDate: "2027-01-04",
        toDate: "2027-03-15",
        initiatives: ["INI-12"],
        effort: 12.5,
        overall: { score: 2.5, attained: 2, band: [2.3, 2.7], coverage: 1, confidence: 0.7 },
        dimensions: [{ id: "gov", shortTitle: "Governance", score: null, band: null, attained: null }],
        noticed: [{ initiative: "INI-12", outcome: "One stock figure", by: ["Store manager"] }],
        noticedBy: ["Store operations"],
        odds: { half: 10, most: 11 },
        components: ["Lake"],
        useCases: ["Next-best offer"],
        costs: [0, 1, 0, 0],
      },
    ],
    loads: [{ role: "engineer", title: "Data engineer", load: [1, 0.5], capacity: [1, 1] }],
    leftOut: [
      {
        id: "INI-22",
        title: "Streaming",
        reason: "excluded by hand",
        isExcluded: true,
        isDone: false,
        isOwn: false,
      },
      {
        id: "INI-23",
        title: "Mesh",
        reason: "no use case needs what it brings",
        isExcluded: false,
        isDone: false,
        isOwn: false,
      },
    ],
    odds: { half: 20, most: 23 },
    capacityChanges: [],
    assumedCapacity: ["Steward"],
    accepted: "none",
    acceptedNote: "",
    acceptedShifts: [],
    ...some,
  };
}

export const reportView = (some: Partial<ReportView> = {}): ReportView => ({
  headline: "Ready to hand over, with one weak point",
  audience: "everyone",
  language: "en",
  detail: "full",
  chosen: [],
  sections: [
    { id: "summary", title: "Executive summary", isDefault: true, emptyBecause: "" },
    { id: "evidence", title: "Evidence", isDefault: true, emptyBecause: "No scan is recorded" },
    { id: "roadmap", title: "Roadmap", isDefault: true, emptyBecause: "" },
    { id: "inventories", title: "Inventories", isDefault: false, emptyBecause: "" },
  ],
  checks: [
    {
      id: "sources_without_owner",
      severity: "warning",
      text: "Two of 22 sources have no business owner",
      help: "name who answers for what the data means",
      accepted: null,
      refs: Array.from({ length: 8 }, (_, at) => ({
        kind: "sources",
        id: `SRC-${at + 1}`,
        label: `Source ${at + 1}`,
      })),
    },
  ],
  fileName: "Meridian report.pdf",
  brand: {
    accent: "",
    cover: "",
    footer: "",
    confidentiality: "",
    logo: "",
    logoText: "",
    font: "",
    hasBoldFont: false,
    accentColour: "",
    coverColour: "",
    onCoverColour: "",
  },
  ...some,
});

/** A laptop's window that hears keys, as the application's does. */
export function laptop(): void {
  Object.defineProperty(window, "innerWidth", { configurable: true, value: 1366 });
  window.removeEventListener("keydown", keys.handle);
  window.addEventListener("keydown", keys.handle);
}
