import type { AssessView } from "../src/ipc/generated/AssessView";
import type { CaptureAdd } from "../src/ipc/generated/CaptureAdd";
import type { ChartRequest } from "../src/ipc/generated/ChartRequest";
import type { ConsensusSettle } from "../src/ipc/generated/ConsensusSettle";
import type { ConsensusView } from "../src/ipc/generated/ConsensusView";
import type { DimensionView } from "../src/ipc/generated/DimensionView";
import type { EvidenceAdd } from "../src/ipc/generated/EvidenceAdd";
import type { EvidenceAttach } from "../src/ipc/generated/EvidenceAttach";
import type { EvidencePaste } from "../src/ipc/generated/EvidencePaste";
import type { ExplainRequest } from "../src/ipc/generated/ExplainRequest";
import type { ExplanationView } from "../src/ipc/generated/ExplanationView";
import type { MaturityView } from "../src/ipc/generated/MaturityView";
import type { ParticipantView } from "../src/ipc/generated/ParticipantView";
import type { QuestionChange } from "../src/ipc/generated/QuestionChange";
import type { QuestionView } from "../src/ipc/generated/QuestionView";
import type { ScoreView } from "../src/ipc/generated/ScoreView";
import type { SideView } from "../src/ipc/generated/SideView";
import type { TallyView } from "../src/ipc/generated/TallyView";
import type { VoteRecord } from "../src/ipc/generated/VoteRecord";
import type { VotesTally } from "../src/ipc/generated/VotesTally";
import type { VoteView } from "../src/ipc/generated/VoteView";
import { FakeHost } from "./host.fake";
import pack from "./pack.json";

// A small workshop that answers like the application. What it derives is only good enough for the screens: the
// application's own arithmetic is tested where it is.

const names = ["Ad hoc", "Emerging", "Defined", "Managed", "Optimising"];
const factors = {
  technology: "Technology",
  people_process: "People and process",
  mindset: "Mindset",
} as const;

const people: ParticipantView[] = (
  [
    ["Anna Keller", "Executive", "business"],
    ["Marc Renaud", "Business owner", "business"],
    ["Lena Vogt", "Architect", "technology"],
    ["Sofia Okafor", "Marketer", "business"],
    ["Tariq Iqbal", "Data engineer", "technology"],
    ["Jon Berg", "Frontline agent", "business"],
    ["Dana Holt", "Privacy officer", "control"],
    ["Priya Nair", "Analyst", "technology"],
    ["Chris Wu", "Finance", "control"],
  ] as [string, string, SideView][]
).map(([name, roleTitle, side], at) => ({
  uid: `person-${at + 1}`,
  code: `PAR-${at + 1}`,
  initials: name.replace(/(\w)\w* (\w)\w*/, "$1$2"),
  name,
  role: roleTitle.toLowerCase(),
  roleTitle,
  side,
  isAbsent: false,
  canAnswer: [],
}));

/** What each person said on the first questions; elsewhere it follows from the place. */
const rows: Record<string, string> = {
  "GOV-1": "2 2 3 3 4 2 3 3 n",
  "GOV-2": "2 3 2 2 2 - 3 2 2",
  "GOV-3": "2 2 2 2 2 2 2 2 2",
  "GOV-4": "",
};

/** What is not said about a capture, at half past nine. */
const noted = { at: new Date(2026, 10, 24, 9, 30).getTime(), due: "", isLeftOut: false, isOfQuestion: false };

/** A vote of nobody's for each hand that was counted. */
function handsOf({ levels, dontKnow, notApplicable }: TallyView): VoteView[] {
  const votes = [
    ...levels.flatMap((hands, at) => Array.from({ length: hands }, () => ["level", at + 1] as const)),
    ...Array.from({ length: dontKnow }, () => ["dont_know", null] as const),
    ...Array.from({ length: notApplicable }, () => ["not_applicable", null] as const),
  ];
  return votes.map(([choice, level], at) => ({
    participant: `hand-${at}`,
    side: null,
    choice,
    level,
    certainty: null,
    reason: "",
    afterReveal: false,
    comment: "",
  }));
}

function consensusOf(level: number | null, isSettled: boolean): ConsensusView {
  return level === null
    ? { kind: "unknown", level: null, levelName: "", isSettled }
    : { kind: "level", level, levelName: names[level - 1] ?? "", isSettled };
}

function votesOf(row: string): VoteView[] {
  const signs = row.split(/[\s,]+/).filter(Boolean);
  return signs.flatMap((sign, at) => {
    const choice = sign === "-" ? "dont_know" : sign === "n" ? "not_applicable" : "level";
    const person = people[at];
    if (!person || sign === ".") return [];
    const { uid: participant, side } = person;
    const level = choice === "level" ? Number(sign) : null;
    const reason = choice === "not_applicable" ? "said in the room" : "";
    return [{ participant, side, choice, level, certainty: null, reason, comment: "", afterReveal: false }];
  });
}

/** What votes give: median, spread, means by side, and a sentence. */
function tallied(question: QuestionView): QuestionView {
  const levels = question.votes.flatMap((vote) => vote.level ?? []).toSorted((a, b) => a - b);
  const derived = consensusOf(levels[Math.floor((levels.length - 1) / 2)] ?? null, false);
  const sides = (["business", "technology", "control"] as const).flatMap((side) => {
    const given = question.votes.filter((vote) => vote.side === side);
    const said = given.flatMap((vote) => vote.level ?? []);
    const mean = said.length > 0 ? said.reduce((all, one) => all + one, 0) / said.length : null;
    return given.length > 0 ? [{ side, mean, votes: said.length }] : [];
  });
  const [low, high] = [levels[0], levels.at(-1)];
  const spread: [number, number] | null = low === undefined || high === undefined ? null : [low, high];
  const distance = (sides[1]?.mean ?? 0) - (sides[0]?.mean ?? 0);
  const finding =
    spread === null
      ? ""
      : spread[0] === spread[1]
        ? `Everyone who gave a level says ${spread[0]}, ${names[spread[0] - 1]?.toLowerCase()}`
        : distance >= 0.75
          ? `Technology places it ${distance.toFixed(1)} levels above business`
          : `Votes lie between ${spread[0]} and ${spread[1]}`;
  const consensus = question.consensus.isSettled ? question.consensus : derived;
  return { ...question, derived, consensus, sides, spread, finding };
}

function firstQuestions(): Map<string, QuestionView> {
  const all = pack.dimensions.flatMap((dimension) =>
    dimension.questions.map(([id, title, weight], at) => ({
      dimension,
      id: String(id),
      title: String(title),
      weight: Number(weight),
      at,
    })),
  );
  return new Map(
    all.map(({ dimension, id, title, weight, at }, place): [string, QuestionView] => {
      const asked = pack.asked.find((one) => one.id === id) ?? pack.asked[place % pack.asked.length];
      if (!asked) throw new Error("The pack of the workshop has no questions");
      const row =
        rows[id] ??
        (place > 40 && place % 3 > 0 ? "" : people.map((_, p) => 1 + ((place + p * 2) % 3)).join(" "));
      return [
        id,
        tallied({
          ...asked,
          id,
          facts: [],
          text: asked.id === id ? asked.text : `${title}: how far has it come?`,
          levels: asked.levels.map((text, level) => ({ level: level + 1, name: names[level] ?? "", text })),
          dimension: dimension.id,
          dimensionTitle: dimension.title,
          language: "en",
          isFallback: false,
          index: at + 1,
          count: dimension.questions.length,
          previous: all[place - 1]?.id ?? null,
          next: all[place + 1]?.id ?? null,
          weight,
          votes: votesOf(row),
          tally: null,
          outliers: [],
          roleIds: [],
          verifyOwner: "",
          verifyBy: "",
          isRevealed: row !== "",
          consensus: consensusOf(id === "GOV-1" ? 3 : null, id === "GOV-1"),
          derived: consensusOf(null, false),
          spread: null,
          sides: [],
          finding: "",
          reason: id === "GOV-1" ? "Agreed for the retail domain only; wholesale has no stewards yet." : "",
          dissent: id === "GOV-1" ? "Tariq Iqbal holds 4, managed" : "",
          note: "",
          privateNote:
            id === "GOV-1" ? "Sponsor and CIO disagree since the ERP project. Let stores speak first." : "",
          isFlagged: place % 17 === 5,
          evidence:
            id === "GOV-1"
              ? [
                  {
                    uid: "ev-1",
                    code: "EV-1",
                    title: "Owner list",
                    strength: "shown",
                    kind: "document",
                    text: "",
                    link: "",
                    date: "2026-10-30",
                    fileName: "",
                    isPicture: false,
                  },
                ]
              : [],
          captures:
            id === "GOV-2"
              ? [
                  {
                    uid: "cap-1",
                    code: "CAP-1",
                    kind: "quote",
                    text: "We meet when it hurts, and then we meet again.",
                    question: id,
                    questionTitle: title,
                    person: "Marc Renaud",
                    hasConsent: true,
                    ...noted,
                  },
                  {
                    uid: "cap-2",
                    code: "CAP-2",
                    kind: "action",
                    text: "Send the minutes of the last two council meetings",
                    question: id,
                    questionTitle: title,
                    person: "Dana Holt",
                    hasConsent: false,
                    ...noted,
                    due: "2026-11-30",
                  },
                ]
              : [],
          band: [2, 4],
          target: id === "GOV-5" ? 4 : 3,
          targetBecause: id === "GOV-5" ? ["Restricted data is in scope (SRC-4)."] : [],
          isTargetByHand: false,
          isProvisional: false,
          lastTime: null,
        }),
      ];
    }),
  );
}

const scores: Record<string, [number | null, number, number, number, number]> = {
  ING: [2.34, 1.7, 3.0, 3.3, 2],
  STO: [2.58, 2.1, 3.0, 3.0, 2],
  CAT: [1.83, 1.3, 2.5, 3.1, 2],
  PRC: [2.3, 2.0, 2.9, 3.4, 2],
  CNS: [2.0, 1.5, 2.6, 3.4, 1],
  GOV: [1.57, 1.3, 2.3, 3.1, 1],
  SEC: [2.6, 2.4, 2.9, 3.6, 2],
  ORG: [2.29, 1.7, 2.8, 3.0, 2],
  VAL: [3.05, 1.9, 3.3, 3.0, 3],
  CUL: [null, 1.6, 4.1, 3.3, 2],
};
const score = (
  value: number | null,
  low: number,
  high: number,
  attained: number | null,
  coverage: number,
): ScoreView => ({
  score: value,
  attained,
  band: [low, high],
  coverage,
  confidence: value === null ? null : 0.52,
});
const charts = import.meta.glob<string>("./charts/*.svg", { query: "?raw", import: "default", eager: true });

/** The nearest saved drawing of a chart. */
function chart({ chart: name, width }: ChartRequest) {
  const saved = Object.entries(charts).flatMap(([path, svg]) => {
    const found = /charts\/(\w+?)(?:-(\d+))?\.svg$/.exec(path);
    return found?.[1] === name ? [{ svg, away: Math.abs(Number(found[2] ?? 300) - width) }] : [];
  });
  const svg =
    saved.toSorted((a, b) => a.away - b.away)[0]?.svg ?? "<svg xmlns='http://www.w3.org/2000/svg'/>";
  const titles: Record<string, string> = {
    bars: "8 of 9 dimensions are below target",
    heatmap: "Executives vote 0.9 levels above the rest",
    radar: "Governance trails every other dimension",
  };
  return { title: titles[name] ?? "", svg, alt: titles[name] ?? "" };
}

export interface WorkshopOptions {
  /** Nobody takes part. */
  withoutPeople?: boolean;
  /** Nothing is answered. */
  empty?: boolean;
}

/** A host with a workshop under way. */
export function workshop({ withoutPeople = false, empty = false }: WorkshopOptions = {}): FakeHost {
  const questions = firstQuestions();
  const here = withoutPeople ? [] : people;
  if (empty || withoutPeople) {
    for (const [id, question] of questions) {
      const bare = { ...question, votes: [], isRevealed: false, reason: "", dissent: "", isFlagged: false };
      questions.set(
        id,
        tallied({ ...bare, consensus: consensusOf(null, false), evidence: [], captures: [] }),
      );
    }
  }
  let nextUid = 1;
  const known = (question: QuestionView) => question.consensus.kind !== "unknown";
  const all = () => [...questions.values()];

  function dimensionView(id: string): DimensionView {
    const dimension = pack.dimensions.find((one) => one.id === id) ?? pack.dimensions[0];
    if (!dimension) throw new Error("The pack of the workshop has no dimensions");
    const own = all().filter((question) => question.dimension === dimension.id);
    const [value, low, high, target, attained] = scores[dimension.id] ?? [null, 1, 5, 3, 1];
    const answered = own.filter(known).length;
    return {
      ...dimension,
      score:
        answered === 0
          ? score(null, 1, 5, null, 0)
          : score(value, low, high, attained, value === null ? 0.5 : 1),
      target,
      gap: value === null || answered === 0 ? null : Math.max(0, target - value),
      weightedGap: null,
      importance: 1.4,
      answered,
      count: own.length,
      finding: "",
    };
  }

  function change(id: string, edit: (question: QuestionView) => QuestionView): QuestionChange {
    const before = questions.get(id);
    if (!before) throw { code: "unknownItem", message: `there is no question ${id}`, help: "" };
    const question = tallied(edit(before));
    questions.set(id, question);
    return {
      question,
      dimension: dimensionView(question.dimension),
      overall: score(2.3, 1.7, 3.0, 2, 0.95),
      answered: all().filter(known).length,
      asked: questions.size,
    };
  }

  function withVote(question: QuestionView, given: VoteRecord): QuestionView {
    const byPerson = question.tally ? [] : question.votes;
    const others = byPerson.filter((vote) => vote.participant !== given.participant);
    const side = people.find((person) => person.uid === given.participant)?.side ?? null;
    const vote: VoteView[] = given.choice
      ? [
          {
            ...given,
            side,
            choice: given.choice,
            level: given.level,
            comment: "",
            afterReveal: question.isRevealed,
          },
        ]
      : [];
    const order = (one: VoteView) => here.findIndex((person) => person.uid === one.participant);
    return { ...question, tally: null, votes: [...others, ...vote].toSorted((a, b) => order(a) - order(b)) };
  }

  function withFile(question: QuestionView, path: string, title: string, strength: string): QuestionView {
    const fileName = path.replace(/^.*[\\/]/, "");
    const kept = { title: title || fileName, strength, fileName, isPicture: fileName.endsWith(".png") };
    const file = { ...kept, uid: `new-${nextUid++}`, code: "EV-9", kind: "", text: "", link: "", date: "" };
    return { ...question, evidence: [...question.evidence, file] };
  }

  function explain({ kind, id }: ExplainRequest): ExplanationView {
    const part = (
      of: string,
      one: string,
      label: string,
      value: string,
      weight: number | null,
      note: string,
    ) => ({
      origin: { kind: of, id: one, label },
      value,
      weight,
      note,
    });
    if (kind === "question") {
      const question = questions.get(id);
      const parts = (question?.votes ?? []).map((vote) => {
        const person = people.find((one) => one.uid === vote.participant);
        const label = `${person?.name ?? ""}, ${person?.roleTitle.toLowerCase() ?? ""}`;
        return part(
          "participant",
          person?.code ?? "",
          label,
          vote.level === null ? "n" : String(vote.level),
          null,
          vote.reason,
        );
      });
      const evidence = (question?.evidence ?? []).map((one) =>
        part("evidence", one.code, one.title, one.strength, null, one.text),
      );
      const level = question?.consensus.level ?? null;
      return {
        title: `${id} ${titleOf(id)}`,
        value: { score: level, attained: level, band: [2, 4], coverage: null, confidence: 0.7 },
        formula: question?.consensus.isSettled
          ? `Settled in the room: ${question.reason}`
          : "Median of the levels given; with an even count the lower of the two middle ones",
        parts: [...parts, ...evidence],
      };
    }
    if (kind === "dimension") {
      const dimension = dimensionView(id);
      const own = all().filter((question) => question.dimension === id);
      return {
        title: dimension.title,
        value: dimension.score,
        formula:
          "Sum of weight × level 11 divided by the weight 7; coverage 7 of 7; target 3.1, gap 1.6, importance 1.40",
        parts: own.map((question) =>
          part(
            "question",
            question.id,
            titleOf(question.id),
            question.consensus.levelName || "unknown",
            question.weight,
            `derived from ${question.votes.length} votes, target ${question.target}`,
          ),
        ),
      };
    }
    if (kind === "factor") {
      const own = pack.dimensions.filter((dimension) => dimension.factor === id);
      return {
        title: factors[id as keyof typeof factors],
        value: score(2.2, 1.8, 2.9, 2, 0.97),
        formula: "Mean of the dimensions that have a score",
        parts: own.map((dimension) => {
          const [value, low, high] = scores[dimension.id] ?? [null, 1, 5];
          const note =
            value === null
              ? "left out: 50 % answered, 60 % needed"
              : `between ${low.toFixed(1)} and ${high.toFixed(1)}`;
          return part("dimension", dimension.id, dimension.title, value?.toFixed(1) ?? "no score", 1, note);
        }),
      };
    }
    return {
      title: "Overall",
      value: score(2.3, 1.7, 3.0, 2, 0.95),
      formula: "Mean of the factors that have a score, by their weights",
      parts: [
        part("factor", "technology", "Technology", "2.2", 40, "between 1.7 and 2.8"),
        part("factor", "people_process", "People and process", "2.2", 35, "between 1.8 and 2.7"),
        part("factor", "mindset", "Mindset", "2.6", 25, "between 1.8 and 3.7"),
      ],
    };
  }

  const titleOf = (id: string) =>
    String(
      pack.dimensions.flatMap((dimension) => dimension.questions).find(([one]) => one === id)?.[1] ?? id,
    );

  const assess = (): AssessView => ({
    packTitle: "Data strategy diagnostic",
    dimensions: pack.dimensions.map((dimension) => {
      const own = all().filter((question) => question.dimension === dimension.id);
      return {
        id: dimension.id,
        title: dimension.title,
        factorTitle: factors[dimension.factor as keyof typeof factors],
        questions: own.map((question) => ({
          id: question.id,
          shortTitle: titleOf(question.id),
          consensus: question.consensus,
          isFlagged: question.isFlagged,
          isSpreadWide: question.spread !== null && question.spread[1] - question.spread[0] >= 2,
          votes: question.votes.length,
          isRevealed: question.isRevealed,
          isShortForm: question.index === 1,
        })),
        answered: own.filter(known).length,
      };
    }),
    participants: here,
    answered: all().filter(known).length,
    asked: questions.size,
    next: [],
    nextOpen: all().find((question) => !known(question))?.id ?? null,
  });

  const maturity = (): MaturityView => ({
    headline: empty
      ? "No factor has a score yet"
      : "Ownership and governance stands 1.6 levels short of its target",
    summary: empty
      ? "Answer at least 60 % of a dimension's weight to see its score."
      : "The widest gaps that matter for the goals: ownership and governance, consumption, AI and personalisation, and catalogue and metadata.",
    overall: score(2.3, 1.7, 3.0, 2, 0.95),
    overallTarget: 3.2,
    factors: [
      {
        id: "technology",
        title: "Technology",
        score: score(2.21, 1.7, 2.8, 2, 1),
        target: 3.3,
        weightPercent: 40,
      },
      {
        id: "people_process",
        title: "People and process",
        score: score(2.15, 1.8, 2.7, 2, 1),
        target: 3.3,
        weightPercent: 35,
      },
      {
        id: "mindset",
        title: "Mindset",
        score: score(2.6, 1.8, 3.7, 2, 0.7),
        target: 3.1,
        weightPercent: 25,
      },
    ],
    dimensions: pack.dimensions.map((dimension) => dimensionView(dimension.id)),
    questions: all().map((question) => ({
      id: question.id,
      dimension: question.dimension,
      shortTitle: titleOf(question.id),
      consensus: question.consensus,
      weight: question.weight,
      target: question.target,
      spread: question.spread,
      band: question.band,
      isSpreadWide: question.spread !== null && question.spread[1] - question.spread[0] >= 2,
      isProvisional: question.isProvisional,
    })),
    roles: [],
    findings: [
      {
        id: "F-1",
        tone: "weakness",
        text: "Five of 22 sources have no business owner, so nobody can decide on their quality.",
        refs: ["SRC-4", "SRC-9", "SRC-12", "SRC-17", "SRC-20"].map((id) => ({
          kind: "sources",
          id,
          label: id,
        })),
      },
      {
        id: "F-2",
        tone: "weakness",
        text: "Two goals count on personalisation, while consumption stands at level 1.",
        refs: ["GOAL-1", "GOAL-3"].map((id) => ({ kind: "goals", id, label: id })),
      },
      {
        id: "F-3",
        tone: "weakness",
        text: "No use case names who acts on its result.",
        refs: [{ kind: "question", id: "VAL-2", label: "Use cases" }],
      },
      {
        id: "F-4",
        tone: "strength",
        text: "Encryption and access reviews are measured, not only stated.",
        refs: [{ kind: "question", id: "SEC-2", label: "Encryption" }],
      },
      {
        id: "F-5",
        tone: "strength",
        text: "The value of the first three use cases is agreed with finance.",
        refs: [{ kind: "use_cases", id: "UC-1", label: "Churn" }],
      },
    ],
    levelNames: ["Ad hoc", "Emerging", "Defined", "Managed", "Optimising"],
    blockers: [
      "Deletion of copies (GOV-5) is at 2, at least 3 is required. The General Data Protection Regulation applies to customer data in scope.",
    ],
  });

  return new FakeHost()
    .answer("assess_get", assess)
    .answer("question_get", ({ question }: { question: string }) => change(question, (one) => one).question)
    .answer("vote_record", (given: VoteRecord) => change(given.question, (one) => withVote(one, given)))
    .answer("votes_record", ({ question, row }: { question: string; row: string }) =>
      change(question, (one) => {
        const given = votesOf(row);
        const kept = one.votes.filter((vote) =>
          given.every((other) => other.participant !== vote.participant),
        );
        return { ...one, votes: [...given, ...kept] };
      }),
    )
    .answer("votes_tally", ({ question, ...tally }: VotesTally) =>
      change(question, (one) => {
        const counted = { ...tally, afterReveal: one.isRevealed };
        const votes = handsOf(counted);
        return { ...one, votes, tally: votes.length > 0 ? counted : null };
      }),
    )
    .answer("captures_get", () => {
      const captures = all().flatMap((question) => question.captures);
      return { headline: "One action has no owner or date yet", captures };
    })
    .answer("votes_reveal", ({ question }: { question: string }) =>
      change(question, (one) => ({ ...one, isRevealed: true })),
    )
    .answer("consensus_settle", (given: ConsensusSettle) =>
      change(given.question, (one) => ({
        ...one,
        reason: given.reason,
        dissent: given.dissent,
        consensus:
          given.choice === "not_applicable"
            ? { kind: "notApplicable", level: null, levelName: "", isSettled: true }
            : consensusOf(given.level, given.choice !== null),
      })),
    )
    .answer("answer_set", ({ question, ...given }: { question: string } & Record<string, unknown>) =>
      change(question, (one) => ({
        ...one,
        ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null)),
      })),
    )
    .answer("evidence_add", ({ question, ...given }: EvidenceAdd) =>
      change(question, (one) => ({
        ...one,
        evidence: [
          ...one.evidence,
          { ...given, uid: `new-${nextUid++}`, code: "EV-9", fileName: "", isPicture: false },
        ],
      })),
    )
    .answer("capture_add", (given: CaptureAdd) =>
      change(given.question, (one) => ({
        ...one,
        captures: [
          ...one.captures,
          { ...noted, ...given, questionTitle: titleOf(one.id), uid: `new-${nextUid++}`, code: "CAP-9" },
        ],
      })),
    )
    .answer("evidence_attach", ({ question, path, title, strength }: EvidenceAttach) =>
      change(question, (one) => withFile(one, path, title, strength)),
    )
    .answer("evidence_paste", ({ question, title, strength }: EvidencePaste) =>
      change(question, (one) => withFile(one, "pasted.png", title, strength)),
    )
    .answer("evidence_remove", ({ question, uid }: { question: string; uid: string }) =>
      change(question, (one) => ({ ...one, evidence: one.evidence.filter((item) => item.uid !== uid) })),
    )
    .answer("capture_remove", ({ question, uid }: { question: string; uid: string }) =>
      change(question, (one) => ({ ...one, captures: one.captures.filter((item) => item.uid !== uid) })),
    )
    .answer(
      "target_set",
      ({ question, level, reason }: { question: string; level: number | null; reason: string }) =>
        change(question, (one) => ({
          ...one,
          target: level ?? 3,
          targetBecause: level === null ? [] : [reason],
          isTargetByHand: level !== null,
        })),
    )
    .answer("baselines_get", { baselines: [], refusal: "", suggested: "Baseline 1" })
    .answer("maturity_get", maturity)
    .answer("chart_get", chart)
    .answer("score_explain", explain)
    .answer("document_get", {
      path: "/meridian.waymark",
      client: "Meridian Outfitters",
      packTitle: "Data strategy diagnostic",
      assessments: [],
      isReadOnly: false,
      isAnonymous: false,
      isSample: true,
      isProtected: false,
      isRemembered: false,
      backupAt: null,
      backupFailure: null,
      steps: [],
      status: { answered: 57, questions: 60, flagged: 4, unknownCells: 6 },
      undoLabel: null,
      redoLabel: null,
    });
}
